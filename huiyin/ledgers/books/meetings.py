"""会议台账: meetings held, with who should attend, who did, and what was decided."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.ledgers.engine.declaration import Budgeted, Disclosure, Ledger
from huiyin.ledgers.engine.models import EntryRevision
from huiyin.ledgers.themes import Theme


class Meeting(EntryRevision):
    """One meeting held. Expected and attended are persons, 人, at this meeting."""

    class Kind(models.TextChoices):
        MOBILISATION = "mobilisation", _("动员会")
        LEADING_GROUP = "leading_group", _("领导小组会议")
        OFFICE = "office", _("活动办会议")
        DISPATCH = "dispatch", _("调度会碰头会")
        CENTRAL_STUDY = "central_study", _("中心组学习")
        STUDY = "study", _("学习交流")
        REPORT = "report", _("专题报告会")
        SYMPOSIUM = "symposium", _("座谈会")
        LIFE = "life", _("专题民主生活会")
        BRANCH_LIFE = "branch_life", _("专题组织生活会")
        CIRCULAR = "circular", _("通报会")
        SUMMARY = "summary", _("总结会")
        OTHER = "other", _("其他会议")

    name = models.CharField(_("会议名称"), max_length=120)
    kind = models.CharField(_("会议类别"), max_length=20, choices=Kind)
    host = models.CharField(_("主持人"), max_length=60, blank=True)
    expected = models.PositiveIntegerField(_("应到人数"), null=True, blank=True)
    attended = models.PositiveIntegerField(_("实到人数"), null=True, blank=True)
    speakers = models.PositiveIntegerField(_("发言人数"), null=True, blank=True)
    topics = models.TextField(_("议题"), max_length=2000, blank=True)
    resolution = models.TextField(_("决议"), max_length=4000, blank=True)

    class Meta(EntryRevision.Meta):
        constraints = [
            *EntryRevision.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(expected__isnull=True)
                | models.Q(attended__isnull=True)
                | models.Q(attended__lte=models.F("expected")),
                name="meeting_attended_within_expected",
                violation_error_message=_("实到人数多于应到人数；列席人员请写在备注。"),
            ),
        ]


MEETINGS = Ledger(
    code="meetings",
    theme=Theme.PLANNING,
    name=_("会议台账"),
    about=_("召开的会议：应到、实到、议题和决议。人数是到会的人，不是人次。"),
    model=Meeting,
    columns=("name", "kind", "host", "expected", "attended", "speakers", "topics", "resolution"),
    filters=("kind",),
    key=("name",),
    aliases=(
        ("fact_date", ("会议日期", "召开日期", "时间")),
        ("unit", ("召开单位", "主办单位", "单位编码")),
        ("expected", ("应到",)),
        ("attended", ("实到",)),
        ("speakers", ("交流发言人数",)),
        ("topics", ("会议议题", "主要内容")),
    ),
    disclosure=Disclosure(columns=("unit", "fact_date", "name", "kind")),
    title_column="name",
    # What units below are called to; a unit's own study, life and office meetings are no burden to anybody else.
    budgeted=(
        Budgeted(
            "meetings",
            _("面向下级的会议"),
            _("次"),
            models.Q(kind__in=["mobilisation", "dispatch", "report", "circular", "summary"]),
        ),
    ),
)
