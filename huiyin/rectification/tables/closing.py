"""What closing takes: the check, the asking and its ratings, the look-back, accountability."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.core.identifiers import new_uid
from huiyin.opinions.models import Opinion
from huiyin.organisation.models import Account, Person
from huiyin.rectification.tables.measures import Measure
from huiyin.rectification.tables.working import Evidence


class Check(models.Model):
    """检查: one judgement on one measure by a second person, with the evidence seen."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="checks")
    checker = models.ForeignKey(Account, models.PROTECT, related_name="+")
    on = models.DateField(_("检查日期"))
    passed = models.BooleanField(_("是否通过"))
    method = models.CharField(_("检查方式"), max_length=40, blank=True)
    note = models.CharField(_("检查意见"), max_length=500)
    evidence = models.ManyToManyField(Evidence, related_name="+")


class Asking(models.Model):
    """问群众: the people concerned are asked once the check has passed; silence is shown as silence.

    There is no third way: a measure whose authors cannot be reached hangs out a notice and asks a sample of those served.
    """

    class Way(models.TextChoices):
        AUTHORS = "authors", _("问提意见的人")
        NOTICE = "notice", _("现场公告并抽样询问")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="askings")
    way = models.CharField(max_length=10, choices=Way)
    asked = models.PositiveIntegerField(_("应问人数"), default=0)
    # Who was asked, frozen when the check passed: nothing done to items or opinions later silences or adds a voice.
    of = models.ManyToManyField(Opinion, related_name="+")
    opened_on = models.DateField()
    due_on = models.DateField()
    closed_on = models.DateField(null=True)
    # For a notice: where it hung, and how many of those served were asked.
    place = models.CharField(_("公告地点"), max_length=200, blank=True)
    sampled = models.PositiveIntegerField(_("抽样人数"), default=0)
    sample_solved = models.PositiveIntegerField(_("其中认为已解决"), default=0)
    sampled_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")


class Rating(models.Model):
    """评价 by somebody who raised it. No time finer than the day and no key but a random one: authors may be anonymous."""

    class Answer(models.TextChoices):
        SOLVED = "solved", _("已解决")
        PARTLY = "partly", _("部分解决")
        NOT_SOLVED = "not_solved", _("没有解决")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    asking = models.ForeignKey(Asking, models.PROTECT, related_name="ratings")
    opinion = models.ForeignKey(Opinion, models.PROTECT, null=True, related_name="ratings")
    answer = models.CharField(_("评价"), max_length=12, choices=Answer)
    words = models.CharField(_("说明"), max_length=500, blank=True)
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["asking", "opinion"], name="one_rating_an_opinion")]


class LookBack(models.Model):
    """回头看: a closed measure looked at again after months."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="look_backs")
    due_on = models.DateField()
    done_on = models.DateField(null=True)
    kept = models.BooleanField(null=True)
    note = models.CharField(_("看到的情况"), max_length=500, blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")


class Accountability(models.Model):
    """问责两步: first the person responsible, then the leader in charge, made known by a circular."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="accountability")
    why = models.CharField(_("事由"), max_length=500)
    responsible = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("直接责任人"))
    responsible_on = models.DateField()
    leader = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("分管领导"))
    leader_on = models.DateField(null=True)
    circular_no = models.CharField(_("通报文号"), max_length=60, blank=True)
    circular_on = models.DateField(null=True)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
