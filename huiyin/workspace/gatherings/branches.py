"""支部会议: what was held, which branches are silent, a meeting with its roll ticked."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.gatherings import branches
from huiyin.gatherings.quorum import BY_CODE
from huiyin.gatherings.terms import SILENT_DAYS
from huiyin.organisation.access import READERS, RECORDERS
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.gatherings import shown
from huiyin.workspace.gatherings.forms import BranchForm
from huiyin.workspace.organisation.fields import bound, done


@staff("GET", roles=READERS)
def listed(request: StaffRequest) -> HttpResponse:
    """Meetings held, branches to record for, silent ones to ask."""
    reach = request.reach
    context = {
        "crumbs": shown.crumbs((_("支部会议"), "")),
        "meetings": [(one, shown.href("gatherings_branch_meeting", one.uid)) for one in branches.meetings_of(reach)],
        "branches": [
            (one, reverse("gatherings_branch_new", kwargs={"unit": one.uid})) for one in branches.branches(reach)
        ],
        "silent": branches.silent(reach, clock.today()), "settings": list(SILENT_DAYS.values()),
    }  # fmt: skip
    return render(request, "workspace/gatherings/branches.html", context)


@staff("GET", "POST", roles=RECORDERS)
def new(request: StaffRequest, *, unit: UUID) -> HttpResponse:
    """Record a meeting of a branch."""
    of, today = branches.branch_run(unit, request.reach), clock.today()
    roll = branches.roll_of(of, today)
    form = bound(BranchForm, request, roll=roll, initial={"on": today})
    made = done(
        request,
        form,
        lambda: branches.record(
            of, kind=form.cleaned_data["kind"], preset=form.cleaned_data["preset"], on=form.cleaned_data["on"],
            topics=form.cleaned_data["topics"], ways=form.ways(), actor=request.reach, now=clock.now(),
        ),
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("已登记，记入会议台账。"))
        return see_other(shown.href("gatherings_branch_meeting", made.uid))
    back = reverse("gatherings_branches")
    context = {
        "crumbs": shown.crumbs((_("支部会议"), back), (_("登记支部会议"), "")), "form": form, "unit": of, "back_href": back,
        "quorums": BY_CODE.values(),
    }  # fmt: skip
    return render(request, "workspace/gatherings/branch_new.html", context)


@staff("GET", roles=READERS)
def one(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """One meeting: numbers, who was away and why, leaders as ordinary members."""
    found = branches.meeting_named(uid, request.reach)
    parts = branches.parts_of(found)
    context = {
        "crumbs": shown.crumbs((_("支部会议"), reverse("gatherings_branches")), (str(found), "")), "meeting": found,
        "quorum": BY_CODE[found.preset], "away": [part for part in parts if part.way != "present"],
        "leaders": [part for part in parts if part.leader and part.way == "present"],
    }  # fmt: skip
    return render(request, "workspace/gatherings/branch_meeting.html", context)
