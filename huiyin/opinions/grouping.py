"""Consolidation by hand: pieces go into items and out again, items are merged, parted and named; every step can be undone."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.opinions import steps
from huiyin.opinions.access import may_read
from huiyin.opinions.models import Category, GroupingStep, Item, Opinion, Piece, Placement, Round
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Unit

Verb = GroupingStep.Verb


def create_item(
    *, campaign: Campaign, unit: Unit, statement: str, actor: Reach, now: datetime, today: date,
    category: Category | None = None, key: bool = False, code: str = "", pieces: Sequence[Piece] = (),
    remaining: bool = False,
) -> Item:  # fmt: skip
    """A new item, with the pieces that made somebody want it; `remaining`: they were seen lying in no item, and still must."""
    with transaction.atomic():
        trace = steps.begin(Verb.CREATE, campaign=campaign, unit=unit, actor=actor, now=now, today=today)
        item = add_item(trace, statement=statement, category=category, key=key, code=code)
        count = trace.place(item, loose_pieces(trace, pieces, remaining=remaining)) if pieces else 0
        trace.write(item=item.uid, pieces=count)
    return item


def place(
    *, pieces: Sequence[Piece], item: Item, actor: Reach, now: datetime, today: date, remaining: bool = False
) -> int:
    """Put pieces into an item, also one already signed (it is then posted anew at the next signing).

    `remaining`: they were seen lying in no item, and still must.
    """
    with transaction.atomic():
        trace, item = _on(Verb.PLACE, item, actor, now, today)
        count = trace.place(item, loose_pieces(trace, pieces, remaining=remaining))
        trace.write(item=item.uid, pieces=count)
    return count


def remove(*, pieces: Sequence[Piece], item: Item, actor: Reach, now: datetime, today: date) -> int:
    """Take pieces out of an item; they lie among the remainder again unless another item holds them."""
    with transaction.atomic():
        trace, item = _on(Verb.REMOVE, item, actor, now, today)
        count = trace.unplace(item, _movable(item, _seen(actor, pieces)))
        if not count:
            raise Refused(_("所选分条已不在这个条目里。请刷新后再看。"))
        trace.write(item=item.uid, pieces=count)
    return count


def move(*, pieces: Sequence[Piece], item: Item, to: Item, actor: Reach, now: datetime, today: date) -> int:
    """Take pieces out of one item and put them into another."""
    with transaction.atomic():
        trace, item = _on(Verb.MOVE, item, actor, now, today)
        to = _fresh(trace, to)
        if item.pk == to.pk:
            raise Refused(_("要移到的就是这个条目。请另选一个条目。"))
        rows = _movable(item, _seen(actor, pieces))
        if trace.unplace(item, rows) != len(rows):
            raise Refused(_("所选分条有的已不在这个条目里。请刷新后再选。"))
        count = trace.place(to, rows)
        trace.write(item=item.uid, to=to.uid, pieces=count)
    return len(rows)


def merge_items(*, items: Collection[Item], into: Item, actor: Reach, now: datetime, today: date) -> Item:
    """Put all pieces of some items into one and drop the emptied ones; every original stays reachable there."""
    with transaction.atomic():
        trace, into = _on(Verb.MERGE, into, actor, now, today)
        others = [_fresh(trace, item) for item in items if item.pk != into.pk]
        if not others:
            raise Refused(_("请选要并入的另一个条目。"))
        moved = 0
        for other in others:
            _require_open(other)
            rows = list(Piece.objects.filter(placements__item=other))
            if Piece.objects.filter(~may_read(actor, "opinion"), placements__item=other).exists():
                raise Refused(
                    _("条目“%(code)s”里有涉及您本人或您所在单位的意见，请由其他人员合并。") % {"code": other.code}
                )
            trace.unplace(other, rows)
            moved += trace.place(into, rows)
            # Voices in the restricted register follow the item they were taken out of.
            into.leads.add(*other.leads.all())
            trace.change(other, removed=True)
        trace.write(into=into.uid, items=len(others), pieces=moved)
    return into


def split_item(
    *, item: Item, pieces: Sequence[Piece], statement: str, actor: Reach, now: datetime, today: date
) -> Item:
    """Part an item: the chosen pieces become a new item of the same category."""
    with transaction.atomic():
        trace, item = _on(Verb.SPLIT_ITEM, item, actor, now, today)
        _require_open(item)
        rows = _seen(actor, pieces)
        if not rows or trace.unplace(item, rows) != len(rows):
            raise Refused(_("请选这个条目里要分出去的意见。"))
        made = add_item(trace, statement=statement, category=item.category, key=False)
        trace.place(made, rows)
        trace.write(item=item.uid, made=made.uid, pieces=len(rows))
    return made


def rename(*, item: Item, statement: str, revision: int, actor: Reach, now: datetime, today: date) -> Item:
    """Put an item's matter in other words."""
    return _change(Verb.RENAME, item, revision, actor, now, today, statement=statement_of(statement))


def set_category(
    *, item: Item, category: Category | None, revision: int, actor: Reach, now: datetime, today: date
) -> Item:
    """File an item under a category of its campaign."""
    if category is not None and category.campaign_id != item.campaign_id:
        raise Refused(_("这个类别不属于本活动，请重选。"))
    return _change(Verb.CATEGORY, item, revision, actor, now, today, category=category)


