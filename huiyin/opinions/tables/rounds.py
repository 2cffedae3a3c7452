"""Rounds of listening: channels, whom they ask, and whom they may be about."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiyin.campaigns.models import Campaign
from huiyin.core.identifiers import new_uid
from huiyin.organisation.models import Account, Person, Unit


class Channel(models.TextChoices):
    """rules.md §2.1."""

    BOX = "box", _("意见箱")
    WEB = "web", _("网站专栏")
    FORM = "form", _("征求意见表")
    SURVEY = "survey", _("问卷")
    HOTLINE = "hotline", _("热线电话")
    MAIL = "mail", _("电子邮件")
    SYMPOSIUM = "symposium", _("座谈会")
    VISIT = "visit", _("走访")
    TALK = "talk", _("谈心谈话")
    SUPERIOR = "superior", _("上级点")
    MUTUAL = "mutual", _("互相提")
    SELF = "self", _("自己找")
    MEDIA = "media", _("电视报刊")


class About(models.TextChoices):
    """rules.md §2.3: what an opinion speaks about."""

    TEAM = "team", _("领导班子")
    PERSON = "person", _("班子成员")
    UNIT = "unit", _("部门单位")
    SYSTEM = "system", _("行业系统")
    GENERAL = "general", _("不限")


class Round(models.Model):
    """One round of listening. Once it has an answer, its promise of anonymity can no longer be lowered."""

    class State(models.TextChoices):
        DRAFT = "draft", _("准备中")
        OPEN = "open", _("正在征求")
        CLOSED = "closed", _("已截止")
        SIGNED = "signed", _("梳理已签字")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="rounds")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="rounds", verbose_name=_("征求单位"))
    code = models.SlugField(_("轮次代号"), max_length=40, unique=True)
    name = models.CharField(_("轮次名称"), max_length=80)
    number = models.PositiveIntegerField(_("第几轮"), default=1)
    question = models.CharField(_("征求内容"), max_length=300, blank=True)
    opens_on = models.DateField(_("开始日期"))
    closes_on = models.DateField(_("截止日期"), null=True, blank=True)
    public = models.BooleanField(_("在公开页面征求"), default=False)
    anonymous = models.BooleanField(_("允许匿名"), default=True)
    # Always open: it has no end, and its consolidation is signed period by period.
    standing = models.BooleanField(_("常设征求"), default=False)
    # 每名应参加者一次: the roll with its windows has this round's uid (eligibility.models.Roll).
    once = models.BooleanField(_("每名应参加者一次"), default=False)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    # The last signature; of a standing round that of its last period.
    signed_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    signed_on = models.DateField(null=True, blank=True)
    # What the signer acknowledged in so many words: how many pieces of this round lay in no item.
    signed_remainder = models.PositiveIntegerField(null=True, blank=True)
    acknowledgement = models.CharField(max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit", "number"], name="one_round_a_number"),
            models.CheckConstraint(
                condition=Q(closes_on__isnull=True) | Q(closes_on__gte=F("opens_on")), name="round_closes_after_open"
            ),
            models.CheckConstraint(
                condition=Q(standing=False) | Q(closes_on__isnull=True) | Q(state__in=("closed", "signed")),
                name="a_standing_round_has_no_end",
                violation_error_message=_("常设征求没有截止日期。请去掉截止日期，或不设为常设。"),
            ),
            models.CheckConstraint(
                condition=Q(once=False) | Q(anonymous=True, public=True, standing=False),
                name="once_is_anonymous_public_and_ends",
                violation_error_message=_("“每名应参加者一次”的，要在公开页面征求、允许匿名，不能常设。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_signable(self) -> bool:
        """Whether its consolidation may be signed: when it has ended, or period by period while it stands open."""
        return self.state in {self.State.CLOSED, self.State.SIGNED} or (self.standing and self.state == self.State.OPEN)


class RoundChannel(models.Model):
    """A channel of a round, with forms issued, returned and valid. Blank means not reported."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="channels")
    channel = models.CharField(_("渠道"), max_length=12, choices=Channel)
    issued = models.PositiveIntegerField(_("发放份数"), null=True, blank=True)
    returned = models.PositiveIntegerField(_("收回份数"), null=True, blank=True)
    valid = models.PositiveIntegerField(_("有效份数"), null=True, blank=True)
    remark = models.CharField(_("备注"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "channel"], name="one_row_a_channel"),
            models.CheckConstraint(
                condition=Q(returned__isnull=True) | Q(issued__isnull=True) | Q(returned__lte=F("issued")),
                name="returned_within_issued",
                violation_error_message=_("收回份数多于发放份数。"),
            ),
            models.CheckConstraint(
                condition=Q(valid__isnull=True) | Q(returned__isnull=True) | Q(valid__lte=F("returned")),
                name="valid_within_returned",
                violation_error_message=_("有效份数多于收回份数。"),
            ),
        ]


class UnitSlips(models.Model):
    """Paper forms given to one unit, and how many came back; numbers only, never whose."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="unit_slips")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("单位"))
    issued = models.PositiveIntegerField(_("发放份数"))
    returned = models.PositiveIntegerField(_("收回份数"), default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "unit"], name="one_row_a_unit"),
            models.CheckConstraint(
                condition=Q(issued__gte=1, returned__lte=F("issued")),
                name="unit_slips_returned_within_issued",
                violation_error_message=_("收回份数多于发放份数。"),
            ),
        ]


class RespondentGroup(models.Model):
    """Whom a campaign asks. `population` is how many could answer; under five the group is never stored."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="groups")
    name = models.CharField(_("征求对象"), max_length=40)
    population = models.PositiveIntegerField(_("人数（约）"), null=True, blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["campaign", "name"], name="one_group_a_name")]

    def __str__(self) -> str:
        return self.name


class RoundSubject(models.Model):
    """Whom or what a round may be about: on the public page only these can be named."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    round = models.ForeignKey(Round, models.CASCADE, related_name="subjects")
    about = models.CharField(_("评价对象类别"), max_length=10, choices=About)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("单位"))
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("人员"))
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "about", "unit"], condition=Q(person__isnull=True), name="one_subject_a_body"
            ),
            models.UniqueConstraint(
                fields=["round", "person"], condition=Q(person__isnull=False), name="one_subject_a_person"
            ),
            models.CheckConstraint(
                condition=Q(about=About.PERSON, person__isnull=False)
                | (~Q(about=About.PERSON) & Q(person__isnull=True)),
                name="subject_person_when_about_one",
            ),
        ]

    def __str__(self) -> str:
        return self.person.name if self.person else f"{self.unit.name}{About(self.about).label}"
