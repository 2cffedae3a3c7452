"""Reads of items, steps, referrals, feedback sheets, restricted leads and erasure requests, each from what is reached."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.core.errors import NotReached
from huiyin.opinions.access import WORDS_READERS, fed_back, held, may_read, spoken_about, visible
from huiyin.opinions.feedback import redacted
from huiyin.opinions.intake import words_of
from huiyin.opinions.models import (
    About,
    ErasureRequest,
    FeedbackLine,
    FeedbackSheet,
    GroupingStep,
    Item,
    Opinion,
    Piece,
    Referral,
    RestrictedLead,
    Round,
)
from huiyin.opinions.queries import PAGE, PieceLine, piece_lines, words_for
from huiyin.opinions.referral import ANSWERERS
from huiyin.opinions.searching import look_through
from huiyin.organisation.access import READERS, Reach
from huiyin.organisation.models import Role, Unit

_REFERRAL = ("unit", "opinion__round", "answered_by__person", "checked_by__person")


@dataclass(frozen=True)
class Remainder:
    """Part of the 未归并 list; `after` is where the next part begins; `found` is how many a search found from here on."""

    lines: tuple[PieceLine, ...]
    total: int
    after: UUID | None
    found: int | None = None


def remainder(
    actor: Reach, round: Round, *, every_round: bool, after: UUID | None = None, sought: str = "", size: int = PAGE
) -> Remainder:
    """Pieces in no item and not settled: of one round, or of all the unit's rounds in the campaign."""
    rows = loose(actor, round, every_round=every_round)
    total = rows.count()
    rows = rows.filter(uid__gt=after) if after else rows
    rows = rows.select_related("opinion__about_unit", "opinion__about_person", "opinion__round").order_by("uid")
    if not sought:
        found = list(rows[: size + 1])
        more = found[size - 1].pk if len(found) > size else None
        return Remainder(tuple(piece_lines(actor, found[:size])), total, more)
    hits = look_through(rows, sought, size, lambda some: [line.words for line in piece_lines(actor, some)])
    return Remainder(tuple(piece_lines(actor, hits.rows)), total, hits.after.pk if hits.after else None, hits.count)


def loose(actor: Reach, round: Round, *, every_round: bool) -> QuerySet[Piece]:
    """The same as rows."""
    here = Q(opinion__round__campaign=round.campaign, opinion__round__unit=round.unit) if every_round else Q(
        opinion__round=round
    )  # fmt: skip
    return Piece.objects.filter(
        here, opinion__in=visible(actor), opinion__triage=Opinion.Triage.OPINION, replaced=False, settlement="",
        placements__isnull=True,
    )  # fmt: skip


def settled(actor: Reach, round: Round) -> list[PieceLine]:
    """Pieces of a round that were settled with a reason instead of going into an item."""
    rows = Piece.objects.filter(opinion__in=visible(actor).filter(round=round), replaced=False).exclude(settlement="")
    return piece_lines(actor, list(rows.select_related("opinion").order_by("uid")))


def pieces_named(uids: Collection[UUID], actor: Reach) -> list[Piece]:
    """Chosen pieces, all of which the actor may read."""
    rows = Piece.objects.filter(may_read(actor, "opinion"), pk__in=uids)
    found = list(rows.select_related("opinion__round__unit", "opinion__round__campaign").order_by("uid"))
    if len(found) != len(set(uids)):
        raise NotReached(_("有的意见不存在，或不在您的权限范围内。"))
    return found


def pieces_of(opinion: Opinion, actor: Reach) -> list[PieceLine]:
    """The pieces an opinion consists of now, in the order of its words."""
    rows = Piece.objects.filter(may_read(actor, "opinion"), opinion=opinion, replaced=False).order_by("order")
    return piece_lines(actor, list(rows.select_related("opinion__round")))


def piece_named(uid: UUID, actor: Reach) -> PieceLine:
    """One piece as it stands, if the actor may read its opinion."""
    rows = Piece.objects.filter(may_read(actor, "opinion"), pk=uid, replaced=False)
    found = piece_lines(actor, list(rows.select_related("opinion__round__unit", "opinion__round__campaign")))
    if not found:
        raise NotReached(_("没有这个分条，或它已被拆分、还原。请刷新后再看。"))
    return found[0]


