"""依法删除 by two people: what a request holds and how it is decided, for whatever is to be erased."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.core.errors import Refused, Stale
from huiyin.core.identifiers import new_uid
from huiyin.core.models import Erasure
from huiyin.organisation.access import Reach
from huiyin.organisation.hands import same_hands
from huiyin.organisation.models import Account

MOST_WORDS = 300


class ErasureAsked(models.Model):
    """Asked for by one person on a legal basis, waiting for another to agree. What is to be erased is named below it."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    basis = models.CharField(gettext_lazy("法律依据"), max_length=MOST_WORDS)
    requested_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    requested_on = models.DateField()
    agreed = models.BooleanField(null=True)
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(null=True)
    decision_note = models.CharField(max_length=MOST_WORDS, blank=True)

    class Meta:
        abstract = True


def stated_basis(words: str) -> str:
    """The legal basis as written; there must be one."""
    words = words.strip()
    if not words or len(words) > MOST_WORDS:
        raise Refused(_("请写明删除的法律依据（法律名称和条款），最多 300 个字。"))
    return words


def stated_reason(words: str) -> str:
    """Why the second person does not agree; there must be a reason."""
    words = words.strip()
    if not words or len(words) > MOST_WORDS:
        raise Refused(_("不同意删除要写明理由，最多 300 个字。"))
    return words


def require_second(asked: ErasureAsked, actor: Reach) -> None:
    """Refuse to decide what is decided, and whoever asked or may have the asker's account in hand."""
    if asked.agreed is not None:
        raise Stale(_("这件申请已经决定。"))
    if asked.requested_by_id == actor.account.pk:
        raise Refused(_("依法删除要由另一个人决定，不能自己同意自己的申请。"))
    if same_hands(actor.account.person_id, asked.requested_by):
        raise Refused(_("申请人的登录条或初始口令是您交给的，或者您的是申请人交给的：依法删除要由另一个人决定。"))


def may_decide(asked: ErasureAsked, actor: Reach) -> bool:
    """Whether a request is still open and this person is a second one."""
    return asked.agreed is None and not same_hands(actor.account.person_id, asked.requested_by)


def leave_tombstones(asked: ErasureAsked, uids: Iterable[UUID], *, actor: Reach, today: date) -> None:
    """A row for each thing that goes: on what basis, who asked, who agreed. Without it the database lets nothing go."""
    Erasure.objects.bulk_create(
        Erasure(
            subject_uid=uid, basis=asked.basis, requested_by=asked.requested_by.uid, approved_by=actor.account.uid,
            erased_on=today,
        )
        for uid in uids
    )  # fmt: skip


def decide(asked: ErasureAsked, *, agreed: bool, note: str, actor: Reach, today: date) -> None:
    """Write the decision on a request that the caller has locked."""
    asked.agreed, asked.decision_note = agreed, note
    asked.decided_by, asked.decided_on = actor.account, today
    asked.save(update_fields=["agreed", "decision_note", "decided_by", "decided_on"])
