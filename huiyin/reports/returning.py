"""The Word edited in Word or WPS and dropped back: what may not be missing, what was changed, what accounts for it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiyin.core import audit, files
from huiyin.core.errors import Refused
from huiyin.metrics.registry import BY_CODE
from huiyin.organisation.access import Reach
from huiyin.reports.access import lock_report, require_draft, require_writer
from huiyin.reports.actions import REPORT_NOTED, REPORT_RETURNED
from huiyin.reports.composing import version_of
from huiyin.reports.drafting import next_number
from huiyin.reports.figures import Taking, name_of, scopes_of, take
from huiyin.reports.models import ChangeNote, Report, TakenFigure, Version
from huiyin.reports.queries import word_of
from huiyin.reports.templates import WORD_TYPE
from huiyin.reports.word.appendix import SOURCES_TITLE, UNKNOWNS_TITLE
from huiyin.reports.word.ooxml import q
from huiyin.reports.word.package import CONTENT_TYPES, DOCUMENT, NotAWordFile, Parts, open_package, read_part
from huiyin.reports.word.readback import Comparison, FigureChange, compare
from huiyin.reports.words import Line, attachment, body, lines, lines_of

EXPLANATION = "负责人说明："
MOST_BYTES = 20 * 1024 * 1024
_TRACKED = ("w:ins", "w:del", "w:moveFrom", "w:moveTo")


def drawn(report: Report) -> Version | None:
    """The newest version that the system drew from the records."""
    return report.versions.filter(returned=False).order_by("-number").first()


def newest(report: Report) -> Version | None:
    """The newest version, drawn or returned: the one that would be signed."""
    return report.versions.select_related("word", "base__word", "made_by").order_by("-number").first()


def return_word(report: Report, *, data: bytes, name: str, revision: int, actor: Reach, now: datetime) -> Version:
    """Take back the edited Word; what changed is shown before anybody signs."""
    require_writer(actor, report.unit, report.campaign)
    require_draft(report)
    base = drawn(report)
    if base is None:
        raise Refused(_("请先生成报告稿，再交回修改稿。"))
    parts = _opened(data)
    _require_edit_of(base, parts)
    returned = lines_of(parts)
    _require_attachments(lines(word_of(base)), returned)
    printed = {stretch.figure_id for line in returned for stretch in line.stretches if stretch.figure_id}
    with transaction.atomic():
        report = lock_report(report, revision)
        require_draft(report)
        version = Version.objects.create(
            report=report, number=next_number(report), made_at=now, as_of=base.as_of, made_by=actor.account,
            word=files.store([data], name=name, content_type=WORD_TYPE, now=now), returned=True, base=base,
        )  # fmt: skip
        TakenFigure.objects.bulk_create(_copies(base, version, printed), batch_size=500)
        Report.objects.filter(pk=report.pk).update(sent_back_why="", revision=F("revision") + 1)
        audit.record(
            REPORT_RETURNED, actor=actor.account, now=now, subject=report, unit=report.unit, file=version.word.sha256
        )
    return version


def _opened(data: bytes) -> Parts:
    """The package, if it is a Word file that may become an official document."""
    if len(data) > MOST_BYTES:
        raise Refused(_("文件太大。Word 稿一般不超过几兆，请检查是否选错了文件，或压缩其中的图片。"))
    try:
        parts = open_package(data)
        root = read_part(parts, DOCUMENT)
    except NotAWordFile as problem:
        raise Refused(str(problem)) from problem
    if any(part.lower().endswith("vbaproject.bin") for part in parts) or b"macroEnabled" in parts[CONTENT_TYPES]:
        raise Refused(_("这个文件带有宏，系统不接受，请在 Word 或 WPS 中另存为不带宏的 .docx 再交。"))
    if any(True for _mark in root.iter(*(q(tag) for tag in _TRACKED))):
        raise Refused(_("文件里还有没处理的修订，请在 Word 或 WPS 中全部接受或拒绝后再交。"))
    if any(True for _mark in root.iter(q("w:commentReference"))):
        raise Refused(_("文件里还有批注，请在 Word 或 WPS 中删去批注后再交。"))
    return parts


def _require_edit_of(base: Version, parts: Parts) -> None:
    """A file that says which draft it was made as must be the newest draft of this very report."""
    made_as = version_of(parts)
    if made_as is None or made_as == base.uid:
        return
    other = Version.objects.filter(uid=made_as, report=base.report_id).first()
    if other is None:
        raise Refused(_("交回的是另一份报告的稿子，请检查是否选错了文件。"))
    raise Refused(
        _("您修改的是第 %(old)d 稿，之后又按台账生成了第 %(new)d 稿。请下载第 %(new)d 稿，把修改挪过去再交回。")
        % {"old": other.number, "new": base.number}
    )


def _require_attachments(issued: Sequence[Line], returned: Sequence[Line]) -> None:
    """附件1 with every line of it, and 附件2, stay: nobody edits away what is not known, or where figures come from."""
    for number, title in ((1, UNKNOWNS_TITLE), (2, SOURCES_TITLE)):
        if attachment(returned, title) is None:
            raise Refused(
                _("交回的文件缺少附件%(n)d《%(title)s》。这个附件不能删去，请从系统下载的稿子上修改。")
                % {"n": number, "title": title}
            )
    kept = attachment(returned, UNKNOWNS_TITLE) or []
    words = {line.text.strip() for line in kept} | {line.without_figures for line in kept}
    for line in attachment(issued, UNKNOWNS_TITLE) or []:
        text = line.text.strip()
        if not text.startswith(EXPLANATION) and text not in words and line.without_figures not in words:
            raise Refused(
                _("附件1里的“%(line)s”被删去或改动了。未掌握的情况不能删改；需要说明的，由负责人在系统中逐条写明。")
                % {"line": text[:60]}
            )


def _copies(base: Version, version: Version, printed: set[str]) -> list[TakenFigure]:
    """What the draft took, for the figures that the edited Word still prints."""
    copies = list(base.figures.filter(code__in=printed).order_by("pk"))
    for row in copies:
        row.pk, row.version = None, version
        row._state.adding = True
    return copies


@dataclass(frozen=True)
class Point:
    """One change that must be accounted for before signing: a figure that reads otherwise, or a number typed in.

    `by_entries`: the records now say the same. `mend`: no words can account for it, the Word must be edited again.
    """

    key: str
    figure_code: str
    sentence: str
    by_entries: bool = False
    mend: bool = False
    notes: tuple[ChangeNote, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it still blocks the signing."""
        return self.mend or not (self.by_entries or self.notes)


