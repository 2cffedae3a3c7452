"""Names of the bookmarks around figures, and the list in the file that turns a name back into a figure.

A bookmark is called `fig_<stem>_<occurrence>`. Word allows letters, digits and underscores, 40 characters, and takes
upper and lower case for the same name; figure ids know no such limits. So each figure id gets a stem of its own and
the file carries stem → figure id as document properties, which Word, WPS and LibreOffice all keep.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

PREFIX = "fig_"
PROPERTY_PREFIX = "huiyin.fig_"
_STEM_LENGTH = 28  # leaves room for the prefix, a distinguishing number and an occurrence of five digits
_NAME = re.compile(r"(fig_.+)_(\d+)")


@dataclass(frozen=True)
class BookmarkName:
    name: str
    figure_id: str
    occurrence: int


@dataclass
class BookmarkNames:
    """Gives each printing of a figure its bookmark name, in the order of asking."""

    _stems: dict[str, str] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)

    def next_for(self, figure_id: str) -> BookmarkName:
        stem = self._stems.get(figure_id) or self._new_stem(figure_id)
        occurrence = self._counts[figure_id] = self._counts.get(figure_id, 0) + 1
        return BookmarkName(f"{stem}_{occurrence}", figure_id, occurrence)

    def properties(self) -> dict[str, str]:
        """What the document must carry for `decode` to work."""
        return {f"{PROPERTY_PREFIX}{stem.removeprefix(PREFIX)}": figure for figure, stem in self._stems.items()}

    def _new_stem(self, figure_id: str) -> str:
        readable = re.sub(r"[^A-Za-z0-9]+", "_", figure_id).strip("_")[:_STEM_LENGTH] or "n"
        stem, number = f"{PREFIX}{readable}", 1
        while stem.casefold() in self._taken:
            number += 1
            stem = f"{PREFIX}{readable}x{number}"
        self._taken.add(stem.casefold())
        self._stems[figure_id] = stem
        return stem


def decode(name: str, properties: Mapping[str, str]) -> BookmarkName | None:
    """The figure behind a bookmark name; None for a bookmark that is not one of ours."""
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    figure_id = properties.get(f"{PROPERTY_PREFIX}{match[1].removeprefix(PREFIX)}")
    return BookmarkName(name, figure_id, int(match[2])) if figure_id is not None else None
