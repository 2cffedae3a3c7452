"""Texts come in as they are, one broken text fails alone, and no figure moves."""

import io
import zipfile
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from huiyin.claim_audit import holding, reading
from huiyin.claim_audit.models import Confirmation, HeldText
from huiyin.claim_audit.tests.cases import REPORT, claim, held, hold, read, record_some, states
from huiyin.conftest import County
from huiyin.core import files
from huiyin.core.errors import Refused, Stale
from huiyin.core.models import AuditLine, Job, StoredFile
from huiyin.metrics.figure import figures
from huiyin.metrics.registry import METRICS
from huiyin.metrics.scope import Scope
from huiyin.text.reading import source
from huiyin.text.reading.said import Source

State = HeldText.State


def stored(county: County, name: str, data: bytes) -> StoredFile:
    return files.store([data], name=name, content_type="", now=county.now)


def zipped(**members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(f"{name}.txt", data)
    return target.getvalue()


def test_a_text_is_kept_byte_for_byte_and_read_by_the_job(county: County) -> None:
    record_some(county)
    batch = hold(county, REPORT)
    assert Job.objects.get(uid=batch.job).arguments == {"batch": str(batch.uid)}
    (text,) = read(county, batch)
    assert text.file is not None
    assert files.read(text.file).decode() == REPORT
    assert (text.state, text.names_unit, text.as_of) == (State.READ, True, county.now)
    assert states(text) == {
        "3次中心组学习": "supported", "2个子方案": "differs", "54场": "no_record", "4次中心组学习": "uncheckable",
    }  # fmt: skip
    assert (text.supported, text.differs, text.no_record, text.uncheckable) == (1, 1, 1, 1)
    found = claim(text, "3次")
    assert REPORT[found.start : found.end] == found.quote


def test_holding_texts_moves_no_figure(county: County) -> None:
    record_some(county)
    scope = Scope(unit=county.root, campaign=county.campaign.uid)
    before = {code: (one.value, one.entries) for code, one in figures(METRICS, scope).items()}
    held(county, REPORT * 3)
    assert {code: (one.value, one.entries) for code, one in figures(METRICS, scope).items()} == before


def test_a_broken_file_fails_alone_with_its_sentence(county: County) -> None:
    given = holding.opened(
        [
            stored(county, "好.txt", REPORT.encode()), stored(county, "空.txt", b""),
            stored(county, "坏.docx", b"PK\x03\x04 no zip at all"), stored(county, "坏.pdf", b"%PDF-1.7 nothing"),
        ],
        now=county.now,
    )  # fmt: skip
    batch = holding.hold(
        given, campaign=county.campaign, unit=county.root, actor=county.reach("office"), now=county.now
    )
    good, *bad = read(county, batch)
    assert good.state == State.READ
    assert [one.state for one in bad] == [State.FAILED] * 3
    assert all(one.sentence.endswith("。") for one in bad)


def test_bytes_that_were_lost_fail_alone_too(county: County) -> None:
    batch = hold(county, REPORT, REPORT + "另一份")
    first = batch.texts.select_related("file").order_by("pk")[0]
    assert first.file is not None
    Path(files.path_of(first.file.sha256)).unlink()
    lost, other = read(county, batch)
    assert (lost.state, other.state) == (State.FAILED, State.READ)
    assert "原件读不出来" in lost.sentence


def test_a_text_that_the_program_stumbles_over_does_not_stop_the_others(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(raw: bytes) -> Source:
        if "绊".encode() in raw:
            raise ValueError("somebody's words")
        return source.read(raw)

    monkeypatch.setattr(reading, "read", stumble)
    bad, good = read(county, hold(county, "绊", REPORT))
    assert (bad.state, good.state) == (State.FAILED, State.READ)
    assert "ValueError" in bad.sentence
    assert "somebody" not in bad.sentence


def test_a_zip_holds_many_texts_and_a_document_is_one(county: County) -> None:
    given = holding.opened(
        [stored(county, "一包.zip", zipped(甲=REPORT.encode(), 乙="青山县委召开会议2次。".encode()))], now=county.now
    )
    assert [one.title for one in given] == ["甲", "乙"]
    with pytest.raises(Refused, match="没有文件"):
        holding.opened([stored(county, "空.zip", zipped())], now=county.now)


def test_more_texts_than_a_batch_may_hold_are_refused(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holding, "MOST_TEXTS", 2)
    with pytest.raises(Refused, match="最多导入 2 份"):
        holding.opened([stored(county, "一包.zip", zipped(甲=b"1", 乙=b"2", 丙=b"3"))], now=county.now)


@pytest.mark.parametrize("words", ["", "  \n "])
def test_no_words_are_no_text(county: County, words: str) -> None:
    with pytest.raises(Refused, match="没有收到文字"):
        holding.pasted(words, title="", now=county.now)


def test_reading_a_batch_again_changes_nothing(county: County) -> None:
    batch = hold(county, REPORT)
    (text,) = read(county, batch)
    before = list(text.claims.values_list("uid", flat=True))
    (again,) = read(county, batch)
    assert list(again.claims.values_list("uid", flat=True)) == before
    assert AuditLine.objects.filter(action="claim_audit.read").count() == 1


def test_a_text_that_a_dead_worker_left_is_read_by_the_next(county: County) -> None:
    batch = hold(county, REPORT)
    batch.texts.update(state=State.READING)
    (text,) = read(county, batch)
    assert text.state == State.READ


def test_a_batch_of_hundreds_asks_as_many_questions_a_text_however_many_there_are(county: County) -> None:
    def asked(count: int) -> int:
        batch = hold(county, *(f"{REPORT}第{n}份。" for n in range(count)))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            reading.read_batch(batch.uid, now=county.now, today=county.today, progress=lambda done, total: None)
        return len(queries)

    few, many = asked(2), asked(42)
    assert (many - few) / 40 <= 12


def test_more_claims_than_anybody_could_look_at_are_refused(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_CLAIMS", 3)
    text = held(county)
    assert (text.state, text.claims.count()) == (State.FAILED, 0)
    assert "拆成几份" in text.sentence


@pytest.mark.parametrize("who", ["office", "supervisor"])
def test_office_and_supervisors_hold_texts(county: County, who: str) -> None:
    assert held(county, who=who).held_by == county.account(who)


def test_the_head_of_a_unit_holds_texts_of_it(county: County) -> None:
    assert held(county, who="east_head", unit=county.east).unit == county.east


@pytest.mark.parametrize("who", ["east_clerk", "member", "discipline", "auditor", "administrator"])
def test_nobody_else_does(county: County, who: str) -> None:
    with pytest.raises(Refused, match="可以核对"):
        hold(county, REPORT, who=who)
    assert not HeldText.objects.exists()


def test_a_head_does_not_hold_texts_of_a_neighbour_or_of_the_unit_above(county: County) -> None:
    for unit in (county.west, county.root):
        with pytest.raises(Refused):
            hold(county, REPORT, who="east_head", unit=unit)


def test_a_text_is_withdrawn_with_a_reason_and_stays(county: County) -> None:
    text = held(county)
    office = county.reach("office")
    with pytest.raises(Refused, match="理由"):
        holding.withdraw(text, why=" ", revision=text.revision, actor=office, now=county.now)
    with pytest.raises(Stale):
        holding.withdraw(text, why="传错了", revision=text.revision + 1, actor=office, now=county.now)
    with pytest.raises(Refused):
        holding.withdraw(text, why="传错了", revision=text.revision, actor=county.reach("east_head"), now=county.now)
    gone = holding.withdraw(text, why="传错了", revision=text.revision, actor=office, now=county.now)
    assert (gone.withdrawn_by, gone.withdrawn_why) == (county.account("office"), "传错了")
    assert text.claims.count() == 4
    with pytest.raises(Refused, match="已经撤回"):
        holding.withdraw(gone, why="再撤", revision=gone.revision, actor=office, now=county.now)


def test_what_was_confirmed_is_never_changed_or_deleted(county: County) -> None:
    row = Confirmation.objects.create(
        unit=county.root, key="学习|次|", metric="", by=county.account("office"), at=county.now
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        Confirmation.objects.filter(pk=row.pk).update(metric="C4.sessions")
    with pytest.raises(DatabaseError), transaction.atomic():
        Confirmation.objects.filter(pk=row.pk).delete()
