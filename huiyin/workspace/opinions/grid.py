"""统计表 of a round: what it is broken down by, said before the first answer; the table once it is solved; its workbook."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.core.errors import NotReached, Refused
from huiyin.opinions import grid_showing, grid_workbook, grids, queries
from huiyin.opinions.models import Dimension, Round
from huiyin.organisation.access import READERS
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.opinions import shown
from huiyin.workspace.opinions.doors import my_round, stamp
from huiyin.workspace.opinions.shown import State


class DimensionsForm(forms.Form):
    """What the table will be broken down by."""

    dimensions = forms.MultipleChoiceField(
        label=gettext_lazy("按什么分组"), required=False, choices=Dimension.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "一个都不选就只有总数。分得越细，不单列的格子越多。有人提了第一条意见以后不能再改；不能按渠道、日期和个人分组。"
        ),
    )  # fmt: skip
    revision = forms.IntegerField(widget=forms.HiddenInput)


@staff("GET", "POST", roles=READERS)
def grid(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """What is declared, or the table itself."""
    if request.method == "POST":
        round = my_round(request, uid)
    else:
        round = queries.round_named(uid, request.reach)
    may_declare = queries.runs(request.reach, round) and not grids.is_settled(round)
    form = DimensionsForm(
        request.POST or None,
        initial={"dimensions": [str(one) for one in grids.declared(round)], "revision": round.revision},
    )
    if request.method == "POST" and form.is_valid():
        try:
            grids.declare(round=round, **form.cleaned_data, **stamp(request))
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
            may_declare = True
        else:
            return see_other(shown.href("opinions_grid", round))
    release = grids.released(round)
    context: dict[str, object] = {
        "round": round,
        "state": _state(round),
        "declared": [one.label for one in grids.declared(round)],
        "form": form if may_declare else None,
        "release": release,
        "crumbs": shown.crumbs((_("统计表"), ""), round=round),
    }
    if release is not None:
        context |= {**grid_showing.layout(release), "excel_href": shown.href("opinions_grid_workbook", round)}
    return render(request, "workspace/opinions/grid.html", context)


@staff("GET", roles=READERS)
def workbook(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The released table as a workbook: no other table can be asked for."""
    round = queries.round_named(uid, request.reach)
    release = grids.released(round)
    if release is None or not release.content["counts"]:
        raise NotReached(_("这一轮还没有统计表，或者意见不足五条、没有表。"))
    name, file = grid_workbook.written(release)
    response = HttpResponse(file, content_type=grid_workbook.SPREADSHEET)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response


def _state(round: Round) -> State:
    release = grids.released(round)
    if release is not None and release.content["counts"]:
        return State(_("已生成"), "ok", "lock")
    if release is not None:
        return State(_("不足五条，没有表"), "neutral", "eye-off")
    if grids.is_settled(round):
        return State(_("已确定，签字时生成"), "info", "hourglass")
    return State(_("可以确定分组"), "neutral", "edit")
