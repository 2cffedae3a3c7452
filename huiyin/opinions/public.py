"""What the public may read of rounds and answers: nothing here that a person did not release.

Rounds: those marked 在公开页面征求 that are no draft. Items: those whose answer was checked and published.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.core.dates import chinese_date
from huiyin.core.errors import NotReached
from huiyin.opinions.models import Category, Item, RespondentGroup, Round, RoundSubject
from huiyin.opinions.terms import SMALLEST_GROUP
from huiyin.organisation.models import Unit

# ---- rounds ----


def asking_rounds(today: date) -> list[Round]:
    """Public rounds that take opinions today, with unit and campaign; those that end first come first."""
    found = _public_rounds().filter(
        Q(closes_on__isnull=True) | Q(closes_on__gte=today), state=Round.State.OPEN, opens_on__lte=today
    )
    return sorted(found, key=lambda one: (one.closes_on or date.max, one.unit.path, one.number))


def asking_rounds_of(campaign: UUID, today: date) -> list[Round]:
    """Of those, the rounds of one campaign."""
    return [one for one in asking_rounds(today) if one.campaign.uid == campaign]


def round_by_code(code: str) -> Round:
    """One public round, open or over, with unit and campaign. A draft is nobody's business yet."""
    found = _public_rounds().exclude(state=Round.State.DRAFT).filter(code=code).first()
    if found is None:
        raise NotReached(_("没有这一轮征求意见，或它不在公开页面征求。"))
    return found


def why_closed(round: Round, today: date) -> str:
    """Why a public round takes no opinions today, as a sentence; empty when it does."""
    if round.state == Round.State.OPEN and today < round.opens_on:
        return _("“%(round)s”从%(day)s开始征求，现在还没有开始。") % {
            "round": round.name,
            "day": chinese_date(round.opens_on),
        }
    if round.state == Round.State.OPEN and (round.closes_on is None or today <= round.closes_on):
        return ""
    if round.closes_on is not None:
        return _("“%(round)s”已于%(day)s截止。") % {"round": round.name, "day": chinese_date(round.closes_on)}
    return _("“%(round)s”已经截止。") % {"round": round.name}


def groups_of(round: Round) -> list[RespondentGroup]:
    """The respondent groups of five and more, in order: a smaller one is never stored, so it is not offered."""
    return list(round.campaign.groups.filter(population__gte=SMALLEST_GROUP))


def subjects_of(round: Round) -> list[RoundSubject]:
    """Whom or what the round may be about, in the order declared."""
    return list(round.subjects.select_related("unit", "person"))


def _public_rounds() -> QuerySet[Round]:
    return Round.objects.filter(public=True).select_related("unit", "campaign")


# ---- published items ----


@dataclass(frozen=True)
class PublishedItem:
    """An item whose answer is public. How many voices stand behind one item is finer than any table: it is not told."""

    uid: UUID
    code: str
    statement: str
    category: str
    unit: str
    campaign: UUID
    campaign_name: str
    reconstruction: str
    reply: str
    replied_on: date | None
    published_on: date
    settlement: str


@dataclass(frozen=True)
class ItemPage:
    """Some published items, and the items to page from (None: no more that way)."""

    items: tuple[PublishedItem, ...]
    newer: UUID | None
    older: UUID | None


def published(
    *, campaign: UUID | None = None, category: str = "", after: UUID | None = None, before: UUID | None = None,
    size: int = 20,
) -> ItemPage:  # fmt: skip
    """One page of published items, newest first: those after an item, before an item, or the newest of all."""
    rows = _published()
    if campaign is not None:
        rows = rows.filter(campaign__uid=campaign)
    if category:
        rows = rows.filter(category__code=category)
    mark = _mark(before or after)
    if before is not None and mark is not None:
        day, key = mark
        later = rows.filter(Q(published_on__gt=day) | Q(published_on=day, pk__gt=key))
        found = list(later.order_by("published_on", "pk")[: size + 1])
        shown, has_newer, has_older = found[:size][::-1], len(found) > size, True
    else:
        if mark is not None:
            day, key = mark
            rows = rows.filter(Q(published_on__lt=day) | Q(published_on=day, pk__lt=key))
        found = list(rows.order_by("-published_on", "-pk")[: size + 1])
        shown, has_newer, has_older = found[:size], mark is not None, len(found) > size
    return ItemPage(
        tuple(_shown(shown)),
        shown[0].uid if shown and has_newer else None,
        shown[-1].uid if shown and has_older else None,
    )


def published_item(uid: UUID) -> PublishedItem:
    """One published item."""
    found = list(_published().filter(uid=uid))
    if not found:
        raise NotReached(_("没有这个条目，或它的办理情况没有公开。"))
    return _shown(found)[0]


def every_published(*, size: int = 500) -> list[PublishedItem]:
    """All published items, newest first, for the data file."""
    found: list[PublishedItem] = []
    after: UUID | None = None
    while True:
        page = published(after=after, size=size)
        found.extend(page.items)
        if page.older is None:
            return found
        after = page.older


def published_campaigns() -> list[tuple[UUID, str]]:
    """(uid, name) of the campaigns that have published items, newest first."""
    found = Item.objects.filter(_is_published()).values_list("campaign__uid", "campaign__name").distinct()
    return list(found.order_by("-campaign__begins_on", "campaign__uid"))


def published_categories(campaign: UUID) -> list[tuple[str, str, int]]:
    """(code, name, published items) of a campaign's categories that have any, in the campaign's order."""
    found = Category.objects.filter(campaign__uid=campaign, items__in=Item.objects.filter(_is_published()))
    return list(found.annotate(number=Count("items")).order_by("order", "code").values_list("code", "name", "number"))


def _is_published() -> Q:
    return Q(published_on__isnull=False, removed=False) & ~Q(state=Item.State.OPEN)


def _published() -> QuerySet[Item]:
    return Item.objects.filter(_is_published()).select_related("campaign", "unit", "category")


def _mark(uid: UUID | None) -> tuple[date, int] | None:
    """Where an item stands in the list; None for one that is no longer public: the list then begins anew."""
    found = Item.objects.filter(_is_published(), uid=uid).values_list("published_on", "pk").first() if uid else None
    return (found[0], found[1]) if found and found[0] else None


def _shown(rows: Collection[Item]) -> list[PublishedItem]:
    """Rows as the public reads them."""
    return [
        PublishedItem(
            uid=item.uid, code=item.code, statement=item.statement, category=item.category.name if item.category else "",
            unit=item.unit.name, campaign=item.campaign.uid, campaign_name=item.campaign.name,
            reconstruction=item.campaign.reconstruction, reply=item.reply, replied_on=item.replied_on,
            published_on=item.published_on,
            settlement=item.get_settlement_display() if item.state == Item.State.SETTLED else "",
        )
        for item in rows
        if item.published_on is not None
    ]  # fmt: skip


# ---- whose site this is ----


def host_name() -> str:
    """The name of the unit at the top; empty where several organisations share one installation."""
    tops = list(Unit.objects.filter(parent__isnull=True, closed_on__isnull=True).values_list("name", flat=True)[:2])
    return tops[0] if len(tops) == 1 else ""
