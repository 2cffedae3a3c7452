"""承诺与报告: calls, one's own page, who is missing, lists handed in by a clerk, the closing."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.commitments import after, collecting, pasting, queries
from huiyin.commitments.models import Call
from huiyin.core import clock
from huiyin.core.errors import NotReached
from huiyin.organisation.access import READERS, RECORDERS
from huiyin.organisation.models import Role, Unit
from huiyin.organisation.queries import in_official_order
from huiyin.workspace.acts import revision, tried
from huiyin.workspace.commitments.forms import CallForm, ExtendForm, HandInForm, OwnForm
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.lists import units_and_campaigns
from huiyin.workspace.organisation.fields import bound, done
from huiyin.workspace.uploads import TOO_LARGE

MOST = 100


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("承诺与报告"), reverse("commitments_index")), *more]


@staff("GET", roles=tuple(Role))
def index(request: StaffRequest) -> HttpResponse:
    """One's own open ones, and the calls in reach."""
    rows = list(queries.calls(request.reach)[:MOST]) if request.reach.is_one_of(*READERS) else []
    there = queries.progress(rows, request.reach)
    context = {
        "crumbs": [(_("承诺与报告"), "")], "own": queries.mine(request.reach, clock.today()), "most": MOST,
        "rows": [(one, *there.get(one.pk, (0, 0))) for one in rows],
        "may_call": request.reach.is_one_of(*RECORDERS),
    }  # fmt: skip
    return render(request, "workspace/commitments/index.html", context)


@staff("GET", "POST", roles=RECORDERS)
def new(request: StaffRequest) -> HttpResponse:
    """Send a call."""
    units = [
        one for one in in_official_order(request.reach.units_for(RECORDERS, None))
        if collecting.is_office(request.reach, one)
    ]  # fmt: skip
    _units, campaigns = units_and_campaigns(request.reach)
    form = bound(CallForm, request, units=[(str(one.uid), one.name) for one in units], campaigns=campaigns)
    made = done(
        request,
        form,
        lambda: collecting.call(
            next(one for one in units if str(one.uid) == form.cleaned_data["unit"]), form.call(),
            actor=request.reach, now=clock.now(), among=form.cleaned_data["among"],
        ),
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("已发出，每个人的待办里都能看到。"))
        return see_other(reverse("commitments_call", kwargs={"uid": made.uid}))
    context = {
        "crumbs": _crumbs((_("发出通知"), "")), "form": form, "title": _("发出承诺或报告通知"), "accept": _("发出"),
        "lead": _("应交名单在发出当天固定。事项报告的内容只有本人和发出单位的经办人能看。"), "back_href": reverse("commitments_index"),
    }  # fmt: skip
    return render(request, "workspace/organisation/form.html", context)


