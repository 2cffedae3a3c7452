"""What the public may read of reports: those issued and marked public, their Word, and whether the records moved since."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.core import files
from huiyin.core.errors import NotReached, Refused
from huiyin.core.models import StoredFile
from huiyin.reports.figures import drift, name_of
from huiyin.reports.issuing import verify_code
from huiyin.reports.models import Report, Version

# Sixteen hexadecimal digits name one report as surely as all sixty-four, and people can type them.
SHORTEST_CODE = 16


@dataclass(frozen=True)
class PublicReport:
    """An issued report marked public: what stands on its first page, its 校验码, and its size in bytes."""

    uid: UUID
    title: str
    kind: str
    unit: str
    campaign_name: str
    reconstruction: str
    document_no: str
    issued_on: date
    check_code: str
    size: int
    word: StoredFile


@dataclass(frozen=True)
class Verdict:
    """Whether the frozen version is still what was signed, and which of its figures read otherwise now."""

    report: PublicReport
    intact: bool
    # (label, number in the report) of figures whose number is another one now.
    numbers: tuple[tuple[str, str], ...]
    # Of figures whose number stands although entries behind it changed.
    entries: tuple[str, ...]


def issued(*, most: int, after: UUID | None = None) -> list[PublicReport]:
    """Public reports, newest first: those after a report, or the newest of all."""
    rows = _frozen()
    mark = rows.filter(report__uid=after).values_list("report__issued_on", "report").first() if after else None
    if mark is not None and mark[0] is not None:
        day, key = mark
        rows = rows.filter(Q(report__issued_on__lt=day) | Q(report__issued_on=day, report__lt=key))
    return [shown for version in rows[:most] if (shown := _shown(version))]


def issued_report(uid: UUID) -> PublicReport:
    """One public report."""
    return _existing(_frozen().filter(report__uid=uid).first())[1]


def word_of(uid: UUID) -> bytes:
    """The Word file of a public report, as issued."""
    return read_word(issued_report(uid))


def read_word(report: PublicReport) -> bytes:
    """The same of a report that is at hand."""
    try:
        return files.read(report.word)
    except OSError as fault:
        raise Refused(_("这份报告的原件在系统里找不到，或被动过，不能下载。请告诉印发单位。")) from fault


def recognise(*, sha256: str = "", check_code: str = "") -> Verdict | None:
    """The public report that a file's digest or a 校验码 stands for; None when there is none."""
    if sha256:
        found = _frozen().filter(word__sha256=sha256)
    elif len(check_code) >= SHORTEST_CODE:
        found = _frozen().filter(check_code__startswith=check_code)
    else:
        return None
    version = found.first()
    shown = _shown(version) if version else None
    return _verdict(version, shown) if version and shown else None


def _verdict(version: Version, shown: PublicReport) -> Verdict:
    moved = drift(version)
    return Verdict(
        report=shown,
        intact=verify_code(version),
        numbers=tuple((name_of(one.taken, one.then), one.taken.text) for one in moved if one.number_changed),
        entries=tuple(name_of(one.taken, one.then) for one in moved if not one.number_changed),
    )


def _frozen() -> QuerySet[Version]:
    return (
        Version.objects.filter(accepted=True, report__state=Report.State.ISSUED, report__public=True)
        .exclude(check_code="")
        .select_related("report__campaign", "report__stage", "report__unit", "word")
        .order_by("-report__issued_on", "-report_id", "-number")
    )


def _existing(version: Version | None) -> tuple[Version, PublicReport]:
    shown = _shown(version) if version else None
    if version is None or shown is None:
        raise NotReached(_("没有这份报告，或它没有公开。"))
    return version, shown


def _shown(version: Version) -> PublicReport | None:
    report = version.report
    if report.issued_on is None:
        return None
    return PublicReport(
        uid=report.uid, title=report.title, kind=report.get_kind_display(), unit=report.unit.name,
        campaign_name=report.about, reconstruction=report.campaign.reconstruction,
        document_no=report.document_no, issued_on=report.issued_on, check_code=version.check_code,
        size=version.word.size, word=version.word,
    )  # fmt: skip
