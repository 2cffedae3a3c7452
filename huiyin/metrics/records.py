"""Figures on everyday records: meetings, inspections, visits, documents (rows G, H, M)."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.ledgers.books.documents import DOCUMENTS
from huiyin.ledgers.books.inspections import INSPECTIONS
from huiyin.ledgers.books.meetings import MEETINGS
from huiyin.ledgers.books.visits import VISITS
from huiyin.metrics.metric import CountDistinct, Metric, SumOf

# 班子成员走访: to contact points and on the concentrated survey; a fact-finding team's stay in a village is D6.
LEADERS_ON_THE_ROAD = Q(kind__in=["contact_point", "survey"])

MEETING_COUNT = Metric(
    code="M1.meetings",
    label=_("会议"),
    measure_word=_("次"),
    ledger=MEETINGS,
    definition=_("召开的会议次数。"),
    words=("会议",),
)
CENTRAL_STUDY = Metric(
    code="C4.sessions", label=_("中心组学习"), measure_word=_("次"), ledger=MEETINGS, select=Q(kind="central_study"),
    definition=_("中心组集中学习次数。"), words=("中心组学习", "中心组集中学习", "中心组"),
)  # fmt: skip
LIFE_MEETINGS = Metric(
    code="E4.life_meetings", label=_("专题民主生活会"), measure_word=_("次"), ledger=MEETINGS, select=Q(kind="life"),
    definition=_("召开的专题民主生活会次数。"), words=("民主生活会",),
)  # fmt: skip
INSPECTION_COUNT = Metric(
    code="G2.inspections", label=_("督导检查"), measure_word=_("次"), ledger=INSPECTIONS, definition=_("督导检查次数。"),
    words=("督查", "检查", "督导"),
)  # fmt: skip
SUGGESTIONS = Metric(
    code="G2.suggestions", label=_("整改建议"), measure_word=_("条"), ledger=INSPECTIONS, reduce=SumOf("suggestions"),
    definition=_("督导检查提出的整改建议条数之和。"), words=("整改建议",),
)  # fmt: skip
LEADER_VISITS = Metric(
    code="H2.visits", label=_("班子成员走访"), measure_word=_("次"), ledger=VISITS, select=LEADERS_ON_THE_ROAD,
    definition=_("班子成员到联系点走访和集中调研的次数，不含调研组驻村。"), words=("走访", "班子成员"), verbs=("走访",), verbs_needed=True,
)  # fmt: skip
VISIT_DAYS = Metric(
    code="H2.days", label=_("走访天数"), measure_word=_("天"), ledger=VISITS, reduce=SumOf("days"),
    select=LEADERS_ON_THE_ROAD, definition=_("各次走访天数之和，同日两次走访计两次。"), words=("走访", "班子成员"), verbs=("走访",),
    verbs_needed=True, unlike=("驻村",),
)  # fmt: skip
VISIT_CITIES = Metric(
    code="H2.cities", label=_("走访地市"), measure_word=_("个"), ledger=VISITS, reduce=CountDistinct("city"),
    select=LEADERS_ON_THE_ROAD, definition=_("走访到过的不同地市数。"), words=("省辖市", "地市"), verbs=("走访",),
    verbs_needed=True,
)  # fmt: skip
VISIT_COUNTIES = Metric(
    code="H2.counties", label=_("走访县（市、区）"), measure_word=_("个"), ledger=VISITS, reduce=CountDistinct("county"),
    select=LEADERS_ON_THE_ROAD, definition=_("走访到过的不同县（市、区）数。"), words=("县", "县区"), verbs=("走访",),
    verbs_needed=True,
)  # fmt: skip
VISIT_UNITS = Metric(
    code="H2.units", label=_("走访单位"), measure_word=_("个次"), ledger=VISITS, reduce=SumOf("place_count"),
    select=LEADERS_ON_THE_ROAD, definition=_("各次走访单位数之和；同一单位走访两次计两次。"), words=("单位", "省直单位"), verbs=("走访",),
    verbs_needed=True,
)  # fmt: skip
FACT_FINDING_HOUSEHOLDS = Metric(
    code="D6.households", label=_("驻村走访户次"), measure_word=_("户次"), ledger=VISITS, reduce=SumOf("households"),
    select=Q(kind="stay"), definition=_("调研组驻村走访的户次之和。"), words=("困难户", "户"),
    verbs=("走访", "驻村"),
)  # fmt: skip
FACT_FINDING_DAYS = Metric(
    code="D6.days", label=_("驻村天数"), measure_word=_("天"), ledger=VISITS, reduce=SumOf("days"), select=Q(kind="stay"),
    definition=_("各调研组驻村天数之和。"), words=("驻村",),
)  # fmt: skip
DOCUMENT_COUNT = Metric(
    code="M1.documents", label=_("发文"), measure_word=_("份"), ledger=DOCUMENTS, definition=_("印发的文件份数。"),
    words=("发文", "文件"), verbs=("印发", "下发", "制发", "出台", "发文"), verbs_needed=True,
)  # fmt: skip
METRICS = (
    MEETING_COUNT, CENTRAL_STUDY, LIFE_MEETINGS, INSPECTION_COUNT, SUGGESTIONS, LEADER_VISITS, VISIT_DAYS,
    VISIT_CITIES, VISIT_COUNTIES, VISIT_UNITS, FACT_FINDING_HOUSEHOLDS, FACT_FINDING_DAYS, DOCUMENT_COUNT,
)  # fmt: skip
