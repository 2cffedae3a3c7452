"""Preparing a ballot: create it, ask the questions, list the people, name the tellers, freeze, correct in the open."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.ballots import form as asked
from huiyin.ballots import preparing, queries
from huiyin.ballots.indicators import INDICATOR_SETS, indicator_set
from huiyin.ballots.models import Ballot
from huiyin.ballots.presets import preset
from huiyin.campaigns.scope import campaigns_for_scope
from huiyin.core import clock
from huiyin.core.errors import Refused
from huiyin.eligibility import rolls, sampling
from huiyin.eligibility.models import RollEntry
from huiyin.organisation.models import Role
from huiyin.organisation.queries import in_official_order
from huiyin.workspace.ballots import shown
from huiyin.workspace.ballots.doors import my_ballot, revision
from huiyin.workspace.ballots.forms import BallotForm, CorrectionForm, ExcuseForm, QuestionForm, RollForm
from huiyin.workspace.gate import StaffRequest, see_other, staff


@staff("GET", "POST", roles=(Role.OFFICE,))
def new(request: StaffRequest) -> HttpResponse:
    """A new ballot."""
    units = {str(one.uid): one for one in in_official_order(request.reach.units_for((Role.OFFICE,), None))}
    choices = [(uid, unit.name) for uid, unit in units.items()]
    campaigns = {str(one.uid): one for one in campaigns_for_scope(request.reach)}
    offered = [(uid, one.name) for uid, one in campaigns.items()]
    form = BallotForm(request.POST or None, units=choices, campaigns=offered)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = preparing.create_ballot(
                unit=units[data["unit"]], title=data["title"], kind=data["kind"], draw_from=data["draw_from"],
                draw_until=data["draw_until"], use_from=data["use_from"], use_until=data["use_until"],
                actor=request.reach, now=clock.now(), rated=units.get(data["rated"]),
                campaign=campaigns[data["campaign"]].uid if data["campaign"] else None,
                public_result=data["public_result"], **form.ways_chosen(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("已新建。接着拟定选票、列名册、推选监票人，再定稿。"))
            return see_other(shown.href("ballots_one", made))
    return render(request, "workspace/ballots/new.html", {"form": form, "crumbs": shown.crumbs((_("新建投票"), ""))})


@staff("GET", "POST")
def questions(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Add a question, or begin anew with the questions."""
    ballot = my_ballot(request, uid)
    kind = preset(ballot.preset)
    there = list(asked.from_data(ballot.form))
    ready = indicator_set(request.GET.get("set", "")) if kind.weights else None
    initial = {"title": ready.title, "subjects": ready.lines} if ready else {"options": "、".join(kind.options)}
    form = QuestionForm(request.POST or None, preset=kind, initial=initial)
    if request.method == "POST" and form.is_valid():
        # A survey asks one question: all of its indicators stand in it.
        keep = [] if "anew" in request.POST or kind.weights else there
        try:
            preparing.ask(
                ballot=ballot, revision=revision(request), questions=[*keep, form.question()], actor=request.reach,
                now=clock.now(), majority=form.cleaned_data.get("majority", ""),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("选票已拟定。"))
            return see_other(shown.href("ballots_one", ballot))
    context = {
        "ballot": ballot, "form": form, "there": there, "preset": kind, "ready": ready,
        "sets": INDICATOR_SETS if kind.weights else (),
        "crumbs": shown.crumbs((_("拟定选票"), ""), ballot=ballot),
    }  # fmt: skip
    return render(request, "workspace/ballots/questions.html", context)


