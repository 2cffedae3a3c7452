"""What the pages of ledgers show: rows, states and revisions as words, links and icons."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.core.clock import SHANGHAI
from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.excel.columns import NUMERIC, Kind
from huiyin.ledgers.engine.fields import AnyField, declared_fields, display, kind_of, label_of
from huiyin.ledgers.engine.models import EntryRevision
from huiyin.metrics.metric import Metric
from huiyin.metrics.registry import METRICS

# From how many characters on a field may hold: a phrase, a text of several lines.
PHRASE, LONG_TEXT = 60, 200


@dataclass(frozen=True)
class State:
    """A word with its icon and colour."""

    word: str
    tone: str
    icon: str


@dataclass(frozen=True)
class Head:
    """A column of a list."""

    label: str
    style: str


@dataclass(frozen=True)
class Cell:
    """One value under its column."""

    label: str
    text: str
    style: str


@dataclass(frozen=True)
class EntryRow:
    """One entry of a list."""

    title: str
    href: str
    number: str
    unit: str
    day: str
    cells: list[Cell]
    remark: str
    states: list[State]


@dataclass(frozen=True)
class Event:
    """One revision in the history of an entry."""

    when: str
    who: str
    what: str
    detail: str
    icon: str
    tone: str


def crumbs(ledger: Ledger[Any], *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way to a page of this ledger; the last has no address."""
    way = [(_("台账"), reverse("ledgers_index")), (str(ledger.name), list_href(ledger)), *more]
    return [*way[:-1], (way[-1][0], "")]


def list_href(ledger: Ledger[Any]) -> str:
    """The list of a ledger."""
    return reverse("ledgers_list", kwargs={"code": ledger.code})


def entry_href(ledger: Ledger[Any], entry: EntryRevision) -> str:
    """The page of an entry."""
    return reverse("ledgers_entry", kwargs={"code": ledger.code, "uid": entry.entry})


def metrics_of(ledger: Ledger[Any]) -> list[Metric[Any]]:
    """The figures that a ledger gives."""
    return [metric for metric in METRICS if isinstance(metric, Metric) and metric.ledger is ledger]


def title_of(ledger: Ledger[Any], entry: EntryRevision) -> str:
    """What an entry is called in lists and headings."""
    return str(getattr(entry, ledger.title_column)) if ledger.title_column else entry.entry_no


def listed_fields(ledger: Ledger[Any]) -> list[AnyField]:
    """The columns of a list beside title, unit and date; long texts are read on the entry's own page."""
    return [
        field
        for field in declared_fields(ledger)
        if field.name not in (ledger.title_column, "remark") and kind_of(field) is not Kind.LONG_TEXT
    ]


def heads(ledger: Ledger[Any]) -> list[Head]:
    """The headings of `listed_fields` and of the computed columns."""
    own = [Head(str(field.verbose_name), _style(field)) for field in listed_fields(ledger)]
    return [*own, *(Head(str(computed.label), "") for computed in ledger.computed)]


def row(ledger: Ledger[Any], entry: EntryRevision) -> EntryRow:
    """One entry for a list."""
    cells = [
        Cell(str(field.verbose_name), display(field, getattr(entry, field.name)), _style(field))
        for field in listed_fields(ledger)
    ]
    return EntryRow(
        title=title_of(ledger, entry),
        href=entry_href(ledger, entry),
        number=entry.entry_no,
        unit=entry.unit.name,
        day=entry.fact_date.isoformat(),
        cells=[*cells, *(Cell(str(c.label), str(c.value(entry)), "") for c in ledger.computed)],
        remark=entry.remark or "—",
        states=states(ledger, entry),
    )


def states(ledger: Ledger[Any], entry: EntryRevision) -> list[State]:
    """How an entry stands: recorded, corrected or void; and late, when it came late."""
    if entry.voided:
        found = [State(_("已作废"), "muted", "ban")]
    elif entry.revision > 1:
        found = [State(_("已更正"), "info", "edit")]
    else:
        found = [State(_("已入账"), "ok", "circle-check")]
    late = entry.late_by(ledger.late_after)
    if late and ledger.by_hand:
        found.append(State(_("迟报 %(days)s 天") % {"days": late}, "warn", "clock"))
    return found


def facts(ledger: Ledger[Any], entry: EntryRevision) -> list[tuple[str, str]]:
    """Every declared value of one revision, with its label."""
    own = [(str(field.verbose_name), display(field, getattr(entry, field.name))) for field in declared_fields(ledger)]
    return [
        (_("记录编号"), entry.entry_no),
        (label_of(ledger, "unit"), entry.unit.name),
        (label_of(ledger, "fact_date"), entry.fact_date.isoformat()),
        *own[:-1],
        *((str(computed.label), str(computed.value(entry))) for computed in ledger.computed),
        own[-1],
    ]


def origin(entry: EntryRevision) -> list[tuple[str, str]]:
    """When it was entered, and where in which workbook it stood."""
    rows = [(_("首次登记"), moment(entry.first_recorded_at))]
    if entry.source_file:
        place = _("《%(file)s》“%(sheet)s”第 %(row)s 行") % {
            "file": entry.source_file, "sheet": entry.source_sheet or "—", "row": entry.source_row or "—",
        }  # fmt: skip
        rows.append((_("来源表格"), place))
    return rows


def events(ledger: Ledger[Any], revisions: list[EntryRevision]) -> list[Event]:
    """The history, newest first: who changed what, when and why."""
    found = []
    for newer, older in zip(revisions, [*revisions[1:], None], strict=True):
        if older is None:
            what, detail, icon, tone = _("登记"), "", "plus", "neutral"
        elif newer.voided and not older.voided:
            what, detail, icon, tone = _("作废：%(why)s") % {"why": newer.correction}, "", "ban", "muted"
        else:
            what, icon, tone = _("更正：%(why)s") % {"why": newer.correction}, "edit", "info"
            detail = changes(ledger, older, newer)
        who = newer.recorded_by.person.name if newer.recorded_by else _("系统")
        found.append(Event(moment(newer.recorded_at), who, what, detail, icon, tone))
    return found


def changes(ledger: Ledger[Any], older: EntryRevision, newer: EntryRevision) -> str:
    """What differs between two revisions: old → new for each column."""
    pairs = zip(facts(ledger, older), facts(ledger, newer), strict=True)
    return "；".join(f"{label}：{before} → {after}" for (label, before), (_l, after) in pairs if before != after)


def moment(instant: Any) -> str:
    """An instant as people in Shanghai read it."""
    return f"{instant.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def _style(field: AnyField) -> str:
    kind = kind_of(field)
    if kind in NUMERIC:
        return "num"
    if kind is Kind.DATE:
        return "nowrap"
    # How much room its words need: a long text, a phrase, or a word or two.
    longest = 0 if kind is Kind.CHOICE else (field.max_length or 0)
    return "words" if longest >= LONG_TEXT or kind is Kind.LONG_TEXT else "phrase" if longest >= PHRASE else ""
