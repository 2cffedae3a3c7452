"""Checks what was ticked on a proposal before anything is written: each refusal says which row and how to mend it."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.campaigns.models import Preparation
from huiyin.campaigns.starting_rows import Chosen, Proposal
from huiyin.core.dates import chinese_date
from huiyin.core.errors import Refused
from huiyin.organisation.models import Unit
from huiyin.organisation.paths import subtree


def check(start: Preparation, chosen: Chosen, proposal: Proposal) -> None:
    """Refuse what cannot stand together."""
    _check_plan(start, chosen, proposal)
    _check_rounds(start, chosen, proposal)


def leads_of(start: Preparation, chosen: Chosen) -> dict[UUID, Unit]:
    """The leading units by uid: of the campaign's own subtree, as the plan's import asks too."""
    wanted = {action.lead: action.name for action in chosen.actions if action.lead is not None}
    found = {unit.uid: unit for unit in subtree(start.unit).filter(uid__in=wanted)}
    for uid, name in wanted.items():
        if uid not in found:
            raise Refused(
                _("“%(name)s”的牵头单位不在“%(top)s”范围内，请改填。") % {"name": name, "top": start.unit.name}
            )  # fmt: skip
    return found


def _check_plan(start: Preparation, chosen: Chosen, proposal: Proposal) -> None:
    if not chosen.actions:
        raise Refused(_("没有勾选任何动作。请至少勾选一个动作；要逐项填写的，请用“新建活动”。"))
    if chosen.ends_on is not None and chosen.ends_on < start.begins_on:
        raise Refused(_("活动结束日期早于开始日期，请改正。"))
    _known((one.key for one in chosen.stages), (row.key for row in proposal.stages))
    _known((one.key for one in chosen.actions), (row.key for row in proposal.actions))
    for stage in chosen.stages:
        _not_before(start, stage.name, stage.begins_on, stage.ends_on)
    stages = {stage.key for stage in chosen.stages}
    kinds = {row.key: row.kind for row in proposal.actions}
    proposed = {row.key: {row.begins_on, row.due_on} for row in proposal.actions}
    names: set[tuple[str, str]] = set()
    for action in chosen.actions:
        # What was proposed before the beginning said so and was ticked by hand (a group set up to prepare); a date put
        # there by hand is a slip.
        changed = {action.begins_on, action.due_on} - proposed[action.key]
        _not_before(start, action.name, *(day if day in changed else None for day in (action.begins_on, action.due_on)))
        if action.stage is not None and action.stage not in stages:
            raise Refused(
                _("动作“%(name)s”所在的环节没有勾选。请勾选环节，或把这个动作改到别的环节。") % {"name": action.name}
            )
        if (kinds[action.key], action.name) in names:
            raise Refused(_("有两个动作都叫“%(name)s”，请改名或只勾选一个。") % {"name": action.name})
        names.add((kinds[action.key], action.name))


def _check_rounds(start: Preparation, chosen: Chosen, proposal: Proposal) -> None:
    _known((one.key for one in chosen.rounds), (row.key for row in proposal.rounds))
    names: set[str] = set()
    for one in chosen.rounds:
        _not_before(start, one.name, one.opens_on, one.closes_on)
        if one.name in names:
            raise Refused(_("有两轮征求意见都叫“%(name)s”，请改名。") % {"name": one.name})
        names.add(one.name)
        if not one.channels:
            raise Refused(_("“%(name)s”没有勾选渠道，请至少勾选一个。") % {"name": one.name})
        if one.public and "web" not in one.channels:
            raise Refused(_("“%(name)s”要在公开页面征求，请勾选“网站专栏”渠道。") % {"name": one.name})


def units_of(start: Preparation, chosen: Chosen, proposal: Proposal) -> list[Unit]:
    """Only a unit that its row offered can be ticked: so none from outside the subtree."""
    offered = {row.key: {ref.uid for ref in row.options} for row in proposal.units}
    for key, uid in chosen.units:
        if uid not in offered.get(key, set()):
            raise Refused(_("勾选的单位不在“%(top)s”范围内，没有写入。请刷新后重新勾选。") % {"top": start.unit.name})
    uids = {uid for _key, uid in chosen.units}
    found = list(subtree(start.unit).filter(uid__in=uids))
    if len(found) != len(uids):
        raise Refused(_("勾选的单位不在“%(top)s”范围内，没有写入。请刷新后重新勾选。") % {"top": start.unit.name})
    return found


def _not_before(start: Preparation, name: str, begins_on: date | None, ends_on: date | None) -> None:
    if begins_on is not None and ends_on is not None and ends_on < begins_on:
        raise Refused(_("“%(name)s”的结束日期早于开始日期，请改正。") % {"name": name})
    if any(day is not None and day < start.begins_on for day in (begins_on, ends_on)):
        raise Refused(
            _("“%(name)s”的日期早于活动开始日期%(day)s。请改正日期；确要提前的，请按新的开始日期重新拟定。")
            % {"name": name, "day": chinese_date(start.begins_on)}
        )


def _known(keys: Iterable[int], rows: Iterable[int]) -> None:
    if set(keys) - set(rows):
        raise Refused(_("勾选的内容不在这份拟定稿里。请刷新后重新勾选。"))
