"""断点清单: where the chain from a voice to a result is broken. Five kinds; their counts add up to their totals."""

from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.core.counting import Ask, Tally, tallied_together
from huiyin.core.errors import NotReached
from huiyin.opinions.access import WORDS_READERS, visible
from huiyin.opinions.models import Item, Opinion, Piece, Placement
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Role
from huiyin.rectification.models import Asking, Check, Measure, Problem, Rating
from huiyin.rectification.queries import within_reach
from huiyin.rectification.states import NOT_STANDING

KINDS = ("opinions", "items", "problems", "measures", "untold")
PARTS = ("broken", "settled", "linked", "all")
# Opinions and items are shown to those who may read opinions; heads see what came of them in their own units.
WIDE = (Role.OFFICE, Role.HEAD, Role.SUPERVISOR)


@dataclass(frozen=True)
class Link:
    """One link of the chain: the whole, what goes on from it, and the column that says how the rest was settled."""

    whole: QuerySet[Any]  # four model types side by side
    linked: Q
    settlement: str

    def part(self, name: str) -> QuerySet[Any]:
        """The rows of one part; broken, settled and linked together are all."""
        match name:
            case "all":
                return self.whole
            case "linked":
                return self.whole.filter(self.linked)
            case "settled":
                return self.whole.filter(~self.linked).exclude(**{self.settlement: ""})
            case "broken":
                return self.whole.filter(~self.linked, **{self.settlement: ""})
            case _:
                raise NotReached(_("没有这一部分清单。"))

    def ask(self, **more: Q) -> Ask:
        """What the counts are made of; `more` are counted along."""
        return Ask(self.whole, (), {"is_linked": self.linked, "is_open": Q(**{self.settlement: ""}), **more})

    def counts(self, **more: Q) -> dict[str, int]:
        """How many of each part, in one query."""
        return parts_of(tallied_together({"": self.ask(**more)})[""], *more)


def parts_of(found: Tally, *more: str) -> dict[str, int]:
    """How many of each part of a link, once it was asked; `more` were counted along."""
    return {
        "all": found.where(),
        "linked": found.where(lambda row: row["is_linked"]),
        "settled": found.where(lambda row: not row["is_linked"] and not row["is_open"]),
        "broken": found.where(lambda row: not row["is_linked"] and row["is_open"]),
        **{name: found.where(itemgetter(name)) for name in more},
    }


@dataclass(frozen=True)
class Orphans:
    """One kind of break: what it means, how many, and of how many in all; count + settled + linked = total."""

    code: str
    label: str
    count: int
    total: int
    settled: int
    linked: int


def labels() -> dict[str, str]:
    """What each kind says."""
    return {
        "opinions": _("意见没有归入任何条目"), "items": _("条目没有列入问题"), "problems": _("问题没有下达整改措施"),
        "measures": _("措施没有检查过"), "untold": _("结果没有人得知"),
    }  # fmt: skip


def orphans(campaign: Campaign, actor: Reach, today: date) -> list[Orphans]:
    """The five counts, each with its total and its parts; kinds an actor may not read are left out."""
    words, made = labels(), []
    for kind in shown_kinds(actor):
        counts = link(campaign, kind, actor, today).counts()
        made.append(Orphans(kind, words[kind], counts["broken"], counts["all"], counts["settled"], counts["linked"]))
    return made


def orphan_list(
    campaign: Campaign, kind: str, actor: Reach, today: date, part: str = "broken"
) -> QuerySet[Any]:  # four model types
    """The rows of one kind: by default those that are broken off."""
    return link(campaign, kind, actor, today).part(part)


def shown_kinds(actor: Reach) -> tuple[str, ...]:
    """The kinds this actor may read."""
    return KINDS if actor.is_one_of(*WORDS_READERS) else KINDS[2:]


