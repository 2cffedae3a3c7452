"""The first step of an organisation: its top unit, and the two people who give everybody else their rights."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.core import audit
from huiyin.core.audit import Action
from huiyin.core.errors import Refused
from huiyin.organisation import tree
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Account, Grant, Person, Role, Unit
from huiyin.organisation.paths import STEP
from huiyin.organisation.pinyin import index

FOUNDED = Action("organisation.founded", "建立组织并设首任管理员和活动办公室")


@dataclass(frozen=True)
class Founder:
    """One of the first two people."""

    name: str
    staff_no: str
    phone: str
    password: str


@dataclass(frozen=True)
class Founded:
    """What founding made."""

    unit: Unit
    administrator: Account
    office: Account


def found(
    *, name: str, code: str, kind: str, administrator: Founder, office: Founder, now: datetime, today: date
) -> Founded:
    """Make the top unit, its administrator and its office; each stands for the other's right. Only while nobody has any.

    Nobody may grant a right of their own, so the first two rights have no grantor and are approved crosswise.
    """
    if Grant.objects.exists():
        raise Refused(_("这套系统已经有人掌握权限，不能再次建立。请由现有的系统管理员办理。"))
    return _found(name, code, kind, administrator, office, None, now, today)


def found_another(
    *,
    name: str,
    code: str,
    kind: str,
    administrator: Founder,
    office: Founder,
    actor: Reach,
    now: datetime,
    today: date,
) -> Founded:
    """Another organisation beside those that are there, with its own first two people; whoever founds it gets no right in it.

    Only an administrator of a whole organisation may, who may add a root as well.
    """
    if not any(len(path) == STEP for path in actor.paths_for((Role.ADMINISTRATOR,), None)):
        raise Refused(_("只有整个组织的系统管理员可以另建一个组织。"))
    return _found(name, code, kind, administrator, office, actor, now, today)


def _found(
    name: str, code: str, kind: str, administrator: Founder, office: Founder, actor: Reach | None, now: datetime,
    today: date,
) -> Founded:  # fmt: skip
    by = actor.account if actor is not None else None
    for founder in (administrator, office):
        try:
            validate_password(founder.password)
        except ValidationError as error:
            raise Refused(f"“{founder.name}”：" + "".join(error.messages)) from error
    with transaction.atomic():
        unit = tree.add_unit(actor=by, now=now, today=today, name=name, code=code, kind=kind, parent=None)
        accounts = [_account(founder, unit) for founder in (administrator, office)]
        for role, holder, other in (
            (Role.ADMINISTRATOR, accounts[0], accounts[1]),
            (Role.OFFICE, accounts[1], accounts[0]),
        ):
            Grant.objects.create(
                person=holder.person, role=role, unit=unit, begins_on=today, approved_by=other, approved_at=now
            )
        audit.record(
            FOUNDED, actor=by, now=now, subject=unit, administrator=accounts[0].uid, office=accounts[1].uid
        )  # fmt: skip
    return Founded(unit, accounts[0], accounts[1])


def _account(founder: Founder, unit: Unit) -> Account:
    person = Person.objects.create(
        name=founder.name, pinyin=index(founder.name), staff_no=founder.staff_no or None, phone=founder.phone or None,
        unit=unit,
    )  # fmt: skip
    return Account.objects.create_account(person=person, password=founder.password)
