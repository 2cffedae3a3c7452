"""Figures on supervision: guidance groups and the people in groups, findings and answers, follow-ups, circulars (row G)."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.ledgers.books.documents import DOCUMENTS
from huiyin.ledgers.books.organisation import TEAMS
from huiyin.ledgers.books.supervision import FOLLOW_UPS, SUPERVISION_FINDINGS
from huiyin.metrics.metric import Metric, Ratio, SumOf

GUIDANCE_GROUPS = Metric(
    code="G1.guidance_groups", label=_("巡回指导组"), measure_word=_("个"), ledger=TEAMS, select=Q(kind="guidance"),
    definition=_("组建的巡回指导组数。"), words=("巡回指导组", "指导组"),
)  # fmt: skip
GUIDANCE_PEOPLE = Metric(
    code="G1.guidance_people", label=_("巡回指导组组员"), measure_word=_("名"), ledger=TEAMS, reduce=SumOf("people"),
    select=Q(kind="guidance"), definition=_("组建时各巡回指导组的人数之和；一人在两个组的计两次。"),
    words=("巡回指导组", "指导组", "巡回指导"), measure_words=("人",),
)  # fmt: skip
FINDINGS = Metric(
    code="G2.findings", label=_("督导发现的问题"), measure_word=_("个"), ledger=SUPERVISION_FINDINGS,
    definition=_("督导走访反馈给单位、要求答复的问题数。"), words=("督导发现", "督查发现", "发现问题"),
)  # fmt: skip
ANSWERED = Metric(
    code="G2.answered", label=_("已答复的督导问题"), measure_word=_("个"), ledger=SUPERVISION_FINDINGS,
    select=Q(answered_on__isnull=False), definition=_("单位已经答复的督导问题数，含退回重办的。"), words=("答复", "督导问题"),
)  # fmt: skip
ANSWERED_SHARE = Ratio(
    code="G2.answered_share", label=_("督导问题答复率"), numerator=ANSWERED, denominator=FINDINGS,
    definition=_("已答复的督导问题数 ÷ 督导发现的问题数。"), words=("答复率",),
)  # fmt: skip
FOLLOW_UP_COUNT = Metric(
    code="G3.follow_ups", label=_("督办事项"), measure_word=_("件"), ledger=FOLLOW_UPS, definition=_("下达的督办事项数。"),
    words=("督办",),
)  # fmt: skip
CIRCULARS = Metric(
    code="G3.circulars", label=_("通报"), measure_word=_("份"), ledger=DOCUMENTS, select=Q(kind="circular"),
    definition=_("印发的通报份数。"), words=("通报",), verbs=("印发", "下发", "发出"), verbs_needed=True, measure_words=("期",),
)  # fmt: skip
METRICS = (
    GUIDANCE_GROUPS, GUIDANCE_PEOPLE, FINDINGS, ANSWERED, ANSWERED_SHARE, FOLLOW_UP_COUNT, CIRCULARS,
)  # fmt: skip
