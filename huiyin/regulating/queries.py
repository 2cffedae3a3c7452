"""The regulations somebody reaches: by what is to be done with them, one with its texts, decisions and readers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.core.errors import NotReached
from huiyin.ledgers.books.regulations import REGULATIONS, Regulation
from huiyin.ledgers.engine.models import Posting
from huiyin.ledgers.engine.queries import entries
from huiyin.organisation.access import READERS, RECORDERS, Reach
from huiyin.organisation.models import Post, Unit
from huiyin.organisation.queries import official_ranks
from huiyin.rectification.models import Measure, Problem
from huiyin.rectification.queries import problems_in_reach
from huiyin.regulating.deciding import EVENT, SOURCE
from huiyin.regulating.models import Rule, RuleReader, RuleText
from huiyin.regulating.terms import REMIND_DAYS

State = Rule.State
PAGE = 50
MOST_OFFERED = 500
_REOPENED = Exists(Measure.objects.filter(problem=OuterRef("problem"), reopened__gt=0))


@dataclass(frozen=True)
class Counted:
    """How many there are of each; late, due and back are among the others."""

    inventory: int
    working: int
    late: int
    in_force: int
    review: int
    ended: int
    no_problem: int
    back: int
    all: int


@dataclass(frozen=True)
class Reading:
    """How many are to read a text and how many said that they have, of the units in reach."""

    asked: int
    read: int


def rules(actor: Reach) -> QuerySet[Rule]:
    """Those of units in reach."""
    return Rule.objects.filter(actor.within(READERS, campaign="campaign")).select_related(
        "unit", "post__unit", "problem", "public_text"
    )


def to_read(actor: Reach) -> QuerySet[RuleReader]:
    """What the actor is asked to read and has not ticked."""
    mine = RuleReader.objects.filter(person=actor.account.person_id, read_on__isnull=True)
    newest = ~Exists(RuleText.objects.filter(rule=OuterRef("text__rule"), number__gt=OuterRef("text__number")))
    found = mine.filter(newest).exclude(text__rule__state=State.ENDED)
    return found.select_related("text__rule__unit").order_by("-pk")


def rule_named(uid: UUID, actor: Reach) -> Rule:
    """One in reach, or one that the actor is asked to read; a neighbour's is not there."""
    asked = RuleReader.objects.filter(text__rule__uid=uid, person=actor.account.person_id)
    found = rules(actor).filter(uid=uid).first()
    if found is None and asked.exists():
        found = Rule.objects.select_related("unit", "post__unit", "problem", "public_text").get(uid=uid)
    if found is None:
        raise NotReached(_("没有这项制度，或它不在您的权限范围内。"))
    return found


def rule_kept(uid: UUID, actor: Reach) -> Rule:
    """One that the actor keeps; whoever only reads it finds no form."""
    found = rules(actor).filter(uid=uid).first()
    if found is None or not actor.may(RECORDERS, found.unit, found.campaign):
        raise NotReached(_("没有这项制度，或它不在您的权限范围内。"))
    return found


def chosen(actor: Reach, tab: str, today: date) -> QuerySet[Rule]:
    """One tab of the list."""
    return rules(actor).filter(_tabs(today)[tab]).order_by("due_on", "review_on", "unit__path", "pk")


def counted(actor: Reach, today: date) -> Counted:
    """One question for all numbers."""
    tabs = _tabs(today)
    found = rules(actor).aggregate(**{name: Count("pk", filter=where) for name, where in tabs.items()})
    return Counted(**found)


def texts(row: Rule) -> list[RuleText]:
    """Newest first, without the words."""
    return list(row.texts.select_related("file").defer("text").order_by("-number"))


def text_numbered(row: Rule, number: int) -> RuleText:
    """One text with its words."""
    found = row.texts.select_related("file").filter(number=number).first()
    if found is None:
        raise NotReached(_("没有这一版文本。"))
    return found


def decisions(row: Rule) -> list[Regulation]:
    """What the book says of it, newest first, void ones too."""
    posted = Posting.objects.filter(source_kind=SOURCE, source=row.uid, event=EVENT).values("entry")
    return list(entries(REGULATIONS).current().filter(entry__in=posted).order_by("-number"))


