"""Every step of consolidation is written down with its inverse; undoing a step runs the inverse, or says why it cannot.

An inverse is a list of small operations on placements, items and pieces. Nothing is ever deleted that words hang on:
pieces and items are hidden and shown, placements are put and taken away.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.core import audit
from huiyin.core.audit import Action
from huiyin.core.errors import Refused
from huiyin.opinions import taking_back
from huiyin.opinions.access import require_office
from huiyin.opinions.models import Category, GroupingStep, Item, Opinion, Piece, Placement
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Account, Unit

GROUPED = Action("grouping.step", "意见梳理")
UNDONE = Action("grouping.undone", "撤销一步意见梳理")

Operation = dict[str, Any]  # plain JSON: "do" names the operation, the rest its uids and values


@dataclass
class Trace:
    """What one step changed: collected by the verb, written by `write`."""

    verb: GroupingStep.Verb
    actor: Reach
    now: datetime
    today: date
    campaign: Campaign
    unit: Unit
    touched: set[UUID] = field(default_factory=set)
    inverse: list[Operation] = field(default_factory=list)

    def place(self, item: Item, pieces: Iterable[Piece]) -> int:
        """Put pieces into an item; those already there stay as they are. Returns how many are new."""
        here = set(Placement.objects.filter(item=item).values_list("piece", flat=True))
        fresh = [piece for piece in pieces if piece.pk not in here]
        Placement.objects.bulk_create(
            [Placement(item=item, piece=piece, placed_by=self.actor.account, placed_on=self.today) for piece in fresh]
        )
        self._back(item, fresh, "unplace")
        return len(fresh)

    def unplace(self, item: Item, pieces: Collection[Piece]) -> int:
        """Take pieces out of an item; returns how many were in it."""
        rows = list(Placement.objects.filter(item=item, piece__in=pieces).select_related("piece", "placed_by"))
        Placement.objects.filter(pk__in=[row.pk for row in rows]).delete()
        self.touched |= {item.uid, *(row.piece.pk for row in rows)}
        self.inverse[:0] = [
            {
                "do": "place", "item": str(item.uid), "piece": str(row.piece.pk), "by": str(row.placed_by.uid),
                "on": row.placed_on.isoformat(),
            }
            for row in rows
        ]  # fmt: skip
        return len(rows)

    def made(self, item: Item) -> None:
        """An item is new: undoing hides it."""
        self.touched.add(item.uid)
        self.inverse.insert(0, {"do": "item", "item": str(item.uid), "removed": True})

    def change(self, item: Item, **values: Any) -> None:  # any column of the item
        """Change columns of an item and raise its revision."""
        self.touched.add(item.uid)
        old = {name: _plain(getattr(item, name)) for name in values}
        self.inverse.insert(0, {"do": "item", "item": str(item.uid), **old})
        for name, value in values.items():
            setattr(item, name, value)
        item.revision += 1
        item.save(update_fields=[*values, "revision"])

    def swap(self, hide: Collection[Piece], show: Collection[Piece]) -> None:
        """Let some pieces stand for an opinion in place of others."""
        Piece.objects.filter(pk__in=[piece.pk for piece in hide]).update(replaced=True)
        Piece.objects.filter(pk__in=[piece.pk for piece in show]).update(replaced=False)
        self.touched |= {piece.pk for piece in (*hide, *show)}
        self.inverse.insert(
            0, {"do": "swap", "hide": [str(piece.pk) for piece in show], "show": [str(piece.pk) for piece in hide]}
        )

    def settle(self, piece: Piece, settlement: str, reason: str, *, told: bool) -> None:
        """Say how a piece that goes into no item is settled, and whether its author may read why; blank takes it back."""
        self.touched.add(piece.pk)
        self.inverse.insert(
            0,
            {
                "do": "settle", "piece": str(piece.pk), "settlement": piece.settlement,
                "reason": piece.settlement_reason, "told": piece.reason_told,
            },
        )  # fmt: skip
        piece.settlement, piece.settlement_reason, piece.reason_told = settlement, reason, told
        piece.save(update_fields=["settlement", "settlement_reason", "reason_told"])

    def write(self, **detail: audit.Detail) -> GroupingStep:
        """Keep the step and its one audit line."""
        step = GroupingStep.objects.create(
            campaign=self.campaign, unit=self.unit, account=self.actor.account, at=self.now, verb=self.verb,
            undo={"touched": sorted(map(str, self.touched)), "inverse": self.inverse},
        )  # fmt: skip
        audit.record(
            GROUPED, actor=self.actor.account, now=self.now, subject=step, unit=self.unit, verb=str(self.verb), **detail
        )
        return step

    def _back(self, item: Item, pieces: Collection[Piece], do: str) -> None:
        self.touched |= {item.uid, *(piece.pk for piece in pieces)}
        self.inverse[:0] = [{"do": do, "item": str(item.uid), "piece": str(piece.pk)} for piece in pieces]


def begin(
    verb: GroupingStep.Verb, *, campaign: Campaign, unit: Unit, actor: Reach, now: datetime, today: date
) -> Trace:
    """Start a step in the caller's transaction. The campaign's row is the board's lock: steps come one after another."""
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    require_office(actor, unit, campaign)
    return Trace(verb, actor, now, today, campaign, unit)


