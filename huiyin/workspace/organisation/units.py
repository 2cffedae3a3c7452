"""The tree one level at a time, one unit's page, the lists its counts open, and the verbs on units."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.core.dates import chinese_date
from huiyin.core.errors import NotReached
from huiyin.organisation import posts, queries, teams, units
from huiyin.organisation.models import Role, Unit
from huiyin.organisation.rights import PEOPLE_KEEPERS, STRUCTURE_KEEPERS, STRUCTURE_READERS
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.organisation import shown
from huiyin.workspace.organisation.fields import StaffForm, bound, done
from huiyin.workspace.organisation.forms import CloseForm, MergeForm, MoveForm, NewUnitForm, SearchForm, UnitForm

PAGE = 100
STATES: dict[str, Callable[[date], Q]] = {
    "open": queries.open_on, "closed": queries.closed_on, "merged": queries.merged_on,
}  # fmt: skip


@staff("GET")
def home(request: StaffRequest) -> HttpResponse:
    """Where the actor's part of the tree begins, the search, and the ways to rights and import."""
    if not request.reach.is_one_of(*STRUCTURE_READERS):
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    today = clock.today()
    tops = queries.top_nodes(request.reach)
    sizes: dict[int, int] = {}
    for top in tops:
        sizes.update(queries.subtree_sizes([top], day=today))
    context = {
        "crumbs": [(_("单位与人员"), "")],
        "form": SearchForm(),
        "rows": [(top, shown.unit_state(top, day=today), sizes.get(top.pk, 0), _list(top, "state=open")) for top in tops],
        "areas": [(area, number, _list(tops[0], f"state=open&area={area.uid}"))
                  for area, number in queries.areas(request.reach, day=today)] if len(tops) == 1 else [],
        "may_root": request.reach.is_one_of(Role.ADMINISTRATOR),
        "may_rights": request.reach.is_one_of(*STRUCTURE_KEEPERS),
        "may_import": request.reach.is_one_of(*PEOPLE_KEEPERS),
    }  # fmt: skip
    return render(request, "workspace/organisation/home.html", context)