def link(campaign: Campaign, kind: str, actor: Reach, today: date) -> Link:
    """One link of the chain as this actor reaches it."""
    if kind not in shown_kinds(actor):
        raise NotReached(_("没有这一类断点，或它不在您的权限范围内。"))
    match kind:
        case "opinions":
            return Link(pieces(campaign, actor), Q(_placed()), "settlement")
        case "items":
            return Link(items(campaign, actor), Q(_listed()), "settlement")
        case "problems":
            listed = Problem.objects.filter(within_reach(actor, WIDE), campaign=campaign)
            return Link(listed, issued(), "settlement")
        case "measures":
            checked = Exists(Check.objects.filter(measure=OuterRef("pk")))
            return Link(standing(campaign, actor), Q(checked), "check_settlement")
        case _:
            closed = standing(campaign, actor).filter(state=Measure.State.CLOSED)
            return Link(closed, told(today), "told_settlement")


def pieces(campaign: Campaign, actor: Reach) -> QuerySet[Piece]:
    """The pieces of opinions that ask for something, as far as the actor may read them."""
    heard = visible(actor).filter(round__campaign=campaign, triage=Opinion.Triage.OPINION, erased=False)
    return Piece.objects.filter(Exists(heard.filter(pk=OuterRef("opinion"))), replaced=False)


def items(campaign: Campaign, actor: Reach) -> QuerySet[Item]:
    """The consolidated items of a campaign for those who may read opinions."""
    return Item.objects.filter(within_reach(actor, WORDS_READERS), campaign=campaign, removed=False)


def standing(campaign: Campaign, actor: Reach) -> QuerySet[Measure]:
    """The measures of a campaign that are issued and not voided."""
    mine = Measure.objects.filter(within_reach(actor, WIDE), campaign=campaign)
    return mine.exclude(state__in=NOT_STANDING)


def issued() -> Q:
    """Problems for which a measure was issued that still stands."""
    return Q(Exists(Measure.objects.filter(problem=OuterRef("pk")).exclude(state__in=NOT_STANDING)))


def told(today: date) -> Q:
    """Measures whose result reached somebody: a rating came in, those served were asked, or the item was answered.

    Having been asked is not enough: who never came back to look was not told. Today's ratings wait until tomorrow: a
    count that moves at once would tell when somebody spoke.
    """
    rated = Exists(Rating.objects.filter(asking__measure=OuterRef("pk"), day__lt=today))
    sampled = Exists(Asking.objects.filter(measure=OuterRef("pk"), way=Asking.Way.NOTICE, sampled__gt=0))
    replied = Exists(Item.objects.filter(problems=OuterRef("problem"), removed=False, replied_on__isnull=False))
    return Q(rated) | Q(sampled) | Q(replied)


def broken_row(campaign: Campaign, kind: str, uid: UUID, actor: Reach, today: date) -> Any:  # one of four types
    """One broken end by its uid (pieces have it as their key), within reach."""
    found = orphan_list(campaign, kind, actor, today).filter(**{"pk" if kind == "opinions" else "uid": uid}).first()
    if found is None:
        raise NotReached(_("没有这个断点，或它已经说明去向。"))
    return found


def _placed() -> Exists:
    return Exists(Placement.objects.filter(piece=OuterRef("pk"), item__removed=False))


def _listed() -> Exists:
    return Exists(Problem.objects.filter(items=OuterRef("pk")))


def page(rows: QuerySet[Any], kind: str, after: str, size: int) -> tuple[list[Any], str]:  # four model types
    """Some rows by key and where the next ones begin: pieces by their random key, the others by their code."""
    key = "pk" if kind == "opinions" else "code"
    if after and kind == "opinions":
        try:
            UUID(after)
        except ValueError as error:
            raise NotReached(_("链接不完整，请从列表重新打开。")) from error
    some = rows.filter(**{f"{key}__gt": after}) if after else rows
    related = {"opinions": ("opinion",), "untold": ("unit",), "measures": ("unit",)}.get(kind, ())
    found = list(some.select_related(*related).order_by(key, "pk")[: size + 1])
    last = getattr(found[size - 1], key) if len(found) > size else ""
    return found[:size], str(last)
