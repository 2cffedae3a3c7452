"""The measure list: what can be asked of it, and pages by key in both directions."""

from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from huiyin.core.counting import counted
from huiyin.organisation.models import Unit
from huiyin.organisation.paths import within
from huiyin.rectification.models import Asking, Check, Measure, Problem, Progress, Rating
from huiyin.rectification.states import OPEN_STATES, WORKING

PAGE = 20
Coded = TypeVar("Coded", Measure, Problem)
# Past its deadline with the work not handed in; what is submitted waits for others, what is suspended stands still.
OVERDUE_STATES = WORKING


def overdue(today: date) -> Q:
    """Measures past their deadline whose work is not handed in."""
    return Q(due_on__lt=today, state__in=OVERDUE_STATES)


def silent(today: date) -> Q:
    """Closed with everybody silent: asked, waited for, and nobody answered."""
    authors = Exists(Asking.objects.filter(measure=OuterRef("pk"), way=Asking.Way.AUTHORS))
    return Q(authors, ~rated(today), state=Measure.State.CLOSED)


def not_asked() -> Q:
    """The authors could not be reached: a notice and a sample stand in for them."""
    return Q(Exists(Asking.objects.filter(measure=OuterRef("pk"), way=Asking.Way.NOTICE)))


def unreported() -> Q:
    """In work, and not a word of progress yet."""
    return Q(~Exists(Progress.objects.filter(measure=OuterRef("pk"))), state__in=WORKING)


def checked() -> Q:
    """Checked at least once, passed or not."""
    return Q(Exists(Check.objects.filter(measure=OuterRef("pk"))))


def rated(today: date) -> Q:
    """Rated by at least one of those who raised it, on a day that is over: no count tells when somebody spoke."""
    return Q(Exists(Rating.objects.filter(asking__measure=OuterRef("pk"), day__lt=today)))


VIEWS = (
    ("issued", _("已下达的")), ("open", _("没有办结的")),
    ("overdue", _("超期未办结")), ("unreported", _("没有登记过进展")), ("checked", _("检查过的")), ("rated", _("有人评价的")),
    ("silent", _("销号时无人作答")), ("not_asked", _("未能问到本人")), ("reopened", _("重开过的")),
)  # fmt: skip


def seen_through(view: str, today: date) -> Q:
    """The measures of one view; all when there is none."""
    match view:
        case "issued":
            return ~Q(state__in=[Measure.State.DRAFT, Measure.State.VOIDED])
        case "open":
            return Q(state__in=OPEN_STATES)
        case "overdue":
            return overdue(today)
        case "unreported":
            return unreported()
        case "checked":
            return checked()
        case "rated":
            return rated(today)
        case "silent":
            return silent(today)
        case "not_asked":
            return not_asked()
        case "reopened":
            return Q(reopened__gt=0)
        case _:
            return Q()


def is_late(measure: Measure, today: date) -> bool:
    """Whether one measure is past its deadline with its work not handed in."""
    return measure.due_on is not None and measure.due_on < today and measure.state in OVERDUE_STATES


@dataclass(frozen=True)
class Wanted:
    """What a list was asked for; empty means all."""

    state: str = ""
    term: str = ""
    unit: Unit | None = None
    view: str = ""
    problem: str = ""


def filtered(rows: QuerySet[Measure], wanted: Wanted, today: date) -> QuerySet[Measure]:
    """The measures that fit; voided ones only when asked for."""
    rows = rows.filter(seen_through(wanted.view, today))
    rows = rows.filter(state=wanted.state) if wanted.state else rows.exclude(state=Measure.State.VOIDED)
    if wanted.term:
        rows = rows.filter(term=wanted.term)
    if wanted.unit is not None:
        rows = rows.filter(within(wanted.unit.path, "unit__path"))
    if wanted.problem:
        rows = rows.filter(problem__code=wanted.problem)
    return rows


@dataclass(frozen=True)
class Page(Generic[Coded]):
    """Some rows of a list, and the codes at which the next ones in each direction begin; empty at an end."""

    rows: list[Coded]
    total: int
    before: str
    after: str
    more: bool  # than `total`, which is counted up to a limit


def page(rows: QuerySet[Coded], *, after: str = "", before: str = "", size: int = PAGE) -> Page[Coded]:
    """One page by code; codes are unique in a campaign, so page 1,000 costs what page 1 does."""
    whole = counted(rows)
    if before:
        some = list(rows.filter(code__lt=before).order_by("-code")[: size + 1])
        shown = some[:size][::-1]
        first, last = shown[0].code if len(some) > size else "", shown[-1].code if shown else ""
    else:
        some = list(rows.filter(code__gt=after).order_by("code")[: size + 1])
        shown = some[:size]
        first, last = shown[0].code if after and shown else "", shown[-1].code if len(some) > size else ""
    return Page(shown, whole.number, first, last, whole.more)
