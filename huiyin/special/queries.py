"""Special themes in reach: their lists of problems and measures, their indicators, and the holes."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Action
from huiyin.core.errors import NotReached
from huiyin.organisation.access import READERS, RECORDERS, Reach
from huiyin.organisation.models import Unit
from huiyin.organisation.queries import in_official_order, official_ranks
from huiyin.rectification.models import Measure, Problem
from huiyin.rectification.queries import problems_in_reach, within_reach
from huiyin.rectification.states import NOT_STANDING
from huiyin.special.measuring import SPECIALS, Kind, newest
from huiyin.special.models import Indicator, Listed, Reading
from huiyin.special.terms import QUIET_DAYS

PAGE = 60
MOST_OFFERED = 30
_GONE = "没有这个专项，或它不在您的权限范围内。"


@dataclass(frozen=True)
class Standing:
    """An indicator with the values that count."""

    row: Indicator
    readings: list[Reading]
    baseline: Reading | None
    target: Reading | None
    now: Reading | None


@dataclass(frozen=True)
class OnList:
    """A problem on a list with its standing measures in reach."""

    listed: Listed
    measures: list[Measure]


@dataclass(frozen=True)
class Counted:
    """How many stand under a theme; holes are among the others."""

    problems: int
    without_measure: int
    indicators: int
    no_baseline: int
    no_target: int
    quiet: int


def themes(actor: Reach) -> list[Action]:
    """Those of campaigns that a unit in reach runs, takes part in or has an indicator of; newest campaign first."""
    reached = (
        actor.within(READERS, "campaign__unit__path", campaign="campaign__uid")
        | actor.within(READERS, "campaign__participations__unit__path", campaign="campaign__uid")
        | Q(pk__in=indicators(actor).order_by().values("theme"))
    )
    rows = Action.objects.filter(reached, kind__in=SPECIALS, withdrawn_on__isnull=True).distinct()
    return list(
        rows.select_related("campaign__unit").order_by("-campaign__begins_on", "-campaign", "-kind", "order", "pk")
    )


def theme(uid: UUID, actor: Reach) -> Action:
    """One of them."""
    found = next((one for one in themes(actor) if one.uid == uid), None)
    if found is None:
        raise NotReached(_(_GONE))
    return found


def listed(found: Action, actor: Reach) -> list[OnList]:
    """The list, in the order of the problems' numbers, as far as reached."""
    rows = list(
        Listed.objects.filter(theme=found, removed_on__isnull=True, problem__in=problems_in_reach(actor))
        .select_related("problem__unit").order_by("problem__code", "pk")
    )  # fmt: skip
    by_problem: dict[int, list[Measure]] = defaultdict(list)
    measures = Measure.objects.filter(within_reach(actor), problem__in=[row.problem_id for row in rows])
    for one in measures.exclude(state__in=NOT_STANDING).select_related("unit").order_by("code"):
        by_problem[one.problem_id].append(one)
    return [OnList(row, by_problem[row.problem_id]) for row in rows]


def offered(found: Action, words: str, actor: Reach) -> list[Problem]:
    """Problems of the campaign that the actor may put on the list and that are not on it."""
    there = Listed.objects.filter(theme=found, removed_on__isnull=True).values("problem")
    rows = (
        problems_in_reach(actor).filter(within_reach(actor, RECORDERS), campaign=found.campaign).exclude(pk__in=there)
    )
    for word in words.split():
        rows = rows.filter(Q(statement__icontains=word) | Q(code__iexact=word) | Q(wind__icontains=word))
    return list(rows.select_related("unit").order_by("code", "pk")[: MOST_OFFERED + 1])


def indicators(actor: Reach) -> QuerySet[Indicator]:
    """Those of units in reach."""
    rows = Indicator.objects.filter(actor.within(READERS, campaign="theme__campaign__uid"), dropped_on__isnull=True)
    return rows.select_related("theme__campaign__unit", "unit")


def holes(today: date) -> dict[str, Q]:
    """The lists of indicators: all of a theme, without baseline, without target, with no value for some time."""

    def has(kind: str, **more: object) -> Exists:
        return Exists(Reading.objects.filter(indicator=OuterRef("pk"), kind=kind, **more))

    since = today - timedelta(days=QUIET_DAYS.value)
    return {
        "all": Q(), "no_baseline": ~Q(has(Kind.BASELINE)), "no_target": ~Q(has(Kind.TARGET)),
        "quiet": Q(metric="") & Q(on__lt=since) & ~Q(has(Kind.NOW, day__gte=since)),
    }  # fmt: skip


