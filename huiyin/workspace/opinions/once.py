"""每名应参加者一次: the office sets the times and the roll; each on it draws a credential; slips for those without a phone."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.ballots import queries as people
from huiyin.core import base64url, clock
from huiyin.core.errors import NotReached, Refused
from huiyin.eligibility import drawing, rolls
from huiyin.opinions import once
from huiyin.opinions.models import Round
from huiyin.workspace.ballots.forms import CorrectionForm, RollForm
from huiyin.workspace.ballots.shown import drawing_span, using_span
from huiyin.workspace.credentials import SLIPS_MOST, picture, signed
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.opinions import shown
from huiyin.workspace.opinions.doors import my_round, revision
from huiyin.workspace.opinions.forms import OnceTimesForm

PAGE = 200


@staff("GET", "POST")
def limit(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Turn a draft into a round that takes one opinion a person, by the times of drawing and of using."""
    round = my_round(request, uid)
    if round.once:
        return see_other(shown.href("opinions_once_roll", round))
    form = OnceTimesForm(request.POST or None, initial={"revision": round.revision})
    if request.method == "POST" and form.is_valid():
        try:
            once.limit_to_roll(round=round, actor=request.reach, now=clock.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("已设为每名应参加者一次。接着列名册，再开始征求；开始以后不能再改回来。"))
            return see_other(shown.href("opinions_once_roll", round))
    context = {
        "form": form, "title": _("每名应参加者一次"), "accept": _("保存"),
        "crumbs": shown.crumbs((_("每名应参加者一次"), ""), round=round),
    }  # fmt: skip
    return render(request, "workspace/opinions/form.html", context)


@staff("GET", "POST")
def roll(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The roll of a round: list people, correct it in the open once it is frozen, or go back to a round for everybody."""
    round = my_round(request, uid)
    listed = once.roll_of(round)
    form = RollForm(request.POST if "names" in request.POST else None)
    if request.method == "POST" and "names" not in request.POST:
        (_correct if "reason" in request.POST else _open_to_all)(request, round)
        return see_other(shown.href("opinions_round", round))
    if request.method == "POST" and form.is_valid():
        found, misfits = people.people_below(listed.unit, names=form.cleaned_data["names"].split())
        if misfits:
            form.add_error(
                "names",
                _("这些姓名在本单位找不到，或有同名：%(names)s。同名的请改填工号；没有列入任何人。")
                % {"names": "、".join(misfits[:20])},
            )
        elif shown.tried(
            request,
            lambda: rolls.put_on(roll=listed, people=found, actor=request.reach, now=clock.now()),
            _("已列入名册。"),
        ):
            return see_other(shown.href("opinions_once_roll", round))
    count, drawn = people.counts(listed)
    after = request.GET.get("after", "")
    whole = after.isascii() and after.isdecimal() and len(after) < 19
    entries = people.entries(listed, after=int(after) if whole else 0, most=PAGE)
    context = {
        "round": round, "roll": listed, "form": form, "entries": entries, "listed": count, "drawn": drawn,
        "correction": CorrectionForm(), "drawing_span": drawing_span(listed), "using_span": using_span(listed),
        "older_href": f"?after={entries[-1].pk}" if len(entries) == PAGE else "",
        "crumbs": shown.crumbs((_("名册"), ""), round=round),
    }  # fmt: skip
    return render(request, "workspace/opinions/once_roll.html", context)


def _correct(request: StaffRequest, round: Round) -> None:
    form = CorrectionForm(request.POST)
    listed = once.roll_of(round)
    if not form.is_valid():
        messages.error(request, _("更正名册要填姓名和理由。"))
        return
    found, misfits = people.people_below(listed.unit, names=[form.cleaned_data["name"]])
    if misfits or not found:
        messages.error(request, _("本单位没有这个人，或有同名；同名的请改填工号。"))
        return
    shown.tried(
        request,
        lambda: rolls.correct(
            roll=listed, person=found[0], add=form.cleaned_data["add"] == "add", reason=form.cleaned_data["reason"],
            actor=request.reach, now=clock.now(),
        ),
        _("名册已更正。"),
    )  # fmt: skip


def _open_to_all(request: StaffRequest, round: Round) -> None:
    shown.tried(
        request,
        lambda: once.open_to_all(round=round, revision=revision(request), actor=request.reach, now=clock.now()),
        _("已改回任何人可提。"),
    )


@staff("GET", "POST")
def draw(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The page where a device asks for its blind signature; the answer to the post is for the script."""
    round = once.round_drawn_for(uid)
    entry = once.own_entry(request.reach, round)
    listed = once.roll_of(round)
    if request.method == "POST":
        return signed(request, listed)
    context = {
        "round": round, "entry": entry, "drawing": listed.drawing(clock.now()), "drawing_span": drawing_span(listed),
        "using_span": using_span(listed), "corrections": once.corrections(round),
        "data": {"uid": round.uid.hex, "key": base64url.written(drawing.public_key(round.uid)), "use": _address(round)},
        "crumbs": [],
    }  # fmt: skip
    return render(request, "workspace/opinions/once_draw.html", context)


@staff("GET", "POST")
def slips(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Paper credentials for those ticked: printed once from the answer to the post, and kept nowhere."""
    round = my_round(request, uid)
    listed = once.roll_of(round)
    if not listed.frozen:
        raise NotReached(_("名册还没有定稿，开始征求以后才能打印凭证。"))
    if request.method == "POST":
        entries = people.without_credential(listed, shown.chosen(request, "entry")[:SLIPS_MOST])
        try:
            if not entries:
                raise Refused(_("没有选中还未领取凭证的人。"))
            made = drawing.print_slips(roll=listed, entries=entries, actor=request.reach, now=clock.now())
        except Refused as refusal:
            messages.error(request, refusal.sentence)
            return see_other(shown.href("opinions_once_slips", round))
        printed = [picture(f"{_address(round)}#{base64url.written(slip)}") for slip in made]
        context = {"round": round, "printed": printed, "using_span": using_span(listed)}
        return render(request, "workspace/opinions/once_slips_printed.html", context)
    context = {
        "rows": people.yet_to_draw(listed, most=SLIPS_MOST), "drawing": listed.drawing(clock.now()),
        "drawing_span": drawing_span(listed), "crumbs": shown.crumbs((_("纸质凭证"), ""), round=round),
    }  # fmt: skip
    return render(request, "workspace/ballots/slips.html", context)


def _address(round: Round) -> str:
    return settings.PUBLIC_URL + reverse("portal_speak", kwargs={"code": round.code})
