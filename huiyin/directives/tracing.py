"""Link a document from above to the entries that carried it out, and take a wrong link off again.

A link is a revision of the document's entry: the book says at any instant how many of each kind stood linked.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from huiyin.core.clock import local_date
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.directives.books import SOURCES
from huiyin.directives.models import Trace
from huiyin.ledgers.books.commitments import UPPER_DOCUMENTS, UpperDocument
from huiyin.ledgers.engine.models import EntryRevision
from huiyin.ledgers.engine.queries import entries, reached
from huiyin.ledgers.engine.services import revise
from huiyin.organisation.access import RECORDERS, Reach

MOST = 100


def may_trace(actor: Reach, document: UpperDocument) -> bool:
    """Whether the actor records for the unit that carries the document out."""
    return not document.voided and actor.may(RECORDERS, document.unit, document.campaign)


@transaction.atomic
def link(
    seen: UpperDocument, kind: str, uids: Sequence[UUID], *, revision: int, actor: Reach, now: datetime
) -> int:  # fmt: skip
    """Link several entries of one kind at once, all or none. What happened before the document came cannot carry it out."""
    _require_tracer(actor, seen, revision)
    wanted = list(dict.fromkeys(uids))
    if not wanted:
        raise Refused(_("没有勾选记录。"))
    if len(wanted) > MOST:
        raise Refused(_("一次最多关联 %(most)d 条，请分几次。") % {"most": MOST})
    source = SOURCES[kind]
    found = list(reached(source.ledger, actor).current().filter(entry__in=wanted).select_related("unit"))
    if len(found) != len(wanted):
        raise NotReached(_("有的记录不存在，或不在您的权限范围内。"))
    for row in found:
        _require_fitting(seen, row, source.said(row))
    if already := Trace.objects.filter(document=seen.entry, entry__in=wanted, removed_on__isnull=True).count():
        raise Refused(_("其中 %(n)d 条已经关联过，没有重复关联。") % {"n": already})
    Trace.objects.bulk_create(
        Trace(document=seen.entry, unit=seen.unit, kind=kind, entry=uid, by=actor.account, on=local_date(now))
        for uid in wanted
    )
    reason = _("关联落实记录：%(kind)s %(n)d 条") % {"kind": Trace.Kind(kind).label, "n": len(wanted)}
    _follow(seen, reason, actor=actor, now=now)
    return len(wanted)


@transaction.atomic
def unlink(seen: UpperDocument, uid: UUID, *, revision: int, actor: Reach, now: datetime) -> Trace:
    """Take one link off; it stays on record with who did so."""
    _require_tracer(actor, seen, revision)
    row = Trace.objects.select_for_update().filter(document=seen.entry, uid=uid, removed_on__isnull=True).first()
    if row is None:
        raise Refused(_("这条关联已经撤下，请刷新后再看。"))
    row.removed_on, row.removed_by = local_date(now), actor.account
    row.save(update_fields=["removed_on", "removed_by"])
    reason = _("撤下落实记录：%(kind)s") % {"kind": row.get_kind_display()}
    _follow(seen, reason, actor=actor, now=now)
    return row


def numbers(documents: Iterable[UUID]) -> dict[UUID, dict[str, int]]:
    """How many links of each kind stand, by document."""
    rows = Trace.objects.filter(document__in=list(documents), removed_on__isnull=True).order_by()
    found: dict[UUID, dict[str, int]] = {}
    for document, kind, number in rows.values_list("document", "kind").annotate(number=Count("pk")):
        found.setdefault(document, {})[kind] = number
    return found


def _follow(seen: UpperDocument, reason: str, *, actor: Reach, now: datetime) -> None:
    """The document's entry in its next revision; whoever followed the one seen first has the say."""
    standing = numbers([seen.entry]).get(seen.entry, {})
    values = {source.counted: standing.get(kind, 0) for kind, source in SOURCES.items()}
    revise(UPPER_DOCUMENTS, seen, values=values, reason=reason, actor=actor, now=now)


def _require_tracer(actor: Reach, document: UpperDocument, revision: int) -> None:
    if document.voided:
        raise Refused(_("这份来文的登记已作废。"))
    if not may_trace(actor, document):
        raise Refused(_("只有“%(unit)s”的经办人能登记落实记录。") % {"unit": document.unit.name})
    if document.revision != revision:
        raise Stale(_("这份来文刚被别人登记过，您的操作没有保存。请看过现在的内容再办。"))


def _require_fitting(document: UpperDocument, row: EntryRevision, said: str) -> None:
    if row.voided:
        raise Refused(_("“%(said)s”已作废，不能关联。") % {"said": said[:60]})
    if not row.unit.path.startswith(document.unit.path):
        raise Refused(
            _("“%(said)s”不是“%(unit)s”及所属单位的记录，不能关联。") % {"said": said[:60], "unit": document.unit.name}
        )
    if row.fact_date < document.fact_date:
        raise Refused(
            _("“%(said)s”的日期 %(day)s 早于收文日期 %(received)s，不是落实这份来文的。")
            % {"said": said[:60], "day": row.fact_date.isoformat(), "received": document.fact_date.isoformat()}
        )


def standing(ledger_kind: str, uids: Iterable[UUID]) -> dict[UUID, EntryRevision]:
    """The newest revisions of linked entries, by entry."""
    ledger = SOURCES[ledger_kind].ledger
    return {row.entry: row for row in entries(ledger).current().filter(entry__in=list(uids)).select_related("unit")}
