"""Regulations entered one by one or by list, and what is said of one changed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.organisation.access import RECORDERS
from huiyin.organisation.models import Unit
from huiyin.regulating import pasting, queries, registering
from huiyin.regulating.registering import Entered
from huiyin.workspace.acts import uid_or_none
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.lists import UnitForm, units_and_campaigns
from huiyin.workspace.organisation.fields import bound, done
from huiyin.workspace.regulating import shown
from huiyin.workspace.regulating.forms import EditForm, NewForm, RulesForm
from huiyin.workspace.uploads import TOO_LARGE


@staff("GET", "POST", roles=RECORDERS)
def new(request: StaffRequest) -> HttpResponse:
    """One regulation."""
    units, campaigns = units_and_campaigns(request.reach)
    form = bound(NewForm, request, units=units, campaigns=campaigns)
    made = done(
        request,
        form,
        lambda: registering.enter(
            _unit(form, request), [Entered(form.cleaned_data["name"], form.cleaned_data["document_no"])],
            campaign=uid_or_none(form.cleaned_data["campaign"]), actor=request.reach, now=clock.now(),
        ),
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("已登记。请接着填写责任岗位和对应问题。"))
        return see_other(reverse("regulating_edit", kwargs={"uid": made[0].uid}))
    context = {
        "crumbs": shown.crumbs((_("登记制度"), "")), "form": form, "title": _("登记制度"), "accept": _("登记"),
        "lead": _("现有的制度逐项登记，评估后写结论；准备新建的也先登记在这里。成批的可以粘贴或上传。"),
        "back_href": reverse("regulating_index"),
    }  # fmt: skip
    return render(request, "workspace/organisation/form.html", context)


@staff("GET", "POST", roles=RECORDERS)
def paste(request: StaffRequest) -> HttpResponse:
    """Many at once: shown before anything is written, then all of them or none."""
    units, campaigns = units_and_campaigns(request.reach)
    form = bound(RulesForm, request, units=units, campaigns=campaigns, too_large=bool(request.META.get(TOO_LARGE)))
    lines = done(
        request,
        form,
        lambda: pasting.lines(
            form.rows(), unit=_unit(form, request), actor=request.reach
        ),
    )  # fmt: skip
    wrong = [line for line in lines or [] if line.problem]
    if lines and not wrong and "confirm" in request.POST:
        made = done(
            request,
            form,
            lambda: registering.enter(
                _unit(form, request), [line.row for line in lines if line.row], actor=request.reach, now=clock.now(),
                campaign=uid_or_none(form.cleaned_data["campaign"]),
            ),
        )  # fmt: skip
        if made is not None:
            messages.success(request, _("登记了 %(n)d 项。") % {"n": len(made)})
            return see_other(reverse("regulating_index"))
    context = {
        "crumbs": shown.crumbs((_("成批登记"), "")), "form": form, "lines": lines or [], "wrong": wrong,
        "ready": bool(lines) and not wrong and not form.non_field_errors(), "text": pasting.as_text(lines or []),
        "heads": list(pasting.COLUMNS.values()), "title": _("成批登记制度"),
        "hidden": [(name, str(form.data.get(name, ""))) for name in ("unit", "campaign")] if form.is_bound else [],
    }  # fmt: skip
    return render(request, "workspace/lists/paste.html", context)


@staff("GET", "POST", roles=RECORDERS)
def edit(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Name, number, owner, problem."""
    row = queries.rule_kept(uid, request.reach)
    posts = queries.posts_for(row.unit)
    if row.post is not None and row.post not in posts:
        posts.insert(0, row.post)
    initial = {
        "name": row.name, "document_no": row.document_no, "post": row.post.uid if row.post else "",
        "problem": row.problem.uid if row.problem else "", "seen": row.revision,
    }  # fmt: skip
    problems = queries.problems_for(request.reach, row.problem)
    form = bound(EditForm, request, posts=posts, problems=problems, initial=initial)
    changed = done(
        request,
        form,
        lambda: registering.amend(row, form.entered(), revision=form.revision, actor=request.reach, now=clock.now()),
    )
    if changed is not None:
        messages.success(request, _("已登记。"))
        return see_other(shown.href(row))
    context = {
        "crumbs": shown.of(row, _("修改登记")), "form": form, "title": _("修改登记"), "accept": _("保存"),
        "back_href": shown.href(row),
    }  # fmt: skip
    return render(request, "workspace/organisation/form.html", context)


def _unit(form: UnitForm, request: StaffRequest) -> Unit:
    """The unit chosen; the choices were those one records for."""
    return queries.unit_named(UUID(form.cleaned_data["unit"]), request.reach)
