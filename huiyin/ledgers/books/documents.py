"""发文台账: documents issued."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.ledgers.engine.declaration import Budgeted, Disclosure, Ledger
from huiyin.ledgers.engine.models import EntryRevision
from huiyin.ledgers.themes import Theme


class IssuedDocument(EntryRevision):
    """One document issued; `unit` is the issuing unit, the date is the date of issue."""

    class Kind(models.TextChoices):
        PLAN = "plan", _("实施方案")
        SUB_PLAN = "sub_plan", _("子方案")
        NOTICE = "notice", _("通知")
        CIRCULAR = "circular", _("通报")
        REPORT = "report", _("报告")
        LETTER = "letter", _("函")
        MINUTES = "minutes", _("纪要")
        REGULATION = "regulation", _("制度规定")
        OTHER = "other", _("其他")

    title = models.CharField(_("发文名称"), max_length=160)
    document_no = models.CharField(_("文号"), max_length=60, blank=True)
    kind = models.CharField(_("类型"), max_length=20, choices=Kind)
    addressee = models.CharField(_("主送"), max_length=200, blank=True)
    words = models.PositiveIntegerField(_("字数"), null=True, blank=True)
    pages = models.PositiveIntegerField(_("页数"), null=True, blank=True)

    class Meta(EntryRevision.Meta):
        pass


DOCUMENTS = Ledger(
    code="documents",
    theme=Theme.PLANNING,
    name=_("发文台账"),
    about=_("印发的文件：名称、文号、类型、主送、字数。一行是一份文件。"),
    model=IssuedDocument,
    columns=("title", "document_no", "kind", "addressee", "words", "pages"),
    filters=("kind",),
    key=("title", "document_no"),
    aliases=(
        ("fact_date", ("发文日期", "印发日期")),
        ("unit", ("发文单位", "发文单位编码", "单位编码")),
        ("kind", ("文种", "文件类型")),
        ("addressee", ("主送机关",)),
    ),
    disclosure=Disclosure(columns=("unit", "fact_date", "title", "document_no", "kind")),
    title_column="title",
    budgeted=(Budgeted("documents", _("发文"), _("件")),),
    unit_label=_("发文单位"),
    date_label=_("发文日期"),
)
