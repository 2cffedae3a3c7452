"""What of the opinions waits for one person, for the desk's 待办."""

from django.db.models import Q, QuerySet

from huiyin.opinions import handling_queries
from huiyin.opinions.access import held, visible
from huiyin.opinions.models import ErasureRequest, Item, Opinion, Referral
from huiyin.opinions.queries import STANDINGS
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Role


def to_triage(reach: Reach) -> int:
    """How many opinions wait for triage by the person's office."""
    return _of_my_office(reach).filter(STANDINGS["waiting"]).count()


def with_unread_additions(reach: Reach) -> QuerySet[Opinion]:
    """Opinions whose authors added something that nobody of the office has looked at."""
    return _of_my_office(reach).filter(additions__read=False, additions__erased=False).distinct().order_by("uid")


def referrals_to_answer(reach: Reach) -> QuerySet[Referral]:
    """Referrals that wait for an answer by the person's units."""
    return handling_queries.referrals_to_answer(reach)


def answers_to_check(reach: Reach) -> QuerySet[Referral]:
    """Answers that somebody else wrote and that wait for a second person of the office."""
    rows = Referral.objects.filter(
        opinion__in=_of_my_office(reach), answered_on__isnull=False, checked_on__isnull=True
    ).exclude(answered_by=reach.account)
    return rows.select_related("unit", "opinion__round").order_by("answered_on", "pk")


def replies_to_check(reach: Reach) -> QuerySet[Item]:
    """Drafts of public answers that wait for a second person."""
    mine = held(reach, (Role.OFFICE,), unit="unit__path", campaign="campaign__uid")
    rows = Item.objects.filter(
        mine, removed=False, reply_by__isnull=False, reply_checked_by__isnull=True, reply_sent_back_why="",
        published_on__isnull=True,
    ).exclude(reply="")  # fmt: skip
    return rows.exclude(reply_by=reach.account).select_related("unit", "campaign").order_by("replied_on", "pk")


def erasures_to_decide(reach: Reach) -> QuerySet[ErasureRequest]:
    """Requests to erase that another person made."""
    return handling_queries.erasures(reach).filter(agreed__isnull=True).exclude(requested_by=reach.account)


def leads_to_handle(reach: Reach) -> int:
    """How many restricted leads nobody has written anything about yet."""
    return handling_queries.leads(reach).filter(handled="").count()


def _of_my_office(reach: Reach) -> QuerySet[Opinion]:
    office = Q(held(reach, (Role.OFFICE,), unit="round__unit__path", campaign="round__campaign__uid"))
    return visible(reach).filter(office)
