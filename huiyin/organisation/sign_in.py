"""Sign-in by phone number, staff number, or name and unit; printed one-time slips; the password's own verb."""

import hashlib
import secrets
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.backends import BaseBackend
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from huiyin.core import audit
from huiyin.core.audit import Action
from huiyin.core.errors import NotReached, Refused
from huiyin.organisation import hands
from huiyin.organisation.access import Reach, in_force, reach
from huiyin.organisation.models import Account, Grant, Person, Role, SignInSlip
from huiyin.organisation.queries import official_ranks
from huiyin.organisation.terms import SLIP_DAYS

SLIP_ISSUED = Action("slip.issued", "开具一次性登录条")
SLIP_USED = Action("slip.used", "使用一次性登录条登录")
PASSWORD_SET = Action("password.set", "设置口令")
SECOND_FACTOR_ON = Action("second_factor.on", "启用动态验证码")
SECOND_FACTOR_OFF = Action("second_factor.off", "停用动态验证码")
RECOVERY_CODES_MADE = Action("second_factor.codes", "生成备用验证码")
# No 0/O, 1/I/L: slips are read off paper.
SLIP_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


class SignInBackend(BaseBackend):
    """Finds the one account that an identifier names and checks its password."""

    def authenticate(
        self, request: HttpRequest | None, username: str = "", password: str = "", unit: str = "", **_: Any
    ) -> Account | None:
        """The account, or None; a name that fits several people without a unit fits nobody."""
        account = find_account(username, unit)
        if account is None:
            # The same work as for a known account, so that the time taken tells nothing.
            Account().set_password(password)
            return None
        return account if account.check_password(password) and account.is_active else None

    def get_user(self, user_id: int) -> Account | None:
        """The signed-in account with its person; asked for on every request."""
        try:
            return Account.objects.select_related("person__unit").get(pk=user_id, is_active=True)
        except Account.DoesNotExist:
            return None


def find_account(identifier: str, unit: str = "") -> Account | None:
    """The account of a phone number, a staff number, or a name within a unit (its name, short name or code)."""
    identifier, unit = identifier.strip(), unit.strip()
    if not identifier:
        return None
    number = _number(identifier)
    exact = Account.objects.filter(
        Q(person__phone__in=[identifier, number]) | Q(person__staff_no__in=[identifier, number])
    )
    named = Account.objects.filter(
        Q(person__unit__name=unit) | Q(person__unit__short_name=unit) | Q(person__unit__code=unit),
        person__name=identifier,
    )
    found = list(exact.select_related("person__unit")[:2])
    if not found and unit:
        found = list(named.select_related("person__unit")[:2])
    return found[0] if len(found) == 1 else None


def issue_slip(account: Account, *, actor: Reach, now: datetime) -> str:
    """Print a one-time slip for `account`; returns its code, which is shown once and kept only as a digest."""
    if not actor.may((Role.OFFICE,), account.person.unit):
        raise Refused(_("只有本单位或上级的活动办公室可以开具登录条。"))
    if actor.account.pk == account.pk:
        raise Refused(_("不能给自己开具登录条。"))
    if not account.is_active:
        raise Refused(_("这个账号已停用，不能开具登录条。"))
    if hands.holds_trust(account):
        raise Refused(_("活动办公室、督导组员、纪检监察人员、审计员和系统管理员须用口令登录，不能使用登录条。"))
    code = "".join(secrets.choice(SLIP_ALPHABET) for _n in range(12))
    with transaction.atomic():
        SignInSlip.objects.filter(account=account, used_at__isnull=True).delete()
        slip = SignInSlip.objects.create(
            account=account,
            digest=_digest(code),
            issued_by=actor.account,
            issued_at=now,
            expires_at=now + timedelta(days=SLIP_DAYS.value),
        )
        audit.record(SLIP_ISSUED, actor=actor.account, now=now, subject=slip, account=account.uid)
    return "-".join(code[n : n + 4] for n in range(0, 12, 4))