def changes_of(version: Version) -> Comparison | None:
    """What a returned Word changed against the draft it came from; None for a draft drawn by the system."""
    if version.base is None:
        return None
    return compare(word_of(version.base), word_of(version), _names(version.base))


def points(version: Version, found: Comparison | None = None) -> list[Point]:
    """Every change of a figure and every new number, with what accounts for it."""
    found = found or changes_of(version)
    if found is None:
        return []
    notes: dict[str, list[ChangeNote]] = {}
    for note in version.notes.select_related("by__person").order_by("pk"):
        notes.setdefault(note.key, []).append(note)
    recorded = entered(version, found)
    listed = []
    for change in found.figures:
        key = _key(change.figure_id, str(change.occurrence), change.kind, change.after or "")
        listed.append(
            Point(
                key, change.figure_id, change.sentence, by_entries=change.figure_id in recorded.figures,
                mend=change.kind == "unlinked", notes=tuple(notes.get(key, ())),
            )
        )  # fmt: skip
    for sentence in found.new_numbers:
        key = _key(sentence)
        listed.append(Point(key, "", sentence, notes=tuple(notes.get(key, ()))))
    return listed


def _names(base: Version) -> dict[str, str]:
    """What the figures of a draft are called, by id; those of the whole catalogue, for one that the draft did not print."""
    rows = list(base.figures.all())
    scopes = scopes_of(rows)
    return {code: str(m.label) for code, m in BY_CODE.items()} | {
        row.code: name_of(row, scopes[row.pk]) for row in rows
    }


def entered(version: Version, found: Comparison, as_of: datetime | None = None) -> Taking:
    """The changed figures that the records say as well, now or at `as_of`: taken anew, with their entries.

    Every printing in the body must read so: else one and the same figure would say two things.
    """
    wanted: dict[str, list[FigureChange]] = {}
    for change in found.figures:
        if change.kind in ("changed", "added"):
            wanted.setdefault(change.figure_id, []).append(change)
    rows = {row.code: row for row in version.figures.filter(code__in=wanted)}
    scopes = scopes_of(rows.values())
    readings = _readings(version) if rows else {}
    kept = Taking({}, {})
    for figure_id, row in rows.items():
        if row.metric_code not in BY_CODE:
            continue
        taking = take(replace(scopes[row.pk], as_of=as_of), metrics=[BY_CODE[row.metric_code]])
        fig = taking.figures[row.metric_code]
        if {change.after for change in wanted[figure_id]} | readings.get(figure_id, set()) == {fig.printed}:
            mark = taking.fingerprints[row.metric_code]
            kept = Taking({**kept.figures, figure_id: fig}, {**kept.fingerprints, figure_id: mark})
    return kept


def _readings(version: Version) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for line in body(lines(word_of(version))):
        for stretch in line.stretches:
            if stretch.figure_id:
                found.setdefault(stretch.figure_id, set()).add(stretch.text.strip())
    return found


def note_change(version: Version, *, key: str, note: str, actor: Reach, now: datetime) -> ChangeNote:
    """Account in writing for one changed figure or new number; it stands on the 签批页 and beside the web page."""
    require_writer(actor, version.report.unit, version.report.campaign)
    if not note.strip():
        raise Refused(_("请写明改动的依据。"))
    found = next((point for point in points(version) if point.key == key), None)
    if found is None:
        raise Refused(_("没有这一处改动，请刷新页面后再写。"))
    if found.mend:
        raise Refused(_("这一处不能用文字说明代替：请下载原稿重新修改，保留数字的书签。"))
    with transaction.atomic():
        report = lock_report(version.report)
        require_draft(report)
        made = ChangeNote.objects.create(
            version=version, key=key, figure_code=found.figure_code, sentence=found.sentence[:400],
            note=note.strip()[:500], by=actor.account, at=now,
        )  # fmt: skip
        audit.record(
            REPORT_NOTED, actor=actor.account, now=now, subject=report, unit=report.unit, version=version.number
        )
    return made


def _key(*parts: str) -> str:
    return hashlib.sha256("\t".join(parts).encode()).hexdigest()
