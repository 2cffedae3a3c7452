"""Rounds of listening for a campaign that is being started: proposed after the last one or the plan, opened by hand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.campaigns import starting
from huiyin.campaigns.models import Campaign, PlannedRound, Preparation
from huiyin.campaigns.rights import require_office
from huiyin.campaigns.starting_pattern import Shift, last_time, shift_to
from huiyin.campaigns.starting_rows import ActionRow, Proposal, RoundRow, StageRow
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.opinions import queries, rounds
from huiyin.opinions.models import Channel, Round
from huiyin.organisation.access import Reach

# What a plan calls the time in which people are asked.
_LISTENING = ("征求意见", "听取意见", "开门纳谏")
_USUAL = (Channel.WEB, Channel.BOX, Channel.FORM)


def proposal_of(start: Preparation, *, actor: Reach, today: date) -> Proposal:
    """Everything proposed now: stages, actions, units, and the rounds."""
    proposal = starting.proposed(start, actor=actor, today=today)
    if start.pattern is not None:
        found = _after_pattern(start.pattern, shift_to(start.pattern, start.begins_on), actor)
    else:
        found = _after_plan(proposal)
    return replace(proposal, rounds=found)


def planned(campaign: Campaign) -> list[PlannedRound]:
    """The rounds ticked with the plan, opened or not, in order."""
    return list(PlannedRound.objects.filter(preparation__campaign=campaign).select_related("preparation"))


def planned_round(campaign: Campaign, uid: UUID) -> PlannedRound:
    """One of them."""
    found = PlannedRound.objects.filter(preparation__campaign=campaign, uid=uid).first()
    if found is None:
        raise NotReached(_("没有这一轮拟定的征求意见。"))
    return found


def rounds_of(campaign: Campaign, actor: Reach) -> list[Round]:
    """The rounds of a campaign as far as reached, in order."""
    return [one for one in queries.rounds(actor) if one.campaign_id == campaign.pk]


def open_planned(campaign: Campaign, one: PlannedRound, *, actor: Reach, now: datetime) -> Round:
    """Set up a planned round with its channels and start listening, once."""
    require_office(campaign, actor)
    if campaign.state not in (Campaign.State.APPROVED, Campaign.State.RUNNING):
        raise Refused(_("方案批准以后、总结之前才能开始征求意见。"))
    with transaction.atomic():
        locked = PlannedRound.objects.select_for_update().get(pk=one.pk)
        if locked.opened is not None:
            raise Stale(_("“%(round)s”已经建立，没有重复建立。") % {"round": locked.name})
        made = rounds.create_round(
            campaign=campaign, unit=campaign.unit, code=_free_code(campaign), name=locked.name, actor=actor, now=now,
            question=locked.question, opens_on=locked.opens_on, closes_on=locked.closes_on, public=locked.public,
            anonymous=locked.anonymous,
        )  # fmt: skip
        for channel in locked.channels:
            rounds.set_channel(round=made, channel=channel, actor=actor, now=now)
        made = rounds.open_round(round=made, revision=made.revision, actor=actor, now=now)
        locked.opened = made.uid
        locked.save(update_fields=["opened"])
    return made


def _free_code(campaign: Campaign) -> str:
    """The campaign's code and the next free number, as it stands in the public address: 2013-1-r1."""
    stem = campaign.code[:34]
    taken = set(Round.objects.filter(code__startswith=f"{stem}-r").values_list("code", flat=True))
    number = 1
    while f"{stem}-r{number}" in taken:
        number += 1
    return f"{stem}-r{number}"


def _after_pattern(pattern: Campaign, shift: Shift, actor: Reach) -> tuple[RoundRow, ...]:
    """The rounds that the earlier campaign's own unit ran, with their channels; how many forms came back is not copied."""
    own = [one for one in rounds_of(pattern, actor) if one.unit_id == pattern.unit_id]
    return tuple(_row(key, one, shift) for key, one in enumerate(own))


def _row(key: int, one: Round, shift: Shift) -> RoundRow:
    opens_on = shift.begin(one.opens_on) or one.opens_on
    closes_on, moved = shift.due(one.closes_on)
    channels = set(one.channels.values_list("channel", flat=True))
    return RoundRow(
        key=key, place="", source=last_time(one.opens_on, one.closes_on), name=one.name, question=one.question,
        opens_on=opens_on, closes_on=closes_on, public=one.public, doubts=shift.too_early(opens_on, closes_on),
        anonymous=one.anonymous, channels=tuple(code for code in Channel.values if code in channels),
        notes=(moved,) if moved else (),
    )  # fmt: skip


def _after_plan(proposal: Proposal) -> tuple[RoundRow, ...]:
    """One round, in the time that the plan gives to listening; not ticked when the plan names none."""
    named: Sequence[ActionRow | StageRow] = (*proposal.actions, *proposal.stages)
    found = next((row for row in named if any(words in row.name for words in _LISTENING)), None)
    stage = None
    if isinstance(found, ActionRow) and found.stage is not None:
        stage = proposal.stages[found.stage]
    begins = _first(found.begins_on if found else None, stage.begins_on if stage else None) or proposal.begins_on
    until = (found.due_on if isinstance(found, ActionRow) else found.ends_on if found else None) or (
        stage.ends_on if stage else None
    )
    return (
        RoundRow(
            key=0, place=found.place if found else "", source=found.source if found else "", name=_("第一轮征求意见"),
            question=_("对本单位的工作和作风，您有什么意见和建议？"), opens_on=max(begins, proposal.begins_on),
            closes_on=until if until and until >= max(begins, proposal.begins_on) else None,
            channels=tuple(str(code) for code in _USUAL),
            doubts=() if found else (_("方案里没有写征求意见，需要的话请勾选"),),
        ),
    )  # fmt: skip


def _first(*days: date | None) -> date | None:
    return next((day for day in days if day is not None), None)
