"""谈过: one tap is a fact and its day, posted to the book; one's own tap can be taken back. Nothing else is kept."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.core import audit
from huiyin.core.clock import local_date
from huiyin.core.errors import Refused, Stale
from huiyin.gatherings.actions import TALK_TICKED, TALK_UNDONE, TALKS_IMPORTED
from huiyin.gatherings.drawing_up import OPEN_STATES
from huiyin.gatherings.models import TalkHeld, TalkPair, TalkRound
from huiyin.gatherings.rights import require_office, runs, team_of
from huiyin.ledgers.books.gatherings import TALKS
from huiyin.ledgers.engine.many import Fact
from huiyin.ledgers.engine.services import post, post_many, void_posted
from huiyin.organisation.access import Reach

SOURCE, HELD = "talk", "held"


def may_tick(pair: TalkPair, actor: Reach) -> bool:
    """The office, and the two themselves."""
    return actor.account.person_id in {pair.one_id, pair.other_id} or runs(actor, pair.round.unit, pair.round.campaign)


@transaction.atomic
def tick(pair: TalkPair, *, on: date, actor: Reach, now: datetime) -> TalkHeld:
    """The two talked on that day."""
    pair = TalkPair.objects.select_related("round__unit", "round__campaign", "one", "other").get(pk=pair.pk)
    if not may_tick(pair, actor):
        raise Refused(_("谈过没有，由两人自己或活动办公室登记。"))
    refuse_day(pair, on, local_date(now))
    try:
        with transaction.atomic():
            held = TalkHeld.objects.create(pair=pair, on=on, by=actor.account)
    except IntegrityError as error:
        raise Refused(_("这两个人这一天谈过，已经登记了，没有重复登记。")) from error
    fact = _fact(held, pair)
    post(
        TALKS, source_kind=SOURCE, source=held.uid, event=HELD, unit=fact.unit, fact_date=on, values=fact.values,
        account=actor.account, now=now, campaign=pair.round.campaign.uid, audited=False,
    )  # fmt: skip
    audit.record(TALK_TICKED, actor=actor.account, now=now, subject=pair.round, unit=pair.round.unit, on=on)
    return held


@transaction.atomic
def undo(held: TalkHeld, *, actor: Reach, now: datetime) -> None:
    """Take one's own tap back; the book's entry is voided."""
    if held.by_id != actor.account.pk:
        raise Refused(_("这一次是“%(who)s”登记的，由登记的人撤回。") % {"who": held.by.person.name})
    if not TalkHeld.objects.filter(pk=held.pk, undone_on__isnull=True).update(undone_on=local_date(now)):
        raise Stale(_("这一次登记已经撤回，请刷新查看。"))
    void_posted(
        TALKS, source_kind=SOURCE, source=held.uid, event=HELD, reason=_("登记有误，由登记人撤回。"), account=actor.account,
        now=now,
    )  # fmt: skip
    round = held.pair.round
    audit.record(TALK_UNDONE, actor=actor.account, now=now, subject=round, unit=round.unit, on=held.on)


@transaction.atomic
def tick_many(round: TalkRound, rows: Sequence[tuple[TalkPair, date]], *, actor: Reach, now: datetime) -> int:
    """Many talks at once, all or none; what is there already is left out. Returns how many were written."""
    require_office(actor, round.unit, round.campaign)
    # The round's row is locked: two people confirming one list at the same moment write it once.
    round = TalkRound.objects.select_for_update().select_related("unit", "campaign").get(pk=round.pk)
    there = set(TalkHeld.objects.filter(pair__round=round, undone_on__isnull=True).values_list("pair_id", "on"))
    made: list[TalkHeld] = []
    for pair, on in dict.fromkeys(rows):
        refuse_day(pair, on, local_date(now))
        if (pair.pk, on) not in there:
            made.append(TalkHeld(pair=pair, on=on, by=actor.account))
    TalkHeld.objects.bulk_create(made, batch_size=500)
    teams: dict[date, set[int]] = {}
    facts = [_fact(held, held.pair, teams) for held in made]
    post_many(
        TALKS, source_kind=SOURCE, facts=facts, account=actor.account, now=now, campaign=round.campaign.uid
    )  # fmt: skip
    if made:
        audit.record(TALKS_IMPORTED, actor=actor.account, now=now, subject=round, unit=round.unit, count=len(made))
    return len(made)


def refuse_day(pair: TalkPair, on: date, today: date) -> None:
    """A talk lies not in the future, not before the campaign, and not in a pair that was struck out."""
    if pair.struck_on is not None:
        raise Refused(_("“%(a)s”和“%(b)s”这一对已经划去，不用登记。") % {"a": pair.one.name, "b": pair.other.name})
    campaign = pair.round.campaign
    if campaign.state not in OPEN_STATES:
        raise Refused(_("活动现在是“%(state)s”，不能登记谈话。") % {"state": Campaign.State(campaign.state).label})
    if on > today:
        raise Refused(_("日期晚于今天。这里只登记已经谈过的，请改正。"))
    if on < campaign.begins_on:
        raise Refused(_("日期早于活动开始日期，不能算作这个活动的谈心，请改正。"))


def _fact(held: TalkHeld, pair: TalkPair, teams: dict[date, set[int]] | None = None) -> Fact:
    """What the book says of it: 人次 is how many of the two were of the team on that day."""
    teams = {} if teams is None else teams
    if held.on not in teams:
        teams[held.on] = {person.pk for person in team_of(pair.round.unit, held.on)}
    turns = len({pair.one_id, pair.other_id} & teams[held.on])
    return Fact(
        source=held.uid, event=HELD, unit=pair.round.unit, fact_date=held.on,
        values={"relation": pair.relation, "turns": turns, "people": 2},
    )  # fmt: skip
