"""The desk: what waits for me, what I did, what I started; and where each campaign stands."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.campaigns.scope import campaigns_for_scope
from huiyin.core import clock
from huiyin.core.dates import chinese_moment
from huiyin.core.trail import lines_of
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
    after = request.GET.get("after", "")
    lines, older = lines_of(request.user.uid, before=int(after) if after.isdigit() else None)
    events = [
        {"when": chinese_moment(line.at.astimezone(clock.SHANGHAI)), "what": sentence(line.action)} for line in lines
    ]
    return render(
        request,
        "workspace/desk/done.html",
        {"events": events, "older_href": f"?after={older}" if older else "", "position": _("最近办理")},
    )
