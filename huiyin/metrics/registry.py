"""All metrics, in the order the catalogue shows them, and the themes their codes begin with."""

from django.utils.translation import gettext_lazy as _

from huiyin.ledgers.engine.declaration import Label
from huiyin.metrics import (
    burden,
    conduct,
    informing,
    listening,
    organisation,
    records,
    rectification,
    service,
    study,
    supervision,
)
from huiyin.metrics.metric import AnyMetric

METRICS: tuple[AnyMetric, ...] = (
    *organisation.METRICS, *study.METRICS, *listening.METRICS, *rectification.METRICS, *conduct.METRICS, *records.METRICS,
    *supervision.METRICS, *service.METRICS, *informing.METRICS, *burden.METRICS,
)  # fmt: skip
BY_CODE: dict[str, AnyMetric] = {metric.code: metric for metric in METRICS}
# The first letter of a code is the row of the capability map that the figure answers.
THEMES: dict[str, Label] = {
    "A": _("组织与人员"), "B": _("活动部署"), "C": _("学习教育"), "D": _("听取意见"), "E": _("查摆问题"),
    "F": _("整改落实"), "G": _("督导检查"), "H": _("联系服务"), "J": _("典型和荣誉"), "K": _("信息宣传"), "L": _("试点创新"), "M": _("减负和经费"),
}  # fmt: skip


def by_theme() -> list[tuple[Label, list[AnyMetric]]]:
    """The catalogue by theme; themes without a metric are left out."""
    themes = [(name, [m for m in METRICS if m.code[0] == letter]) for letter, name in THEMES.items()]
    return [(name, metrics) for name, metrics in themes if metrics]
