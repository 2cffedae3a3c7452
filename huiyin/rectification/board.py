"""The board: the chain from opinions to ratings at a glance, measures by state, what is stuck, what we do not know."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from operator import itemgetter

from django.db.models import Q, QuerySet

from huiyin.campaigns.models import Campaign
from huiyin.core.counting import Ask, Tally, tallied_together
from huiyin.organisation.access import Reach
from huiyin.rectification import orphans, queries
from huiyin.rectification.filtering import checked, not_asked, overdue, rated, silent, unreported
from huiyin.rectification.models import Measure, Problem
from huiyin.rectification.states import NOT_STANDING, OPEN_STATES


@dataclass(frozen=True)
class Board:
    """Working counts of one campaign as one person reaches it; `links` only has the kinds they may read."""

    links: Mapping[str, Mapping[str, int]]
    drafts: int
    states: Mapping[str, int]
    terms: Mapping[str, tuple[int, int]]  # of each class: all, and those closed
    open: int
    checked: int
    rated: int
    overdue: int
    unreported: int
    silent: int
    not_asked: int
    reopened: int
    late: list[Measure]
    beside: Mapping[str, Tally]


def board(
    campaign: Campaign, actor: Reach, today: date, *, late: int = 5, beside: Mapping[str, Ask] | None = None
) -> Board:
    """Two queries at most, however large the campaign; none for the measures most overdue when `late` is 0.

    `beside` are lists of others that are tallied in the same query.
    """
    mine = queries.measures(actor, today).filter(campaign=campaign).exclude(state__in=NOT_STANDING)
    listed = queries.problems_in_reach(actor).filter(campaign=campaign)
    chain = {
        kind: orphans.link(campaign, kind, actor, today).ask()
        for kind in orphans.shown_kinds(actor)
        if kind in {"opinions", "items"}
    }
    drafts = Q(state=Problem.State.DRAFT)
    asked = {
        **chain, "problems": orphans.Link(listed, orphans.issued(), "settlement").ask(drafts=drafts),
        "measures": _of_measures(mine, orphans.told(today), today), **(beside or {}),
    }  # fmt: skip
    told = tallied_together(asked)
    links: dict[str, dict[str, int]] = {kind: orphans.parts_of(told[kind]) for kind in chain}
    links["problems"] = orphans.parts_of(told["problems"], "drafts")
    found = _measure_counts(told["measures"])
    links["measures"] = {"all": found["all"], "broken": found["unchecked"]}
    links["untold"] = {"all": found["state_closed"], "broken": found["untold"]}
    most_overdue = mine.filter(overdue(today)).order_by("due_on", "code")[:late] if late and found["overdue"] else []
    return Board(
        links=links, drafts=links["problems"]["drafts"], checked=found["checked"], rated=found["rated"],
        states={state: found[f"state_{state}"] for state in Measure.State.values},
        terms={term: (found[f"term_{term}"], found[f"closed_{term}"]) for term in Measure.Term.values},
        open=sum(found[f"state_{state}"] for state in OPEN_STATES), overdue=found["overdue"],
        unreported=found["unreported"], silent=found["silent"], not_asked=found["not_asked"],
        reopened=found["reopened"], late=list(most_overdue), beside={name: told[name] for name in beside or {}},
    )  # fmt: skip


def _of_measures(mine: QuerySet[Measure], told: Q, today: date) -> Ask:
    return Ask(
        mine, ("state", "term"),
        {
            "checked": checked(), "rated": rated(today), "overdue": overdue(today), "unreported": unreported(),
            "silent": silent(today), "not_asked": not_asked(), "reopened": Q(reopened__gt=0), "told": told,
            "check_open": Q(check_settlement=""), "told_open": Q(told_settlement=""),
        },
    )  # fmt: skip


def _measure_counts(found: Tally) -> dict[str, int]:
    """Everything that is counted over measures; `filtering` says the same of each list."""
    shown = ("checked", "rated", "overdue", "unreported", "silent", "not_asked", "reopened")
    return {
        "all": found.where(),
        "unchecked": found.where(lambda row: not row["checked"] and row["check_open"]),
        "untold": found.where(
            lambda row: row["state"] == Measure.State.CLOSED and not row["told"] and row["told_open"]
        ),
        **{name: found.where(itemgetter(name)) for name in shown},
        **{f"state_{state}": found.where(partial(_stands, state)) for state in Measure.State.values},
        **{f"term_{term}": found.where(partial(_is_of, term)) for term in Measure.Term.values},
        **{f"closed_{term}": found.where(partial(_is_closed, term)) for term in Measure.Term.values},
    }


def _stands(state: str, row: Mapping[str, object]) -> bool:
    return row["state"] == state


def _is_of(term: str, row: Mapping[str, object]) -> bool:
    return row["term"] == term


def _is_closed(term: str, row: Mapping[str, object]) -> bool:
    return _is_of(term, row) and _stands(Measure.State.CLOSED, row)
