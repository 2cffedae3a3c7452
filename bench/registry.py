"""The sections, in the order of the page. Adding one is a file in sections/ and a line here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.results import Found
from bench.sections import (
    ballots,
    board,
    claims,
    dashboards,
    everyday,
    figures,
    lists,
    reports,
    speaking,
    study,
    workbooks,
)
from bench.site import Site


@dataclass(frozen=True)
class Section:
    """One part of the page. `grows`: also asked of a tenth of the data, to see what ten times as many rows cost."""

    code: str
    run: Callable[[Site], Found]
    grows: bool = False


SECTIONS = (
    Section("dashboards", dashboards.run), Section("lists", lists.run, grows=True), Section("figures", figures.run),
    Section("reports", reports.run), Section("workbooks", workbooks.run), Section("speaking", speaking.run),
    Section("claims", claims.run), Section("board", board.run), Section("ballots", ballots.run),
    Section("study", study.run), Section("everyday", everyday.run),
)  # fmt: skip


def chosen(only: Sequence[str], *, growing: bool) -> list[Section]:
    """Those asked for; all when none is named."""
    unknown = set(only) - {section.code for section in SECTIONS}
    if unknown:
        raise SystemExit(f"没有这一部分：{'、'.join(sorted(unknown))}。可选：{'、'.join(s.code for s in SECTIONS)}。")
    return [s for s in SECTIONS if (not only or s.code in only) and (s.grows or not growing)]
