"""The index of ledgers, the list of one, and one entry with its history."""

from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.core.errors import NotReached
from huiyin.ledgers.engine import queries
from huiyin.ledgers.engine.disclosure import public_columns, release_of
from huiyin.ledgers.engine.fields import label_of
from huiyin.ledgers.engine.forms import FilterForm
from huiyin.ledgers.engine.listing import Page, Selection, chosen, page
from huiyin.ledgers.engine.models import EntryRevision
from huiyin.ledgers.engine.units import UnitChoice
from huiyin.ledgers.registry import LEDGERS, by_theme, ledger_named
from huiyin.organisation.access import READERS, RECORDERS, Reach
from huiyin.organisation.models import Role
from huiyin.workspace.gate import StaffRequest, staff
from huiyin.workspace.ledgers import shown
from huiyin.workspace.ledgers.finding import BookForm
from huiyin.workspace.ledgers.sources import source_href

PAGE = 50


def require_reader(actor: Reach) -> None:
    """People without a reading role have no ledgers: the address tells them nothing."""
    if not actor.is_one_of(*READERS):
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))


@staff("GET")
def index(request: StaffRequest) -> HttpResponse:
    """All ledgers by theme, narrowed by words, by theme or by who fills them."""
    require_reader(request.reach)
    form = BookForm(request.GET)
    counts = queries.counts(LEDGERS, request.reach)
    themes = [
        (theme, [(ledger, counts.get(ledger.code), shown.list_href(ledger)) for ledger in ledgers])
        for theme, ledgers in by_theme(form.ledgers())
    ]
    return render(
        request,
        "workspace/ledgers/index.html",
        {
            "themes": themes,
            "form": form,
            "narrowed": any(request.GET.get(name) for name in form.fields),
            "may_record": request.reach.is_one_of(*RECORDERS),
        },
    )


@staff("GET")
def listing(request: StaffRequest, *, code: str) -> HttpResponse:
    """The entries of one ledger in reach, newest first, narrowed by its declared filters."""
    require_reader(request.reach)
    ledger = ledger_named(code)
    if ledger.sealed:
        figures = [(str(m.label), reverse("figures_one", kwargs={"code": m.code})) for m in shown.metrics_of(ledger)]
        context = {"ledger": ledger, "crumbs": shown.crumbs(ledger), "figures": figures}
        return render(request, "workspace/ledgers/sealed.html", context)
    form = FilterForm(ledger, UnitChoice(request.reach, READERS), data=request.GET)
    selection = form.selection() if form.is_valid() else Selection()
    rows = chosen(ledger, selection, request.reach)
    found = page(ledger, rows, after=_uid(request.GET, "after"), before=_uid(request.GET, "before"), size=PAGE)
    narrowed = selection != Selection()
    return render(
        request,
        "workspace/ledgers/list.html",
        {
            "ledger": ledger,
            "crumbs": shown.crumbs(ledger),
            "form": form,
            "heads": shown.heads(ledger),
            "rows": [shown.row(ledger, entry) for entry in found.rows],
            "title_label": label_of(ledger, ledger.title_column) if ledger.title_column else _("记录编号"),
            "unit_label": ledger.unit_label,
            "date_label": ledger.date_label,
            "position": _position(found),
            "newer_href": _page_href(request.GET, "before", found.newer),
            "older_href": _page_href(request.GET, "after", found.older),
            "narrowed": narrowed,
            "query": _query(request.GET),
            "may_record": ledger.by_hand and request.reach.is_one_of(*RECORDERS),
        },
    )


@staff("GET")
def entry(request: StaffRequest, *, code: str, uid: UUID) -> HttpResponse:
    """One entry: its values, how it stands, where it came from, and every revision."""
    require_reader(request.reach)
    ledger = ledger_named(code)
    found = queries.entry(ledger, uid, request.reach)
    posted = queries.posting_of(ledger, found)
    may_record = request.reach.may(RECORDERS, found.unit, found.campaign) and not found.voided
    is_office = request.reach.may((Role.OFFICE,), found.unit, found.campaign)
    public = release_of(ledger, found.entry) if ledger.disclosure else None
    title = shown.title_of(ledger, found)
    return render(
        request,
        "workspace/ledgers/entry.html",
        {
            "ledger": ledger,
            "found": found,
            "title": title,
            "crumbs": shown.crumbs(ledger, (title, "")),
            "states": shown.states(ledger, found),
            "facts": shown.facts(ledger, found),
            "origin": shown.origin(found),
            "batch_href": _batch_href(code, found, request.reach),
            "events": shown.events(ledger, queries.history(ledger, uid, request.reach)),
            "is_posted": posted is not None,
            "source_href": source_href(posted),
            "may_revise": may_record and posted is None and ledger.by_hand,
            "may_void": may_record and posted is None,
            "may_publish": is_office and ledger.disclosure is not None and not found.voided,
            "public": public,
            "public_current": public is not None and public.revision == found.revision,
            "public_labels": "、".join(label for _name, label in public_columns(ledger)),
        },
    )


def _batch_href(code: str, found: EntryRevision, actor: Reach) -> str:
    if found.batch is None or not actor.may(RECORDERS, found.batch.unit):
        return ""
    return reverse("ledgers_batch", kwargs={"code": code, "uid": found.batch.uid})


def _uid(query: QueryDict, name: str) -> UUID | None:
    try:
        return UUID(str(query[name])) if query.get(name) else None
    except ValueError as error:
        raise NotReached(_("链接不完整，请从列表重新打开。")) from error


def _query(query: QueryDict) -> str:
    kept = query.copy()
    for name in ("after", "before"):
        kept.pop(name, None)
    return f"?{kept.urlencode()}" if kept else ""


def _page_href(query: QueryDict, name: str, mark: UUID | None) -> str:
    if mark is None:
        return ""
    kept = _query(query)
    return f"{kept}{'&' if kept else '?'}{name}={mark}"


def _position(found: Page[EntryRevision]) -> str:
    if found.more:
        return _("本页 %(here)s 条，共 %(total)s 条以上") % {"here": len(found.rows), "total": found.total}
    return _("本页 %(here)s 条，共 %(total)s 条") % {"here": len(found.rows), "total": found.total}
