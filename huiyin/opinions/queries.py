"""Reads of rounds and opinions: each starts from what the actor reaches, and lists go by random uid, never by arrival."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.core.counting import counted
from huiyin.core.errors import NotReached
from huiyin.opinions.access import WORDS_READERS, fed_back, held, spoken_about, visible
from huiyin.opinions.feedback import redacted
from huiyin.opinions.intake import words_of
from huiyin.opinions.models import Author, Category, FeedbackLine, Opinion, Piece, RespondentGroup, Round, RoundSubject
from huiyin.opinions.pieces import text_of
from huiyin.opinions.searching import look_through
from huiyin.organisation.access import READERS, Reach
from huiyin.organisation.models import Role, Unit

Triage = Opinion.Triage
PAGE = 20


@dataclass(frozen=True)
class Line:
    """One opinion with the words this reader may see; `words` is None once they were erased by law."""

    opinion: Opinion
    words: str | None


@dataclass(frozen=True)
class Page:
    """Part of a list; `after` is where the next part begins, None at the end; `found` is how many a search found."""

    lines: tuple[Line, ...]
    total: int
    after: UUID | None
    found: int | None = None
    more: bool = False  # than `total`, which is counted up to a limit


@dataclass(frozen=True)
class PieceLine:
    """One piece with its own stretch of words; None once they were erased by law."""

    piece: Piece
    words: str | None


def rounds(actor: Reach) -> list[Round]:
    """The rounds of the units the actor reaches, newest campaign first."""
    found = Round.objects.filter(held(actor, READERS, unit="unit__path", campaign="campaign__uid"))
    return list(found.select_related("unit", "campaign").order_by("-campaign__begins_on", "unit__path", "number"))


def rounds_named(uids: Collection[UUID], actor: Reach) -> list[Round]:
    """Of these rounds, those of units the actor reaches."""
    mine = held(actor, READERS, unit="unit__path", campaign="campaign__uid")
    return list(Round.objects.filter(mine, uid__in=uids).select_related("unit"))


def round_named(uid: UUID, actor: Reach) -> Round:
    """One round, if the actor reaches its unit."""
    mine = held(actor, READERS, unit="unit__path", campaign="campaign__uid")
    found = Round.objects.filter(mine, uid=uid).select_related("unit", "campaign__unit", "signed_by__person").first()
    if found is None:
        raise NotReached(_("没有这一轮征求意见，或它不在您的权限范围内。"))
    return found


def reads_words(actor: Reach, round: Round) -> bool:
    """Whether the actor may read what was said in a round, apart from what was said of them."""
    return actor.may(WORDS_READERS, round.unit, round.campaign.uid)


def runs(actor: Reach, round: Round) -> bool:
    """Whether the actor is the office of the round."""
    return actor.may((Role.OFFICE,), round.unit, round.campaign.uid)


def records(actor: Reach, round: Round) -> bool:
    """Whether the actor keys in slips of the round."""
    return actor.may((Role.OFFICE, Role.CLERK), round.unit, round.campaign.uid)


def campaigns_for_rounds(actor: Reach) -> list[Campaign]:
    """The campaigns an office may open a round in: those that run at its own unit, above it or below it."""
    found = Campaign.objects.exclude(state=Campaign.State.ARCHIVED).select_related("unit").order_by("-begins_on")

    def runs_there(one: Campaign) -> bool:
        paths = actor.paths_for((Role.OFFICE,), one.uid)
        return any(one.unit.path.startswith(path) or path.startswith(one.unit.path) for path in paths)

    return [one for one in found if runs_there(one)]


def office_units(actor: Reach) -> list[Unit]:
    """The units for which the actor was made the office (not every unit below them), in the official order."""
    return list(Unit.objects.filter(path__in=actor.paths((Role.OFFICE,)), closed_on__isnull=True).order_by("path"))


def groups(campaign: Campaign) -> list[RespondentGroup]:
    """Whom the campaign asks, in order."""
    return list(RespondentGroup.objects.filter(campaign=campaign))


def group_named(campaign: Campaign, name: str) -> RespondentGroup:
    """One respondent group of a campaign."""
    found = RespondentGroup.objects.filter(campaign=campaign, name=name).select_related("campaign").first()
    if found is None:
        raise NotReached(_("没有这个征求对象。"))
    return found


def subjects(round: Round) -> list[RoundSubject]:
    """Whom or what the round may be about, in order."""
    return list(round.subjects.select_related("unit", "person", "round"))


def subject_named(round: Round, uid: UUID) -> RoundSubject:
    """One of them."""
    found = round.subjects.select_related("unit", "person", "round").filter(uid=uid).first()
    if found is None:
        raise NotReached(_("没有这个评价对象。"))
    return found


def categories(campaign: Campaign) -> list[Category]:
    """The campaign's categories, in order."""
    return list(Category.objects.filter(campaign=campaign))


