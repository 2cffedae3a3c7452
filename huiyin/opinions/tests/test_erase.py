"""依法删除: a legal basis and two people; the words are gone from the database, a tombstone and every count stay."""

import pytest
from django.db import DatabaseError, connection, transaction

from huiyin.anonymity import sealed_box
from huiyin.anonymity.models import SealedSlip
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.core.models import Erasure
from huiyin.opinions import counts, erase, grouping, handling_queries, inbox, intake, queries
from huiyin.opinions.form_receipts import new_form
from huiyin.opinions.models import Addition, Author, ErasureRequest, Opinion
from huiyin.opinions.tests.conftest import PEPPER, Listening
from huiyin.organisation import hands


def _request(listening: Listening, opinion: Opinion, who: str = "office") -> ErasureRequest:
    return erase.request_erasure(
        opinion=opinion, basis="个人信息保护法第四十七条", actor=listening.county.reach(who), **listening.when()
    )


def _agree(listening: Listening, request: ErasureRequest, who: str = "office_two") -> None:
    erase.agree_to_erasure(
        request=request, forget=lambda opinion: None, actor=listening.county.reach(who), **listening.when()
    )


def test_two_people_and_a_basis_erase_words_name_and_salt(listening: Listening) -> None:
    piece = listening.piece("一-001", "我叫甲某，住西河村。", author_name="甲某")
    item = grouping.create_item(
        campaign=listening.county.campaign, unit=listening.county.root, statement="甲", pieces=[piece],
        actor=listening.office, **listening.when(),
    )  # fmt: skip
    before = counts.round_numbers(listening.office, listening.round)
    request = _request(listening, piece.opinion)
    with pytest.raises(Refused, match="另一个人决定"):
        _agree(listening, request, "office")
    assert SealedSlip.objects.exists()
    _agree(listening, request)
    assert not SealedSlip.objects.exists()
    assert not Author.objects.exists()
    assert sealed_box.fingerprints([piece.opinion.pk]) == []
    assert Erasure.objects.get().basis == "个人信息保护法第四十七条"
    assert queries.opinion_named(piece.opinion.pk, listening.office).words is None
    assert [line.words for line in handling_queries.placed(item, listening.office)] == [None]
    assert counts.round_numbers(listening.office, listening.round) == before
    with pytest.raises(Stale):
        _agree(listening, request)
    with pytest.raises(Refused, match="已依法删除"):
        _request(listening, piece.opinion)


def test_whom_the_first_person_let_in_is_no_second_one(listening: Listening) -> None:
    county = listening.county
    request = _request(listening, listening.piece("一-001", "甲").opinion)
    assert erase.may_decide(request, county.reach("office_two"))
    assert list(inbox.erasures_to_decide(county.reach("office_two"))) == [request]
    hands.hand_over(county.account("office_two"), by=county.account("office"), now=county.now)
    assert not erase.may_decide(request, county.reach("office_two"))
    assert not inbox.erasures_to_decide(county.reach("office_two")).exists()
    with pytest.raises(Refused, match="初始口令"):
        _agree(listening, request)
    assert SealedSlip.objects.exists()


def test_what_was_added_goes_with_it(listening: Listening) -> None:
    code = listening.speak()
    intake.follow_up(code=code, words="补充", form=new_form(), pepper=PEPPER, today=listening.county.today)
    _agree(listening, _request(listening, listening.opinion(code)))
    assert not SealedSlip.objects.exists()
    assert Addition.objects.get().erased
    assert intake.find_by_code(code, pepper=PEPPER) is None


def test_an_opinion_waiting_when_erased_still_counts(listening: Listening) -> None:
    _agree(listening, _request(listening, listening.opinion(listening.speak())))
    numbers = counts.round_numbers(listening.office, listening.round)
    assert (numbers.raw, numbers.waiting, numbers.erased) == (1, 0, 1)


def test_without_a_record_of_two_people_the_database_refuses(listening: Listening) -> None:
    uid = listening.opinion(listening.speak()).pk
    for sql in (
        "DELETE FROM anonymity_sealedslip",
        "UPDATE anonymity_sealedslip SET words = 'x'",
        "UPDATE anonymity_sealedslip SET day = '2013-01-01'",
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        intake.erase_words(uid)
    if connection.vendor == "sqlite":
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "REPLACE INTO anonymity_sealedslip (uid, box, day, words, code_digest, salt)"
                " SELECT uid, box, day, 'x', code_digest, salt FROM anonymity_sealedslip"
            )
    account = listening.county.account("office").uid
    with pytest.raises(DatabaseError), transaction.atomic():
        Erasure.objects.create(
            subject_uid=uid, basis="甲", requested_by=account, approved_by=account, erased_on=listening.county.today
        )


def test_a_request_may_be_declined_with_a_reason(listening: Listening) -> None:
    opinion = listening.slip("一-001", "甲")
    request = _request(listening, opinion)
    with pytest.raises(Refused, match="正在等另一个人"):
        _request(listening, opinion, "office_two")
    with pytest.raises(Refused, match="写明理由"):
        erase.decline_erasure(request=request, note="", actor=listening.county.reach("office_two"), **listening.when())
    erase.decline_erasure(
        request=request, note="依据不足", actor=listening.county.reach("office_two"), **listening.when()
    )
    assert intake.words_of([opinion.pk]) == {opinion.pk: "甲"}


@pytest.mark.parametrize("who", ["east_clerk", "west_clerk", "member", "administrator", "discipline"])
def test_who_may_not_read_may_not_erase(listening: Listening, who: str) -> None:
    opinion = listening.slip("一-001", "甲")
    with pytest.raises(NotReached):
        _request(listening, opinion, who)
    with pytest.raises(NotReached):
        _agree(listening, _request(listening, opinion), who)


def test_a_basis_is_named(listening: Listening) -> None:
    with pytest.raises(Refused, match="法律依据"):
        erase.request_erasure(
            opinion=listening.slip("一-001", "甲"), basis=" ", actor=listening.office, **listening.when()
        )
