"""抽样: fix the list and the way of drawing, draw when the public value has come, draw further with a reason."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.ballots import queries
from huiyin.core import clock
from huiyin.core.errors import NotReached, Refused
from huiyin.eligibility import sampling
from huiyin.workspace.acts import uid_or_none
from huiyin.workspace.ballots import shown
from huiyin.workspace.ballots.doors import my_ballot
from huiyin.workspace.gate import StaffRequest, see_other, staff

_SOURCE_HELP = gettext_lazy(
    "以后某天才产生、谁也不能事先知道、人人查得到的数值，例如“福利彩票双色球第 2026136 期开奖号码”。"
)


class DrawForm(forms.Form):
    """How many are drawn, and by which value of a later day."""

    size = forms.IntegerField(label=gettext_lazy("抽取人数"), min_value=1)
    source = forms.CharField(label=gettext_lazy("公开数值的出处"), max_length=200, help_text=_SOURCE_HELP)
    due_on = forms.DateField(
        label=gettext_lazy("公开数值产生的日期"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )


class FrameForm(DrawForm):
    """Whom is drawn from."""

    names = forms.CharField(
        label=gettext_lazy("抽样名单：姓名或工号"), widget=forms.Textarea(attrs={"rows": 6}), required=False,
        help_text=gettext_lazy("每行一个；留空的，从本单位及下级全部在册人员里抽。"),
    )  # fmt: skip
    stratified = forms.BooleanField(label=gettext_lazy("按单位分层，等比例抽取"), required=False)


class MoreForm(DrawForm):
    """A further draw."""

    reason = forms.CharField(label=gettext_lazy("补抽理由（会公布）"), max_length=300)


@staff("GET", "POST")
def sample(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The sampling of one ballot: what was published, what is drawn, what comes next."""
    ballot = my_ballot(request, uid)
    found = sampling.of_roll(ballot.uid)
    form = (MoreForm if found else FrameForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data, now = form.cleaned_data, clock.now()
        how = {"size": data["size"], "source": data["source"], "due_on": data["due_on"]}
        try:
            if found:
                sampling.fix_more(sampling=found, reason=data["reason"], actor=request.reach, now=now, **how)
            else:
                names = [name for name in data["names"].split() if name]
                people, misfits = queries.people_of(ballot, names=names)
                if misfits:
                    raise Refused(
                        _("这些姓名在本单位找不到，或有同名：%(names)s。同名的请改填工号；没有公布名单。")
                        % {"names": "、".join(misfits[:20])}
                    )
                sampling.fix_frame(
                    roll=ballot.roll, people=people, stratified=data["stratified"], actor=request.reach, now=now, **how
                )  # fmt: skip
        except NotReached:
            raise
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return see_other(shown.href("ballots_sample", ballot))
    draws = list(found.draws.order_by("number")) if found else []
    context = {
        "ballot": ballot, "sampling": found, "draws": draws, "form": form, "today": clock.today(),
        "waiting": any(one.drawn_on is None for one in draws),
        "public_href": reverse("portal_survey", kwargs={"uid": ballot.uid}) if found and ballot.rated else "",
        "crumbs": shown.crumbs((_("抽样"), ""), ballot=ballot),
    }  # fmt: skip
    return render(request, "workspace/ballots/sample.html", context)


@staff("POST")
def draw(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The public value has come: draw, once."""
    ballot = my_ballot(request, uid)
    found, which = sampling.of_roll(ballot.uid), uid_or_none(request.POST.get("draw", ""))
    if found is None or which is None:
        raise NotReached(_("没有这次抽取。"))
    one = sampling.draw_numbered(found, which)
    shown.tried(
        request,
        lambda: sampling.draw_now(
            draw=one, value=request.POST.get("value", ""), actor=request.reach, now=clock.now()
        ),
        _("已抽取，抽中的人已列入名册。"),
    )  # fmt: skip
    return see_other(shown.href("ballots_sample", ballot))
