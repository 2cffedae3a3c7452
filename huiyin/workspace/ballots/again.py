"""复评通知: what was put right, laid under the codes of those who were unhappy; what came of it, in total."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.ballots import second_round
from huiyin.core import clock
from huiyin.core.errors import NotReached, Refused
from huiyin.workspace.ballots import shown
from huiyin.workspace.ballots.doors import my_ballot, nothing
from huiyin.workspace.gate import StaffRequest, see_other, staff


class NoticeForm(forms.Form):
    """The notice and its last day."""

    notice = forms.CharField(
        label=gettext_lazy("整改了什么"), max_length=second_round.NOTICE_MOST,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("选过“不太满意”“不满意”并留了码的人凭码看到这段话。发出以后不能改。"),
    )  # fmt: skip
    ends = forms.DateField(
        label=gettext_lazy("复评截止日"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=gettext_lazy("今天起 7 至 90 天。不能提前截止。"),
    )  # fmt: skip


@staff("GET", "POST")
def again(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Begin the second round of a certified survey."""
    ballot = my_ballot(request, uid)
    if second_round.question_of(ballot) is None:
        raise nothing()
    form = NoticeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            second_round.begin(
                ballot=ballot, notice=form.cleaned_data["notice"], ends=form.cleaned_data["ends"],
                actor=request.reach, now=clock.now(),
            )  # fmt: skip
        except NotReached:
            raise
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("复评通知已发出。"))
            return see_other(shown.href("ballots_one", ballot))
    context = {
        "ballot": ballot, "form": form, "second": second_round.round_of(ballot),
        "crumbs": shown.crumbs((_("复评通知"), ""), ballot=ballot),
    }  # fmt: skip
    return render(request, "workspace/ballots/again.html", context)
