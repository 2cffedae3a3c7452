"""Sets a report into the office's Word: words, figures, 附件1, 附件2, and the mark that says which draft it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.core import files
from huiyin.core.clock import SHANGHAI, local_date
from huiyin.core.dates import chinese_date
from huiyin.core.errors import Refused
from huiyin.metrics.figure import Figure
from huiyin.metrics.metric import Ratio
from huiyin.metrics.registry import METRICS
from huiyin.metrics.scope import Scope
from huiyin.organisation.models import Unit
from huiyin.reports.figures import Taking, unit_figure_id
from huiyin.reports.models import Report, Template
from huiyin.reports.templates import shipped
from huiyin.reports.unknowns import quoted
from huiyin.reports.word.appendix import Definition, SourceRow, UnknownLine, data_sources, scope_and_unknowns
from huiyin.reports.word.document import Attachment, FigureText, Run, Text
from huiyin.reports.word.package import (
    NotAWordFile,
    Parts,
    custom_properties,
    open_package,
    set_custom_properties,
    write_package,
)
from huiyin.reports.word.template import render_template
from huiyin.reports.word.template_sandbox import TemplateProblem
from huiyin.reports.words import body, lines, printings

# The words a person may write around the figures; lists hold paragraphs.
LISTS = ("overview", "practices", "problems", "next_steps", "paragraphs")
LINES = ("basis", "editor", "copies_to", "printed_by", "filled_by", "checked_by")
_MARK = "huiyin.version"


@dataclass(frozen=True)
class Line:
    """One line of 附件1: its text with {code} for figures, and what the head says under it."""

    text: str
    explanation: str


@dataclass(frozen=True)
class Composed:
    """The Word, and the ids of the figures printed in it."""

    word: bytes
    printed: frozenset[str]


def compose(
    report: Report, taking: Taking, units: Sequence[Unit], lines_: Sequence[Line], *, scope: Scope, now: datetime,
    version: UUID,
) -> Composed:  # fmt: skip
    """The report as Word. Set twice: what the body prints, and where, is what 附件2 has to list."""
    template = files.read(report.template.file) if report.template else shipped(report.kind)
    texts = {i: FigureText(i, fig.printed) for i, fig in taking.figures.items()}
    context = _context(report, now) | {"unit_rows": _unit_rows(taking, units)}
    places = _places(_set(template, report, context, texts, (), now))
    in_lines = {code for line in lines_ for code in quoted(line.text)}
    printed = places.keys() | in_lines
    shown = {m.code: taking.figures[m.code] for m in METRICS if m.code in printed or _by_unit(m.code, places)}
    attachments = (
        scope_and_unknowns(
            _definitions([fig for code, fig in shown.items() if code in in_lines or isinstance(fig.metric, Ratio)]),
            [UnknownLine(_runs(line.text, texts), line.explanation) for line in lines_],
            1,
        ),
        data_sources([_source(fig, taking, places, scope, code in in_lines) for code, fig in shown.items()], 2),
    )
    word = _set(template, report, context, texts, attachments, now)
    return Composed(_marked(word, version), frozenset(printed | shown.keys()))


def _definitions(figures: Sequence[Figure]) -> list[Definition]:
    """Those that 附件1 itself speaks of, and percentages; 附件2 has them all."""
    found = [Definition(str(fig.metric.label), str(fig.metric.definition)) for fig in figures]
    return [*found, Definition(_("其余指标"), _("口径见附件2《数据来源表》。"))]


def version_of(parts: Parts) -> UUID | None:
    """Which draft a Word file was made as; None for a file that is not ours or lost its properties."""
    text = custom_properties(parts).get(_MARK, "")
    try:
        return UUID(text)
    except ValueError:
        return None


def _marked(word: bytes, version: UUID) -> bytes:
    parts = open_package(word)
    set_custom_properties(parts, _MARK, {_MARK: str(version)})
    return write_package(parts)


def _set(
    template: bytes, report: Report, context: Mapping[str, object], texts: Mapping[str, FigureText],
    attachments: tuple[Attachment, ...], now: datetime,
) -> bytes:  # fmt: skip
    try:
        return render_template(
            template, context, texts, written_at=now, attachments=attachments, title=report.title,
            creator=report.unit.name,
        )  # fmt: skip
    except (TemplateProblem, NotAWordFile) as problem:
        raise Refused(str(problem)) from problem


def _places(word: bytes) -> dict[str, list[str]]:
    places: dict[str, list[str]] = {}
    for printing in printings(body(lines(word))):
        places.setdefault(printing.figure_id, []).append(printing.words)
    return places


def _by_unit(code: str, places: Mapping[str, list[str]]) -> bool:
    return any(figure_id.startswith(f"{code}@") for figure_id in places)


def _context(report: Report, now: datetime) -> dict[str, object]:
    campaign, unit, day = report.campaign, report.unit, local_date(now)
    span = report.stage or campaign
    context: dict[str, object] = {
        "campaign": campaign.name, "unit": unit.name, "date": chinese_date(day), "organ_mark": unit.name,
        "reconstruction_label": campaign.reconstruction, "stage": report.stage_title,
        "begin": chinese_date(span.begins_on or campaign.begins_on), "end": chinese_date(span.ends_on or day), "document_number": report.document_no,
        "addressee": report.addressee, "signature": unit.name,
        "bulletin": _("%(campaign)s简报") % {"campaign": campaign.name}, "number": str(report.number),
        "title": report.title,
    }  # fmt: skip
    context |= {name: [] for name in LISTS} | dict.fromkeys(LINES, "")
    # A sentence may not begin “根据，”, and a bulletin names who made it.
    context |= {"basis": _("活动方案"), "editor": unit.name}
    return context | {name: words for name, words in report.words.items() if words}


def _unit_rows(taking: Taking, units: Sequence[Unit]) -> list[dict[str, object]]:
    """One row a unit below, each figure under an id of its own so that it opens onto that unit's entries."""
    rows: list[dict[str, object]] = []
    for unit in units:
        ids = {m.code: unit_figure_id(m.code, unit) for m in METRICS}
        rows.append(
            {
                "name": str(unit),
                "figures": {code: FigureText(i, taking.figures[i].printed) for code, i in ids.items()},
            }
        )
    return rows


