"""Lists of people helped: their names stay here, with the unit that helped them, and go after a time; books hold sums."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.core.identifiers import new_uid
from huiyin.ledgers.books.service import Relief
from huiyin.organisation.models import Account, Unit


class ReliefList(models.Model):
    """One occasion on which people were helped; posted to the book as sums when it was entered."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("实施单位"))
    campaign = models.UUIDField(null=True)
    kind = models.CharField(_("帮扶类别"), max_length=20, choices=Relief.Kind)
    name = models.CharField(_("活动名称"), max_length=120)
    held_on = models.DateField(_("活动日期"))
    source = models.CharField(_("资金来源"), max_length=120)
    people = models.PositiveIntegerField(_("人数"))
    money = models.DecimalField(_("金额（元）"), max_digits=14, decimal_places=2)
    goods_value = models.DecimalField(_("物品折价（元）"), max_digits=14, decimal_places=2)
    erased_on = models.DateField(_("姓名清除日期"), null=True)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "kind", "name", "held_on"], name="a_relief_list_once")]

    def __str__(self) -> str:
        return self.name


class ReliefRecipient(models.Model):
    """One person helped. Deleted, not blanked, when the time to keep names has run out."""

    list = models.ForeignKey(ReliefList, models.CASCADE, related_name="recipients")
    name = models.CharField(_("姓名"), max_length=60)
    household = models.CharField(_("住址或户号"), max_length=120, blank=True)
    money = models.DecimalField(_("金额（元）"), max_digits=12, decimal_places=2)
    goods = models.CharField(_("物品"), max_length=120, blank=True)
    goods_value = models.DecimalField(_("物品折价（元）"), max_digits=12, decimal_places=2)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["list", "name", "household"], name="helped_once_in_a_list")]
