"""联系服务台账: contact points, pairing, practical deeds, relief, volunteers and donations (rows H1, H3–H6).

Whoever is helped is counted, never named: lists of recipients stay with the unit that helped them.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.ledgers.engine.declaration import Disclosure, Ledger
from huiyin.ledgers.engine.models import EntryRevision
from huiyin.ledgers.themes import Theme


class ContactPoint(EntryRevision):
    """A leader's contact point, standing until it is ended."""

    class Kind(models.TextChoices):
        COUNTY = "county", _("县（市、区）")
        TOWNSHIP = "township", _("乡镇（街道）")
        VILLAGE = "village", _("村（社区）")
        FIRM = "firm", _("企业")
        ORGAN = "organ", _("机关单位")
        SCHOOL = "school", _("学校")
        OTHER = "other", _("其他")

    point_no = models.CharField(_("联系点编号"), max_length=40, blank=True)
    leader_no = models.CharField(_("领导工号"), max_length=40, blank=True)
    leader = models.CharField(_("领导姓名"), max_length=60)
    kind = models.CharField(_("联系点类型"), max_length=20, choices=Kind)
    name = models.CharField(_("联系点名称"), max_length=120)
    city = models.CharField(_("地市"), max_length=60, blank=True)
    county = models.CharField(_("县（市、区）"), max_length=60, blank=True)
    task = models.CharField(_("联系内容"), max_length=300, blank=True)
    ended_on = models.DateField(_("解除日期"), null=True, blank=True)

    class Meta(EntryRevision.Meta):
        pass


class Pairing(EntryRevision):
    """Two sides paired: a unit with a village, a person with a household, a branch with a village."""

    class Kind(models.TextChoices):
        LEADER_TOWNSHIP = "leader_township", _("领导联乡镇")
        LEADER_FIRM = "leader_firm", _("领导联企业")
        UNIT_VILLAGE = "unit_village", _("单位联村（社区）")
        PERSON_HOUSEHOLD = "person_household", _("干部联户")
        PERSON_UNIT = "person_unit", _("干部联单位")
        BRANCH_VILLAGE = "branch_village", _("支部帮村")
        GROUP_HAMLET = "group_hamlet", _("小组帮社（组）")
        MEMBER_HOUSEHOLD = "member_household", _("党员帮户")
        OTHER = "other", _("其他结对")

    kind = models.CharField(_("结对类型"), max_length=20, choices=Kind)
    helper = models.CharField(_("帮扶方"), max_length=120)
    helped = models.CharField(_("结对对象"), max_length=120)
    place = models.CharField(_("所在地"), max_length=120, blank=True)
    task = models.CharField(_("帮扶内容"), max_length=300, blank=True)
    ended_on = models.DateField(_("解除日期"), null=True, blank=True)

    class Meta(EntryRevision.Meta):
        pass


class Deed(EntryRevision):
    """办实事: 件. It counts only with somebody it was done for, a day it was finished and what came of it (rules.md §10)."""

    matter = models.CharField(_("事项"), max_length=200)
    doer = models.CharField(_("办理人"), max_length=120, blank=True)
    beneficiary = models.CharField(_("受益对象"), max_length=160, blank=True)
    finished_on = models.DateField(_("办结日期"), null=True, blank=True)
    result = models.CharField(_("办理结果"), max_length=300, blank=True)
    people = models.PositiveIntegerField(_("受益人数"), null=True, blank=True)

    class Meta(EntryRevision.Meta):
        constraints = [
            *EntryRevision.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(finished_on__isnull=True) | models.Q(finished_on__gte=models.F("fact_date")),
                name="deed_finished_after_it_began",
                violation_error_message=_("办结日期早于受理日期。请核对。"),
            ),
        ]


class Relief(EntryRevision):
    """Money or goods given, or a service rendered, to people in need. Money in yuan; people are 人次 when summed."""

    class Kind(models.TextChoices):
        CONDOLENCE = "condolence", _("走访慰问")
        RELIEF_MONEY = "relief_money", _("送慰问金")
        STUDENT_AID = "student_aid", _("助学")
        CHECK_UP = "check_up", _("健康体检")
        BOOKS = "books", _("赠送书籍")
        GOODS = "goods", _("送慰问品")
        LIVING_ALLOWANCE = "living_allowance", _("生活补贴")
        EMERGENCY = "emergency", _("应急救助")
        OTHER = "other", _("其他帮扶")

    kind = models.CharField(_("帮扶类别"), max_length=20, choices=Kind)
    name = models.CharField(_("活动名称"), max_length=120)
    recipients = models.CharField(_("帮扶对象"), max_length=120)
    people = models.PositiveIntegerField(_("人数"), null=True, blank=True)
    units = models.PositiveIntegerField(_("单位数"), null=True, blank=True)
    money = models.DecimalField(_("金额（元）"), max_digits=14, decimal_places=2, null=True, blank=True)
    goods = models.CharField(_("物品"), max_length=120, blank=True)
    pieces = models.PositiveIntegerField(_("件（册）数"), null=True, blank=True)
    goods_value = models.DecimalField(_("物品折价（元）"), max_digits=14, decimal_places=2, null=True, blank=True)
    source = models.CharField(_("资金来源"), max_length=120, blank=True)

    class Meta(EntryRevision.Meta):
        pass


