"""督导台账: findings that a unit had to answer, and matters followed up to their result."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.models import EntryRevision
from huiyin.ledgers.themes import Theme


class SupervisionFinding(EntryRevision):
    """One thing found in a unit; `unit` is the unit that answers, the date is the day it was told."""

    team = models.CharField(_("督导组"), max_length=80)
    finding = models.CharField(_("发现的问题"), max_length=1000)
    due_on = models.DateField(_("答复期限"), null=True, blank=True)
    answered_on = models.DateField(_("答复日期"), null=True, blank=True)
    verified_on = models.DateField(_("核实日期"), null=True, blank=True)

    class Meta(EntryRevision.Meta):
        pass


class FollowedUp(EntryRevision):
    """One matter followed up; `unit` is the unit that sees it through, the date is the day it was set."""

    title = models.CharField(_("督办事项"), max_length=160)
    by_unit = models.CharField(_("督办单位"), max_length=120)
    due_on = models.DateField(_("办结期限"), null=True, blank=True)
    done_on = models.DateField(_("办结日期"), null=True, blank=True)
    result = models.TextField(_("办理结果"), max_length=2000, blank=True)

    class Meta(EntryRevision.Meta):
        pass


SUPERVISION_FINDINGS = Ledger(
    code="supervision_findings",
    theme=Theme.SUPERVISION,
    name=_("督导发现问题台账"),
    about=_("督导走访反馈给单位、要求答复的问题：期限、答复和核实日期。一行是一个问题。"),
    model=SupervisionFinding,
    columns=("team", "finding", "due_on", "answered_on", "verified_on"),
    filters=("team",),
    key=("team", "finding"),
    aliases=(("fact_date", ("反馈日期",)), ("unit", ("受检单位", "单位编码"))),
    title_column="finding",
    unit_label=_("受检单位"),
    date_label=_("反馈日期"),
)
FOLLOW_UPS = Ledger(
    code="follow_ups",
    theme=Theme.SUPERVISION,
    name=_("督办台账"),
    about=_("下达单位办理、跟踪到结果的督办事项。一行是一件事。"),
    model=FollowedUp,
    columns=("title", "by_unit", "due_on", "done_on", "result"),
    filters=("by_unit",),
    key=("title", "by_unit"),
    aliases=(("fact_date", ("下达日期",)), ("unit", ("承办单位", "单位编码"))),
    title_column="title",
    unit_label=_("承办单位"),
    date_label=_("下达日期"),
)
