"""Finding people, one person's page, and the verbs on people, their accounts and slips."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.campaigns import roster
from huiyin.core import clock
from huiyin.core.errors import NotReached, Refused
from huiyin.organisation import accounts, grants, people, posts, queries, search
from huiyin.organisation.models import Person, Role, Unit
from huiyin.organisation.rights import PEOPLE_KEEPERS, STRUCTURE_KEEPERS, STRUCTURE_READERS
from huiyin.organisation.sign_in import issue_slip
from huiyin.organisation.terms import SLIP_DAYS
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.organisation import shown
from huiyin.workspace.organisation.fields import bound, done
from huiyin.workspace.organisation.form_page import form_page
from huiyin.workspace.organisation.forms import AccountForm, DayForm, PersonForm, SearchForm


@staff("GET")
def listing(request: StaffRequest) -> HttpResponse:
    """People by what was typed, or all of one unit; units that fit are named above them."""
    if not request.reach.is_one_of(*STRUCTURE_READERS):
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    form = SearchForm(request.GET)
    text = form.cleaned_data["q"].strip() if form.is_valid() else ""
    unit: Unit | None = None
    if request.GET.get("unit"):
        unit = queries.node(_uid(request.GET["unit"]), request.reach)
        found = search.shown(search.people_of(unit, request.reach))
    else:
        found = search.shown(search.find_people(text, request.reach))
    titles = search.titles_of(found.people, day=clock.today())
    context = {
        "crumbs": shown.crumbs(request.reach, unit, (_("人员"), ""))
        if unit
        else [(_("单位与人员"), reverse("organisation_home")), (_("查找人员"), "")],
        "form": form,
        "unit": unit,
        "asked": bool(text) or unit is not None,
        "rows": [(person, titles.get(person.pk, "")) for person in found.people],
        "cut": found.total - len(found.people),
        "total": found.total,
        "units": search.find_units(text, request.reach)[:20] if text else [],
    }
    return render(request, "workspace/organisation/people.html", context)


@staff("GET")
def one(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """One person: what is kept, posts held, teams, and, for those who keep rights, rights and account."""
    today = clock.today()
    person = search.person_reached(uid, request.reach)
    keeps = request.reach.may(STRUCTURE_KEEPERS, person.unit)
    context = {
        "crumbs": shown.crumbs(request.reach, person.unit, (person.name, "")),
        "person": person,
        "facts": _facts(person),
        "holdings": [(h, h.ends_on is None or h.ends_on >= today) for h in posts.holdings_of(person)],
        "teams": search.teams_of(person),
        "grants": [(g, shown.grant_state(g, day=today)) for g in grants.grants_of(person)] if keeps else [],
        "account": accounts.account_of(person),
        "may_keep": keeps,
        "may_edit": request.reach.may(PEOPLE_KEEPERS, person.unit),
        "may_slip": request.reach.may((Role.OFFICE,), person.unit),
        "is_self": person.pk == request.user.person_id,
    }
    return render(request, "workspace/organisation/person.html", context)


@staff("GET", "POST")
def add(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """A new person of a unit."""
    unit = queries.node(uid, request.reach)
    shown.only(request.reach, PEOPLE_KEEPERS, unit)
    form = bound(PersonForm, request, initial={"unit": unit})
    made = done(
        request,
        form,
        lambda: people.add_person(fields=form.person_fields(), actor=request.reach, now=clock.now()),
    )
    if made is not None:
        messages.success(request, _("已增加“%(name)s”。") % {"name": made.name})
        return see_other(shown.person_href(made))
    title = _("增加人员")
    return form_page(request, unit, form, title, _("增加"), shown.unit_href(unit))


@staff("GET", "POST")
def edit(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """What is kept of a person."""
    person = search.person_reached(uid, request.reach)
    shown.only(request.reach, PEOPLE_KEEPERS, person.unit)
    names = ("name", "unit", "staff_no", "phone", "born", "education", "retired_on", "remark")
    initial = {name: getattr(person, name) for name in names}
    form = bound(PersonForm, request, initial={**initial, "seen": person.revision})
    made = done(
        request,
        form,
        lambda: people.amend_person(
            person, fields=form.person_fields(), revision=form.revision, actor=request.reach, now=clock.now()
        ),
    )
    if made is not None:
        messages.success(request, _("已保存。"))
        return see_other(shown.person_href(made))
    return form_page(request, person.unit, form, _("修改人员信息"), _("保存"), shown.person_href(person))


@staff("GET", "POST")
def leave(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Somebody leaves: posts, rights and account end."""
    person = search.person_reached(uid, request.reach)
    shown.only(request.reach, STRUCTURE_KEEPERS, person.unit)
    form = bound(DayForm, request, initial={"seen": person.revision, "on": clock.today()}, label=_("离开日期"))
    made = done(
        request,
        form,
        lambda: roster.leave(
            person, on=form.cleaned_data["on"], revision=form.revision, actor=request.reach, now=clock.now(),
            today=clock.today(),
        ),
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("已办理“%(name)s”离开。") % {"name": made.name})
        return see_other(shown.person_href(made))
    title = _("办理“%(name)s”离开") % {"name": person.name}
    lead = _("从这一天起免去所任职务，终止全部权限，停用账号；以前的记录都保留。")
    return form_page(
        request, person.unit, form, title, _("办理离开"), shown.person_href(person), lead, danger=True
    )  # fmt: skip


