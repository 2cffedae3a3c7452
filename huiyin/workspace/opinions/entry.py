"""The clerk's page: one slip after another, without leaving it."""

import re
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.consolidating import repeats
from huiyin.core import clock
from huiyin.core.errors import Refused
from huiyin.opinions import counts, form_receipts, intake, queries, recording
from huiyin.opinions.models import Round
from huiyin.opinions.slips import Slip, Target
from huiyin.opinions.terms import LONGEST_WORDS
from huiyin.workspace.credentials import picture
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.opinions import shown
from huiyin.workspace.opinions.doors import recorded_round, stamp
from huiyin.workspace.opinions.forms import SlipForm

_LAST_NUMBER = re.compile(r"(\d+)(\D*)$")
_KEPT = ("channel", "day", "group", "subject")


@staff("GET", "POST")
def entry(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Key in one slip; what the next one shares with it is filled in."""
    round = recorded_round(request, uid)
    form = _form(round, request)
    if request.method == "POST" and form.is_valid():
        # Looked for before it is recorded: it must not find itself, and nothing found ever keeps it from being recorded.
        likely = repeats.likely(form.cleaned_data["words"], campaign=round.campaign, actor=request.reach)
        try:
            if form.cleaned_data["with_code"]:
                return _code_page(request, round, form)
            is_new = recording.record_by_clerk(
                round=round, slip=_slip(round, form.cleaned_data), form=form.cleaned_data["form"], **stamp(request)
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(
                request, _("已登记，请录下一条。") if is_new else _("这一条刚才已经登记过，没有重复登记。")
            )
            kept = {name: request.POST.get(name, "") for name in _KEPT}
            kept["slip_no"] = following(form.cleaned_data["slip_no"])
            again = [("like", str(line.opinion.pk)) for line in likely if is_new]
            return see_other(f"{shown.href('opinions_entry', round)}?{urlencode([*kept.items(), *again])}")
    like = repeats.named(map(shown.uid_or_none, request.GET.getlist("like")), request.reach)
    context = {
        "round": round, "form": form, "like": like, "longest": LONGEST_WORDS,
        "crumbs": shown.crumbs((_("录入意见"), ""), round=round),
    }  # fmt: skip
    return render(request, "workspace/opinions/entry.html", context)


def _code_page(request: StaffRequest, round: Round, form: SlipForm) -> HttpResponse:
    """The code of what was just keyed in, shown once on the answer to the post: it stands in no address and is not kept."""
    code = recording.record_with_code(
        round=round, slip=_slip(round, form.cleaned_data), form=form.cleaned_data["form"],
        pepper=settings.CODE_PEPPER, **stamp(request),
    )  # fmt: skip
    follow = settings.PUBLIC_URL + reverse("portal_follow")
    context = {
        "round": round, "code": intake.grouped(code), "address": follow, "qr": picture(follow),
        "crumbs": shown.crumbs((_("查询码"), ""), round=round),
    }  # fmt: skip
    answer = render(request, "workspace/opinions/entry_code.html", context)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def following(number: str) -> str:
    """The number after this one: 一-009 → 一-010; nothing where there is no number to go on from."""
    found = _LAST_NUMBER.search(number)
    if found is None:
        return ""
    digits = found[1]
    return f"{number[: found.start()]}{int(digits) + 1:0{len(digits)}d}{found[2]}"


def _form(round: Round, request: StaffRequest) -> SlipForm:
    lists: dict[str, Any] = {
        "channels": [
            (line.channel, line.label) for line in counts.channel_lines(request.reach, round, with_opinions=False)
        ],
        "groups": queries.groups(round.campaign),
        "subjects": queries.subjects(round),
    }
    if request.method == "POST":
        return SlipForm(request.POST, **lists)
    known = {name: request.GET[name] for name in (*_KEPT, "slip_no") if request.GET.get(name)}
    return SlipForm(initial={"day": clock.today(), **known, "form": form_receipts.new_form()}, **lists)


def _slip(round: Round, values: dict[str, Any]) -> Slip:
    group = queries.group_named(round.campaign, values["group"]) if values["group"] else None
    target = Target()
    if values["subject"]:
        subject = queries.subject_named(round, UUID(values["subject"]))
        target = Target(subject.about, subject.unit, subject.person)
    return Slip(
        words=values["words"], day=values["day"], channel=values["channel"], group=group, target=target,
        slip_no=values["slip_no"].strip(), author_name=values["author_name"].strip(),
        contact=values["contact"].strip(),
    )  # fmt: skip
