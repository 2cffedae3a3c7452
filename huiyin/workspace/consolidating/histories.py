"""What people did with the cards, step by step; and one item's history."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.consolidating import facing, history, queries, undoing
from huiyin.opinions import handling_queries
from huiyin.workspace.consolidating import shown
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.opinions import shown as opinions_shown
from huiyin.workspace.opinions.doors import my_round, stamp


@staff("GET")
def acts(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Every act on the board's cards, newest first, each to be taken back while nobody went on from it."""
    round = my_round(request, uid)
    here = reverse("consolidating_history", kwargs={"uid": round.uid})
    found, older = queries.acts(
        round.campaign, round.unit, before=opinions_shown.uid_or_none(request.GET.get("before", ""))
    )
    there = queries.still_there(request.reach, round.campaign, round.unit, {step.card_number for step in found})
    context = {
        "round": round,
        "rows": [(step, shown.act(step), _card_href(there.get(step.card_number))) for step in found],
        "position": _("新的在前，每页 %(size)d 步") % {"size": queries.LINES},
        "older_href": f"{here}?before={older}" if older else "",
        "newer_href": here if "before" in request.GET else "",
        "crumbs": shown.crumbs(round, (_("办理经过"), "")),
    }
    return render(request, "workspace/consolidating/history.html", context)


def _card_href(uid: UUID | None) -> str:
    return shown.card_href(uid) if uid else ""


@staff("POST")
def undo(request: StaffRequest, *, uid: UUID, step: UUID) -> HttpResponse:
    """Take one act back."""
    round = my_round(request, uid)
    found = undoing.step_named(step, request.reach)
    opinions_shown.tried(
        request,
        lambda: undoing.undo(step=found, **stamp(request)),
        _("已撤销“%(verb)s”。") % {"verb": found.get_verb_display()},
    )
    return see_other(reverse("consolidating_history", kwargs={"uid": round.uid}))


@staff("GET")
def item(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Who did what with one item, and when."""
    found = handling_queries.item_named(uid, request.reach)
    here = reverse("consolidating_item_history", kwargs={"uid": found.uid})
    rows, older = history.of_item(
        found, request.reach, before=opinions_shown.uid_or_none(request.GET.get("before", ""))
    )
    context = {
        "item": found,
        "opposites": [shown.against(side) for side in facing.against_item(found, request.reach)],
        "rows": rows,
        "position": _("新的在前"),
        "older_href": f"{here}?before={older}" if older else "",
        "newer_href": here if "before" in request.GET else "",
        "crumbs": opinions_shown.crumbs(
            (_("条目 %(code)s") % {"code": found.code}, opinions_shown.href("opinions_item", found)), (_("经过"), "")
        ),
    }
    return render(request, "workspace/consolidating/item_history.html", context)