def items_holding(piece: Piece, actor: Reach) -> list[Item]:
    """The items a piece lies in, of the units whose words the actor reads."""
    mine = held(actor, WORDS_READERS, unit="unit__path", campaign="campaign__uid")
    return list(Item.objects.filter(mine, placements__piece=piece, removed=False).order_by("code"))


def items(campaign: Campaign, unit: Unit, actor: Reach) -> list[Item]:
    """The unit's items in a campaign by number, each with its count of pieces as `piece_count`."""
    rows = Item.objects.filter(
        held(actor, READERS, unit="unit__path", campaign="campaign__uid"), campaign=campaign, unit=unit, removed=False
    )
    counted = rows.annotate(piece_count=Count("placements")).select_related("category")
    return sorted(counted, key=lambda item: (len(item.code), item.code))


def item_named(uid: UUID, actor: Reach) -> Item:
    """One item, if the actor reads what was said at its unit."""
    rows = Item.objects.filter(
        held(actor, WORDS_READERS, unit="unit__path", campaign="campaign__uid"), uid=uid, removed=False
    )
    found = rows.select_related(
        "campaign__unit", "unit", "category", "reply_by__person", "reply_checked_by__person", "published_by__person"
    ).first()
    if found is None:
        raise NotReached(_("没有这个条目，或它不在您的权限范围内。"))
    return found


def board_round(item: Item, actor: Reach) -> Round | None:
    """The newest round of the item's unit and campaign: whose board the item lies on."""
    mine = held(actor, READERS, unit="unit__path", campaign="campaign__uid")
    return Round.objects.filter(mine, campaign=item.campaign, unit=item.unit).order_by("-number").first()


def placed(item: Item, actor: Reach) -> list[PieceLine]:
    """The pieces in an item, word for word, as this reader may see them."""
    rows = Piece.objects.filter(may_read(actor, "opinion"), placements__item=item)
    return piece_lines(actor, list(rows.select_related("opinion__round").order_by("uid")))


def steps(campaign: Campaign, unit: Unit, *, most: int = 20) -> list[GroupingStep]:
    """The newest steps of a board."""
    rows = GroupingStep.objects.filter(campaign=campaign, unit=unit).select_related("account__person")
    return list(rows.order_by("-pk")[:most])


def referrals_to_answer(actor: Reach) -> QuerySet[Referral]:
    """What waits for the actor's units; nothing that speaks of the actor before it was fed back."""
    return referrals_of_units(actor).filter(answered_on__isnull=True, returned_why="")


def referrals_of_units(actor: Reach) -> QuerySet[Referral]:
    """All referrals to the actor's units."""
    mine = held(actor, ANSWERERS, unit="unit__path", campaign="opinion__round__campaign__uid")
    about_me = Opinion.objects.filter(spoken_about(actor) & ~Q(fed_back()))
    rows = Referral.objects.filter(mine).exclude(opinion__triage=Opinion.Triage.RESTRICTED)
    return rows.exclude(opinion__in=about_me).select_related(*_REFERRAL).order_by("due_on", "pk")


def referrals_sent(actor: Reach) -> QuerySet[Referral]:
    """Referrals of opinions the actor may read: the office's own view."""
    rows = Referral.objects.filter(opinion__in=visible(actor))
    return rows.select_related(*_REFERRAL).order_by("due_on", "pk")


def referral_named(uid: UUID, actor: Reach) -> tuple[Referral, str | None, bool]:
    """One referral, the opinion's words as this reader may see them, and whether the actor answers for the unit."""
    answering = referrals_of_units(actor).filter(uid=uid).first()
    found = answering or referrals_sent(actor).filter(uid=uid).first()
    if found is None:
        raise NotReached(_("没有这件转办，或它不在您的权限范围内。"))
    words = words_for(actor, [found.opinion]).get(found.opinion.pk)
    return found, words, answering is not None


def sheets_made(actor: Reach) -> list[FeedbackSheet]:
    """The sheets of the offices the actor is in, but for those about the actor not yet handed over."""
    mine = held(actor, WORDS_READERS, unit="unit__path", campaign="campaign__uid")
    rows = FeedbackSheet.objects.filter(mine).exclude(_about_me(actor) & Q(handed_over_on__isnull=True))
    return list(rows.select_related("campaign", "unit", "about_unit", "about_person").order_by("-made_on", "-pk"))


