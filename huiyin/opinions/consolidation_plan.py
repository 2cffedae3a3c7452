"""What a consolidation workbook says, checked against what is recorded: every number found, every piece in its words."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.core.errors import Refused
from huiyin.ledgers.engine.excel.columns import Column, Kind, Problem
from huiyin.ledgers.engine.excel.reading import Row, SheetStatus, read
from huiyin.opinions import staging
from huiyin.opinions.access import visible
from huiyin.opinions.intake import words_of
from huiyin.opinions.models import Category, Item, Opinion, Piece, Round
from huiyin.opinions.terms import WORDS_MOST
from huiyin.organisation.access import Reach

Triage = Opinion.Triage
CONCLUSIONS = (
    *((choice.value, str(choice.label)) for choice in Triage if choice not in {Triage.WAITING, Triage.OPINION}),
    ("complaint", "信访"), ("praise", "表扬"), ("restricted", "违纪线索移交"), ("restricted", "违纪线索"),
    ("opinion", "暂未归并"), ("opinion", "未归并"),
)  # fmt: skip
CATEGORY_COLUMNS = (
    Column("code", "类别编码", Kind.TEXT, required=True, max_length=20),
    Column("name", "类别名称", Kind.TEXT, required=True, max_length=60, aliases=("类别",)),
    Column("wind", "四风大类", Kind.TEXT, max_length=40, aliases=("大类",)),
    Column("about", "说明", Kind.TEXT, max_length=300),
)
ITEM_COLUMNS = (
    Column("code", "条目编号", Kind.TEXT, required=True, max_length=20),
    Column("category", "类别编码", Kind.TEXT, required=True, max_length=20),
    Column("statement", "条目表述", Kind.LONG_TEXT, required=True, max_length=1000, aliases=("条目", "梳理条目")),
    Column("key", "是否重点", Kind.BOOLEAN),
    Column("originals", "原始意见编号", Kind.TEXT_LIST, required=True, max_length=50, aliases=("原始编号",)),
)
PIECE_COLUMNS = (
    Column("original", "原始意见编号", Kind.TEXT, required=True, max_length=40, aliases=("原始编号",)),
    Column("piece", "分条编号", Kind.TEXT, required=True, max_length=50),
    Column("words", "分条文字", Kind.LONG_TEXT, required=True, max_length=WORDS_MOST),
)
TRIAGE_COLUMNS = (
    Column("original", "原始意见编号", Kind.TEXT, required=True, max_length=40, aliases=("原始编号",)),
    Column("to", "分流结论", Kind.CHOICE, required=True, choices=CONCLUSIONS, aliases=("分办结论",)),
    Column("reason", "理由", Kind.TEXT, max_length=300),
)
SHEETS = {"类别": CATEGORY_COLUMNS, "条目": ITEM_COLUMNS, "分条": PIECE_COLUMNS, "分流": TRIAGE_COLUMNS}

Values = dict[str, Any]  # parsed cells by column name, as the Excel engine hands them over


@dataclass
class Plan:
    """What the workbook would do: rows as read, and for each split opinion the positions of its cuts."""

    rows: dict[str, list[tuple[Row, Values]]] = field(default_factory=lambda: {name: [] for name in SHEETS})
    problems: list[Problem] = field(default_factory=list)
    opinions: dict[str, Opinion] = field(default_factory=dict)
    cuts: dict[str, list[int]] = field(default_factory=dict)
    piece_numbers: dict[str, list[str]] = field(default_factory=dict)
    unmentioned: int = 0

    def each(self, sheet: str) -> Iterator[tuple[Row, Values]]:
        """The rows of one sheet."""
        return iter(self.rows[sheet])

    def original(self, reference: str) -> str:
        """The number of the opinion that a reference, to it or to a piece of it, means."""
        return self._of_piece.get(reference, reference)

    def references(self) -> set[str]:
        """Every number the items name."""
        return {reference for _row, values in self.each("条目") for reference in values["originals"]}

    @property
    def _of_piece(self) -> dict[str, str]:
        return {piece: number for number, pieces in self.piece_numbers.items() for piece in pieces}

    def fault(self, row: Row, column: str, message: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(row.file, row.sheet, row.row, column, message))

    def summary(self) -> dict[str, Any]:
        """Counts for the preview."""
        away = Counter(values["to"] for _row, values in self.each("分流"))
        return {
            "categories": len(self.rows["类别"]), "items": len(self.rows["条目"]),
            "key": sum(bool(values.get("key")) for _row, values in self.each("条目")),
            "split": len(self.cuts), "pieces": sum(map(len, self.piece_numbers.values())),
            "placements": sum(len(values["originals"]) for _row, values in self.each("条目")),
            "away": {str(Triage(to).label): count for to, count in away.items() if to != Triage.OPINION},
            "remainder": away.get(Triage.OPINION, 0), "unmentioned": self.unmentioned,
        }  # fmt: skip


def read_plan(round: Round, name: str, path: Path, *, actor: Reach, today: date) -> Plan:
    """The plan of a workbook, with a problem for each row that cannot be followed."""
    plan = Plan()
    with staging.opened(name, path) as sources:
        for title, columns in SHEETS.items():
            found = False
            for source in sources:
                for sheet in read(source, columns, remembered={}, today=today):
                    if sheet.sheet.strip() != title or sheet.status is SheetStatus.EMPTY:
                        continue
                    found = True
                    plan.problems += sheet.problems
                    for row in sheet.rows():
                        plan.problems += row.problems
                        if not row.problems:
                            plan.rows[title].append((row, dict(row.values)))
            if not found and title in {"类别", "条目"}:
                raise Refused(
                    _(
                        "《%(name)s》里没有“%(sheet)s”表。梳理台账要有“类别”“条目”两张表，有拆分、分流的另加“分条”“分流”表。"
                    )
                    % {"name": name, "sheet": title}
                )
    if not plan.problems:
        _find_opinions(plan, round, actor)
        _check_categories(plan, round)
        _check_pieces(plan)
        _check_triage(plan)
        _check_items(plan, round)
    return plan


def _find_opinions(plan: Plan, round: Round, actor: Reach) -> None:
    said = visible(actor).filter(round__campaign=round.campaign, round__unit=round.unit).exclude(slip_no="")
    seen: Counter[str] = Counter()
    for opinion in said.select_related("round"):
        plan.opinions[opinion.slip_no] = opinion
        seen[opinion.slip_no] += 1
    plan.unmentioned = said.filter(triage=Triage.WAITING).count()
    for number, count in seen.items():
        if count > 1:
            del plan.opinions[number]  # The same number in two rounds names neither.


def _check_categories(plan: Plan, round: Round) -> None:
    known = {category.code: category.name for category in Category.objects.filter(campaign=round.campaign)}
    seen: set[str] = set()
    for row, values in plan.each("类别"):
        code = values["code"]
        if code in seen:
            plan.fault(row, "类别编码", _("类别编码“%(code)s”写了两次。") % {"code": code})
        if known.get(code, values["name"]) != values["name"]:
            plan.fault(
                row, "类别名称", _("类别“%(code)s”在本活动里叫“%(name)s”。") % {"code": code, "name": known[code]}
            )
        seen.add(code)
    for row, values in plan.each("条目"):
        if values["category"] not in seen | set(known):
            plan.fault(row, "类别编码", _("没有编码为“%(code)s”的类别。") % {"code": values["category"]})


def _check_pieces(plan: Plan) -> None:
    """Each piece must be found in the words, one after the other; the cuts lie where the later ones begin."""
    given: dict[str, list[tuple[Row, Values]]] = {}
    for row, values in plan.each("分条"):
        if _known(plan, row, "原始意见编号", values["original"]) is not None:
            given.setdefault(values["original"], []).append((row, values))
    words = words_of(plan.opinions[number].pk for number in given)
    already = _split_before(plan, set(given))
    for number, rows in given.items():
        opinion = plan.opinions[number]
        text, at, starts = words.get(opinion.pk, ""), 0, []
        for row, values in rows:
            place = text.find(values["words"], at)
            if place < 0:
                plan.fault(row, "分条文字", _("原话里没有这段文字，或先后次序不对。请从原话照样复制，一个字都不要改。"))
                break
            starts.append(place)
            at = place + len(values["words"])
        if len(rows) < 2:
            plan.fault(rows[0][0], "分条编号", _("拆分至少要有两条。"))
        if opinion.pk in already:
            plan.fault(rows[0][0], "原始意见编号", _("“%(no)s”在系统里已经拆分过，请先还原。") % {"no": number})
        plan.cuts[number] = starts[1:]
        plan.piece_numbers[number] = [values["piece"] for _row, values in rows]
    doubled = [
        no for no, count in Counter(no for nos in plan.piece_numbers.values() for no in nos).items() if count > 1
    ]
    for row, values in plan.each("分条"):
        if values["piece"] in doubled:
            plan.fault(row, "分条编号", _("分条编号“%(no)s”写了两次。") % {"no": values["piece"]})


def _split_before(plan: Plan, numbers: set[str]) -> set[UUID]:
    """Opinions that were cut on the board already: their pieces have no numbers a workbook could name."""
    opinions = [plan.opinions[number].pk for number in numbers if number in plan.opinions]
    rows = Piece.objects.filter(opinion__in=opinions, replaced=False, begin__gt=0)
    return set(rows.values_list("opinion", flat=True))


def _check_triage(plan: Plan) -> None:
    seen: set[str] = set()
    for row, values in plan.each("分流"):
        number, opinion = values["original"], _known(plan, row, "原始意见编号", values["original"])
        if number in seen:
            plan.fault(row, "原始意见编号", _("“%(no)s”写了两次。") % {"no": number})
        seen.add(number)
        if opinion is not None and opinion.triage not in {Triage.WAITING, values["to"]}:
            plan.fault(
                row, "分流结论",
                _("“%(no)s”已分办为“%(now)s”。要改，请先撤销分办。")
                % {"no": number, "now": opinion.get_triage_display()},
            )  # fmt: skip
        if values["to"] in {Triage.INVALID, Triage.RESTRICTED} and not values.get("reason"):
            plan.fault(row, "理由", _("这样分流要写明理由。"))
        plan.unmentioned -= opinion is not None and opinion.triage == Triage.WAITING


def _check_items(plan: Plan, round: Round) -> None:
    away = {values["original"]: values["to"] for _row, values in plan.each("分流")}
    in_parts = _split_before(plan, {plan.original(reference) for reference in plan.references()})
    taken = set(
        Item.objects.filter(campaign=round.campaign, unit=round.unit, removed=False).values_list("code", flat=True)
    )
    mentioned: set[str] = set()
    for row, values in plan.each("条目"):
        if values["code"] in taken:
            plan.fault(row, "条目编号", _("条目编号“%(code)s”已被使用。") % {"code": values["code"]})
        taken.add(values["code"])
        for reference in values["originals"]:
            number = plan.original(reference)
            opinion = _known(plan, row, "原始意见编号", number)
            if opinion is None:
                continue
            if reference == number and (number in plan.cuts or opinion.pk in in_parts):
                plan.fault(row, "原始意见编号", _("“%(no)s”已拆分，请写“分条”表里的分条编号。") % {"no": number})
            if number in away or opinion.triage not in {Triage.WAITING, Triage.OPINION}:
                plan.fault(row, "原始意见编号", _("“%(no)s”已另行分流，不能归入条目。") % {"no": number})
            if opinion.triage == Triage.WAITING and number not in mentioned:
                plan.unmentioned -= 1
            mentioned.add(number)


def _known(plan: Plan, row: Row, column: str, number: str) -> Opinion | None:
    opinion = plan.opinions.get(number)
    if opinion is None:
        plan.fault(
            row, column,
            _("没有编号为“%(no)s”的意见，或有几轮用了同一个编号。请核对；拆分过的要在“分条”表里列出。") % {"no": number},
        )  # fmt: skip
    return opinion
