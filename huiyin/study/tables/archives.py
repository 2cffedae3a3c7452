"""What a person handed in, and what is asked of people in a year."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.core.identifiers import new_uid
from huiyin.organisation.models import Account, Person, Unit


class Work(models.Model):
    """One piece handed in or held: that it is there and on which day. Its length is no column (rules.md §13.1)."""

    class Kind(models.TextChoices):
        LECTURE = "lecture", _("讲课")
        NOTES = "notes", _("学习笔记")
        ESSAY = "essay", _("心得体会")
        ARTICLE = "article", _("调研文章")
        FIELDWORK = "fieldwork", _("下基层调研")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="study_works")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(_("类别"), max_length=10, choices=Kind)
    title = models.CharField(_("题目或地点"), max_length=160)
    day = models.DateField(_("日期"))
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    withdrawn_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "day"], name="study_work_of_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "title", "day"], condition=Q(withdrawn_on__isnull=True), name="a_work_once"
            )
        ]


class Requirement(models.Model):
    """学习要求: how much of something a year or a campaign asks of each person of a unit and below, and who says so.

    `words` is how long an old campaign wanted it (S0: 10,000 characters). It is kept to be read and compared with nothing.
    """

    class What(models.TextChoices):
        HOURS = "hours", _("学时")
        LECTURE = "lecture", _("讲课（次）")
        NOTES = "notes", _("学习笔记（份）")
        ESSAY = "essay", _("心得体会（篇）")
        ARTICLE = "article", _("调研文章（篇）")
        FIELDWORK = "fieldwork", _("下基层调研（次）")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    year = models.PositiveIntegerField(_("年度"))
    campaign = models.UUIDField(null=True, blank=True)
    what = models.CharField(_("要求"), max_length=10, choices=What)
    leaders_only = models.BooleanField(_("只对班子成员"), default=False)
    amount = models.DecimalField(_("数量"), max_digits=5, decimal_places=1)
    words = models.PositiveIntegerField(_("当年要求的字数"), null=True, blank=True)
    source = models.CharField(_("依据"), max_length=200)
    withdrawn_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "what", "leaders_only"], condition=Q(withdrawn_on__isnull=True),
                name="one_requirement_a_year",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="requirement_of_something"),
        ]  # fmt: skip