@staff("GET", "POST")
def roll(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The roll: list people by pasting names, or everybody; excuse those who need not count as due."""
    ballot = my_ballot(request, uid)
    form = RollForm(request.POST if "names" in request.POST else None)
    if request.method == "POST" and "entry" in request.POST:
        _excuse(request, ballot)
        return see_other(shown.href("ballots_roll", ballot))
    if request.method == "POST" and form.is_valid():
        names = [name for name in form.cleaned_data["names"].split() if name]
        people, misfits = queries.people_of(ballot, names=names)
        if misfits:
            form.add_error(
                "names",
                _("这些姓名在本单位找不到，或有同名：%(names)s。同名的请改填工号；没有列入任何人。")
                % {"names": "、".join(misfits[:20])},
            )
        else:
            try:
                count = rolls.put_on(roll=ballot.roll, people=people, actor=request.reach, now=clock.now())
            except Refused as refusal:
                form.add_error(None, refusal.sentence)
            else:
                messages.success(request, _("列入 %(n)d 人。") % {"n": count})
                return see_other(shown.href("ballots_roll", ballot))
    after = request.GET.get("after", "")
    whole = after.isascii() and after.isdecimal() and len(after) < 19
    found = queries.entries(ballot.roll, after=int(after) if whole else 0)
    context = {
        "ballot": ballot, "form": form, "entries": found, "listed": queries.counts(ballot.roll)[0],
        "sampled": sampling.of_roll(ballot.uid) is not None,
        "excuses": RollEntry.Excused.choices, "correction": CorrectionForm(),
        "older_href": f"?after={found[-1].pk}" if len(found) == 200 else "",
        "crumbs": shown.crumbs((_("名册"), ""), ballot=ballot),
    }  # fmt: skip
    return render(request, "workspace/ballots/roll.html", context)


def _excuse(request: StaffRequest, ballot: Ballot) -> None:
    form = ExcuseForm(request.POST)
    entry = None
    if form.is_valid():
        entry = queries.entry_named(ballot.roll, form.cleaned_data["entry"])
    if entry is None:
        messages.error(request, _("没有这个人，请刷新名册后再试。"))
        return
    shown.tried(
        request,
        lambda: rolls.excuse(entry=entry, why=form.cleaned_data["why"], actor=request.reach, now=clock.now()),
        _("已登记。"),
    )


@staff("POST")
def correct(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Correct a frozen roll, with a reason that everybody on it can read."""
    ballot = my_ballot(request, uid)
    form = CorrectionForm(request.POST)
    if form.is_valid():
        people, misfits = queries.people_of(ballot, names=[form.cleaned_data["name"]])
        if misfits or not people:
            messages.error(request, _("本单位没有这个人，或有同名；同名的请改填工号。"))
        else:
            shown.tried(
                request,
                lambda: rolls.correct(
                    roll=ballot.roll,
                    person=people[0],
                    add=form.cleaned_data["add"] == "add",
                    reason=form.cleaned_data["reason"],
                    actor=request.reach,
                    now=clock.now(),
                    fewest=preparing.fewest_on_roll(ballot),
                ),
                _("名册已更正。"),
            )
    else:
        messages.error(request, _("更正名册要填姓名和理由。"))
    return see_other(shown.href("ballots_roll", ballot))


@staff("POST")
def tellers(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Name a teller, or begin anew."""
    ballot = my_ballot(request, uid)
    if "anew" in request.POST:
        shown.tried(
            request,
            lambda: preparing.replace_tellers(ballot=ballot, actor=request.reach, now=clock.now()),
            _("监票人已清空，请重新推选。"),
        )
        return see_other(shown.href("ballots_one", ballot))
    people, misfits = queries.people_of(ballot, names=[" ".join(request.POST.get("name", "").split())])
    if misfits or not people:
        messages.error(request, _("本单位没有这个人，或有同名；同名的请改填工号。"))
    else:
        shown.tried(
            request,
            lambda: preparing.name_teller(ballot=ballot, person=people[0], actor=request.reach, now=clock.now()),
            _("已列为监票人，请本人登录后备好密钥。"),
        )
    return see_other(shown.href("ballots_one", ballot))


@staff("POST")
def freeze(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Freeze question, tellers and roll."""
    ballot = my_ballot(request, uid)
    needed = request.POST.get("needed", "2")
    shown.tried(
        request,
        lambda: preparing.freeze(
            ballot=ballot,
            revision=revision(request),
            needed=int(needed) if needed in set("23456789") else 0,
            actor=request.reach,
            now=clock.now(),
            voters_checked="voters_checked" in request.POST,
            seen=request.POST.get("seen", ""),
        ),
        _("已定稿。到时间就可以领取凭证。"),
    )
    return see_other(shown.href("ballots_one", ballot))