def set_key(*, item: Item, key: bool, revision: int, actor: Reach, now: datetime, today: date) -> Item:
    """Mark an item as a key one, or no longer."""
    return _change(Verb.KEY, item, revision, actor, now, today, key=key)


def drop_item(*, item: Item, revision: int, actor: Reach, now: datetime, today: date) -> None:
    """Take an empty item off the board; one that holds pieces is emptied or merged first."""
    if item.placements.exists():
        raise Refused(_("条目里还有意见。请先移出，或并入另一个条目。"))
    _change(Verb.DROP, item, revision, actor, now, today, removed=True)


def add_item(
    trace: steps.Trace, *, statement: str, category: Category | None, key: bool, code: str = ""
) -> Item:  # fmt: skip
    """Make an item within a step already begun; its number goes on from the highest ever used."""
    known = Item.objects.filter(campaign=trace.campaign, unit=trace.unit)
    if code and known.filter(code=code, removed=False).exists():
        raise Refused(_("条目编号“%(code)s”已被使用，请换一个。") % {"code": code})
    if not code:
        used = [int(text) for text in known.values_list("code", flat=True) if text.isdecimal() and text.isascii()]
        code = f"{max(used, default=0) + 1:03d}"
    item = Item.objects.create(
        campaign=trace.campaign,
        unit=trace.unit,
        code=code,
        statement=statement_of(statement),
        category=category,
        key=key,
    )
    trace.made(item)
    return item


def loose_pieces(trace: steps.Trace, pieces: Sequence[Piece], *, remaining: bool = False) -> list[Piece]:
    """The pieces as they stand now, if each may be put into an item of this board; `remaining`: and lies in none."""
    rows = _seen(trace.actor, pieces)
    for row in rows:
        if row.opinion.round.campaign_id != trace.campaign.pk or row.opinion.round.unit_id != trace.unit.pk:
            raise Refused(_("有的意见不属于这个单位在本活动中的轮次，不能归入。"))
        if row.opinion.triage != Opinion.Triage.OPINION:
            raise Refused(_("只有分办为“意见建议”的才能归并。请刷新后再选。"))
        if row.replaced:
            raise Refused(_("有的分条已被拆分或还原。请刷新后再选。"))
        if row.settlement:
            raise Refused(_("有的分条已说明去向。请先撤回去向，再归入条目。"))
    taken = Placement.objects.filter(piece__in=rows).select_related("item").order_by("item__code") if remaining else ()
    for placement in taken[:1]:
        raise Stale(
            _("所选的有的刚被别人归入条目“%(code)s”，这次没有办。请核对后再选。") % {"code": placement.item.code}
        )
    return rows


def _on(verb: Verb, item: Item, actor: Reach, now: datetime, today: date) -> tuple[steps.Trace, Item]:
    trace = steps.begin(verb, campaign=item.campaign, unit=item.unit, actor=actor, now=now, today=today)
    return trace, _fresh(trace, item)


def _fresh(trace: steps.Trace, item: Item) -> Item:
    fresh = Item.objects.select_for_update(of=("self",)).select_related("campaign", "unit", "category").get(pk=item.pk)
    if fresh.campaign_id != trace.campaign.pk or fresh.unit_id != trace.unit.pk:
        raise Refused(_("两个条目不属于同一单位的同一活动。"))
    if fresh.removed:
        raise Stale(_("条目“%(code)s”已被合并或取消。请刷新后再看。") % {"code": fresh.code})
    return fresh


def _require_open(item: Item) -> None:
    if item.state != Item.State.OPEN:
        raise Refused(_("条目“%(code)s”已经签字，不能再改。要更正，请在条目页写明理由更正。") % {"code": item.code})


def _movable(item: Item, pieces: list[Piece]) -> list[Piece]:
    """What a signature covers stays where it was signed."""
    if item.state != Item.State.OPEN and (
        any(row.opinion.round.state == Round.State.SIGNED for row in pieces)
        or item.placements.filter(piece__in=pieces, signed=True).exists()
    ):
        raise Refused(_("条目“%(code)s”和这些意见已经签字，不能移出。") % {"code": item.code})
    return pieces


def _seen(actor: Reach, pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces read anew, all of them readable by the actor; otherwise none is."""
    wanted = {piece.pk for piece in pieces}
    rows = list(
        Piece.objects.filter(may_read(actor, "opinion"), pk__in=wanted).select_related("opinion__round").order_by("uid")
    )
    if len(rows) != len(wanted):
        raise NotReached(_("有的意见不存在，或不在您的权限范围内。"))
    return rows


def _change(verb: Verb, item: Item, revision: int, actor: Reach, now: datetime, today: date, **values: object) -> Item:
    with transaction.atomic():
        trace, item = _on(verb, item, actor, now, today)
        if item.revision != revision:
            raise Stale(_("条目“%(code)s”刚被别人改过，您的修改没有保存。请刷新后再改。") % {"code": item.code})
        _require_open(item)
        trace.change(item, **values)
        trace.write(item=item.uid)
    return item


def statement_of(text: str) -> str:
    """An item's wording on one line, or a refusal."""
    statement = " ".join(text.split())
    if not statement:
        raise Refused(_("请写条目的表述。"))
    if len(statement) > 1000:
        raise Refused(_("条目表述有 %(length)d 个字，最多 1000 个字。请概括一些。") % {"length": len(statement)})
    return statement
