"""A secret ballot from the roll to the certificate, and everything that must not go through."""

import secrets
from datetime import timedelta

import pytest
from django.db import connection, transaction

from huiyin.anonymity import blind_client, keys
from huiyin.anonymity.models import BoardLine, OpenedAnswer, SealedBallot, SpentToken
from huiyin.anonymity.tokens import message_of
from huiyin.ballots import casting, opening, preparing
from huiyin.ballots.counting import Tally
from huiyin.ballots.form import Question
from huiyin.ballots.models import Ballot
from huiyin.ballots.results import heads, result
from huiyin.ballots.tests.voting import ELECTION, GENERAL, GRADES, HOUR, a_ballot
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.core.models import AuditLine
from huiyin.eligibility import drawing, rolls
from huiyin.eligibility.models import RollEntry
from huiyin.organisation.models import Person

pytestmark = pytest.mark.django_db


def counted(voting, votes):
    """Everybody draws, then votes as said; two tellers open."""
    for n in range(len(votes)):
        voting.draw(n)
    for n, chosen in enumerate(votes):
        voting.cast(n, chosen)
    return opened(voting)


def opened(voting):
    """Closed, and two tellers hand their keys."""
    county = voting.county
    opening.close(ballot=voting.ballot, actor=county.reach("office"), now=voting.at(3))
    for who in ("member", "supervisor"):
        opening.hand_key(
            ballot=voting.ballot, private=voting.teller_keys[who], actor=county.reach(who), now=voting.at(4)
        )
    return voting.fresh()


def test_from_the_roll_to_the_result(county):
    voting = a_ballot(county)
    ballot = counted(voting, [(0, 0, 1)] * 6 + [(0, 1, 0)])
    assert ballot.state == Ballot.State.COUNTED
    (answered,) = result(ballot)
    assert answered.tally.marks == [[7, 0, 0], [6, 1, 0], [1, 6, 0]]
    assert answered.elected is not None
    assert answered.elected.winners == ("丁一", "王二")
    assert (heads(ballot).listed, heads(ballot).present, heads(ballot).returned) == (7, 7, 7)
    certified = opening.certify(ballot=ballot, actor=county.reach("office"), now=voting.at(5))
    assert certified.state == Ballot.State.CERTIFIED


def test_after_opening_neither_ciphertext_nor_keys_are_left(county):
    voting = a_ballot(county)
    counted(voting, [(0, 0, 1)] * 7)
    assert SealedBallot.objects.count() == 0
    assert (OpenedAnswer.objects.count(), BoardLine.objects.count()) == (3 * 7, 7)
    assert keys.handed(voting.ballot.uid) == {}
    assert not [path for path in keys.folder().iterdir() if voting.ballot.uid.hex in path.name]


def test_the_voter_finds_the_sealed_ballot_on_the_board_before_and_after(county):
    voting = a_ballot(county)
    for n in range(6):
        voting.draw(n)
    digest = [voting.cast(n, (0, 1, 1)) for n in range(6)][3]
    assert casting.on_board(voting.ballot, digest.upper())
    assert not casting.on_board(voting.ballot, "0" * 64)
    assert casting.board(voting.ballot) == sorted(casting.board(voting.ballot))


def test_grades_of_one_ballot_do_not_stay_together(county):
    """A pattern over many subjects is a signature; parted, every subject still counts what it was given."""
    voting = a_ballot(county, question=GRADES, kind="team_appraisal")
    ballot = counted(voting, [(0, 1)] * 3 + [(2, 3)] * 2 + [(-1, -1), (0, -1)])
    (answered,) = result(ballot)
    assert answered.tally.marks == [[4, 0, 2, 0], [0, 3, 0, 2]]
    assert (answered.tally.valid, answered.tally.invalid) == (6, 1)
    assert sorted(OpenedAnswer.objects.values_list("question", flat=True)) == [0] * 7 + [1] * 7
    assert set(OpenedAnswer.objects.values_list("answer", flat=True)) == {"0", "1", "2", "3", "-1", "-2"}


def test_names_written_in_on_one_ballot_do_not_tell_that_they_stood_together(county):
    """A name kept as the second one would tell that its ballot wrote another before it."""
    asked = Question("选举支部委员", "vote", ("丁一", "王二", "李三"), seats=2, write_ins=2)
    voting = a_ballot(county, question=asked)
    for n in range(7):
        voting.draw(n)
    for n in range(5):
        voting.cast(n, (0, 0, 1))
    voting.cast(5, (1, 1, 1), ["赵六", "钱七"])
    voting.cast(6, (0, 1, 1), ["赵六"])
    ballot = opened(voting)
    kept = OpenedAnswer.objects.filter(question__gte=3).values_list("question", "answer")
    assert sorted(kept) == [(3, "赵六"), (3, "赵六"), (3, "钱七")]
    (answered,) = result(ballot)
    assert answered.tally.written == {"赵六": 2, "钱七": 1}


