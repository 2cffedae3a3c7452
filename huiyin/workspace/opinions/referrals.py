"""Referrals: those to my units, those my office sent; answering, returning, checking."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.core.errors import Refused
from huiyin.opinions import handling_queries, queries, referral
from huiyin.opinions.models import Opinion, Referral
from huiyin.organisation.access import READERS
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.opinions import shown
from huiyin.workspace.opinions.doors import revision, stamp
from huiyin.workspace.opinions.forms import AnswerForm, CheckForm, ReasonForm
from huiyin.workspace.opinions.items import checked


@staff("GET", roles=READERS)
def index(request: StaffRequest) -> HttpResponse:
    """What my units have to answer and have answered; what my office sent."""
    reach = request.reach
    mine = list(handling_queries.referrals_of_units(reach))
    own = {row.pk for row in mine}
    sent = [row for row in handling_queries.referrals_sent(reach) if row.pk not in own]
    words = queries.words_for(reach, [row.opinion for row in (*mine, *sent)])
    context = {
        "mine": [_row(row, words) for row in mine],
        "sent": [_row(row, words) for row in sent],
        "crumbs": shown.crumbs((_("转办"), "")),
    }
    return render(request, "workspace/opinions/referrals.html", context)


@staff("GET", "POST")
def one(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """One referral, with what may be done about it now; a refused form comes back as it was written."""
    found, words, answers = handling_queries.referral_named(uid, request.reach)
    office = queries.runs(request.reach, found.opinion.round) and queries.sees(found.opinion, request.reach)
    do = request.POST.get("do", "")
    form = AnswerForm(request.POST if do == "answer" else None, initial={"text": found.answer})
    if request.method == "POST" and _done(request, found, form):
        return see_other(shown.href("opinions_referral", found))
    waits = found.answered_on is None and not found.returned_why
    context = {
        "referral": found,
        "words": words,
        "state": shown.referral_state(found, late=found.due_on < clock.today()),
        "about": shown.about(found.opinion) if office else "",
        "may_answer": answers and waits,
        "may_check": office and found.answered_on and not found.checked_on and referral.is_second(found, request.reach),
        "office": office,
        "form": form,
        "return_form": ReasonForm(request.POST if do == "return" else None, auto_id="return_%s"),
        "check_form": CheckForm(request.POST if do == "check" else None),
        "back_form": ReasonForm(request.POST if do == "send_back" else None, auto_id="back_%s"),
        "crumbs": shown.crumbs((_("转办"), reverse("opinions_referrals")), (_("一件转办"), "")),
    }
    return render(request, "workspace/opinions/referral.html", context)


def _done(request: StaffRequest, found: Referral, form: AnswerForm) -> bool:
    do, seen, reason = request.POST.get("do", ""), revision(request), request.POST.get("reason", "")
    acts: dict[str, tuple[Callable[[], object], str]] = {
        "answer": (
            lambda: referral.answer(
                referral=found, text=form.cleaned_data["text"], revision=seen, **stamp(request)
            ),
            _("已答复，等活动办公室核对。"),
        ),
        "return": (
            lambda: referral.return_referral(
                referral=found, why=reason, revision=seen, actor=request.reach, now=clock.now()
            ),
            _("已退回活动办公室。"),
        ),
        "check": (
            lambda: referral.check(referral=found, checked=checked(request), revision=seen, **stamp(request)),
            _("已核对，可以按原来的渠道告诉本人。")
            if found.opinion.kind == Opinion.Kind.CLERK
            else _("已核对，提意见的人凭查询码可以看到答复。"),
        ),
        "send_back": (
            lambda: referral.send_back(referral=found, why=reason, revision=seen, actor=request.reach, now=clock.now()),
            _("已退给承办单位修改。"),
        ),
    }  # fmt: skip
    if do not in acts:
        raise Refused(_("没有收到要办的事。请刷新后重试。"))
    if do == "answer" and not form.is_valid():
        return False
    return shown.tried(request, *acts[do])


def _row(row: Referral, words: dict[UUID, str]) -> tuple[Referral, shown.State, str]:
    """A referral, its state, and how the opinion begins: many go to one unit on one day."""
    begins = Truncator(" ".join(words.get(row.opinion_id, _("〔原话已依法删除〕")).split())).chars(40)
    return row, shown.referral_state(row, late=row.due_on < clock.today()), begins