@staff("GET")
def one(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """One unit: what it is, what lies below it, who holds its posts, which teams cover it."""
    today = clock.today()
    unit = queries.node(uid, request.reach)
    children = queries.children(unit)
    sizes = queries.subtree_sizes(children, day=today)
    standing, kinds = queries.standing(unit, day=today)
    held, past = posts.posts_of(unit, day=today)
    covering, own_teams = teams.touching(unit, day=today)
    context = {
        "crumbs": shown.crumbs(request.reach, unit),
        "unit": unit,
        "state": shown.unit_state(unit, day=today),
        "facts": _facts(unit),
        "children": [
            (child, shown.unit_state(child, day=today), sizes.get(child.pk, 0), _list(child, "state=open"))
            for child in children
        ],
        "kinds": [
            (str(Unit.Kind(kind).label), number, _list(unit, f"state=open&kind={kind}")) for kind, number in kinds
        ],
        "standing": [
            (_("现设单位"), standing.open, _list(unit, "state=open")),
            (_("已撤销单位"), standing.closed, _list(unit, "state=closed")),
            (_("已合并单位"), standing.merged, _list(unit, "state=merged")),
        ],
        "posts": held,
        "past": past,
        "teams": own_teams,
        "covering": covering,
        "may_keep": request.reach.may(STRUCTURE_KEEPERS, unit),
        "may_people": request.reach.may(PEOPLE_KEEPERS, unit),
        "people_href": f"{reverse('organisation_people')}?unit={unit.uid}",
    }
    return render(request, "workspace/organisation/unit.html", context)


@staff("GET")
def listing(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The units behind a count, in official order."""
    today = clock.today()
    top = queries.node(uid, request.reach)
    kind, state, area = (request.GET.get(name, "") for name in ("kind", "state", "area"))
    rows = queries.listed(
        request.reach, top=top, kind=kind, area=_uid(area), state=STATES[state](today) if state in STATES else None
    )
    start = int(request.GET["from"]) if request.GET.get("from", "").isdigit() else 0
    page, before, after = shown.chunk(rows, start, PAGE)
    query = "&".join(f"{name}={value}" for name, value in (("kind", kind), ("state", state), ("area", area)) if value)
    context = {
        "crumbs": shown.crumbs(request.reach, top, (_("单位清单"), "")),
        "top": top,
        "rows": [(n, unit, shown.unit_state(unit, day=today)) for n, unit in enumerate(page, start + 1)],
        "total": len(rows),
        "newer_href": _list(top, f"{query}&from={before}") if before is not None else "",
        "older_href": _list(top, f"{query}&from={after}") if after is not None else "",
    }
    return render(request, "workspace/organisation/units.html", context)


@staff("GET", "POST")
def add(request: StaffRequest, *, uid: UUID | None = None) -> HttpResponse:
    """A new unit below one the actor keeps, or a new root."""
    parent = queries.node(uid, request.reach) if uid else None
    if parent is not None:
        shown.only(request.reach, STRUCTURE_KEEPERS, parent)
    elif not request.reach.is_one_of(Role.ADMINISTRATOR):
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    form = bound(NewUnitForm, request)
    made = done(
        request,
        form,
        lambda: units.add_unit(
            code=form.cleaned_data["code"], fields=form.unit_fields(), parent=parent, actor=request.reach,
            now=clock.now(), today=clock.today(),
        ),
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("已新设“%(unit)s”。") % {"unit": made.name})
        return see_other(shown.unit_href(made))
    title = _("在“%(unit)s”下新设单位") % {"unit": parent.name} if parent else _("新设最上层单位")
    return _form(request, parent, form, title, _("新设"))


@staff("GET", "POST")
def edit(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """What a unit says of itself."""
    unit = queries.node(uid, request.reach)
    shown.only(request.reach, STRUCTURE_KEEPERS, unit)
    initial = {name: getattr(unit, name) for name in ("name", "short_name", "kind", "order", "opened_on", "remark")}
    form = bound(
        UnitForm, request, initial={**initial, "area": unit.area.name if unit.area else "", "seen": unit.revision}
    )  # fmt: skip
    made = done(
        request,
        form,
        lambda: units.amend_unit(
            unit, fields=form.unit_fields(), revision=form.revision, actor=request.reach, now=clock.now()
        ),
    )
    if made is not None:
        messages.success(request, _("已保存。"))
        return see_other(shown.unit_href(made))
    return _form(request, unit, form, _("修改单位信息"), _("保存"))


@staff("GET", "POST")
def move(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """A unit goes elsewhere with all below it."""
    unit = queries.node(uid, request.reach)
    shown.only(request.reach, STRUCTURE_KEEPERS, unit)
    form = bound(MoveForm, request, initial={"seen": unit.revision})
    made = done(
        request,
        form,
        lambda: units.move_unit(
            unit, to=form.cleaned_data["to"], revision=form.revision, actor=request.reach, now=clock.now(),
            today=clock.today(),
        ),
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("已调整隶属。以前的记录仍留在原来的单位名下。"))
        return see_other(shown.unit_href(made))
    lead = _("下级单位随同调整；已经登记的台账按登记时的隶属统计，不会改动。")
    return _form(request, unit, form, _("调整“%(unit)s”的隶属") % {"unit": unit.name}, _("调整"), lead)


@staff("GET", "POST")
def close(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """A unit ends."""
    unit = queries.node(uid, request.reach)
    shown.only(request.reach, STRUCTURE_KEEPERS, unit)
    form = bound(CloseForm, request, initial={"seen": unit.revision, "on": clock.today()})
    made = done(
        request,
        form,
        lambda: units.close_unit(
            unit, on=form.cleaned_data["on"], revision=form.revision, actor=request.reach, now=clock.now()
        ),
    )
    if made is not None:
        messages.success(request, _("已撤销“%(unit)s”，它的记录都保留。") % {"unit": made.name})
        return see_other(shown.unit_href(made))
    lead = _("单位和它的记录都保留，只是不再列为现设单位。还有下级单位的，请先移走或撤销。")
    return _form(request, unit, form, _("撤销“%(unit)s”") % {"unit": unit.name}, _("撤销"), lead, danger=True)


@staff("GET", "POST")
def merge(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """A unit goes into another."""
    unit = queries.node(uid, request.reach)
    shown.only(request.reach, STRUCTURE_KEEPERS, unit)
    form = bound(MergeForm, request, initial={"seen": unit.revision, "on": clock.today()})
    made = done(
        request,
        form,
        lambda: units.merge_unit(
            unit, into=form.cleaned_data["into"], on=form.cleaned_data["on"], revision=form.revision,
            actor=request.reach, now=clock.now(),
        ),
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("已合并。以前的记录仍留在“%(unit)s”名下。") % {"unit": made.name})
        return see_other(shown.unit_href(made))
    lead = _("本单位撤销，以后的记录记到并入的单位；以前的记录留在原处。")
    return _form(request, unit, form, _("把“%(unit)s”并入其他单位") % {"unit": unit.name}, _("合并"), lead, danger=True)


def _form(
    request: StaffRequest, unit: Unit | None, form: StaffForm, title: str, accept: str, lead: str = "",
    *, danger: bool = False,
) -> HttpResponse:  # fmt: skip
    if unit is None:
        crumbs = [(_("单位与人员"), reverse("organisation_home")), (title, "")]
    else:
        crumbs = shown.crumbs(request.reach, unit, (title, ""))
    back = shown.unit_href(unit) if unit else reverse("organisation_home")
    context = {
        "crumbs": crumbs, "form": form, "title": title, "accept": accept, "lead": lead, "back_href": back,
        "danger": danger,
    }  # fmt: skip
    return render(request, "workspace/organisation/form.html", context)


def _facts(unit: Unit) -> list[tuple[str, object]]:
    return [
        (_("单位编码"), unit.code),
        (_("简称"), unit.short_name),
        (_("类型"), unit.get_kind_display()),
        (_("片区"), unit.area.name if unit.area else ""),
        (_("设立日期"), chinese_date(unit.opened_on) if unit.opened_on else ""),
        (_("撤销日期"), chinese_date(unit.closed_on) if unit.closed_on else ""),
        (_("并入单位"), unit.merged_into.name if unit.merged_into else ""),
        (_("备注"), unit.remark),
    ]


def _list(top: Unit, query: str) -> str:
    return f"{reverse('organisation_units', kwargs={'uid': top.uid})}?{query.lstrip('&')}"


def _uid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise NotReached(_("没有这个片区。")) from error
