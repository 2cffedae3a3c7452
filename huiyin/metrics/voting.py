"""Figures on certified surveys, ballots and elections (rows D5, I1, I2). The book holds no line of fewer than five ballots."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.ledgers.books.voting import CERTIFIED_RESULTS
from huiyin.metrics.metric import CountDistinct, Metric, Of, Ratio, SumOf

_SURVEY = Q(kind="satisfaction")
_ELECTION = Q(kind__in=["election", "equal_election"])
_VOTE = Q(kind__in=["admission", "general"])
_APPRAISAL = Q(kind__in=["member_appraisal", "team_appraisal"])
_WHOLE = Q(level="whole")

SURVEYS = Metric(
    code="D5.surveys", label=_("满意度测评"), measure_word=_("次"), ledger=CERTIFIED_RESULTS, select=_SURVEY & _WHOLE,
    definition=_("结果已确认的满意度测评次数。"), words=("满意度测评", "满意度民意调查"),
)  # fmt: skip
CLASSES = Metric(
    code="D5.classes", label=_("测评指标分类"), measure_word=_("类"), ledger=CERTIFIED_RESULTS,
    reduce=CountDistinct("group"), select=_SURVEY & Q(level="class"), definition=_("满意度测评列出结果的不同指标分类数。"),
    words=("测评指标", "指标"), measure_words=("大类",),
)  # fmt: skip
INDICATORS = Metric(
    code="D5.indicators", label=_("测评指标"), measure_word=_("项"), ledger=CERTIFIED_RESULTS, reduce=CountDistinct("item"),
    select=_SURVEY & Q(level="indicator"), definition=_("满意度测评列出结果的不同指标数；有效不足五份的指标不列。"),
    words=("测评指标", "指标"),
)  # fmt: skip
ISSUED = Metric(
    code="D5.issued", label=_("测评发出份数"), measure_word=_("份"), ledger=CERTIFIED_RESULTS, reduce=SumOf("issued"),
    select=_SURVEY & _WHOLE, definition=_("满意度测评发出的纸票和凭证之和。"), words=("测评票", "测评表"), verbs=("发放", "发出"),
    verbs_needed=True, measure_words=("张",),
)  # fmt: skip
RETURNED = Metric(
    code="D5.returned", label=_("测评收回份数"), measure_word=_("份"), ledger=CERTIFIED_RESULTS, reduce=SumOf("returned"),
    select=_SURVEY & _WHOLE, definition=_("满意度测评收回的纸票和投入票箱的选票之和。"), words=("测评票", "测评表"),
    verbs=("收回", "回收"), verbs_needed=True, measure_words=("张",),
)  # fmt: skip
VALID = Metric(
    code="D5.valid", label=_("测评有效份数"), measure_word=_("份"), ledger=CERTIFIED_RESULTS, reduce=SumOf("valid"),
    select=_SURVEY & _WHOLE, definition=_("满意度测评的有效份数之和。"), words=("有效测评票", "有效测评表"), measure_words=("张",),
)  # fmt: skip
RETURN_RATE = Ratio(
    code="D5.return_rate", label=_("测评回收率"), numerator=RETURNED, denominator=ISSUED,
    definition=_("满意度测评收回份数 ÷ 发出份数。"), words=("测评回收率",),
)  # fmt: skip
ANSWERS = Metric(
    code="D5.answers", label=_("测评作了选择的项次"), measure_word=_("项次"), ledger=CERTIFIED_RESULTS,
    reduce=SumOf("answers"), select=_SURVEY & Q(level="all"), definition=_("满意度测评各项指标作了选择的项次之和；没有选的不计。"),
)  # fmt: skip
SATISFIED = Metric(
    code="D5.satisfied", label=_("测评很满意和满意项次"), measure_word=_("项次"), ledger=CERTIFIED_RESULTS,
    reduce=SumOf("satisfied"), select=_SURVEY & Q(level="all"), definition=_("满意度测评中选“很满意”“满意”的项次之和。"),
)  # fmt: skip
POINTS = Metric(
    code="D5.weights", label=_("测评权重之和"), measure_word=_("分"), ledger=CERTIFIED_RESULTS, reduce=SumOf("weights"),
    select=_SURVEY & Q(level="all"), definition=_("满意度测评各项次按所选等次的权重相加（权重见满意度测评的类别说明）。"),
)  # fmt: skip
RATE = Ratio(
    code="D5.rate", label=_("满意率"), numerator=SATISFIED, denominator=ANSWERS, words=("满意率",),
    definition=_("很满意和满意的项次 ÷ 作了选择的项次，不含基本满意；与满意度指数是两回事。"),
)  # fmt: skip
INDEX = Ratio(
    code="D5.index", label=_("满意度指数"), numerator=POINTS, denominator=ANSWERS, of=Of.MEAN, measure_word=_("分"),
    definition=_("各项次权重之和 ÷ 作了选择的项次，不是百分比。"), words=("满意度指数", "满意度得分", "满意度"),
)  # fmt: skip
ELECTIONS = Metric(
    code="I1.elections", label=_("选举"), measure_word=_("次"), ledger=CERTIFIED_RESULTS, select=_ELECTION & _WHOLE,
    definition=_("结果已确认的差额、等额选举次数。"), words=("选举", "换届选举", "直选"), measure_words=("场",),
)  # fmt: skip
ELECTED = Metric(
    code="I1.elected", label=_("选举当选"), measure_word=_("人次"), ledger=CERTIFIED_RESULTS, reduce=SumOf("carried"),
    select=_ELECTION & _WHOLE, definition=_("已确认的选举中当选的人次之和；收回不足五张票的选举不计。"),
    words=("当选",), measure_words=("人", "名"),
)  # fmt: skip
VOTES = Metric(
    code="I2.votes", label=_("票决"), measure_word=_("次"), ledger=CERTIFIED_RESULTS, select=_VOTE & _WHOLE,
    definition=_("结果已确认的接收党员票决和事项表决次数。"), words=("票决", "全委票决", "表决"),
)  # fmt: skip
CARRIED = Metric(
    code="I2.carried", label=_("票决通过"), measure_word=_("项"), ledger=CERTIFIED_RESULTS, reduce=SumOf("carried"),
    select=_VOTE & _WHOLE, definition=_("票决通过的人数或事项数之和；收回不足五张票的不计。"), words=("票决通过",),
    measure_words=("人", "名", "件"),
)  # fmt: skip
APPRAISALS = Metric(
    code="I2.appraisals", label=_("民主测评"), measure_word=_("次"), ledger=CERTIFIED_RESULTS, select=_APPRAISAL & _WHOLE,
    definition=_("结果已确认的民主评议党员测评、班子和干部测评次数。"), words=("民主测评", "民主评议"), measure_words=("场",),
)  # fmt: skip
APPRAISED = Metric(
    code="I2.appraised", label=_("测评对象"), measure_word=_("人次"), ledger=CERTIFIED_RESULTS, reduce=SumOf("subjects"),
    select=Q(kind="member_appraisal") & _WHOLE, definition=_("民主评议党员测评的对象人次之和。"), words=("评议党员",),
    measure_words=("人", "名"),
)  # fmt: skip
EXCELLENT = Metric(
    code="I2.excellent", label=_("测评过半优秀"), measure_word=_("人次"), ledger=CERTIFIED_RESULTS, reduce=SumOf("carried"),
    select=Q(kind="member_appraisal") & _WHOLE,
    definition=_("民主评议党员测评中“优秀”票超过半数的人次；只供综合评定参考，不是等次。"), words=("优秀党员", "评为优秀"),
    measure_words=("人", "名"),
)  # fmt: skip
METRICS = (
    SURVEYS, CLASSES, INDICATORS, ISSUED, RETURNED, VALID, RETURN_RATE, ANSWERS, SATISFIED, POINTS, RATE, INDEX,
    ELECTIONS, ELECTED, VOTES, CARRIED, APPRAISALS, APPRAISED, EXCELLENT,
)  # fmt: skip
