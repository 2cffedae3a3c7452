"""统计表 of a round: what it may be broken down by, declared before the first answer, and what was released, never changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.core.identifiers import new_uid
from huiyin.opinions.tables.rounds import Round
from huiyin.organisation.models import Account


class Dimension(models.TextChoices):
    """What a round's released table may be broken down by, in the order it is laid out."""

    GROUP = "group", _("征求对象")
    UNIT = "unit", _("评价对象所在单位")
    CATEGORY = "category", _("意见类别")


class GridDeclaration(models.Model):
    """What a round's table is broken down by; a round without a row has the default."""

    round = models.OneToOneField(Round, models.CASCADE, related_name="+")
    dimensions = models.JSONField()
    declared_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    declared_on = models.DateField()


class GridRelease(models.Model):
    """A round's table as it was solved once, with None where a number is not shown; the hidden numbers are not in it."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    round = models.OneToOneField(Round, models.PROTECT, related_name="grid")
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    released_on = models.DateField()
