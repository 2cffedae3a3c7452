"""监票: a teller's device makes a key pair before, and hands the private half over after close."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.ballots import casting, opening, preparing, queries
from huiyin.ballots.models import Ballot
from huiyin.core import base64url, clock
from huiyin.workspace.ballots import shown
from huiyin.workspace.ballots.doors import nothing
from huiyin.workspace.gate import StaffRequest, see_other, staff


@staff("GET", "POST")
def teller(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """What a teller has to do now: make the key, keep it, or hand it over."""
    ballot = queries.ballot_named(uid, request.reach)
    mine = queries.own_teller(request.reach, ballot)
    if mine is None or not ballot.electronic:
        raise nothing()
    if request.method == "POST":
        if ballot.state == Ballot.State.DRAFT:
            shown.tried(
                request,
                lambda: preparing.give_public_key(
                    ballot=ballot,
                    point=base64url.read(request.POST.get("point", "")),
                    actor=request.reach,
                    now=clock.now(),
                ),
                _("公钥已交。请把监票密钥收好，截止以后凭它开票。"),
            )
        else:
            shown.tried(
                request,
                lambda: opening.hand_key(
                    ballot=ballot,
                    private=base64url.read(request.POST.get("secret", "")),
                    actor=request.reach,
                    now=clock.now(),
                ),
                _("密钥已交。人数够了就自动开票。"),
            )
        return see_other(shown.href("ballots_teller", ballot))
    kept = casting.kept_keys(ballot)
    context = {
        "ballot": ballot,
        "teller": mine,
        "state": shown.state(ballot),
        "handed": len(kept),
        "mine_handed": mine.number in kept,
        "using_span": shown.using_span(ballot.roll),
        "crumbs": shown.crumbs((_("监票"), ""), ballot=ballot),
    }
    return render(request, "workspace/ballots/teller.html", context)
