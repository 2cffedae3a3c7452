"""Forms of starting a campaign: what it begins from, and the proposal whose every row is ticked by hand."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from huiyin.campaigns.models import Campaign
from huiyin.campaigns.starting_rows import (
    ActionRow,
    Chosen,
    ChosenAction,
    ChosenRound,
    ChosenStage,
    Proposal,
    RoundRow,
    Row,
    StageRow,
    UnitRef,
    UnitRow,
)
from huiyin.opinions.models import Channel
from huiyin.organisation.access import Reach
from huiyin.workspace.organisation.fields import UNIT_HELP, StaffForm, UnitField, day_field

PATTERN, PASTED = "pattern", "pasted"


class StartForm(StaffForm):
    """What a campaign is to be proposed from."""

    unit = UnitField(label=_("组织单位"), help_text=UNIT_HELP)
    name = forms.CharField(label=_("活动名称"), max_length=120)
    begins_on = day_field(_("开始日期"), help_text=_("各项时间都按这一天推算。"))
    way = forms.ChoiceField(label=_("从哪里开始"), widget=forms.RadioSelect)
    pattern = forms.ChoiceField(label=_("以前的活动"), required=False)
    plan_text = forms.CharField(
        label=_("活动方案"), required=False, widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_(
            "从 Word 或 Excel 整段复制粘贴，不用整理：环节标题、编号的动作、“7月10日前”“责任单位：……”都会认出来，"
            "认不准的会标出来请您定。"
        ),
    )  # fmt: skip
    unit_text = forms.CharField(
        label=_("参加单位名单"), required=False, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("每行一个，可以带序号、编码和简称；从 Excel 整列复制也行。照以前的活动开展、单位不变的，可以不填。"),
    )  # fmt: skip

    def __init__(self, *args: Any, patterns: Sequence[Campaign], **options: Any) -> None:
        super().__init__(*args, **options)
        self._patterns = {str(one.uid): one for one in patterns}
        ways = [(PATTERN, _now("照以前的活动")), (PASTED, _now("粘贴方案和名单"))]
        _choices(self, "way", ways if patterns else ways[1:])
        _choices(
            self, "pattern",
            [("", _now("请选择")), *((uid, f"{one.name}（{one.unit}，{one.begins_on.year}年）") for uid, one in self._patterns.items())],
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Each way needs what it begins from."""
        data = self.cleaned_data
        if data.get("way") == PATTERN and not data.get("pattern"):
            self.add_error("pattern", _now("请选择一个以前的活动。"))
        if data.get("way") == PASTED and not data.get("plan_text"):
            self.add_error("plan_text", _now("请粘贴活动方案。"))
        return data

    @property
    def pattern_chosen(self) -> Campaign | None:
        """The earlier campaign, if one is to be followed."""
        chosen = self.cleaned_data["way"] == PATTERN
        return self._patterns[self.cleaned_data["pattern"]] if chosen else None


class HeadForm(StaffForm):
    """What the campaign itself says."""

    name = forms.CharField(label=_("活动名称"), max_length=120)
    theme = forms.CharField(label=_("主题"), max_length=200, required=False)
    stage_mode = forms.ChoiceField(label=_("推进方式"), choices=Campaign.StageMode.choices)
    ends_on = day_field(_("结束日期"), required=False)
    carries_out = forms.ChoiceField(label=_("落实上级活动"), required=False)

    def __init__(self, *args: Any, above: Sequence[Campaign], **options: Any) -> None:
        super().__init__(*args, **options)
        self._above = {str(one.uid): one for one in above}
        choices = [(uid, f"{one.name}（{one.unit}）") for uid, one in self._above.items()]
        _choices(self, "carries_out", [("", _now("不是落实上级的活动")), *choices])

    @property
    def carried_out(self) -> Campaign | None:
        """The campaign above that this one carries out."""
        return self._above.get(self.cleaned_data["carries_out"])


class RowForm(StaffForm):
    """A row with its tick; what it says counts only when it is ticked."""

    take = forms.BooleanField(label=_("列入"), required=False)
    in_table: ClassVar[bool] = True

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.in_table:
            # The columns' headings are far away for whoever cannot see them.
            for name, field in self.fields.items():
                if name not in ("take", "seen"):
                    field.widget.attrs["aria-label"] = str(field.label)

    @property
    def is_taken(self) -> bool:
        """Whether the page sent it ticked."""
        return self.is_bound and bool(self["take"].value())

    @property
    def row_errors(self) -> list[str]:
        """What has to be mended before it can be written, as sentences."""
        if not self.is_taken:
            return []
        labels = {name: str(field.label) for name, field in self.fields.items()}
        return [f"{labels.get(name, '')}：{error}" for name, errors in self.errors.items() for error in errors]


class StageForm(RowForm):
    """A stage."""

    name = forms.CharField(label=_("环节名称"), max_length=80)
    begins_on = day_field(_("开始日期"), required=False)
    ends_on = day_field(_("结束日期"), required=False)


class LeadField(UnitField):
    """The leading unit's uid. Left as proposed it need not be found again by a name that others may bear too."""

    kept: UnitRef | None = None

    def clean(self, value: Any) -> Any:
        """The uid, or None when blank."""
        if self.kept is not None and str(value or "").strip() == self.kept.label:
            return self.kept.uid
        found = super().clean(value)
        return found.uid if found is not None else None


