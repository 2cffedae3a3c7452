"""A figure as a report printed it: what stood there, what the page says of the same instant, what changed since."""

from dataclasses import dataclass

from django.urls import reverse

from huiyin.metrics.figure import Figure
from huiyin.organisation.access import Reach
from huiyin.reports.figures import drift
from huiyin.reports.models import ChangeNote, TakenFigure, Version
from huiyin.workspace.reports.changes import ShownDrift, shown


@dataclass(frozen=True)
class Printed:
    """`differs`: the number read at the report's instant is not the one printed (a note or the drift says why)."""

    report: str
    href: str
    text: str
    measure_word: str
    definition: str
    fingerprint: str
    differs: bool
    notes: tuple[ChangeNote, ...]
    drifts: tuple[ShownDrift, ...]


def printed(version: Version, taken: TakenFigure, found: Figure, reach: Reach) -> Printed:
    """What the report says of this figure."""
    return Printed(
        report=version.report.title,
        href=reverse("reports_read", kwargs={"uid": version.uid}),
        text=taken.text,
        measure_word=taken.measure_word,
        definition=taken.definition,
        fingerprint=taken.fingerprint[:12],
        differs=taken.text != found.printed,
        notes=tuple(version.notes.filter(figure_code=taken.code).select_related("by__person").order_by("pk")),
        drifts=tuple(shown(drift(version, only=taken.code), reach)),
    )
