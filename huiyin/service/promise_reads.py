"""The promises somebody reaches, and where they were made: contact points, pairings and visits with what was promised there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.core.errors import NotReached
from huiyin.ledgers.books.service import CONTACT_POINTS, PAIRINGS
from huiyin.ledgers.books.visits import VISITS
from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.models import EntryRevision
from huiyin.ledgers.engine.queries import entry, reached
from huiyin.organisation.access import READERS, RECORDERS, Reach
from huiyin.service.models import ServicePromise
from huiyin.service.promising import Origin

ORIGINS: dict[str, Ledger[Any]] = {book.code: book for book in (CONTACT_POINTS, PAIRINGS, VISITS)}
State = ServicePromise.State
PAGE = 50


@dataclass(frozen=True)
class Counted:
    """How promises in reach stand; late ones are among the open ones."""

    open: int
    late: int
    to_tell: int
    told: int


@dataclass(frozen=True)
class Place:
    """A contact point or a pairing that stands, with the promises made there."""

    book: Ledger[Any]
    entry: EntryRevision
    open: int
    settled: int

    @property
    def title(self) -> str:
        """What the book calls it."""
        return str(getattr(self.entry, self.book.title_column))


def promises(actor: Reach) -> QuerySet[ServicePromise]:
    """Those of units in reach."""
    return ServicePromise.objects.filter(actor.within(READERS, campaign="campaign")).select_related("unit")


def promise_named(uid: UUID, actor: Reach) -> ServicePromise:
    """One of them; a neighbour's is not there."""
    found = promises(actor).filter(uid=uid).first()
    if found is None:
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    return found


def chosen(actor: Reach, state: str, today: date) -> QuerySet[ServicePromise]:
    """By state ("late" and "to_tell" are states people ask for), the earliest due first; told ones newest first."""
    rows = promises(actor)
    if state == "late":
        rows = rows.filter(state=State.OPEN, due_on__lt=today)
    elif state == "to_tell":
        rows = rows.filter(state__in=[State.DONE, State.DECLINED])
    elif state == "told":
        return rows.filter(state=State.TOLD).order_by("-told_on", "-pk")
    else:
        rows = rows.filter(state=State.OPEN)
    return rows.order_by("due_on", "pk")


def counted(actor: Reach, today: date) -> Counted:
    """One question for the four numbers."""
    settled = Q(state__in=[State.DONE, State.DECLINED])
    found = promises(actor).aggregate(
        open=Count("pk", filter=Q(state=State.OPEN)),
        late=Count("pk", filter=Q(state=State.OPEN, due_on__lt=today)),
        to_tell=Count("pk", filter=settled),
        told=Count("pk", filter=Q(state=State.TOLD)),
    )
    return Counted(**found)


def waiting(actor: Reach) -> QuerySet[ServicePromise]:
    """What waits for the actor's own hand: open or not yet told, in units for which they record."""
    mine = ServicePromise.objects.filter(actor.within(RECORDERS, campaign="campaign")).exclude(state=State.TOLD)
    return mine.select_related("unit").order_by("due_on", "pk")


def places(actor: Reach, most: int = PAGE) -> list[Place]:
    """The newest standing contact points and pairings in reach, each with its promises."""
    books: tuple[Ledger[Any], ...] = (CONTACT_POINTS, PAIRINGS)
    found = [
        (book, one)
        for book in books
        for one in reached(book, actor).current().filter(ended_on__isnull=True).order_by("-fact_date", "-pk")[:most]
    ]
    sums = _sums([one.entry for _book, one in found])
    return [Place(book, one, *sums.get(one.entry, (0, 0))) for book, one in found]


def origin_of(code: str, uid: UUID, actor: Reach) -> tuple[Ledger[Any], EntryRevision, Origin]:
    """The visit, contact point or pairing a promise is entered from."""
    book = ORIGINS.get(code)
    if book is None:
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    return book, entry(book, uid, actor), Origin(code, uid)


def made_at(origin: Origin, actor: Reach) -> QuerySet[ServicePromise]:
    """What was promised there."""
    return promises(actor).filter(book=origin.book, entry=origin.entry).order_by("due_on", "pk")


def _sums(entries: Iterable[UUID]) -> dict[UUID, tuple[int, int]]:
    rows = ServicePromise.objects.filter(entry__in=list(entries)).values_list("entry")
    grouped = rows.annotate(open=Count("pk", filter=Q(state=State.OPEN)), all=Count("pk")).order_by()
    return {one: (open_, all_ - open_) for one, open_, all_ in grouped}
