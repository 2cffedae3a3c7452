"""抽查: draw a sample, judge it blind, read the estimate."""

import secrets
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.consolidating import sampling
from huiyin.core import clock
from huiyin.core.errors import NotReached, Refused
from huiyin.opinions.queries import runs
from huiyin.organisation.models import Role
from huiyin.workspace.consolidating import shown
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.opinions import shown as opinions_shown
from huiyin.workspace.opinions.doors import my_round, readable_round

DRAWN = 50


@staff("GET", "POST")
def index(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The board's samples; a new one is drawn with a seed that anybody can draw again."""
    round = readable_round(request, uid)
    if request.method == "POST":
        my_round(request, uid)
        try:
            made = sampling.draw(
                campaign=round.campaign, unit=round.unit, number=_number(request, "number", 0),
                seed=_number(request, "seed", -1), actor=request.reach, now=clock.now(),
            )  # fmt: skip
        except Refused as refusal:
            messages.error(request, refusal.sentence)
        else:
            return see_other(_href(made.uid))
    found = sampling.samples(round.campaign, round.unit)
    context = {
        "round": round,
        "rows": [(sample, estimate, _href(sample.uid)) for sample, estimate in found],
        "runs": runs(request.reach, round),
        "number": request.POST.get("number", DRAWN),
        "seed": request.POST.get("seed", secrets.randbelow(1_000_000)),
        "most": sampling.MOST,
        "crumbs": shown.crumbs(round, (_("抽查"), "")),
    }
    return render(request, "workspace/consolidating/samples.html", context)


@staff("GET", "POST")
def one(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The next piece to judge, among items in a drawn order; when all are judged, the estimate and what was wrong."""
    sample, estimate = sampling.sample_named(uid, request.reach)
    is_office = request.reach.may((Role.OFFICE,), sample.unit, sample.campaign.uid)
    if request.method == "POST":
        if not is_office:
            raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
        line = sampling.line_named(sample, _number(request, "order", 0))
        opinions_shown.tried(
            request,
            lambda: sampling.judge(
                line=line, choice=request.POST.get("choice", ""), actor=request.reach, now=clock.now()
            ),
            _("已记下您的判断。"),
        )
        return see_other(_href(sample.uid))
    following = sampling.next_line(sample, request.reach) if is_office else None
    context = {
        "sample": sample,
        "estimate": estimate,
        "line": following[0] if following else None,
        "words": following[1].words if following else None,
        "about": opinions_shown.about(following[0].piece.opinion) if following else "",
        "items": list(enumerate(following[2], 1)) if following else [],
        "nowhere": sampling.NOWHERE,
        "errors": sampling.errors(sample, request.reach) if not following else [],
        "keys": [*((str(n), _("第 %(n)d 个条目") % {"n": n}) for n in range(1, 5)), ("0", _("都不合适"))],
        "crumbs": opinions_shown.crumbs(*_way(vars(sample)["board"]), (_("一次抽查"), "")),
    }
    return render(request, "workspace/consolidating/sample.html", context)


def _way(board: UUID) -> list[tuple[str, str]]:
    """The way to a sample from the board it was drawn from."""
    listed = reverse("consolidating_samples", kwargs={"uid": board})
    return [(_("归并建议"), shown.board_href(board)), (_("抽查"), listed)]


def _href(uid: UUID) -> str:
    return reverse("consolidating_sample", kwargs={"uid": uid})


def _number(request: StaffRequest, name: str, otherwise: int) -> int:
    text = request.POST.get(name, "").strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 11 else otherwise
