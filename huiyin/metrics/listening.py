"""Figures on rounds, opinions and consolidated items (capability row D). Raw and consolidated are never added."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.core.terms import LEAST_VOICES
from huiyin.ledgers.books.listening import CHANNELS, ITEMS, OPINIONS
from huiyin.metrics.metric import CountDistinct, Metric, Ratio, SumOf

ROUNDS = Metric(
    code="D4.rounds", label=_("征求意见轮次"), measure_word=_("轮"), ledger=CHANNELS,
    reduce=CountDistinct("round_code", otherwise="round"), version=2, words=("征求意见", "征集意见", "集中征求意见"),
    definition=_("已截止的征求意见轮数：轮次代号不同的各算一轮，名称相同也不合并；早先没有记代号的按名称算。"),
)  # fmt: skip
CHANNEL_KINDS = Metric(
    code="D1.channels", label=_("征求意见渠道"), measure_word=_("种"), ledger=CHANNELS, reduce=CountDistinct("channel"),
    definition=_("已截止的各轮用到的不同渠道数。"), words=("渠道",),
)  # fmt: skip
GROUPS = Metric(
    code="D2.groups", label=_("征求对象类别"), measure_word=_("类"), ledger=OPINIONS, reduce=CountDistinct("group"),
    definition=_("收到过意见的不同征求对象类别数；不足五人的类别不单列。"), words=("征求对象",),
)  # fmt: skip
ISSUED = Metric(
    code="D1.issued", label=_("发放份数"), measure_word=_("份"), ledger=CHANNELS, reduce=SumOf("issued"),
    definition=_("各轮各渠道发放的意见表、问卷份数之和。"), words=("意见表", "问卷", "征求意见表"),
    verbs=("发放", "发出"), verbs_needed=True,
)  # fmt: skip
RETURNED = Metric(
    code="D1.returned", label=_("收回份数"), measure_word=_("份"), ledger=CHANNELS, reduce=SumOf("returned"),
    definition=_("各轮各渠道收回的意见表、问卷份数之和。"), words=("意见表", "问卷", "征求意见表"),
    verbs=("收回", "回收"), verbs_needed=True,
)  # fmt: skip
# A channel without a number of forms issued (web, hotline) has no return rate: what it brought in must not raise others'.
RETURNED_OF_ISSUED = Metric(
    code="D1.returned_of_issued", label=_("有发放数的收回份数"), measure_word=_("份"), ledger=CHANNELS,
    reduce=SumOf("returned"), select=Q(issued__isnull=False),
    definition=_("填报了发放份数的渠道收回的份数之和；没有发放份数的渠道不计。"),
)  # fmt: skip
RETURN_RATE = Ratio(
    code="D1.return_rate", label=_("收回率"), numerator=RETURNED_OF_ISSUED, denominator=ISSUED,
    definition=_("有发放数的收回份数 ÷ 发放份数；没有发放份数的渠道，分子分母都不计。"), words=("回收率", "收回率"),
)  # fmt: skip
RAW = Metric(
    code="D4.raw_opinions", label=_("原始意见"), measure_word=_("条"), ledger=OPINIONS, reduce=SumOf("count"),
    definition=_("记入台账的原始意见条数，未经拆分和归并；与梳理条目是两种口径，不相加。每次满五条才记入，不足五条的留待以后一并记入。"),
    words=("原始意见", "原汁原味的意见", "意见和建议", "意见建议", "意见"), least=LEAST_VOICES.value, version=2,
    verbs=("征求到", "收到", "征集到", "原汁原味", "征集"), unlike=("重点", "类", "整改"),
)  # fmt: skip
ITEM_COUNT = Metric(
    code="D4.items", label=_("梳理条目"), measure_word=_("条"), ledger=ITEMS,
    definition=_("归并签字后的梳理条目数；一条可含多条原始意见。"), words=("意见和建议", "意见建议", "意见"),
    verbs=("汇总", "梳理", "归纳", "整理", "归并"), unlike=("重点", "整改"),
)  # fmt: skip
CATEGORIES = Metric(
    code="D4.categories", label=_("梳理类别"), measure_word=_("类"), ledger=ITEMS, reduce=CountDistinct("category_code"),
    definition=_("梳理条目用到的不同类别数。"), words=("意见和建议", "意见建议", "意见"), verbs=("汇总", "梳理", "归纳", "整理", "归并"),
)  # fmt: skip
KEY_ITEMS = Metric(
    code="D4.key_items", label=_("重点条目"), measure_word=_("条"), ledger=ITEMS, select=Q(key=True),
    definition=_("签字时标为重点的梳理条目数。"), words=("重点意见", "重点条目", "重点问题"),
)  # fmt: skip
METRICS = (
    ROUNDS, CHANNEL_KINDS, GROUPS, ISSUED, RETURNED, RETURNED_OF_ISSUED, RETURN_RATE, RAW, ITEM_COUNT, CATEGORIES, KEY_ITEMS,
)  # fmt: skip
