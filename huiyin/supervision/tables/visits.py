"""A plan of visits, the visits of it, what was found on them, and what the unit answered."""

from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.core.identifiers import new_uid
from huiyin.core.models import StoredFile
from huiyin.organisation.models import Account, Team, Unit
from huiyin.rectification.models import Problem


class VisitPlan(models.Model):
    """What a unit's groups will visit in a year or a quarter, what for and on what basis."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="visit_plans", verbose_name=_("制定单位"))
    campaign = models.UUIDField(null=True, blank=True, db_index=True)
    title = models.CharField(_("计划名称"), max_length=120)
    year = models.PositiveIntegerField(_("年度"))
    quarter = models.PositiveIntegerField(_("季度"), default=0)  # 0: the whole year
    purpose = models.CharField(_("目的"), max_length=500)
    basis = models.CharField(_("依据"), max_length=300)
    made_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "quarter", "title"], name="one_visit_plan_a_title"),
            models.CheckConstraint(condition=Q(quarter__lte=4), name="visit_plan_quarter"),
        ]

    def __str__(self) -> str:
        return self.title


class UnitDraw(models.Model):
    """A draw of the units to visit, from a published list, by a seed nobody could know when the list was fixed."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    plan = models.ForeignKey(VisitPlan, models.PROTECT, related_name="draws")
    size = models.PositiveIntegerField(_("抽取单位数"))
    people = models.PositiveIntegerField(_("名单单位数"))
    frame_digest = models.CharField(max_length=64)
    commitment = models.CharField(max_length=64)
    secret = models.CharField(max_length=64)
    source = models.CharField(_("公开数值的出处"), max_length=200)
    due_on = models.DateField(_("公开数值产生的日期"))
    value = models.CharField(_("公开数值"), max_length=200, blank=True)
    seed = models.CharField(max_length=64, blank=True)
    drawn_digest = models.CharField(max_length=64, blank=True)
    fixed_on = models.DateField()
    drawn_on = models.DateField(null=True, blank=True)


class UnitLot(models.Model):
    """One unit on the list of a draw, under the name it had; its token is its uid, so the list's digest fixes who is on it."""

    draw = models.ForeignKey(UnitDraw, models.PROTECT, related_name="lots")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    drawn = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draw", "unit"], name="one_lot_a_unit")]


class Visit(models.Model):
    """One visit. A secret one is known to its group and their superior only, until the unit is told."""

    class Method(models.TextChoices):
        OPEN = "open", _("明查")
        SECRET = "secret", _("暗访")
        SPOT = "spot", _("抽查")

    class State(models.TextChoices):
        WAITING = "waiting", _("超出次数，待上级批准")
        PLANNED = "planned", _("已计划")
        VISITED = "visited", _("已走访，待反馈")
        TOLD = "told", _("已反馈")
        CANCELLED = "cancelled", _("已取消")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    plan = models.ForeignKey(VisitPlan, models.PROTECT, related_name="visits")
    team = models.ForeignKey(Team, models.PROTECT, related_name="visits", verbose_name=_("督导组"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="supervision_visits", verbose_name=_("受检单位"))
    method = models.CharField(_("方式"), max_length=10, choices=Method)
    on = models.DateField(_("走访日期"))
    draw = models.ForeignKey(UnitDraw, models.PROTECT, null=True, blank=True, related_name="visits")
    state = models.CharField(max_length=10, choices=State)
    ways = models.CharField(_("做法"), max_length=120, blank=True)
    suggestions = models.PositiveIntegerField(_("建议条数"), default=0)
    suggestion = models.TextField(_("整改建议"), max_length=4000, blank=True)
    told_on = models.DateField(_("反馈日期"), null=True, blank=True)
    told_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    planned_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    over_why = models.CharField(_("超出次数的理由"), max_length=300, blank=True)
    over_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    over_words = models.CharField(_("批准意见"), max_length=300, blank=True)
    cancelled_why = models.CharField(_("取消理由"), max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["unit", "on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(told_on__isnull=False) | ~Q(state="told"), name="told_visit_has_its_day"
            ),
        ]  # fmt: skip

    @property
    def campaign(self) -> UUID | None:
        """The campaign of its plan."""
        return self.plan.campaign


class Finding(models.Model):
    """One thing found that the unit must answer by a day."""

    class State(models.TextChoices):
        OPEN = "open", _("待答复")
        ANSWERED = "answered", _("已答复，待核实")
        RETURNED = "returned", _("退回重办")
        VERIFIED = "verified", _("已核实")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="findings")
    order = models.PositiveIntegerField()
    text = models.CharField(_("发现的问题"), max_length=1000)
    working_days = models.PositiveIntegerField(_("答复期限（工作日）"))
    due_on = models.DateField(_("答复期限"), null=True, blank=True)  # from the day the unit is told
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    problem = models.OneToOneField(Problem, models.PROTECT, null=True, blank=True, related_name="finding")
    found_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    found_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "order"], name="one_supervision_finding_a_place")]


class Answer(models.Model):
    """What the unit did about a finding, with evidence, and what the supervisor said to it."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="answers")
    number = models.PositiveIntegerField()
    text = models.CharField(_("答复"), max_length=2000)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    on = models.DateField()
    accepted = models.BooleanField(null=True)
    words = models.CharField(_("核实意见"), max_length=500, blank=True)
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    decided_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["finding", "number"], name="one_answer_a_number"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("by")), name="answer_verified_by_another"
            ),
        ]
