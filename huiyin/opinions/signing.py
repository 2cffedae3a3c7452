"""梳理签字: the head of the office signs a round's consolidation; its items enter the book.

A round that stands open (常设征求) is signed period by period: by five voices or more, as the book of opinions grows, so
that two readings of the book do not subtract to a few people.
"""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.core import audit
from huiyin.core.audit import Action
from huiyin.core.errors import Refused, Stale
from huiyin.ledgers.books.listening import ITEMS
from huiyin.ledgers.engine.models import Posting
from huiyin.ledgers.engine.queries import entries
from huiyin.ledgers.engine.services import post, revise_posted
from huiyin.opinions import grids
from huiyin.opinions.access import held, require_office
from huiyin.opinions.batches import post_closed
from huiyin.opinions.models import GroupingStep, Item, Opinion, Piece, Placement, Round
from huiyin.opinions.terms import SMALLEST_GROUP
from huiyin.organisation.access import Reach, in_force
from huiyin.organisation.duty import answered_for
from huiyin.organisation.models import Grant, Role, Team, TeamMember

SIGNED = Action("round.signed", "梳理签字")


def remainder_of(round: Round) -> int:
    """How many pieces of a round lie in no item and carry no settlement: what a signer must acknowledge."""
    return Piece.objects.filter(
        opinion__round=round, opinion__triage=Opinion.Triage.OPINION, replaced=False, settlement="",
        placements__isnull=True,
    ).count()  # fmt: skip


def waiting_of(round: Round) -> int:
    """How many opinions of a round nobody has triaged yet."""
    return round.opinions.filter(triage=Opinion.Triage.WAITING, erased=False).count()


def acknowledgement_for(round: Round) -> str:
    """What the signer types, word for word; the numbers in it make sure that they were read."""
    if round.state == Round.State.OPEN:
        return _("未分办%(waiting)d条、未归并%(count)d条，情况属实") % {
            "waiting": waiting_of(round), "count": remainder_of(round)
        }  # fmt: skip
    return _("未归并%(count)d条，情况属实") % {"count": remainder_of(round)}


def of_this_period(round: Round) -> int:
    """How many opinions of a round lie in items and were not there at the last signature."""
    return _unsigned(round).values("piece__opinion").distinct().count()


def may_sign(actor: Reach, round: Round) -> bool:
    """The head of the campaign's office at the unit; where no office team has a head, whoever holds the office's right."""
    people = _heads([round]).get((round.unit_id, round.campaign.uid), set())
    return not people or actor.account.person_id in people


def to_sign(actor: Reach, today: date) -> list[Round]:
    """Rounds that have ended and wait for this person: of the own unit, or of one below without an office of its own."""
    office = (Role.OFFICE,)
    paths = [right.path for right in actor.rights if right.role in office]
    if not paths:
        return []
    for_it = Q(campaign__isnull=True) | Q(campaign=OuterRef("campaign__uid"))
    own = Grant.objects.filter(in_force(today), for_it, role=Role.OFFICE, unit=OuterRef("unit"))
    rows = list(
        Round.objects.filter(
            held(actor, office, unit="unit__path", campaign="campaign__uid"), ~Exists(own) | Q(unit__path__in=paths),
            state=Round.State.CLOSED,
        )
        .exclude(campaign__state=Campaign.State.ARCHIVED)
        .select_related("unit", "campaign")
        .order_by("closes_on", "pk")
    )  # fmt: skip
    if not rows:
        return []
    mine = answered_for(actor, office, ((row.unit.path, row.campaign.uid) for row in rows), today=today)
    heads, person = _heads(rows), actor.account.person_id
    return [
        row
        for row in rows
        if (row.unit.path, row.campaign.uid) in mine and person in heads.get((row.unit_id, row.campaign.uid), {person})
    ]


def _heads(rounds: Collection[Round]) -> dict[tuple[int, UUID | None], set[int]]:
    """Who heads the campaign's office team, by unit and campaign; one query."""
    found: dict[tuple[int, UUID | None], set[int]] = {}
    heads = TeamMember.objects.filter(
        team__kind=Team.Kind.OFFICE, team__unit__in={row.unit_id for row in rounds},
        team__campaign__in={row.campaign.uid for row in rounds}, duty=TeamMember.Duty.HEAD,
    )  # fmt: skip
    for unit, campaign, person in heads.values_list("team__unit", "team__campaign", "person"):
        found.setdefault((unit, campaign), set()).add(person)
    return found


