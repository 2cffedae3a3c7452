"""信息宣传台账: pieces written and where they were adopted, honours, publicity, pilots (rows J4, K3, K4, L2).

A piece adopted by many counts once. Nothing here is scored or ranked (rules.md §12–13).
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.ledgers.engine.conditions import Row, Rule
from huiyin.ledgers.engine.declaration import Disclosure, Ledger
from huiyin.ledgers.engine.models import EntryRevision
from huiyin.ledgers.themes import Theme


class Level(models.TextChoices):
    """How high a publication, an award or a medium stands."""

    CENTRAL = "central", _("中央")
    PROVINCE = "province", _("省级")
    CITY = "city", _("市级")
    COUNTY = "county", _("县级")
    OWN = "own", _("本单位")


class InformationPiece(EntryRevision):
    """One piece of information written and handed in."""

    piece_no = models.CharField(_("信息编号"), max_length=40)
    title = models.CharField(_("信息标题"), max_length=160)
    author = models.CharField(_("撰写人"), max_length=80, blank=True)
    commissioned = models.BooleanField(_("约稿"), default=False)

    class Meta(EntryRevision.Meta):
        pass


class Adoption(EntryRevision):
    """One adoption of a piece by one publication, or a leader's written comment on it."""

    class Outlet(models.TextChoices):
        PARTY_INFORMATION = "party_information", _("党委信息刊物")
        CAMPAIGN_BULLETIN = "campaign_bulletin", _("活动简报")
        OWN_BULLETIN = "own_bulletin", _("本系统刊物")
        OTHER = "other", _("其他刊物")
        INSTRUCTION = "instruction", _("领导批示")

    piece_no = models.CharField(_("信息编号"), max_length=40)
    title = models.CharField(_("信息标题"), max_length=160, blank=True)
    outlet = models.CharField(_("采用去向"), max_length=20, choices=Outlet)
    publication = models.CharField(_("刊物或批示人"), max_length=120)
    level = models.CharField(_("级别"), max_length=10, choices=Level)
    headline = models.BooleanField(_("头条"), default=False)
    combined = models.BooleanField(_("综合采用"), default=False)

    class Meta(EntryRevision.Meta):
        pass


class Honour(EntryRevision):
    """An exemplar put forward or an honour received."""

    class Kind(models.TextChoices):
        EXEMPLAR = "exemplar", _("身边典型")
        TITLE = "title", _("荣誉称号")
        CIVILISED = "civilised", _("文明创建")

    kind = models.CharField(_("类别"), max_length=20, choices=Kind)
    holder = models.CharField(_("个人或单位"), max_length=120)
    name = models.CharField(_("称号或事迹"), max_length=160)
    granted_by = models.CharField(_("授予单位"), max_length=120, blank=True)
    level = models.CharField(_("级别"), max_length=10, choices=Level)

    class Meta(EntryRevision.Meta):
        pass


class Publicity(EntryRevision):
    """One piece of publicity or one cultural event."""

    class Form(models.TextChoices):
        REPORT = "report", _("新闻报道")
        COLUMN = "column", _("专栏专题")
        INTERVIEW = "interview", _("访谈")
        DEBATE = "debate", _("电视辩论")
        SPEECH = "speech", _("演讲")
        ESSAY = "essay", _("征文")
        EXHIBITION = "exhibition", _("展览")
        DEEDS_REPORT = "deeds_report", _("事迹报告会")
        OTHER = "other", _("其他宣传")

    form = models.CharField(_("宣传形式"), max_length=20, choices=Form)
    title = models.CharField(_("标题或名称"), max_length=160)
    medium = models.CharField(_("媒体或阵地"), max_length=120, blank=True)
    level = models.CharField(_("级别"), max_length=10, choices=Level)

    class Meta(EntryRevision.Meta):
        pass


def _extended_to_somebody(row: Row) -> bool:
    return row.get("verdict") != "extended" or bool(str(row.get("extended_to") or "").strip())


class Pilot(EntryRevision):
    """One pilot: where, since when, what it came to, and to which units it was extended (names as the roster has them)."""

    class Verdict(models.TextChoices):
        RUNNING = "running", _("试点中")
        EXTENDED = "extended", _("推广")
        ADJUSTED = "adjusted", _("调整后继续")
        STOPPED = "stopped", _("停止")

    name = models.CharField(_("试点名称"), max_length=120)
    scope = models.CharField(_("试点范围"), max_length=200)
    evaluate_by = models.DateField(_("评估时限"), null=True, blank=True)
    evaluated_on = models.DateField(_("评估日期"), null=True, blank=True)
    verdict = models.CharField(_("试点状态"), max_length=20, choices=Verdict)
    why = models.CharField(_("评估意见"), max_length=300, blank=True)
    extended_to = models.TextField(
        _("推广到的单位"), max_length=4000, blank=True, help_text=_("写单位名称，用“、”分开。")
    )

    rules = (
        Rule(_("试点推广须写明推广到哪些单位，请填“推广到的单位”。"), _extended_to_somebody, ("verdict", "extended_to")),
    )  # fmt: skip

    class Meta(EntryRevision.Meta):
        constraints = [
            *EntryRevision.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(verdict="running") | models.Q(evaluated_on__isnull=False),
                name="pilot_ends_with_an_evaluation",
                violation_error_message=_("试点推广、调整或停止之前须有评估，请填评估日期。"),
            ),
        ]


