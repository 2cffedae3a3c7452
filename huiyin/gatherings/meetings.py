"""The democratic-life meeting: prepared, opened once behind its gates, concluded, reported and told (rules.md §3.1)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.core import audit
from huiyin.core.clock import local_date
from huiyin.core.dates import chinese_date
from huiyin.core.errors import Refused, Stale
from huiyin.gatherings import chain, material_reads
from huiyin.gatherings.actions import (
    MEETING_CALLED_OFF,
    MEETING_CIRCULATED,
    MEETING_CONCLUDED,
    MEETING_NOTICED,
    MEETING_OPENED,
    MEETING_PREPARED,
    MEETING_REPORTED,
    PROMISED,
)
from huiyin.gatherings.drawing_up import OPEN_STATES
from huiyin.gatherings.gates import gates
from huiyin.gatherings.models import Expected, LifeMeeting, Promise, Waiver
from huiyin.gatherings.rights import require_office, team_of
from huiyin.gatherings.terms import REPORT_DAYS
from huiyin.ledgers.books.meetings import MEETINGS, Meeting
from huiyin.ledgers.engine.services import post, revise_posted
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Person, Unit
from huiyin.rectification.models import Measure

SOURCE, OPENED = "life_meeting", "opened"
State = LifeMeeting.State


@transaction.atomic
def prepare(
    campaign: Campaign, unit: Unit, *, name: str, theme: str, on: date, actor: Reach, now: datetime
) -> LifeMeeting:
    """A meeting to come; the team of its day should attend."""
    require_office(actor, unit, campaign)
    campaign = Campaign.objects.get(pk=campaign.pk)
    if campaign.state not in OPEN_STATES:
        raise Refused(_("活动现在是“%(state)s”，不能筹备会议。") % {"state": campaign.get_state_display()})
    name, theme = name.strip(), theme.strip()
    if not name or not theme:
        raise Refused(_("请写明会议名称和主题。"))
    team = team_of(unit, on)
    if not team:
        raise Refused(
            _("“%(unit)s”没有登记在任的班子成员。请先在单位与人员里登记班子成员的职务。") % {"unit": unit.name}
        )
    meeting = LifeMeeting.objects.create(campaign=campaign, unit=unit, name=name, theme=theme, on=on)
    Expected.objects.bulk_create(
        Expected(meeting=meeting, person=person, order=order) for order, person in enumerate(team)
    )
    audit.record(MEETING_PREPARED, actor=actor.account, now=now, subject=meeting, unit=unit, on=on, expected=len(team))
    return meeting


@transaction.atomic
def notice(meeting: LifeMeeting, *, on: date, revision: int, actor: Reach, now: datetime) -> LifeMeeting:
    """会前报告: the superior was told of theme and time in writing."""
    meeting = _locked(meeting, revision, actor)
    _require(meeting, State.PREPARING)
    _past(on, local_date(now))
    meeting.noticed_on = on
    _save(meeting, "noticed_on")
    audit.record(MEETING_NOTICED, actor=actor.account, now=now, subject=meeting, unit=meeting.unit, on=on)
    return meeting


@transaction.atomic
def open_meeting(
    meeting: LifeMeeting, *, on: date, host: Person, absent: Mapping[int, str], actor: Reach, now: datetime,
    revision: int,
) -> LifeMeeting:  # fmt: skip
    """The meeting was opened: all gates held or were waived, and two thirds were there. Whoever comes second is told.

    `absent`: key of an expected person → why they were not there.
    """
    meeting = _locked(meeting, revision, actor, opening=True)
    _past(on, local_date(now))
    if on < meeting.campaign.begins_on:
        raise Refused(_("日期早于活动开始日期，请改正。"))
    waiver = Waiver.objects.filter(meeting=meeting).first()
    missing = [one for one in gates(meeting) if not one.holds]
    if missing and waiver is None:
        told = "；".join(f"{one.label}（{one.numbers}）" for one in missing)
        raise Refused(_("会前条件还不具备，不能开会：%(told)s。确需召开的，由上级书面特批。") % {"told": told})
    expected = list(meeting.expected.select_related("person"))
    present = _attended(expected, absent)
    if host.pk not in {one.person_id for one in expected if one.present}:
        raise Refused(_("主持人要在到会的班子成员中选。"))
    Expected.objects.bulk_update(expected, ["present", "absent_why"])
    meeting.state, meeting.opened_on, meeting.opened_by, meeting.host = State.OPENED, on, actor.account, host
    meeting.report_due_on = on + timedelta(days=REPORT_DAYS.value)
    _save(meeting, "state", "opened_on", "opened_by", "host", "report_due_on")
    materials = material_reads.round_of(meeting.campaign, meeting.unit)
    if materials is not None:
        chain.use_in_meeting(materials, actor=actor.account, on=on)
    post(
        MEETINGS, source_kind=SOURCE, source=meeting.uid, event=OPENED, unit=meeting.unit, fact_date=on,
        values={
            "name": meeting.name, "kind": Meeting.Kind.LIFE, "host": host.name, "expected": len(expected),
            "attended": present, "topics": meeting.theme,
        },
        account=actor.account, now=now, campaign=meeting.campaign.uid, audited=False,
    )  # fmt: skip
    audit.record(
        MEETING_OPENED, actor=actor.account, now=now, subject=meeting, unit=meeting.unit, on=on, present=present,
        expected=len(expected), waived=waiver is not None,
    )  # fmt: skip
    return meeting


@transaction.atomic
def conclude(
    meeting: LifeMeeting, *, resolution: str, speakers: int | None, revision: int, actor: Reach, now: datetime
) -> LifeMeeting:
    """What was decided; the entry in the book says it too. Criticism itself is not recorded."""
    meeting = _locked(meeting, revision, actor)
    _require(meeting, State.OPENED)
    resolution = resolution.strip()
    if not resolution or len(resolution) > 4000:
        raise Refused(_("请写明会议决定，最多 4000 个字。"))
    present = meeting.expected.filter(present=True).count()
    if speakers is not None and not 0 <= speakers <= present:
        raise Refused(_("发言人数多于到会人数 %(n)d 人，请核对。") % {"n": present})
    meeting.resolution = resolution
    _save(meeting, "resolution")
    revise_posted(
        MEETINGS, source_kind=SOURCE, source=meeting.uid, event=OPENED,
        values={"resolution": resolution, "speakers": speakers}, reason=_("会后登记会议决定。"), account=actor.account,
        now=now,
    )  # fmt: skip
    audit.record(
        MEETING_CONCLUDED, actor=actor.account, now=now, subject=meeting, unit=meeting.unit,
        digest=audit.digest([resolution]),
    )  # fmt: skip
    return meeting


@transaction.atomic
def promise(meeting: LifeMeeting, measures: Sequence[Measure], *, actor: Reach, now: datetime) -> int:
    """The measures that came out of the meeting; returns how many are new among them."""
    meeting = LifeMeeting.objects.select_for_update(of=("self",)).select_related("unit", "campaign").get(pk=meeting.pk)
    require_office(actor, meeting.unit, meeting.campaign)
    _require(meeting, State.OPENED)
    if any(not one.problem.unit.path.startswith(meeting.unit.path) for one in measures):
        raise Refused(_("有的措施不是本单位问题的措施，没有列入任何一条。"))
    there = set(meeting.promises.values_list("measure_id", flat=True))
    fresh = [one for one in measures if one.pk not in there]
    if not fresh:
        raise Refused(_("请选还没有列入的措施。"))
    Promise.objects.bulk_create(Promise(meeting=meeting, measure=one) for one in fresh)
    audit.record(PROMISED, actor=actor.account, now=now, subject=meeting, unit=meeting.unit, measures=len(fresh))
    return len(fresh)


@transaction.atomic
def report_back(meeting: LifeMeeting, *, on: date, revision: int, actor: Reach, now: datetime) -> LifeMeeting:
    """会后报告: the superior was told how it went."""
    meeting = _locked(meeting, revision, actor)
    meeting.reported_on = _after_meeting(meeting, on, now)
    _save(meeting, "reported_on")
    audit.record(MEETING_REPORTED, actor=actor.account, now=now, subject=meeting, unit=meeting.unit, on=on)
    return meeting


@transaction.atomic
def circulate(meeting: LifeMeeting, *, on: date, revision: int, actor: Reach, now: datetime) -> LifeMeeting:
    """通报: those concerned were told how it went; words of criticism are not passed on."""
    meeting = _locked(meeting, revision, actor)
    meeting.circulated_on = _after_meeting(meeting, on, now)
    _save(meeting, "circulated_on")
    audit.record(MEETING_CIRCULATED, actor=actor.account, now=now, subject=meeting, unit=meeting.unit, on=on)
    return meeting


@transaction.atomic
def call_off(meeting: LifeMeeting, *, revision: int, actor: Reach, now: datetime) -> LifeMeeting:
    """A meeting that will not be held."""
    meeting = _locked(meeting, revision, actor)
    _require(meeting, State.PREPARING)
    meeting.state = State.CALLED_OFF
    _save(meeting, "state")
    audit.record(MEETING_CALLED_OFF, actor=actor.account, now=now, subject=meeting, unit=meeting.unit)
    return meeting


def _attended(expected: list[Expected], absent: Mapping[int, str]) -> int:
    """Mark who was there; refused under two thirds (rules.md §3.1), and where somebody was away without a reason."""
    for one in expected:
        why = absent.get(one.person_id)
        one.present, one.absent_why = why is None, (why or "").strip()[:200]
        if why is not None and not one.absent_why:
            raise Refused(_("请写明“%(name)s”没有到会的原因。") % {"name": one.person.name})
    present = sum(bool(one.present) for one in expected)
    if 3 * present < 2 * len(expected):
        raise Refused(
            _("应到 %(due)d 人，到会 %(here)d 人，不足三分之二，不能开会。") % {"due": len(expected), "here": present}
        )
    return present


def _locked(seen: LifeMeeting, revision: int, actor: Reach, *, opening: bool = False) -> LifeMeeting:
    # Without joins: whoever waited for the row must read who opened it after the wait, not before.
    found = LifeMeeting.objects.select_for_update().get(pk=seen.pk)
    require_office(actor, found.unit, found.campaign)
    if opening and found.state == State.OPENED and found.opened_by and found.opened_on:
        raise Stale(
            _("会议已由“%(who)s”登记在%(day)s召开，没有重复登记。请刷新查看。")
            % {"who": found.opened_by.person.name, "day": chinese_date(found.opened_on)}
        )
    if opening:
        _require(found, State.PREPARING)
    if found.revision != revision:
        raise Stale(_("这次会议刚被别人改过，您的操作没有保存。请刷新后再办。"))
    return found


def _require(meeting: LifeMeeting, state: LifeMeeting.State) -> None:
    if meeting.state != state:
        raise Refused(_("会议现在是“%(state)s”，不能办这一步。") % {"state": meeting.get_state_display()})


def _past(on: date, today: date) -> None:
    if on > today:
        raise Refused(_("日期晚于今天。这里只登记已经发生的事，请改正。"))


def _after_meeting(meeting: LifeMeeting, on: date, now: datetime) -> date:
    _require(meeting, State.OPENED)
    _past(on, local_date(now))
    if meeting.opened_on is not None and on < meeting.opened_on:
        raise Refused(_("日期早于会议召开的日期，请改正。"))
    return on


def _save(meeting: LifeMeeting, *fields: str) -> None:
    meeting.revision += 1
    meeting.save(update_fields=[*fields, "revision"])
