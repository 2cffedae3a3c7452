"""Import of a campaign's plan from Excel: stages, set and own actions, special actions, look-back questions.

`stage_plan` reads and writes nothing; `commit_plan` writes the whole through the plan's own verbs, with one audit line.
Stages are known by their number, actions by kind and name: importing again changes what differs and adds what is new.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.campaigns import plan
from huiyin.campaigns.intake.changes import Change, Difference, Effect, difference
from huiyin.campaigns.intake.columns import ACTIONS, LOOK_BACKS, PLAN, SPECIALS, STAGES
from huiyin.campaigns.intake.sheets import Line, Place, Upload, read_sheets
from huiyin.campaigns.models import Action, Campaign, Stage
from huiyin.campaigns.plan import ActionFields, StageFields
from huiyin.campaigns.rights import require_office
from huiyin.campaigns.stage_order import Spanned, faults
from huiyin.core import audit
from huiyin.core.audit import Action as AuditAction
from huiyin.core.errors import Refused
from huiyin.ledgers.engine.excel.columns import Problem
from huiyin.ledgers.engine.excel.limits import UploadRefused
from huiyin.ledgers.engine.units import UnitFinder
from huiyin.organisation.access import Reach
from huiyin.organisation.paths import subtree

PLAN_IMPORTED = AuditAction("plan.imported", "导入活动方案")


@dataclass(frozen=True)
class ActionValues:
    """An action as the workbook says it; `stage` is a stage's number, 0 for none."""

    stage: int
    fields: ActionFields


@dataclass(frozen=True)
class StagedPlan:
    """What a plan workbook would do to the draft seen at `revision`."""

    campaign: Campaign
    revision: int
    stages: tuple[Change[StageFields], ...]
    actions: tuple[Change[ActionValues], ...]
    problems: tuple[Problem, ...]
    passed_over: tuple[str, ...]
    digest: str

    @property
    def touches(self) -> int:
        """How many lines would write something."""
        same = self.counts["stages_same"] + self.counts["actions_same"]
        return len(self.stages) + len(self.actions) - same

    @property
    def counts(self) -> dict[str, int]:
        """New and changed lines of each section."""
        return {
            f"{name}_{effect}": effects.count(effect)
            for name, effects in (
                ("stages", [change.effect for change in self.stages]),
                ("actions", [change.effect for change in self.actions]),
            )
            for effect in Effect
        }


def stage_plan(files: Sequence[Upload], *, campaign: Campaign, actor: Reach, today: date) -> StagedPlan:
    """Read plan workbooks and say what they would change. Nothing is written."""
    require_office(campaign, actor)
    if campaign.state != Campaign.State.DRAFT:
        raise Refused(_("活动方案已经批准，不能再导入。需要增加的动作请在活动页逐项增加。"))
    try:
        sheets = read_sheets(files, PLAN, today=today)
    except UploadRefused as refusal:
        raise Refused(str(refusal)) from refusal
    problems = list(sheets.problems)
    stages = _Stages(campaign, sheets.lines[STAGES.code], problems)
    problems += stages.contradictions(campaign.stage_mode)
    actions = _Actions(campaign, stages, problems)
    for section, kind in ((ACTIONS, ""), (SPECIALS, ""), (LOOK_BACKS, Action.Kind.LOOK_BACK.value)):
        for line in sheets.lines[section.code]:
            if line.sound:
                actions.take(line, kind)
    return StagedPlan(
        campaign, campaign.revision, tuple(stages.changes), tuple(actions.changes),
        tuple(sorted(dict.fromkeys(problems), key=lambda p: (p.file, p.sheet, p.row))),
        tuple(dict.fromkeys(sheets.passed_over)),
        audit.digest([str(campaign.revision), *(repr(c) for c in (*stages.changes, *actions.changes))]),
    )  # fmt: skip


