"""Reads of problems and measures: lists within reach, the check queue, who can be asked, what was answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.core.due import climbed, lateness
from huiyin.core.errors import NotReached
from huiyin.core.models import StoredFile
from huiyin.opinions.models import Item, Opinion, Placement, RestrictedLead
from huiyin.organisation.access import READERS, Reach
from huiyin.organisation.models import Holding, Role
from huiyin.organisation.posts import held_on
from huiyin.rectification.doers import took_part
from huiyin.rectification.models import (
    Accountability,
    Asking,
    Evidence,
    Extension,
    LookBack,
    Measure,
    Problem,
)
from huiyin.rectification.problems import ANSWERABLE
from huiyin.rectification.states import DONE_WITH, NOT_STANDING

Row = TypeVar("Row", bound=Model)


def within_reach(actor: Reach, roles: Iterable[str] = READERS, prefix: str = "") -> Q:
    """Rows whose unit is reached, each right within its own campaign; `prefix` leads to the unit and the campaign."""
    return actor.within(roles, f"{prefix}unit__path", campaign=f"{prefix}campaign__uid")


def measures(actor: Reach, today: date | None = None) -> QuerySet[Measure]:
    """The measures whose unit the actor reaches; with `today` also those of the posts they hold that day."""
    reached = within_reach(actor)
    if today is not None:
        posts = Holding.objects.filter(held_on(today), person=actor.account.person_id).values("post")
        reached |= Q(post__in=posts) | Q(lead_post__in=posts)
    return (
        Measure.objects.filter(reached)
        .select_related("unit", "post__unit", "lead_post__unit", "problem", "campaign")
        .order_by("campaign", "code")
    )


def measure(uid: UUID, actor: Reach, today: date | None = None) -> Measure:
    """One measure within reach."""
    found = measures(actor, today).filter(uid=uid).select_related("problem__unit", "campaign__unit").first()
    if found is None:
        raise NotReached(_("没有这条措施，或它不在您的权限范围内。"))
    return found


def problems_in_reach(actor: Reach) -> QuerySet[Problem]:
    """The problems whose unit the actor reaches, and those that a measure issued within reach answers."""
    answering = Measure.objects.filter(within_reach(actor), problem=OuterRef("pk")).exclude(state__in=NOT_STANDING)
    return Problem.objects.filter(within_reach(actor) | Q(Exists(answering)))


def problems(actor: Reach) -> QuerySet[Problem]:
    """The same with how many measures within reach each has."""
    standing = Measure.objects.filter(within_reach(actor), problem=OuterRef("pk")).exclude(state=Measure.State.VOIDED)
    # Counted for each problem shown: grouped together, all problems of a campaign would be counted for one page.
    counted = standing.order_by().values("problem").annotate(number=Count("pk")).values("number")
    return (
        problems_in_reach(actor)
        .select_related("unit", "campaign")
        .annotate(measure_count=Coalesce(Subquery(counted), 0))
        .order_by("campaign", "code")
    )


def problem(uid: UUID, actor: Reach) -> Problem:
    """One problem within reach."""
    found = problems(actor).filter(uid=uid).select_related("campaign__unit").first()
    if found is None:
        raise NotReached(_("没有这个问题，或它不在您的权限范围内。"))
    return found


def problem_codes(campaign: Campaign) -> list[str]:
    """The numbers of a campaign's problems that are used, whoever reaches them: the next one must be another."""
    return list(Problem.objects.filter(campaign=campaign).values_list("code", flat=True))


def measure_codes(campaign: Campaign) -> list[str]:
    """The same of its measures."""
    return list(Measure.objects.filter(campaign=campaign).values_list("code", flat=True))


def answerable_items(campaign: Campaign, actor: Reach) -> QuerySet[Item]:
    """The items of a campaign that a problem may answer, of units whose office the actor is."""
    return (
        Item.objects.filter(within_reach(actor, (Role.OFFICE,)), campaign=campaign, removed=False, state__in=ANSWERABLE)
        .select_related("category", "unit")
        .order_by("code")
    )


