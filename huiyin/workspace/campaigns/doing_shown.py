"""How amendments, stances and cells of the matrix appear on pages: words with icon and colour, events, paging."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.campaigns.amendment_content import label
from huiyin.campaigns.matrix import Cell, Key
from huiyin.campaigns.models import Amendment, AmendmentChange, Mark, Stance
from huiyin.campaigns.official import Window
from huiyin.core.clock import SHANGHAI
from huiyin.core.dates import chinese_date
from huiyin.workspace.organisation.shown import State

STANCES: dict[str, tuple[str, str]] = {
    Stance.Kind.ACCEPTED: ("ok", "circle-check"),
    Stance.Kind.DEVIATING: ("warn", "split"),
}
STANCE_LISTS: dict[str, Promise] = {
    "new": gettext_lazy("新下达、还没有表态的单位"),
    Stance.Kind.ACCEPTED: gettext_lazy("已接受的单位"),
    Stance.Kind.DEVIATING: gettext_lazy("调整执行的单位"),
}
CELLS: dict[Key, tuple[Promise, str, str]] = {
    Key.HOLE: (gettext_lazy("未开始"), "neutral", "circle-dashed"),
    Key.HOLE_OVERDUE: (gettext_lazy("未开始（超期）"), "danger", "alert"),
    Key.RUNNING: (gettext_lazy("进行中"), "progress", "circle-dot"),
    Key.RUNNING_OVERDUE: (gettext_lazy("进行中（超期）"), "danger", "alert"),
    Key.DONE: (gettext_lazy("已完成"), "ok", "circle-check"),
    Key.DEVIATING: (gettext_lazy("调整执行"), "warn", "split"),
    Key.EXEMPT: (gettext_lazy("不适用"), "muted", "circle-minus"),
}
CHANGE_ICONS = {
    AmendmentChange.Kind.ACTION_ADDED: "plus", AmendmentChange.Kind.ACTION_CHANGED: "edit",
    AmendmentChange.Kind.ACTION_WITHDRAWN: "circle-minus", AmendmentChange.Kind.STAGE_DATED: "calendar",
}  # fmt: skip
# The counts of cells that open lists, in the order of urgency.
CELL_LISTS: dict[str, Promise] = {
    "overdue": gettext_lazy("超期"), "hole": gettext_lazy("未开始"), "running": gettext_lazy("进行中"),
    "done": gettext_lazy("已完成"), "deviating": gettext_lazy("调整执行"), "exempt": gettext_lazy("不适用"),
}  # fmt: skip
# What a list is narrowed to, in words.
NARROWED: dict[str, Promise] = {
    "open": gettext_lazy("没有完成"), "finished": gettext_lazy("办结（已完成、调整执行、不适用）"), **CELL_LISTS,
}  # fmt: skip


@dataclass(frozen=True)
class ChangeShown:
    """One change of an amendment, before and after for each field."""

    kind: str
    icon: str
    title: str
    differences: list[tuple[str, str, str]]


@dataclass(frozen=True)
class Event:
    """One thing said or marked, for the timeline."""

    when: str
    who: str
    what: str
    detail: str
    icon: str
    tone: str


def amendments(
    found: Iterable[Amendment], changes: Iterable[AmendmentChange]
) -> list[tuple[Amendment, list[ChangeShown]]]:  # fmt: skip
    """Amendments with what they changed."""
    by_amendment: dict[int, list[ChangeShown]] = {}
    for one in changes:
        by_amendment.setdefault(one.amendment_id, []).append(_change(one))
    return [(one, by_amendment.get(one.pk, [])) for one in found]


def stance(said: Stance | None) -> State:
    """新, 已接受 or 调整执行."""
    if said is None:
        return State(_("新"), "info", "bell")
    return State(said.get_kind_display(), *STANCES[said.kind])


def stance_events(history: Iterable[Stance]) -> list[Event]:
    """Everything a unit said, newest first."""
    return [
        Event(_moment(one), one.by.person.name, one.get_kind_display(), one.reason, *reversed(STANCES[one.kind]))
        for one in history
    ]


def cell(found: Cell) -> State:
    """How a cell stands, as a word with icon and colour."""
    word, tone, icon = CELLS[found.key]
    return State(str(word), tone, icon)


def cell_words() -> dict[Key, SafeString]:
    """Each state drawn once: a page of the matrix has two thousand cells."""
    return {
        key: render_to_string("ui/state.html", {"word": word, "tone": tone, "icon": icon})
        for key, (word, tone, icon) in CELLS.items()
    }


def lateness(found: Cell) -> list[State]:
    """What is to be seen of how the fact was entered: late, or from before the action began."""
    states = []
    if found.mark is not None and found.mark.late_by:
        states.append(State(_("迟报 %(days)s 天") % {"days": found.mark.late_by}, "warn", "clock"))
    if found.early:
        states.append(State(_("早于开始日期"), "warn", "calendar"))
    return states


def mark_events(history: Iterable[Mark]) -> list[Event]:
    """Everything that stood in a cell, newest first."""
    return [_mark_event(one) for one in history]


def start(query: QueryDict) -> int:
    """Where a page of a list begins."""
    text = query.get("from", "")
    return int(text) if text.isdigit() and len(text) < 9 else 0


def paging(here: Window, kept: Mapping[str, str]) -> dict[str, str]:
    """What the pager shows under a list of units; `kept` stays in the address."""
    first, last = here.start + 1, here.start + len(here.units)
    position = (
        _("第 %(first)d—%(last)d 个单位，共 %(total)d 个") % {"first": first, "last": last, "total": here.total}
        if here.total > len(here.units)
        else _("共 %(total)d 个单位") % {"total": here.total}
    )
    return {
        "position": position,
        "newer_href": _from(here.before, kept) if here.before is not None else "",
        "older_href": _from(here.after, kept) if here.after is not None else "",
    }


def _from(begin: int, kept: Mapping[str, str]) -> str:
    return f"?{urlencode({**kept, 'from': begin})}"


def _change(one: AmendmentChange) -> ChangeShown:
    differences = [(label(each["field"]), each["before"], each["after"]) for each in one.differences]
    kind = AmendmentChange.Kind(one.kind)
    return ChangeShown(str(kind.label), CHANGE_ICONS[kind], one.title, differences)


def _mark_event(one: Mark) -> Event:
    word, tone, icon = CELLS[Key.HOLE if one.state == Mark.State.NOT_STARTED else Key(one.state)]
    what = f"{word}　{chinese_date(one.on)}" if one.on else str(word)
    detail = one.note
    if one.late_by:
        late = _("迟报 %(days)s 天") % {"days": one.late_by}
        detail = f"{late}；{detail}" if detail else late
    return Event(_moment(one), one.by.person.name, what, detail, icon, tone)


def _moment(one: Mark | Stance) -> str:
    return f"{one.recorded_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
