"""Referrals: those to my units, those my office sent; answering, returning, checking."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.core.errors import Refused
from huiyin.opinions import handling_queries, queries, referral
from huiyin.opinions.models import Referral
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.opinions import shown
from huiyin.workspace.opinions.doors import revision, stamp
from huiyin.workspace.opinions.forms import AnswerForm, CheckForm, ReasonForm
from huiyin.workspace.opinions.items import checked


@staff("GET")
def index(request: StaffRequest) -> HttpResponse:
    """What my units have to answer and have answered; what my office sent."""
    reach = request.reach
    mine = list(handling_queries.referrals_of_units(reach))
    own = {row.pk for row in mine}
    context = {
        "mine": [_row(row) for row in mine],
        "sent": [_row(row) for row in handling_queries.referrals_sent(reach) if row.pk not in own],
        "crumbs": shown.crumbs((_("转办"), "")),
    }
    return render(request, "workspace/opinions/referrals.html", context)


@staff("GET", "POST")
def one(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """One referral, with what may be done about it now."""
    found, words, answers = handling_queries.referral_named(uid, request.reach)
    office = queries.runs(request.reach, found.opinion.round) and queries.sees(found.opinion, request.reach)
    form = AnswerForm(request.POST if request.POST.get("do") == "answer" else None, initial={"text": found.answer})
    if request.method == "POST" and _done(request, found, form):
        return see_other(shown.href("opinions_referral", found))
    waits = found.answered_on is None and not found.returned_why
    context = {
        "referral": found,
        "words": words,
        "state": shown.referral_state(found, late=found.due_on < clock.today()),
        "about": shown.about(found.opinion) if office else "",
        "may_answer": answers and waits,
        "may_check": office and found.answered_on and not found.checked_on and found.answered_by_id != request.user.pk,
        "office": office,
        "form": form,
        "return_form": ReasonForm(auto_id="return_%s"),
        "check_form": CheckForm(),
        "crumbs": shown.crumbs((_("转办"), reverse("opinions_referrals")), (_("一件转办"), "")),
    }
    return render(request, "workspace/opinions/referral.html", context)


def _done(request: StaffRequest, found: Referral, form: AnswerForm) -> bool:
    do, seen, reason = request.POST.get("do", ""), revision(request), request.POST.get("reason", "")
    if do == "answer":
        if not form.is_valid():
            return False
        try:
            referral.answer(referral=found, text=form.cleaned_data["text"], revision=seen, **stamp(request))
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
            return False
        return True
    acts = {
        "return": lambda: referral.return_referral(
            referral=found, why=reason, revision=seen, actor=request.reach, now=clock.now()
        ),
        "check": lambda: referral.check(referral=found, checked=checked(request), revision=seen, **stamp(request)),
        "send_back": lambda: referral.send_back(
            referral=found, why=reason, revision=seen, actor=request.reach, now=clock.now()
        ),
    }
    if do not in acts:
        raise Refused(_("没有收到要办的事。请刷新后重试。"))
    shown.tried(request, acts[do], _("已办好。"))
    return True


def _row(row: Referral) -> tuple[Referral, shown.State]:
    return row, shown.referral_state(row, late=row.due_on < clock.today())
