"""A campaign, its stages and actions, and the units that take part.

Amendments, stances and marks stand in huiyin/campaigns/tables; import them from here too.
"""

from datetime import date, datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiyin.campaigns.tables.amending import Amendment, AmendmentChange, AmendmentDraft, Stance
from huiyin.campaigns.tables.marking import Mark
from huiyin.campaigns.tables.starting import PlannedRound, Preparation
from huiyin.core.clock import local_date
from huiyin.core.identifiers import new_uid
from huiyin.core.models import StoredFile
from huiyin.organisation.models import Account, Post, Unit

__all__ = [
    "Action", "Amendment", "AmendmentChange", "AmendmentDraft", "Campaign", "Handover", "IntakeUpload", "Mark",
    "Participation", "PlannedRound", "Preparation", "Stage", "Stance",
]  # fmt: skip


class Campaign(models.Model):
    """An improvement campaign run by one unit; a lower level's own campaign points to the one it carries out."""

    class StageMode(models.TextChoices):
        SEQUENTIAL = "sequential", _("分环节依次推进")
        PARALLEL = "parallel", _("不划环节、贯通推进")
        YEARLY = "yearly", _("按年度递进")

    class State(models.TextChoices):
        DRAFT = "draft", _("起草")
        APPROVED = "approved", _("方案已批准")
        RUNNING = "running", _("正在开展")
        SUMMARY = "summary", _("总结阶段")
        ARCHIVED = "archived", _("已归档")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    code = models.SlugField(_("活动代号"), max_length=40, unique=True)
    name = models.CharField(_("活动名称"), max_length=120)
    theme = models.CharField(_("主题"), max_length=200, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="campaigns", verbose_name=_("组织单位"))
    carries_out = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="carried_out_by", verbose_name=_("落实上级活动")
    )
    stage_mode = models.CharField(_("推进方式"), max_length=12, choices=StageMode, default=StageMode.SEQUENTIAL)
    begins_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"), null=True, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    # Shown on every page and report: a reconstruction is never taken for the real thing.
    reconstruction = models.CharField(_("重建说明"), max_length=300, blank=True)
    # Amendments of the campaign above from before this day are in the plan already; empty: unknown, so they are shown.
    made_on = models.DateField(null=True, editable=False)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("begins_on")), name="campaign_ends_after_begin"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def stood_at(self, moment: datetime) -> bool:
        """Whether its plan may have been drafted by then; one drafted later took over what was amended above."""
        return self.made_on is None or self.made_on <= local_date(moment)


class Stage(models.Model):
    """One stage of a campaign; a campaign may have none."""

    class State(models.TextChoices):
        WAITING = "waiting", _("未开始")
        RUNNING = "running", _("进行中")
        CLOSED = "closed", _("已转段")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="stages")
    order = models.PositiveIntegerField(_("序号"))
    name = models.CharField(_("环节"), max_length=80)
    task = models.CharField(_("主要任务"), max_length=500, blank=True)
    begins_on = models.DateField(_("开始日期"), null=True, blank=True)
    ends_on = models.DateField(_("结束日期"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    opened_on = models.DateField(_("启动日期"), null=True, blank=True)
    closed_on = models.DateField(_("转段日期"), null=True, blank=True)
    remark = models.CharField(_("备注"), max_length=300, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["campaign", "order"], name="one_stage_an_order")]

    def __str__(self) -> str:
        return self.name


class Action(models.Model):
    """One thing the plan says will be done."""

    class Kind(models.TextChoices):
        SET = "set", _("规定动作")
        OWN = "own", _("自选动作")
        PROMOTION = "promotion", _("推进方案事项")
        SPECIAL_ACTION = "special_action", _("专项行动")
        SPECIAL_THEME = "special_theme", _("专项整治")
        LOOK_BACK = "look_back", _("回头看内容")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="actions")
    stage = models.ForeignKey(Stage, models.PROTECT, null=True, blank=True, related_name="actions")
    order = models.PositiveIntegerField(_("序号"), default=0)
    code = models.CharField(_("编号"), max_length=20, blank=True)
    name = models.CharField(_("动作"), max_length=160)
    kind = models.CharField(_("类别"), max_length=20, choices=Kind, default=Kind.SET)
    series = models.CharField(_("组别"), max_length=40, blank=True)
    requirement = models.CharField(_("内容要求"), max_length=500, blank=True)
    lead_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("牵头单位")
    )
    lead_title = models.CharField(_("牵头领导职务"), max_length=80, blank=True)
    audience = models.CharField(_("参加范围"), max_length=200, blank=True)
    deliverable = models.CharField(_("产出"), max_length=200, blank=True)
    begins_on = models.DateField(_("开始日期"), null=True, blank=True)
    due_on = models.DateField(_("完成时限"), null=True, blank=True)
    remark = models.CharField(_("备注"), max_length=300, blank=True)
    # An amendment took it out of the approved plan: it stays, with what units did about it, and counts no more.
    withdrawn_on = models.DateField(_("撤销日期"), null=True, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        # A set action and one of the promotion plan may bear the same name (召开一次专题民主生活会).
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "kind", "name"],
                condition=Q(withdrawn_on__isnull=True),
                name="one_action_a_kind_and_name",
            )
        ]

    @property
    def must_end_on(self) -> date | None:
        """By when it is to be done: its own date, else the planned end of its stage."""
        return self.due_on or (self.stage.ends_on if self.stage is not None else None)

    @property
    def may_begin_on(self) -> date:
        """From when it counts as done for this plan: its own date, that of its stage, or the campaign's."""
        return self.begins_on or (self.stage.begins_on if self.stage is not None else None) or self.campaign.begins_on


class Participation(models.Model):
    """A unit takes part in a campaign; it may guide the units below at the same time (双重职能)."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="participations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="participations")
    guides_others = models.BooleanField(_("同时指导下级"), default=False)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    # When the office wrote it down: amendments entered later reach the unit, though it begins later still (`since`).
    # Empty in rows from before this was kept.
    recorded_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "unit"], name="once_in_a_campaign")]

    def stood_at(self, moment: datetime) -> bool:
        """Whether the unit had been given the plan by then; a unit that joined later has the amended plan."""
        return self.since <= local_date(moment) if self.recorded_at is None else self.recorded_at <= moment


class Handover(models.Model):
    """交接单: a standing office receives every open measure, look-back and rating before a campaign is archived."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    campaign = models.OneToOneField(Campaign, models.PROTECT, related_name="handover")
    standing_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("接收单位"))
    standing_post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    listed = models.JSONField(default=list)
    offered_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    received_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField(null=True)


class IntakeUpload(models.Model):
    """Workbooks of the roster or of a plan, kept between preview and confirmation; read again when confirmed."""

    class Kind(models.TextChoices):
        ROSTER = "roster", _("组织机构和人员")
        PLAN = "plan", _("活动方案")

    class State(models.TextChoices):
        STAGED = "staged", _("待确认")
        COMMITTED = "committed", _("已导入")
        DISCARDED = "discarded", _("已放弃")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, related_name="+")
    sections = models.JSONField(default=list)
    files = models.ManyToManyField(StoredFile)
    state = models.CharField(max_length=10, choices=State, default=State.STAGED)
    created_at = models.DateTimeField()
    committed_at = models.DateTimeField(null=True)