class Volunteering(EntryRevision):
    """One volunteer activity; hours are those of all who took part, by what they say themselves, never clocked."""

    name = models.CharField(_("活动名称"), max_length=120)
    content = models.CharField(_("服务内容"), max_length=300, blank=True)
    place = models.CharField(_("服务地点"), max_length=120, blank=True)
    volunteers = models.PositiveIntegerField(_("参加人数"), null=True, blank=True)
    served = models.PositiveIntegerField(_("服务人数"), null=True, blank=True)
    hours = models.DecimalField(_("服务时长（小时）"), max_digits=8, decimal_places=1, null=True, blank=True)

    class Meta(EntryRevision.Meta):
        pass


class Donation(EntryRevision):
    """Money given together: 特殊党费 and the like, of free will; who gave how much is not kept here."""

    class Kind(models.TextChoices):
        SPECIAL_DUES = "special_dues", _("特殊党费")
        MONEY = "money", _("捐款")
        GOODS = "goods", _("捐物")

    kind = models.CharField(_("捐赠类别"), max_length=20, choices=Kind)
    purpose = models.CharField(_("用途"), max_length=200)
    donors = models.PositiveIntegerField(_("捐赠人数"), null=True, blank=True)
    money = models.DecimalField(_("金额（元）"), max_digits=14, decimal_places=2, null=True, blank=True)
    goods = models.CharField(_("物品"), max_length=160, blank=True)

    class Meta(EntryRevision.Meta):
        pass


class ServiceStandard(EntryRevision):
    """One line of a set of post duties or service standards (四定, 四零, 四个一)."""

    series = models.CharField(_("标准名称"), max_length=80)
    line = models.CharField(_("条目"), max_length=120)
    text = models.TextField(_("内容"), max_length=1000, blank=True)
    # The post as the roster calls it; empty: for everybody of the unit.
    post = models.CharField(_("岗位"), max_length=60, blank=True)
    review_on = models.DateField(_("复核日期"), null=True, blank=True)

    class Meta(EntryRevision.Meta):
        pass


