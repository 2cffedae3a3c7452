"""Figures on contact and service (rows H1, H3–H6). A deed counts with beneficiary, day and result (rules.md §10)."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.ledgers.books.service import (
    CONTACT_POINTS,
    DEEDS,
    DONATIONS,
    PAIRINGS,
    RELIEF,
    SERVICE_STANDARDS,
    VOLUNTEERING,
)
from huiyin.metrics.metric import CountDistinct, Metric, SumOf

_STANDING = Q(ended_on__isnull=True)
_DONE = Q(finished_on__isnull=False) & ~Q(beneficiary="") & ~Q(result="")

CONTACT_POINT_COUNT = Metric(
    code="H1.contact_points", label=_("联系点"), measure_word=_("个"), ledger=CONTACT_POINTS, select=_STANDING,
    definition=_("领导干部建立、没有解除的基层联系点个数。"), words=("联系点", "基层联系点"),
)  # fmt: skip
CONTACT_LEADERS = Metric(
    code="H1.leaders", label=_("建立联系点的领导"), measure_word=_("人"), ledger=CONTACT_POINTS, select=_STANDING,
    reduce=CountDistinct("leader", by_unit=True), version=2, definition=_("现有联系点的领导干部人数，一人几个联系点计一人。"), words=("联系点",),
    measure_words=("名",), verbs=("建立", "联系"), verbs_needed=True,
)  # fmt: skip
PAIRING_COUNT = Metric(
    code="H1.pairings", label=_("结对"), measure_word=_("对"), ledger=PAIRINGS, select=_STANDING,
    definition=_("建立、没有解除的结对数。"), words=("结对", "结对帮扶", "结对共建"), measure_words=("个",),
)  # fmt: skip
DEED_COUNT = Metric(
    code="H3.deeds", label=_("办实事"), measure_word=_("件"), ledger=DEEDS, select=_DONE,
    definition=_("受益对象、办结日期、办理结果三项齐全的实事件数；缺项的已登记，不计数。"), words=("实事", "办实事", "好事实事"),
)  # fmt: skip
DOERS = Metric(
    code="H3.doers", label=_("办实事的党员干部"), measure_word=_("人"), ledger=DEEDS,
    reduce=CountDistinct("doer", by_unit=True), select=_DONE, version=2,
    definition=_("办成过实事的办理人数，一人办几件计一人。"), words=("在职党员干部", "党员干部"), verbs=("走进", "走访", "办实事"),
    measure_words=("名",),
)  # fmt: skip
DEEDS_UNFINISHED = Metric(
    code="H3.deeds_incomplete", label=_("要素不全的实事"), measure_word=_("件"), ledger=DEEDS, select=~_DONE,
    definition=_("已登记而受益对象、办结日期、办理结果缺一项以上、没有计入办实事的件数。"),
)  # fmt: skip
CONDOLED = Metric(
    code="H3.condoled", label=_("走访慰问"), measure_word=_("人次"), ledger=RELIEF, reduce=SumOf("people"),
    select=Q(kind="condolence"), definition=_("各次走访慰问的人数之和；同一人慰问两次计两次。"), words=("特困党员", "党员和职工", "职工", "党员"),
    verbs=("慰问",), verbs_needed=True,
)  # fmt: skip
CONDOLENCE_MONEY = Metric(
    code="H3.condolence_money", label=_("走访慰问金"), measure_word=_("元"), ledger=RELIEF, reduce=SumOf("money"),
    select=Q(kind="condolence"), definition=_("各次走访慰问发放的现金之和，不含物品折价。"), words=("慰问金",), verbs=("发放",),
)  # fmt: skip
CHECK_UPS = Metric(
    code="H3.check_ups", label=_("健康体检"), measure_word=_("人次"), ledger=RELIEF, reduce=SumOf("people"),
    select=Q(kind="check_up"), definition=_("各次免费健康体检人数之和。"), words=("群众", "健康体检", "体检"), verbs=("体检",), verbs_needed=True,
)  # fmt: skip
BOOKS = Metric(
    code="H3.books", label=_("赠送书籍"), measure_word=_("册"), ledger=RELIEF, reduce=SumOf("pieces"), select=Q(kind="books"),
    definition=_("各次赠送书籍册数之和。"), words=("书籍", "图书"), verbs=("赠送", "捐赠"), measure_words=("本",),
)  # fmt: skip
BOOK_UNITS = Metric(
    code="H3.book_units", label=_("受赠书籍的单位"), measure_word=_("个次"), ledger=RELIEF, reduce=SumOf("units"),
    select=Q(kind="books"), definition=_("各次赠送书籍的单位数之和；同一单位受赠两次计两次。"), words=("单位", "基层单位"), verbs=("赠送",),
    verbs_needed=True,
)  # fmt: skip
RELIEVED = Metric(
    code="H3.relieved", label=_("送慰问金的群众"), measure_word=_("人次"), ledger=RELIEF, reduce=SumOf("people"),
    select=Q(kind="relief_money"), definition=_("各次向困难群众送慰问金的人数之和，不含走访慰问。"), words=("困难群众", "群众"),
    verbs=("送去", "慰问"), verbs_needed=True,
)  # fmt: skip
RELIEF_MONEY = Metric(
    code="H3.relief_money", label=_("困难群众慰问金"), measure_word=_("元"), ledger=RELIEF, reduce=SumOf("money"),
    select=Q(kind="relief_money"), definition=_("各次向困难群众发放的慰问金之和，不含走访慰问。"), words=("慰问金",), verbs=("送去",),
)  # fmt: skip
STUDENTS = Metric(
    code="H3.students", label=_("助学"), measure_word=_("人次"), ledger=RELIEF, reduce=SumOf("people"),
    select=Q(kind="student_aid"), definition=_("各次助学的学生人数之和。"), words=("子女", "学生", "家庭子女"), verbs=("发放", "资助"),
    verbs_needed=True,
)  # fmt: skip
STUDENT_MONEY = Metric(
    code="H3.student_money", label=_("助学金"), measure_word=_("元"), ledger=RELIEF, reduce=SumOf("money"),
    select=Q(kind="student_aid"), definition=_("各次发放的助学金之和。"), words=("助学金",),
)  # fmt: skip
GOODS_VALUE = Metric(
    code="H3.goods_value", label=_("慰问品折价"), measure_word=_("元"), ledger=RELIEF, reduce=SumOf("goods_value"),
    select=Q(kind="goods"), definition=_("各次送慰问品（清凉用品等）的折价之和。"), words=("清凉用品", "慰问品", "用品"),
)  # fmt: skip
ALLOWED = Metric(
    code="A9.living_allowance", label=_("生活补贴"), measure_word=_("人次"), ledger=RELIEF, reduce=SumOf("people"),
    select=Q(kind="living_allowance"), definition=_("各次发放生活补贴的人数之和。"), words=("生活补贴", "主职干部"), verbs=("享受", "发放"),
    verbs_needed=True,
)  # fmt: skip
VOLUNTEER_EVENTS = Metric(
    code="H4.volunteer_events", label=_("志愿服务活动"), measure_word=_("次"), ledger=VOLUNTEERING,
    definition=_("志愿服务活动次数。"), words=("志愿服务", "志愿者"), measure_words=("场",),
)  # fmt: skip
VOLUNTEER_TURNS = Metric(
    code="H4.volunteer_turns", label=_("志愿服务"), measure_word=_("人次"), ledger=VOLUNTEERING, reduce=SumOf("volunteers"),
    definition=_("各次志愿服务参加人数之和。"), words=("志愿者", "志愿服务"),
)  # fmt: skip
DONATED = Metric(
    code="H4.donated", label=_("捐款"), measure_word=_("元"), ledger=DONATIONS, reduce=SumOf("money"),
    definition=_("特殊党费和其他捐款之和，不含物品。"), words=("资金", "特殊党费", "捐款"), verbs=("筹措", "交纳", "捐"),
)  # fmt: skip
EMERGENCIES = Metric(
    code="H5.emergency_pairings", label=_("应急结对"), measure_word=_("对"), ledger=PAIRINGS,
    select=Q(kind__in=["branch_village", "group_hamlet", "member_household"]),
    definition=_("支部帮村、小组帮社、党员帮户的对数，含已解除的。"), words=("一帮一", "帮"),
    verbs=("抗旱", "救灾"), verbs_needed=True,
)  # fmt: skip
STANDARD_SETS = Metric(
    code="H6.sets", label=_("服务标准"), measure_word=_("套"), ledger=SERVICE_STANDARDS, reduce=CountDistinct("series"),
    definition=_("公布的岗位职责和服务标准套数。"), words=("服务标准", "岗位职责"), measure_words=("项", "个"),
)  # fmt: skip
METRICS = (
    CONTACT_POINT_COUNT, CONTACT_LEADERS, PAIRING_COUNT, DEED_COUNT, DOERS, DEEDS_UNFINISHED, CONDOLED, CONDOLENCE_MONEY,
    CHECK_UPS, BOOKS, BOOK_UNITS, RELIEVED, RELIEF_MONEY, STUDENTS, STUDENT_MONEY, GOODS_VALUE, ALLOWED,
    VOLUNTEER_EVENTS, VOLUNTEER_TURNS, DONATED, EMERGENCIES, STANDARD_SETS,
)  # fmt: skip
