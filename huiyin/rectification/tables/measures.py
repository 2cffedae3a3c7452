"""Problems, measures, their route maps and every step of their state."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiyin.campaigns.models import Campaign
from huiyin.core.identifiers import new_uid
from huiyin.ledgers.books.rectification import MeasureTerm, ProblemSide
from huiyin.opinions.models import Item, Settlement
from huiyin.organisation.models import Account, Post, Unit


class Problem(models.Model):
    """A problem on the list, from one of four sides."""

    Side = ProblemSide

    class State(models.TextChoices):
        DRAFT = "draft", _("待确认")
        CONFIRMED = "confirmed", _("已确认")
        SETTLED = "settled", _("已说明去向")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="problems")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="problems", verbose_name=_("问题所在单位"))
    code = models.CharField(_("问题编号"), max_length=20)
    statement = models.CharField(_("问题"), max_length=1000)
    manifestation = models.CharField(_("具体表现"), max_length=1000, blank=True)
    side = models.CharField(_("来源"), max_length=10, choices=Side)
    wind = models.CharField(_("类别"), max_length=40)
    items = models.ManyToManyField(Item, related_name="problems", blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    settlement = models.CharField(max_length=12, choices=Settlement, blank=True)
    settlement_reason = models.CharField(_("理由"), max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "code"], name="one_problem_a_code")]

    def __str__(self) -> str:
        return self.statement


class Measure(models.Model):
    """A measure. It belongs to a post, not a person: whoever holds the post on a day answers for it that day."""

    Term = MeasureTerm

    class State(models.TextChoices):
        DRAFT = "draft", _("拟定")
        ASSIGNED = "assigned", _("已下达")
        IN_PROGRESS = "in_progress", _("整改中")
        SUBMITTED = "submitted", _("申请销号")
        ORG_REVIEWED = "org_reviewed", _("单位已审签")
        LEAD_REVIEWED = "lead_reviewed", _("牵头领导已审")
        CHECKED = "checked", _("检查通过，正在问群众")
        CLOSED = "closed", _("已销号")
        SUSPENDED = "suspended", _("暂缓")
        TRANSFERRED = "transferred", _("已移交")
        VOIDED = "voided", _("作废")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="measures")
    problem = models.ForeignKey(Problem, models.PROTECT, related_name="measures")
    code = models.CharField(_("措施编号"), max_length=20)
    statement = models.CharField(_("整改措施"), max_length=1000)
    goal = models.CharField(_("整改目标"), max_length=500, blank=True)
    lead_post = models.ForeignKey(Post, models.PROTECT, related_name="led_measures", verbose_name=_("牵头领导"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="measures", verbose_name=_("责任单位"))
    post = models.ForeignKey(Post, models.PROTECT, related_name="measures", verbose_name=_("责任岗位"))
    term = models.CharField(_("整改类型"), max_length=10, choices=Term)
    begins_on = models.DateField(_("开始日期"))
    due_on = models.DateField(_("完成时限"), null=True, blank=True)
    state = models.CharField(max_length=14, choices=State, default=State.DRAFT)
    state_since = models.DateField()
    extensions = models.PositiveSmallIntegerField(default=0)
    reopened = models.PositiveSmallIntegerField(_("重开次数"), default=0)
    suspended_why = models.CharField(_("暂缓理由"), max_length=300, blank=True)
    # 断点清单: why this measure was never checked, or why its result could not be told; neither closes anything.
    check_settlement = models.CharField(max_length=12, choices=Settlement, blank=True)
    check_settlement_reason = models.CharField(_("理由"), max_length=300, blank=True)
    told_settlement = models.CharField(max_length=12, choices=Settlement, blank=True)
    told_settlement_reason = models.CharField(_("理由"), max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["campaign", "state", "due_on"])]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "code"], name="one_measure_a_code"),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(due_on__gte=F("begins_on")),
                name="measure_due_after_begin",
                violation_error_message=_("完成时限早于开始日期，请改正。"),
            ),
        ]

    def __str__(self) -> str:
        return self.statement


class RouteStep(models.Model):
    """One step of a measure's route map."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="steps")
    order = models.PositiveIntegerField()
    text = models.CharField(_("步骤"), max_length=300)
    due_on = models.DateField(_("时限"), null=True, blank=True)
    done_on = models.DateField(_("完成日期"), null=True, blank=True)
    # Whoever ticks a step took part in the work and cannot check it.
    done_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["order"]


class Step(models.Model):
    """Every change of a measure's state: from, to, by whom, why. Doers of a round are read from here."""

    class Verb(models.TextChoices):
        ISSUE = "issue", _("下达")
        BEGIN = "begin", _("开始整改")
        ROUTE = "route", _("标记路线图")
        SUBMIT = "submit", _("申请销号")
        UNIT_REVIEW = "unit_review", _("单位负责人同意")
        UNIT_REVIEW_RETURN = "unit_review_return", _("单位负责人退回")
        LEADER_REVIEW = "leader_review", _("牵头领导同意")
        LEADER_REVIEW_RETURN = "leader_review_return", _("牵头领导退回")
        CHECK = "check", _("检查通过，开始问群众")
        CHECK_RETURN = "check_return", _("检查退回")
        CLOSE = "close", _("销号")
        REOPEN_BY_RATING = "reopen_by_rating", _("评价没有解决，重开")
        REOPEN_BY_LOOK_BACK = "reopen_by_look_back", _("回头看发现反弹，重开")
        SUSPEND = "suspend", _("暂缓")
        RESUME = "resume", _("恢复办理")
        TRANSFER = "transfer", _("移交")
        VOID = "void", _("作废")

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="history")
    verb = models.CharField(max_length=30, choices=Verb)
    before = models.CharField(max_length=14)
    after = models.CharField(max_length=14)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    on = models.DateField()
    text = models.CharField(_("说明"), max_length=1000, blank=True)
    # The post that was responsible up to this step: after a transfer its former holders still count as doers.
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["measure", "at"])]