def readers(text: RuleText, actor: Reach) -> list[RuleReader]:
    """Who is to read it, of the units in reach and oneself, in official order."""
    where = actor.within_no_campaign(READERS) | Q(person=actor.account.person_id)
    if actor.may(READERS, text.rule.unit, text.rule.campaign):
        where |= Q(unit__path__startswith=text.rule.unit.path)
    rows = list(RuleReader.objects.filter(where, text=text).select_related("person", "unit").order_by("pk"))
    ranks = official_ranks({one.unit.path for one in rows})
    return sorted(rows, key=lambda one: ranks[one.unit.path])


def came_back(row: Rule) -> list[Measure]:
    """Measures on the problem it answers that had to be opened again: the regulation may not have helped."""
    if row.problem_id is None:
        return []
    return list(Measure.objects.filter(problem=row.problem_id, reopened__gt=0).order_by("code"))


def reaches_problem(row: Rule, actor: Reach) -> bool:
    """Whether the problem's page opens for the actor."""
    return row.problem_id is not None and problems_in_reach(actor).filter(pk=row.problem_id).exists()


def unit_named(uid: UUID, actor: Reach) -> Unit:
    """One the actor records for, for everything or for one campaign."""
    found = actor.units(RECORDERS).filter(uid=uid).first()
    if found is None:
        raise NotReached(_("没有这个单位，或它不在您的权限范围内。"))
    return found


def posts_for(unit: Unit) -> list[Post]:
    """Posts that may own a regulation of the unit: its own and those below."""
    found = Post.objects.filter(unit__path__startswith=unit.path).select_related("unit")
    return list(found.order_by("unit__path", "rank", "pk")[:MOST_OFFERED])


def problems_for(actor: Reach, kept: Problem | None = None) -> list[Problem]:
    """Problems a regulation may answer, newest campaign first; the one it answers now among them."""
    found = list(problems_in_reach(actor).select_related("campaign").order_by("-campaign", "code")[:MOST_OFFERED])
    return found if kept is None or kept in found else [kept, *found]


def due(actor: Reach, today: date, most: int) -> list[Rule]:
    """What waits for the actor's own hand: regulations in work whose day comes, and those whose review has come."""
    mine = Rule.objects.filter(actor.within(RECORDERS, campaign="campaign")).select_related("unit")
    soon = today + timedelta(days=REMIND_DAYS.value)
    wanted = Q(state=State.WORKING, due_on__lte=soon) | Q(state=State.IN_FORCE, review_on__lte=today)
    return list(mine.filter(wanted).order_by("due_on", "review_on", "pk")[:most])


def public_rules() -> QuerySet[Rule]:
    """What was checked and made public, and is not ended, for the portal."""
    found = Rule.objects.filter(public_on__isnull=False).exclude(state=State.ENDED)
    return found.select_related("unit", "public_text").order_by("-public_on", "-pk")


def public_rule(uid: UUID) -> Rule:
    """One of them; an ended one still opens, and says so."""
    found = Rule.objects.filter(public_on__isnull=False, uid=uid).select_related("unit", "public_text").first()
    if found is None:
        raise NotReached(_("没有这项制度，或它没有公开。"))
    return found


def reconstructions(found: Sequence[Rule]) -> str:
    """What to say of regulations that belong to a reconstructed campaign; empty where none does."""
    campaigns = Campaign.objects.filter(uid__in={one.campaign for one in found if one.campaign})
    notes = campaigns.exclude(reconstruction="").order_by("pk").values_list("reconstruction", flat=True)
    return "".join(dict.fromkeys(notes))


def in_order(rows: Sequence[Rule]) -> list[Rule]:
    """By the official order of their units."""
    ranks = official_ranks({one.unit.path for one in rows})
    return sorted(rows, key=lambda one: ranks[one.unit.path])


def _tabs(today: date) -> dict[str, Q]:
    working, standing = Q(state=State.WORKING), ~Q(state=State.ENDED)
    return {
        "inventory": Q(state=State.INVENTORY), "working": working, "late": working & Q(due_on__lt=today),
        "in_force": Q(state=State.IN_FORCE), "review": Q(state=State.IN_FORCE, review_on__lte=today),
        "ended": Q(state=State.ENDED), "no_problem": standing & Q(problem__isnull=True), "back": standing & Q(_REOPENED), "all": Q(),
    }  # fmt: skip