def sheets_handed_to(actor: Reach) -> list[FeedbackSheet]:
    """The sheets handed over that speak of the actor or of a body they belong to."""
    rows = FeedbackSheet.objects.filter(_about_me(actor), handed_over_on__isnull=False)
    return list(
        rows.select_related("campaign", "unit", "about_unit", "about_person").order_by("-handed_over_on", "-pk")
    )


@dataclass(frozen=True)
class SheetLine:
    """One opinion on a sheet: the words with 〔略〕, and for the office the words before; None once erased."""

    line: FeedbackLine
    shown: str | None
    original: str | None


def sheet_named(uid: UUID, actor: Reach) -> tuple[FeedbackSheet, list[SheetLine], bool]:
    """One sheet with its lines, and whether the actor may still work on it."""
    own = next((sheet for sheet in sheets_made(actor) if sheet.uid == uid), None)
    found = own or next((sheet for sheet in sheets_handed_to(actor) if sheet.uid == uid), None)
    if found is None:
        raise NotReached(_("没有这份反馈稿，或它还没有交给您。"))
    about_me = FeedbackSheet.objects.filter(_about_me(actor), pk=found.pk).exists()
    lines = list(found.lines.select_related("opinion").order_by("opinion"))
    words = words_of(line.opinion_id for line in lines)
    office = own is not None and not about_me and actor.may((Role.OFFICE,), found.unit, found.campaign.uid)
    return (
        found,
        [
            SheetLine(line, redacted(words[line.opinion_id], line.hidden), words[line.opinion_id] if office else None)
            if line.opinion_id in words
            else SheetLine(line, None, None)
            for line in lines
        ],
        office and found.handed_over_on is None,
    )


def line_named(sheet: FeedbackSheet, opinion: UUID) -> FeedbackLine:
    """One line of a sheet, by its opinion."""
    found = sheet.lines.select_related("sheet", "opinion").filter(opinion=opinion).first()
    if found is None:
        raise NotReached(_("反馈稿里没有这条意见。"))
    return found


def leads(actor: Reach) -> QuerySet[RestrictedLead]:
    """The restricted register: discipline staff of the unit's subtree only, and nothing about the reader."""
    mine = held(actor, (Role.DISCIPLINE,), unit="unit__path", campaign="opinion__round__campaign__uid")
    rows = RestrictedLead.objects.filter(mine).exclude(opinion__about_person=actor.account.person_id)
    return rows.select_related("unit", "opinion__round", "handled_by__person").order_by("moved_on", "uid")


def lead_named(uid: UUID, actor: Reach) -> tuple[RestrictedLead, str | None, list[str]]:
    """One lead, its words and what the author added."""
    found = leads(actor).filter(uid=uid).first()
    if found is None:
        raise NotReached(_("没有这条登记，或它不在您的权限范围内。"))
    added = list(found.opinion.additions.order_by("day", "uid").values_list("uid", flat=True))
    words = words_of([found.opinion.pk, *added])
    return found, words.get(found.opinion.pk), [words[uid] for uid in added if uid in words]


def erasures(actor: Reach) -> QuerySet[ErasureRequest]:
    """Requests to erase opinions the actor's office deals with."""
    rows = ErasureRequest.objects.filter(opinion__in=visible(actor)).filter(
        held(actor, (Role.OFFICE,), unit="opinion__round__unit__path", campaign="opinion__round__campaign__uid")
    )
    return rows.select_related("opinion__round", "requested_by__person", "decided_by__person").order_by("-pk")


def erasure_named(uid: UUID, actor: Reach) -> ErasureRequest:
    """One of them."""
    found = erasures(actor).filter(uid=uid).first()
    if found is None:
        raise NotReached(_("没有这件申请，或它不在您的权限范围内。"))
    return found


def _about_me(actor: Reach) -> Q:
    """Sheets about the actor: the same rule as for opinions (access.spoken_about), asked of a sheet."""
    said = Opinion.objects.filter(spoken_about(actor))
    on_it = Exists(FeedbackLine.objects.filter(sheet=OuterRef("pk"), opinion__in=said))
    return Q(on_it) | Q(about=About.PERSON, about_person=actor.account.person_id)
