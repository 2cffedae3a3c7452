"""抽查: how often a person, not told where a piece lies, would put it elsewhere; with an interval (Wilson), n and N."""

import math
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.consolidating import boards, decoys
from huiyin.consolidating.actions import DRAWN, JUDGED
from huiyin.consolidating.looking import keep
from huiyin.consolidating.models import Card, Look, Sample, SampleLine
from huiyin.core import audit
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.opinions.access import WORDS_READERS, held, require_office, visible
from huiyin.opinions.models import Item, Piece, Placement, Round
from huiyin.opinions.queries import PieceLine, piece_lines
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Unit

# An item is shown among so many others, drawn from the nearest ones: far-off ones would be too easy to tell apart.
OTHERS, NEAREST = 3, 6
MOST = 400
SEEDS = 2**31 - 1
# The interval holds the true share in 95 of 100 samples.
_Z = 1.959964
NOWHERE = "none"


@dataclass(frozen=True)
class Estimate:
    """What the judged ones of a sample say about all accepted pieces."""

    wrong: int
    judged: int
    drawn: int
    population: int

    @property
    def share(self) -> str:
        """The share of errors among those judged."""
        return f"{self.wrong * 100 / self.judged:.1f}%" if self.judged else "—"

    @property
    def interval(self) -> str:
        """Where the true share lies in 95 of 100 cases."""
        if not self.judged:
            return "—"
        low, high = wilson(self.wrong, self.judged)
        return f"{low * 100:.1f}%—{high * 100:.1f}%"

    @property
    def plainly(self) -> str:
        """What that comes to in so many pieces, for whoever signs and knows no statistics."""
        values = {"all": self.population, "judged": self.judged, "wrong": self.wrong}
        if not self.judged:
            return ""
        if self.judged >= self.population:
            return _("已接受的 %(all)d 条全部看过，%(wrong)d 条归得不合适，这是实数，不是估计。") % values
        low, high = wilson(self.wrong, self.judged)
        values |= {
            "few": max(self.wrong, math.floor(low * self.population)), "many": math.ceil(high * self.population),
            "of_hundred": math.ceil(high * 100),
        }  # fmt: skip
        if not self.wrong:
            found = _(
                "看了 %(judged)d 条，没有发现归错的。但只看了一部分：已接受的 %(all)d 条里，最多可能还有 %(many)d 条归错"
                "（每 100 条里不超过 %(of_hundred)d 条）。"
            )
            return found % values
        found = _(
            "看了 %(judged)d 条，%(wrong)d 条归得不合适。照这样推算，已接受的 %(all)d 条里，归错的大约有 %(few)d 到 %(many)d 条"
            "（每 100 条里不超过 %(of_hundred)d 条）。多看一些，这个范围就会变窄。"
        )
        return found % values


def wilson(hits: int, number: int) -> tuple[float, float]:
    """The Wilson interval of a share, 95 in 100; from 0 to 1 where nothing was asked."""
    if number == 0:
        return 0.0, 1.0
    share, square = hits / number, _Z * _Z
    middle = (share + square / (2 * number)) / (1 + square / number)
    half = _Z / (1 + square / number) * math.sqrt(share * (1 - share) / number + square / (4 * number * number))
    return max(0.0, middle - half), min(1.0, middle + half)


def accepted(campaign: Campaign, unit: Unit) -> QuerySet[Piece]:
    """The pieces that an accepted card put into an item and that lie in one."""
    cards = Card.objects.filter(campaign=campaign, unit=unit, state=Card.State.ACCEPTED, step__undone_at__isnull=True)
    return Piece.objects.filter(
        card_lines__card__in=cards, placements__item__campaign=campaign, placements__item__unit=unit,
        placements__item__removed=False, opinion__erased=False,
    ).distinct()  # fmt: skip


def draw(*, campaign: Campaign, unit: Unit, number: int, seed: int, actor: Reach, now: datetime) -> Sample:
    """Draw so many pieces at random: the same seed draws the same ones, and it is shown."""
    require_office(actor, unit, campaign)
    if not 1 <= number <= MOST:
        raise Refused(_("请填抽查条数，1 到 %(most)d 条。") % {"most": MOST})
    if not 0 <= seed <= SEEDS:
        raise Refused(_("随机种子请填 0 到 %(most)d 之间的整数。") % {"most": SEEDS})
    with transaction.atomic():
        # In the order of random keys: the seed alone decides.
        pool = sorted(accepted(campaign, unit).filter(opinion__in=visible(actor)).values_list("pk", flat=True))
        if not pool:
            raise Refused(_("还没有接受过卡片，没有可抽查的意见。"))
        dice = random.Random(seed)  # noqa: S311  # a sample that others can draw again, not a secret
        chosen = dice.sample(pool, min(number, len(pool)))
        made = Sample.objects.create(
            campaign=campaign, unit=unit, seed=seed, population=len(pool), drawn_by=actor.account, drawn_at=now
        )
        SampleLine.objects.bulk_create(_lines(made, chosen, dice))
        audit.record(
            DRAWN, actor=actor.account, now=now, subject=made, unit=unit, number=len(chosen), population=len(pool),
            seed=seed,
        )  # fmt: skip
    return made


