"""Rounds of listening: set up, open, close. Once somebody has answered, anonymity is never lowered."""

from collections.abc import Collection
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.core import audit
from huiyin.core.audit import Action
from huiyin.core.errors import Refused, Stale
from huiyin.eligibility import drawing, rolls
from huiyin.eligibility.models import Roll
from huiyin.ledgers.books.listening import CHANNELS
from huiyin.ledgers.engine.services import post
from huiyin.opinions.access import require_office
from huiyin.opinions.batches import channel_label, post_closed
from huiyin.opinions.models import About, Channel, RespondentGroup, Round, RoundChannel, RoundSubject, UnitSlips
from huiyin.opinions.standing import standing
from huiyin.opinions.terms import SMALLEST_GROUP
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Person, Unit

CREATED = Action("round.created", "新建征求意见轮次")
CHANGED = Action("round.changed", "修改征求意见轮次")
CHANNEL_SET = Action("round.channel_set", "登记征求意见渠道")
GROUP_ADDED = Action("round.group_added", "登记征求对象")
GROUP_CHANGED = Action("round.group_changed", "修改征求对象人数")
UNIT_SLIPS_SET = Action("round.unit_slips_set", "登记各单位发放收回份数")
SUBJECT_DECLARED = Action("round.subject_declared", "列出评价对象")
SUBJECT_WITHDRAWN = Action("round.subject_withdrawn", "撤下评价对象")
OPENED = Action("round.opened", "开始征求意见")
CLOSED = Action("round.closed", "截止征求意见")


def create_round(
    *, campaign: Campaign, unit: Unit, code: str, name: str, opens_on: date, actor: Reach, now: datetime,
    question: str = "", closes_on: date | None = None, public: bool = False, anonymous: bool = True,
    standing: bool = False,
) -> Round:  # fmt: skip
    """A new round of a unit within a campaign, numbered after the last one."""
    require_office(actor, unit, campaign)
    with transaction.atomic():
        Campaign.objects.select_for_update().get(pk=campaign.pk)
        others = Round.objects.filter(campaign=campaign, unit=unit)
        if others.filter(name=name.strip()).exists():
            raise Refused(_("本单位在这个活动里已有名为“%(name)s”的轮次，请换一个名称。") % {"name": name.strip()})
        if Round.objects.filter(code=code).exists():
            raise Refused(_("轮次代号“%(code)s”已被使用，请换一个。") % {"code": code})
        made = Round(
            campaign=campaign, unit=unit, code=code, name=name.strip(), question=question.strip(), opens_on=opens_on,
            closes_on=closes_on, public=public, anonymous=anonymous, standing=standing,
            number=(others.aggregate(last=Max("number"))["last"] or 0) + 1,
        )  # fmt: skip
        _check(made)
        made.save(force_insert=True)
        audit.record(CREATED, actor=actor.account, now=now, subject=made, unit=unit, campaign=campaign.uid)
    return made


def change_round(
    *, round: Round, revision: int, actor: Reach, now: datetime, question: str, opens_on: date,
    closes_on: date | None, public: bool, anonymous: bool, standing: bool | None = None,
) -> Round:  # fmt: skip
    """Change what a round asks and when. Anonymity may be raised at any time, and lowered only while nobody answered."""
    with transaction.atomic():
        locked = lock_round(round, actor, revision)
        if locked.state not in {Round.State.DRAFT, Round.State.OPEN}:
            raise Refused(_("“%(round)s”已经截止，不能再改。") % {"round": locked.name})
        if locked.anonymous and not anonymous and locked.opinions.exists():
            raise Refused(_("已经有人按匿名提交了意见，这一轮不能改成只收署名意见。请另开一轮。"))
        locked.question, locked.opens_on, locked.closes_on = question.strip(), opens_on, closes_on
        standing = locked.standing if standing is None else standing
        if locked.standing and not standing and locked.signed_on is not None:
            raise Refused(_("“%(round)s”已经分期签过字，不能改成定期征求；不再征求时请截止。") % {"round": locked.name})
        if locked.once and (opens_on, closes_on) != (round.opens_on, round.closes_on):
            raise Refused(_("这一轮每名应参加者一次，起止日期跟着凭证的使用时间走，不能单独改。"))
        locked.public, locked.anonymous, locked.standing = public, anonymous, standing
        locked.revision += 1
        _check(locked)
        if anonymous:
            # From now on no unit with so few forms is told apart (rules.md §2.8 (3)).
            UnitSlips.objects.filter(round=locked, issued__lt=SMALLEST_GROUP).delete()
        locked.save(
            update_fields=["question", "opens_on", "closes_on", "public", "anonymous", "standing", "revision"]
        )  # fmt: skip
        audit.record(
            CHANGED, actor=actor.account, now=now, subject=locked, unit=locked.unit, public=public, anonymous=anonymous,
            standing=standing,
        )  # fmt: skip
    return locked


