"""Opening an account: a person's way in, by password or by a printed one-time slip."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiyin.core import audit
from huiyin.core.audit import Action
from huiyin.core.errors import Refused
from huiyin.organisation import hands
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Account, Person
from huiyin.organisation.rights import STRUCTURE_KEEPERS, require

ACCOUNT_OPENED = Action("account.opened", "开通账号")
ACCOUNT_SHUT = Action("account.shut", "停用账号")
ACCOUNT_REOPENED = Action("account.reopened", "恢复账号")


def open_account(*, person: Person, password: str | None, actor: Reach, now: datetime) -> Account:
    """The first account of a person; without a password they enter by a sign-in slip only."""
    require(actor, STRUCTURE_KEEPERS, person.unit)
    if person.left_on is not None:
        raise Refused(_("“%(name)s”已经离开，不能开通账号。") % {"name": person.name})
    if password is not None:
        try:
            validate_password(password)
        except ValidationError as error:
            raise Refused("".join(error.messages)) from error
    try:
        with transaction.atomic():
            account = Account.objects.create_account(person=person, password=password)
            if password is not None:
                hands.hand_over(account, by=actor.account, now=now)
            audit.record(ACCOUNT_OPENED, actor=actor.account, now=now, subject=account, unit=person.unit)
    except IntegrityError as error:
        raise Refused(_("“%(name)s”已经有账号，不必重复开通。") % {"name": person.name}) from error
    return account


def set_active(account: Account, *, active: bool, actor: Reach, now: datetime) -> Account:
    """Shut an account, or open it again; never one's own."""
    require(actor, STRUCTURE_KEEPERS, account.person.unit)
    if account.pk == actor.account.pk:
        raise Refused(_("不能停用自己的账号，请由其他人办理。"))
    with transaction.atomic():
        if not Account.objects.filter(pk=account.pk, is_active=not active).update(is_active=active):
            raise Refused(_("这个账号刚被别人停用或恢复，请刷新查看。"))
        audit.record(
            ACCOUNT_REOPENED if active else ACCOUNT_SHUT, actor=actor.account, now=now, subject=account,
            unit=account.person.unit,
        )  # fmt: skip
    account.refresh_from_db()
    return account


def account_of(person: Person) -> Account | None:
    """The person's account, if one was opened."""
    return Account.objects.select_related("person__unit").filter(person=person).first()
