"""The 单位 sheet: units by code and superior code, or by the path of names, in any order of rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from huiyin.campaigns.intake.changes import Change, Difference, Effect, difference
from huiyin.campaigns.intake.sheets import Line
from huiyin.ledgers.engine.excel.columns import Problem
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Role, Unit
from huiyin.organisation.paths import STEP
from huiyin.organisation.rights import STRUCTURE_KEEPERS

_STEPS = "/／\\＞>→"


@dataclass(frozen=True)
class UnitValues:
    """A unit as the workbook and the tree together say it will stand; `parent` is the superior's code, "" for a root."""

    code: str
    name: str
    short_name: str
    kind: str
    order: int | None
    area: str
    opened_on: date | None
    closed_on: date | None
    remark: str
    parent: str


class UnitBook:
    """All units by code: those of the tree, and those the workbook adds or changes. Other sheets ask it for units."""

    def __init__(self, lines: list[Line], actor: Reach, *, today: date) -> None:
        self._actor, self._today = actor, today
        self.problems: list[Problem] = []
        rows = Unit.objects.select_related("area", "parent").order_by("path")
        self.existing: dict[str, Unit] = {unit.code: unit for unit in rows}
        self._codes_by_path = {unit.path: unit.code for unit in self.existing.values()}
        self._lines: dict[str, Line] = {}
        self._names: dict[str, list[str]] = {}
        self._ways: dict[str, str] = {}
        self._name_existing()
        self._take(lines)
        self.planned: dict[str, UnitValues] = dict(self._plan())
        self._check_tree()

    def find(self, text: str) -> str:
        """The code of the one unit that `text` names; raises ValueError with the sentence that says what is wrong."""
        text = text.strip()
        if text in self.existing or text in self._lines:
            return text
        way = "/".join(_steps(text))
        if way in self._ways:
            return self._ways[way]
        codes = self._names.get(text, [])
        if len(codes) == 1:
            return codes[0]
        if codes:
            raise ValueError(
                _("有几个单位都叫“%(text)s”（编码 %(codes)s），请改填单位编码。")
                % {"text": text, "codes": "、".join(codes[:5])}
            )
        raise ValueError(_("没有找到单位“%(text)s”：表里没有，系统里也没有。请核对编码或名称。") % {"text": text})

    def changes(self) -> list[Change[UnitValues]]:
        """What each sound line does, superiors before their subordinates."""
        found = []
        for code in self._downwards():
            line, values = self._lines[code], self.planned[code]
            unit = self.existing.get(code)
            if unit is None:
                found.append(Change(line.place, values.name, Effect.NEW, values))
                continue
            differences = _differences(unit, values)
            effect = Effect.CHANGED if differences else Effect.SAME
            found.append(
                Change(line.place, values.name, effect, values, unit.uid, unit.revision, tuple(differences))
            )  # fmt: skip
        return found

    def closed_on(self, code: str) -> date | None:
        """The day the unit is closed, by workbook or tree."""
        values = self.planned.get(code)
        return values.closed_on if values else self.existing[code].closed_on if code in self.existing else None

    def may_keep(self, code: str, roles: tuple[str, ...]) -> bool:
        """Whether the actor holds one of `roles` on the unit as it stands, or on the nearest standing one above it."""
        for above in self._upwards(code):
            unit = self.existing.get(above)
            if unit is not None:
                return self._actor.may(roles, unit)
        # A new root: only an administrator of a whole organisation adds one.
        return any(len(path) == STEP for path in self._actor.paths_for((Role.ADMINISTRATOR,), None))

    def is_below(self, code: str, top: str) -> bool:
        """Whether the unit will stand at or below `top`."""
        return top in self._upwards(code)

    def _name_existing(self) -> None:
        ways: dict[str, str] = {}
        for unit in self.existing.values():
            above = ways.get(unit.path[:-STEP], "")
            ways[unit.path] = f"{above}/{unit.name}" if above else unit.name
            self._ways.setdefault(ways[unit.path], unit.code)
            for name in {unit.name, unit.short_name} - {""}:
                self._names.setdefault(name, []).append(unit.code)

    def _take(self, lines: list[Line]) -> None:
        """Give every line its code: the one it states, the standing unit on its path, or a new one."""
        waiting: list[tuple[Line, str]] = []
        for line in lines:
            way = "/".join(_steps(line.text("path")))
            code = line.text("code") or self._ways.get(way, "")
            if code:
                self._enter(code, line, way)
            elif way:
                waiting.append((line, way))
            elif line.sound:
                self.problems.append(
                    line.place.problem(
                        "单位编码", _("请填写单位编码，或写明单位路径，如“江淮省/甲局/乙科”，以便区分单位。")
                    )
                )  # fmt: skip
        for line, way in sorted(waiting, key=lambda pair: pair[1].count("/")):
            if way in self._ways:
                self._enter(self._ways[way], line, way)
                continue
            self._enter(self._new_code(way), line, way)

    def _enter(self, code: str, line: Line, way: str) -> None:
        first = self._lines.get(code)
        if first is not None:
            self.problems.append(
                line.place.problem(
                    "单位编码", _("单位“%(code)s”在%(first)s已经列过，请只留一行。") % {"code": code, "first": first.place}
                )
            )  # fmt: skip
            return
        self._lines[code] = line
        if way:
            self._ways.setdefault(way, code)
        if code not in self.existing:
            called = line.text("name") or (_steps(way)[-1] if way else "")
            for name in {called, line.text("short_name")} - {""}:
                self._names.setdefault(name, []).append(code)

    def _new_code(self, way: str) -> str:
        """A code for a unit that came by its path only: the superior's code and a running number."""
        above = self._ways.get(way.rpartition("/")[0], "")
        number = 1
        while True:
            code = f"{above}-{number:02d}" if above else f"U{number:03d}"
            if code not in self.existing and code not in self._lines:
                return code
            number += 1

    def _plan(self) -> Iterator[tuple[str, UnitValues]]:
        for code, line in self._lines.items():
            parent = self._parent(code, line)
            steps = _steps(line.text("path"))
            unit = self.existing.get(code)
            name = line.text("name") or (steps[-1] if steps else unit.name if unit else "")
            if not name and line.sound:
                self.problems.append(line.place.problem("单位名称", _("新单位必须填写单位名称。")))
            yield (
                code,
                UnitValues(
                    code=code,
                    name=name.strip(),
                    short_name=line.text("short_name") or (unit.short_name if unit else ""),
                    kind=line.text("kind") or (unit.kind if unit else Unit.Kind.DEPARTMENT.value),
                    order=line.number("order") if line.number("order") is not None else (unit.order if unit else None),
                    area=line.text("area") or (unit.area.name if unit and unit.area else ""),
                    opened_on=line.day("opened_on") or (unit.opened_on if unit else None),
                    closed_on=line.day("closed_on") or (unit.closed_on if unit else None),
                    remark=line.text("remark") or (unit.remark if unit else ""),
                    parent=parent,
                ),
            )

    def _parent(self, code: str, line: Line) -> str:
        """The superior's code; a blank keeps a standing unit where it is."""
        named, steps, unit = line.text("parent"), _steps(line.text("path")), self.existing.get(code)
        column = "上级编码"
        if not named and len(steps) > 1:
            named, column = "/".join(steps[:-1]), "单位路径"
        if not named:
            return unit.parent.code if unit and unit.parent else ""
        try:
            return self.find(named)
        except ValueError as error:
            if line.sound:
                self.problems.append(
                    line.place.problem(column, _("上级单位认不出来：%(why)s") % {"why": str(error)})
                )  # fmt: skip
            return unit.parent.code if unit and unit.parent else ""

    def _check_tree(self) -> None:
        """Rings, closed superiors, names doubled under one superior, and units outside the actor's reach."""
        siblings: dict[tuple[str, str], str] = {
            (unit.parent.code if unit.parent else "", unit.name): unit.code
            for unit in self.existing.values()
            if unit.code not in self.planned and unit.closed_on is None
        }
        for code, values in self.planned.items():
            line = self._lines[code]
            if not line.sound:
                continue
            if self._is_ring(code):
                self.problems.append(
                    line.place.problem("上级编码", _("“%(name)s”不能隶属于它自己或它的下级。") % {"name": values.name})
                )
                continue
            self._check_dates(line, values)
            twin = siblings.setdefault((values.parent, values.name), code)
            if twin != code and values.closed_on is None:
                self.problems.append(
                    line.place.problem(
                        "单位名称",
                        _("同一上级下已有“%(name)s”（编码 %(code)s），请核对是否重复。")
                        % {"name": values.name, "code": twin},
                    )
                )
            self._check_reach(code, line, values)

    def _check_dates(self, line: Line, values: UnitValues) -> None:
        above = self.closed_on(values.parent) if values.parent else None
        if values.opened_on and values.closed_on and values.closed_on < values.opened_on:
            self.problems.append(line.place.problem("撤销日期", _("撤销日期早于设立日期，请改正。")))
        if above is not None and above <= self._today and values.closed_on is None:
            self.problems.append(
                line.place.problem("上级编码", _("上级单位已经撤销，它的下级应先移走或撤销。"))
            )  # fmt: skip
        unit = self.existing.get(values.code)
        if unit is not None and unit.closed_on is not None and values.closed_on != unit.closed_on:
            self.problems.append(
                line.place.problem(
                    "撤销日期", _("系统里这个单位已于%(day)s撤销，与表中不同，请核对。") % {"day": unit.closed_on}
                )
            )

    def _check_reach(self, code: str, line: Line, values: UnitValues) -> None:
        unit = self.existing.get(code)
        touched = unit is None or bool(_differences(unit, values))
        if touched and not self.may_keep(code, STRUCTURE_KEEPERS):
            self.problems.append(
                line.place.problem(
                    "单位编码", _("“%(name)s”不在您的权限范围内，不能新增或修改。") % {"name": values.name}
                )
            )

    def _upwards(self, code: str) -> Iterator[str]:
        """A unit and those above it as they will stand; stops at a ring."""
        seen: set[str] = set()
        while code and code not in seen:
            seen.add(code)
            yield code
            code = self._above(code)

    def _above(self, code: str) -> str:
        """The code of the superior as it will stand; "" above a root."""
        values, unit = self.planned.get(code), self.existing.get(code)
        if values is not None:
            return values.parent
        return unit.parent.code if unit and unit.parent else ""

    def _is_ring(self, code: str) -> bool:
        chain = list(self._upwards(code))
        return self._above(chain[-1]) in chain

    def _downwards(self) -> list[str]:
        """The codes of sound lines, superiors first, otherwise as the workbook lists them."""
        rings = {code for code in self.planned if self._is_ring(code)}
        sound = [code for code in self.planned if self._lines[code].sound and code not in rings]
        return sorted(sound, key=lambda code: sum(1 for _above in self._upwards(code)))


def _differences(unit: Unit, values: UnitValues) -> list[Difference]:
    return [
        *difference("单位名称", unit.name, values.name),
        *difference("简称", unit.short_name, values.short_name),
        *difference("类型", unit.get_kind_display(), str(Unit.Kind(values.kind).label)),
        *difference("排序", unit.order, values.order),
        *difference("片区", unit.area.name if unit.area else "", values.area),
        *difference("设立日期", unit.opened_on, values.opened_on),
        *difference("撤销日期", unit.closed_on, values.closed_on),
        *difference("备注", unit.remark, values.remark),
        *difference("上级编码", unit.parent.code if unit.parent else "", values.parent),
    ]


def _steps(way: str) -> list[str]:
    for sign in _STEPS[1:]:
        way = way.replace(sign, _STEPS[0])
    return [step.strip() for step in way.split(_STEPS[0]) if step.strip()]
