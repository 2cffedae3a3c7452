"""The official verbs on appointments and teams: the organisation's own verb, and its entry in the books, at once."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from huiyin.core.clock import local_date
from huiyin.ledgers.books.organisation import APPOINTMENTS, TEAMS
from huiyin.ledgers.engine import services as books
from huiyin.ledgers.engine.many import Fact
from huiyin.organisation import people, posts, teams
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Account, Holding, Person, Post, Team, TeamMember, Unit
from huiyin.organisation.posts import NewHolding
from huiyin.organisation.teams import Part

HOLDING = "holding"
TEAM = "team"
APPOINTED = "appointed"
RELIEVED = "relieved"
SET_UP = "set_up"


@transaction.atomic
def appoint(
    *,
    person: Person,
    post: Post,
    begins_on: date,
    actor: Reach,
    now: datetime,
    ends_on: date | None = None,
    remark: str = "",
    audited: bool = True,
) -> Holding:
    """任职: the person takes up the post, and the book of appointments counts +1 (and −1 when an end is known)."""
    holding = posts.appoint(
        person=person, post=post, begins_on=begins_on, ends_on=ends_on, remark=remark, actor=actor, now=now,
        audited=audited,
    )  # fmt: skip
    _post(holding, APPOINTED, fact_date=begins_on, delta=1, account=actor.account, now=now, ordinal=1)
    if ends_on is not None:
        _post(holding, RELIEVED, fact_date=ends_on, delta=-1, account=actor.account, now=now, ordinal=1)
    return holding


@transaction.atomic
def appoint_many(*, rows: Sequence[NewHolding], actor: Reach, now: datetime) -> None:
    """任职 of many at once, in the book too; for an import, which writes the audit line."""
    holdings = posts.appoint_many(rows=rows, actor=actor)
    facts = [
        fact
        for holding in holdings
        for fact in (
            _fact(holding, APPOINTED, holding.begins_on, 1),
            *([_fact(holding, RELIEVED, holding.ends_on, -1)] if holding.ends_on is not None else []),
        )
    ]
    books.post_many(APPOINTMENTS, source_kind=HOLDING, facts=facts, account=actor.account, now=now, campaign=None)


@transaction.atomic
def appoint_to(
    *,
    unit: Unit,
    title: str,
    person: Person,
    begins_on: date,
    actor: Reach,
    now: datetime,
    rank: int = 100,
    leader: bool = False,
    remark: str = "",
) -> Holding:
    """任职 to a post named by its title; a post that the unit does not have yet is made with the appointment."""
    post = posts.post_named(unit=unit, title=title, rank=rank, leader=leader)
    return appoint(person=person, post=post, begins_on=begins_on, remark=remark, actor=actor, now=now)


@transaction.atomic
def relieve(holding: Holding, *, ends_on: date, actor: Reach, now: datetime, audited: bool = True) -> Holding:
    """免职: the last day is set, and the book counts −1."""
    holding = posts.relieve(holding, ends_on=ends_on, actor=actor, now=now, audited=audited)
    _post_end(holding, account=actor.account, now=now)
    return holding


@transaction.atomic
def correct_end(
    holding: Holding, *, ends_on: date, seen: date, actor: Reach, now: datetime, audited: bool = True
) -> Holding:
    """Put a wrong last day right: the entry is voided with its reason and entered again."""
    holding = posts.correct_end(holding, ends_on=ends_on, seen=seen, actor=actor, now=now, audited=audited)
    _void(holding, RELIEVED, "更正免职日期", account=actor.account, now=now)
    _post_end(holding, account=actor.account, now=now)
    return holding


@transaction.atomic
def amend_post(
    post: Post, *, rank: int, leader: bool, revision: int, actor: Reach, now: datetime, audited: bool = True
) -> Post:
    """Change a post; when it joins or leaves the leadership, its appointments are entered again accordingly."""
    before = post.leader
    post = posts.amend_post(
        post, rank=rank, leader=leader, revision=revision, actor=actor, now=now, audited=audited
    )  # fmt: skip
    if leader != before:
        for holding in posts.history_of([post]):
            _enter_again(holding, account=actor.account, now=now)
    return post


@transaction.atomic
def leave(person: Person, *, on: date, revision: int, actor: Reach, now: datetime, today: date) -> Person:
    """离开: whoever leaves is relieved of every post they still hold, then their rights and account end."""
    for holding in posts.holdings_of(person).filter(ends_on__isnull=True):
        relieve(holding, ends_on=on, actor=actor, now=now, audited=False)
    return people.leave(person, on=on, revision=revision, actor=actor, now=now, today=today)


@transaction.atomic
def set_up_team(
    *,
    kind: str,
    name: str,
    unit: Unit,
    members: Sequence[Part],
    actor: Reach,
    now: datetime,
    covers: Sequence[Unit] = (),
    campaign: UUID | None = None,
    begins_on: date | None = None,
    audited: bool = True,
) -> Team:
    """组建: the team with its members and the units it covers; the book keeps the numbers of that day."""
    team = teams.set_up(
        kind=kind, name=name, unit=unit, members=members, covers=covers, campaign=campaign, begins_on=begins_on,
        actor=actor, now=now, audited=audited,
    )  # fmt: skip
    duties = [part.duty for part in members]
    books.post(
        TEAMS,
        source_kind=TEAM,
        source=team.uid,
        event=SET_UP,
        unit=unit,
        fact_date=begins_on or local_date(now),
        values={
            "name": team.name,
            "kind": team.kind,
            "heads": duties.count(TeamMember.Duty.HEAD),
            "deputies": duties.count(TeamMember.Duty.DEPUTY),
            "members": duties.count(TeamMember.Duty.MEMBER),
            "people": len(members),
            "covers": len(covers),
            "covers_schools": sum(covered.kind == Unit.Kind.SCHOOL for covered in covers),
        },
        account=actor.account,
        now=now,
        campaign=campaign,
        audited=False,
    )
    return team


def _post_begin(holding: Holding, *, account: Account, now: datetime) -> None:
    _post(holding, APPOINTED, fact_date=holding.begins_on, delta=1, account=account, now=now)


def _post_end(holding: Holding, *, account: Account, now: datetime) -> None:
    # Nobody leaves the book who never entered it: the sum would fall below those in office.
    if holding.ends_on is not None and _entered(holding, APPOINTED):
        _post(holding, RELIEVED, fact_date=holding.ends_on, delta=-1, account=account, now=now)


def _post(
    holding: Holding, event: str, *, fact_date: date, delta: int, account: Account, now: datetime,
    ordinal: int | None = None,
) -> None:  # fmt: skip
    fact = _fact(holding, event, fact_date, delta)
    books.post(
        APPOINTMENTS, source_kind=HOLDING, source=fact.source, event=event, unit=fact.unit, fact_date=fact_date,
        values=fact.values, account=account, now=now, campaign=None,
        ordinal=ordinal or books.next_ordinal(HOLDING, holding.uid, event), audited=False,
    )  # fmt: skip


def _fact(holding: Holding, event: str, day: date, delta: int) -> Fact:
    """What the book says of one event of a holding."""
    return Fact(
        source=holding.uid,
        event=event,
        unit=holding.post.unit,
        fact_date=day,
        values={
            "person": holding.person.name,
            "post": holding.post.title,
            "leader": holding.post.leader,
            "delta": delta,
        },
    )


def _entered(holding: Holding, event: str) -> bool:
    return books.next_ordinal(HOLDING, holding.uid, event) > 1


def _enter_again(holding: Holding, *, account: Account, now: datetime) -> None:
    """Void what stands of a holding in the book and enter it as it is now."""
    reason = "更正是否班子成员"
    if _void(holding, APPOINTED, reason, account=account, now=now):
        _post_begin(holding, account=account, now=now)
    if _void(holding, RELIEVED, reason, account=account, now=now):
        _post_end(holding, account=account, now=now)


def _void(holding: Holding, event: str, reason: str, *, account: Account, now: datetime) -> bool:
    """Void the entry of an event, if it was entered; whether it was."""
    if not _entered(holding, event):
        return False
    books.void_posted(
        APPOINTMENTS, source_kind=HOLDING, source=holding.uid, event=event, reason=reason, account=account, now=now
    )
    return True
