"""What of the opinions waits for one person: the queue of 分办, and the desk's 待办."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.opinions import handling_queries, referral, replying
from huiyin.opinions.access import held, visible
from huiyin.opinions.models import ErasureRequest, Item, Opinion, Referral, Round
from huiyin.opinions.queries import STANDINGS, Line, lines
from huiyin.organisation.access import Reach
from huiyin.organisation.hands import beside
from huiyin.organisation.models import Role


def waiting_of(actor: Reach, round: Round | None) -> QuerySet[Opinion]:
    """What waits for triage by the actor's office: of one round, or of all its rounds."""
    rows = _of_my_office(actor).filter(STANDINGS["waiting"])
    return rows.filter(round=round) if round else rows


def next_waiting(actor: Reach, round: Round | None, after: UUID | None = None) -> Line | None:
    """The next opinion to triage, going round to the first one at the end."""
    rows = waiting_of(actor, round).select_related("about_unit", "about_person", "round").order_by("uid")
    found = (rows.filter(uid__gt=after).first() if after else None) or rows.first()
    return lines(actor, [found])[0] if found else None


def waiting_named(actor: Reach, uid: UUID) -> Line | None:
    """One opinion if it still waits for triage by the actor's office."""
    found = waiting_of(actor, None).select_related("about_unit", "about_person", "round").filter(uid=uid).first()
    return lines(actor, [found])[0] if found else None


def to_triage(reach: Reach) -> int:
    """How many opinions wait for triage by the person's office."""
    return waiting_of(reach, None).count()


def with_unread_additions(reach: Reach) -> QuerySet[Opinion]:
    """Opinions whose authors added something that nobody of the office has looked at."""
    return _of_my_office(reach).filter(additions__read=False, additions__erased=False).distinct().order_by("uid")


def referrals_to_answer(reach: Reach) -> QuerySet[Referral]:
    """Referrals that wait for an answer by the person's units."""
    return handling_queries.referrals_to_answer(reach)


def answers_to_check(reach: Reach) -> QuerySet[Referral]:
    """Answers that somebody else wrote and that wait for a second person of the office."""
    mine = Exists(_of_my_office(reach).filter(pk=OuterRef("opinion")))
    rows = Referral.objects.filter(
        mine, ~referral.answered(reach.account.person_id), answered_on__isnull=False, checked_on__isnull=True
    )
    return rows.select_related("unit", "opinion__round").order_by("answered_on", "pk")


def replies_to_check(reach: Reach) -> QuerySet[Item]:
    """Drafts of public answers that wait for a second person."""
    mine = held(reach, (Role.OFFICE,), unit="unit__path", campaign="campaign__uid")
    rows = Item.objects.filter(
        mine, ~replying.drafted(reach.account.person_id), removed=False,
        reply_by__isnull=False, reply_checked_by__isnull=True, reply_sent_back_why="",
        published_on__isnull=True,
    ).exclude(reply="")  # fmt: skip
    return rows.select_related("unit", "campaign").order_by("replied_on", "pk")


def erasures_to_decide(reach: Reach) -> QuerySet[ErasureRequest]:
    """Requests to erase that another person made."""
    return (
        handling_queries.erasures(reach)
        .filter(agreed__isnull=True)
        .exclude(requested_by__in=beside(reach.account.person_id))
    )


def _of_my_office(reach: Reach) -> QuerySet[Opinion]:
    office = Q(held(reach, (Role.OFFICE,), unit="round__unit__path", campaign="round__campaign__uid"))
    return visible(reach).filter(office)
