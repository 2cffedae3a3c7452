"""Public disclosure: nothing of an entry is public unless its ledger names the column and a person released the entry."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext as _

from huiyin.core import audit
from huiyin.core.audit import Action
from huiyin.core.errors import Refused, Stale
from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.fields import display, field_named, label_of
from huiyin.ledgers.engine.models import EntryQuerySet, EntryRevision, Release
from huiyin.ledgers.engine.queries import entries
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Role, Unit

RELEASED = Action("entry.released", "核对并公开")
WITHDRAWN = Action("entry.withdrawn", "撤回公开")


def release(ledger: Ledger[Any], seen: EntryRevision, *, actor: Reach, now: datetime, today: date) -> Release:
    """An office has checked this revision for privacy, work secrets and naming, and makes it public."""
    if ledger.disclosure is None:
        raise Refused(_("“%(ledger)s”没有可以公开的栏目。") % {"ledger": ledger.name})
    _require_office(actor, seen.unit, seen.campaign)
    if seen.voided:
        raise Refused(_("这条记录已作废，不能公开。"))
    if entries(ledger).filter(entry=seen.entry, revision__gt=seen.revision).exists():
        raise Stale(_("这条记录刚被更正，请核对新的内容后再公开。"))
    try:
        with transaction.atomic():
            _take_back(ledger, seen.entry, today, _("更正后重新核对"))
            made = Release.objects.create(
                book=ledger.code, entry=seen.entry, revision=seen.revision, released_by=actor.account, released_on=today
            )
            audit.record(
                RELEASED, actor=actor.account, now=now, subject=seen, unit=seen.unit, book=ledger.code,
                revision=seen.revision,
            )  # fmt: skip
    except IntegrityError as error:
        raise Stale(_("这条记录刚被别人公开，请刷新后查看。")) from error
    return made


def withdraw(
    ledger: Ledger[Any], seen: EntryRevision, *, reason: str, actor: Reach, now: datetime, today: date
) -> None:
    """Take an entry back from the public; the row stays and says why."""
    if not reason.strip():
        raise Refused(_("撤回公开须写明理由。"))
    _require_office(actor, seen.unit, seen.campaign)
    with transaction.atomic():
        if not _take_back(ledger, seen.entry, today, reason.strip()[:300]):
            raise Stale(_("这条记录没有公开，或刚被别人撤回。"))
        audit.record(WITHDRAWN, actor=actor.account, now=now, subject=seen, unit=seen.unit, book=ledger.code)


def release_of(ledger: Ledger[Any], entry: UUID) -> Release | None:
    """The release in force, whether or not it still covers the newest revision."""
    found = Release.objects.filter(book=ledger.code, entry=entry, withdrawn_on__isnull=True)
    return found.select_related("released_by__person").first()


def public_columns(ledger: Ledger[Any]) -> list[tuple[str, str]]:
    """(name, label) of what the public may see, in declared order; empty when nothing may."""
    names = ledger.disclosure.columns if ledger.disclosure else ()
    return [(name, label_of(ledger, name)) for name in names]


def public_entries(ledger: Ledger[Any]) -> EntryQuerySet[Any]:
    """Entries whose newest revision is the released one, unvoided, newest first."""
    released = Release.objects.filter(
        book=ledger.code, entry=OuterRef("entry"), revision=OuterRef("revision"), withdrawn_on__isnull=True
    )
    rows = entries(ledger).current().standing().filter(Exists(released)).select_related("unit")
    return rows.order_by(F("fact_date").desc(), F("number").desc()) if ledger.disclosure else rows.none()


def public_rows(ledger: Ledger[Any]) -> Iterator[dict[str, str]]:
    """Released entries as the public reads them: declared columns only, in words."""
    for entry in public_entries(ledger).iterator(chunk_size=2000):
        yield {name: text for name, _label, text in public_facts(ledger, entry)}


def public_facts(ledger: Ledger[Any], entry: EntryRevision) -> list[tuple[str, str, str]]:
    """(name, label, words) of what the public reads of one entry once it is released."""
    return [(name, label, _public(ledger, entry, name)) for name, label in public_columns(ledger)]


def _public(ledger: Ledger[Any], entry: EntryRevision, name: str) -> str:
    if name == "unit":
        return entry.unit.name
    if name == "fact_date":
        return entry.fact_date.isoformat()
    return display(field_named(ledger, name), getattr(entry, name))


def _take_back(ledger: Ledger[Any], entry: UUID, today: date, why: str) -> bool:
    standing = Release.objects.filter(book=ledger.code, entry=entry, withdrawn_on__isnull=True)
    return bool(standing.update(withdrawn_on=today, withdrawn_why=why))


def _require_office(actor: Reach, unit: Unit, campaign: UUID | None) -> None:
    if not actor.may((Role.OFFICE,), unit, campaign):
        raise Refused(_("只有“%(unit)s”或上级的活动办公室可以公开或撤回。") % {"unit": unit.name})