def commit_plan(staged: StagedPlan, *, actor: Reach, now: datetime, today: date) -> Campaign:
    """Write the staged plan, whole or not at all; a draft changed since staging refuses it."""
    campaign = staged.campaign
    if staged.problems:
        raise Refused(
            _("还有 %(number)s 处问题，没有写入任何数据。请改正后重新上传。") % {"number": len(staged.problems)}
        )  # fmt: skip
    revision = staged.revision
    with transaction.atomic():
        made: dict[int, Stage] = {stage.order: stage for stage in campaign.stages.all()}
        for change in staged.stages:
            fields = change.values
            if change.effect is Effect.NEW:
                made[fields.order] = plan.add_stage(
                    campaign, fields=fields, revision=revision, actor=actor, now=now, audited=False
                )
            elif change.effect is Effect.CHANGED:
                made[fields.order] = plan.amend_stage(
                    made[fields.order], fields=fields, revision=revision, actor=actor, now=now, audited=False
                )
            revision += change.effect is not Effect.SAME
        for action_change in staged.actions:
            values = action_change.values
            action_fields = replace(values.fields, stage=made.get(values.stage))
            if action_change.effect is Effect.NEW:
                plan.add_action(campaign, fields=action_fields, revision=revision, actor=actor, now=now, audited=False)
            elif action_change.effect is Effect.CHANGED:
                action = campaign.actions.get(uid=action_change.target)
                plan.amend_action(action, fields=action_fields, revision=revision, actor=actor, now=now, audited=False)
            revision += action_change.effect is not Effect.SAME
        if staged.touches:
            audit.record(
                PLAN_IMPORTED, actor=actor.account, now=now, subject=campaign, unit=campaign.unit, digest=staged.digest,
                **staged.counts,
            )  # fmt: skip
    campaign.refresh_from_db()
    return campaign


class _Stages:
    """The 环节 sheet over the draft's stages."""

    def __init__(self, campaign: Campaign, lines: Sequence[Line], problems: list[Problem]) -> None:
        self._standing = {stage.order: stage for stage in campaign.stages.all()}
        self._problems = problems
        self._places: dict[int, Place] = {}
        self.names: dict[str, int] = {stage.name: order for order, stage in self._standing.items()}
        self.orders: set[int] = set(self._standing)
        self.changes: list[Change[StageFields]] = []
        for line in lines:
            self._take(line)

    def find(self, text: str) -> int:
        """The number of the stage that `text` names by number or name; 0 for a blank. Raises ValueError."""
        text = text.strip()
        if not text:
            return 0
        if text.isdigit() and int(text) in self.orders:
            return int(text)
        if text in self.names:
            return self.names[text]
        raise ValueError(_("没有环节“%(text)s”，请先在“环节”表中列出。") % {"text": text})

    def contradictions(self, mode: str) -> list[Problem]:
        """What the stages, as they would stand together, have against the way they follow one another."""
        lines = {change.values.order: change for change in self.changes}
        orders = sorted(self._standing.keys() | lines.keys())
        together: list[Spanned] = [lines[order].values if order in lines else self._standing[order] for order in orders]
        found = []
        for fault in faults(mode, together):
            touched = [lines[orders[place]].place for place in fault.places if orders[place] in lines]
            # What stands wrong in the draft already is refused when it is approved, not charged to this workbook.
            found += [place.problem(_("开始日期"), fault.sentence) for place in touched[-1:]]
        return found

    def _take(self, line: Line) -> None:
        order, name = line.number("order"), line.text("name").strip()
        if order is None or not name:
            return
        first = self._places.setdefault(order, line.place)
        if first != line.place:
            self._problems.append(
                line.place.problem("环节编号", _("与%(first)s编号相同，请改正。") % {"first": first})
            )  # fmt: skip
            return
        self.orders.add(order)
        self.names[name] = order
        if not line.sound:
            return
        begins_on, ends_on = line.day("begins_on"), line.day("ends_on")
        if begins_on and ends_on and ends_on < begins_on:
            self._problems.append(line.place.problem("结束日期", _("结束日期早于开始日期，请改正。")))
        stage = self._standing.get(order)
        fields = StageFields(
            order=order,
            name=name,
            task=line.text("task") or (stage.task if stage else ""),
            begins_on=begins_on or (stage.begins_on if stage else None),
            ends_on=ends_on or (stage.ends_on if stage else None),
            remark=line.text("remark") or (stage.remark if stage else ""),
        )
        differences = _stage_differences(stage, fields) if stage else []
        effect = Effect.NEW if stage is None else Effect.CHANGED if differences else Effect.SAME
        self.changes.append(
            Change(line.place, name, effect, fields, stage.uid if stage else None, 0, tuple(differences))
        )  # fmt: skip


