"""Figures on information, honours, publicity and pilots (rows J4, K3, K4, L2). A piece counts once, however many adopt it."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.ledgers.books.informing import ADOPTIONS, HONOURS, INFORMATION, PILOTS, PUBLICITY
from huiyin.metrics.metric import CountDistinct, Metric

# Each unit numbers its own pieces, and an adoption stands under the unit that handed the piece in.
_PIECES = CountDistinct("piece_no", by_unit=True)

WRITTEN = Metric(
    code="K3.written", label=_("编报信息"), measure_word=_("篇"), ledger=INFORMATION, definition=_("撰写上报的信息篇数。"),
    words=("活动信息", "信息"), verbs=("编报", "上报", "报送"), verbs_needed=True, unlike=("采用", "刊用"),
)  # fmt: skip
ADOPTED = Metric(
    code="K3.adopted", label=_("被采用的信息"), measure_word=_("篇"), ledger=ADOPTIONS, reduce=_PIECES,
    select=~Q(outlet="instruction"), version=2, definition=_("被任何刊物采用过的信息篇数；一篇被几家采用只计一篇。"),
)  # fmt: skip
IN_PARTY_INFORMATION = Metric(
    code="K3.in_party_information", label=_("党委信息刊物采用"), measure_word=_("篇"), ledger=ADOPTIONS,
    reduce=_PIECES, select=Q(outlet="party_information"),
    version=2, definition=_("被党委信息刊物采用的信息篇数；与活动简报采用的可能重复，不相加。"), words=("信息",), verbs=("采用",), verbs_needed=True,
    unlike=("简报", "头条"),
)  # fmt: skip
HEADLINES = Metric(
    code="K3.headlines", label=_("头条刊用"), measure_word=_("篇"), ledger=ADOPTIONS, reduce=_PIECES,
    select=Q(outlet="party_information", headline=True), version=2, definition=_("被党委信息刊物头条刊用的信息篇数，是采用数的一部分。"),
    words=("头条",),
)  # fmt: skip
IN_BULLETIN = Metric(
    code="K3.in_bulletin", label=_("活动简报刊用"), measure_word=_("篇"), ledger=ADOPTIONS, reduce=_PIECES,
    select=Q(outlet="campaign_bulletin"), version=2, definition=_("被活动简报刊用的信息篇数；与党委信息刊物采用的可能重复，不相加。"),
    words=("简报", "活动简报"), verbs=("刊用", "采用"),
)  # fmt: skip
INSTRUCTIONS = Metric(
    code="K3.instructions", label=_("领导批示"), measure_word=_("次"), ledger=ADOPTIONS, select=Q(outlet="instruction"),
    definition=_("信息得到领导批示的次数，只登记，不作考核依据。"), words=("批示", "重要批示"),
)  # fmt: skip
PUBLICITY_COUNT = Metric(
    code="K4.publicity", label=_("宣传活动"), measure_word=_("项"), ledger=PUBLICITY, definition=_("宣传报道和文化活动项数。"),
    words=("报道", "宣传"), measure_words=("篇", "次"),
)  # fmt: skip
MEDIA = Metric(
    code="K4.media", label=_("宣传媒体"), measure_word=_("家"), ledger=PUBLICITY, reduce=CountDistinct("medium"),
    definition=_("刊播过宣传内容的不同媒体、阵地数。"), words=("媒体",),
)  # fmt: skip
EXEMPLARS = Metric(
    code="J4.exemplars", label=_("身边典型"), measure_word=_("名"), ledger=HONOURS, select=Q(kind="exemplar"),
    definition=_("推荐的身边典型人数（个）。"), words=("身边典型", "典型"), measure_words=("个", "人"),
)  # fmt: skip
HONOUR_COUNT = Metric(
    code="J4.honours", label=_("荣誉称号"), measure_word=_("项"), ledger=HONOURS, select=Q(kind="title"),
    definition=_("获得的荣誉称号项数。"), words=("荣誉", "称号"), measure_words=("个",),
)  # fmt: skip
PILOT_COUNT = Metric(
    code="L2.pilots", label=_("试点"), measure_word=_("项"), ledger=PILOTS, definition=_("开展的试点项数。"),
    words=("试点", "试点工作"), measure_words=("个",),
)  # fmt: skip
EXTENDED = Metric(
    code="L2.extended", label=_("推广的试点"), measure_word=_("项"), ledger=PILOTS, select=Q(verdict="extended"),
    definition=_("评估后推广的试点项数。"), words=("试点",), verbs=("推广", "推开"), verbs_needed=True,
)  # fmt: skip
METRICS = (
    WRITTEN, ADOPTED, IN_PARTY_INFORMATION, HEADLINES, IN_BULLETIN, INSTRUCTIONS, PUBLICITY_COUNT, MEDIA, EXEMPLARS,
    HONOUR_COUNT, PILOT_COUNT, EXTENDED,
)  # fmt: skip