def undo(*, step: GroupingStep, actor: Reach, now: datetime, today: date) -> None:
    """Take one step back, if nothing later builds on it and what it needs is still there."""
    with transaction.atomic():
        begin(GroupingStep.Verb(step.verb), campaign=step.campaign, unit=step.unit, actor=actor, now=now, today=today)
        step = GroupingStep.objects.select_for_update(of=("self",)).get(pk=step.pk)
        if step.undone_at is not None:
            raise Refused(_("这一步已经撤销过了。"))
        if step.sealed:
            raise Refused(_("梳理已经签字，签字以前的步骤不能撤销。"))
        taking_back.refuse_if_built_upon(
            GroupingStep.objects.filter(campaign=step.campaign, unit=step.unit, pk__gt=step.pk),
            set(step.undo["touched"]), under="touched", verbs=GroupingStep.Verb,
            sentence=_("后面的一步“%(verb)s”（%(who)s）用到了同样的意见或条目，请先撤销那一步。"),
        )  # fmt: skip
        for do, operations in groupby(step.undo["inverse"], key=itemgetter("do")):
            match do:
                # An item of thousands of pieces is taken back in a few questions, not two for each piece.
                case "place":
                    _place_again(list(operations))
                case "unplace":
                    _unplace(list(operations))
                case _:
                    for operation in operations:
                        _run(operation)
        GroupingStep.objects.filter(pk=step.pk).update(undone_at=now)
        audit.record(UNDONE, actor=actor.account, now=now, subject=step, unit=step.unit, verb=step.verb)


def undo_last(*, campaign: Campaign, unit: Unit, actor: Reach, now: datetime, today: date) -> GroupingStep:
    """Take back the actor's own last step that still stands."""
    last = taking_back.last_own(GroupingStep.objects.filter(campaign=campaign, unit=unit, sealed=False), actor)
    undo(step=last, actor=actor, now=now, today=today)
    return last


def _place_again(operations: Sequence[Operation]) -> None:
    items = {uid: _item(uid) for uid in sorted({one["item"] for one in operations})}
    people = {str(one.uid): one for one in Account.objects.filter(uid__in={one["by"] for one in operations})}
    pieces = {UUID(one["piece"]) for one in operations}
    _require_standing(pieces)
    Placement.objects.bulk_create(
        [
            Placement(
                item=items[one["item"]], piece_id=UUID(one["piece"]), placed_by=people[one["by"]],
                placed_on=date.fromisoformat(one["on"]),
            )
            for one in operations
        ],
        500,
    )  # fmt: skip


def _unplace(operations: Sequence[Operation]) -> None:
    of: dict[str, list[UUID]] = defaultdict(list)
    for one in operations:
        of[one["item"]].append(UUID(one["piece"]))
    for item, pieces in of.items():
        Placement.objects.filter(item__uid=item, piece__in=pieces).delete()


def _run(operation: Operation) -> None:
    match operation["do"]:
        case "item":
            _restore(_item(operation["item"]), operation)
        case "swap":
            _require_free(operation["hide"])
            Piece.objects.filter(pk__in=operation["hide"]).update(replaced=True)
            Piece.objects.filter(pk__in=operation["show"]).update(replaced=False)
        case "settle":
            _require_standing({UUID(operation["piece"])})
            Piece.objects.filter(pk=operation["piece"]).update(
                settlement=operation["settlement"],
                settlement_reason=operation["reason"],
                reason_told=operation.get("told", False),
            )
        case unknown:
            raise RuntimeError(f"unknown operation {unknown!r} in a grouping step")


def _restore(item: Item, operation: Operation) -> None:
    if item.state != Item.State.OPEN:
        raise Refused(_("条目“%(code)s”已经签字，不能撤销改动它的步骤。") % {"code": item.code})
    values = {name: value for name, value in operation.items() if name not in {"do", "item", "category"}}
    if "category" in operation:
        code = operation["category"]
        category = Category.objects.filter(campaign=item.campaign_id, code=code).first() if code else None
        if code and category is None:
            raise Refused(_("原来的类别“%(code)s”已经不在了，不能撤销。") % {"code": code})
        values["category"] = category
    if values.get("removed") is False and _code_taken(item):
        raise Refused(_("编号“%(code)s”已被新的条目使用，不能恢复原条目。") % {"code": item.code})
    if values.get("removed") is True and item.placements.exists():
        raise Refused(_("条目“%(code)s”里又有了意见，请先移出再撤销。") % {"code": item.code})
    Item.objects.filter(pk=item.pk).update(**values, revision=item.revision + 1)


def _code_taken(item: Item) -> bool:
    same = Item.objects.filter(campaign=item.campaign_id, unit=item.unit_id, code=item.code, removed=False)
    return same.exclude(pk=item.pk).exists()


def _item(uid: str) -> Item:
    return Item.objects.select_for_update().get(uid=uid)


def _require_standing(pieces: Collection[UUID]) -> None:
    standing = Piece.objects.filter(pk__in=pieces, opinion__triage=Opinion.Triage.OPINION, replaced=False)
    if standing.count() != len(pieces):
        raise Refused(_("这一步里有的意见后来已改作他用（重新分办、移交或拆分），不能撤销。"))


def _require_free(uids: list[str]) -> None:
    """Pieces about to be hidden must lie in no item and carry no settlement, or something would be lost from sight."""
    pieces = [UUID(uid) for uid in uids]
    if Placement.objects.filter(piece__in=pieces).exists() or Piece.objects.filter(
        ~Q(settlement=""), pk__in=pieces
    ).exists():  # fmt: skip
        raise Refused(_("拆出的分条已归入条目或已说明去向，请先移出再撤销。"))


def step_named(uid: UUID, actor: Reach) -> GroupingStep:
    """One step, if the actor's office runs its board."""
    return taking_back.named(GroupingStep.objects.all(), uid, actor)


def _plain(value: object) -> object:
    return value.code if isinstance(value, Category) else value