@staff("GET", "POST", roles=tuple(Role))
def own(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """What one hands in, or corrects until the due day."""
    row = queries.own(uid, request.reach)
    declaration = row.call.kind == Call.Kind.DECLARATION
    seen = {"text": row.text, "to_correct": row.to_correct, "seen": row.revision}
    form = bound(OwnForm, request, declaration=declaration, initial=seen)
    changed = done(
        request,
        form,
        lambda: collecting.hand_in(
            row, text=form.cleaned_data["text"], to_correct=bool(form.cleaned_data.get("to_correct")),
            revision=form.revision, actor=request.reach, now=clock.now(),
        ),
    )  # fmt: skip
    if changed is not None:
        messages.success(request, _("已提交，截止前可以修改。"))
        return see_other(reverse("commitments_own", kwargs={"uid": uid}))
    overdue = row.call.due_on < clock.today()
    is_open = row.call.standing and not (overdue and row.handed_on)
    context = {
        "crumbs": _crumbs((row.call.title, "")), "row": row, "form": form, "is_open": is_open, "declaration": declaration,
        "overdue": overdue,
    }  # fmt: skip
    return render(request, "workspace/commitments/own.html", context)


@staff("GET", "POST", roles=READERS)
def one(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Handed in and missing, in official order; the unit's own office closes."""
    found = queries.call_named(uid, request.reach)
    office = collecting.is_office(request.reach, found.unit)
    if request.method == "POST":
        if not office:
            raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
        tried(
            request,
            lambda: collecting.close(found, revision=revision(request), actor=request.reach, now=clock.now()),
            _("已收齐，记入台账。"),
        )
        return see_other(reverse("commitments_call", kwargs={"uid": uid}))
    rows = list(queries.dues(found, request.reach))
    handed = [row for row in rows if row.handed_on]
    lacking = [row for row in rows if not row.handed_on]
    # With nobody missing there is something to read only on the other list.
    wanted = request.GET.get("list", "missing" if lacking else "handed")
    wanted = wanted if wanted == "missing" else "handed"
    missing = queries.by_unit(lacking, request.reach)
    lines = queries.by_unit(handed, request.reach) if wanted == "handed" else missing
    context = {
        "crumbs": _crumbs((found.title, "")), "call": found, "office": office, "handed": len(handed),
        "missing": len(lacking), "wanted": wanted, "here": request.path,
        "lines": lines, "unnamed": any(not line.rows for line in lines),
        "declaration": found.kind == Call.Kind.DECLARATION, "reminder": queries.reminder(found, missing),
        "extend": ExtendForm(actor=request.reach), "unpublished": _unpublished(request, found),
        "published": found.public and found.closed_on is not None and not after.unpublished(found).exists(),
        "may_paste": request.reach.is_one_of(*RECORDERS) and found.standing and found.who != Call.Who.UNITS,
    }  # fmt: skip
    return render(request, "workspace/commitments/call.html", context)


@staff("POST", roles=RECORDERS)
def declared(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """One declaration, opened by the calling unit's office; the look is on record, the text in no address."""
    row = queries.declared(uid, request.reach)
    text = collecting.read_one(row, actor=request.reach, now=clock.now())
    call_href = reverse("commitments_call", kwargs={"uid": row.call.uid})
    context = {"crumbs": _crumbs((row.call.title, call_href), (_("查看内容"), "")), "row": row, "text": text}
    return render(request, "workspace/commitments/declared.html", context)


@staff("GET", "POST", roles=RECORDERS)
def paste(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """A clerk hands in for people: shown first, then all or nobody."""
    found = queries.call_named(uid, request.reach)
    form = bound(HandInForm, request, too_large=bool(request.META.get(TOO_LARGE)))
    lines = (
        done(request, form, lambda: pasting.lines(form.rows(), unit=_names_of(request, found), day=clock.today())) or []
    )
    wrong = [line for line in lines if line.problem]
    if lines and not wrong and "confirm" in request.POST:
        number = done(
            request,
            form,
            lambda: collecting.hand_in_many(
                found, [line.row for line in lines if line.row], actor=request.reach, now=clock.now()
            ),
        )
        if number is not None:
            messages.success(request, _("代交了 %(n)d 份。") % {"n": number})
            return see_other(reverse("commitments_call", kwargs={"uid": uid}))
    context = {
        "crumbs": _crumbs((found.title, reverse("commitments_call", kwargs={"uid": uid})), (_("成批代交"), "")),
        "form": form, "lines": lines, "wrong": wrong, "ready": bool(lines) and not wrong and not form.non_field_errors(),
        "text": pasting.as_text(lines), "heads": list(pasting.COLUMNS.values()), "hidden": [], "title": _("成批代交"),
    }  # fmt: skip
    return render(request, "workspace/lists/paste.html", context)


def _unpublished(request: StaffRequest, found: Call) -> int:
    """How many entries wait for the actor to make them public."""
    return after.unpublished(found).count() if after.may_publish(found, request.reach) else 0


def _names_of(request: StaffRequest, found: Call) -> Unit:
    """Among whose people names are looked up: a clerk of a unit below learns nobody's name beside it."""
    if request.reach.may(RECORDERS, found.unit):
        return found.unit
    return in_official_order(request.reach.units_for(RECORDERS, None))[0]
