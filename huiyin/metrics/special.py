"""Figures on special rectification and on documents from above carried out (rows F4, F9)."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.ledgers.books.commitments import UPPER_DOCUMENTS
from huiyin.ledgers.books.special import SPECIAL_INDICATORS
from huiyin.metrics.metric import Metric, Ratio

_LINKED = Q(linked_documents__gt=0) | Q(linked_study__gt=0) | Q(linked_meetings__gt=0) | Q(linked_checks__gt=0)
_ACTED = _LINKED | ~Q(answered_by="") | Q(studied_on__isnull=False) | Q(checked_on__isnull=False)

INDICATORS = Metric(
    code="F4.indicators", label=_("专项整治指标"), measure_word=_("项"), ledger=SPECIAL_INDICATORS,
    words=("专项整治指标",),
    definition=_("专项整治、专项行动设立的指标项数；各单位的同名指标各计一项。"),
)  # fmt: skip
WITH_BASELINE = Metric(
    code="F4.with_baseline", label=_("有基线值的专项整治指标"), measure_word=_("项"), ledger=SPECIAL_INDICATORS,
    select=Q(baseline__isnull=False), definition=_("登记了基线值的指标项数。"),
)  # fmt: skip
TARGETS_MET = Metric(
    code="F4.targets_met", label=_("达到目标的专项整治指标"), measure_word=_("项"), ledger=SPECIAL_INDICATORS,
    select=Q(met=True), definition=_("最近一次登记的现值达到目标值的指标项数；从台账取数的指标不计入。"),
)  # fmt: skip
RECEIVED = Metric(
    code="F9.received", label=_("上级来文"), measure_word=_("件"), ledger=UPPER_DOCUMENTS, words=("上级来文",),
    definition=_("登记的上级来文件数；同一份来文各单位分别登记的各计一件。"),
)  # fmt: skip
ACTED_ON = Metric(
    code="F9.acted_on", label=_("有落实动作的来文"), measure_word=_("件"), ledger=UPPER_DOCUMENTS, select=_ACTED,
    definition=_("关联了本级文件、学习、会议或督查记录，或登记了其中一项的来文件数。"),
)  # fmt: skip
NOT_ACTED_ON = Metric(
    code="F9.not_acted_on", label=_("没有落实动作的来文"), measure_word=_("件"), ledger=UPPER_DOCUMENTS, select=~_ACTED,
    definition=_("没有关联也没有登记任何本级文件、学习、会议或督查的来文件数。"),
)  # fmt: skip
ACTED_ON_SHARE = Ratio(
    code="F9.acted_on_share", label=_("来文落实率"), numerator=ACTED_ON, denominator=RECEIVED,
    definition=_("有落实动作的来文 ÷ 上级来文。"), words=("来文落实率",),
)  # fmt: skip
METRICS = (
    INDICATORS, WITH_BASELINE, TARGETS_MET, RECEIVED, ACTED_ON, NOT_ACTED_ON, ACTED_ON_SHARE,
)  # fmt: skip
