"""What an amendment may change, as values; and how a draft keeps them between two pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import fields as dataclass_fields
from datetime import date
from typing import Any, TypedDict

from django.db.models import Field
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Action, AmendmentChange, Campaign, Stage
from huiyin.campaigns.plan import ActionFields
from huiyin.core.dates import chinese_date
from huiyin.organisation.models import Unit

Kind = AmendmentChange.Kind
ACTION_FIELDS = tuple(field.name for field in dataclass_fields(ActionFields))
STAGE_FIELDS = ("begins_on", "ends_on")
DAYS = {"begins_on", "due_on", "ends_on"}
NONE = "—"


@dataclass(frozen=True)
class AddAction:
    """A new action joins the plan."""

    fields: ActionFields


@dataclass(frozen=True)
class ChangeAction:
    """An action of the plan gets other values."""

    action: Action
    fields: ActionFields


@dataclass(frozen=True)
class WithdrawAction:
    """An action leaves the plan."""

    action: Action


@dataclass(frozen=True)
class DateStage:
    """A stage gets other planned dates."""

    stage: Stage
    begins_on: date | None
    ends_on: date | None


Planned = AddAction | ChangeAction | WithdrawAction | DateStage


class Difference(TypedDict):
    """One field: before and after as people read them; `value` as a plan below takes it over."""

    field: str
    before: str
    after: str
    value: str


class Kept(TypedDict):
    """A planned change as a draft keeps it; `target` is the uid of its action or stage.

    Of what the plan has already it keeps only the fields that change: the others stay as they are when it is issued,
    whatever another amendment made of them in the meantime.
    """

    kind: str
    target: str
    title: str
    fields: dict[str, str]


def fields_of(action: Action) -> ActionFields:
    """What the plan says of an action now."""
    return ActionFields(**{name: getattr(action, name) for name in ACTION_FIELDS})


def differences(planned: Planned) -> list[Difference]:
    """What changes, field by field; nothing for a withdrawal."""
    match planned:
        case AddAction(fields=fields):
            return _between({}, _named(fields))
        case ChangeAction(action=action, fields=fields):
            return _between(_named(fields_of(action)), _named(fields))
        case WithdrawAction():
            return []
        case DateStage(stage=stage):
            return _between(
                {name: getattr(stage, name) for name in STAGE_FIELDS},
                {name: getattr(planned, name) for name in STAGE_FIELDS},
            )


def kind_of(planned: Planned) -> Kind:
    """Its kind, as issued amendments name it."""
    match planned:
        case AddAction():
            return Kind.ACTION_ADDED
        case ChangeAction():
            return Kind.ACTION_CHANGED
        case WithdrawAction():
            return Kind.ACTION_WITHDRAWN
        case DateStage():
            return Kind.STAGE_DATED


def title_of(planned: Planned) -> str:
    """What is changed, as it is called before the change."""
    match planned:
        case AddAction(fields=fields):
            return fields.name
        case ChangeAction(action=action) | WithdrawAction(action=action):
            return action.name
        case DateStage(stage=stage):
            return stage.name


def target_of(planned: Planned) -> str:
    """The uid of what is changed; empty for a new action."""
    match planned:
        case ChangeAction(action=action) | WithdrawAction(action=action):
            return str(action.uid)
        case DateStage(stage=stage):
            return str(stage.uid)
        case AddAction():
            return ""


def label(field: str) -> str:
    """What a field is called on screen."""
    if field == "stage":
        return _("环节")
    model: type[Action] | type[Stage] = Stage if field == "ends_on" else Action
    found = model._meta.get_field(field)
    assert isinstance(found, Field), field  # the fields of a plan lie in its own tables
    return str(found.verbose_name)


def keep(planned: Planned) -> Kept:
    """For the draft's row."""
    match planned:
        case AddAction(fields=fields):
            kept = {name: _raw(value) for name, value in _named(fields).items()}
        case ChangeAction() | WithdrawAction() | DateStage():
            kept = {one["field"]: one["value"] for one in differences(planned)}
    return Kept(kind=str(kind_of(planned)), target=target_of(planned), title=title_of(planned), fields=kept)


def restore(campaign: Campaign, kept: Sequence[Kept]) -> list[Planned | None]:
    """From the draft's row; None where the action or stage has left the plan in the meantime."""
    actions = {
        str(action.uid): action
        for action in campaign.actions.filter(withdrawn_on__isnull=True).select_related("stage", "lead_unit")
    }
    stages = {str(stage.uid): stage for stage in campaign.stages.all()}
    leads = {one["fields"].get("lead_unit", "") for one in kept} - {""}
    units = {str(unit.uid): unit for unit in Unit.objects.filter(uid__in=leads)} if leads else {}
    return [_restored(one, actions, stages, units) for one in kept]


def _restored(
    one: Kept, actions: Mapping[str, Action], stages: Mapping[str, Stage], units: Mapping[str, Unit]
) -> Planned | None:
    action, stage, raw = actions.get(one["target"]), stages.get(one["target"]), one["fields"]
    match Kind(one["kind"]):
        case Kind.ACTION_ADDED:
            return AddAction(ActionFields(**_action_values(raw, stages, units)))
        case Kind.ACTION_CHANGED:
            if action is None:
                return None
            return ChangeAction(action, replace(fields_of(action), **_action_values(raw, stages, units)))
        case Kind.ACTION_WITHDRAWN:
            return WithdrawAction(action) if action else None
        case Kind.STAGE_DATED:
            if stage is None:
                return None
            return DateStage(
                stage, *(_day(raw[name]) if name in raw else getattr(stage, name) for name in STAGE_FIELDS)
            )


def text_of(field: str, value: object) -> str:
    """A value as people read it; nothing as —."""
    if value is None or value == "":
        return NONE
    if field == "kind":
        return str(Action.Kind(str(value)).label)
    if isinstance(value, date):
        return chinese_date(value)
    return str(value)


def _action_values(raw: Mapping[str, str], stages: Mapping[str, Stage], units: Mapping[str, Unit]) -> dict[str, Any]:
    values: dict[str, Any] = dict(raw)  # Any: the fields of an action, each of its own type
    values |= {name: _day(raw[name]) for name in DAYS & raw.keys()}
    if "stage" in raw:
        values["stage"] = stages.get(raw["stage"])
    if "lead_unit" in raw:
        values["lead_unit"] = units.get(raw["lead_unit"])
    return values


def _named(fields: ActionFields) -> dict[str, object]:
    return {name: getattr(fields, name) for name in ACTION_FIELDS}


def _between(before: Mapping[str, object], after: Mapping[str, object]) -> list[Difference]:
    found = []
    for name, value in after.items():
        old = before.get(name)
        if (old or None) != (value or None):
            found.append(
                Difference(field=name, before=text_of(name, old), after=text_of(name, value), value=_raw(value))
            )
    return found


def _raw(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Stage | Unit):
        return str(value.uid)
    return str(value).strip()


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
