"""The ledgers' routes: list, read, record, revise, void — one set for each ledger, through the ordinary services."""

from typing import Any
from uuid import UUID

from ninja import Body, Query, Router, Status

from huiyin.api.gate import ApiRequest, SessionAuth
from huiyin.api.schemas import (
    LedgerOut,
    Problem,
    VoidIn,
    columns_out,
    entry_in,
    entry_out,
    page_out,
    query_in,
    revise_in,
)
from huiyin.core import clock
from huiyin.core.errors import Refused
from huiyin.ledgers.engine import queries, services
from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.fields import declared_fields
from huiyin.ledgers.engine.forms import FilterForm
from huiyin.ledgers.engine.listing import Selection, chosen, page
from huiyin.ledgers.engine.models import EntryRevision
from huiyin.ledgers.engine.units import UnitChoice
from huiyin.ledgers.registry import LEDGERS
from huiyin.organisation.access import READERS, RECORDERS

# Any: what a route gives is checked against the schema made from the declaration.
Answer = Any
REFUSALS = {404: Problem, 409: Problem, 422: Problem}


READING, RECORDING = SessionAuth(*READERS), SessionAuth(*RECORDERS)


def ledgers_router() -> Router:
    """The routes of all ledgers, by theme."""
    router = Router(tags=["台账"], auth=READING)

    @router.get("", response=list[LedgerOut], operation_id="ledgers", summary="全部台账，按主题")
    def ledgers(request: ApiRequest) -> Answer:
        counts = queries.counts(LEDGERS, request.reach)
        return [
            LedgerOut(
                code=ledger.code, name=str(ledger.name), theme=str(ledger.theme.label), about=str(ledger.about),
                by_hand=ledger.by_hand, entries=counts.get(ledger.code), columns=columns_out(ledger),
            )
            for ledger in LEDGERS
        ]  # fmt: skip

    for ledger in LEDGERS:
        tag = f"{ledger.theme.label}：{ledger.name}"
        router.add_router(f"/{ledger.code}", _ledger_router(ledger), tags=[tag])
    return router


def _ledger_router(ledger: Ledger[Any]) -> Router:
    router = Router(auth=READING)
    out, filters = entry_out(ledger), query_in(ledger)
    _reading(router, ledger, out, page_out(ledger, out), filters)
    if ledger.by_hand:
        _recording(router, ledger, out, entry_in(ledger), revise_in(ledger))
    _voiding(router, ledger, out)
    return router


def _reading(router: Router, ledger: Ledger[Any], out: Any, page_schema: Any, filters: Any) -> None:
    @router.get(
        "", response={200: page_schema, **REFUSALS}, operation_id=f"{ledger.code}_list", summary="列出，由新到旧"
    )
    def listing(request: ApiRequest, query: Query[filters]) -> Answer:
        rows = chosen(ledger, _selection(ledger, request), request.reach)
        asked: Any = query
        found = page(ledger, rows, after=asked.after, before=asked.before, size=asked.limit)
        items = [_as_given(ledger, entry) for entry in found.rows]
        return {
            "items": items, "older": found.older, "newer": found.newer, "total": found.total,
            "total_is_more": found.more,
        }  # fmt: skip

    @router.get("/{uuid:uid}", response={200: out, **REFUSALS}, operation_id=f"{ledger.code}_entry", summary="一条记录")
    def entry(request: ApiRequest, uid: UUID) -> Answer:
        return _as_given(ledger, queries.entry(ledger, uid, request.reach))


def _recording(router: Router, ledger: Ledger[Any], out: Any, given: Any, corrected: Any) -> None:
    @router.post(
        "", response={201: out, **REFUSALS}, operation_id=f"{ledger.code}_record", summary="登记一条", auth=RECORDING
    )
    def record(request: ApiRequest, body: Body[given]) -> Answer:
        asked: Any = body
        made = services.record(
            ledger, unit=UnitChoice(request.reach, RECORDERS).find(asked.unit), fact_date=asked.fact_date,
            values={f.name: getattr(asked, f.name) for f in declared_fields(ledger)}, actor=request.reach,
            now=clock.now(), campaign=asked.campaign, over_budget=asked.over_budget if ledger.budgeted else "",
        )  # fmt: skip
        return Status(201, _as_given(ledger, made))

    @router.post(
        "/{uuid:uid}/revise",
        response={200: out, **REFUSALS},
        operation_id=f"{ledger.code}_revise",
        summary="更正",
        auth=RECORDING,
    )
    def revise(request: ApiRequest, uid: UUID, body: Body[corrected]) -> Answer:
        asked: Any = body
        seen = queries.revision(ledger, uid, asked.seen, request.reach)
        given_fields = asked.model_fields_set
        made = services.revise(
            ledger, seen, values={f.name: getattr(asked, f.name) for f in declared_fields(ledger) if f.name in given_fields},
            reason=asked.reason, actor=request.reach, now=clock.now(), fact_date=asked.fact_date,
            unit=UnitChoice(request.reach, RECORDERS).find(asked.unit) if asked.unit else None,
            over_budget=asked.over_budget if ledger.budgeted else "",
        )  # fmt: skip
        return _as_given(ledger, made)


def _voiding(router: Router, ledger: Ledger[Any], out: Any) -> None:
    @router.post(
        "/{uuid:uid}/void",
        response={200: out, **REFUSALS},
        operation_id=f"{ledger.code}_void",
        summary="作废",
        auth=RECORDING,
    )
    def void(request: ApiRequest, uid: UUID, body: VoidIn) -> Answer:
        seen = queries.revision(ledger, uid, body.seen, request.reach)
        made = services.void(ledger, seen, reason=body.reason, actor=request.reach, now=clock.now())
        return _as_given(ledger, made)


def _selection(ledger: Ledger[Any], request: ApiRequest) -> Selection:
    """The filters of the page, asked through the page's own form, so that both refuse alike."""
    form = FilterForm(ledger, UnitChoice(request.reach, READERS), data=request.GET)
    if not form.is_valid():
        sentences = [str(error) for errors in form.errors.values() for error in errors]
        raise Refused("".join(sentences))
    return form.selection()


def _as_given(ledger: Ledger[Any], entry: EntryRevision) -> dict[str, object]:
    unit = entry.unit
    return {
        "uid": entry.entry, "number": entry.entry_no, "revision": entry.revision, "voided": entry.voided,
        "correction": entry.correction, "late_days": entry.late_by(ledger.late_after) if ledger.by_hand else 0,
        "recorded_at": entry.recorded_at, "first_recorded_at": entry.first_recorded_at, "campaign": entry.campaign,
        "unit": {"uid": unit.uid, "code": unit.code, "name": unit.name}, "fact_date": entry.fact_date,
        **{field.name: getattr(entry, field.name) for field in declared_fields(ledger)},
        **{computed.name: str(computed.value(entry)) for computed in ledger.computed},
    }  # fmt: skip
