"""Posters of a round: one A4 page for the round, and one for each unit that takes part, with a square code to speak by."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit
from uuid import UUID

import segno
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.campaigns.official import window
from huiyin.campaigns.queries import participations
from huiyin.core import clock
from huiyin.core.health import LOOPBACK
from huiyin.opinions import queries
from huiyin.opinions.models import Round, RoundSubject
from huiyin.opinions.posters import subjects_for
from huiyin.opinions.promise import kept_of
from huiyin.opinions.public import groups_of, subjects_of, why_closed
from huiyin.organisation.models import Unit
from huiyin.workspace.campaigns import doing_shown
from huiyin.workspace.gate import StaffRequest, staff
from huiyin.workspace.opinions import shown

PAGE = 100  # posters at a time, so that a browser prints what it shows
ASK_MOST = 60  # signs that stand on a sheet in large type with everything else


@dataclass(frozen=True)
class Poster:
    """One page: where it hangs (empty: anywhere), what is chosen beforehand, and the square code."""

    place: str
    chosen: str
    qr: str


@staff("GET")
def one(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The round's own poster, to hang anywhere."""
    round = queries.round_named(uid, request.reach)
    return _page(request, round, [_poster(_code, round, None, None)], _("海报"))


@staff("GET")
def of_units(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """A poster for every unit that takes part, as far as reached, in official order, one sheet each; a hundred at a time."""
    round = queries.round_named(uid, request.reach)
    found = [
        part.unit.pk
        for part in participations(round.campaign, request.reach)
        if part.until is None and part.unit.path.startswith(round.unit.path)
    ]
    here = window(found, doing_shown.start(request.GET), PAGE)
    chosen = subjects_for(round, here.units)
    code = cache(_code)  # most units share the round's own address
    posters = [_poster(code, round, unit, chosen.get(unit.pk)) for unit in here.units]
    return _page(request, round, posters, _("各单位海报"), doing_shown.paging(here, {}))


def _poster(code: Callable[[str], str], round: Round, unit: Unit | None, chosen: RoundSubject | None) -> Poster:
    return Poster(
        place=unit.name if unit else "",
        chosen=str(chosen) if chosen else "",
        qr=code(_address(round) + (f"?about={chosen.uid}" if chosen else "")),
    )


def _code(address: str) -> str:
    return segno.make(address, error="m").svg_data_uri(scale=6, border=2)


def _page(
    request: StaffRequest, round: Round, posters: list[Poster], title: str, paging: Mapping[str, str] | None = None
) -> HttpResponse:  # fmt: skip
    context = {
        "round": round, "title": title, "posters": posters if round.public else [], "address": _address(round),
        "closed": why_closed(round, clock.today()), "is_draft": round.state == Round.State.DRAFT,
        "is_own_machine": _is_own_machine(), "is_safe": _is_safe(),
        "kept": kept_of(round, groups_of(round), subjects_of(round), encrypted=_is_safe()),
        "is_long": len(round.question) + len(round.campaign.reconstruction) > ASK_MOST,
        "runs": queries.runs(request.reach, round),
        "round_href": shown.href("opinions_round", round), **(paging or {}),
    }  # fmt: skip
    return render(request, "workspace/opinions/posters.html", context)


def _is_own_machine() -> bool:
    """Whether the public address is this very machine, which no phone can open."""
    return (urlsplit(settings.PUBLIC_URL).hostname or "") in LOOPBACK


def _is_safe() -> bool:
    """Whether words travel unread, as the public page itself says when it is opened."""
    return settings.PUBLIC_URL.startswith("https:") or _is_own_machine()


def _address(round: Round) -> str:
    return settings.PUBLIC_URL + reverse("portal_speak", kwargs={"code": round.code})
