"""领取凭证: on one's own device, or printed by the office as unnumbered slips."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.ballots import queries
from huiyin.ballots.models import Ballot
from huiyin.core import base64url, clock
from huiyin.core.errors import Refused
from huiyin.eligibility import drawing
from huiyin.workspace.acts import chosen
from huiyin.workspace.ballots import shown
from huiyin.workspace.ballots.doors import my_ballot, nothing
from huiyin.workspace.credentials import SLIPS_MOST, picture, signed
from huiyin.workspace.gate import StaffRequest, see_other, staff


@staff("GET", "POST")
def draw(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The page where a device asks for its blind signature; the answer to the post is for the script."""
    ballot = queries.ballot_named(uid, request.reach)
    entry = queries.own_entry(request.reach, ballot.roll)
    if entry is None or not ballot.electronic or not ballot.roll.frozen:
        raise nothing()
    if request.method == "POST":
        return signed(request, ballot.roll)
    context = {
        "ballot": ballot,
        "entry": entry,
        "drawing": ballot.roll.drawing(clock.now()),
        "drawing_span": shown.drawing_span(ballot.roll),
        "using_span": shown.using_span(ballot.roll),
        "data": {
            "uid": ballot.uid.hex,
            "key": base64url.written(drawing.public_key(ballot.uid)),
            "use": _vote_address(ballot),
        },
        "crumbs": shown.crumbs((_("领取凭证"), ""), ballot=ballot),
    }
    return render(request, "workspace/ballots/draw.html", context)


@staff("GET", "POST")
def slips(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Paper credentials for those ticked: printed once from the answer to the post, and kept nowhere."""
    ballot = my_ballot(request, uid)
    if not ballot.electronic or not ballot.roll.frozen:
        raise nothing()
    if request.method == "POST":
        entries = queries.without_credential(ballot.roll, chosen(request, "entry")[:SLIPS_MOST])
        if not entries:
            messages.error(request, _("没有选中还未领取凭证的人。"))
            return see_other(shown.href("ballots_slips", ballot))
        try:
            made = drawing.print_slips(roll=ballot.roll, entries=entries, actor=request.reach, now=clock.now())
        except Refused as refusal:
            messages.error(request, refusal.sentence)
            return see_other(shown.href("ballots_slips", ballot))
        printed = [picture(f"{_vote_address(ballot)}#{base64url.written(slip)}") for slip in made]
        context = {"ballot": ballot, "printed": printed, "using_span": shown.using_span(ballot.roll)}
        return render(request, "workspace/ballots/slips_printed.html", context)
    rows = queries.yet_to_draw(ballot.roll, most=SLIPS_MOST)
    context = {
        "ballot": ballot, "rows": rows, "drawing": ballot.roll.drawing(clock.now()),
        "drawing_span": shown.drawing_span(ballot.roll), "crumbs": shown.crumbs((_("纸质凭证"), ""), ballot=ballot),
    }  # fmt: skip
    return render(request, "workspace/ballots/slips.html", context)


def _vote_address(ballot: Ballot) -> str:
    return settings.PUBLIC_URL + reverse("portal_ballot", kwargs={"uid": ballot.uid})
