"""督办 and 通报: matters followed up, circulars drafted and released."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.core.errors import NotReached, Refused
from huiyin.organisation.access import READERS
from huiyin.organisation.models import Role
from huiyin.organisation.search import the_person, the_unit
from huiyin.supervision import answering, circulars, following
from huiyin.supervision.circulars import Line
from huiyin.supervision.models import Finding
from huiyin.workspace.acts import revision, tried, uid_or_none
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.supervision import lists, shown
from huiyin.workspace.supervision.forms import AnswerForm, CircularForm, FollowUpForm

SHOWN = 100
FORM = "workspace/organisation/form.html"


@staff("GET", roles=READERS)
def matters(request: StaffRequest) -> HttpResponse:
    """The matters in reach."""
    rows = list(following.follow_ups(request.reach)[:SHOWN])
    today = clock.today()
    context = {
        "crumbs": shown.crumbs((_("督办"), "")), "is_office": request.reach.is_one_of(Role.OFFICE),
        "rows": [(one, shown.follow_up_state(one), one.state == "open" and one.due_on < today) for one in rows],
    }  # fmt: skip
    return render(request, "workspace/supervision/follow_ups.html", context)


@staff("GET", "POST", roles=(Role.OFFICE,))
def new_matter(request: StaffRequest) -> HttpResponse:
    """Set a unit a matter; `finding` in the address takes one over."""
    offices, units = lists.offices(request.reach), lists.units_below(request.reach)
    wanted = uid_or_none(request.GET.get("finding", ""))
    finding = answering.finding_named(wanted, request.reach) if wanted else None
    initial = {}
    if finding is not None:
        initial = {
            "unit": str(finding.visit.unit.uid), "matter": finding.text, "campaign": str(finding.visit.campaign or ""),
            "by_unit": str(finding.visit.team.unit.uid),
        }  # fmt: skip
    form = FollowUpForm(
        request.POST or None, initial=initial,
        lists={
            "by_unit": lists.named(offices), "unit": lists.named(units), "campaign": lists.campaigns(request.reach)
        },
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = following.set_matter(
                by_unit=lists.unit_of(offices, data["by_unit"]), unit=lists.unit_of(units, data["unit"]),
                title=data["title"], matter=data["matter"], due_on=data["due_on"],
                campaign=lists.campaign_of(data["campaign"]), actor=request.reach, now=clock.now(), finding=finding,
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return see_other(shown.href("supervision_follow_up", made.uid))
    context = {
        "crumbs": shown.crumbs((_("督办"), reverse("supervision_follow_ups")), (_("下达督办"), "")), "form": form,
        "title": _("下达督办"), "accept": _("下达"), "back_href": reverse("supervision_follow_ups"),
    }  # fmt: skip
    return render(request, FORM, context)


@staff("GET", "POST", roles=READERS)
def matter(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """One matter: the unit reports the result, whoever set it says whether it stands."""
    found = following.follow_up_named(uid, request.reach)
    form = AnswerForm(initial={"revision": found.revision})
    if request.method == "POST" and request.POST.get("act") in {"accept", "return"}:
        accepted = request.POST["act"] == "accept"
        tried(
            request,
            lambda: following.decide(
                found, accepted=accepted, words=request.POST.get("words", ""), revision=revision(request),
                actor=request.reach, now=clock.now(),
            ),
            _("已办结。") if accepted else _("已退回。"),
        )  # fmt: skip
        return see_other(shown.href("supervision_follow_up", found.uid))
    if request.method == "POST":
        form = AnswerForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                following.report(
                    found, result=form.cleaned_data["text"], upload=shown.upload(request, form.cleaned_data["file"]),
                    revision=form.cleaned_data["revision"], actor=request.reach, now=clock.now(),
                )  # fmt: skip
            except Refused as refusal:
                form.add_error(None, refusal.sentence)
            else:
                messages.success(request, _("结果已报。"))
                return see_other(shown.href("supervision_follow_up", found.uid))
    form.fields["text"].label = _("办理结果")
    context = {
        "crumbs": shown.crumbs((_("督办"), reverse("supervision_follow_ups")), (found.title, "")), "matter": found,
        "state": shown.follow_up_state(found), "form": form, "may_report": following.may_report(found, request.reach),
        "may_decide": following.may_decide(found, request.reach),
        "late": found.state == "open" and found.due_on < clock.today(),
    }  # fmt: skip
    return render(request, "workspace/supervision/follow_up.html", context, status=422 if form.errors else 200)


@staff("GET", roles=READERS)
def matter_file(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The file of a result."""
    return shown.download(following.file_of(uid, request.reach))


