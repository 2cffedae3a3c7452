"""制度废改立台账: what became of each regulation in the clean-up."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.ledgers.engine.declaration import Disclosure, Ledger
from huiyin.ledgers.engine.models import EntryRevision
from huiyin.ledgers.themes import Theme


class Regulation(EntryRevision):
    """One regulation and the decision on it; the date is the date of the decision."""

    class Decision(models.TextChoices):
        KEEP = "keep", _("保留")
        AMEND = "amend", _("修订")
        REPEAL = "repeal", _("废止")
        LAPSED = "lapsed", _("宣布失效")
        MERGE = "merge", _("合并")
        CREATE = "create", _("新建")

    name = models.CharField(_("制度名称"), max_length=160)
    document_no = models.CharField(_("文号"), max_length=60, blank=True)
    responsible = models.CharField(_("责任部门"), max_length=80, blank=True)
    decision = models.CharField(_("清理结论"), max_length=10, choices=Decision)
    why = models.CharField(_("理由"), max_length=300, blank=True)
    due_on = models.DateField(_("完成时限"), null=True, blank=True)
    problem_no = models.CharField(_("对应问题"), max_length=40, blank=True)
    meeting = models.CharField(_("审批会议"), max_length=120, blank=True)
    new_document_no = models.CharField(_("新文号"), max_length=60, blank=True)

    class Meta(EntryRevision.Meta):
        pass


REGULATIONS = Ledger(
    code="regulations",
    theme=Theme.RECTIFICATION,
    name=_("制度废改立台账"),
    about=_("制度清理的结论：保留、修订、废止、新建，理由和责任部门。一行是一项制度。"),
    model=Regulation,
    columns=(
        "name", "document_no", "responsible", "decision", "why", "due_on", "problem_no", "meeting", "new_document_no",
    ),
    filters=("decision", "responsible"),
    key=("name", "decision"),
    aliases=(
        ("fact_date", ("决定日期", "清理日期", "审批日期")),
        ("unit", ("制定机关", "单位编码")),
        ("why", ("清理理由",)),
        ("problem_no", ("对应问题编号",)),
        ("meeting", ("审定会议",)),
    ),
    disclosure=Disclosure(columns=("unit", "fact_date", "name", "document_no", "decision")),
    title_column="name",
    unit_label=_("制定机关"),
    date_label=_("决定日期"),
)  # fmt: skip
