"""Checks the rows of a 整改任务书 against what is in the system: items, posts, units, numbers used already."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.core.errors import Refused
from huiyin.ledgers.engine.excel.columns import Column, Problem
from huiyin.ledgers.engine.excel.reading import Row
from huiyin.ledgers.engine.rows import closed_sentence
from huiyin.opinions.models import Item
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Post, Role, Unit
from huiyin.rectification.measures import RouteLine
from huiyin.rectification.models import Measure, RouteStep
from huiyin.rectification.models import Problem as ListedProblem
from huiyin.rectification.naming import PostFinder
from huiyin.rectification.problems import ANSWERABLE
from huiyin.rectification.queries import within_reach
from huiyin.rectification.route_map import read_route
from huiyin.rectification.task_sheet_reading import MEASURE_COLUMNS, PROBLEM_COLUMNS, SheetRows
from huiyin.rectification.wording import said


@dataclass(frozen=True)
class SheetProblem:
    """One row of the sheet 问题, checked."""

    code: str
    side: str
    wind: str
    statement: str
    manifestation: str
    items: tuple[Item, ...]

    @property
    def side_label(self) -> str:
        """As shown."""
        return str(ListedProblem.Side(self.side).label)


@dataclass(frozen=True)
class SheetMeasure:
    """One row of the sheet 措施, checked."""

    code: str
    problem: str
    statement: str
    goal: str
    lead_post: Post
    unit: Unit
    post: Post
    term: str
    begins_on: date
    due_on: date | None
    route: tuple[RouteLine, ...]

    @property
    def term_label(self) -> str:
        """As shown."""
        return str(Measure.Term(self.term).label)


@dataclass
class Preview:
    """What a staged task sheet would bring in, or every fault that keeps it out."""

    problems: list[SheetProblem]
    measures: list[SheetMeasure]
    faults: list[Problem]
    notes: list[str]

    @property
    def must_be_confirmed(self) -> set[str]:
        """Codes of the sheet's problems on which its measures stand."""
        own = {problem.code for problem in self.problems}
        return {measure.problem for measure in self.measures} & own


