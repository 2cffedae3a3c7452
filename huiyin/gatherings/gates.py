"""三不开: no meeting while problems are not found accurately, talks are not enough, materials are not passed.

Each gate is ticked by a named person with a note; the program shows its own numbers beside it and never ticks (rules.md
§1.3). Where its numbers fall short, a tick is refused: only a superior's waiver leads round it. Of problems no number is
a norm, but none at all is not accurate.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiyin.core import audit
from huiyin.core.clock import local_date
from huiyin.core.errors import Refused, Stale
from huiyin.gatherings import material_reads, talk_board
from huiyin.gatherings.actions import GATE_TICKED, GATES_WAIVED
from huiyin.gatherings.models import GateTick, LifeMeeting, Waiver
from huiyin.gatherings.rights import require_office, superior, team_of
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Role, Unit
from huiyin.rectification.models import Problem

Gate = GateTick.Gate
WAIVING = (Role.OFFICE, Role.HEAD)


@dataclass(frozen=True)
class Standing:
    """One gate: what the program counts, whether that suffices, and the tick."""

    gate: Gate
    numbers: str
    suffices: bool
    tick: GateTick | None

    @property
    def holds(self) -> bool:
        """Ticked, and nothing counted speaks against it."""
        return self.suffices and self.tick is not None

    @property
    def label(self) -> str:
        """What it is called."""
        return str(self.gate.label)


def gates(meeting: LifeMeeting) -> list[Standing]:
    """The three gates as they stand now."""
    ticks = {one.gate: one for one in meeting.ticks.select_related("by__person")}
    counted = (
        (Gate.PROBLEMS, *_problems(meeting)),
        (Gate.TALKS, *_talks(meeting)),
        (Gate.MATERIALS, *_materials(meeting)),
    )
    return [Standing(gate, numbers, enough, ticks.get(gate)) for gate, numbers, enough in counted]


@transaction.atomic
def tick(meeting: LifeMeeting, gate: str, *, note: str, actor: Reach, now: datetime) -> GateTick:
    """The office says that a gate holds, and on what ground."""
    require_office(actor, meeting.unit, meeting.campaign)
    meeting = LifeMeeting.objects.select_for_update(of=("self",)).select_related("unit", "campaign").get(pk=meeting.pk)
    if meeting.state != LifeMeeting.State.PREPARING:
        raise Refused(_("会议已经召开或取消，会前条件不能再改。"))
    note = note.strip()
    if not note or len(note) > 300:
        raise Refused(_("请写明凭什么认为已经具备，最多 300 个字。"))
    standing = {one.gate.value: one for one in gates(meeting)}.get(gate)
    if standing is None:
        raise Refused(_("没有这个会前条件，请刷新。"))
    if not standing.suffices:
        raise Refused(_("“%(gate)s”还不能确认：%(numbers)s。") % {"gate": standing.label, "numbers": standing.numbers})
    try:
        with transaction.atomic():
            made = GateTick.objects.create(meeting=meeting, gate=gate, note=note, by=actor.account, on=local_date(now))
    except IntegrityError as error:
        raise Stale(_("这个条件刚被别人确认过，请刷新查看。")) from error
    audit.record(
        GATE_TICKED, actor=actor.account, now=now, subject=meeting, unit=meeting.unit, gate=gate,
        digest=audit.digest([note]),
    )  # fmt: skip
    return made


def may_waive(meeting: LifeMeeting, actor: Reach) -> bool:
    """特批: office or head of a unit strictly above, and nobody of the unit's own people (§3.1; S2)."""
    return not why_no_waiver(meeting, actor)


def why_no_waiver(meeting: LifeMeeting, actor: Reach) -> str:
    """Why the actor may not waive; empty when they may."""
    person = actor.account.person
    of_the_team = {one.pk for one in team_of(meeting.unit, meeting.on)}
    if person.unit.path.startswith(meeting.unit.path) or person.pk in of_the_team:
        return str(_("本单位的人不能给本单位特批，须由上级的领导或活动办公室书面特批。"))
    if not superior(actor, WAIVING, meeting.unit, meeting.campaign):
        return str(_("只有“%(unit)s”的上级负责人或上级活动办公室可以特批。") % {"unit": meeting.unit.name})
    return ""


@transaction.atomic
def waive(meeting: LifeMeeting, *, reason: str, actor: Reach, now: datetime) -> Waiver:
    """A superior lets the meeting open though a gate does not hold: by name, in writing; the report prints it."""
    if why := why_no_waiver(meeting, actor):
        raise Refused(why)
    meeting = LifeMeeting.objects.select_for_update(of=("self",)).select_related("unit", "campaign").get(pk=meeting.pk)
    if meeting.state != LifeMeeting.State.PREPARING:
        raise Refused(_("会议已经召开或取消，不用特批。"))
    reason = reason.strip()
    if not reason or len(reason) > 300:
        raise Refused(_("请写明特批的理由，最多 300 个字。"))
    missing = [one.label for one in gates(meeting) if not one.holds]
    if not missing:
        raise Refused(_("三个条件都已具备，不用特批。"))
    above = superior(actor, WAIVING, meeting.unit, meeting.campaign)
    try:
        with transaction.atomic():
            made = Waiver.objects.create(
                meeting=meeting, by=actor.account, unit=Unit.objects.get(path=above), reason=reason,
                gates="、".join(missing), on=local_date(now),
            )  # fmt: skip
    except IntegrityError as error:
        raise Stale(_("这次会议已经有特批，请刷新查看。")) from error
    audit.record(
        GATES_WAIVED, actor=actor.account, now=now, subject=meeting, unit=meeting.unit, gates=made.gates,
        digest=audit.digest([reason]),
    )  # fmt: skip
    return made


def _problems(meeting: LifeMeeting) -> tuple[str, bool]:
    """What is confirmed of the unit's problems. Accurate or not is for a person to say, once there is one to say it of."""
    found = Problem.objects.filter(campaign=meeting.campaign, unit=meeting.unit).exclude(state=Problem.State.SETTLED)
    confirmed = found.filter(state=Problem.State.CONFIRMED)
    sides = confirmed.order_by().values("side").distinct().count()
    words, number = (
        _("本单位已确认问题 %(n)d 个，来自 %(sides)d 个方面；待确认 %(left)d 个；班子成员 %(team)d 人"),
        confirmed.count(),
    )
    told = words % {
        "n": number, "sides": sides, "left": found.count() - number, "team": meeting.expected.count(),
    }  # fmt: skip
    return str(told), number > 0


def _talks(meeting: LifeMeeting) -> tuple[str, bool]:
    round = talk_board.round_of(meeting.campaign, meeting.unit)
    if round is None:
        return str(_("还没有拟定谈心安排")), False
    counts = talk_board.counts(round)
    words = _("应谈 %(due)d 对，已谈 %(held)d 对，占 %(share)d%%；标准是 %(norm)d%%")
    told = words % {"due": counts.due, "held": counts.held, "share": counts.share, "norm": round.norm}
    return str(told), counts.due > 0 and counts.share >= round.norm


def _materials(meeting: LifeMeeting) -> tuple[str, bool]:
    standing = material_reads.standing(material_reads.round_of(meeting.campaign, meeting.unit))
    words = _("应交材料 %(total)d 份，已交 %(in)d 份，已审定 %(final)d 份")
    told = words % {"total": standing.total, "in": standing.handed_in, "final": standing.final}
    return str(told), standing.complete
