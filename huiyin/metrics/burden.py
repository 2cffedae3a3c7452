"""Figures on what units below are asked for, and on the three public expenditures (rows G2, M1, M2)."""

from typing import Any

from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from huiyin.ledgers.books.burden import BROAD_ACTIVITIES, EXPENDITURES, Expenditure
from huiyin.ledgers.books.documents import DOCUMENTS
from huiyin.ledgers.books.meetings import MEETINGS
from huiyin.ledgers.engine.declaration import Budgeted, Ledger
from huiyin.metrics.metric import AnyMetric, Metric, Of, Ratio, SumOf

DISPATCH_MEETINGS = Metric(
    code="G2.dispatch_meetings", label=_("调度会碰头会"), measure_word=_("次"), ledger=MEETINGS, select=Q(kind="dispatch"),
    definition=_("召开的调度会、碰头会次数。"), words=("调度会", "碰头会"), measure_words=("场",),
)  # fmt: skip
ACTIVITIES = Metric(
    code="M1.activities", label=_("大型活动"), measure_word=_("项"), ledger=BROAD_ACTIVITIES, select=Q(kind="activity"),
    definition=_("面向下级单位的大型活动项数。"), words=("大型活动",), measure_words=("次",),
)  # fmt: skip
REVIEWS = Metric(
    code="M1.reviews", label=_("检查评比表彰"), measure_word=_("项"), ledger=BROAD_ACTIVITIES,
    select=Q(kind__in=["review", "commendation"]), definition=_("面向下级单位的检查评比和评选表彰项数。"),
    words=("检查评比表彰", "检查评比"), measure_words=("次", "个"),
)  # fmt: skip
SPENT = Metric(
    code="M2.spent", label=_("“三公”经费支出"), measure_word=_("元"), ledger=EXPENDITURES, reduce=SumOf("spent"),
    definition=_("因公出国（境）、公务接待、公务用车购置和运行维护费之和。"), words=("三公经费", "三公"),
)  # fmt: skip
RECEPTION = Metric(
    code="M2.reception", label=_("公务接待费（有上年同期数的期间）"), measure_word=_("元"), ledger=EXPENDITURES, reduce=SumOf("spent"),
    select=Q(item="reception", spent_before__isnull=False), definition=_("有上年同期数的各期公务接待费之和。"), words=("公务接待费", "公务接待"),
)  # fmt: skip
RECEPTION_BEFORE = Metric(
    code="M2.reception_before", label=_("公务接待费上年同期"), measure_word=_("元"), ledger=EXPENDITURES,
    reduce=SumOf("spent_before"), select=Q(item="reception"), definition=_("各期公务接待费的上年同期数之和。"),
)  # fmt: skip
RECEPTION_DROP = Ratio(
    code="M2.reception_drop", label=_("公务接待费同比下降"), numerator=RECEPTION, denominator=RECEPTION_BEFORE, of=Of.DROP,
    definition=_("（上年同期数 − 本期数）÷ 上年同期数，只比有上年同期数的期间；负数为上升。"), words=("公务接待", "接待"),
    verbs=("减少", "下降", "降低"), verbs_needed=True,
)  # fmt: skip


def _counted(ledger: Ledger[Any], kind: Budgeted) -> Metric[Any]:
    """What counts against a yearly budget, as the book's own declaration says."""
    return Metric(
        code=f"M1.budget_{kind.code}", label=format_lazy(_("计入年度预算的{kind}"), kind=kind.label),
        measure_word=kind.measure_word, ledger=ledger, select=kind.select,
        definition=format_lazy(_("计入年度预算的{kind}。"), kind=kind.label),
    )  # fmt: skip


# By the code of the budget's kind. Large activities have a figure of their own already.
BUDGETED: dict[str, Metric[Any]] = {
    kind.code: ACTIVITIES if kind.code == "activities" else _counted(ledger, kind)
    for ledger in (DOCUMENTS, MEETINGS, BROAD_ACTIVITIES)
    for kind in ledger.budgeted
}
# By the expenditure's item.
SPENT_ON: dict[str, Metric[Any]] = {
    item.value: Metric(
        code=f"M2.spent_{item.value}", label=item.label, measure_word=_("元"), ledger=EXPENDITURES, reduce=SumOf("spent"),
        select=Q(item=item.value), definition=format_lazy(_("“三公”经费台账里{item}的决算数之和。"), item=item.label),
    )
    for item in Expenditure.Item
}  # fmt: skip
METRICS: tuple[AnyMetric, ...] = (
    DISPATCH_MEETINGS, *BUDGETED.values(), REVIEWS, SPENT, *SPENT_ON.values(), RECEPTION, RECEPTION_BEFORE, RECEPTION_DROP,
)  # fmt: skip