def sign_consolidation(
    *, round: Round, revision: int, acknowledgement: str, actor: Reach, now: datetime, today: date
) -> int:
    """Sign: every item of the unit not yet in the book is posted. A visible remainder may stay; there is no unsigning."""
    with transaction.atomic():
        locked = Round.objects.select_for_update(of=("self",)).select_related("unit", "campaign").get(pk=round.pk)
        require_office(actor, locked.unit, locked.campaign)
        if not may_sign(actor, locked):
            raise Refused(_("梳理由活动办公室主任签字。"))
        if locked.revision != revision:
            raise Stale(_("“%(round)s”刚被别人改过，请刷新后再签字。") % {"round": locked.name})
        if not locked.is_signable:
            raise Refused(_("“%(round)s”还没有截止。请先截止征求，再签字。") % {"round": locked.name})
        _require_ready(locked, acknowledgement)
        left = remainder_of(locked)
        count = _post_items(locked, actor, now, today)
        post_closed(locked, account=actor.account, now=now)
        GroupingStep.objects.filter(campaign=locked.campaign, unit=locked.unit, sealed=False).update(sealed=True)
        _unsigned(locked).update(signed=True)
        if locked.state != Round.State.OPEN:
            locked.state = Round.State.SIGNED
        locked.signed_by, locked.signed_on = actor.account, today
        locked.signed_remainder, locked.acknowledgement = left, acknowledgement.strip()
        locked.revision += 1
        locked.save(
            update_fields=["state", "signed_by", "signed_on", "signed_remainder", "acknowledgement", "revision"]
        )
        if locked.state == Round.State.SIGNED:
            # No more paper is keyed in from here on: the voices are whole, and their table is solved once.
            grids.release(locked, account=actor.account, now=now, today=today)
        audit.record(
            SIGNED, actor=actor.account, now=now, subject=locked, unit=locked.unit, items=count, remainder=left
        )
    return count


def unready(round: Round) -> list[Item]:
    """The items that keep a round from being signed: without a category, or without a single piece."""
    items = Item.objects.filter(campaign=round.campaign, unit=round.unit, removed=False)
    missing = Q(category__isnull=True) | Q(placements__isnull=True)
    return list(items.filter(missing).select_related("category").order_by("code").distinct())


def _require_ready(round: Round, acknowledgement: str) -> None:
    # To a round that stands open somebody may be speaking at this moment: there the number is acknowledged instead.
    if round.state != Round.State.OPEN and (waiting := waiting_of(round)):
        raise Refused(_("还有 %(count)d 条意见没有分办。请先分办，再签字。") % {"count": waiting})
    _require_enough(round)
    wanted = acknowledgement_for(round)
    if acknowledgement.strip() != wanted:
        raise Refused(_("请照写“%(wanted)s”后再签字。") % {"wanted": wanted})
    items = unready(round)
    loose = [item.code for item in items if item.category_id is None][:5]
    if loose:
        raise Refused(_("条目 %(codes)s 还没有归类。请先选类别，再签字。") % {"codes": "、".join(loose)})
    empty = [item.code for item in items][:5]
    if empty:
        raise Refused(_("条目 %(codes)s 里没有意见。请归入意见，或取消空条目，再签字。") % {"codes": "、".join(empty)})


def _require_enough(round: Round) -> None:
    if round.state == Round.State.OPEN and (heard := of_this_period(round)) < SMALLEST_GROUP:
        raise Refused(
            _(
                "常设征求每期至少有 %(least)d 条新归入条目的意见才能签字，免得从两期台账的差数看出是谁说的；"
                "这一期有 %(heard)d 条。"
            )
            % {"least": SMALLEST_GROUP, "heard": heard}
        )


def _unsigned(round: Round) -> QuerySet[Placement]:
    return Placement.objects.filter(piece__opinion__round=round, item__removed=False, signed=False)


def _post_items(round: Round, actor: Reach, now: datetime, today: date) -> int:
    """Post new items; revise the count of those signed before that took in more pieces since."""
    items = list(
        Item.objects.select_for_update(of=("self",))
        .filter(campaign=round.campaign, unit=round.unit, removed=False)
        .select_related("category")
        .order_by("code")
    )
    held: dict[int, int] = dict(
        Item.objects.filter(pk__in=[item.pk for item in items]).values_list("pk").annotate(Count("placements"))
    )
    fresh = [item for item in items if item.state == Item.State.OPEN]
    for item in fresh:
        category = item.category
        post(
            ITEMS, source_kind="item", source=item.uid, event="signed", unit=round.unit, fact_date=today,
            account=actor.account, now=now, campaign=round.campaign.uid, audited=False,
            values={
                "code": item.code, "statement": item.statement, "category_code": category.code if category else "",
                "category": category.name if category else "", "key": item.key, "pieces": held[item.pk],
            },
        )  # fmt: skip
        item.state, item.revision = Item.State.SIGNED, item.revision + 1
        item.save(update_fields=["state", "revision"])
    _revise_counts([item for item in items if item not in fresh], held, actor, now)
    return len(fresh)


def _revise_counts(items: list[Item], held: dict[int, int], actor: Reach, now: datetime) -> None:
    uids = [item.uid for item in items]
    postings = dict(
        Posting.objects.filter(source_kind="item", event="signed", source__in=uids).values_list("source", "entry")
    )
    posted = {row.entry: row for row in entries(ITEMS).current().standing().filter(entry__in=postings.values())}
    for item in items:
        row = posted.get(postings[item.uid])
        if row is not None and row.pieces != held[item.pk]:
            revise_posted(
                ITEMS, source_kind="item", source=item.uid, event="signed", values={"pieces": held[item.pk]},
                account=actor.account, now=now,
                # No numbers: a reason is read by everybody who reaches the entry, how many voices by nobody.
                reason=_("签字后归入的意见有变动。"),
            )  # fmt: skip