@staff("GET", roles=READERS)
def listed(request: StaffRequest) -> HttpResponse:
    """The circulars in reach."""
    context = {
        "crumbs": shown.crumbs((_("通报"), "")), "is_office": request.reach.is_one_of(Role.OFFICE),
        "rows": [(one, shown.circular_state(one)) for one in circulars.circulars(request.reach)[:SHOWN]],
    }  # fmt: skip
    return render(request, "workspace/supervision/circulars.html", context)


@staff("GET", "POST", roles=(Role.OFFICE,))
def new_circular(request: StaffRequest) -> HttpResponse:
    """Draft a circular."""
    offices = lists.offices(request.reach)
    findings = list(answering.findings(request.reach).order_by("-visit__on", "order")[:SHOWN])
    form = CircularForm(
        request.POST or None,
        lists={
            "unit": lists.named(offices), "campaign": lists.campaigns(request.reach),
            "findings": [
                (str(one.uid), f"{one.visit.unit}：{one.text[:60]}（{one.get_state_display()}）") for one in findings
            ],
        },
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = circulars.draft(
                unit=lists.unit_of(offices, data["unit"]), title=data["title"], document_no=data["document_no"],
                addressee=data["addressee"], text=data["text"], campaign=lists.campaign_of(data["campaign"]),
                lines=_lines(request, form, findings), actor=request.reach, now=clock.now(),
            )  # fmt: skip
        except NotReached:
            raise
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return see_other(shown.href("supervision_circular", made.uid))
    context = {
        "crumbs": shown.crumbs((_("通报"), reverse("supervision_circulars")), (_("起草通报"), "")), "form": form,
        "title": _("起草通报"), "accept": _("存为草稿"), "back_href": reverse("supervision_circulars"),
        "lead": _("由另一人印发。点名到人的，要等单位对那个问题作出答复以后。"),
    }  # fmt: skip
    return render(request, FORM, context)


@staff("GET", "POST", roles=READERS)
def circular(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """One circular; a second person releases it here."""
    found = circulars.circular_named(uid, request.reach)
    if request.method == "POST":
        tried(
            request,
            lambda: circulars.release(found, revision=revision(request), actor=request.reach, now=clock.now()),
            _("通报已印发，并记入发文台账。"),
        )
        return see_other(shown.href("supervision_circular", found.uid))
    context = {
        "crumbs": shown.crumbs((_("通报"), reverse("supervision_circulars")), (found.title, "")), "circular": found,
        "state": shown.circular_state(found), "named": circulars.named_in(found),
        "may_release": circulars.may_release(found, request.reach),
    }  # fmt: skip
    return render(request, "workspace/supervision/circular.html", context)


def _lines(request: StaffRequest, form: CircularForm, findings: list[Finding]) -> list[Line]:
    """What the form names: lines of its own, then the findings ticked; a person only with a single finding."""
    data = form.cleaned_data
    lines = []
    for number, text in enumerate(data["units"].splitlines(), 1):
        if not text.strip():
            continue
        unit, _comma, what = text.strip().replace(",", "，").partition("，")
        if not what:
            raise Refused(_("第 %(n)d 行请写成“单位，事项”。") % {"n": number})
        lines.append(Line(the_unit(unit, request.reach), what))
    ticked = [one for one in findings if str(one.uid) in data["findings"]]
    if data["person"] and len(ticked) != 1:
        raise Refused(_("点名到人的，请只选一个督导问题。"))
    person = the_person(data["person"], request.reach) if data["person"] else None
    return lines + [Line(one.visit.unit, one.text[:500], one, person) for one in ticked]