def set_channel(
    *, round: Round, channel: str, actor: Reach, now: datetime, issued: int | None = None,
    returned: int | None = None, valid: int | None = None, remark: str = "",
) -> RoundChannel:  # fmt: skip
    """A channel of a round with forms issued, returned and valid; blank means not reported (rules.md §2.4)."""
    with transaction.atomic():
        locked = lock_round(round, actor)
        if locked.state not in {Round.State.DRAFT, Round.State.OPEN}:
            raise Refused(
                _("“%(round)s”已经截止，份数已记入台账。要更正，请在轮次页写明理由更正。") % {"round": locked.name}
            )
        row = put_channel(locked, channel, issued, returned, valid, remark)
        audit.record(
            CHANNEL_SET, actor=actor.account, now=now, subject=locked, unit=locked.unit, channel=channel,
            issued=issued, returned=returned, valid=valid,
        )  # fmt: skip
    return row


def put_channel(
    round: Round, channel: str, issued: int | None, returned: int | None, valid: int | None, remark: str
) -> RoundChannel:
    """Write one channel's row in the caller's transaction and under its audit line."""
    row = RoundChannel.objects.filter(round=round, channel=channel).first()
    row = row or RoundChannel(round=round, channel=channel)
    row.issued, row.returned, row.valid, row.remark = issued, returned, valid, remark.strip()
    _check(row)
    row.save()
    return row


def add_group(
    *, campaign: Campaign, unit: Unit, name: str, population: int | None, actor: Reach, now: datetime
) -> RespondentGroup:
    """Whom the campaign asks, with how many they are: under five, or unknown, the group is never stored with an answer."""
    require_office(actor, unit, campaign)
    with transaction.atomic():
        if RespondentGroup.objects.filter(campaign=campaign, name=name.strip()).exists():
            raise Refused(_("征求对象“%(name)s”已经登记过。") % {"name": name.strip()})
        order = RespondentGroup.objects.filter(campaign=campaign).count() + 1
        made = RespondentGroup(campaign=campaign, name=name.strip(), population=population, order=order)
        _check(made)
        made.save(force_insert=True)
        audit.record(GROUP_ADDED, actor=actor.account, now=now, subject=campaign, unit=unit, population=population)
    return made


def set_population(
    *, group: RespondentGroup, unit: Unit, population: int | None, actor: Reach, now: datetime
) -> RespondentGroup:
    """How many a group is. What came in while it was under five stays without its group."""
    require_office(actor, unit, group.campaign)
    with transaction.atomic():
        RespondentGroup.objects.filter(pk=group.pk).update(population=population)
        audit.record(
            GROUP_CHANGED, actor=actor.account, now=now, subject=group.campaign, unit=unit, population=population
        )
    group.refresh_from_db()
    return group


def declare_subject(
    *, round: Round, about: str, unit: Unit, actor: Reach, now: datetime, person: Person | None = None
) -> RoundSubject:
    """Somebody or some body that this round may be about, in the order declared (官方排序)."""
    with transaction.atomic():
        locked = lock_round(round, actor)
        if about == About.GENERAL:
            raise Refused(_("“不限”不用列出，公开页面上总是可选。"))
        if RoundSubject.objects.filter(round=locked, about=about, unit=unit, person=person).exists():
            raise Refused(_("这个评价对象已经列出。"))
        made = RoundSubject(
            round=locked, about=about, unit=unit, person=person, order=locked.subjects.count() + 1
        )  # fmt: skip
        _check(made)
        made.save(force_insert=True)
        audit.record(
            SUBJECT_DECLARED, actor=actor.account, now=now, subject=locked, unit=locked.unit, about=about, body=unit.uid
        )
    return made


def withdraw_subject(*, subject: RoundSubject, actor: Reach, now: datetime) -> None:
    """Take a subject off the list; opinions that came in about it stay as they are."""
    with transaction.atomic():
        locked = lock_round(subject.round, actor)
        subject.delete()
        audit.record(SUBJECT_WITHDRAWN, actor=actor.account, now=now, subject=locked, unit=locked.unit)


