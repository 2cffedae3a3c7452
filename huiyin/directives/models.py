"""Which entries of the books carried out a document from above; the document itself is an entry of its book."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.core.identifiers import new_uid
from huiyin.organisation.models import Account, Unit


class Trace(models.Model):
    """One entry that carried out one document. Taken off, it stays with who did so and when."""

    class Kind(models.TextChoices):
        DOCUMENT = "document", _("本级文件")
        STUDY = "study", _("学习")
        MEETING = "meeting", _("会议")
        CHECK = "check", _("督查")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    document = models.UUIDField(_("来文"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("落实单位"))
    kind = models.CharField(_("落实方式"), max_length=10, choices=Kind)
    entry = models.UUIDField(_("台账记录"))
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    on = models.DateField(_("关联日期"))
    removed_on = models.DateField(_("撤下日期"), null=True)
    removed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "entry"], condition=Q(removed_on__isnull=True), name="an_entry_carries_out_once"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
