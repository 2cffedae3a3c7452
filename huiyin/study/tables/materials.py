"""Study materials handed out, who received them, and who said that they read them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.core.identifiers import new_uid
from huiyin.core.models import StoredFile
from huiyin.ledgers.books.study import Handout
from huiyin.organisation.models import Account, Person, Unit


class Material(models.Model):
    """A book or file that a unit handed out."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("发放单位"))
    campaign = models.UUIDField(null=True, blank=True)
    title = models.CharField(_("资料名称"), max_length=160)
    kind = models.CharField(_("资料类别"), max_length=20, choices=Handout.Kind)
    compiled = models.BooleanField(_("自编"), default=False)
    given_to = models.CharField(_("发放对象"), max_length=20, choices=Handout.To)
    handed_on = models.DateField(_("发放日期"))
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["unit", "-handed_on"], name="study_material_of_unit")]

    def __str__(self) -> str:
        return self.title


class Receipt(models.Model):
    """One copy: a person's or a unit's. 已读 is said by the receiver; nothing asks for it and nothing measures it."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    material = models.ForeignKey(Material, models.PROTECT, related_name="receipts")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    read_on = models.DateField(null=True)
    read_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["material", "person"], condition=Q(person__isnull=False), name="one_copy_a_person"
            ),
            models.UniqueConstraint(
                fields=["material", "unit"], condition=Q(person__isnull=True), name="one_copy_a_unit"
            ),
        ]
