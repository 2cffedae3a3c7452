"""A call for commitments or declarations, and one row for each person or unit that owes one."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.core.identifiers import new_uid
from huiyin.organisation.models import Account, Person, Unit


class Call(models.Model):
    """What one unit's office asks for; who owes it is fixed on the day it is sent."""

    class Kind(models.TextChoices):
        COMMITMENT = "commitment", _("公开承诺")
        DECLARATION = "declaration", _("事项报告（零报告）")

    class Who(models.TextChoices):
        EVERYBODY = "everybody", _("本单位和下级单位每个在职的人")
        LEADERS = "leaders", _("班子成员")
        UNITS = "units", _("每个单位（班子承诺）")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("发出单位"))
    # Whose figures count what is collected; it opens the call to nobody.
    campaign = models.UUIDField(null=True, blank=True)
    kind = models.CharField(_("类别"), max_length=12, choices=Kind)
    who = models.CharField(_("由谁提交"), max_length=10, choices=Who)
    title = models.CharField(_("名称"), max_length=120)
    asked = models.CharField(_("要写什么"), max_length=300)
    due_on = models.DateField(_("截止日期"))
    public = models.BooleanField(_("公示"), default=False)
    closed_on = models.DateField(_("收齐日期"), null=True)
    # The due day as first announced, once it was put off; and why.
    first_due_on = models.DateField(_("原截止日期"), null=True)
    extended_why = models.CharField(_("延期理由"), max_length=300, blank=True)
    withdrawn_on = models.DateField(_("撤回日期"), null=True)
    withdrawn_why = models.CharField(_("撤回理由"), max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="commitment") | (Q(public=False) & ~Q(who="units")),
                name="a_declaration_is_never_public",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | (Q(closed_on__isnull=True) & ~Q(withdrawn_why="")),
                name="a_call_is_withdrawn_with_a_reason_and_not_once_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def standing(self) -> bool:
        """Whether it still waits for somebody: neither closed nor withdrawn; after the due day a late one is taken."""
        return self.closed_on is None and self.withdrawn_on is None


class Due(models.Model):
    """What one person, or one unit, owes to a call; handed in when it has its day."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    call = models.ForeignKey(Call, models.PROTECT, related_name="dues")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    # The place in official order on the day of the call.
    place = models.PositiveIntegerField()
    text = models.CharField(_("内容"), max_length=1000, blank=True)
    to_correct = models.BooleanField(_("有情况需要纠正"), default=False)
    handed_on = models.DateField(_("提交日期"), null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["call", "person"], name="one_owes_a_call_once"),
            models.CheckConstraint(
                condition=Q(handed_on__isnull=True, text="") | (Q(handed_on__isnull=False) & ~Q(text="")),
                name="what_is_handed_in_says_something",
            ),
        ]

    @property
    def late(self) -> bool:
        """Handed in after the due day."""
        return self.handed_on is not None and self.handed_on > self.call.due_on
