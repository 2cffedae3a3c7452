"""Ballots as somebody may see them: their office, those on the roll, the tellers. What was cast is not among it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.ballots.models import Ballot, Teller
from huiyin.ballots.presets import SATISFACTION
from huiyin.ballots.rated import is_of_rated
from huiyin.core.errors import NotReached
from huiyin.eligibility.models import Roll, RollEntry
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Person, Role, Unit

PAGE = 50


def _mine(actor: Reach) -> Q:
    person = actor.account.person_id
    listed = RollEntry.objects.filter(roll=OuterRef("roll"), person=person, removed=False)
    watching = Teller.objects.filter(ballot=OuterRef("pk"), person=person)
    return (Q(Exists(listed)) & ~Q(state=Ballot.State.DRAFT)) | Q(Exists(watching))


def visible(actor: Reach) -> QuerySet[Ballot]:
    """Ballots of units whose office one is, those on whose roll one stands, those one watches over."""
    office = actor.within((Role.OFFICE,), "roll__unit__path", campaign="roll__campaign")
    return Ballot.objects.select_related("roll__unit", "rated").filter(office | _mine(actor))


def listed(actor: Reach, *, before: int | None = None) -> list[Ballot]:
    """The newest ballots that one may see, a page of them."""
    found = visible(actor).order_by("-pk")
    if before is not None:
        found = found.filter(pk__lt=before)
    return list(found[: PAGE + 1])


def surveys_of(campaign: UUID, actor: Reach, *, most: int = 20) -> list[Ballot]:
    """Satisfaction surveys of a campaign that one may see, the newest first; those called off are left out."""
    held = visible(actor).filter(preset=SATISFACTION.code, roll__campaign=campaign).exclude(state=Ballot.State.VOID)
    return list(held.order_by("-pk")[:most])


def ballot_named(uid: UUID, actor: Reach) -> Ballot:
    """A ballot one may see."""
    found = visible(actor).filter(uid=uid).first()
    if found is None:
        raise NotReached(_("没有这次投票，或它不在您的权限范围内。"))
    return found


def runs(actor: Reach, ballot: Ballot) -> bool:
    """Whether one is of the office that runs it; who belongs to the rated body is not, whatever right they hold."""
    if is_of_rated(ballot, actor.account.person):
        return False
    return actor.may((Role.OFFICE,), ballot.roll.unit, ballot.roll.campaign)


def own_entry(actor: Reach, roll: Roll) -> RollEntry | None:
    """One's own line on a roll."""
    return RollEntry.objects.filter(roll=roll, person=actor.account.person_id, removed=False).first()


def own_teller(actor: Reach, ballot: Ballot) -> Teller | None:
    """One's own part as a teller."""
    return Teller.objects.filter(ballot=ballot, person=actor.account.person_id).first()


def entries(roll: Roll, *, after: int = 0, most: int = 200) -> list[RollEntry]:
    """The roll in the order people were listed, a page of it."""
    rows = RollEntry.objects.filter(roll=roll, removed=False, pk__gt=after).select_related("person__unit")
    return list(rows.order_by("pk")[:most])


def entry_named(roll: Roll, uid: UUID) -> RollEntry | None:
    """One line of a roll."""
    return RollEntry.objects.select_related("roll").filter(roll=roll, uid=uid, removed=False).first()


def yet_to_draw(roll: Roll, *, most: int) -> list[RollEntry]:
    """The first of those who have no credential yet, in the order people were listed."""
    rows = RollEntry.objects.filter(roll=roll, removed=False, way=RollEntry.Way.NONE).select_related("person__unit")
    return list(rows.order_by("pk")[:most])


def counts(roll: Roll) -> tuple[int, int]:
    """How many are on the roll, and how many have a credential."""
    rows = RollEntry.objects.filter(roll=roll, removed=False)
    return rows.count(), rows.exclude(way=RollEntry.Way.NONE).count()


def without_credential(roll: Roll, wanted: Sequence[UUID]) -> list[RollEntry]:
    """Those of some entries who have no credential yet."""
    return list(RollEntry.objects.filter(roll=roll, uid__in=wanted, removed=False, way=RollEntry.Way.NONE))


def people_of(ballot: Ballot, *, names: Sequence[str] = ()) -> tuple[list[Person], list[str]]:
    """People who may stand on a ballot's roll; see `people_below`."""
    return people_below(ballot.roll.unit, names=names)


def people_below(unit: Unit, *, names: Sequence[str] = ()) -> tuple[list[Person], list[str]]:
    """People of the unit and below: all who have not left, or those named; with the names that fit nobody or several."""
    rows = Person.objects.filter(unit__path__startswith=unit.path, left_on=None).select_related("unit")
    if not names:
        return list(rows.order_by("unit__path", "pk")), []
    by_name: dict[str, list[Person]] = {}
    for person in rows.filter(Q(name__in=names) | Q(staff_no__in=names)):
        by_name.setdefault(person.name, []).append(person)
        if person.staff_no:
            by_name.setdefault(person.staff_no, []).append(person)
    misfits = [name for name in names if len(by_name.get(name, [])) != 1]
    return [by_name[name][0] for name in names if name not in misfits], misfits


def to_draw(actor: Reach, now: datetime) -> QuerySet[Ballot]:
    """Ballots for which one may draw a credential now and has none."""
    mine = RollEntry.objects.filter(
        roll=OuterRef("roll"), person=actor.account.person_id, removed=False, way=RollEntry.Way.NONE
    )
    return (
        Ballot.objects.select_related("roll")
        .filter(Exists(mine), state=Ballot.State.FROZEN, electronic=True)
        .filter(roll__draw_from__lte=now, roll__draw_until__gt=now)
    )


def to_watch(actor: Reach) -> QuerySet[Ballot]:
    """Ballots whose teller one is and for which a key is to be made, or handed over."""
    unready = Teller.objects.filter(ballot=OuterRef("pk"), person=actor.account.person_id, public=None)
    holding = Teller.objects.filter(ballot=OuterRef("pk"), person=actor.account.person_id, handed_in=False)
    return Ballot.objects.select_related("roll").filter(
        (Q(state=Ballot.State.DRAFT) & Exists(unready)) | (Q(state=Ballot.State.CLOSED) & Exists(holding)),
        electronic=True,
    )