class Checker:
    """Turns rows into checked problems and measures; every fault keeps its place."""

    def __init__(self, campaign: Campaign, unit: Unit, rows: SheetRows, actor: Reach) -> None:
        self._rows = rows
        self._columns: tuple[Column, ...] = PROBLEM_COLUMNS
        self.faults = list(rows.faults)
        self._listed = {problem.code: problem for problem in ListedProblem.objects.filter(campaign=campaign)}
        self._issued = set(Measure.objects.filter(campaign=campaign).values_list("code", flat=True))
        self._items: dict[str, Item] = {}
        # The unit's own items win over those of other units with the same number.
        mine = within_reach(actor, (Role.OFFICE,))
        for item in Item.objects.filter(mine, campaign=campaign, removed=False).select_related("unit").order_by("pk"):
            if item.code not in self._items or item.unit_id == unit.pk:
                self._items[item.code] = item
        named = [found for row in rows.measures if isinstance(found := row.values.get("unit"), Unit)]
        self._posts = PostFinder([unit, *{found.pk: found for found in named}.values()])

    def preview(self) -> Preview:
        """The whole."""
        own = {str(row.values["code"]) for row in self._rows.problems if "code" in row.values}
        problems = [self._problem(row) for row in self._fresh(self._rows.problems, set(self._listed))]
        self._columns = MEASURE_COLUMNS
        measures = [self._measure(row, own) for row in self._fresh(self._rows.measures, self._issued)]
        self.faults.sort(key=lambda fault: (fault.file, fault.sheet, fault.row))
        return Preview(
            [one for one in problems if one is not None], [one for one in measures if one is not None], self.faults,
            self._rows.notes,
        )  # fmt: skip

    def _fresh(self, rows: Sequence[Row], taken: set[str]) -> Iterable[Row]:
        """The rows, a fault for each whose number is used already, in the system or further up."""
        seen: dict[str, int] = {}
        for row in rows:
            code = row.values.get("code")
            if isinstance(code, str):
                if code in taken:
                    self._fault(row, "code", _("编号“%(code)s”在系统里已经有了。") % {"code": code})
                elif code in seen:
                    self._fault(
                        row, "code", _("编号“%(code)s”与第 %(row)d 行重复。") % {"code": code, "row": seen[code]}
                    )
                seen.setdefault(code, row.row)
            yield row

    def _problem(self, row: Row) -> SheetProblem | None:
        given = row.values
        codes = given.get("items") or ()
        items = [
            item for code in (codes if isinstance(codes, tuple) else ()) if (item := self._item(row, code)) is not None
        ]
        if row.problems:
            return None
        return SheetProblem(
            code=str(given["code"]), side=str(given["side"]), wind=str(given["wind"]),
            statement=str(given["statement"]), manifestation=str(given.get("manifestation") or ""),
            items=tuple({item.pk: item for item in items}.values()),
        )  # fmt: skip

    def _item(self, row: Row, code: str) -> Item | None:
        item = self._items.get(code)
        if item is None:
            near = difflib.get_close_matches(code, self._items, n=3)
            hint = _("相近的编号有：%(near)s。") % {"near": "、".join(near)} if near else _("请核对条目编号。")
            self._fault(row, "items", _("没有条目“%(code)s”。%(hint)s") % {"code": code, "hint": hint})
        elif item.state not in ANSWERABLE:
            self._fault(
                row, "items", _("条目“%(code)s”所在的梳理还没有签字，或已说明去向，不能列入问题。") % {"code": code}
            )
        return item

    def _measure(self, row: Row, own: set[str]) -> SheetMeasure | None:
        given = row.values
        problem, unit = given.get("problem"), given.get("unit")
        if isinstance(problem, str) and problem not in own:
            self._check_listed(row, problem)
        begins_on, due_on = given.get("begins_on"), given.get("due_on")
        if isinstance(begins_on, date) and isinstance(due_on, date) and due_on < begins_on:
            self._fault(row, "due_on", _("完成时限早于开始日期，请改正。"))
        if given.get("term") == Measure.Term.LONG and not given.get("goal"):
            self._fault(row, "goal", _("长期坚持的措施须写明阶段目标。"))
        if not isinstance(unit, Unit):
            return None
        if closed := closed_sentence(unit, begins_on if isinstance(begins_on, date) else None):
            self._fault(row, "unit", closed)
        lead, post = self._lead(row, unit), self._post(row, unit)
        if row.problems or lead is None or post is None or not isinstance(begins_on, date):
            return None
        ends_on = due_on if isinstance(due_on, date) else None
        route = read_route(str(given.get("route") or ""), begins_on=begins_on, due_on=ends_on)
        for line in route:
            try:
                said(line.text, RouteStep, "text")
            except Refused as refusal:
                self._fault(row, "route", _("%(why)s请用分号断开。") % {"why": refusal.sentence})
        return SheetMeasure(
            code=str(given["code"]), problem=str(given["problem"]), statement=str(given["statement"]),
            goal=str(given.get("goal") or ""), lead_post=lead, unit=unit, post=post, term=str(given["term"]),
            begins_on=begins_on, due_on=ends_on, route=tuple(route),
        )  # fmt: skip

    def _check_listed(self, row: Row, code: str) -> None:
        listed = self._listed.get(code)
        if listed is None:
            self._fault(row, "problem", _("没有问题“%(code)s”：问题表里没有，系统里也没有。") % {"code": code})
        elif listed.state != ListedProblem.State.CONFIRMED:
            self._fault(row, "problem", _("问题“%(code)s”还没有确认或已说明去向，不能拟定措施。") % {"code": code})

    def _post(self, row: Row, unit: Unit) -> Post | None:
        title = row.values.get("post")
        try:
            return self._posts.responsible(unit, title) if isinstance(title, str) else None
        except Refused as refusal:
            self._fault(row, "post", refusal.sentence)
            return None

    def _lead(self, row: Row, unit: Unit) -> Post | None:
        title = row.values.get("lead")
        try:
            return self._posts.leading(unit, title) if isinstance(title, str) else None
        except Refused as refusal:
            self._fault(row, "lead", refusal.sentence)
            return None

    def _fault(self, row: Row, name: str, message: str) -> None:
        label = next((column.label for column in self._columns if column.name == name), "")
        self.faults.append(Problem(row.file, row.sheet, row.row, label, message))
