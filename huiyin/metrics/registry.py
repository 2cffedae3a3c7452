"""All metrics, in the order the catalogue shows them, and the themes their codes begin with."""

from huiyin.ledgers.engine.declaration import Label
from huiyin.ledgers.themes import Theme
from huiyin.metrics import (
    burden,
    conduct,
    informing,
    listening,
    organisation,
    records,
    rectification,
    service,
    special,
    study,
    supervision,
    voting,
)
from huiyin.metrics.metric import AnyMetric

METRICS: tuple[AnyMetric, ...] = (
    *organisation.METRICS, *study.METRICS, *listening.METRICS, *rectification.METRICS, *conduct.METRICS, *special.METRICS, *records.METRICS,
    *supervision.METRICS, *service.METRICS, *informing.METRICS, *burden.METRICS, *voting.METRICS,
)  # fmt: skip
BY_CODE: dict[str, AnyMetric] = {metric.code: metric for metric in METRICS}
# The first letter of a code is the row of the capability map that the figure answers.
THEMES: dict[str, Theme] = {
    "A": Theme.ORGANISATION, "B": Theme.PLANNING, "C": Theme.STUDY, "D": Theme.LISTENING,
    "E": Theme.FINDING, "F": Theme.RECTIFICATION, "G": Theme.SUPERVISION, "H": Theme.SERVICE,
    "I": Theme.VOTING,
    "J": Theme.HONOURS, "K": Theme.INFORMING, "L": Theme.PILOTS, "M": Theme.BURDEN,
}  # fmt: skip


def by_theme() -> list[tuple[Label, list[AnyMetric]]]:
    """The catalogue by theme; themes without a metric are left out."""
    themes = [(theme.label, [m for m in METRICS if m.code[0] == letter]) for letter, theme in THEMES.items()]
    return [(name, metrics) for name, metrics in themes if metrics]