def test_one_teller_alone_opens_nothing_and_none_before_close(county):
    voting = a_ballot(county)
    for n in range(6):
        voting.draw(n)
        voting.cast(n, (0, 1, 1))
    with pytest.raises(Refused, match="截止以后"):
        opening.hand_key(
            ballot=voting.ballot, private=voting.teller_keys["member"], actor=county.reach("member"), now=voting.at(2.9)
        )
    opening.close(ballot=voting.ballot, actor=county.reach("office"), now=voting.at(3))
    opening.hand_key(
        ballot=voting.ballot, private=voting.teller_keys["member"], actor=county.reach("member"), now=voting.at(4)
    )
    assert voting.fresh().state == Ballot.State.CLOSED
    assert OpenedAnswer.objects.count() == 0


def test_a_key_that_is_not_the_tellers_own_is_refused(county):
    voting = a_ballot(county)
    opening.close(ballot=voting.ballot, actor=county.reach("office"), now=voting.at(3))
    for wrong in (voting.teller_keys["supervisor"], bytes(32), b"", secrets.token_bytes(32)):
        with pytest.raises(Refused, match="不是您"):
            opening.hand_key(ballot=voting.ballot, private=wrong, actor=county.reach("member"), now=voting.at(4))
    with pytest.raises(NotReached):
        opening.hand_key(
            ballot=voting.ballot, private=voting.teller_keys["member"], actor=county.reach("west_clerk"),
            now=voting.at(4),
        )  # fmt: skip


def test_fewer_than_five_ballots_are_not_opened(county):
    voting = a_ballot(county)
    ballot = counted(voting, [(0, 0, 1)] * 4)
    assert "不足 5 张" in ballot.note
    assert result(ballot) == []
    assert OpenedAnswer.objects.count() == SealedBallot.objects.count() == 0


def test_a_roll_under_five_votes_on_paper(county):
    with pytest.raises(Refused, match="纸票"):
        a_ballot(county, voters=4)


def test_drawing_ends_before_voting_begins(county):
    with pytest.raises(Refused, match="分开"):
        preparing.create_ballot(
            unit=county.east, title="投票", kind="general", draw_from=county.now, draw_until=county.now + 2 * HOUR,
            use_from=county.now + HOUR, use_until=county.now + 3 * HOUR, actor=county.reach("office"), now=county.now,
        )  # fmt: skip
    voting = a_ballot(county, kind="general", question=GENERAL)
    with pytest.raises(Refused, match="不是领取"):
        voting.draw(0, at=1)
    voting.draw(0)
    with pytest.raises(Refused, match="还没有开始"):
        voting.cast(0, (0, 0), at=1.9)
    with pytest.raises(Refused, match="截止"):
        voting.cast(0, (0, 0), at=3)
    assert SpentToken.objects.count() == 0


def test_a_second_credential_is_never_drawn_and_the_same_request_is_repeated(county):
    voting = a_ballot(county)
    public = drawing.public_key(voting.ballot.uid)
    prepared = blind_client.prepare(message_of(voting.ballot.uid))
    blinded = blind_client.blind(public, prepared)
    ask = {"roll": voting.ballot.roll, "person": voting.voters[0], "now": voting.at(0.5)}
    first = drawing.draw(blinded=blinded.message, **ask)
    assert drawing.draw(blinded=blinded.message, **ask) == first
    with pytest.raises(Refused, match="恢复码"):
        drawing.draw(blinded=blind_client.blind(public, prepared).message, **ask)
    with pytest.raises(Refused, match="已经领取"):
        drawing.print_slips(
            roll=voting.ballot.roll, entries=list(RollEntry.objects.filter(person=voting.voters[0])),
            actor=county.reach("office"), now=voting.at(0.5),
        )  # fmt: skip


def test_paper_credentials_work_like_drawn_ones_and_carry_no_number(county):
    voting = a_ballot(county)
    entries = list(RollEntry.objects.filter(roll=voting.ballot.roll)[:3])
    slips = drawing.print_slips(
        roll=voting.ballot.roll, entries=entries, actor=county.reach("office"), now=voting.at(0.5)
    )
    assert len({len(slip) for slip in slips}) == 1
    assert len(set(slips)) == 3
    for n, slip in enumerate(slips):
        voting.credentials[n] = (slip[:32] + message_of(voting.ballot.uid), slip[32:])
        voting.cast(n, (0, 1, 1))
    with pytest.raises(Refused, match="纸质"):
        voting.draw(voting.voters.index(entries[0].person))


