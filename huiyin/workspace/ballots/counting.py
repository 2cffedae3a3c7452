"""After the vote: close, heads, paper counted by two, certify, or void."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.ballots import casting, form, opening, queries
from huiyin.ballots.counting import Tally
from huiyin.ballots.form import Question
from huiyin.core import clock
from huiyin.core.errors import NotReached, Refused
from huiyin.workspace.ballots import shown
from huiyin.workspace.ballots.doors import my_ballot, nothing
from huiyin.workspace.ballots.forms import CertifyForm, HeadsForm, VoidForm
from huiyin.workspace.gate import StaffRequest, see_other, staff


@staff("POST")
def close(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """No vote comes in any more."""
    ballot = my_ballot(request, uid)
    shown.tried(request, lambda: opening.close(ballot=ballot, actor=request.reach, now=clock.now()), _("投票已截止。"))
    return see_other(shown.href("ballots_one", ballot))


@staff("GET", "POST")
def heads(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Heads and slips of paper."""
    ballot = my_ballot(request, uid)
    sheet = HeadsForm(request.POST or None, initial=ballot.heads)
    if request.method == "POST" and sheet.is_valid():
        data = {name: value or 0 for name, value in sheet.cleaned_data.items()}
        try:
            opening.set_heads(ballot=ballot, actor=request.reach, now=clock.now(), **data)
        except Refused as refusal:
            sheet.add_error(None, refusal.sentence)
        else:
            return see_other(shown.href("ballots_one", ballot))
    context = {"ballot": ballot, "form": sheet, "crumbs": shown.crumbs((_("到会和票数"), ""), ballot=ballot)}
    return render(request, "workspace/ballots/heads.html", context)


@staff("GET", "POST")
def paper(request: StaffRequest, *, uid: UUID, question: int) -> HttpResponse:
    """The paper slips of one question: counted by one, counted again by another who does not see the first count."""
    ballot = queries.ballot_named(uid, request.reach)
    asked = form.from_data(ballot.form)
    counter = queries.own_teller(request.reach, ballot) is not None or queries.runs(request.reach, ballot)
    if not counter or not ballot.paper or question >= len(asked):
        raise nothing()
    one = asked[question]
    first = ballot.paper_counts.filter(question=question).first()
    again = first is not None and first.by.person_id != request.reach.account.person_id
    refusal = ""
    if request.method == "POST":
        try:
            tally = _tally(request, one)
            if first is not None and again:
                opening.check_paper(paper=first, tally=tally, actor=request.reach, now=clock.now())
            else:
                opening.count_paper(
                    ballot=ballot, question=question, tally=tally, actor=request.reach, now=clock.now()
                )  # fmt: skip
            return see_other(shown.href("ballots_one", ballot))
        except NotReached:
            raise
        except Refused as refused:
            refusal = refused.sentence
    rows = [
        (name, [(f"m{n}-{o}", option, request.POST.get(f"m{n}-{o}", "")) for o, option in enumerate(one.options)])
        for n, name in enumerate(one.subjects)
    ]
    context = {
        "ballot": ballot, "question": one, "rows": rows, "again": again, "first": first, "refusal": refusal,
        "few": ballot.electronic and 0 < ballot.heads.get("returned", 0) < casting.SMALLEST_BOX,
        "valid": request.POST.get("valid", ""), "invalid": request.POST.get("invalid", ""),
        "written": request.POST.get("written", ""),
        "crumbs": shown.crumbs((_("纸票计票"), ""), ballot=ballot),
    }  # fmt: skip
    return render(request, "workspace/ballots/paper.html", context)


def _tally(request: StaffRequest, one: Question) -> Tally:
    marks = [
        [_number(request, f"m{n}-{o}", name) for o in range(len(one.options))] for n, name in enumerate(one.subjects)
    ]
    tally = Tally(marks, _number(request, "valid", _("有效票")), _number(request, "invalid", _("无效票")))
    for line in request.POST.get("written", "").splitlines():
        if not line.strip():
            continue
        name, _space, votes = line.strip().rpartition(" ")
        if not form.one_name(name) or not (votes.isascii() and votes.isdecimal() and len(votes) < 8):
            raise Refused(_("另选他人每行写“姓名 票数”，“%(line)s”读不出来。") % {"line": line.strip()[:40]})
        tally.written[form.one_name(name)] += int(votes)
    if tally.written and not one.write_ins:
        raise Refused(_("这道题不能另选他人。"))
    return tally


def _number(request: StaffRequest, name: str, what: str) -> int:
    text = request.POST.get(name, "").strip()
    if not (text.isascii() and text.isdecimal() and len(text) < 8):
        raise Refused(_("“%(what)s”一栏要填数字，没有的填 0。") % {"what": what})
    return int(text)


@staff("POST")
def certify(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The result stands."""
    ballot = my_ballot(request, uid)
    sheet = CertifyForm(request.POST)
    if not sheet.is_valid():
        raise Refused(_("超过的理由最多 500 字，请写得短一些。"))
    shown.tried(
        request,
        lambda: opening.certify(
            ballot=ballot, actor=request.reach, now=clock.now(), cap_reason=sheet.cleaned_data["cap_reason"]
        ),
        _("计票结果已确认。"),
    )
    return see_other(shown.href("ballots_one", ballot))


@staff("POST")
def void(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The vote is held again."""
    ballot = my_ballot(request, uid)
    sheet = VoidForm(request.POST)
    reason = sheet.cleaned_data["reason"] if sheet.is_valid() else ""
    shown.tried(
        request,
        lambda: opening.void(ballot=ballot, reason=reason, actor=request.reach, now=clock.now()),
        _("已作废，名册上的人看得到原因。"),
    )
    return see_other(shown.href("ballots_one", ballot))
