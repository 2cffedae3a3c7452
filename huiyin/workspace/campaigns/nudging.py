"""催办: the office's list of units with actions overdue or soon due, with a text to copy for each."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.campaigns.nudging import nudge
from huiyin.campaigns.terms import NUDGE_DAYS
from huiyin.core import clock
from huiyin.rectification.terms import CLIMB_WORKING_DAYS
from huiyin.workspace.campaigns import doing_shown, shown
from huiyin.workspace.campaigns.matrix import matrix_href, unit_href
from huiyin.workspace.campaigns.views import run_by
from huiyin.workspace.gate import StaffRequest, staff


@staff("GET")
def home(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Nothing is sent from here: the text is copied into the chat group by a person."""
    campaign = run_by(request, uid)
    late = request.GET.get("late") == "1"
    found = nudge(
        campaign, request.reach, start=doing_shown.start(request.GET), today=clock.today(), only_late=late
    )  # fmt: skip
    context = {
        "crumbs": shown.crumbs(campaign, (_("任务矩阵"), matrix_href(campaign)), (_("催办"), "")),
        "campaign": campaign,
        "text": found.text,
        "overdue_units": found.overdue_units,
        "rows": [
            (number, one, f"{unit_href(campaign, one.unit)}?state=overdue", f"nudge-{one.unit.uid}")
            for number, one in enumerate(found.owing, found.window.start + 1)
        ],
        "late": late,
        "term": NUDGE_DAYS,
        "climb_term": CLIMB_WORKING_DAYS,
        "here": reverse("campaigns_nudge", kwargs={"uid": uid}),
        **doing_shown.paging(found.window, {"late": "1"} if late else {}),
    }
    return render(request, "workspace/campaigns/nudge.html", context)
