"""异议: the list of those in reach, and one with its answer."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.burden import objecting
from huiyin.core import clock
from huiyin.core.errors import Refused
from huiyin.organisation.access import READERS
from huiyin.workspace.burden import shown
from huiyin.workspace.burden.forms import AnswerForm
from huiyin.workspace.gate import StaffRequest, see_other, staff

MOST = 200


@staff("GET", roles=READERS)
def listing(request: StaffRequest) -> HttpResponse:
    """The newest objections of units one reads."""
    found = list(objecting.visible(request.reach).order_by("-pk")[:MOST])
    rows = [(one, shown.objection_state(one)) for one in found]
    context = {"rows": rows, "crumbs": shown.crumbs((_("异议"), "")), "today": clock.today()}
    return render(request, "workspace/burden/objections.html", context)


@staff("GET", "POST")
def one(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """One objection; the level above the asker answers it here."""
    objection = objecting.objection_named(uid, request.reach)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            objecting.answer(
                objection, outcome=data["outcome"], reason=data["reason"], actor=request.reach, now=clock.now(),
                today=clock.today(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("已答复，提出单位和要求单位都能看到。"))
            return see_other(reverse("burden_objection", kwargs={"uid": uid}))
    context = {
        "objection": objection, "state": shown.objection_state(objection), "form": form,
        "may_answer": objecting.waiting_for(request.reach).filter(pk=objection.pk).exists(),
        "crumbs": shown.crumbs((_("异议"), reverse("burden_objections")), (objection.form.name, "")),
    }  # fmt: skip
    return render(request, "workspace/burden/objection.html", context)