def use_slip(code: str, *, now: datetime) -> SignInSlip:
    """Spend a slip; refused with one sentence whether it is wrong, used or too old. Its printer's hand stays known."""
    refusal = Refused(_("登录条无效、已使用或已过期。请向本单位活动办公室重新领取。"))
    with transaction.atomic():
        found = SignInSlip.objects.filter(digest=_digest(code))
        slip = found.select_related("account__person__unit", "issued_by").first()
        if slip is None:
            raise refusal
        if hands.holds_trust(slip.account) or not slip.account.is_active:
            raise refusal
        spent = SignInSlip.objects.filter(pk=slip.pk, used_at__isnull=True, expires_at__gt=now).update(used_at=now)
        if not spent:
            raise refusal
        hands.hand_over(slip.account, by=slip.issued_by, now=now, slip=slip)
        audit.record(SLIP_USED, actor=slip.account, now=now, subject=slip)
        return slip


def set_password(account: Account, password: str, *, now: datetime, slip: SignInSlip | None = None) -> None:
    """Set the account's password; the form has checked that it is good enough. `slip`: what the session was opened with."""
    with transaction.atomic():
        account.set_password(password)
        account.save(update_fields=["password"])
        # Whoever held an unused slip could still come in by it.
        SignInSlip.objects.filter(account=account, used_at__isnull=True).delete()
        hands.take_over(account, now=now, slip=slip)
        audit.record(PASSWORD_SET, actor=account, now=now, subject=account)


def slip_used(uid: UUID, account: Account) -> SignInSlip | None:
    """The slip that opened a session of this account."""
    return SignInSlip.objects.filter(uid=uid, account=account, used_at__isnull=False).first()


def note(action: Action, account: Account, *, now: datetime) -> None:
    """Leave the audit line of something a person did to their own way of signing in."""
    with transaction.atomic():
        audit.record(action, actor=account, now=now, subject=account)


@dataclass(frozen=True)
class DemonstrationAccount:
    """One line of the demonstration's sign-in page."""

    uid: UUID
    name: str
    unit: str
    roles: tuple[str, ...]


def demonstration_accounts(*, today: date) -> list[DemonstrationAccount]:
    """The accounts that hold a right today, in the official order of their units."""
    grants = (
        Grant.objects.filter(in_force(today), person__account__is_active=True)
        .select_related("person__unit", "person__account", "unit", "team")
        .order_by("person__pk", "pk")
    )
    found: dict[UUID, list[str]] = {}
    people: dict[UUID, Person] = {}
    for grant in grants:
        uid = grant.person.account.uid
        where = grant.unit.name if grant.unit else (grant.team.name if grant.team else "")
        people[uid] = grant.person
        word = f"{Role(grant.role).label}（{where}）"
        if word not in found.setdefault(uid, []):
            found[uid].append(word)
    ranks = official_ranks(person.unit.path for person in people.values())
    return [
        DemonstrationAccount(uid, people[uid].name, people[uid].unit.name, tuple(found[uid]))
        for uid in sorted(found, key=lambda uid: ranks[people[uid].unit.path])
    ]


def demonstration_account(uid: UUID, *, today: date) -> Account:
    """One of those accounts."""
    account = Account.objects.select_related("person__unit").filter(uid=uid, is_active=True).first()
    if account is None or not reach(account, today=today).rights:
        raise NotReached(_("没有这个演示账号。"))
    return account


def names_of(accounts: Collection[UUID]) -> dict[UUID, str]:
    """Account uid → name and unit, for the auditor's page."""
    rows = Account.objects.filter(uid__in=accounts).values_list("uid", "person__name", "person__unit__name")
    return {uid: f"{name}（{unit}）" for uid, name, unit in rows}


def _number(text: str) -> str:
    """A phone or staff number as it is kept: half-width, without blanks and hyphens, without the country's code."""
    plain = "".join(c for c in unicodedata.normalize("NFKC", text) if not c.isspace() and c != "-")
    return plain.removeprefix("+86")


def _digest(code: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKC", code).upper() if c.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()
