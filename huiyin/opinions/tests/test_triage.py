"""分办 one by one; a suspected violation vanishes from every ordinary list at once and for good."""

import pytest

from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.core.models import AuditLine
from huiyin.opinions import counts, feedback, grouping, handling_queries, queries, triage
from huiyin.opinions.access import visible
from huiyin.opinions.models import About, FeedbackLine, Opinion, Piece, Placement, RestrictedLead
from huiyin.opinions.slips import Target
from huiyin.opinions.tests.conftest import Listening

Triage = Opinion.Triage


def test_an_opinion_becomes_one_whole_piece(listening: Listening) -> None:
    piece = listening.piece("一-001", "排队太久。")
    assert (piece.begin, piece.end, piece.replaced) == (None, None, False)
    assert AuditLine.objects.get(action="opinion.triaged").detail == {"to": "opinion"}


@pytest.mark.parametrize("to", [Triage.COMPLAINT, Triage.PRAISE])
def test_what_is_no_opinion_gets_no_piece(listening: Listening, to: str) -> None:
    listening.triaged(listening.slip("一-001", "甲"), to)
    assert not Piece.objects.exists()


@pytest.mark.parametrize("to", [Triage.INVALID, Triage.RESTRICTED])
def test_invalid_and_restricted_need_a_reason(listening: Listening, to: str) -> None:
    with pytest.raises(Refused, match="要写明理由"):
        listening.triaged(listening.slip("一-001", "甲"), to)


def test_two_people_triage_one_opinion_once(listening: Listening) -> None:
    opinion = listening.slip("一-001", "甲")
    listening.triaged(Opinion.objects.get(pk=opinion.pk), Triage.PRAISE)
    with pytest.raises(Stale, match="刚被别人分办过"):
        triage.triage(
            opinion=opinion, to=Triage.OPINION, seen=Triage.WAITING, actor=listening.county.reach("office_two"),
            **listening.when(),
        )  # fmt: skip


@pytest.mark.parametrize("who", ["east_clerk", "west_head", "member", "administrator", "discipline", "auditor"])
def test_who_may_not_read_may_not_triage(listening: Listening, who: str) -> None:
    opinion = listening.slip("一-001", "甲")
    with pytest.raises(NotReached):
        triage.triage(
            opinion=opinion, to=Triage.PRAISE, seen=Triage.WAITING, actor=listening.county.reach(who),
            **listening.when(),
        )  # fmt: skip


def test_a_supervisor_reads_and_does_not_triage(listening: Listening) -> None:
    opinion = listening.slip("一-001", "甲")
    with pytest.raises(Refused, match="活动办公室"):
        triage.triage(
            opinion=opinion, to=Triage.PRAISE, seen=Triage.WAITING, actor=listening.county.reach("supervisor"),
            **listening.when(),
        )  # fmt: skip


def test_triage_is_undone_until_something_hangs_on_it(listening: Listening) -> None:
    piece = listening.piece("一-001", "甲")
    back = triage.undo_triage(opinion=piece.opinion, actor=listening.office, now=listening.county.now)
    assert back.triage == Triage.WAITING
    listening.triaged(back)
    item = grouping.create_item(
        campaign=listening.county.campaign, unit=listening.county.root, statement="甲", pieces=[piece],
        actor=listening.office, **listening.when(),
    )  # fmt: skip
    with pytest.raises(Refused, match="先移出条目"):
        triage.undo_triage(opinion=piece.opinion, actor=listening.office, now=listening.county.now)
    assert item.placements.count() == 1
    assert Piece.objects.filter(replaced=False).count() == 1


def test_a_lead_leaves_every_ordinary_list_at_once(listening: Listening) -> None:
    county, office = listening.county, listening.office
    piece = listening.piece("一-001", "某科长收了钱。", target=Target(About.UNIT, county.east))
    grouping.create_item(
        campaign=county.campaign, unit=county.root, statement="收费", pieces=[piece], actor=office, **listening.when()
    )
    feedback.make_sheet(
        campaign=county.campaign, unit=county.root, about=About.UNIT, about_unit=county.east, actor=office,
        **listening.when(),
    )  # fmt: skip
    opinion = Opinion.objects.get()
    listening.triaged(opinion, Triage.RESTRICTED, "涉嫌收受财物")
    assert not Placement.objects.exists()
    assert not FeedbackLine.objects.exists()
    for who in ("office", "office_two", "supervisor"):
        reader = county.reach(who)
        assert not visible(reader).exists()
        with pytest.raises(NotReached):
            queries.opinion_named(opinion.pk, reader)
        assert queries.opinions(reader, listening.round).lines == ()
        assert handling_queries.remainder(reader, listening.round, every_round=True).total == 0
        assert not handling_queries.leads(reader).exists()
    numbers = counts.round_numbers(office, listening.round)
    assert (numbers.raw, numbers.restricted) == (1, 1)


def test_only_discipline_staff_read_a_lead_and_write_what_was_done(listening: Listening) -> None:
    listening.triaged(listening.slip("一-001", "某科长收了钱。"), Triage.RESTRICTED, "线索")
    lead, discipline = RestrictedLead.objects.get(), listening.county.reach("discipline")
    assert handling_queries.lead_named(lead.uid, discipline)[1] == "某科长收了钱。"
    with pytest.raises(NotReached):
        triage.handle_lead(lead=lead, handled="已转", actor=listening.office, **listening.when())
    triage.handle_lead(lead=lead, handled="已转初核", actor=discipline, **listening.when())
    with pytest.raises(Stale):
        triage.handle_lead(lead=lead, handled="再写", actor=discipline, **listening.when())


def test_nothing_brings_a_lead_back(listening: Listening) -> None:
    opinion = listening.triaged(listening.slip("一-001", "甲"), Triage.RESTRICTED, "线索")
    for act in (
        lambda: triage.undo_triage(opinion=opinion, actor=listening.office, now=listening.county.now),
        lambda: listening.triaged(opinion, Triage.OPINION),
    ):
        with pytest.raises(NotReached):
            act()


def test_the_audit_line_of_a_lead_names_neither_opinion_nor_reason(listening: Listening) -> None:
    opinion = listening.slip("一-001", "甲")
    listening.triaged(opinion, Triage.RESTRICTED, "涉嫌收受财物")
    line = AuditLine.objects.get(action="opinion.restricted")
    assert line.subject == RestrictedLead.objects.get().uid
    assert "财物" not in str(line.detail)
    assert str(opinion.pk) not in str(AuditLine.objects.values_list("detail", flat=True))


def test_several_are_taken_as_opinions_at_once_with_one_line(listening: Listening) -> None:
    opinions = [listening.slip(f"{number}", "甲") for number in range(3)]
    before = AuditLine.objects.count()
    assert triage.triage_many(opinions=opinions, to=Triage.OPINION, actor=listening.office, **listening.when()) == 3
    assert AuditLine.objects.count() == before + 1
    assert Piece.objects.count() == 3
    with pytest.raises(Stale):
        triage.triage_many(opinions=opinions[:1], to=Triage.OPINION, actor=listening.office, **listening.when())
    other = listening.slip("9", "乙")
    with pytest.raises(Stale):
        triage.triage_many(
            opinions=[other], to=Triage.OPINION, actor=listening.county.reach("west_clerk"), **listening.when()
        )
    with pytest.raises(Refused, match="活动办公室"):
        triage.triage_many(
            opinions=[other], to=Triage.OPINION, actor=listening.county.reach("supervisor"), **listening.when()
        )
