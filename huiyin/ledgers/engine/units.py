"""Finds the unit a clerk's text names, among those the actor may record for; the tree is loaded once."""

import difflib
import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Generic, NamedTuple, Self, TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from huiyin.core.errors import Refused
from huiyin.organisation.access import RECORDERS, Reach
from huiyin.organisation.models import Unit
from huiyin.organisation.paths import STEP
from huiyin.organisation.queries import in_official_order

_STEPS = re.compile(r"[/／\\>＞→]+")
_LISTED = 3
# A guess compares a name with every unit; whoever has more names wrong than this sent another list, not misspelt names.
_GUESSED = 50


class NamedUnit(NamedTuple):
    """What workbooks ask of a unit: ten thousand of them load in a tenth of the time that model objects take."""

    pk: int
    code: str
    name: str
    short_name: str
    path: str
    closed_on: date | None
    merged_into: str | None  # its name

    @classmethod
    def of(cls, units: QuerySet[Unit]) -> list[Self]:
        """These units, in one query."""
        columns = units.values_list("pk", "code", "name", "short_name", "path", "closed_on", "merged_into__name")
        return list(map(cls._make, columns))

    @classmethod
    def one(cls, unit: Unit) -> Self:
        """This unit."""
        into = unit.merged_into.name if unit.merged_into is not None else None
        return cls(unit.pk, unit.code, unit.name, unit.short_name, unit.path, unit.closed_on, into)


U = TypeVar("U", Unit, NamedUnit)


class Finder(Generic[U]):
    """Looks units up by code, name, short name, or the way down to them (青山县委/东局/东一科)."""

    def __init__(self, units: Iterable[U]) -> None:
        self.units: tuple[U, ...] = tuple(units)
        self._by_path: dict[str, U] = {unit.path: unit for unit in self.units}
        self._by_code: dict[str, U] = {_folded(unit.code): unit for unit in self.units}
        self._by_name: dict[str, list[U]] = {}
        for unit in self.units:
            for name in {_folded(unit.name), _folded(unit.short_name)} - {""}:
                self._by_name.setdefault(name, []).append(unit)
        # A misspelt name may stand in 50,000 rows: both answers and refusals are kept.
        self._known: dict[str, U | str] = {}
        self._guesses = 0

    def find(self, text: str) -> U:
        """The one unit that `text` names; refused with a sentence that says what to write instead."""
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = self._look_up(text)
        if isinstance(known, str):
            raise Refused(known)
        return known

    def label(self, unit: U) -> str:
        """The shortest words by which `find` finds this unit again: its name, the way down to it, or its code."""
        for words in (unit.name, self._way(unit)):
            if self._look_up(words) is unit:
                return words
        return unit.code

    def _look_up(self, text: str) -> U | str:
        word = _folded(text)
        named = self._by_name.get(word, []) if word not in self._by_code else [self._by_code[word]]
        if not named and len(steps := [step for step in _STEPS.split(text) if step.strip()]) > 1:
            named = self._down(steps)
        if len(named) == 1:
            return named[0]
        if named:
            ways = "、".join(f"{self._way(unit)}（{unit.code}）" for unit in named[:_LISTED])
            return _("有 %(count)s 个单位都叫“%(text)s”：%(ways)s。请填单位编码，或写明上级，如“上级单位/本单位”。") % {
                "count": len(named), "text": text, "ways": ways,
            }  # fmt: skip
        if near := self._near(text):
            return _("没有找到单位“%(text)s”，是不是“%(near)s”？请填单位的全称、简称或编码。") % {
                "text": text, "near": near,
            }  # fmt: skip
        return _("您可以登记的单位里没有“%(text)s”。请核对单位名称或编码；确需代填的，请向活动办公室申请授权。") % {
            "text": text
        }

    def _near(self, text: str) -> str | None:
        """The unit's name that looks most like `text`, for the first wrong names only."""
        self._guesses += 1
        if self._guesses > _GUESSED:
            return None
        near = difflib.get_close_matches(text, [unit.name for unit in self.units], n=1, cutoff=0.6)
        return near[0] if near else None

    def _down(self, steps: list[str]) -> list[U]:
        """Units whose last names are `steps`: each step names the unit or one above it, in order."""
        wanted = [_folded(step) for step in steps]
        found = self._by_name.get(wanted[-1], [])
        for level, word in enumerate(reversed(wanted[:-1]), start=1):
            found = [unit for unit in found if self._is_called(unit.path[: -STEP * level], word)]
        return found

    def _is_called(self, path: str, word: str) -> bool:
        unit = self._by_path.get(path)
        return unit is not None and word in {_folded(unit.name), _folded(unit.short_name), _folded(unit.code)}

    def _way(self, unit: U) -> str:
        """The names from the highest unit known here down to this one."""
        paths = (unit.path[:end] for end in range(STEP, len(unit.path) + 1, STEP))
        return "/".join(self._by_path[path].name for path in paths if path in self._by_path)


UnitFinder = Finder[Unit]


class UnitChoice:
    """The units a form offers: all of them in official order when they are few, else found by what is typed.

    Offered for whichever campaign: the verbs ask whether the right is one for the campaign chosen.
    """

    MOST = 200

    def __init__(self, actor: Reach, roles: Iterable[str]) -> None:
        self._units = actor.units(roles).select_related("merged_into")
        some = self._units.order_by("path")[: self.MOST + 1]
        found = in_official_order(some)
        self.is_long = len(found) > self.MOST
        self.units = () if self.is_long else tuple(found)

    @property
    def only(self) -> Unit | None:
        """The one unit there is, when there is one."""
        return self.units[0] if len(self.units) == 1 else None

    def own(self, actor: Reach) -> Unit | None:
        """The unit the actor belongs to, when it is among those offered: what a form begins with."""
        return self._units.filter(pk=actor.account.person.unit_id).first()

    @property
    def is_empty(self) -> bool:
        """Whether the actor has no unit at all."""
        return not self.is_long and not self.units

    def options(self) -> list[tuple[str, str]]:
        """(uid, words) for a list to choose from; empty when there are too many."""
        return [(str(unit.uid), self._finder.label(unit)) for unit in self.units]

    def find(self, text: str) -> Unit:
        """The unit that a uid, a name or a code stands for."""
        try:
            found = self._units.filter(uid=UUID(text)).first()
        except ValueError:
            found = None
        return found or self._finder.find(text)

    def label(self, unit: Unit) -> str:
        """The words by which this unit is found again."""
        return self._finder.label(unit)

    @cached_property
    def _finder(self) -> UnitFinder:
        return UnitFinder(self.units or self._units)


def recordable(actor: Reach, campaign: UUID | None) -> UnitFinder:
    """The units for which the actor may record in a campaign, or outside campaigns. One query."""
    # What few units were merged into is asked when one of them is named.
    return UnitFinder(actor.units_for(RECORDERS, campaign).order_by("path"))


def recordable_names(actor: Reach, campaign: UUID | None) -> Finder[NamedUnit]:
    """The same for workbooks of many rows, without the units themselves."""
    return Finder(NamedUnit.of(actor.units_for(RECORDERS, campaign).order_by("path")))


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
