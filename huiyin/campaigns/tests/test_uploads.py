"""How long uploaded workbooks stay: as long as somebody may need them, and no longer."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.urls import reverse

from huiyin.campaigns import uploads
from huiyin.campaigns.models import IntakeUpload
from huiyin.config.jobs import DAILY
from huiyin.conftest import County
from huiyin.core import files
from huiyin.core.models import AuditLine, StoredFile
from huiyin.ledgers.engine.excel.tests.builders import workbook

PEOPLE = ["序号", "工号", "姓名", "手机号", "单位编码", "出生年月", "学历", "退休日期", "备注"]
State = IntakeUpload.State


@pytest.fixture(autouse=True)
def folder(tmp_path: Path):
    """A file store of its own."""
    with override_settings(DATA_DIR=tmp_path / "var"):
        yield


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """One person."""
    row = [1, "P1", "单维岳", "19911110001", "east", "1970年3月", "大学", "", ""]
    return workbook(tmp_path / "名册.xlsx", {"人员": [PEOPLE, row]})


def keep(county: County, book: Path, at: datetime | None = None) -> IntakeUpload:
    return uploads.keep(
        [("名册.xlsx", [book.read_bytes()])], kind=IntakeUpload.Kind.ROSTER, unit=county.root,
        actor=county.reach("office"), now=at or county.now,
    )  # fmt: skip


def imported(county: County, book: Path, at: datetime | None = None) -> IntakeUpload:
    upload, office, now = keep(county, book, at), county.reach("office"), at or county.now
    digest = uploads.staged_roster(upload, actor=office, today=county.today).digest
    uploads.confirm_roster(upload, digest=digest, actor=office, now=now, today=county.today)
    upload.refresh_from_db()
    return upload


def day_passes(county: County, now: datetime) -> None:
    """What the worker does once a day with uploads and files."""
    for act in DAILY:
        if act.name in {"campaigns.uploads", "files.sweep"}:
            act.act(now.date(), now)


def lines(action: str) -> int:
    return AuditLine.objects.filter(action=action).count()


def bytes_kept() -> int:
    return sum(path.is_file() for path in files.folder().rglob("*"))


def state(upload: IntakeUpload) -> tuple[str, int]:
    upload.refresh_from_db()
    return upload.state, upload.files.count()


def test_what_is_given_up_goes_at_once_and_its_bytes_with_the_next_sweep(county: County, book: Path) -> None:
    upload = keep(county, book)
    uploads.discard(upload)
    assert state(upload) == (State.DISCARDED, 0)
    assert not StoredFile.objects.exists()
    day_passes(county, datetime.now(county.now.tzinfo) + timedelta(days=1, hours=1))
    assert bytes_kept() == 0
    uploads.discard(upload)
    assert state(upload) == (State.DISCARDED, 0)


def test_giving_up_on_the_page_takes_the_workbook_along(county: County, browser, book: Path) -> None:
    client = browser("office")
    file = SimpleUploadedFile("名册.xlsx", book.read_bytes())
    form = {"unit": "root", "sections": ["people"], "workbooks": [file]}
    preview = client.post(reverse("organisation_roster"), form)["Location"]
    assert StoredFile.objects.count() == 1
    assert client.post(preview, {"discard": "1"}).status_code == 303
    assert not StoredFile.objects.exists()
    assert "已经放弃" in client.get(preview).content.decode()


def test_what_was_imported_can_not_be_given_up(county: County, book: Path) -> None:
    upload = imported(county, book)
    uploads.discard(upload)
    assert state(upload) == (State.COMMITTED, 1)


def test_what_nobody_confirms_is_given_up_after_thirty_days(county: County, book: Path) -> None:
    upload = keep(county, book)
    day_passes(county, county.now + timedelta(days=30))
    assert state(upload) == (State.STAGED, 1)
    day_passes(county, county.now + timedelta(days=30, seconds=1))
    assert state(upload) == (State.DISCARDED, 0)
    day_passes(county, county.now + timedelta(days=60))
    assert lines("upload.expired") == 1


def test_what_was_imported_stays_a_year_and_its_line_for_ever(county: County, book: Path) -> None:
    upload = imported(county, book)
    day_passes(county, county.now + timedelta(days=365))
    assert state(upload) == (State.COMMITTED, 1)
    assert files.missing() == []
    day_passes(county, county.now + timedelta(days=365, seconds=1))
    assert state(upload) == (State.COMMITTED, 0)
    assert not StoredFile.objects.exists()
    day_passes(county, county.now + timedelta(days=400))
    assert lines("upload.removed") == 1
    assert AuditLine.objects.get(action="roster.imported").detail["digest"]


def test_the_same_workbook_of_another_upload_stays(county: County, book: Path) -> None:
    old = keep(county, book, county.now - timedelta(days=40))
    young = keep(county, book)
    day_passes(county, county.now)
    assert state(old) == (State.DISCARDED, 0)
    assert state(young) == (State.STAGED, 1)
    assert [files.read(one) for one in young.files.all()] == [book.read_bytes()]


def test_what_was_given_up_before_loses_its_workbook_too(county: County, book: Path) -> None:
    upload = keep(county, book)
    IntakeUpload.objects.filter(pk=upload.pk).update(state=State.DISCARDED)
    day_passes(county, county.now)
    assert state(upload) == (State.DISCARDED, 0)
