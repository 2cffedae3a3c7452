"""The only writers of books: record, post, each also for many at once, revise, void. One transaction and one audit line each."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiyin.core import audit
from huiyin.core.audit import Action
from huiyin.core.clock import local_date
from huiyin.core.dates import mistyped
from huiyin.core.errors import Refused, Stale
from huiyin.ledgers.engine import budgets
from huiyin.ledgers.engine.bulk import Inserter
from huiyin.ledgers.engine.declaration import E, Ledger
from huiyin.ledgers.engine.many import Draft, Fact, ManyWriter, Values
from huiyin.ledgers.engine.models import EntryCounter, EntryRevision, ImportBatch, Posting
from huiyin.ledgers.engine.queries import entries
from huiyin.ledgers.engine.rows import closed_sentence
from huiyin.ledgers.engine.validation import validate
from huiyin.organisation.access import RECORDERS, Reach
from huiyin.organisation.models import Account, Unit

RECORDED = Action("entry.recorded", "入账")
IMPORTED = Action("entry.imported", "批量入账")
REVISED = Action("entry.revised", "更正")
VOIDED = Action("entry.voided", "作废")
POSTED = Action("entry.posted", "记入台账")
_LONGEST_REASON = 300


@transaction.atomic
def record(
    ledger: Ledger[E], *, unit: Unit, fact_date: date, values: Values, actor: Reach, now: datetime,
    campaign: UUID | None = None, over_budget: str = "",
) -> E:  # fmt: skip
    """Record one fact by hand; beyond a yearly budget it needs a reason, `over_budget` (budgets)."""
    if not ledger.by_hand:
        raise Refused(_posted_only(ledger))
    require_recorder(actor, unit, campaign)
    _require_possible(unit, fact_date, now)
    first = _numbers(ledger, 1)
    made = _first_revision(
        ledger, Draft(unit, fact_date, values), number=first, account=actor.account, now=now, campaign=campaign
    )
    validate(ledger, made)
    made.save(force_insert=True)
    over = budgets.settle(ledger, [made], reason=over_budget, account=actor.account, now=now)
    audit.record(
        RECORDED, actor=actor.account, now=now, subject=made, unit=unit, book=ledger.code, **_beyond(over)
    )  # fmt: skip
    return made


def record_many(
    ledger: Ledger[E],
    drafts: Iterable[Draft],
    *,
    count: int,
    batch: ImportBatch,
    actor: Reach,
    now: datetime,
    progress: Callable[[int, int], None] = lambda done, total: None,
    chunk: int = 2000,
) -> int:
    """Record validated rows of an import in one short transaction, with one audit line; returns how many.

    The rows were validated in staging; rights are checked again here for every unit, since they may have changed.
    Nothing is told to `progress` until all is done: inside the transaction nobody could see it.
    """
    if not ledger.by_hand:
        raise Refused(_posted_only(ledger))

    def may_record(unit: Unit) -> None:
        require_recorder(actor, unit, batch.campaign)

    done = 0
    try:
        with transaction.atomic():
            _claim(batch, now)
            first = _numbers(ledger, count)
            writer = ManyWriter(ledger, batch=batch, account=actor.account, now=now, first=first, may_record=may_record)
            rows = iter(drafts)
            while part := list(islice(rows, chunk)):
                writer.write(part)
                done += len(part)
            if done != count:
                raise Refused(_("暂存的数据与预览时的行数不一致，没有写入任何一行。请重新上传。"))
            over = budgets.settle_batch(ledger, batch, account=actor.account, now=now)
            audit.record(
                IMPORTED, actor=actor.account, now=now, subject=batch, unit=batch.unit, book=ledger.code, count=done,
                digest=str(batch.summary.get("digest", "")), **_beyond(over),
            )  # fmt: skip
    except IntegrityError as error:
        raise Stale(_("预览以后台账有了变化，与这批数据冲突，没有写入任何一行。请重新读取后再确认。")) from error
    progress(done, count)
    return done


def _claim(batch: ImportBatch, now: datetime) -> None:
    """Only one confirmation writes a batch, however many people and workers try."""
    waiting = (ImportBatch.State.STAGED, ImportBatch.State.CONFIRMED)
    claimed = ImportBatch.objects.filter(pk=batch.pk, state__in=waiting).update(
        state=ImportBatch.State.COMMITTED, committed_at=now, error=""
    )
    if not claimed:
        raise Stale(_("这批数据已经入账或已放弃，没有重复写入。"))


@transaction.atomic
def post(
    ledger: Ledger[E],
    *,
    source_kind: str,
    source: UUID,
    event: str,
    unit: Unit,
    fact_date: date,
    values: Values,
    account: Account | None,
    now: datetime,
    campaign: UUID | None,
    ordinal: int = 1,
    audited: bool = True,
) -> E:
    """A feature's official verb enters its fact into a book; the same event of the same source posts once.

    `audited=False` is for verbs that write their own single line for many postings.
    """
    number = _numbers(ledger, 1)
    made = _first_revision(
        ledger, Draft(unit, fact_date, values), number=number, account=account, now=now, campaign=campaign
    )
    validate(ledger, made)
    made.save(force_insert=True)
    Posting.objects.create(
        source_kind=source_kind, source=source, event=event, ordinal=ordinal, book=ledger.code, entry=made.entry
    )
    budgets.settle(ledger, [made], reason="", account=account, now=now, required=False)
    if audited:
        audit.record(POSTED, actor=account, now=now, subject=made, unit=unit, book=ledger.code, event=event)
    return made


@transaction.atomic
def post_many(
    ledger: Ledger[E], *, source_kind: str, facts: Sequence[Fact], account: Account | None, now: datetime,
    campaign: UUID | None,
) -> int:  # fmt: skip
    """The same for many facts of one verb, numbered in the order given; the verb writes its own single audit line."""
    if not facts:
        return 0
    made = [
        _first_revision(
            ledger, Draft(fact.unit, fact.fact_date, fact.values), number=number, account=account, now=now,
            campaign=campaign,
        )
        for number, fact in enumerate(facts, _numbers(ledger, len(facts)))
    ]  # fmt: skip
    for one in made:
        validate(ledger, one)
    columns = [field.attname for field in ledger.model._meta.concrete_fields if not field.primary_key]
    Inserter(ledger, {}).insert({name: getattr(one, name) for name in columns} for one in made)
    Posting.objects.bulk_create(
        (
            Posting(
                source_kind=source_kind, source=fact.source, event=fact.event, ordinal=fact.ordinal, book=ledger.code,
                entry=one.entry,
            )
            for fact, one in zip(facts, made, strict=True)
        ),
        batch_size=500,
    )  # fmt: skip
    budgets.settle(ledger, made, reason="", account=account, now=now, required=False)
    return len(made)


def next_ordinal(source_kind: str, source: UUID, event: str) -> int:
    """1 for the first time an event of a source posts, then 2, 3 …"""
    return Posting.objects.filter(source_kind=source_kind, source=source, event=event).count() + 1


def revise(
    ledger: Ledger[E], seen: E, *, values: Values, reason: str, actor: Reach, now: datetime,
    unit: Unit | None = None, fact_date: date | None = None, over_budget: str = "",
) -> E:  # fmt: skip
    """更正: a new revision after the one that was seen. A revision that somebody else already followed is refused.

    An entry that a feature posted is corrected where it was made, so that book and feature keep saying the same.
    """
    if not reason.strip():
        raise Refused(_("更正须写明理由。"))
    if seen.voided:
        raise Refused(_("这条记录已作废，不能更正。"))
    require_recorder(actor, seen.unit, seen.campaign)
    if is_posted(ledger, seen):
        raise Refused(_("这条记录由办理环节自动记入，请到原来的办理环节更正。"))
    new_unit, new_date = unit or seen.unit, fact_date or seen.fact_date
    if new_unit.pk != seen.unit_id:
        require_recorder(actor, new_unit, seen.campaign)
    if (new_unit.pk, new_date) != (seen.unit_id, seen.fact_date):
        _require_possible(new_unit, new_date, now)
    moved = {"unit": new_unit, "lineage": new_unit.path} if new_unit.pk != seen.unit_id else {}
    with transaction.atomic():
        made = _follow(
            ledger, seen, REVISED, actor=actor.account, now=now, reason=reason, voided=False,
            changes={**values, "fact_date": new_date, **moved},
        )  # fmt: skip
        budgets.settle(ledger, [made], reason=over_budget, account=actor.account, now=now, before=seen)
    return made


def void(ledger: Ledger[E], seen: E, *, reason: str, actor: Reach, now: datetime) -> E:
    """作废: the entry stays visible, marked void with its reason, and no figure counts it from now on.

    What a feature posted only that feature takes back: voided by hand, a closing or a reopening would count wrongly while
    the measure itself stands as it stood.
    """
    if not reason.strip():
        raise Refused(_("作废须写明理由。"))
    if seen.voided:
        raise Refused(_("这条记录已经作废。"))
    require_recorder(actor, seen.unit, seen.campaign)
    if is_posted(ledger, seen):
        raise Refused(_("这条记录由办理环节自动记入，不能在台账里作废。请到原来的办理环节撤回或作废。"))
    return _follow(ledger, seen, VOIDED, actor=actor.account, now=now, reason=reason, voided=True, changes={})


def revise_posted(
    ledger: Ledger[E], *, source_kind: str, source: UUID, event: str, values: Values, reason: str, account: Account,
    now: datetime,
) -> E:  # fmt: skip
    """The feature that posted an entry corrects it (its own verb has checked the right to do so)."""
    seen = _posted(ledger, source_kind, source, event)
    return _follow(ledger, seen, REVISED, actor=account, now=now, reason=reason, voided=seen.voided, changes=values)


def void_posted(
    ledger: Ledger[E], *, source_kind: str, source: UUID, event: str, reason: str, account: Account, now: datetime
) -> E:
    """The feature that posted an entry takes it back (its own verb has checked the right to do so)."""
    seen = _posted(ledger, source_kind, source, event)
    return _follow(ledger, seen, VOIDED, actor=account, now=now, reason=reason, voided=True, changes={})


def is_posted(ledger: Ledger[Any], seen: EntryRevision) -> bool:
    """Whether a feature posted this entry."""
    return Posting.objects.filter(book=ledger.code, entry=seen.entry).exists()


def require_recorder(actor: Reach, unit: Unit, campaign: UUID | None) -> None:
    """Refuse an actor who may not record for this unit (design §5a: rights read today's tree)."""
    if not actor.may(RECORDERS, unit, campaign):
        if campaign is None and any(unit.path.startswith(path) for path in actor.paths(RECORDERS)):
            raise Refused(_("您为“%(unit)s”登记的权限只限于指定的活动，请选择所属活动后再登记。") % {"unit": unit.name})
        raise Refused(_("您没有为“%(unit)s”登记台账的权限。") % {"unit": unit.name})


def _require_possible(unit: Unit, fact_date: date, now: datetime) -> None:
    """A unit that is closed or merged has no new facts, and a fact lies not in the future."""
    if closed := closed_sentence(unit, fact_date):
        raise Refused(closed)
    if wrong := mistyped(fact_date):
        raise Refused(wrong)
    if fact_date > local_date(now):
        raise Refused(_("日期 %(day)s 晚于今天。台账只记已经发生的事，请核对。") % {"day": fact_date.isoformat()})


def _posted(ledger: Ledger[E], source_kind: str, source: UUID, event: str) -> E:
    posting = Posting.objects.filter(source_kind=source_kind, source=source, event=event).latest("ordinal")
    return entries(ledger).current().get(entry=posting.entry)


def _beyond(over: int) -> dict[str, int]:
    """What the audit line says of entries beyond a budget; nothing where there are none."""
    return {"over_budget": over} if over else {}


def _posted_only(ledger: Ledger[Any]) -> str:
    return _("“%(ledger)s”由办理环节自动记入，不能手工登记。") % {"ledger": ledger.name}


def _numbers(ledger: Ledger[E], count: int) -> int:
    """Reserve `count` running numbers; returns the first. The counter row serialises writers of one book."""
    EntryCounter.objects.get_or_create(book=ledger.code)
    EntryCounter.objects.filter(book=ledger.code).update(last=F("last") + count)
    return EntryCounter.objects.get(book=ledger.code).last - count + 1


def _first_revision(
    ledger: Ledger[E], draft: Draft, *, number: int, account: Account | None, now: datetime,
    campaign: UUID | None,
) -> E:  # fmt: skip
    _only_declared(ledger, draft.values)
    return ledger.model(
        number=number,
        unit=draft.unit,
        lineage=draft.unit.path,
        fact_date=draft.fact_date,
        recorded_at=now,
        first_recorded_at=now,
        recorded_by=account,
        campaign=campaign,
        **draft.values,
    )


def _only_declared(ledger: Ledger[Any], values: Values) -> None:
    """What a ledger does not declare (who recorded, when, void or not) is set by the verbs alone."""
    undeclared = values.keys() - {*ledger.columns, *ledger.kept, "remark", "fact_date", "unit", "lineage"}
    if undeclared:
        raise ValueError(f"{ledger.code}: columns {sorted(undeclared)} are not declared")


def _follow(
    ledger: Ledger[E], seen: E, action: Action, *, actor: Account, now: datetime, reason: str, voided: bool,
    changes: Values,
) -> E:  # fmt: skip
    fields = [f.attname for f in seen._meta.concrete_fields if f.name not in {"id", "supersedes"}]
    copy = {name: getattr(seen, name) for name in fields}
    copy.update(revision=seen.revision + 1, correction=reason.strip(), voided=voided, recorded_at=now)
    copy["recorded_by_id"] = actor.pk
    _only_declared(ledger, changes)
    made = ledger.model(supersedes=seen, **copy)
    for name, value in changes.items():
        setattr(made, name, value)
    # An entry that broke a rule made after it can still be voided: what it says does not change.
    if changes:
        validate(ledger, made)
    elif len(reason.strip()) > _LONGEST_REASON:
        raise Refused(_("理由最多 %(most)s 个字，请精简。") % {"most": _LONGEST_REASON})
    try:
        with transaction.atomic():
            made.save(force_insert=True)
            audit.record(
                action, actor=actor, now=now, subject=made, unit=made.unit, book=ledger.code, revision=made.revision
            )
    except IntegrityError as error:
        raise Stale(_("这条记录刚被别人更正或作废，您的修改没有保存。请对照最新的内容再改。")) from error
    return made