def of_theme(found: Action, actor: Reach, tab: str, today: date, start: int) -> list[Standing]:
    """One page of a theme's indicators by the official order of their units, and one more where there is a next."""
    rows = list(indicators(actor).filter(holes(today)[tab], theme=found))
    ranks = official_ranks({row.unit.path for row in rows})
    rows.sort(key=lambda row: (ranks[row.unit.path], row.pk))
    return _standing(rows[start : start + PAGE + 1])


def past_target(found: list[Action], actor: Reach, today: date) -> list[Standing]:
    """Indicators of these themes whose target day is past: what may have missed it."""
    past = Exists(Reading.objects.filter(indicator=OuterRef("pk"), kind=Kind.TARGET, day__lt=today))
    rows = _standing(list(indicators(actor).filter(past, theme__in=found).order_by("pk")))
    return [one for one in rows if one.target is not None and one.target.day < today]


def indicator(uid: UUID, actor: Reach) -> Standing:
    """One in reach."""
    row = indicators(actor).filter(uid=uid).first()
    if row is None:
        raise NotReached(_("没有这项指标，或它不在您的权限范围内。"))
    return _standing([row])[0]


def counted(found: list[Action], actor: Reach, today: date) -> dict[int, Counted]:
    """What stands under each theme, by key; three questions for all of them."""
    where = holes(today)
    tallies = {f"how_many_{name}": Count("pk", filter=q or None) for name, q in where.items()}
    rows = indicators(actor).filter(theme__in=found).order_by().values("theme").annotate(**tallies)
    numbers = {key: numbers for key, *numbers in rows.values_list("theme", *tallies)}
    on_list = Listed.objects.filter(theme__in=found, removed_on__isnull=True, problem__in=problems_in_reach(actor))
    pairs = list(on_list.values_list("theme", "problem"))
    measured = set(
        Measure.objects.filter(within_reach(actor), problem__in={problem for _theme, problem in pairs})
        .exclude(state__in=NOT_STANDING).order_by().values_list("problem", flat=True).distinct()
    )  # fmt: skip
    problems = Counter(theme for theme, _problem in pairs)
    bare = Counter(theme for theme, problem in pairs if problem not in measured)
    nothing = [0] * len(where)
    return {one.pk: Counted(problems[one.pk], bare[one.pk], *numbers.get(one.pk, nothing)) for one in found}


def units_for(found: Action, actor: Reach) -> list[Unit]:
    """Units of the campaign that the actor may set up indicators for, in official order."""
    rows = actor.units_for(RECORDERS, found.campaign.uid).filter(path__startswith=found.campaign.unit.path)
    return in_official_order(rows.filter(closed_on__isnull=True))


def units_without(found: Action, actor: Reach) -> list[Unit]:
    """Units that take part in the campaign, in reach, and have no indicator under this theme."""
    there = Indicator.objects.filter(theme=found, dropped_on__isnull=True).values("unit")
    reached = actor.units_for(READERS, found.campaign.uid).filter(participations__campaign=found.campaign)
    return in_official_order(reached.exclude(pk__in=there).filter(closed_on__isnull=True))


def named(found: Action, actor: Reach) -> dict[tuple[str, str], Indicator]:
    """The indicators of a theme that the actor keeps, by unit and name: what a pasted line is matched with."""
    rows = indicators(actor).filter(actor.within(RECORDERS, campaign="theme__campaign__uid"), theme=found)
    answer: dict[tuple[str, str], Indicator] = {}
    for row in rows:
        for unit in {row.unit.name, row.unit.short_name, row.unit.code} - {""}:
            answer[unit, row.name] = row
    return answer


def _standing(rows: list[Indicator]) -> list[Standing]:
    by_row: dict[int, list[Reading]] = defaultdict(list)
    for one in Reading.objects.filter(indicator__in=rows).select_related("by__person").order_by("pk"):
        by_row[one.indicator_id].append(one)
    return [
        Standing(
            row, by_row[row.pk], newest(by_row[row.pk], Kind.BASELINE), newest(by_row[row.pk], Kind.TARGET),
            newest(by_row[row.pk], Kind.NOW),
        )
        for row in rows
    ]  # fmt: skip
