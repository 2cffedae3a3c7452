"""Whose report a text is: the program's proposal is taken over, turned down or corrected."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.claim_audit import access, queries, whose
from huiyin.core import clock
from huiyin.core.errors import NotReached, Refused
from huiyin.ledgers.engine.units import UnitChoice
from huiyin.workspace.claim_audit import shown
from huiyin.workspace.claim_audit.forms import UnitForm
from huiyin.workspace.gate import StaffRequest, see_other, staff


@staff("GET", "POST")
def unit(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Hold a text against the records of the unit it comes from."""
    text = queries.text(uid, request.reach)
    if not access.may_audit(request.reach, text.unit, text.campaign):
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    if request.POST.get("do") == "keep":
        seen = request.POST.get("seen", "")
        whose.keep(text, revision=int(seen) if seen.isdecimal() else 0, actor=request.reach)
        messages.success(request, _("仍对照“%(unit)s”的记录。") % {"unit": text.unit.name})
        return see_other(shown.text_href(text))
    form = UnitForm(
        UnitChoice(request.reach, access.AUDITORS), data=request.POST or None,
        initial={"seen": text.revision, "unit": text.likely_unit or text.unit},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            moved = whose.move(
                text, unit=form.cleaned_data["unit"], revision=form.cleaned_data["seen"], actor=request.reach,
                now=clock.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("改为对照“%(unit)s”的记录，正在重新读取。") % {"unit": moved.unit.name})
            return see_other(reverse("claim_audit_batch", kwargs={"uid": moved.batch.uid}))
    context = {"text": text, "form": form, "back": shown.text_href(text), "crumbs": shown.crumbs(text, _("对照的单位"))}
    return render(request, "workspace/claim_audit/unit.html", context)