INFORMATION = Ledger(
    code="information",
    theme=Theme.INFORMING,
    name=_("信息台账"),
    about=_("撰写上报的信息。一行是一篇；在多处被采用仍是一篇。"),
    model=InformationPiece,
    columns=("piece_no", "title", "author", "commissioned"),
    filters=("author",),
    key=("piece_no",),
    aliases=(
        ("fact_date", ("上报日期", "报送日期")),
        ("unit", ("报送单位", "单位编码")),
        ("piece_no", ("编号",)),
        ("title", ("标题",)),
        ("commissioned", ("是否约稿",)),
    ),
    title_column="title",
    unit_label=_("报送单位"),
    date_label=_("上报日期"),
)
ADOPTIONS = Ledger(
    code="adoptions",
    theme=Theme.INFORMING,
    name=_("信息采用台账"),
    about=_("信息被刊物采用或得到批示的情况，凭信息编号与原篇对应。只登记，不计分、不排名。一行是一次采用。"),
    model=Adoption,
    columns=("piece_no", "title", "outlet", "publication", "level", "headline", "combined"),
    filters=("outlet", "level"),
    key=("piece_no", "outlet", "publication"),
    aliases=(
        ("fact_date", ("采用日期", "刊用日期", "批示日期")),
        ("unit", ("报送单位", "单位编码")),
        ("piece_no", ("编号",)),
        ("publication", ("刊物", "采用刊物")),
        ("headline", ("是否头条",)),
    ),
    title_column="title",
    unit_label=_("报送单位"),
    date_label=_("采用日期"),
)
HONOURS = Ledger(
    code="honours",
    theme=Theme.HONOURS,
    name=_("典型和荣誉台账"),
    about=_("推荐的身边典型和获得的荣誉称号。一行是一名典型或一项荣誉。"),
    model=Honour,
    columns=("kind", "holder", "name", "granted_by", "level"),
    filters=("kind", "level"),
    key=("kind", "holder", "name"),
    aliases=(
        ("fact_date", ("推荐日期", "授予日期")),
        ("unit", ("推荐单位", "所属单位", "单位编码")),
        ("holder", ("姓名", "获奖对象")),
        ("name", ("荣誉名称",)),
    ),
    disclosure=Disclosure(columns=("unit", "fact_date", "kind", "holder", "name", "granted_by")),
    title_column="name",
    unit_label=_("所属单位"),
    date_label=_("推荐或授予日期"),
)
PUBLICITY = Ledger(
    code="publicity",
    theme=Theme.INFORMING,
    name=_("宣传台账"),
    about=_("报道、专栏、访谈、演讲、展览等宣传和文化活动。只登记，不作考核依据。一行是一项。"),
    model=Publicity,
    columns=("form", "title", "medium", "level"),
    filters=("form", "level"),
    key=("form", "title", "medium"),
    aliases=(
        ("fact_date", ("刊播日期", "开展日期")),
        ("unit", ("宣传单位", "单位编码")),
        ("medium", ("媒体",)),
    ),
    disclosure=Disclosure(columns=("unit", "fact_date", "form", "title", "medium")),
    title_column="title",
    date_label=_("刊播或开展日期"),
)
PILOTS = Ledger(
    code="pilots",
    theme=Theme.PILOTS,
    name=_("试点台账"),
    about=_("试点：范围、起止、评估和结论；推广的写明推广到哪些单位。一行是一项试点。"),
    model=Pilot,
    columns=("name", "scope", "evaluate_by", "evaluated_on", "verdict", "why", "extended_to"),
    filters=("verdict",),
    key=("name",),
    aliases=(
        ("fact_date", ("启动日期", "开始日期")),
        ("unit", ("牵头单位", "单位编码")),
        ("verdict", ("状态", "结论")),
        ("extended_to", ("推广单位", "推广到", "推广范围")),
    ),
    disclosure=Disclosure(columns=("unit", "fact_date", "name", "scope", "verdict", "extended_to")),
    title_column="name",
    unit_label=_("牵头单位"),
    date_label=_("启动日期"),
)
