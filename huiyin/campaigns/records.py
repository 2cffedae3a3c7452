"""Ledger entries that already record what a unit did about an action: offered as choices, so that nothing is told twice."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Action, Mark
from huiyin.core.errors import Refused
from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.models import EntryQuerySet, EntryRevision
from huiyin.ledgers.engine.queries import entries
from huiyin.ledgers.registry import BY_CODE, LEDGERS
from huiyin.organisation.models import Unit

OFFERED = 40  # a list to choose from, not a list to search


@dataclass(frozen=True)
class Record:
    """One entry that may be linked: its book, entry, date and title."""

    book: str
    entry: UUID
    on: date
    title: str

    @property
    def key(self) -> str:
        """As a form sends it."""
        return f"{self.book}:{self.entry}"

    @property
    def text(self) -> str:
        """As a list shows it."""
        return _("%(day)s　%(book)s：%(title)s") % {
            "day": self.on.isoformat(), "book": BY_CODE[self.book].name, "title": self.title,
        }  # fmt: skip


def offered(action: Action, unit: Unit) -> list[Record]:
    """The unit's entries of this campaign since the action may begin, newest first; one query for all books."""
    parts = [
        _of(ledger, action, unit)
        .order_by()
        .annotate(of_book=Value(ledger.code), called=Cast(F(ledger.title_column), CharField()))
        .values_list("of_book", "entry", "fact_date", "called")
        for ledger in LEDGERS
        if ledger.by_hand and ledger.title_column
    ]
    rows = parts[0].union(*parts[1:], all=True).order_by("-fact_date")[:OFFERED]
    return [Record(*row) for row in rows]


def named(action: Action, unit: Unit, key: str) -> Record:
    """The entry a form names, if it may be linked to this action of this unit."""
    book, _sign, uid = key.partition(":")
    ledger = BY_CODE.get(book)
    refusal = Refused(_("所选的台账记录不是本单位在这个动作开始以后的记录，或已作废。请重新选择。"))
    if ledger is None or not ledger.by_hand or not ledger.title_column:
        raise refusal
    try:
        found = _of(ledger, action, unit).filter(entry=UUID(uid)).first()
    except ValueError as error:
        raise refusal from error
    if found is None:
        raise refusal
    return Record(book, found.entry, found.fact_date, str(getattr(found, ledger.title_column)))


def linked(mark: Mark) -> tuple[Record, bool] | None:
    """What a mark is linked to, and whether that entry still stands."""
    ledger = BY_CODE.get(mark.book)
    if ledger is None or mark.entry is None:
        return None
    found = entries(ledger).current().get(entry=mark.entry)
    return Record(mark.book, found.entry, found.fact_date, str(getattr(found, ledger.title_column))), not found.voided


# Any: ledgers of different models stand side by side.
def _of(ledger: Ledger[Any], action: Action, unit: Unit) -> EntryQuerySet[EntryRevision]:
    own = Q(campaign=action.campaign.uid) if ledger.of_campaigns else Q()
    rows: EntryQuerySet[EntryRevision] = (
        entries(ledger).filter(own, unit=unit, fact_date__gte=action.may_begin_on).current().standing()
    )
    return rows
