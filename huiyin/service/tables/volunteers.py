"""Who served how long in a volunteer activity, by what they say themselves; the book holds sums, nobody is clocked."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.core.identifiers import new_uid
from huiyin.organisation.models import Account, Person, Unit


class VolunteerList(models.Model):
    """One activity with its list; posted to the book as sums when it was entered, void there when taken back."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("组织单位"))
    campaign = models.UUIDField(null=True)
    name = models.CharField(_("活动名称"), max_length=120)
    content = models.CharField(_("服务内容"), max_length=300)
    place = models.CharField(_("服务地点"), max_length=120, blank=True)
    held_on = models.DateField(_("服务日期"))
    people = models.PositiveIntegerField(_("参加人数"))
    hours = models.DecimalField(_("服务时长（小时）"), max_digits=8, decimal_places=1)
    taken_back_on = models.DateField(_("撤回日期"), null=True)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name", "held_on"], condition=models.Q(taken_back_on__isnull=True),
                name="a_volunteer_list_once",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class VolunteerHours(models.Model):
    """One person's hours in it, as they reported them."""

    list = models.ForeignKey(VolunteerList, models.PROTECT, related_name="served")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    hours = models.DecimalField(_("服务时长（小时）"), max_digits=5, decimal_places=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["list", "person"], name="served_once_in_a_list")]
