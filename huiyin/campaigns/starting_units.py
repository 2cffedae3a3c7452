"""Which registered units a pasted list or an earlier campaign means; what is not plain is left to a person."""

import difflib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from heapq import nlargest
from itertools import chain
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.campaigns.pasted_units import UnitLine, UnitList
from huiyin.campaigns.queries import participations
from huiyin.campaigns.starting_rows import UnitRef, UnitRow
from huiyin.core.dates import chinese_date
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Unit
from huiyin.organisation.paths import STEP, subtree

NEAR_MOST = 60  # comparing words is slow: beyond this many unknown lines nothing near is looked for
PATTERN_MOST = 2_000
_OFFERED = 8
_COMPARED = 40


class UnitMatcher:
    """The units of one subtree, found by code, full name, the way down, or a short name."""

    def __init__(self, top: Unit, today: date) -> None:
        self.top = top
        self._today = today
        self.units = {unit.path: unit for unit in subtree(top).select_related("merged_into").order_by("path")}
        self._by_code: dict[str, list[Unit]] = {}
        self._by_name: dict[str, list[Unit]] = {}
        self._by_short: dict[str, list[Unit]] = {}
        for unit in self.units.values():
            for known, word in (
                (self._by_code, unit.code),
                (self._by_name, unit.name),
                (self._by_short, unit.short_name),
            ):
                if word:
                    known.setdefault(folded(word), []).append(unit)
        self._looked_near = 0

    def named(self, words: str) -> list[Unit]:
        """The units that these words name; those that still stand before those that do not."""
        word = folded(words)
        for known in (self._by_code, self._by_name):
            if word in known:
                return self._standing(known[word])
        return self._standing(self._down(words) or self._by_short.get(word, []))

    def coded(self, code: str) -> list[Unit]:
        """The unit of a code."""
        return self._by_code.get(folded(code), [])

    def near(self, words: Sequence[str]) -> list[Unit]:
        """Units whose names come close, for a person to choose from."""
        self._looked_near += 1
        if self._looked_near > NEAR_MOST or not words:
            return []
        # The shortest reading is the one without numbers and brackets.
        word = folded(min(words, key=len))
        close = difflib.get_close_matches(word, self._alike(word), n=3, cutoff=0.6)
        found = (unit for name in close for unit in (*self._by_name.get(name, ()), *self._by_short.get(name, ())))
        return list({unit.pk: unit for unit in found if self.is_open(unit)}.values())

    def is_open(self, unit: Unit) -> bool:
        """Whether it stands today."""
        return unit.closed_on is None or unit.closed_on > self._today

    def holds(self, unit: Unit) -> bool:
        """Whether it lies in the subtree."""
        return unit.path in self.units

    def ref(self, unit: Unit) -> UnitRef:
        """The unit as a proposal names it."""
        steps = (unit.path[:end] for end in range(len(self.top.path), len(unit.path) + 1, STEP))
        way = "/".join(self.units[path].name for path in steps if path in self.units)
        short = unit.short_name
        plain = short and self.named(short) == [unit]
        return UnitRef(unit.uid, unit.name, short if plain else unit.name, unit.code, way)

    def why_gone(self, unit: Unit) -> tuple[str, Unit | None]:
        """Since when a unit stands no more, and which one took it over, if that one still stands here."""
        into = unit.merged_into
        day = chinese_date(unit.closed_on) if unit.closed_on else ""
        if into is None:
            return _("“%(unit)s”已于%(day)s撤销") % {"unit": unit.name, "day": day}, None
        words = _("“%(unit)s”已于%(day)s并入“%(into)s”") % {"unit": unit.name, "day": day, "into": into.name}
        return words, into if self.holds(into) and self.is_open(into) else None

    def _standing(self, found: list[Unit]) -> list[Unit]:
        return [unit for unit in found if self.is_open(unit)] or found

    def _alike(self, word: str) -> list[str]:
        """The few names with most signs in common, for their length: difflib over ten thousand takes seconds."""
        shared = Counter(chain.from_iterable(self._with_sign.get(sign, ()) for sign in set(word)))
        return nlargest(_COMPARED, shared, key=lambda name: (2 * shared[name] / (len(word) + len(name)), name))

    @cached_property
    def _with_sign(self) -> dict[str, list[str]]:
        """The names in which a sign stands."""
        found: dict[str, list[str]] = {}
        for name in {*self._by_name, *self._by_short}:
            for sign in set(name):
                found.setdefault(sign, []).append(name)
        return found

    def _down(self, words: str) -> list[Unit]:
        """青山县委/东局/东一科: the last names the unit, each before it one above."""
        steps = [folded(step) for step in words.replace("\\", "/").replace(">", "/").replace("→", "/").split("/")]
        steps = [step for step in steps if step]
        if len(steps) < 2:
            return []
        found = [*self._by_name.get(steps[-1], ()), *self._by_short.get(steps[-1], ())]
        for up, word in enumerate(reversed(steps[:-1]), start=1):
            found = [unit for unit in found if self._is_called(unit.path[: -STEP * up], word)]
        return list({unit.pk: unit for unit in found}.values())

    def _is_called(self, path: str, word: str) -> bool:
        unit = self.units.get(path)
        return unit is not None and word in {folded(unit.name), folded(unit.short_name), folded(unit.code)}


