"""转入下一年度: the office says of each action of the year whether it comes again, is carried over, or is done with."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.campaigns import amendment_drafts, queries, year_turn
from huiyin.campaigns.amending import AMENDABLE, not_amendable
from huiyin.campaigns.stage_order import titled
from huiyin.campaigns.year_turn import Choice, Turning
from huiyin.core import clock
from huiyin.workspace.campaigns import shown
from huiyin.workspace.campaigns.doing_forms import AmendForm
from huiyin.workspace.campaigns.matrix import action_href
from huiyin.workspace.campaigns.views import run_by
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.organisation.fields import bound, done

WORDS = (
    (Choice.ONWARDS, gettext_lazy("结转：已完成的单位不用再做，没有完成的继续")),
    (Choice.AGAIN, gettext_lazy("再次开展：各单位从头做一遍")),
    (Choice.NOTHING, gettext_lazy("不转入：留在这一年，没有完成的仍是没有完成")),
)


class TurnForm(AmendForm):
    """One choice for each action of the ending year; the system's proposal is chosen beforehand."""

    def __init__(self, *args: Any, rows: list[Turning], **options: Any) -> None:  # Any: Django's form constructor
        super().__init__(*args, **options)
        self._names: dict[str, UUID] = {}
        for row in rows:
            name = f"action-{row.action.uid}"
            self._names[name] = row.action.uid
            self.fields[name] = forms.ChoiceField(
                label=_("“%(name)s”怎么办") % {"name": row.action.name}, choices=WORDS, initial=row.proposed
            )
        self.rows = [(row, self[f"action-{row.action.uid}"]) for row in rows]

    def choices(self) -> dict[UUID, Choice]:
        """What was chosen, by action."""
        return {uid: Choice(self.cleaned_data[name]) for name, uid in self._names.items()}


@staff("GET", "POST")
def turn(request: StaffRequest, *, uid: UUID, stage: UUID) -> HttpResponse:
    """The actions of the year with what is proposed for the next; sent, they stand in the draft of the amendment."""
    campaign = run_by(request, uid)
    ending = queries.stage(campaign, stage)
    found = year_turn.turn_of(campaign, ending, queries.stages(campaign))
    draft = amendment_drafts.draft_of(campaign)
    rows = year_turn.turnings(campaign, found, request.reach, today=clock.today())
    form = bound(TurnForm, request, rows=rows, initial={"plan": campaign.revision, "seen": draft.revision})
    put = done(
        request, form,
        lambda: year_turn.draft_turn(
            campaign, found, choices=form.choices(), plan=form.cleaned_data["plan"], seen=form.revision,
            actor=request.reach, now=clock.now(),
        ),
    )  # fmt: skip
    if put is not None:
        messages.success(request, _("%(n)d 项已列入方案调整。请再看一遍，写明理由后印发。") % {"n": put})
        return see_other(reverse("campaigns_amend", kwargs={"uid": uid}))
    title = _("转入%(year)s") % {"year": titled(campaign.stage_mode, found.into)}
    context = {
        "crumbs": shown.crumbs(campaign, (title, "")), "campaign": campaign, "title": title, "form": form,
        "rows": [
            (row, field, action_href(campaign, row.action) + "?state=open") for row, field in form.rows
        ],
        "refusal": "" if campaign.state in AMENDABLE else not_amendable(campaign),
        "back_href": shown.one_href(campaign),
    }  # fmt: skip
    return render(request, "workspace/campaigns/turn.html", context)
