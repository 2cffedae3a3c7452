"""依法删除 of a held text: a legal basis and two people; file, words and claims are gone, counts and a tombstone stay."""

import os

import pytest

from huiyin.claim_audit import erasing, holding, queries, whose
from huiyin.claim_audit.confirming import confirm
from huiyin.claim_audit.erasing import ERASED_TITLE
from huiyin.claim_audit.memory import remembered
from huiyin.claim_audit.models import Confirmation, HeldText, TextErasure
from huiyin.claim_audit.tests.cases import REPORT, claim, held, hold, read, record_some
from huiyin.conftest import County
from huiyin.core import files
from huiyin.core.errors import Refused, Stale
from huiyin.core.models import AuditLine, Erasure, StoredFile

BASIS = "个人信息保护法第四十七条"


def asked(county: County, text: HeldText, who: str = "office") -> TextErasure:
    return erasing.request_erasure(text, basis=BASIS, actor=county.reach(who), now=county.now, today=county.today)


def agreed(county: County, request: TextErasure, who: str = "office_two") -> HeldText:
    return erasing.agree(request, actor=county.reach(who), now=county.now, today=county.today)


def as_old_as_its_row(text: HeldText) -> list[str]:
    """The bytes bear the clock of this machine; the cast lives in 2013."""
    stored = [one for one in (text.file, text.reading) if one is not None]
    for one in stored:
        os.utime(files.path_of(one.sha256), (one.stored_at.timestamp(), one.stored_at.timestamp()))
    return [one.sha256 for one in stored]


def test_two_people_and_a_basis_erase_file_words_and_claims_and_the_counts_stay(
    county: County, django_capture_on_commit_callbacks: object
) -> None:
    record_some(county)
    text = held(county)
    counts = (text.supported, text.differs, text.no_record, text.uncheckable)
    assert sum(counts) == 4
    hashes = as_old_as_its_row(text)
    request = asked(county, text)
    with pytest.raises(Refused, match="另一个人决定"):
        agreed(county, request, "office")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # pytest-django's fixture
        agreed(county, request)
    gone = HeldText.objects.get(pk=text.pk)
    assert (gone.state, gone.title, gone.file, gone.reading) == ("erased", ERASED_TITLE, None, None)
    assert (gone.supported, gone.differs, gone.no_record, gone.uncheckable) == counts
    assert not gone.claims.exists()
    assert not gone.findings.exists()
    assert not StoredFile.objects.filter(sha256__in=hashes).exists()
    assert not any(files.path_of(each).exists() for each in hashes)
    assert Erasure.objects.get(subject_uid=text.uid).basis == BASIS
    assert AuditLine.objects.filter(action="claim_audit.erased").exists()


def test_equal_bytes_that_another_text_names_are_kept(
    county: County, django_capture_on_commit_callbacks: object
) -> None:
    text, other = held(county), held(county)
    as_old_as_its_row(text)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # pytest-django's fixture
        agreed(county, asked(county, text))
    assert other.file is not None
    assert files.read(other.file).decode() == REPORT


def test_the_second_person_may_decline_and_a_new_request_may_follow(county: County) -> None:
    text = held(county)
    request = asked(county, text)
    with pytest.raises(Refused, match="已有人申请"):
        asked(county, text, "office_two")
    two = county.reach("office_two")
    with pytest.raises(Refused, match="写明理由"):
        erasing.decline(request, note=" ", actor=two, now=county.now, today=county.today)
    erasing.decline(request, note="没有法律依据", actor=two, now=county.now, today=county.today)
    with pytest.raises(Stale):
        agreed(county, request)
    assert HeldText.objects.get(pk=text.pk).file is not None
    assert asked(county, text).agreed is None


def test_who_is_not_of_the_office_or_gives_no_basis_is_refused(county: County) -> None:
    text = held(county)
    with pytest.raises(Refused, match="活动办公室"):
        asked(county, text, "supervisor")
    with pytest.raises(Refused, match="法律依据"):
        erasing.request_erasure(text, basis=" ", actor=county.reach("office"), now=county.now, today=county.today)
    waiting = HeldText.objects.get(batch=hold(county, REPORT))
    with pytest.raises(Refused, match="正在读取"):
        asked(county, waiting)


def test_an_erased_text_is_neither_erased_withdrawn_nor_decided_on_again(county: County) -> None:
    text = held(county)
    agreed(county, asked(county, text))
    gone = HeldText.objects.get(pk=text.pk)
    with pytest.raises(Refused, match="已依法删除"):
        asked(county, gone)
    with pytest.raises(Refused, match="已依法删除"):
        holding.withdraw(gone, why="放错了", revision=gone.revision, actor=county.reach("office"), now=county.now)
    assert queries.reading_of(gone)["clean"] == ""


def test_what_was_learned_from_it_goes_unless_another_text_has_the_phrase(county: County) -> None:
    text, other = held(county, "青山县委举办读书沙龙3场，慰问退役军人8户。"), held(county, "青山县委举办读书沙龙5场。")
    office = county.reach("office")
    for quote in ("3场", "8户"):
        confirm(claim(text, quote), metric="C4.sessions", revision=1, actor=office, now=county.now)
    only, shared = claim(text, "8户").key, claim(text, "3场").key
    assert claim(other, "5场").key == shared
    agreed(county, asked(county, text))
    assert set(Confirmation.objects.values_list("key", flat=True)) == {shared}
    assert only not in remembered(county.root)
    assert Erasure.objects.count() == 2
    assert AuditLine.objects.get(action="claim_audit.erased").detail == {"phrases": 1}
    agreed(county, asked(county, other))
    assert not Confirmation.objects.exists()


def test_what_was_read_before_a_text_was_moved_does_not_outlive_it(
    county: County, django_capture_on_commit_callbacks: object
) -> None:
    text = held(county, REPORT)
    hashes = as_old_as_its_row(text)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # pytest-django's fixture
        moved = whose.move(text, unit=county.east, revision=text.revision, actor=county.reach("office"), now=county.now)
    read(county, moved.batch)
    readings = StoredFile.objects.filter(name="reading.json")
    assert [one.pk for one in readings] == [HeldText.objects.get(pk=text.pk).reading_id]
    assert not files.path_of(hashes[1]).exists() or readings[0].sha256 == hashes[1]
