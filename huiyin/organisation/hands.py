"""In whose hands an account may be: its owner's, and theirs who handed over its way in.

Whoever prints a slip, or sets a first password, can use it in the owner's place; no system without e-mail and text messages
can tell. So wherever two different people are needed, the two count as one (docs/adr/2026-11-22-whose-hands-sign.md).
"""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from huiyin.core.clock import local_date
from huiyin.organisation.access import in_force
from huiyin.organisation.models import TWO_PERSON_ROLES, Account, Grant, SignInSlip, WayIn


def hand_over(account: Account, *, by: Account, now: datetime, slip: SignInSlip | None = None) -> None:
    """Note who handed over the way in; in the caller's transaction."""
    WayIn.objects.create(account=account, by=by, slip=slip, since=now)


def take_over(account: Account, *, now: datetime, slip: SignInSlip | None = None) -> None:
    """The owner has set a new password: the ways in before it end; in the caller's transaction.

    One set right after a slip leaves its printer. One set over the old password leaves all of them, since whoever knew the
    old one could have set it; but for those whom a second person vouches for: shut out, they would say so.
    """
    ways = WayIn.objects.filter(account=account, until__isnull=True)
    if slip is not None:
        ways.exclude(slip=slip).update(until=now)
    elif _is_trusted(account, now):
        ways.update(until=now)


def holds_trust(account: Account) -> bool:
    """Holds, held or waits for a right that takes two people: such an account gets no slip."""
    return Grant.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=F("begins_on")), person=account.person_id, role__in=TWO_PERSON_ROLES
    ).exists()


def _is_trusted(account: Account, now: datetime) -> bool:
    """Holds such a right at this instant, approved and not ended: one that waits, nobody has vouched for."""
    return Grant.objects.filter(in_force(local_date(now)), person=account.person_id, role__in=TWO_PERSON_ROLES).exists()


def acted(person: int, *, at: str, by: str = "by") -> Q:
    """Rows written by a person: through their own account, through one whose way in they had handed over by then (`at` is
    the column of the instant), or by somebody who now has the way into theirs."""
    handed = WayIn.objects.filter(
        Q(until__isnull=True) | Q(until__gt=OuterRef(at)),
        by__person=person,
        account=OuterRef(by),
        since__lte=OuterRef(at),
    )
    over_them = WayIn.objects.filter(account__person=person, until__isnull=True).values("by")
    return Q(**{f"{by}__person": person}) | Q(Exists(handed)) | Q(**{f"{by}__in": over_them})


def wrote(person: int, *, on: str, by: str) -> Q:
    """Like `acted`, for rows that keep only the day (`on`): a way in held at any moment of that day counts."""
    handed = WayIn.objects.filter(
        Q(until__isnull=True) | Q(until__date__gte=OuterRef(on)),
        by__person=person,
        account=OuterRef(by),
        since__date__lte=OuterRef(on),
    )
    over_them = WayIn.objects.filter(account__person=person, until__isnull=True).values("by")
    return Q(**{f"{by}__person": person}) | Q(Exists(handed)) | Q(**{f"{by}__in": over_them})


def ever_beside(person: int) -> QuerySet[Account]:
    """Every account in which one person may sit or may have sat: what `acted` says lies within what these accounts did."""
    handed = WayIn.objects.filter(by__person=person).values("account")
    over_them = WayIn.objects.filter(account__person=person).values("by")
    return Account.objects.filter(Q(person=person) | Q(pk__in=handed) | Q(pk__in=over_them))


def beside(person: int) -> QuerySet[Account]:
    """The accounts in which one person may sit today: their own, those they handed over, and that of who handed theirs."""
    return Account.objects.filter(
        Q(person=person)
        | Q(pk__in=WayIn.objects.filter(by__person=person, until__isnull=True).values("account"))
        | Q(pk__in=WayIn.objects.filter(account__person=person, until__isnull=True).values("by"))
    )


def same_hands(person: int, other: Account) -> bool:
    """Whether a person may also be sitting in another account."""
    return beside(person).filter(pk=other.pk).exists()


def ways_into(account: Account) -> QuerySet[WayIn]:
    """Who holds a way into an account today, newest first: its owner may know."""
    return WayIn.objects.filter(account=account, until__isnull=True).select_related("by__person").order_by("-since")