class _Actions:
    """The 动作, 专项 and 回头看 sheets over the draft's actions."""

    def __init__(self, campaign: Campaign, stages: _Stages, problems: list[Problem]) -> None:
        self._stages, self._problems = stages, problems
        self._standing = {
            (action.kind, action.name): action for action in campaign.actions.select_related("stage", "lead_unit")
        }  # fmt: skip
        self._units = UnitFinder(subtree(campaign.unit).order_by("path"))
        self._places: dict[tuple[str, str], Place] = {}
        self.changes: list[Change[ActionValues]] = []

    def take(self, line: Line, kind: str) -> None:
        """One line; `kind` when the sheet itself says it."""
        name, kind = line.text("name").strip(), kind or line.text("kind")
        first = self._places.setdefault((kind, name), line.place)
        if first != line.place:
            self._problems.append(
                line.place.problem("动作名称", _("与%(first)s同类同名，同类动作不能重名。") % {"first": first})
            )
            return
        action = self._standing.get((kind, name))
        values = self._values(line, name, kind, action)
        if values is None:
            return
        differences = _action_differences(action, values) if action else []
        effect = Effect.NEW if action is None else Effect.CHANGED if differences else Effect.SAME
        self.changes.append(
            Change(line.place, name, effect, values, action.uid if action else None, 0, tuple(differences))
        )

    def _values(self, line: Line, name: str, kind: str, action: Action | None) -> ActionValues | None:
        try:
            stage = self._stages.find(line.text("stage"))
        except ValueError as error:
            self._problems.append(line.place.problem("环节编号", str(error)))
            return None
        lead_unit = action.lead_unit if action else None
        if line.text("lead_unit"):
            try:
                lead_unit = self._units.find(line.text("lead_unit"))
            except Refused as refusal:
                self._problems.append(line.place.problem("牵头单位编码", refusal.sentence))
                return None
        begins_on, due_on = line.day("begins_on"), line.day("due_on")
        if begins_on and due_on and due_on < begins_on:
            self._problems.append(line.place.problem("完成时限", _("完成时限早于开始日期，请改正。")))
        if not stage and action and action.stage:
            stage = action.stage.order

        def text(field: str) -> str:
            return line.text(field) or (str(getattr(action, field)) if action else "")

        fields = ActionFields(
            name=name, kind=kind, lead_unit=lead_unit, begins_on=begins_on or (action.begins_on if action else None),
            due_on=due_on or (action.due_on if action else None), code=text("code"), series=text("series"),
            requirement=text("requirement"), lead_title=text("lead_title"), audience=text("audience"),
            deliverable=text("deliverable"), remark=text("remark"),
        )  # fmt: skip
        return ActionValues(stage, fields)


def _stage_differences(stage: Stage, fields: StageFields) -> list[Difference]:
    return [
        *difference("环节名称", stage.name, fields.name),
        *difference("主要任务", stage.task, fields.task),
        *difference("开始日期", stage.begins_on, fields.begins_on),
        *difference("结束日期", stage.ends_on, fields.ends_on),
        *difference("备注", stage.remark, fields.remark),
    ]


def _action_differences(action: Action, values: ActionValues) -> list[Difference]:
    fields = values.fields
    return [
        *difference("环节编号", action.stage.order if action.stage else 0, values.stage),
        *difference("牵头单位", action.lead_unit, fields.lead_unit),
        *(
            found
            for label, name in (
                ("编号", "code"), ("组别", "series"), ("内容要求", "requirement"), ("牵头领导职务", "lead_title"),
                ("参加范围", "audience"), ("产出物", "deliverable"), ("开始日期", "begins_on"), ("完成时限", "due_on"),
                ("备注", "remark"),
            )
            for found in difference(label, getattr(action, name), getattr(fields, name))
        ),
    ]  # fmt: skip