def open_round(*, round: Round, revision: int, actor: Reach, now: datetime, seen: str | None = None) -> Round:
    """Start listening: at least one channel, and the web among them when the public page is used.

    `seen`: what the page showed of the roll (`standing`); who was listed or struck meanwhile is not frozen unseen.
    """
    with transaction.atomic():
        locked = lock_round(round, actor, revision)
        if locked.state != Round.State.DRAFT:
            raise Refused(_("“%(round)s”已经开始征求。") % {"round": locked.name})
        channels = set(locked.channels.values_list("channel", flat=True))
        if not channels:
            raise Refused(_("还没有登记征求意见的渠道。请先登记至少一个渠道，再开始征求。"))
        if locked.public and Channel.WEB not in channels:
            raise Refused(_("要在公开页面征求，请先登记“网站专栏”渠道。"))
        if locked.once:
            _begin_drawing(locked, channels, actor, now, seen)
        _move(locked, Round.State.OPEN)
        audit.record(OPENED, actor=actor.account, now=now, subject=locked, unit=locked.unit)
    return locked


def close_round(*, round: Round, revision: int, actor: Reach, now: datetime, today: date) -> Round:
    """Stop listening: each channel's forms and what is left of the daily counts go into the books."""
    with transaction.atomic():
        locked = lock_round(round, actor, revision)
        if locked.state != Round.State.OPEN:
            raise Refused(_("“%(round)s”不在征求之中，不能截止。") % {"round": locked.name})
        if today < locked.opens_on:
            raise Refused(_("截止日期早于开始日期，请先更正开始日期。"))
        locked.closes_on = min(filter(None, (locked.closes_on, today)))
        if locked.once:
            _end_drawing(locked, now)
        _move(locked, Round.State.CLOSED, "closes_on")
        for row in locked.channels.order_by("channel"):
            post(
                CHANNELS, source_kind="round", source=locked.uid, event=f"closed.{row.channel}", unit=locked.unit,
                fact_date=locked.closes_on, account=actor.account, now=now, campaign=locked.campaign.uid, audited=False,
                values={
                    "round": locked.name, "round_code": locked.code, "channel": channel_label(row.channel),
                    "issued": row.issued, "returned": row.returned, "valid": row.valid, "remark": row.remark,
                },
            )  # fmt: skip
        audit.record(
            CLOSED, actor=actor.account, now=now, subject=locked, unit=locked.unit, channels=locked.channels.count()
        )
        post_closed(locked, account=actor.account, now=now)
    return locked


def _begin_drawing(
    locked: Round, channels: Collection[str], actor: Reach, now: datetime, seen: str | None
) -> None:  # fmt: skip
    """Freeze the roll and make the key: from here on nobody can widen who takes part, nor end the promise."""
    if set(channels) != {Channel.WEB}:
        raise Refused(_("“每名应参加者一次”的只能用“网站专栏”一个渠道：别的渠道收来的不凭凭证，一人可能说两次。"))
    # Under lock before it is held against what was seen: whoever lists somebody now comes after the opening.
    roll = rolls.locked_roll(Roll.objects.get(uid=locked.uid), actor)
    if seen is not None and seen != standing(locked):
        raise Stale(_("您打开页面以后，名册有变动，没有开始征求。请看过现在的名册，再开始。"))
    rolls.freeze(roll=roll, revision=roll.revision, actor=actor, now=now)
    drawing.make_key(roll, now=now)


def _end_drawing(locked: Round, now: datetime) -> None:
    """Nobody makes a credential afterwards; one that is unused is worth nothing."""
    roll = Roll.objects.select_for_update().get(uid=locked.uid)
    if now < roll.use_until:
        raise Refused(_("凭证的使用时间还没有到头，不能提前截止：有人可能还没有来得及说。"))
    Roll.objects.filter(pk=roll.pk).update(closed_at=now)
    drawing.destroy_key(roll, now=now)


def lock_round(round: Round, actor: Reach, revision: int | None = None) -> Round:
    """The round, locked, for the office that runs it; refused when somebody changed it since `revision` was seen."""
    locked = Round.objects.select_for_update(of=("self",)).select_related("unit", "campaign").get(pk=round.pk)
    require_office(actor, locked.unit, locked.campaign)
    if revision is not None and locked.revision != revision:
        raise Stale(_("“%(round)s”刚被别人改过，请刷新后重试。") % {"round": locked.name})
    return locked


def _move(locked: Round, state: str, *also: str) -> None:
    locked.state, locked.revision = state, locked.revision + 1
    locked.save(update_fields=["state", "revision", *also])


def _check(row: models.Model) -> None:
    """The model's own checks, each as a sentence that names its field."""
    try:
        row.full_clean(validate_unique=False)
    except ValidationError as error:
        labels = {field.name: str(field.verbose_name) for field in row._meta.concrete_fields}
        texts = [
            (f"{labels[name]}：" if name in labels else "") + "；".join(messages)
            for name, messages in error.message_dict.items()
        ]
        raise Refused(" ".join(texts)) from error
