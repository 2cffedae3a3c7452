"""Indicators of a special theme: one set up, its values, many values by list."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.core.errors import NotReached
from huiyin.organisation.access import READERS, RECORDERS
from huiyin.special import measuring, pasting, queries
from huiyin.workspace.acts import revision, tried
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.organisation.fields import bound, done
from huiyin.workspace.special import shown
from huiyin.workspace.special.forms import IndicatorForm, ReadingForm, ValuesForm
from huiyin.workspace.uploads import TOO_LARGE


@staff("GET", "POST", roles=RECORDERS)
def new(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """One indicator of one unit."""
    theme = queries.theme(uid, request.reach)
    units = queries.units_for(theme, request.reach)
    form = bound(IndicatorForm, request, units=[(str(one.uid), one.name) for one in units])
    made = done(
        request,
        form,
        lambda: measuring.set_up(
            theme, next(one for one in units if str(one.uid) == form.cleaned_data["unit"]), form.new(),
            actor=request.reach, now=clock.now(),
        ),
    )  # fmt: skip
    back = reverse("special_theme", kwargs={"uid": uid})
    if made is not None:
        messages.success(request, _("已设立，记入专项整治指标台账。"))
        return see_other(reverse("special_indicator", kwargs={"uid": made.uid}))
    context = {
        "crumbs": shown.crumbs(theme, (_("设立指标"), "")), "form": form, "title": _("设立指标"), "accept": _("设立"),
        "lead": _("%(theme)s。基线值、目标值可以以后再补，补齐以前页面上一直标明缺什么。") % {"theme": theme.name}, "back_href": back,
    }  # fmt: skip
    return render(request, "workspace/organisation/form.html", context)


@staff("GET", "POST", roles=READERS)
def indicator(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Its values, newest first; its own clerk adds one more."""
    standing = queries.indicator(uid, request.reach)
    row = standing.row
    keeps = measuring.may_keep(request.reach, row.theme, row.unit)
    if request.method == "POST" and not keeps:
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    form = bound(ReadingForm, request, counted=bool(row.metric), initial={"seen": row.revision})
    made = done(
        request,
        form,
        lambda: measuring.read(row, *form.read(), revision=form.revision, actor=request.reach, now=clock.now()),
    )
    if made is not None:
        messages.success(request, _("已登记，原来的数值都留着。"))
        return see_other(reverse("special_indicator", kwargs={"uid": uid}))
    context = {
        "crumbs": shown.crumbs(row.theme, (row.name, "")), "row": row, "keeps": keeps, "form": form,
        "one": shown.shown(standing, request.reach, clock.today()),
        "readings": [(one, shown.plain(one.value)) for one in reversed(standing.readings)],
    }  # fmt: skip
    return render(request, "workspace/special/indicator.html", context)


@staff("POST", roles=RECORDERS)
def drop(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """An indicator set up wrongly."""
    row = queries.indicator(uid, request.reach).row
    reason, seen = request.POST.get("reason", "")[:300], revision(request)
    dropped = tried(
        request,
        lambda: measuring.drop(row, reason=reason, revision=seen, actor=request.reach, now=clock.now()),
        _("已撤销，台账里的记录作废。"),
    )
    if dropped:
        return see_other(reverse("special_theme", kwargs={"uid": row.theme.uid}))
    return see_other(reverse("special_indicator", kwargs={"uid": uid}))


@staff("GET", "POST", roles=RECORDERS)
def paste(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Values of many indicators: shown before anything is written, then all or none."""
    theme = queries.theme(uid, request.reach)
    form = bound(ValuesForm, request, too_large=bool(request.META.get(TOO_LARGE)))
    lines = done(request, form, lambda: pasting.lines(form.rows(), queries.named(theme, request.reach))) or []
    wrong = [line for line in lines if line.problem]
    if lines and not wrong and "confirm" in request.POST:
        number = done(
            request,
            form,
            lambda: measuring.read_many([line.row for line in lines if line.row], actor=request.reach, now=clock.now()),
        )
        if number is not None:
            messages.success(request, _("登记了 %(n)d 项指标的现值。") % {"n": number})
            return see_other(reverse("special_theme", kwargs={"uid": uid}))
    context = {
        "crumbs": shown.crumbs(theme, (_("成批登记现值"), "")), "form": form, "lines": lines, "wrong": wrong,
        "ready": bool(lines) and not wrong and not form.non_field_errors(), "text": pasting.as_text(lines),
        "heads": list(pasting.COLUMNS.values()), "hidden": [], "title": _("成批登记现值"),
    }  # fmt: skip
    return render(request, "workspace/lists/paste.html", context)