def drafts(campaign: Campaign, actor: Reach) -> QuerySet[Measure]:
    """The measures of a campaign that wait to be issued by this actor."""
    return (
        Measure.objects.filter(
            within_reach(actor, (Role.OFFICE,), "problem__"), campaign=campaign,
            state=Measure.State.DRAFT,
        )
        .select_related("unit", "post__unit", "lead_post__unit", "problem", "campaign")
        .order_by("code")
    )  # fmt: skip


def for_task_sheet(campaign: Campaign, actor: Reach) -> QuerySet[Measure]:
    """The measures that stand on a campaign's 整改任务书, as far as the actor reaches."""
    return measures(actor).filter(campaign=campaign).exclude(state=Measure.State.VOIDED).prefetch_related("steps")


def check_queue(actor: Reach, today: date | None = None) -> QuerySet[Measure]:
    """What waits for this actor's judgement, oldest deadline first; one at a time, never in bulk, never one's own."""
    return (
        Measure.objects.filter(within_reach(actor, (Role.SUPERVISOR, Role.OFFICE)), state=Measure.State.LEAD_REVIEWED)
        .filter(~took_part(actor.account.person_id, today))
        .select_related("unit", "post__unit", "lead_post__unit", "problem", "campaign")
        .order_by("due_on", "code", "pk")
    )


def evidence(uid: UUID, actor: Reach, today: date) -> Evidence:
    """One piece of evidence of a measure within reach."""
    found = Evidence.objects.filter(uid=uid).select_related("file", "measure").first()
    if found is None:
        raise NotReached(_("没有这份佐证，或它不在您的权限范围内。"))
    measure(found.measure.uid, actor, today)
    return found


def evidence_file(uid: UUID, actor: Reach, today: date) -> StoredFile:
    """The file of one piece of evidence within reach."""
    found = evidence(uid, actor, today).file
    if found is None:
        raise NotReached(_("这份佐证没有附件。"))
    return found


def extension(uid: UUID, actor: Reach) -> Extension:
    """One request for more time within reach."""
    found = Extension.objects.filter(within_reach(actor, prefix="measure__"), uid=uid)
    return _the(
        found.select_related("measure__unit", "asked_by__person"), _("没有这项延期申请，或它不在您的权限范围内。")
    )


def asking(uid: UUID, actor: Reach) -> Asking:
    """One asking within reach."""
    found = Asking.objects.filter(within_reach(actor, prefix="measure__"), uid=uid)
    return _the(found.select_related("measure__unit", "measure__campaign"), _("没有这次询问，或它不在您的权限范围内。"))


def look_backs(actor: Reach) -> QuerySet[LookBack]:
    """The look-backs still to be made in the units whose checker the actor is, earliest first."""
    return (
        LookBack.objects.filter(within_reach(actor, (Role.SUPERVISOR, Role.OFFICE), "measure__"), done_on=None)
        .select_related("measure__unit", "measure__campaign")
        .order_by("due_on", "pk")
    )


def look_back(uid: UUID, actor: Reach) -> LookBack:
    """One look-back within reach."""
    found = LookBack.objects.filter(within_reach(actor, prefix="measure__"), uid=uid)
    return _the(found.select_related("measure__unit"), _("没有这次回头看，或它不在您的权限范围内。"))


def accountability(uid: UUID, actor: Reach) -> Accountability:
    """One case of accountability within reach."""
    found = Accountability.objects.filter(within_reach(actor, prefix="measure__"), uid=uid).select_related(
        "measure__problem__unit", "measure__unit", "measure__campaign__unit", "responsible__unit", "leader__unit"
    )
    return _the(found, _("没有这项问责，或它不在您的权限范围内。"))


