"""督导检查台账: inspections of a unit, what was found and suggested, and what the unit answered."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.models import EntryRevision
from huiyin.ledgers.themes import Theme


class Inspection(EntryRevision):
    """One inspection; `unit` is the unit inspected."""

    class Method(models.TextChoices):
        OPEN = "open", _("明查")
        SECRET = "secret", _("暗访")
        SPOT = "spot", _("抽查")
        SITTING_IN = "sitting_in", _("列席会议")
        HEARING = "hearing", _("听取汇报")
        PAPERS = "papers", _("查阅资料")

    team = models.CharField(_("督导组"), max_length=80)
    method = models.CharField(_("方式"), max_length=20, choices=Method)
    finding = models.TextField(_("发现问题"), max_length=4000, blank=True)
    suggestion = models.TextField(_("整改建议"), max_length=4000, blank=True)
    suggestions = models.PositiveIntegerField(_("建议条数"), default=0)
    fed_back_on = models.DateField(_("反馈日期"), null=True, blank=True)
    reply = models.TextField(_("回复情况"), max_length=4000, blank=True)

    class Meta(EntryRevision.Meta):
        pass


INSPECTIONS = Ledger(
    code="inspections",
    theme=Theme.SUPERVISION,
    name=_("督导检查台账"),
    about=_("督导组对单位的检查：方式、发现的问题、提出的建议和单位的回复。一行是一次检查。"),
    model=Inspection,
    columns=("team", "method", "finding", "suggestion", "suggestions", "fed_back_on", "reply"),
    filters=("method", "team"),
    key=("team", "method", "finding"),
    aliases=(
        ("fact_date", ("检查日期", "督导日期")),
        ("unit", ("受检单位", "受检单位编码", "被督导单位", "单位编码")),
        ("finding", ("发现的问题", "存在问题")),
        ("suggestions", ("建议数", "整改建议条数")),
    ),
    title_column="team",
    unit_label=_("受检单位"),
    date_label=_("检查日期"),
)