class ActionForm(RowForm):
    """An action."""

    name = forms.CharField(label=_("动作名称"), max_length=160)
    stage = forms.ChoiceField(label=_("环节"), required=False)
    begins_on = day_field(_("开始日期"), required=False)
    due_on = day_field(_("完成时限"), required=False)
    lead = LeadField(label=_("牵头单位"), required=False)

    def __init__(self, *args: Any, row: ActionRow, stages: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        lead = self.fields["lead"]
        assert isinstance(lead, LeadField)
        lead.kept = row.lead
        _choices(self, "stage", [("", _now("不分环节")), *stages])


class UnitForm(RowForm):
    """A unit; where several are meant, one is chosen."""

    unit = forms.ChoiceField(label=_("单位"), required=False)

    def __init__(self, *args: Any, row: UnitRow, **options: Any) -> None:
        super().__init__(*args, **options)
        self._row = row
        if len(row.options) < 2:
            del self.fields["unit"]
        else:
            choices = [(str(ref.uid), f"{ref.way}（{ref.code}）") for ref in row.options]
            _choices(self, "unit", [("", _now("请选定")), *choices])
            self.fields["unit"].required = True

    @property
    def chosen(self) -> UUID:
        """The unit that is meant."""
        return UUID(self.cleaned_data["unit"]) if "unit" in self.fields else self._row.options[0].uid


class RoundForm(RowForm):
    """A round of listening."""

    in_table = False
    name = forms.CharField(label=_("轮次名称"), max_length=80)
    opens_on = day_field(_("开始日期"))
    closes_on = day_field(_("截止日期"), required=False)
    public = forms.BooleanField(label=_("在公开页面征求"), required=False)
    anonymous = forms.BooleanField(label=_("允许匿名"), required=False)
    channels = forms.MultipleChoiceField(
        label=_("渠道"), choices=Channel.choices, widget=forms.CheckboxSelectMultiple, required=False
    )


class ProposalForms:
    """All forms of one proposal, each beside its row: bound together, sound together."""

    def __init__(
        self, proposal: Proposal, data: QueryDict | None, *, actor: Reach, above: Sequence[Campaign]
    ) -> None:  # fmt: skip
        names = [(str(row.key), row.name) for row in proposal.stages]
        self.head = HeadForm(
            data, actor=actor, above=above,
            initial={
                "name": proposal.name, "theme": proposal.theme, "stage_mode": proposal.stage_mode,
                "ends_on": proposal.ends_on,
            },
        )  # fmt: skip
        self.stages = [
            (row, StageForm(data, actor=actor, **_of("s", row, _stage_says(row)))) for row in proposal.stages
        ]
        self.actions = [
            (row, ActionForm(data, actor=actor, row=row, stages=names, **_of("a", row, _action_says(row)))) for row in proposal.actions
        ]  # fmt: skip
        self.units = [(row, UnitForm(data, actor=actor, row=row, **_of("u", row, {}))) for row in proposal.units]
        self.rounds = [
            (row, RoundForm(data, actor=actor, **_of("r", row, _round_says(row)))) for row in proposal.rounds
        ]

    def is_valid(self) -> bool:
        """Whether the head and every ticked row are sound; what is not ticked is not asked."""
        forms_of = [self.head, *(form for _row, form in self._all() if form.is_taken)]
        return all(form.is_valid() for form in forms_of)

    def chosen(self) -> Chosen:
        """What was ticked."""
        head = self.head.cleaned_data
        return Chosen(
            name=head["name"], theme=head["theme"], stage_mode=head["stage_mode"], ends_on=head["ends_on"],
            carries_out=self.head.carried_out,
            stages=tuple(
                ChosenStage(row.key, said["name"], said["begins_on"], said["ends_on"])
                for row, said in _taken(self.stages)
            ),
            actions=tuple(
                ChosenAction(
                    row.key, said["name"], int(said["stage"]) if said["stage"] else None, said["lead"],
                    said["begins_on"], said["due_on"],
                )
                for row, said in _taken(self.actions)
            ),
            units=tuple((row.key, form.chosen) for row, form in self.units if form.is_taken and row.options),
            rounds=tuple(
                ChosenRound(
                    row.key, said["name"], said["opens_on"], said["closes_on"], said["public"], said["anonymous"],
                    tuple(said["channels"]),
                )
                for row, said in _taken(self.rounds)
            ),
        )  # fmt: skip

    def _all(self) -> Iterable[tuple[Row, RowForm]]:
        yield from self.stages
        yield from self.actions
        yield from self.units
        yield from self.rounds


def _taken(rows: Iterable[tuple[Row, RowForm]]) -> list[tuple[Row, dict[str, Any]]]:
    return [(row, form.cleaned_data) for row, form in rows if form.is_taken]


def _of(letter: str, row: Row, says: dict[str, object]) -> dict[str, Any]:
    return {"prefix": f"{letter}{row.key}", "initial": {"take": row.ticked, **says}}


def _stage_says(row: StageRow) -> dict[str, object]:
    return {"name": row.name, "begins_on": row.begins_on, "ends_on": row.ends_on}


def _action_says(row: ActionRow) -> dict[str, object]:
    return {
        "name": row.name, "stage": "" if row.stage is None else str(row.stage), "begins_on": row.begins_on,
        "due_on": row.due_on, "lead": row.lead.label if row.lead else "",
    }  # fmt: skip


def _round_says(row: RoundRow) -> dict[str, object]:
    return {
        "name": row.name, "opens_on": row.opens_on, "closes_on": row.closes_on, "public": row.public,
        "anonymous": row.anonymous, "channels": list(row.channels),
    }  # fmt: skip


def _choices(form: forms.Form, name: str, choices: Iterable[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)
