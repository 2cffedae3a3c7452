"""The restricted register: discipline staff read it; others learn only that it is not theirs to read."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.core.errors import Refused
from huiyin.opinions import handling_queries, triage
from huiyin.opinions.access import WORDS_READERS
from huiyin.organisation.models import Role
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.opinions import shown
from huiyin.workspace.opinions.doors import stamp
from huiyin.workspace.opinions.forms import ReasonForm


@staff("GET", roles=(*WORDS_READERS, Role.DISCIPLINE))
def index(request: StaffRequest) -> HttpResponse:
    """The leads one may read; for an office, why it may not."""
    context = {
        "leads": list(handling_queries.leads(request.reach)),
        "is_discipline": request.reach.is_one_of(Role.DISCIPLINE),
        "crumbs": shown.crumbs((_("专项登记"), "")),
    }
    return render(request, "workspace/opinions/restricted.html", context)


@staff("GET", "POST")
def one(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """One lead: its words, and what was done."""
    lead, words, added = handling_queries.lead_named(uid, request.reach)
    form = ReasonForm(request.POST or None)
    form.fields["reason"].label = _("办理情况")
    if request.method == "POST" and form.is_valid():
        try:
            triage.handle_lead(lead=lead, handled=form.cleaned_data["reason"], **stamp(request))
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("办理情况已登记。"))
            return see_other(shown.href("opinions_lead", lead.uid))
    context = {
        "lead": lead, "words": words, "added": added, "form": form, "about": shown.about(lead.opinion),
        "crumbs": shown.crumbs((_("专项登记"), reverse("opinions_restricted")), (_("一条登记"), "")),
    }  # fmt: skip
    return render(request, "workspace/opinions/lead.html", context)
