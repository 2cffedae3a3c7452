"""Figures on problems, measures and regulations (rows E, F). Closed, checked and felt solved are three numbers."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.ledgers.books.rectification import MEASURE_EVENTS, MEASURES, PROBLEMS
from huiyin.ledgers.books.regulations import REGULATIONS
from huiyin.metrics.metric import CountDistinct, Metric, Ratio, SumOf

PROBLEM_COUNT = Metric(
    code="E1.problems", label=_("问题"), measure_word=_("个"), ledger=PROBLEMS, definition=_("经确认列入清单的问题数。"),
    words=("问题",),
)  # fmt: skip
PROBLEM_SIDES = Metric(
    code="E1.sides", label=_("问题来源"), measure_word=_("个方面"), ledger=PROBLEMS, reduce=CountDistinct("side"),
    definition=_("问题来自群众提、自己找、上级点、互相帮中的几个方面。"),
)  # fmt: skip
PROBLEM_CLASSES = Metric(
    code="E1.classes", label=_("问题类别"), measure_word=_("类"), ledger=PROBLEMS, reduce=CountDistinct("wind"),
    definition=_("问题归入的不同大类数（如四风）。"),
    words=("突出问题", "问题"), verbs=("梳理", "归纳", "查摆", "查找", "汇总", "分为"),
)  # fmt: skip
MEASURE_COUNT = Metric(
    code="F1.measures", label=_("整改措施"), measure_word=_("条"), ledger=MEASURES, definition=_("整改任务书下达的措施数。"),
    words=("整改措施", "措施"),
)  # fmt: skip
CHECKED = Metric(
    code="F3.checked", label=_("检查通过"), measure_word=_("条"), ledger=MEASURE_EVENTS, reduce=SumOf("delta"),
    select=Q(event="checked"), definition=_("由第二人检查通过的措施数；重开的扣除。"), words=("整改措施", "措施"),
    verbs=("检查通过", "验收"), verbs_needed=True,
)  # fmt: skip
CLOSED = Metric(
    code="F3.closed", label=_("已销号"), measure_word=_("条"), ledger=MEASURE_EVENTS, reduce=SumOf("delta"),
    select=Q(event="closed"), definition=_("已销号的措施数；重开的扣除。"), words=("整改措施", "措施", "问题"),
    verbs=("销号", "整改完成", "完成整改"), verbs_needed=True,
)  # fmt: skip
FELT_SOLVED = Metric(
    code="F3.felt_solved", label=_("群众认可已解决"), measure_word=_("条"), ledger=MEASURE_EVENTS, reduce=SumOf("delta"),
    select=Q(event="felt_solved"),
    definition=_("被问到的提意见人评价为已解决、无人评价没有解决的措施数；无人作答的不计入。"),
    words=("群众认可已解决", "群众认可解决", "群众认可"), measure_words=("项", "个", "件"),
)  # fmt: skip
REOPENED = Metric(
    code="F3.reopened", label=_("重开"), measure_word=_("次"), ledger=MEASURE_EVENTS, select=Q(event="reopened"),
    definition=_("检查通过或销号以后，因提意见的人评价、抽样询问多数认为没有解决，或回头看反弹而重开的次数。"),
    words=("重开", "重新整改", "退回重改"), measure_words=("条", "项", "个", "件"),
)  # fmt: skip
NOT_ASKED = Metric(
    code="F3.not_asked", label=_("未能问到本人"), measure_word=_("条"), ledger=MEASURE_EVENTS, select=Q(event="not_asked"),
    definition=_("检查通过时联系不到提意见的人，以现场公告和抽样询问代替的措施数；一条措施只计一次，重开的也计。"),
    words=("未能问到本人", "没有问到本人", "联系不到本人", "抽样询问"),
)  # fmt: skip
CLOSED_SHARE = Ratio(
    code="F3.closed_share", label=_("销号率"), definition=_("已销号措施数 ÷ 下达措施数；长期坚持和基本完成不算销号。"),
    numerator=CLOSED, denominator=MEASURE_COUNT, words=("销号率", "整改完成率"),
)  # fmt: skip
REGULATIONS_REVIEWED = Metric(
    code="F6.reviewed", label=_("清理制度"), measure_word=_("项"), ledger=REGULATIONS,
    select=Q(decision__in=["keep", "repeal", "amend", "lapsed", "merge"]),
    definition=_("列入清理的现有制度数：保留、废止、修订、失效、合并之和，不含新建。"),
    words=("制度", "规章制度"), verbs=("清理", "梳理"), verbs_needed=True, unlike=("保留", "废止", "修订"),
)  # fmt: skip
KEPT = Metric(
    code="F6.kept", label=_("保留制度"), measure_word=_("项"), ledger=REGULATIONS, select=Q(decision="keep"),
    definition=_("清理结论为保留的制度数。"), words=("制度", "规章制度"),
    verbs=("保留",), verbs_needed=True,
)  # fmt: skip
REPEALED = Metric(
    code="F6.repealed", label=_("废止制度"), measure_word=_("项"), ledger=REGULATIONS, select=Q(decision="repeal"),
    definition=_("清理结论为废止的制度数。"), words=("制度", "规章制度"),
    verbs=("废止",), verbs_needed=True,
)  # fmt: skip
REVISED = Metric(
    code="F6.revised", label=_("修订制度"), measure_word=_("项"), ledger=REGULATIONS, select=Q(decision="amend"),
    definition=_("清理结论为修订的制度数。"), words=("制度", "规章制度"),
    verbs=("修订", "修改", "修订完善"), verbs_needed=True,
)  # fmt: skip
CREATED = Metric(
    code="F6.created", label=_("新建制度"), measure_word=_("项"), ledger=REGULATIONS, select=Q(decision="create"),
    definition=_("新建立的制度和长效机制数。"), words=("长效机制", "新制度"),
    verbs=("建立", "新建", "形成"),
)  # fmt: skip
METRICS = (
    PROBLEM_COUNT, PROBLEM_SIDES, PROBLEM_CLASSES, MEASURE_COUNT, CHECKED, CLOSED, FELT_SOLVED, REOPENED, NOT_ASKED,
    CLOSED_SHARE, REGULATIONS_REVIEWED, KEPT, REPEALED, REVISED, CREATED,
)  # fmt: skip
