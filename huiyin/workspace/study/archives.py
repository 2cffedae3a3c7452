"""Pages of the archive: one's own, those of a unit, what a year asks, what was handed in; and the files of a page."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.core.dates import chinese_date
from huiyin.core.errors import NotReached
from huiyin.organisation import naming
from huiyin.organisation.access import RECORDERS
from huiyin.organisation.models import Role, Unit
from huiyin.study import archive, asking, coverage, queries, requirements, works
from huiyin.study.archive import Archive
from huiyin.workspace.acts import tried, uid_or_none
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.organisation.fields import bound, done
from huiyin.workspace.study import files, shown
from huiyin.workspace.study.forms import AskForm, ManyWorksForm, RequirementForm, WorkForm


@staff("GET")
def mine(request: StaffRequest) -> HttpResponse:
    """One's own archive."""
    return _page(request, archive.archive(request.user.person.uid, shown.year(request), request.reach))


@staff("GET")
def one(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Somebody's archive, as far as one may see it."""
    return _page(request, archive.archive(uid, shown.year(request), request.reach))


def _page(request: StaffRequest, made: Archive) -> HttpResponse:
    own = made.person.pk == request.user.person_id
    ask = AskForm(sessions=_session_choices(made)) if own else None
    may_keep = works.may_keep_works(request.reach, made.person)
    context = {
        "archive": made, "own": own, "ask": ask, "may_keep": may_keep,
        "work": WorkForm(actor=request.reach) if may_keep else None, "readers": request.reach.is_one_of(*queries.STUDY_READERS),
        "crumbs": shown.crumbs((made.person.name, "")) if request.reach.is_one_of(*queries.STUDY_READERS) else [],
    }  # fmt: skip
    return render(request, "workspace/study/archive.html", context)


def _session_choices(made: Archive) -> list[tuple[str, str]]:
    words = {True: _("现记为参加"), False: _("现记为缺席"), None: _("名单上没有")}
    return [
        (str(session.uid), f"{chinese_date(session.day)} {session.name}（{words[present]}）")
        for session, present in asking.offered(made.person, made.year)
    ]


@staff("GET")
def taken(request: StaffRequest, *, uid: UUID, form: str) -> HttpResponse:
    """Take the page away, as Excel or Word."""
    made = archive.archive(uid, shown.year(request), request.reach)
    if form not in files.WRITERS or not made.whole:
        raise NotReached(_("没有这个文件。"))
    write, suffix, kind = files.WRITERS[form]
    response = HttpResponse(write(made, clock.now()), content_type=kind)
    name = _("%(name)s%(year)d年学习档案") % {"name": made.person.name, "year": made.year} + suffix
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


@staff("POST")
def ask(request: StaffRequest) -> HttpResponse:
    """Ask for a correction of one's own record."""
    session = uid_or_none(request.POST.get("session", ""))
    if session is None or request.POST.get("present") not in {"0", "1"}:
        messages.error(request, _("请选择是哪一次学习、应当是什么。"))
        return see_other(reverse("study_mine"))
    tried(
        request,
        lambda: asking.ask(
            session=session,
            present=request.POST["present"] == "1",
            words=request.POST.get("words", ""),
            account=request.user,
            now=clock.now(),
        ),
        _("申请已提交，单位核实以后在这里答复。"),
    )
    return see_other(reverse("study_mine"))


@staff("POST")
def hand_in(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """One piece of one person."""
    made = archive.archive(uid, clock.today().year, request.reach)
    if not works.may_keep_works(request.reach, made.person):
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    form = WorkForm(request.POST, actor=request.reach)
    if not form.is_valid():
        messages.error(request, _("请填类别、题目或地点、日期。"))
    else:
        data = form.cleaned_data
        tried(
            request,
            lambda: works.hand_in(
                people=[made.person], kind=data["kind"], title=data["title"], day=data["day"], actor=request.reach,
                now=clock.now(),
            ),
            _("已登记。"),
        )  # fmt: skip
    return see_other(reverse("study_archive", kwargs={"uid": uid}))


@staff("POST")
def withdraw(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Take back a piece registered by mistake."""
    person = works.withdraw(uid=uid, actor=request.reach, now=clock.now())
    messages.success(request, _("已撤回。"))
    return see_other(reverse("study_archive", kwargs={"uid": person.uid}))


@staff("GET", roles=queries.STUDY_READERS)
def unit(request: StaffRequest) -> HttpResponse:
    """A unit's study in a year: coverage, hours, classes; names of those not reached for the unit itself only."""
    here, year = _unit(request), shown.year(request)
    units = queries.nearby(request.reach, here)
    today = clock.today()
    names = coverage.sees_names(request.reach, here)
    missing = coverage.not_reached(here, year=year, today=today) if names else []
    context = {
        "unit": here, "units": units, "year": year, "years": range(today.year, 2007, -1),
        "overview": coverage.overview(here, year=year, today=today, known_units=units), "names": names, "missing": missing,
        "rules": requirements.in_force(here, year), "defaults": requirements.DEFAULTS,
        "crumbs": shown.crumbs((here.name, "")), "may_keep": request.reach.may(RECORDERS, here),
        "office": request.reach.is_one_of(Role.OFFICE), **_lists(here, year),
    }  # fmt: skip
    return render(request, "workspace/study/unit.html", context)


@staff("GET", roles=queries.STUDY_READERS)
def people(request: StaffRequest) -> HttpResponse:
    """The archives of a unit and below, by unit, never by amount."""
    here, year, page = _unit(request), shown.year(request), shown.page(request)
    words = " ".join(request.GET.get("q", "").split())[:60]
    rows, total = coverage.archives(here, year=year, today=clock.today(), words=words, page=page)
    context = {
        "unit": here, "year": year, "rows": rows, "total": total, "words": words, "first": page * coverage.PAGE,
        "pager": shown.pager(page, total, coverage.PAGE, f"unit={here.uid}&year={year}&q={words}"),
        "crumbs": shown.crumbs((here.name, f"{reverse('study_unit')}?unit={here.uid}&year={year}"), (_("学习档案"), "")),
    }  # fmt: skip
    return render(request, "workspace/study/people_list.html", context)


@staff("GET", "POST", roles=RECORDERS)
def many(request: StaffRequest) -> HttpResponse:
    """The same piece handed in by many, from a pasted column."""
    kept = queries.keeping_units(request.reach)
    here = shown.unit_of(request, kept)
    if here is None:
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    form = bound(ManyWorksForm, request)

    def enter() -> int:
        data = form.cleaned_data
        found = naming.everyone_named(data["names"], unit=here, day=data["day"])
        made = works.hand_in(
            people=found, kind=data["kind"], title=data["title"], day=data["day"], actor=request.reach, now=clock.now()
        )
        return len(made)

    count = done(request, form, enter)
    if count is not None:
        messages.success(request, _("已为 %(n)d 人登记。") % {"n": count})
        return see_other(f"{reverse('study_unit')}?unit={here.uid}")
    context = {"form": form, "unit": here, "crumbs": shown.crumbs((_("登记学习成果"), ""))}
    return render(request, "workspace/study/many.html", context)


@staff("GET", "POST", roles=(Role.OFFICE,))
def rules(request: StaffRequest) -> HttpResponse:
    """What a year asks of people: the rule table, with its sources."""
    here, year = _unit(request), shown.year(request)
    units, campaigns = shown.kept_choices(request.reach)
    form = bound(
        RequirementForm, request, units=units, campaigns=campaigns, initial={"year": year, "unit": str(here.uid)}
    )

    def enter() -> object:
        data = form.cleaned_data
        chosen = next(one for one in queries.keeping_units(request.reach) if str(one.uid) == data["unit"])
        return requirements.require(
            unit=chosen, year=data["year"], what=data["what"], leaders_only=data["leaders_only"], amount=data["amount"],
            source=data["source"], words=data["words"], campaign=uid_or_none(data["campaign"]), actor=request.reach,
            now=clock.now(),
        )  # fmt: skip

    if done(request, form, enter) is not None:
        messages.success(request, _("已规定。"))
        return see_other(f"{reverse('study_rules')}?unit={here.uid}&year={form.cleaned_data['year']}")
    context = {
        "unit": here, "year": year, "form": form, "rules": requirements.in_force(here, year),
        "defaults": requirements.DEFAULTS, "crumbs": shown.crumbs((_("学习要求"), "")),
        "mine": {one.pk for one in queries.keeping_units(request.reach)},
    }  # fmt: skip
    return render(request, "workspace/study/rules.html", context)


@staff("POST", roles=(Role.OFFICE,))
def rule_withdraw(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Take a requirement back."""
    requirements.withdraw(uid=uid, actor=request.reach, now=clock.now())
    messages.success(request, _("已撤销。"))
    return see_other(reverse("study_rules"))


def _unit(request: StaffRequest) -> Unit:
    """The unit in the address; one out of reach is not there."""
    found = shown.read_unit(request)
    if found is None:
        raise NotReached(_("没有这个单位，或它不在您的权限范围内。"))
    return found


def _lists(here: Unit, year: int) -> dict[str, str]:
    """Where the counts of a unit open."""
    asked = f"?unit={here.uid}&year={year}"
    sessions = reverse("study_index") + asked
    return {"people": reverse("study_archives") + asked, "held": sessions, "classes": f"{sessions}&kind=training_class"}
