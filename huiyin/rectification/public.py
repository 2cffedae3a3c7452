"""What the public may read of measures: issued ones of confirmed problems, by post and never by person.

Evidence, progress, notes, doers and checkers' names stay inside. Ratings count only once a daily settling has taken
them in, so that no page tells on which visit somebody spoke.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db.models import F, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.core.errors import NotReached
from huiyin.organisation.models import Team, TeamMember
from huiyin.rectification.asking import open_asking
from huiyin.rectification.models import Asking, Check, Measure, Problem, Rating
from huiyin.rectification.queries import measures_of_opinion

T = TypeVar("T")
State = Measure.State
_CHECKING_TEAMS = (Team.Kind.SUPERVISION, Team.Kind.GUIDANCE, Team.Kind.OFFICE, Team.Kind.FACT_FINDING)
_NOT_PUBLIC = (State.DRAFT, State.VOIDED)
# Nothing is late once it was checked, and nobody is late with what was suspended or handed on.
_RUNNING = (State.ASSIGNED, State.IN_PROGRESS, State.SUBMITTED, State.ORG_REVIEWED, State.LEAD_REVIEWED)


@dataclass(frozen=True)
class PublicMeasure:
    """One measure as anybody may read it.

    checked, closed and felt solved are three different things: `checked_on` with `checked_by` (a team, never a name),
    `closed_on`, and `felt`: "solved" somebody who raised it said so, "partly" somebody said partly and nobody more,
    "silent" they were asked and nobody answered, "not_asked" nobody could be reached, "" not closed yet.
    """

    uid: UUID
    statement: str
    problem: str
    unit: str
    post: str
    term: str
    due_on: date | None
    state: str
    late: bool
    reopened: bool
    checked_on: date | None
    checked_by: str
    closed_on: date | None
    felt: str
    asking_until: date | None
    place: str


@dataclass(frozen=True)
class MyMeasure:
    """A measure that came of one's own words, and one's own newest rating of it ("" none yet)."""

    measure: PublicMeasure
    may_rate: bool
    rated: str
    rated_words: str
    rated_on: date | None


def measures_by_item(items: Collection[UUID], *, today: date) -> dict[UUID, tuple[PublicMeasure, ...]]:
    """By item: the measures of its confirmed problems. Callers show them for items that are public only."""
    links = list(
        Problem.items.through._default_manager.filter(
            item__uid__in=items, item__removed=False, problem__state=Problem.State.CONFIRMED
        ).values_list("item__uid", "problem")
    )
    rows = list(_rows().filter(problem__in={problem for _item, problem in links}))
    shown = dict(zip([row.pk for row in rows], _shown(rows, today), strict=True))
    return {
        item: tuple(shown[row.pk] for row in rows if (item, row.problem_id) in set(links))
        for item in items
    }  # fmt: skip


def measures_of_mine(opinion: UUID, *, today: date) -> list[MyMeasure]:
    """The measures that came of one opinion, each with its author's own rating; for whoever holds the code."""
    rows = list(
        _rows().filter(
            Q(pk__in=measures_of_opinion(opinion).values("pk"))
            | Q(pk__in=Asking.objects.filter(of=opinion).values("measure")),
            problem__state=Problem.State.CONFIRMED,
        )
    )
    newest = {row.pk: open_asking(row) for row in rows}
    own: dict[int, Rating] = {}
    for rating in Rating.objects.filter(opinion=opinion).select_related("asking").order_by("asking"):
        own[rating.asking.measure_id] = rating  # the one of the newest asking stays
    return [_mine(shown, newest[row.pk], own.get(row.pk)) for row, shown in zip(rows, _shown(rows, today), strict=True)]


def measure_on_notice(uid: UUID, *, today: date) -> tuple[PublicMeasure, UUID]:
    """The measure whose notice hangs at a place, and its campaign: only one that was ever asked about by notice."""
    rows = list(_rows().filter(uid=uid, askings__way=Asking.Way.NOTICE, problem__state=Problem.State.CONFIRMED)[:1])
    if not rows:
        raise NotReached(_("没有这项整改，或它没有现场公告。"))
    return _shown(rows, today)[0], rows[0].campaign.uid


