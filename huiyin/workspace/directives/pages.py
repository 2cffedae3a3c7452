"""来文落实: documents from above, what was done about each, entries searched and linked several at a time."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.core.dates import chinese_date
from huiyin.core.errors import NotReached
from huiyin.directives import queries, tracing
from huiyin.directives.books import SOURCES
from huiyin.ledgers.books.commitments import UPPER_DOCUMENTS, UpperDocument
from huiyin.organisation.access import READERS, RECORDERS
from huiyin.workspace.acts import chosen, revision, tried
from huiyin.workspace.gate import StaffRequest, see_other, staff

State = tuple[str, str, str]
_TABS = {"all": "全部来文", "nothing": "没有落实动作", "late": "过了时限没有动作", "unlinked": "只有文字，没有关联记录"}


def state(row: UpperDocument) -> State:
    """(word, tone, icon)."""
    if queries.is_nothing(row):
        late = row.due_on is not None and row.due_on < clock.today()
        return (_("过了时限没有动作"), "danger", "alert") if late else (_("没有落实动作"), "warn", "link-off")
    if not queries.is_linked(row):
        return _("只有文字，没有关联记录"), "neutral", "edit"
    return _("有落实记录"), "ok", "circle-check"


@staff("GET", roles=READERS)
def index(request: StaffRequest) -> HttpResponse:
    """The documents in reach, by what was done about them."""
    today = clock.today()
    tab = request.GET.get("tab", "all")
    if tab not in _TABS:
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    at = request.GET.get("from", "")
    start = int(at) if at.isascii() and at.isdecimal() and len(at) < 7 else 0
    numbers = queries.counted(request.reach, today)
    rows = queries.listed(request.reach, tab, today, start)
    here = reverse("directives_index")
    context = {
        "crumbs": [(_("来文落实"), "")], "heading": _(_TABS[tab]),
        "tabs": [(_(label), numbers[code], f"{here}?tab={code}") for code, label in _TABS.items()],
        "rows": [(row, kinds, state(row)) for row, kinds in queries.with_links(rows[: queries.PAGE])],
        "older": f"{here}?tab={tab}&from={start + queries.PAGE}" if len(rows) > queries.PAGE else "",
        "newer": f"{here}?tab={tab}&from={max(0, start - queries.PAGE)}" if start else "",
        "may_register": request.reach.is_one_of(*RECORDERS), "book": UPPER_DOCUMENTS,
    }  # fmt: skip
    return render(request, "workspace/directives/index.html", context)


@staff("GET", roles=READERS)
def one(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """One document: what it asks, what was done by kind, holes, the units below; and the search for entries to link."""
    row = queries.document(uid, request.reach)
    kind, words = request.GET.get("kind", ""), request.GET.get("words", "")[:60]
    acts = tracing.may_trace(request.reach, row)
    offered = queries.offered(row, queries.kind_named(kind), words, request.reach) if kind and acts else []
    context = {
        "crumbs": [(_("来文落实"), reverse("directives_index")), (row.title, "")], "row": row, "state": state(row),
        "facts": _facts(row), "done": queries.done(row, request.reach), "acts": acts, "kind": kind, "words": words,
        "kinds": [(code, source.kind.label) for code, source in SOURCES.items()],
        "book": SOURCES[kind].ledger if kind else None, "offered": offered[: queries.MOST_OFFERED],
        "more": len(offered) > queries.MOST_OFFERED, **_below(row, request),
    }  # fmt: skip
    return render(request, "workspace/directives/one.html", context)


@staff("POST", roles=RECORDERS)
def link(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The ticked entries; a refusal leads back to the same search."""
    kind, words = queries.kind_named(request.POST.get("kind", "")), request.POST.get("words", "")[:60]
    row, seen = queries.document(uid, request.reach), revision(request)
    linked = tried(
        request,
        lambda: tracing.link(row, kind, chosen(request, "entry"), revision=seen, actor=request.reach, now=clock.now()),
        _("已关联，记入上级文件落实台账。"),
    )
    back = reverse("directives_one", kwargs={"uid": uid})
    return see_other(back if linked else f"{back}?{urlencode({'kind': kind, 'words': words})}")


@staff("POST", roles=RECORDERS)
def unlink(request: StaffRequest, *, uid: UUID, trace: UUID) -> HttpResponse:
    """A link made wrongly."""
    row, seen = queries.document(uid, request.reach), revision(request)
    tried(
        request, lambda: tracing.unlink(row, trace, revision=seen, actor=request.reach, now=clock.now()), _("已撤下。")
    )
    return see_other(reverse("directives_one", kwargs={"uid": uid}))


def _facts(row: UpperDocument) -> list[tuple[str, str]]:
    found = [
        (_("来文机关"), row.issuer or row.get_level_display()), (_("文号"), row.document_no),
        (_("收文日期"), chinese_date(row.fact_date)), (_("落实单位"), row.unit.name), (_("贯彻要求"), row.requirement),
        (_("落实时限"), chinese_date(row.due_on) if row.due_on else _("没有写明")), (_("落实情况"), row.progress),
    ]  # fmt: skip
    return [(label, words) for label, words in found if words]


def _below(row: UpperDocument, request: StaffRequest) -> dict[str, list[Any]]:  # Any: rows and units side by side
    """The units below that registered it, and those that did not: whether they had to, nobody has written down."""
    found = queries.below(row, request.reach)
    return {
        "below": [(one, state(one.document)) for one in found if one.document],
        "unheard": [one.unit for one in found if one.document is None],
    }
