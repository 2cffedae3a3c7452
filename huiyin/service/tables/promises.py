"""民情台账: what was promised to people on a visit, until it is done or explained to them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.core.identifiers import new_uid
from huiyin.organisation.models import Account, Unit


class ServicePromise(models.Model):
    """One matter promised to somebody; it ends when they have been told, not when somebody says that it is done."""

    class State(models.TextChoices):
        OPEN = "open", _("办理中")
        DONE = "done", _("已办结，待告知")
        DECLINED = "declined", _("办不了，待说明")
        TOLD = "told", _("已告知本人")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("办理单位"))
    campaign = models.UUIDField(null=True)
    # The visit, contact point or pairing it was promised at: a book's code and its entry.
    book = models.CharField(max_length=40, blank=True)
    entry = models.UUIDField(null=True)
    matter = models.CharField(_("答应办的事"), max_length=200)
    beneficiary = models.CharField(_("答应了谁"), max_length=160)
    doer = models.CharField(_("承办人"), max_length=60)
    promised_on = models.DateField(_("答应日期"))
    due_on = models.DateField(_("办理期限"))
    extensions = models.PositiveIntegerField(default=0)
    # One line an extension: from, to, why.
    delays = models.TextField(_("延期情况"), blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.OPEN)
    declined = models.BooleanField(_("办不了"), default=False)
    result = models.CharField(_("办理结果"), max_length=300, blank=True)
    finished_on = models.DateField(_("办结日期"), null=True)
    told_on = models.DateField(_("告知日期"), null=True)
    revision = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["unit", "state", "due_on"], name="service_promise_open")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "matter", "beneficiary", "promised_on"], name="a_service_promise_once"
            ),
            models.CheckConstraint(
                condition=Q(state="open", finished_on__isnull=True)
                | Q(state__in=["done", "declined", "told"], finished_on__isnull=False),
                name="a_settled_promise_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return self.matter
