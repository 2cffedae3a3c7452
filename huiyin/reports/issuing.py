"""送签、退回、签发: an issued report is frozen under a 校验码 that covers its Word, its figures and its notes."""

import hashlib
import json
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiyin.core import audit, files
from huiyin.core.errors import Refused
from huiyin.core.models import AuditLine
from huiyin.organisation.access import Reach
from huiyin.organisation.hands import beside
from huiyin.reports.access import lock_report, may_sign, may_write, require_draft, require_open, require_writer
from huiyin.reports.actions import REPORT_ISSUED, REPORT_SENT_BACK, REPORT_TO_SIGN
from huiyin.reports.figures import Taking, drift, taken_of, version_scope
from huiyin.reports.models import Report, Version
from huiyin.reports.queries import word_of
from huiyin.reports.returning import EXPLANATION, changes_of, drawn, entered, newest, points
from huiyin.reports.word.appendix import UNKNOWNS_TITLE
from huiyin.reports.words import attachment, lines

__all__ = [
    "check_code", "drawn", "issue", "issued_version", "newest", "send_back", "send_to_sign", "verify", "verify_code",
]  # fmt: skip


def send_to_sign(report: Report, *, revision: int, actor: Reach, now: datetime) -> Report:
    """Send the newest version to be signed; changed figures must be accounted for first, by entries or by a note.

    The Word files are compared before the lock is taken: the revision says whether what was compared still stands.
    """
    require_writer(actor, report.unit, report.campaign)
    require_draft(report)
    version = newest(report)
    if version is None:
        raise Refused(_("请先生成报告稿。"))
    _require_days_of_stage(version)
    found = changes_of(version)
    blocked = [point.sentence for point in points(version, found) if point.is_open]
    if blocked:
        raise Refused(_("还有改动没有说明依据：") + " ".join(blocked[:5]))
    _require_explanations(report, version)
    return _send(report, version, entered(version, found, now) if found else Taking({}, {}), revision, actor, now)


@transaction.atomic
def _send(report: Report, version: Version, taking: Taking, revision: int, actor: Reach, now: datetime) -> Report:
    report = lock_report(report, revision)
    require_draft(report)
    _retake(version, taking)
    Report.objects.filter(pk=report.pk).update(state=Report.State.SIGNING, sent_back_why="", revision=F("revision") + 1)
    audit.record(REPORT_TO_SIGN, actor=actor.account, now=now, subject=report, unit=report.unit, version=version.number)
    report.refresh_from_db()
    return report


def _require_days_of_stage(version: Version) -> None:
    """The plan may move a stage after the draft was drawn: then its figures are of other days."""
    report, then = version.report, version_scope(version)
    if report.stage and (report.stage.begins_on, report.stage.ends_on) != (then.begin, then.end):
        raise Refused(
            _("环节“%(stage)s”的起止日期在这一稿之后改过，这一稿的数字还是按原来的日期算的。请重新生成报告稿，再送签。")
            % {"stage": report.stage.name}
        )


def _require_explanations(report: Report, version: Version) -> None:
    """What the head wrote under 附件1 after the draft was drawn is not in it yet."""
    written = "\n".join(line.text for line in attachment(lines(word_of(version)), UNKNOWNS_TITLE) or [])
    for line in report.unknowns.exclude(explanation=""):
        if f"{EXPLANATION}{line.explanation}" not in written:
            raise Refused(
                _("负责人的说明“%(text)s”还没有写入这一稿。请重新生成报告稿，再送签。")
                % {"text": line.explanation[:40]}
            )


def _retake(version: Version, taking: Taking) -> None:
    """Figures that were changed in Word and that the records say by now are held as of now, with their new entries."""
    for figure_id in taking.figures:
        version.figures.filter(code=figure_id).delete()
        taken_of(version, figure_id, taking).save(force_insert=True)


@transaction.atomic
def send_back(report: Report, *, reason: str, revision: int, actor: Reach, now: datetime) -> Report:
    """The signer sends it back, or the office takes it back, with a reason."""
    report = lock_report(report, revision)
    if not (may_sign(actor, report) or may_write(actor, report)):
        raise Refused(_("只有“%(unit)s”的负责人或活动办公室可以退回。") % {"unit": report.unit.name})
    require_open(report)
    if report.state != Report.State.SIGNING:
        raise Refused(_("报告没有在送签中，不用退回。"))
    if not reason.strip():
        raise Refused(_("请写明退回的理由。"))
    Report.objects.filter(pk=report.pk).update(
        state=Report.State.DRAFT, sent_back_why=reason.strip()[:300], revision=F("revision") + 1
    )
    audit.record(REPORT_SENT_BACK, actor=actor.account, now=now, subject=report, unit=report.unit)
    report.refresh_from_db()
    return report


