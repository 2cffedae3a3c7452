"""学习档案 of one person, derived: sessions attended, what was handed in, materials received, and what the year asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from huiyin.core.errors import NotReached
from huiyin.ledgers.books.study import StudySession
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Person
from huiyin.organisation.paths import any_of
from huiyin.study.models import Attendee, CorrectionAsked, Receipt, Session, Work
from huiyin.study.queries import STUDY_READERS
from huiyin.study.requirements import Due, rules_for

ZERO = Decimal(0)


_KINDS = dict(StudySession.Kind.choices)
# What the page shows of each; the rows beside them (a session, an account) are wide.
_WORK = ("uid", "kind", "title", "day", "person_id", "unit__name")
_ASKED = ("uid", "present", "words", "state", "answer", "session__name", "answered_by__person__name")


@dataclass(frozen=True)
class Attended:
    """One session attended, under the unit of that time."""

    day: date
    name: str
    kind: str
    hours: Decimal | None
    unit: str
    held_by: str
    session: UUID


@dataclass(frozen=True)
class Account:
    """What is asked of somebody and what is there. Nothing here is a mark, and nobody is put in order by it."""

    due: Due
    done: Decimal

    @property
    def met(self) -> bool:
        """Whether as much is there as was asked."""
        return self.done >= self.due.amount

    @property
    def left(self) -> Decimal:
        """How much is still to come."""
        return max(ZERO, self.due.amount - self.done)


@dataclass(frozen=True)
class Archive:
    """The page of one person in one year; `whole` is False for a unit they have left, which sees only its own lines."""

    person: Person
    year: int
    years: Sequence[int]
    attended: Sequence[Attended]
    works: Sequence[Work]
    receipts: Sequence[Receipt]
    asked: Sequence[CorrectionAsked]
    accounts: Sequence[Account]
    whole: bool

    @property
    def hours(self) -> Decimal:
        """Hours of all sessions attended."""
        return sum((one.hours or ZERO for one in self.attended), ZERO)

    @property
    def units(self) -> list[str]:
        """The units under which one studied in the year, in the order in which that came."""
        return list(dict.fromkeys(one.unit for one in reversed(self.attended)))


def archive(uid: UUID, year: int, actor: Reach) -> Archive:
    """One person's page: for themselves, for those who keep or lead the unit they are in, and those above it.

    A unit that somebody left sees what was recorded while they were there, and nothing of what came after.
    """
    person = Person.objects.select_related("unit").filter(uid=uid).first()
    if person is None:
        raise _nobody()
    own = person.pk == actor.account.person_id
    whole = own or actor.may(STUDY_READERS, person.unit)
    then = any_of(actor.paths_for(STUDY_READERS, None), "unit__path")
    mine = Attendee.objects.filter(Q() if whole else then, person=person, present=True)
    mine = mine.filter(session__state=Session.State.SIGNED)
    # All years at once: a person's sessions are few, and the page names the years there are.
    rows = list(
        mine.order_by("-session__day", "-pk").values_list(
            "session__day", "session__name", "session__kind", "session__hours", "unit__name", "session__unit__name", "session__uid",
        )
    )  # fmt: skip
    if not whole and not rows:
        raise _nobody()
    attended = [
        Attended(day, name, str(_KINDS[kind]), hours, unit, held_by, session)
        for day, name, kind, hours, unit, held_by, session in rows
        if day.year == year
    ]
    works = Work.objects.filter(Q() if whole else then, person=person, day__year=year, withdrawn_on=None)
    made = Archive(
        person=person, year=year, years=sorted({year, *(row[0].year for row in rows)}, reverse=True), attended=attended,
        works=list(works.select_related("unit").only(*_WORK).order_by("-day", "-pk")),
        receipts=list(_receipts(person, year)) if whole else [], asked=list(_asked(person)) if whole else [],
        accounts=[], whole=whole,
    )  # fmt: skip
    return _with_accounts(made) if whole else made


def _with_accounts(made: Archive) -> Archive:
    counts: dict[str, Decimal] = {"hours": made.hours}
    for work in made.works:
        counts[work.kind] = counts.get(work.kind, ZERO) + 1
    due = rules_for([made.person], made.year).due(made.person)
    accounts = [Account(one, counts.get(one.what, ZERO)) for one in due]
    return Archive(**{**vars(made), "accounts": accounts})


def _receipts(person: Person, year: int) -> Sequence[Receipt]:
    rows = Receipt.objects.filter(person=person, material__handed_on__year=year)
    found = rows.select_related("material").only("read_on", "material__uid", "material__title")
    return list(found.order_by("-material__handed_on", "-pk"))


def _asked(person: Person) -> Sequence[CorrectionAsked]:
    rows = CorrectionAsked.objects.filter(person=person).select_related("session", "answered_by__person").only(*_ASKED)
    return list(rows.order_by("-pk")[:20])


def _nobody() -> NotReached:
    return NotReached(_("没有这份学习档案，或它不在您的权限范围内。"))