def category_named(campaign: Campaign, code: str) -> Category | None:
    """A category of the campaign by its code; none for an empty choice."""
    if not code:
        return None
    found = Category.objects.filter(campaign=campaign, code=code).first()
    if found is None:
        raise NotReached(_("没有这个类别。"))
    return found


def loose_piece() -> Exists:
    """The opinion has a piece that lies in no item and carries no settlement."""
    return Exists(Piece.objects.filter(opinion=OuterRef("pk"), replaced=False, settlement="", placements__isnull=True))


def placed_piece() -> Exists:
    """The opinion has a piece that lies in an item."""
    return Exists(Piece.objects.filter(opinion=OuterRef("pk"), replaced=False, placements__isnull=False))


# What each count on a round's page opens; every opinion is in exactly one of these or restricted.
STANDINGS: dict[str, Q] = {
    "waiting": Q(triage=Triage.WAITING, erased=False),
    "remainder": Q(loose_piece(), triage=Triage.OPINION),
    "placed": Q(placed_piece(), ~Q(loose_piece()), triage=Triage.OPINION),
    "settled": Q(~Q(loose_piece()), ~Q(placed_piece()), triage=Triage.OPINION),
    "complaint": Q(triage=Triage.COMPLAINT),
    "praise": Q(triage=Triage.PRAISE),
    "invalid": Q(triage=Triage.INVALID),
    "erased": Q(triage=Triage.WAITING, erased=True),
}


def opinions(
    actor: Reach, round: Round, *, standing: str = "", channel: str = "", sought: str = "", after: UUID | None = None,
    size: int = PAGE,
) -> Page:  # fmt: skip
    """One part of a round's opinions, for those who handle the words.

    Never by respondent group: which words came from which group is finer than any released table (opinions.grids).
    """
    rows = _part(actor, round, standing=standing, channel=channel)
    whole = counted(rows)
    if after:
        rows = rows.filter(uid__gt=after)
    rows = rows.select_related("about_unit", "about_person").order_by("uid")
    if sought:
        hits = look_through(rows, sought, size, lambda some: [line.words for line in lines(actor, some)])
        return Page(
            tuple(lines(actor, hits.rows)), whole.number, hits.after.uid if hits.after else None, hits.count, whole.more
        )
    found = list(rows[: size + 1])
    last = found[size - 1].uid if len(found) > size else None
    return Page(tuple(lines(actor, found[:size])), whole.number, last, more=whole.more)


def _part(actor: Reach, round: Round, *, standing: str, channel: str) -> QuerySet[Opinion]:
    rows = visible(actor).filter(round=round)
    if standing:
        if standing not in STANDINGS:
            raise NotReached(_("没有这样的清单。"))
        rows = rows.filter(STANDINGS[standing])
    if channel:
        rows = rows.filter(channel=channel)
    return rows


