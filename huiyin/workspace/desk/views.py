"""The desk: what waits for me, what I did, what I started; and where each campaign stands."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.campaigns.scope import campaigns_for_scope
from huiyin.core import clock
from huiyin.core.dates import chinese_moment
from huiyin.core.trail import lines_of
from huiyin.workspace.desk import started as starts
from huiyin.workspace.desk.todo import collect
from huiyin.workspace.gate import StaffRequest, staff
from huiyin.workspace.system.actions import sentence


@staff("GET")
def home(request: StaffRequest) -> HttpResponse:
    """待办, and the campaigns one reaches."""
    today = clock.today()
    todos = [(todo, *todo.state(today)) for todo in collect(request.reach, today)]
    return render(
        request,
        "workspace/desk/home.html",
        {"todos": todos, "campaigns": campaigns_for_scope(request.reach)[:5], "today": today},
    )


@staff("GET")
def done(request: StaffRequest) -> HttpResponse:
    """已办: the last things this person did, from the audit lines they left (their own only)."""
    lines, older = lines_of(request.user.uid, before=_after(request))
    events = [
        {"when": chinese_moment(line.at.astimezone(clock.SHANGHAI)), "what": sentence(line.action)} for line in lines
    ]
    return render(
        request,
        "workspace/desk/done.html",
        {"events": events, "older_href": f"?after={older}" if older else "", "position": _("最近办理")},
    )


@staff("GET")
def started(request: StaffRequest) -> HttpResponse:
    """我发起的: what this person set going, as far as they still reach it, with its present state."""
    before = _after(request)
    page = starts.started(request.user.uid, request.reach, before=before, today=clock.today())
    return render(
        request,
        "workspace/desk/started.html",
        {
            "rows": page.rows, "hidden": page.hidden, "position": _("最近发起的在前"),
            "older_href": f"?after={page.older}" if page.older else "",
            "newer_href": reverse("desk_started") if before else "", "newer_label": _("回到最新"),
        },
    )  # fmt: skip


def _after(request: StaffRequest) -> int | None:
    """The key of the last line of the part before; none for a word that is no key."""
    after = request.GET.get("after", "")
    return int(after) if after.isdecimal() and after.isascii() and len(after) < 19 else None