def test_forged_replayed_cut_and_foreign_credentials(county):
    voting = a_ballot(county)
    prepared, signature = voting.draw(0)
    sealed = voting.seal((0, 1, 1))
    digest = voting.fresh().form_digest

    def cast(**changed):
        given = {"token": prepared[:32], "signature": signature, "sealed": sealed, "question": digest} | changed
        return casting.cast(uid=voting.ballot.uid, now=voting.at(2.5), **given)

    for changed, word in (
        ({"signature": signature[:-1]}, "核对不上"),
        ({"signature": bytes(384)}, "核对不上"),
        ({"token": prepared[:31]}, "不是为这一轮"),
        ({"token": bytes(32)}, "核对不上"),
        ({"sealed": sealed[:-1]}, "字节"),
        ({"sealed": sealed + b"\0"}, "字节"),
        ({"sealed": b"\2" + sealed[1:]}, "格式"),
        ({"sealed": sealed[:1] + bytes(65) + sealed[66:]}, "公钥"),
        ({"question": "0" * 64}, "不一致"),
    ):
        with pytest.raises(Refused, match=word):
            cast(**changed)
    assert SpentToken.objects.count() == SealedBallot.objects.count() == 0
    cast()
    with pytest.raises(Refused, match="已经用过"):
        cast(sealed=voting.seal((1, 0, 1)))
    assert SealedBallot.objects.count() == 1


def test_the_same_sealed_ballot_under_another_credential_is_refused(county):
    """Copying somebody's sealed ballot would show what they chose when the count moves by two."""
    voting = a_ballot(county)
    first, second = voting.draw(0), voting.draw(1)
    sealed, digest = voting.seal((0, 1, 1)), voting.fresh().form_digest
    ask = {"uid": voting.ballot.uid, "question": digest, "sealed": sealed, "now": voting.at(2.5)}
    casting.cast(token=first[0][:32], signature=first[1], **ask)
    with pytest.raises(Refused, match="同样"):
        casting.cast(token=second[0][:32], signature=second[1], **ask)
    assert SpentToken.objects.count() == 1


def test_a_ballot_sealed_for_another_question_or_box_says_nothing(county):
    voting, other = a_ballot(county), a_ballot(county, voters=8)
    for n in range(6):
        voting.draw(n)
    for n in range(5):
        voting.cast(n, (0, 1, 1))
    prepared, signature = voting.credentials[5]
    casting.cast(
        uid=voting.ballot.uid, question=voting.fresh().form_digest, token=prepared[:32], signature=signature,
        sealed=other.seal((0, 1, 1)), now=voting.at(2.5),
    )  # fmt: skip
    opening.close(ballot=voting.ballot, actor=county.reach("office"), now=voting.at(3))
    for who in ("east_clerk", "supervisor"):
        opening.hand_key(
            ballot=voting.ballot, private=voting.teller_keys[who], actor=county.reach(who), now=voting.at(4)
        )
    assert (voting.fresh().nothing, result(voting.fresh())[0].tally.invalid) == (1, 1)


def test_a_frozen_roll_is_corrected_in_the_open(county):
    voting = a_ballot(county)
    office, late = county.reach("office"), Person.objects.create(name="新来", unit=county.east)
    with pytest.raises(Refused, match="更正"):
        rolls.put_on(roll=voting.ballot.roll, people=[late], actor=office, now=voting.at(0.1))
    with pytest.raises(Refused, match="理由"):
        rolls.correct(roll=voting.ballot.roll, person=late, add=True, reason=" ", actor=office, now=voting.at(0.1))
    rolls.correct(roll=voting.ballot.roll, person=late, add=True, reason="刚转入", actor=office, now=voting.at(0.1))
    voting.draw(0)
    with pytest.raises(Refused, match="收不回来"):
        rolls.correct(
            roll=voting.ballot.roll, person=voting.voters[0], add=False, reason="转出", actor=office, now=voting.at(0.6)
        )
    with pytest.raises(Refused, match="不在"):
        rolls.correct(
            roll=voting.ballot.roll, person=county.people["west_clerk"], add=True, reason="列入", actor=office,
            now=voting.at(0.6),
        )  # fmt: skip
    assert voting.ballot.roll.corrections.get().reason == "刚转入"


def test_strangers_neither_prepare_nor_close(county):
    voting = a_ballot(county)
    for who in ("west_clerk", "east_head", "member"):
        with pytest.raises(Refused):
            opening.close(ballot=voting.ballot, actor=county.reach(who), now=voting.at(3))
        with pytest.raises(Refused):
            rolls.correct(
                roll=voting.ballot.roll, person=voting.voters[0], add=False, reason="转出", actor=county.reach(who),
                now=voting.at(0.1),
            )  # fmt: skip
    with pytest.raises(Refused, match="不能提前"):
        opening.close(ballot=voting.ballot, actor=county.reach("office"), now=voting.at(2.9))


