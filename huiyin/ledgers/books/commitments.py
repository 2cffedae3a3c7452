"""承诺、报告和制度条款台账: public commitments, declarations, hard rules, documents carried out (rows E5, F6, F7, F9, G3)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.ledgers.engine.declaration import Computed, Disclosure, Ledger
from huiyin.ledgers.engine.models import EntryRevision
from huiyin.ledgers.themes import Theme


class Commitment(EntryRevision):
    """One thing promised in public, by a team, a leader or the holder of a post."""

    class By(models.TextChoices):
        TEAM = "team", _("领导班子")
        LEADER = "leader", _("班子成员")
        MEMBER = "member", _("党员")
        POST = "post", _("岗位")

    by = models.CharField(_("承诺主体"), max_length=10, choices=By)
    person_no = models.CharField(_("工号"), max_length=40, blank=True)
    person = models.CharField(_("承诺人"), max_length=60)
    post = models.CharField(_("岗位名称"), max_length=80, blank=True)
    text = models.TextField(_("承诺内容"), max_length=1000)
    kept = models.CharField(_("践诺情况"), max_length=300, blank=True)

    class Meta(EntryRevision.Meta):
        pass


class Declaration(EntryRevision):
    """How many of a unit declared on one subject; who declared what is not in the books (不违规、零持有、零报告)."""

    subject = models.CharField(_("报告事项"), max_length=120)
    due = models.PositiveIntegerField(_("应报告人数"))
    declared = models.PositiveIntegerField(_("已报告人数"))
    to_correct = models.PositiveIntegerField(_("需纠正人数"), default=0)

    class Meta(EntryRevision.Meta):
        constraints = [
            *EntryRevision.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(declared__lte=models.F("due")),
                name="declared_within_due",
                violation_error_message=_("已报告人数多于应报告人数。请核对。"),
            ),
        ]


class Provision(EntryRevision):
    """One hard rule, ban or key system laid down."""

    class Kind(models.TextChoices):
        HARD_RULE = "hard_rule", _("硬性规定")
        KEY_SYSTEM = "key_system", _("重点制度")
        BAN = "ban", _("禁令")

    kind = models.CharField(_("类别"), max_length=20, choices=Kind)
    series = models.CharField(_("所属制度"), max_length=160)
    line = models.CharField(_("条目"), max_length=40, blank=True)
    text = models.TextField(_("内容"), max_length=1000)

    class Meta(EntryRevision.Meta):
        pass


class UpperDocument(EntryRevision):
    """A document from above and what was done to carry it out.

    What was done is linked entry by entry (huiyin.directives); the books then say how many of each kind stand linked.
    """

    class Level(models.TextChoices):
        CENTRAL = "central", _("中央")
        PROVINCE = "province", _("省级")
        CITY = "city", _("市级")
        COUNTY = "county", _("县级")

    level = models.CharField(_("来文级别"), max_length=10, choices=Level)
    issuer = models.CharField(_("来文机关"), max_length=100, blank=True)
    title = models.CharField(_("来文名称"), max_length=160)
    document_no = models.CharField(_("文号"), max_length=60, blank=True)
    requirement = models.CharField(_("贯彻要求"), max_length=300, blank=True)
    due_on = models.DateField(_("落实时限"), null=True, blank=True)
    answered_by = models.CharField(_("本级文件"), max_length=200, blank=True)
    studied_on = models.DateField(_("学习日期"), null=True, blank=True)
    checked_on = models.DateField(_("督查日期"), null=True, blank=True)
    progress = models.CharField(_("落实情况"), max_length=300, blank=True)
    linked_documents = models.PositiveIntegerField(_("已关联本级文件"), default=0, editable=False)
    linked_study = models.PositiveIntegerField(_("已关联学习"), default=0, editable=False)
    linked_meetings = models.PositiveIntegerField(_("已关联会议"), default=0, editable=False)
    linked_checks = models.PositiveIntegerField(_("已关联督查"), default=0, editable=False)

    class Meta(EntryRevision.Meta):
        pass


LINKED = ("linked_documents", "linked_study", "linked_meetings", "linked_checks")


def _linked(row: UpperDocument) -> int:
    return sum(getattr(row, name) for name in LINKED)


COMMITMENTS = Ledger(
    code="commitments",
    theme=Theme.RECTIFICATION,
    name=_("公开承诺台账"),
    about=_("班子、班子成员、党员和岗位的公开承诺，以及践诺情况。一行是一项承诺。"),
    model=Commitment,
    columns=("by", "person_no", "person", "post", "text", "kept"),
    filters=("by",),
    key=("by", "person", "text"),
    aliases=(
        ("fact_date", ("承诺日期", "公开日期")),
        ("unit", ("所在单位", "单位编码")),
        ("person", ("姓名",)),
        ("text", ("内容",)),
    ),
    disclosure=Disclosure(columns=("unit", "fact_date", "by", "person", "post", "text", "kept")),
    title_column="person",
    unit_label=_("所在单位"),
    date_label=_("公开日期"),
)
DECLARATIONS = Ledger(
    code="declarations",
    theme=Theme.FINDING,
    name=_("事项报告台账"),
    about=_("“不违规、零持有、零报告”一类的报告，各单位应报几人、已报几人，由收齐时记入；谁报告了什么不在台账里。"),
    model=Declaration,
    columns=("subject", "due", "declared", "to_correct"),
    filters=("subject",),
    by_hand=False,
    title_column="subject",
    unit_label=_("报告单位"),
    date_label=_("收齐日期"),
)
PROVISIONS = Ledger(
    code="provisions",
    theme=Theme.RECTIFICATION,
    name=_("刚性规定台账"),
    about=_("出台的硬性规定、禁令和重点制度；清理和新建的制度登记在制度废改立台账。一行是一条规定或一项制度。"),
    model=Provision,
    columns=("kind", "series", "line", "text"),
    filters=("kind",),
    key=("kind", "series", "line"),
    aliases=(
        ("fact_date", ("出台日期", "印发日期")),
        ("unit", ("制定单位", "单位编码")),
        ("series", ("制度名称",)),
        ("line", ("条",)),
    ),
    disclosure=Disclosure(columns=("unit", "fact_date", "kind", "series", "line", "text")),
    title_column="series",
    unit_label=_("制定单位"),
    date_label=_("出台日期"),
)
UPPER_DOCUMENTS = Ledger(
    code="upper_documents",
    theme=Theme.RECTIFICATION,
    name=_("上级文件落实台账"),
    about=_("上级来文，以及本级出了什么文件、什么时候学习、什么时候督查。一行是一份来文。"),
    model=UpperDocument,
    columns=(
        "level",
        "issuer",
        "title",
        "document_no",
        "requirement",
        "due_on",
        "answered_by",
        "studied_on",
        "checked_on",
        "progress",
    ),
    filters=("level",),
    key=("title", "document_no"),
    computed=(Computed("linked", _("已关联落实记录"), _linked),),
    kept=LINKED,
    aliases=(
        ("fact_date", ("收文日期",)),
        ("unit", ("落实单位", "单位编码")),
        ("title", ("文件名称",)),
        ("answered_by", ("本级发文", "配套文件")),
        ("issuer", ("来文单位", "发文机关")),
        ("due_on", ("办理时限",)),
    ),
    title_column="title",
    unit_label=_("落实单位"),
    date_label=_("收文日期"),
)
