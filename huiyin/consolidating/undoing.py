"""Takes an act on the cards back by running its inverse, or says why it cannot."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.consolidating import boards
from huiyin.consolidating.access import about
from huiyin.consolidating.actions import TAKEN_BACK
from huiyin.consolidating.forgetting import leave_restricted
from huiyin.consolidating.models import Apart, Card, CardPiece, CardStep, NotHere
from huiyin.consolidating.tracing import LINE, Operation, Trace, begin
from huiyin.core import audit
from huiyin.core.errors import Refused
from huiyin.opinions import steps, taking_back
from huiyin.opinions.models import Category, GroupingStep, Item
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Account, Unit

_PEOPLE = ("named_by", "sorted_by", "shaped_by", "decided_by")


def undo(*, step: CardStep, actor: Reach, now: datetime, today: date) -> None:
    """Take one act back, while nobody has gone on from what it left."""
    with transaction.atomic():
        trace = begin(
            CardStep.Verb(step.verb), campaign=step.campaign, unit=step.unit, actor=actor, now=now, today=today
        )
        step = CardStep.objects.select_for_update(of=("self",)).get(pk=step.pk)
        if step.undone_at is not None:
            raise Refused(_("这一步已经撤销过了。"))
        taking_back.refuse_if_built_upon(
            CardStep.objects.filter(campaign=step.campaign, unit=step.unit, pk__gt=step.pk),
            set(step.undo["cards"]), under="cards", verbs=CardStep.Verb,
            sentence=_("后面的一步“%(verb)s”（%(who)s）又改过同一张卡片，请先撤销那一步。"),
        )  # fmt: skip
        cards = {str(card.uid): card for card in Card.objects.filter(uid__in=step.undo["cards"])}
        if len(cards) != len(step.undo["cards"]):
            raise Refused(_("这一步里的卡片已被新的一次归并建议替换，不能撤销。"))
        _refuse_if_about(actor, cards.values(), step)
        for operation in step.undo["inverse"]:
            _run(operation, step, cards, trace)
        _leave_other_cards(step, cards.values())
        leave_restricted(step.campaign, step.unit)
        for card in cards.values():
            Card.objects.filter(pk=card.pk).update(
                size=CardPiece.objects.filter(card=card).count(), revision=F("revision") + 1
            )
        CardStep.objects.filter(pk=step.pk).update(undone_at=now)
        audit.record(TAKEN_BACK, actor=actor.account, now=now, subject=step, unit=step.unit, verb=step.verb)


def _refuse_if_about(actor: Reach, cards: Iterable[Card], step: CardStep) -> None:
    """Whom an original on a card speaks of acts on that card no more backwards than forwards."""
    on = set(CardPiece.objects.filter(card__in=[card.pk for card in cards]).values_list("piece", flat=True))
    on |= {UUID(line["piece"]) for one in step.undo["inverse"] if one["do"] == "put" for line in one["lines"]}
    if about(actor).filter(pieces__in=on).exists():
        raise Refused(_("这一步不能由您撤销，请活动办公室的另一个人来办。"))


def undo_last(*, campaign: Campaign, unit: Unit, actor: Reach, now: datetime, today: date) -> CardStep:
    """Take back the actor's own last act that still stands."""
    last = taking_back.last_own(CardStep.objects.filter(campaign=campaign, unit=unit), actor)
    undo(step=last, actor=actor, now=now, today=today)
    return last


def step_named(uid: UUID, actor: Reach) -> CardStep:
    """One act, if the actor's office runs its board."""
    return taking_back.named(CardStep.objects.all(), uid, actor)


def _run(operation: Operation, step: CardStep, cards: dict[str, Card], trace: Trace) -> None:
    match operation["do"]:
        case "card":
            _restore(cards[operation["card"]], operation)
        case "unmake":
            cards.pop(operation["card"]).delete()
        case "take":
            CardPiece.objects.filter(card=cards[operation["card"]], piece__in=operation["pieces"]).delete()
        case "put":
            card = cards[operation["card"]]
            CardPiece.objects.bulk_create(_lines(card, operation["lines"]), 500, ignore_conflicts=True)
        case "verdict":
            Apart.objects.filter(verdict=step.uid).delete()
            NotHere.objects.filter(verdict=step.uid).delete()
        case "step":
            taken = GroupingStep.objects.select_related("campaign", "unit").get(uid=operation["step"])
            if taken.undone_at is None:
                steps.undo(step=taken, actor=trace.actor, now=trace.now, today=trace.today)
        case unknown:
            raise RuntimeError(f"unknown operation {unknown!r} in a step on the cards")


def _leave_other_cards(step: CardStep, cards: Iterable[Card]) -> None:
    """What came back onto a card leaves the machine's newer cards; what a person put on another keeps it from coming."""
    own = [card.pk for card in cards]
    here = CardPiece.objects.filter(card__in=own, card__state=Card.State.OPEN)
    on_open = CardPiece.objects.filter(boards.on_open_cards(), card__campaign=step.campaign, card__unit=step.unit)
    doubles = on_open.filter(piece__in=here.values("piece")).exclude(card__in=own)
    found = dict(doubles.values_list("pk", "card"))
    left, machines = {*found.values()}, boards.untouched(step.campaign, step.unit)
    if left and Card.objects.filter(pk__in=left).exclude(pk__in=machines.values("pk")).exists():
        raise Refused(_("这一步里的意见后来又放到了另一张卡片上，请先撤销后面的一步。"))
    if left:
        CardPiece.objects.filter(pk__in=found).delete()
    for pk in left:
        Card.objects.filter(pk=pk).update(size=CardPiece.objects.filter(card=pk).count(), revision=F("revision") + 1)
    machines.filter(pk__in=[*left, *own], lines__isnull=True).delete()


def _lines(card: Card, lines: Iterable[Operation]) -> list[CardPiece]:
    return [
        CardPiece(
            card=card, piece_id=UUID(line["piece"]), near_id=UUID(line["near"]) if line["near"] else None,
            **{name: line[name] for name in LINE},
        )
        for line in lines
    ]  # fmt: skip


def _restore(card: Card, operation: Operation) -> None:
    values = {name: value for name, value in operation.items() if name not in {"do", "card"}}
    for name in {*_PEOPLE}.intersection(values):
        values[name] = Account.objects.get(uid=values[name]) if values[name] else None
    if "category" in values:
        values["category"] = Category.objects.filter(campaign=card.campaign_id, code=values["category"]).first()
    if "item" in values:
        values["item"] = Item.objects.get(uid=values["item"]) if values["item"] else None
    if "step" in values:
        values["step"] = GroupingStep.objects.get(uid=values["step"]) if values["step"] else None
    if values.get("decided_at"):
        values["decided_at"] = datetime.fromisoformat(values["decided_at"])
    Card.objects.filter(pk=card.pk).update(**values)