def test_a_candidate_is_no_teller_and_a_frozen_ballot_is_not_reworded(county):
    voting = a_ballot(county)
    with pytest.raises(Refused, match="定稿"):
        preparing.ask(
            ballot=voting.ballot, revision=voting.fresh().revision, questions=[ELECTION], actor=county.reach("office"),
            now=voting.at(0),
        )  # fmt: skip
    draft = preparing.create_ballot(
        unit=county.east, title="再投", kind="general", draw_from=county.now, draw_until=county.now + HOUR,
        use_from=county.now + HOUR, use_until=county.now + 2 * HOUR, actor=county.reach("office"), now=county.now,
    )  # fmt: skip
    names = Question("表决", "vote", (county.people["member"].name,))
    draft = preparing.ask(ballot=draft, revision=1, questions=[names], actor=county.reach("office"), now=county.now)
    with pytest.raises(Refused, match="不能监票"):
        preparing.name_teller(
            ballot=draft, person=county.people["member"], actor=county.reach("office"), now=county.now
        )
    with pytest.raises(Stale):
        preparing.ask(ballot=draft, revision=1, questions=[GENERAL], actor=county.reach("office"), now=county.now)
    with pytest.raises(Refused, match="监票人"):
        preparing.freeze(ballot=draft, revision=2, needed=2, actor=county.reach("office"), now=county.now)


def test_voiding_destroys_what_was_cast_and_says_why(county):
    voting = a_ballot(county)
    voting.draw(0)
    voting.cast(0, (0, 1, 1))
    opening.void(ballot=voting.ballot, reason="候选人名单有误", actor=county.reach("office"), now=voting.at(2.6))
    assert SealedBallot.objects.count() == 0
    with pytest.raises(Refused, match="作废"):
        casting.open_for_votes(voting.ballot.uid, now=voting.at(2.7))


def test_neither_drawing_nor_casting_leaves_an_audit_line(county):
    voting = a_ballot(county)
    before = AuditLine.objects.count()
    voting.draw(0)
    voting.cast(0, (0, 1, 1))
    assert AuditLine.objects.count() == before


def test_paper_is_counted_by_two_and_both_must_agree(county):
    voting = a_ballot(county, kind="general", question=GENERAL, electronic=False, paper=True)
    office = county.reach("office")
    opening.close(ballot=voting.ballot, actor=office, now=voting.at(3))
    opening.set_heads(ballot=voting.ballot, present=6, issued=6, returned=6, actor=office, now=voting.at(3))
    tally = Tally([[5, 1, 0], [4, 1, 1]], 6)
    with pytest.raises(Refused, match="不符"):
        opening.count_paper(
            ballot=voting.ballot, question=0, tally=Tally([[5, 0, 0], [4, 1, 1]], 6), actor=county.reach("member"),
            now=voting.at(3),
        )  # fmt: skip
    paper = opening.count_paper(
        ballot=voting.ballot, question=0, tally=tally, actor=county.reach("member"), now=voting.at(3)
    )
    with pytest.raises(Refused, match="另一个人"):
        opening.check_paper(paper=paper, tally=tally, actor=county.reach("member"), now=voting.at(3))
    with pytest.raises(Refused, match="不一致"):
        opening.check_paper(
            paper=paper, tally=Tally([[6, 0, 0], [4, 1, 1]], 6), actor=county.reach("supervisor"), now=voting.at(3)
        )
    with pytest.raises(Refused, match="两个人"):
        opening.certify(ballot=voting.ballot, actor=office, now=voting.at(4))
    opening.check_paper(paper=paper, tally=tally, actor=county.reach("supervisor"), now=voting.at(3))
    opening.certify(ballot=voting.ballot, actor=office, now=voting.at(4))
    assert [one.outcome for one in result(voting.fresh())[0].verdicts] == ["carried", "carried"]


def test_the_seat_of_a_clock_that_runs_wrong_is_the_servers(county):
    """A device may believe any hour: only the server's counts, to the second."""
    voting = a_ballot(county)
    voting.draw(0)
    moment = voting.ballot.roll.use_until - timedelta(seconds=1)
    prepared, signature = voting.credentials[0]
    casting.cast(
        uid=voting.ballot.uid, question=voting.fresh().form_digest, token=prepared[:32], signature=signature,
        sealed=voting.seal((0, 1, 1)), now=moment,
    )  # fmt: skip


def test_no_table_of_the_box_knows_a_person_or_a_time():
    for model in (BoardLine, SealedBallot, OpenedAnswer, SpentToken):
        with transaction.atomic(), connection.cursor() as cursor:
            columns = connection.introspection.get_table_description(cursor, model._meta.db_table)
        assert {column.name for column in columns} <= {"digest", "key", "sealed", "uid", "question", "answer"}
