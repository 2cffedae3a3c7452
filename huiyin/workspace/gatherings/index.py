"""The first page: the talks, materials and meetings somebody comes upon, and for the office a way to begin one."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.campaigns.audience import readable
from huiyin.core import clock
from huiyin.gatherings import material_reads, meeting_reads, talk_board
from huiyin.gatherings.rights import runs
from huiyin.organisation.access import READERS
from huiyin.organisation.models import Role
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.gatherings import shown
from huiyin.workspace.gatherings.forms import StartForm
from huiyin.workspace.organisation.fields import bound

BEGINNING = {"talks": "gatherings_draw_up", "materials": "gatherings_begin", "meeting": "gatherings_prepare"}


@staff("GET")
def index(request: StaffRequest) -> HttpResponse:
    """What there is, each with its state."""
    today = clock.today()
    context = {
        "crumbs": [(_("谈心和民主生活会"), "")],
        "talks": [(one, shown.href("gatherings_talks", one.uid)) for one, _how in talk_board.rounds_seen(request.reach, today)],
        "materials": [
            (one, shown.href("gatherings_materials", one.uid)) for one in material_reads.rounds_seen(request.reach, today)
        ],
        "meetings": [
            (one, shown.href("gatherings_meeting", one.uid), shown.meeting_state(one))
            for one in meeting_reads.meetings_seen(request.reach, today)
        ],
        "may_start": request.reach.is_one_of(Role.OFFICE), "reads": request.reach.is_one_of(*READERS),
    }  # fmt: skip
    return render(request, "workspace/gatherings/index.html", context)


@staff("GET", "POST", roles=(Role.OFFICE,))
def start(request: StaffRequest) -> HttpResponse:
    """Whose team and what: leads to the page where it is done."""
    found = {str(one.uid): one for one in readable(request.reach).order_by("-begins_on", "pk")}
    form = bound(StartForm, request, campaigns=[(uid, one.name) for uid, one in found.items()])
    if request.method == "POST" and form.is_valid():
        campaign, unit = found[form.cleaned_data["campaign"]], form.cleaned_data["unit"]
        if runs(request.reach, unit, campaign):
            return see_other(shown.team_href(BEGINNING[form.cleaned_data["what"]], campaign, unit))
        form.add_error("unit", _("您不是“%(unit)s”或它上级的活动办公室。") % {"unit": unit.name})
    context = {
        "crumbs": shown.crumbs((_("新办一件事"), "")), "form": form, "title": _("新办一件事"), "accept": _("下一步"),
        "back_href": reverse("gatherings_index"),
    }  # fmt: skip
    return render(request, "workspace/organisation/form.html", context)