def issue(report: Report, *, revision: int, public: bool, actor: Reach, now: datetime, on: date) -> Report:
    """签发: by the unit's head, who had no hand in it. The version is frozen under its 校验码."""
    if not may_sign(actor, report):
        raise Refused(_("须由“%(unit)s”的负责人签发。") % {"unit": report.unit.name})
    require_open(report)
    version = newest(report)
    if report.state != Report.State.SIGNING or version is None:
        raise Refused(_("报告还没有送签。"))
    if beside(actor.account.person_id).filter(pk__in=_authors(version)).exists():
        raise Refused(_("不能签发自己编写的报告；给您开登录条、设初始口令的人编写的，也须由另一人签发。"))
    if faults := _file_faults(version):
        raise Refused(faults[0])
    return _freeze(report, version, len(drift(version)), revision, public, actor, now, on)


@transaction.atomic
def _freeze(
    report: Report, version: Version, drifted: int, revision: int, public: bool, actor: Reach, now: datetime, on: date
) -> Report:
    report = lock_report(report, revision)
    require_open(report)
    Report.objects.filter(pk=report.pk).update(
        state=Report.State.ISSUED, issued_on=on, issued_by=actor.account, public=public, revision=F("revision") + 1
    )
    report.refresh_from_db()
    version.report = report
    code = check_code(version)
    Version.objects.filter(pk=version.pk).update(accepted=True, check_code=code)
    audit.record(
        REPORT_ISSUED, actor=actor.account, now=now, subject=report, unit=report.unit, version=version.number,
        drifted=drifted, public=public, check_code=code,
    )  # fmt: skip
    return report


def _authors(version: Version) -> set[int]:
    """The accounts (keys) that made the version, by drawing it or by editing its Word: nobody signs their own work."""
    return {one.made_by_id for one in (version, version.base) if one is not None}


def issued_version(report: Report) -> Version | None:
    """The frozen version of an issued report."""
    return report.versions.filter(accepted=True).select_related("word", "base", "report").order_by("-number").first()


def check_code(version: Version) -> str:
    """校验码: SHA-256 over the file's digest, what stands on the report's first page, every figure and every note."""
    report = version.report
    covered = {
        "word": version.word.sha256,
        "report": [
            str(report.uid), str(report.unit.uid), str(report.campaign.uid), report.kind, report.number, report.title,
            report.document_no, report.issued_on.isoformat() if report.issued_on else "",
            *([str(report.stage.uid)] if report.stage else []),
        ],
        "figures": [
            [row.code, row.metric_version, row.text, row.fingerprint, row.entries, row.scope, row.definition]
            for row in version.figures.order_by("code")
        ],
        "notes": list(version.notes.order_by("key", "pk").values_list("key", "note")),
    }  # fmt: skip
    return hashlib.sha256(json.dumps(covered, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def verify_code(version: Version) -> bool:
    """Whether an issued version is still what was signed: bytes on disk, stored figures, the audit's copy of the code."""
    return not verify(version)


def verify(version: Version) -> list[str]:
    """Sentences for every way in which an issued version is no longer what was signed; empty when it is."""
    faults = _file_faults(version)
    if check_code(version) != version.check_code:
        faults.append(_("存下的数字、说明或标题与签发时不一致，校验码对不上。"))
    noted = AuditLine.objects.filter(action=REPORT_ISSUED.code, subject=version.report.uid).order_by("-pk").first()
    if noted is None or noted.detail.get("check_code") != version.check_code:
        faults.append(_("校验码与审计记录里签发时的校验码不一致。"))
    return faults


def _file_faults(version: Version) -> list[str]:
    try:
        files.read(version.word)
    except FileNotFoundError:
        return [_("磁盘上找不到签发的 Word 文件。")]
    except OSError:
        return [_("磁盘上的 Word 文件与签发时不一致，内容被改动过。")]
    return []