CONTACT_POINTS = Ledger(
    code="contact_points",
    theme=Theme.SERVICE,
    name=_("联系点台账"),
    about=_("领导干部的基层联系点：谁联系、联系哪里、做什么。一行是一个联系点，解除的写解除日期。"),
    model=ContactPoint,
    columns=("point_no", "leader_no", "leader", "kind", "name", "city", "county", "task", "ended_on"),
    filters=("kind", "city"),
    key=("leader", "name"),
    aliases=(
        ("fact_date", ("建立日期",)),
        ("unit", ("所属单位", "单位编码")),
        ("point_no", ("编号",)),
        ("leader", ("联系领导", "姓名")),
        ("leader_no", ("工号",)),
        ("name", ("联系点",)),
        ("county", ("县区",)),
    ),
    disclosure=Disclosure(columns=("unit", "fact_date", "leader", "kind", "name", "task")),
    title_column="name",
    unit_label=_("联系领导所在单位"),
    date_label=_("建立日期"),
)
PAIRINGS = Ledger(
    code="pairings",
    theme=Theme.SERVICE,
    name=_("结对帮扶台账"),
    about=_("单位与村、干部与户、支部与村的结对。对象是个人或家庭的只写户号或称谓，不写姓名。一行是一对。"),
    model=Pairing,
    columns=("kind", "helper", "helped", "place", "task", "ended_on"),
    filters=("kind",),
    key=("kind", "helper", "helped"),
    aliases=(
        ("fact_date", ("结对日期",)),
        ("unit", ("结对单位", "单位编码")),
        ("helper", ("帮扶单位", "帮扶人")),
        ("helped", ("帮扶对象",)),
    ),
    title_column="helped",
    unit_label=_("帮扶方所在单位"),
    date_label=_("结对日期"),
)
DEEDS = Ledger(
    code="deeds",
    theme=Theme.SERVICE,
    name=_("办实事台账"),
    about=_("为群众办的实事。受益对象、办结日期、办理结果三项齐全的才计一件；缺项的照样登记，不计数。"),
    model=Deed,
    columns=("matter", "doer", "beneficiary", "finished_on", "result", "people"),
    filters=("doer",),
    key=("matter", "beneficiary"),
    aliases=(
        ("fact_date", ("受理日期", "登记日期")),
        ("unit", ("办理单位", "单位编码")),
        ("matter", ("实事", "实事内容")),
        ("doer", ("承办人",)),
        ("beneficiary", ("服务对象",)),
        ("result", ("结果", "办理情况")),
    ),
    disclosure=Disclosure(columns=("unit", "fact_date", "matter", "finished_on", "result")),
    title_column="matter",
    unit_label=_("办理单位"),
    date_label=_("受理日期"),
)
RELIEF = Ledger(
    code="relief",
    theme=Theme.SERVICE,
    name=_("帮扶慰问台账"),
    about=_("慰问、助学、体检、赠书、救助：对象、人数、金额、物品和资金来源。受助人的姓名不在这里登记。一行是一次。"),
    model=Relief,
    columns=(
        "kind", "name", "recipients", "people", "units", "money", "goods", "pieces", "goods_value", "source",
    ),
    filters=("kind",),
    key=("kind", "name", "recipients"),
    aliases=(
        ("fact_date", ("慰问日期", "发放日期", "活动日期")),
        ("unit", ("实施单位", "单位编码")),
        ("recipients", ("对象", "受助对象")),
        ("people", ("受益人数", "慰问人数")),
        ("money", ("金额", "慰问金", "金额（元）")),
        ("pieces", ("件数", "册数", "数量")),
        ("goods_value", ("折价", "物品折价")),
    ),
    disclosure=Disclosure(columns=("unit", "fact_date", "kind", "name", "people", "money", "source")),
    title_column="name",
    unit_label=_("实施单位"),
    date_label=_("活动日期"),
)  # fmt: skip
VOLUNTEERING = Ledger(
    code="volunteering",
    theme=Theme.SERVICE,
    name=_("志愿服务台账"),
    about=_("志愿服务活动：内容、参加人数、服务时长。时长由本人如实报。一行是一次活动。"),
    model=Volunteering,
    columns=("name", "content", "place", "volunteers", "served", "hours"),
    key=("name", "place"),
    aliases=(
        ("fact_date", ("服务日期", "活动日期")),
        ("unit", ("组织单位", "单位编码")),
        ("volunteers", ("志愿者人数",)),
        ("hours", ("时长", "小时")),
    ),
    disclosure=Disclosure(columns=("unit", "fact_date", "name", "content", "place")),
    title_column="name",
    unit_label=_("组织单位"),
    date_label=_("服务日期"),
)
DONATIONS = Ledger(
    code="donations",
    theme=Theme.SERVICE,
    name=_("捐赠台账"),
    about=_("特殊党费和捐款捐物，自愿为前提：用途、人数、金额。各人捐多少不在这里登记。一行是一次。"),
    model=Donation,
    columns=("kind", "purpose", "donors", "money", "goods"),
    filters=("kind",),
    key=("kind", "purpose"),
    aliases=(
        ("fact_date", ("捐赠日期",)),
        ("unit", ("捐赠单位", "组织单位", "单位编码")),
        ("money", ("金额", "捐款金额")),
        ("donors", ("人数",)),
    ),
    title_column="purpose",
    unit_label=_("组织单位"),
    date_label=_("捐赠日期"),
)
SERVICE_STANDARDS = Ledger(
    code="service_standards",
    theme=Theme.SERVICE,
    name=_("岗位职责和服务标准台账"),
    about=_(
        "公布的岗位职责和服务标准，如“四定”“四零”“四个一”。一行是一套标准里的一条；只管一个岗位的写岗位，不写就是全单位。"
    ),
    model=ServiceStandard,
    columns=("series", "line", "text", "post", "review_on"),
    filters=("series",),
    key=("series", "line", "post"),
    aliases=(
        ("fact_date", ("公布日期",)),
        ("unit", ("制定单位", "单位编码")),
        ("series", ("名称",)),
        ("text", ("具体内容",)),
        ("post", ("职务", "岗位名称")),
    ),
    disclosure=Disclosure(columns=("unit", "fact_date", "series", "post", "line", "text")),
    title_column="line",
    unit_label=_("制定单位"),
    date_label=_("公布日期"),
)
