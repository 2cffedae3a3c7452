"""岗位职责和服务标准 beside the roster: each post with who holds it, what is published of it, and what is to be read again."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Trim
from django.utils.translation import gettext as _

from huiyin.core.errors import NotReached
from huiyin.ledgers.books.informing import PILOTS, Pilot
from huiyin.ledgers.books.service import SERVICE_STANDARDS, ServiceStandard
from huiyin.ledgers.engine.disclosure import public_entries
from huiyin.ledgers.engine.queries import entries, reached
from huiyin.organisation.access import READERS, RECORDERS, Reach
from huiyin.organisation.models import Holding, Person, Post, Unit
from huiyin.organisation.posts import posts_of
from huiyin.organisation.queries import in_official_order


@dataclass(frozen=True)
class Published:
    """One line of a standard, and whether the public reads it."""

    entry: ServiceStandard
    public: bool
    due: bool


@dataclass(frozen=True)
class Card:
    """One post: its title, who holds it, and what is published of its duties."""

    title: str
    holders: list[Person]
    lines: list[Published]


@dataclass(frozen=True)
class Sheet:
    """The posts of one unit in official order, what is for everybody, and what names a post the roster does not know."""

    posts: list[Card]
    everybody: list[Published]
    strange: list[Card]

    @property
    def without(self) -> int:
        """Posts of which nothing is published."""
        return sum(not card.lines for card in self.posts)

    def only(self, show: str) -> "Sheet":
        """Posts with duties ("told") or "without", "vacant" ones, lines to read again ("due"); else everything."""
        if show in {"told", "without"}:
            return Sheet([card for card in self.posts if bool(card.lines) == (show == "told")], [], [])
        if show == "vacant":
            return Sheet([card for card in self.posts if not card.holders], [], [])
        if show == "due":
            due = [[replace(card, lines=_due(card.lines)) for card in cards] for cards in (self.posts, self.strange)]
            posts, strange = ([card for card in cards if card.lines] for cards in due)
            return Sheet(posts, _due(self.everybody), strange)
        return self


@dataclass(frozen=True)
class Overview:
    """One unit in the list: its posts, those with duties, those nobody holds, and standards past their review day."""

    unit: Unit
    posts: int = 0
    told: int = 0
    vacant: int = 0
    due: int = 0

    @property
    def without(self) -> int:
        """Posts of which nothing is published."""
        return self.posts - self.told


def overview(actor: Reach, today: date) -> list[Overview]:
    """Every unit one reads, in official order; two questions however many units."""
    mine = actor.units_for(READERS, None).filter(closed_on__isnull=True).values("pk")
    standing = reached(SERVICE_STANDARDS, actor).current().standing()
    told = standing.annotate(title=Trim("post")).filter(unit=OuterRef("unit"), title=OuterRef("title"))
    held = Holding.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today), post=OuterRef("pk"), begins_on__lte=today
    )
    posts = Post.objects.filter(unit__in=mine).annotate(told=Exists(told), held=Exists(held)).order_by().values("unit")
    counts = {
        row["unit"]: row
        for row in posts.annotate(
            posts=Count("pk"), with_duties=Count("pk", filter=Q(told=True)), vacant=Count("pk", filter=Q(held=False))
        )
    }
    late = standing.filter(unit__in=mine, review_on__lte=today).order_by().values("unit").annotate(n=Count("pk"))
    due = {row["unit"]: row["n"] for row in late}
    return [
        Overview(one, row["posts"], row["with_duties"], row["vacant"], due.get(one.pk, 0))
        if (row := counts.get(one.pk)) is not None
        else Overview(one, due=due.get(one.pk, 0))
        for one in units(actor)
    ]


def units(actor: Reach) -> list[Unit]:
    """The units whose standards the actor reads; these belong to no campaign."""
    return in_official_order(actor.units_for(READERS, None).filter(closed_on__isnull=True))


def unit_named(uid: UUID, actor: Reach) -> Unit:
    """One of them; a neighbour's is not there."""
    found = actor.units_for(READERS, None).filter(uid=uid).first()
    if found is None:
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    return found


def sheet(unit: Unit, actor: Reach, today: date) -> Sheet:
    """What the unit published of its posts, beside who holds them today; the same few queries however many posts."""
    rows = list(reached(SERVICE_STANDARDS, actor).current().standing().filter(unit=unit).order_by("series", "number"))
    public = set(public_entries(SERVICE_STANDARDS).filter(unit=unit).order_by().values_list("entry", flat=True))
    by_post: dict[str, list[Published]] = {}
    for row in rows:
        due = row.review_on is not None and row.review_on <= today
        by_post.setdefault(row.post.strip(), []).append(Published(row, row.entry in public, due))
    everybody = by_post.pop("", [])
    posts, _past = posts_of(unit, day=today)
    cards = [
        Card(post.title, [one.person for one in held], by_post.pop(post.title, [])) for post, held in posts
    ]  # fmt: skip
    return Sheet(cards, everybody, [Card(title, [], lines) for title, lines in by_post.items()])


def to_review(actor: Reach, today: date, most: int) -> list[ServiceStandard]:
    """Standards of units one records for, whose review day has come."""
    found = entries(SERVICE_STANDARDS).current().standing().filter(_records(actor), review_on__lte=today)
    return list(found.select_related("unit").order_by("review_on", "pk")[:most])


def to_evaluate(actor: Reach, today: date, most: int) -> list[Pilot]:
    """Pilots past the day by which they were to be evaluated and still only running: extend, change or stop (row L2)."""
    found = entries(PILOTS).current().standing().filter(_records(actor), verdict="running", evaluate_by__lte=today)
    return list(found.select_related("unit").order_by("evaluate_by", "pk")[:most])


def _due(lines: list[Published]) -> list[Published]:
    return [one for one in lines if one.due]


def _records(actor: Reach) -> Q:
    return actor.within(RECORDERS, campaign="campaign")