def _runs(text: str, texts: Mapping[str, FigureText]) -> tuple[Run, ...]:
    """“下达措施{F1.measures}条” as runs, its figures opening like all others."""
    words: list[Run] = []
    for position, part in enumerate(text.replace("}", "{").split("{")):
        if position % 2:
            words.append(texts[part])
        elif part:
            words.append(Text(part))
    return tuple(words)


def _source(fig: Figure, taking: Taking, places: Mapping[str, list[str]], scope: Scope, in_lines: bool) -> SourceRow:
    code, as_of = fig.metric.code, scope.as_of.astimezone(SHANGHAI) if scope.as_of else None
    remarks = [finding.text for finding in fig.findings]
    if _by_unit(code, places):
        remarks.append(_("分单位的数字，统计范围为各该单位"))
    return SourceRow(
        figure=FigureText(code, fig.printed), places=tuple(places.get(code, [])) or ((_("附件1"),) if in_lines else ()),
        metric_code=code, metric_name=str(fig.metric.label), unit=str(fig.metric.measure_word),
        definition=str(fig.metric.definition), scope=fig.scope.sentence(),
        as_of=as_of.strftime("%Y-%m-%d %H:%M") if as_of else "", entry_count="—" if fig.suppressed else str(fig.entries),
        fingerprint=taking.fingerprints[code][:12], remark="；".join(remarks),
    )  # fmt: skip


def units_printed(report: Report, children: Sequence[Unit]) -> list[Unit]:
    """The units a statistics table has a row for: those below that were not closed before the campaign, or its stage, began."""
    if report.kind != Template.Kind.TABLES:
        return []
    begins = (report.stage and report.stage.begins_on) or report.campaign.begins_on
    return [unit for unit in children if unit.closed_on is None or unit.closed_on >= begins]
