"""How rounds, opinions and items appear on pages: word with icon and colour, addresses, and what a verb answered."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.opinions.models import About, FeedbackSheet, Item, Opinion, Referral, Round
from huiyin.workspace.acts import chosen as chosen
from huiyin.workspace.acts import tried as tried
from huiyin.workspace.acts import uid_or_none as uid_or_none

Crumbs = list[tuple[str, str]]
# How many opinions stand on one page of a list.
PAGE = 50


@dataclass(frozen=True)
class State:
    """A state: word, icon and colour, never colour alone."""

    word: str
    tone: str
    icon: str


_ROUNDS = {
    Round.State.DRAFT: ("neutral", "circle-dashed"),
    Round.State.OPEN: ("progress", "circle-dot"),
    Round.State.CLOSED: ("info", "circle-check"),
    Round.State.SIGNED: ("ok", "stamp"),
}
_OPINIONS = {
    Opinion.Triage.WAITING: ("warn", "circle-dot"),
    Opinion.Triage.OPINION: ("info", "message"),
    Opinion.Triage.COMPLAINT: ("info", "scale"),
    Opinion.Triage.PRAISE: ("ok", "star"),
    Opinion.Triage.INVALID: ("muted", "ban"),
    Opinion.Triage.RESTRICTED: ("danger", "lock"),
}
_ITEMS = {
    Item.State.OPEN: ("progress", "circle-dot"),
    Item.State.SIGNED: ("info", "stamp"),
    Item.State.ADOPTED: ("ok", "clipboard-check"),
    Item.State.SETTLED: ("neutral", "circle-check"),
    Item.State.REPLIED: ("ok", "circle-check"),
}


def round_state(round: Round) -> State:
    """准备中, 正在征求, 已截止, 梳理已签字."""
    return State(str(Round.State(round.state).label), *_ROUNDS[Round.State(round.state)])


def opinion_state(opinion: Opinion) -> State:
    """What it was triaged as; a tombstone says so."""
    if opinion.erased:
        return State(_("已依法删除"), "muted", "eraser")
    return State(str(Opinion.Triage(opinion.triage).label), *_OPINIONS[Opinion.Triage(opinion.triage)])


def item_state(item: Item) -> State:
    """Where a consolidated item stands."""
    return State(str(Item.State(item.state).label), *_ITEMS[Item.State(item.state)])


def referral_state(referral: Referral, *, late: bool) -> State:
    """Waiting, late, answered, returned, checked."""
    if referral.returned_why:
        return State(_("已退回"), "neutral", "arrow-back")
    if referral.checked_on:
        # Nobody looks up what a clerk keyed in: it has no code.
        told = _("答复已核对") if referral.opinion.kind == Opinion.Kind.CLERK else _("已答复提意见的人")
        return State(told, "ok", "circle-check")
    if referral.answered_on:
        return State(_("已答复，待核对"), "info", "eye")
    if late:
        return State(_("已逾期"), "danger", "alert")
    return State(_("待答复"), "warn", "clock")


def sheet_state(sheet: FeedbackSheet) -> State:
    """Being prepared, or handed over."""
    if sheet.handed_over_on:
        return State(_("已交出"), "ok", "circle-check")
    return State(_("准备中"), "progress", "edit")


def about(thing: Opinion | FeedbackSheet) -> str:
    """Whom or what it is about: 班子成员 by name, a body by its name and kind, or nothing when nobody was named."""
    if thing.about == About.GENERAL:
        return ""
    if thing.about_person is not None:
        return thing.about_person.name
    label = str(About(thing.about).label)
    return f"{thing.about_unit.name}（{label}）" if thing.about_unit is not None else label


def sought_position(found: int | None, sought: str, *, first: bool) -> str:
    """How many of a list hold the words sought, as far as they were read."""
    if found is None:
        return _("“%(sought)s”还没有全部查完，往下接着找") % {"sought": sought}
    if first:
        return _("含有“%(sought)s”的共 %(found)d 条") % {"found": found, "sought": sought}
    return _("从这一页往下，含有“%(sought)s”的有 %(found)d 条") % {"found": found, "sought": sought}


def href(name: str, thing: Round | Opinion | Item | Referral | FeedbackSheet | UUID) -> str:
    """The address of a page about one thing."""
    return reverse(name, kwargs={"uid": thing if isinstance(thing, UUID) else thing.uid})


def crumbs(*rest: tuple[str, str], round: Round | None = None) -> Crumbs:
    """征求意见 › the round › this page."""
    found = [(_("征求意见"), reverse("opinions_rounds"))]
    if round is not None:
        found.append((round.name, href("opinions_round", round)))
    return [*found, *rest]