def judge(*, line: SampleLine, choice: str, actor: Reach, now: datetime) -> SampleLine:
    """The item a person would put it into, or none: right when it lies there. Judged once."""
    with transaction.atomic():
        locked = (
            SampleLine.objects.select_for_update(of=("self",)).select_related("sample__unit", "sample__campaign", "item")
            .get(pk=line.pk)
        )  # fmt: skip
        sample = locked.sample
        require_office(actor, sample.unit, sample.campaign)
        if locked.right is not None:
            raise Stale(_("这一条刚被别人判断过，请看下一条。"))
        if choice != NOWHERE and choice not in locked.among:
            raise Refused(_("请选一个条目，或选“都不合适”。"))
        locked.right = choice == str(locked.item.uid)
        locked.judged_by, locked.judged_at = actor.account, now
        locked.save(update_fields=["right", "judged_by", "judged_at"])
        keep([locked.piece_id], Look.How.ONE, actor=actor, today=now.date())
        audit.record(JUDGED, actor=actor.account, now=now, subject=sample, unit=sample.unit, order=locked.order)
    return locked


def samples(campaign: Campaign, unit: Unit, *, most: int = 20) -> list[tuple[Sample, Estimate]]:
    """The newest samples of a board, each with its estimate."""
    rows = (
        Sample.objects.filter(campaign=campaign, unit=unit)
        .select_related("drawn_by__person")
        .annotate(
            drawn=Count("lines"), judged=Count("lines", filter=Q(lines__right__isnull=False)),
            wrong=Count("lines", filter=Q(lines__right=False)),
        )
        .order_by("-pk")[:most]
    )  # fmt: skip
    return [(row, Estimate(row.wrong, row.judged, row.drawn, row.population)) for row in rows]


def sample_named(uid: UUID, actor: Reach) -> tuple[Sample, Estimate]:
    """One sample of a board whose words the actor reads; `board` is the round whose board it was drawn from."""
    mine = held(actor, WORDS_READERS, unit="unit__path", campaign="campaign__uid")
    newest = Round.objects.filter(campaign=OuterRef("campaign"), unit=OuterRef("unit")).order_by("-number")
    found = (
        Sample.objects.filter(mine, uid=uid)
        .annotate(board=Subquery(newest.values("uid")[:1]))
        .select_related("campaign", "unit", "drawn_by__person")
        .first()
    )
    if found is None:
        raise NotReached(_("没有这次抽查，或它不在您的权限范围内。"))
    counts = found.lines.aggregate(
        drawn=Count("pk"), judged=Count("pk", filter=Q(right__isnull=False)), wrong=Count("pk", filter=Q(right=False))
    )
    return found, Estimate(counts["wrong"], counts["judged"], counts["drawn"], found.population)


def next_line(sample: Sample, actor: Reach) -> tuple[SampleLine, PieceLine, list[Item]] | None:
    """The next piece to judge that the actor may read, its words, and the items it is shown among in a drawn order."""
    row = (
        sample.lines.filter(right__isnull=True, piece__opinion__in=visible(actor))
        .select_related("piece__opinion__about_unit", "piece__opinion__about_person")
        .order_by("order")
        .first()
    )
    if row is None:
        return None
    items = {str(item.uid): item for item in Item.objects.filter(uid__in=row.among)}
    return row, piece_lines(actor, [row.piece])[0], [items[uid] for uid in row.among if uid in items]


def line_named(sample: Sample, order: int) -> SampleLine:
    """One line of a sample by its place."""
    found = sample.lines.filter(order=order).first()
    if found is None:
        raise NotReached(_("这次抽查里没有这一条。"))
    return found


def errors(sample: Sample, actor: Reach) -> list[tuple[SampleLine, PieceLine]]:
    """What was judged wrong, with its words: where to look."""
    rows = list(
        sample.lines.filter(right=False, piece__opinion__in=visible(actor))
        .select_related("piece__opinion__about_unit", "piece__opinion__about_person", "item", "judged_by__person")
        .order_by("order")[:50]
    )
    words = {one.piece.pk: one for one in piece_lines(actor, [row.piece for row in rows])}
    return [(row, words[row.piece_id]) for row in rows]


def _lines(sample: Sample, pieces: Sequence[UUID], dice: random.Random) -> list[SampleLine]:
    """Each piece among its item and some of the nearest others; none that holds the piece as well is another."""
    items = {item.uid: item for item in Item.objects.filter(campaign=sample.campaign, unit=sample.unit, removed=False)}
    lying = Placement.objects.filter(piece__in=pieces, item__uid__in=list(items)).order_by("item")
    of: dict[UUID, list[UUID]] = defaultdict(list)
    for piece, item in lying.values_list("piece", "item__uid"):
        of[piece].append(item)
    words = {one.piece: one.words for one in boards.said(Piece.objects.filter(pk__in=pieces))}
    near = decoys.Nearness(decoys.wordings(sample.campaign, sample.unit))
    made = []
    for order, piece in enumerate(pieces, 1):
        own = of[piece][0]
        others = near.nearest(words.get(piece, ""), of[piece], NEAREST)
        among = [str(uid) for uid in (own, *dice.sample(others, min(OTHERS, len(others))))]
        dice.shuffle(among)
        made.append(SampleLine(sample=sample, order=order, piece_id=piece, item=items[own], among=among))
    return made
