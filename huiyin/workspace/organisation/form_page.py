"""The page of one form on a unit, its people, posts or teams."""

from django.http import HttpResponse
from django.shortcuts import render

from huiyin.organisation.models import Unit
from huiyin.workspace.gate import StaffRequest
from huiyin.workspace.organisation import shown
from huiyin.workspace.organisation.fields import StaffForm


def form_page(
    request: StaffRequest, unit: Unit, form: StaffForm, title: str, accept: str, back: str, lead: str = "",
    *, danger: bool = False,
) -> HttpResponse:  # fmt: skip
    """The form under its title: `accept` is what the button says, `back` where giving up leads, `lead` what it means."""
    context = {
        "crumbs": shown.crumbs(request.reach, unit, (title, "")), "form": form, "title": title, "accept": accept,
        "lead": lead, "back_href": back, "danger": danger,
    }  # fmt: skip
    return render(request, "workspace/organisation/form.html", context)