def _rows() -> QuerySet[Measure]:
    return (
        Measure.objects.exclude(state__in=_NOT_PUBLIC)
        .select_related("unit", "post__unit", "problem", "campaign")
        .prefetch_related(
            Prefetch("checks", Check.objects.filter(passed=True).select_related("checker").order_by("on", "pk")),
            Prefetch("askings", Asking.objects.order_by("pk")),
        )
        .order_by("campaign", "code")
    )


def _shown(rows: list[Measure], today: date) -> list[PublicMeasure]:
    """Rows as the public reads them; two more queries however many there are."""
    passed = {row.pk: _last(row.checks.all()) for row in rows if row.state in {State.CHECKED, State.CLOSED}}
    askings = {row.pk: _last(row.askings.all()) for row in rows if row.state in {State.CHECKED, State.CLOSED}}
    teams = _teams({check.checker.person_id for check in passed.values() if check})
    # As the settling counts: answers of days that were over when the asking was closed.
    counted = Rating.objects.filter(
        asking__in=[one for one in askings.values() if one], day__lt=F("asking__closed_on")
    )  # fmt: skip
    felt = set(counted.values_list("asking", "answer"))
    return [_one(row, passed.get(row.pk), askings.get(row.pk), teams, felt, today) for row in rows]


def _one(
    row: Measure, check: Check | None, asking: Asking | None, teams: dict[int, list[Team]],
    felt: set[tuple[int, str]], today: date,
) -> PublicMeasure:  # fmt: skip
    closed = row.state == State.CLOSED
    return PublicMeasure(
        uid=row.uid, statement=row.statement, problem=row.problem.statement, unit=row.unit.name,
        post=f"{row.post.unit.name}{row.post.title}", term=row.get_term_display(), due_on=row.due_on, state=row.state,
        late=row.due_on is not None and row.due_on < today and row.state in _RUNNING, reopened=row.reopened > 0,
        checked_on=check.on if check else None, checked_by=_team_name(check, row, teams) if check else "",
        closed_on=row.state_since if closed else None, felt=_felt(asking, felt) if closed else "",
        asking_until=asking.due_on if asking and row.state == State.CHECKED else None,
        place=asking.place if asking and asking.way == Asking.Way.NOTICE else "",
    )  # fmt: skip


def _felt(asking: Asking | None, felt: set[tuple[int, str]]) -> str:
    if asking is None:
        return "not_asked"
    for answer in (Rating.Answer.SOLVED, Rating.Answer.PARTLY):
        if (asking.pk, answer) in felt:
            return answer.value
    return "silent" if asking.way == Asking.Way.AUTHORS else "not_asked"


def _teams(people: set[int]) -> dict[int, list[Team]]:
    """The teams that could have sent each of these people to check, by person."""
    found: dict[int, list[Team]] = {}
    for part in TeamMember.objects.filter(person__in=people, team__kind__in=_CHECKING_TEAMS).select_related("team"):
        found.setdefault(part.person_id, []).append(part.team)
    return found


def _team_name(check: Check, row: Measure, teams: dict[int, list[Team]]) -> str:
    """The checker's team of this campaign on that day, else a standing one; nobody's name is public."""
    candidates = [
        team
        for team in teams.get(check.checker.person_id, [])
        if team.campaign in {None, row.campaign.uid}
        and (team.begins_on is None or team.begins_on <= check.on)
        and (team.ends_on is None or team.ends_on >= check.on)
    ]
    candidates.sort(key=lambda team: (team.campaign is None, _CHECKING_TEAMS.index(Team.Kind(team.kind)), team.pk))
    return candidates[0].name if candidates else _("督导组或上级活动办公室")


def _mine(shown: PublicMeasure, asking: Asking | None, own: Rating | None) -> MyMeasure:
    return MyMeasure(
        measure=shown, may_rate=asking is not None and (own is None or own.asking_id != asking.pk),
        rated=own.get_answer_display() if own else "", rated_words=own.words if own else "",
        rated_on=own.day if own else None,
    )  # fmt: skip


def _last(rows: Iterable[T]) -> T | None:
    found = list(rows)
    return found[-1] if found else None