def measures_of_opinion(opinion: UUID) -> QuerySet[Measure]:
    """The measures that came of one opinion, through its pieces, items and problems."""
    return (
        Measure.objects.filter(problem__items__placements__piece__opinion=opinion, problem__items__removed=False)
        .exclude(state__in=[Measure.State.DRAFT, Measure.State.VOIDED])
        .distinct()
    )


def opinions_behind(found: Measure) -> QuerySet[Opinion]:
    """Every opinion that led to a measure, also one that lies in the restricted register since."""
    placed = Placement.objects.filter(item__problems=found.problem_id, item__removed=False)
    moved = RestrictedLead.objects.filter(items__problems=found.problem_id, items__removed=False)
    return Opinion.objects.filter(Q(pk__in=placed.values("piece__opinion")) | Q(pk__in=moved.values("opinion")))


def reachable_authors(found: Measure) -> list[UUID]:
    """The opinions whose authors can answer: those with a code of their own, and those who signed as a member."""
    return list(
        opinions_behind(found)
        .filter(Q(kind=Opinion.Kind.ANONYMOUS) | Q(author__person__isnull=False), erased=False)
        .values_list("pk", flat=True)
    )


@dataclass(frozen=True)
class Reuse:
    """Where else the very same file stands as evidence: measures within reach, and how many lie elsewhere."""

    measures: tuple[Measure, ...]
    elsewhere: int


def reused_evidence(shown: Sequence[Evidence], actor: Reach) -> dict[int, Reuse]:
    """Evidence (by key) whose very file also stands under other measures: shown to the checker."""
    hashes = {e.file.sha256: e for e in shown if e.file}
    others: dict[str, set[int]] = {}
    rows = Evidence.objects.filter(file__sha256__in=hashes).values_list("file__sha256", "measure")
    for sha256, holder in rows:
        others.setdefault(sha256, set()).add(holder)
    reached = measures(actor).in_bulk({holder for holders in others.values() for holder in holders})
    found: dict[int, Reuse] = {}
    for e in shown:
        elsewhere = others.get(e.file.sha256, set()) - {e.measure_id} if e.file else set()
        if elsewhere:
            seen = tuple(reached[key] for key in sorted(elsewhere) if key in reached)
            found[e.pk] = Reuse(seen, len(elsewhere) - len(seen))
    return found


def climb(due_on: date | None, today: date) -> int:
    """How far an overdue measure has climbed: 0 in time, 1 the unit's head, 2 the level above, 3 and more the next."""
    return climbs([due_on], today)[0]


def climbs(dues: Sequence[date | None], today: date) -> list[int]:
    """The same for many deadlines, with one look at the calendar."""
    return [climbed(late) for late in lateness(dues, today)]


def open_for_handover(campaign: Campaign) -> list[dict[str, str]]:
    """Every open measure, look-back, asking and case of accountability of a campaign, as listed on the 交接单."""
    listed = [
        _line(_("未销号措施"), m, m.due_on)
        for m in Measure.objects.filter(campaign=campaign).exclude(state__in=DONE_WITH).order_by("code")
    ]
    looks = LookBack.objects.filter(measure__campaign=campaign, done_on__isnull=True).select_related("measure")
    asked = Asking.objects.filter(measure__campaign=campaign, closed_on__isnull=True).select_related("measure")
    cases = Accountability.objects.filter(measure__campaign=campaign, leader__isnull=True).select_related("measure")
    listed += [_line(_("待回头看"), look.measure, look.due_on) for look in looks.order_by("measure__code", "pk")]
    listed += [_line(_("待评价"), one.measure, one.due_on) for one in asked.order_by("measure__code", "pk")]
    listed += [_line(_("问责待办第二步"), case.measure, None) for case in cases.order_by("measure__code", "pk")]
    return listed


def _the(found: QuerySet[Row], sentence: str) -> Row:
    row = found.first()
    if row is None:
        raise NotReached(sentence)
    return row


def _line(kind: str, found: Measure, due: date | None) -> dict[str, str]:
    return {"kind": kind, "code": found.code, "text": found.statement, "due": due.isoformat() if due else ""}