@staff("GET", "POST")
def open_account(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The person's first account."""
    person = search.person_reached(uid, request.reach)
    shown.only(request.reach, STRUCTURE_KEEPERS, person.unit)
    form = bound(AccountForm, request)
    made = done(
        request,
        form,
        lambda: accounts.open_account(
            person=person, password=form.cleaned_data["password"] or None, actor=request.reach, now=clock.now()
        ),
    )
    if made is not None:
        messages.success(request, _("已给“%(name)s”开通账号。") % {"name": person.name})
        return see_other(shown.person_href(person))
    title = _("给“%(name)s”开通账号") % {"name": person.name}
    return form_page(request, person.unit, form, title, _("开通"), shown.person_href(person))


@staff("POST")
def set_active(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Shut an account, or open it again."""
    person = search.person_reached(uid, request.reach)
    shown.only(request.reach, STRUCTURE_KEEPERS, person.unit)
    account = accounts.account_of(person)
    if account is None:
        raise NotReached(_("这个人还没有账号。"))
    wanted = request.POST.get("active", "")
    if wanted not in {"0", "1"}:
        raise Refused(_("页面不完整，没有停用也没有恢复账号。请刷新后重试。"))
    active = wanted == "1"
    accounts.set_active(account, active=active, actor=request.reach, now=clock.now())
    messages.success(request, _("已恢复账号。") if active else _("已停用账号。"))
    return see_other(shown.person_href(person))


@staff("GET", "POST")
def slip(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """A printed one-time sign-in slip.

    Shown by the POST itself, not after a redirect: the code is kept nowhere but as a digest, so no later page could show
    it. A reload asks first, and then makes a new slip that replaces this one.
    """
    person = search.person_reached(uid, request.reach)
    account = accounts.account_of(person)
    if account is None or not request.reach.may((Role.OFFICE,), person.unit):
        raise NotReached(_("这个人还没有账号，或不在您的权限范围内。"))
    crumbs = shown.crumbs(request.reach, person.unit, (person.name, shown.person_href(person)), (_("一次性登录条"), ""))
    context = {
        "crumbs": crumbs,
        "person": person,
        "days": SLIP_DAYS.value,
        "term": SLIP_DAYS,
        "back_href": shown.person_href(person),
    }
    if request.method != "POST":
        return render(request, "workspace/organisation/slip_ask.html", context)
    code = issue_slip(account, actor=request.reach, now=clock.now())
    return render(request, "workspace/organisation/slip.html", {**context, "code": code, "issued_on": clock.today()})


def _facts(person: Person) -> list[tuple[str, object]]:
    return [
        (_("工号"), person.staff_no or ""),
        (_("手机号"), person.phone or ""),
        (_("所在单位"), person.unit.name),
        (_("出生年月"), f"{person.born.year}年{person.born.month}月" if person.born else ""),
        (_("学历"), person.education),
        (_("退休日期"), person.retired_on),
        (_("离开日期"), person.left_on),
        (_("备注"), person.remark),
    ]


def _uid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotReached(_("没有这个单位。")) from error