def rows_of_list(pasted: UnitList, matcher: UnitMatcher) -> tuple[UnitRow, ...]:
    """A row for each unit a pasted list names, and for each line in which none was recognised."""
    rows: list[UnitRow] = []
    seen: dict[int, str] = {}
    for line in pasted.lines:
        for names in _readings(line, matcher):
            rows.append(_row(len(rows), line, names, matcher, seen))
    return tuple(rows)


def rows_of_pattern(
    pattern: Campaign, matcher: UnitMatcher, actor: Reach
) -> tuple[tuple[UnitRow, ...], tuple[str, ...]]:  # fmt: skip
    """The units of an earlier campaign in official order; closed, merged and moved ones say so and are not ticked."""
    parts = participations(pattern, actor)
    if len(parts) > PATTERN_MOST:
        return (), (
            _("上次的参加单位超过 %(most)d 个，这里不逐个列出。请在方案批准后用“下达到单位”按类型下达。")
            % {"most": PATTERN_MOST},
        )
    rows = []
    for key, part in enumerate(parts):
        unit, doubts = part.unit, []
        options = (matcher.ref(unit),) if matcher.holds(unit) else ()
        if not options:
            doubts.append(_("现在不在“%(top)s”范围内") % {"top": matcher.top.name})
        elif not matcher.is_open(matcher.units[unit.path]):
            why, into = matcher.why_gone(matcher.units[unit.path])
            doubts.append(why)
            options = (matcher.ref(into),) if into else ()
        elif part.until is not None:
            doubts.append(_("上次于%(day)s退出") % {"day": chinese_date(part.until)})
        rows.append(
            UnitRow(
                key=key, place="", source=unit.name, options=options, guides=part.guides_others, doubts=tuple(doubts)
            )
        )  # fmt: skip
    taken = {row.options[0].uid for row in rows if row.ticked}
    return tuple(_not_twice(row, taken) for row in rows), ()


def folded(text: str) -> str:
    """Words as they are compared: full-width signs and spaces make no difference."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _readings(line: UnitLine, matcher: UnitMatcher) -> Sequence[Sequence[str]]:
    """The words of each unit that a line names: of the whole line, else of its parts where one of them names a unit."""
    if not line.parts or _found(line.names, line.code, matcher):
        return [line.names]
    known = [names for names in line.parts if _found(names, "", matcher)]
    if not known:
        return [line.names]
    return known if line.spaced else line.parts


def _row(key: int, line: UnitLine, names: Sequence[str], matcher: UnitMatcher, seen: dict[int, str]) -> UnitRow:
    place, source = _("第%(line)d行") % {"line": line.number}, line.source
    whole = names is line.names
    if not whole:
        source = names[0]
    found = _found(names, line.code if whole else "", matcher)
    doubts: list[str] = []
    options = found
    if not found:
        options = matcher.near(names)
        doubts.append(_why_unknown(options, matcher))
    elif len(found) > 1:
        doubts.append(_("不止一个单位叫这个名称，请选定一个"))
    elif not matcher.is_open(found[0]):
        why, into = matcher.why_gone(found[0])
        doubts.append(why)
        options = [into] if into else []
    elif found[0].pk in seen:
        doubts.append(_("与%(place)s是同一个单位") % {"place": seen[found[0].pk]})
    else:
        seen[found[0].pk] = place
    refs = tuple(matcher.ref(unit) for unit in options[:_OFFERED])
    return UnitRow(key=key, place=place, source=source, options=refs, doubts=tuple(doubts))


def _why_unknown(near: Sequence[Unit], matcher: UnitMatcher) -> str:
    if not near:
        return _("在“%(top)s”和它的下属单位里没有找到") % {"top": matcher.top.name}
    if len(near) == 1:
        return _("没有登记过这个名称；最相近的是“%(unit)s”，确实是它才勾选") % {"unit": near[0].name}
    return _("没有登记过这个名称；请在相近的单位里选定，确实是它才勾选")


def _found(names: Iterable[str], code: str, matcher: UnitMatcher) -> list[Unit]:
    """The units that a line names: by its code and by the first of its words that name any. Both when they disagree."""
    coded = matcher.coded(code) if code else []
    named = next((found for name in names if (found := matcher.named(name))), [])
    if coded and named and coded[0] not in named:
        return [*coded, *named]
    return coded or named


def _not_twice(row: UnitRow, taken: set[UUID]) -> UnitRow:
    """A successor that takes part itself is offered once only."""
    if row.ticked or len(row.options) != 1 or row.options[0].uid not in taken:
        return row
    return UnitRow(key=row.key, place=row.place, source=row.source, guides=row.guides, doubts=row.doubts)
