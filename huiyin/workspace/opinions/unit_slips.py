"""各单位发放收回: paper forms by unit on the round's page, their 催报 text, and the form that puts them down."""

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.core import clock
from huiyin.core.errors import Refused
from huiyin.opinions import unit_slips
from huiyin.opinions.counts import ChannelLine
from huiyin.opinions.models import Round
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.opinions import shown
from huiyin.workspace.opinions.doors import my_round


@dataclass(frozen=True)
class Shown:
    """What the round's page tells of its paper forms to the office that runs it."""

    lines: list[unit_slips.Line]
    issued: int
    returned: int
    reminder: str

    @property
    def return_rate(self) -> str:
        """Of all units together."""
        return unit_slips.percent(self.returned, self.issued)


def shown_slips(round: Round, channels: list[ChannelLine]) -> Shown:
    """The units of a round with their forms, the totals and the text to copy."""
    lines = unit_slips.lines_of(round)
    return Shown(
        lines, sum(line.issued for line in lines), sum(line.returned for line in lines),
        unit_slips.reminder(round, lines, channels, on=clock.today()),
    )  # fmt: skip


class UnitSlipsForm(forms.Form):
    """One text, a unit a line: copied from a table or typed."""

    lines = forms.CharField(
        label=gettext_lazy("各单位发放、收回份数"), required=False, max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy("一行一个单位：单位、发放份数、收回份数，中间空格；可以从表格里整块复制过来。只记份数，不记谁交了谁没交。"),
    )  # fmt: skip
    revision = forms.IntegerField(widget=forms.HiddenInput)


@staff("GET", "POST")
def unit_slips_form(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Put down how many forms each unit got and gave back; what stands there already is in the form."""
    round = my_round(request, uid)
    initial = {"lines": unit_slips.as_text(unit_slips.lines_of(round)), "revision": round.revision}
    form = UnitSlipsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            unit_slips.set_unit_slips(
                round=round, text=data["lines"], revision=data["revision"], actor=request.reach, now=clock.now()
            )
        except Refused as refusal:
            for sentence in refusal.sentence.split("\n"):
                form.add_error("lines", sentence)
        else:
            return see_other(shown.href("opinions_round", round))
    title = _("登记各单位发放收回")
    context = {"form": form, "title": title, "accept": _("保存"), "crumbs": shown.crumbs((title, ""), round=round)}
    return render(request, "workspace/opinions/form.html", context)