def opinion_named(uid: UUID, actor: Reach) -> Line:
    """One opinion, if the actor may read it."""
    found = (
        visible(actor)
        .filter(pk=uid)
        .select_related("round__unit", "round__campaign__unit", "about_unit", "about_person")
        .first()
    )
    if found is None:
        raise NotReached(_("没有这条意见，或它不在您的权限范围内。"))
    return lines(actor, [found])[0]


def opinions_named(uids: Collection[UUID], actor: Reach) -> list[Opinion]:
    """Chosen opinions, all of which the actor may read."""
    found = list(visible(actor).filter(pk__in=uids))
    if len(found) != len(set(uids)):
        raise NotReached(_("有的意见不存在，或不在您的权限范围内。"))
    return found


def sees(opinion: Opinion, actor: Reach) -> bool:
    """Whether the actor may read an opinion as its office does."""
    return visible(actor).filter(pk=opinion.pk).exists()


def author_of(opinion: Opinion, actor: Reach) -> Author | None:
    """Who signed it: shown to the office only, which has to answer; never to anybody it is about."""
    if not runs(actor, opinion.round) or Opinion.objects.filter(spoken_about(actor), pk=opinion.pk).exists():
        return None
    return Author.objects.select_related("person").filter(opinion=opinion).first()


def additions(opinion: Opinion, actor: Reach) -> list[tuple[date, str]]:
    """What the author added, by day. Nothing for those spoken about: what they read is the feedback sheet."""
    if Opinion.objects.filter(spoken_about(actor), pk=opinion.pk).exists():
        return []
    rows = list(opinion.additions.order_by("day", "uid").values_list("uid", "day"))
    words = words_of(uid for uid, _day in rows)
    return [(day, words[uid]) for uid, day in rows if uid in words]


def has_unread(opinion: Opinion) -> bool:
    """Whether its author added something that nobody has looked at."""
    return opinion.additions.filter(read=False, erased=False).exists()


def with_unread_additions(actor: Reach, round: Round) -> QuerySet[Opinion]:
    """Opinions whose authors added something that nobody has looked at."""
    return visible(actor).filter(round=round, additions__read=False, additions__erased=False).distinct()


def lines(actor: Reach, rows: Collection[Opinion]) -> list[Line]:
    """Opinions with their words as this reader may see them."""
    words = words_for(actor, rows)
    return [Line(row, words.get(row.pk)) for row in rows]


def words_for(actor: Reach, rows: Collection[Opinion]) -> dict[UUID, str]:
    """Words by uid. Whoever is spoken about sees what the sheet handed over shows, with its 〔略〕, and no more."""
    return _words_and_mine(actor, [row.pk for row in rows])[0]


def piece_lines(actor: Reach, rows: Collection[Piece]) -> list[PieceLine]:
    """Pieces with their own stretch of the words; for those spoken about, the whole as fed back."""
    words, mine = _words_and_mine(actor, {row.opinion_id for row in rows})

    def text(row: Piece) -> str | None:
        whole = words.get(row.opinion_id)
        return whole if whole is None or row.opinion_id in mine else text_of(row, whole)

    return [PieceLine(row, text(row)) for row in rows]


def hides_some(actor: Reach, round: Round) -> bool:
    """Whether the round has opinions about the reader, which others deal with."""
    return Opinion.objects.filter(spoken_about(actor), ~Q(fed_back()), round=round).exists()


def _words_and_mine(actor: Reach, uids: Collection[UUID]) -> tuple[dict[UUID, str], set[UUID]]:
    """Words as this reader may see them, and which of the opinions speak of the reader."""
    words = words_of(uids)
    mine = set(Opinion.objects.filter(spoken_about(actor), pk__in=uids).values_list("pk", flat=True))
    if not mine:
        return words, mine
    shown = dict(
        FeedbackLine.objects.filter(opinion__in=mine, sheet__handed_over_on__isnull=False).values_list(
            "opinion", "hidden"
        )
    )
    allowed = {
        uid: redacted(text, shown[uid]) if uid in mine else text
        for uid, text in words.items()
        if uid not in mine or uid in shown
    }
    return allowed, mine
