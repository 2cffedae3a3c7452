"""减负台账: large activities held and the three public expenditures (rows M1, M2); documents and meetings have books of their own."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.ledgers.engine.conditions import Row, Rule
from huiyin.ledgers.engine.declaration import Budgeted, Disclosure, Ledger
from huiyin.ledgers.engine.models import EntryRevision
from huiyin.ledgers.themes import Theme
from huiyin.text import yardsticks

_COMPARING = ("review", "commendation")


def _no_banned_yardstick(row: Row) -> bool:
    """A book holds what happened: a review by a banned yardstick is recorded, with the reason in the remark (§12–13)."""
    compared = row.get("kind") in _COMPARING and yardsticks.banned(str(row.get("name") or "")) is not None
    return not compared or bool(str(row.get("remark") or "").strip())


class BroadActivity(EntryRevision):
    """One activity, review or commendation that units below take part in."""

    class Kind(models.TextChoices):
        ACTIVITY = "activity", _("大型活动")
        TRAINING = "training", _("培训")
        REVIEW = "review", _("检查评比")
        COMMENDATION = "commendation", _("评选表彰")

    kind = models.CharField(_("类别"), max_length=20, choices=Kind)
    name = models.CharField(_("名称"), max_length=120)
    every = models.PositiveIntegerField(_("几年一次"), null=True, blank=True)
    units = models.PositiveIntegerField(_("涉及单位数"), null=True, blank=True)
    days = models.PositiveIntegerField(_("天数"), null=True, blank=True)

    rules = (
        Rule(
            _(
                "检查评比、评选表彰的名称里有不得作为评价依据的内容（如点赞量、留痕、领导批示、媒体刊发），依据是《整治形式主义为"
                "基层减负若干规定》和国办函〔2026〕12号。已经办了的照实登记，并在备注里写明为什么这样办、准备怎样改。"
            ),
            _no_banned_yardstick,
            ("kind", "name", "remark"),
        ),
    )

    class Meta(EntryRevision.Meta):
        pass


class Expenditure(EntryRevision):
    """One of the three public expenditures in one period, beside the same period of last year. Money in yuan."""

    class Item(models.TextChoices):
        ABROAD = "abroad", _("因公出国（境）费")
        RECEPTION = "reception", _("公务接待费")
        CAR_PURCHASE = "car_purchase", _("公务用车购置费")
        CAR_RUNNING = "car_running", _("公务用车运行维护费")

    item = models.CharField(_("支出项目"), max_length=20, choices=Item)
    period = models.CharField(_("期间"), max_length=40)
    budget = models.DecimalField(_("预算数（元）"), max_digits=14, decimal_places=2, null=True, blank=True)
    spent = models.DecimalField(_("决算数（元）"), max_digits=14, decimal_places=2)
    spent_before = models.DecimalField(_("上年同期（元）"), max_digits=14, decimal_places=2, null=True, blank=True)
    times = models.PositiveIntegerField(_("批次（辆、团组）"), null=True, blank=True)
    people = models.PositiveIntegerField(_("人次"), null=True, blank=True)
    why = models.CharField(_("增减原因"), max_length=300, blank=True)

    class Meta(EntryRevision.Meta):
        constraints = [
            *EntryRevision.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(spent_before__isnull=True)
                | models.Q(spent__lte=models.F("spent_before"))
                | models.Q(why__gt=""),
                name="expenditure_rise_explained",
                violation_error_message=_("决算数高于上年同期，请填写增减原因。"),
            ),
        ]


BROAD_ACTIVITIES = Ledger(
    code="broad_activities",
    theme=Theme.BURDEN,
    name=_("活动和检查评比台账"),
    about=_("面向下级单位的大型活动、培训、检查评比和评选表彰。一行是一项。"),
    model=BroadActivity,
    columns=("kind", "name", "every", "units", "days"),
    filters=("kind",),
    key=("kind", "name"),
    aliases=(
        ("fact_date", ("开展日期", "举办日期")),
        ("unit", ("主办单位", "单位编码")),
        ("every", ("周期", "周期（年）")),
    ),
    disclosure=Disclosure(columns=("unit", "fact_date", "kind", "name", "every")),
    title_column="name",
    unit_label=_("主办单位"),
    date_label=_("开展日期"),
    budgeted=(
        Budgeted("training", _("培训"), _("期"), models.Q(kind="training")),
        Budgeted("activities", _("大型活动"), _("项"), models.Q(kind="activity")),
        Budgeted("inspections", _("检查评比"), _("项"), models.Q(kind="review")),
        Budgeted("commendations", _("评选表彰"), _("项"), models.Q(kind="commendation")),
    ),
)
EXPENDITURES = Ledger(
    code="expenditures",
    theme=Theme.BURDEN,
    name=_("“三公”经费台账"),
    about=_(
        "因公出国（境）、公务接待、公务用车三项经费：预算、决算和上年同期，单位为元。一行是一个单位一个期间的一项。"
    ),
    model=Expenditure,
    columns=("item", "period", "budget", "spent", "spent_before", "times", "people", "why"),
    filters=("item", "period"),
    key=("item", "period"),
    aliases=(
        ("fact_date", ("公布日期", "统计截止日期")),
        ("unit", ("单位编码",)),
        ("item", ("项目",)),
        ("budget", ("预算数",)),
        ("spent", ("决算数", "实际支出")),
        ("spent_before", ("上年同期", "上年同期数")),
    ),
    disclosure=Disclosure(columns=("unit", "fact_date", "item", "period", "budget", "spent", "spent_before", "why")),
    title_column="period",
    date_label=_("统计截止日期"),
    of_campaigns=True,
)
