"""The demonstration's figures: those of the source, and each moved by its own records and by nothing else."""

import ast
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from huiyin.demo.build_workbooks import SOURCE, build_all
from tests.conftest import Demonstration, load

pytestmark = pytest.mark.journeys

# domain/capabilities.md: the figures the source reports (S2), by row.
REPORTED = {
    "A2.leaders": 5,
    "B1.stage_1_actions": 6, "B1.stage_2_actions": 5, "B1.stage_3_actions": 4, "B1.promotion_actions": 12,
    "B3.sub_plans": 17, "B3.leading_group_heads": 1, "B3.leading_group_deputies": 3,
    "D1.channels": 6,
    "D4.rounds": 3, "D4.items": 127, "D4.categories": 18, "D4.key_items": 28,
    "D6.teams": 5, "D6.days": 15, "D6.households": 50,
    "E1.problems": 28, "E1.sides": 4, "E1.classes": 4, "E4.life_meetings": 1,
    "F1.measures": 51,
    "F4.special_themes": 6, "F4.special_actions": 5,
    "F5.look_back_questions": 6,
    "F6.kept": 16, "F6.repealed": 4, "F6.revised": 37, "F6.reviewed": 57, "F6.created": 2,
    "G1.supervision_groups": 2, "G1.supervised_schools": 3,
    "C4.sessions": 3,
    "H2.visits": 15, "H2.days": 63, "H2.cities": 5, "H2.counties": 6, "H2.units": 42,
}  # fmt: skip


def test_the_figures_of_the_source_come_out_equal(demonstration: Demonstration) -> None:
    found = {code: demonstration.figures.get(code) for code in REPORTED}
    assert found == REPORTED


def test_more_raw_opinions_than_items_and_at_least_eight_groups(demonstration: Demonstration) -> None:
    figures = demonstration.figures
    assert (figures["D2.groups"] or 0) >= 8
    assert (figures["D4.raw_opinions"] or 0) > (figures["D4.items"] or 0)
    assert [code for code, value in figures.items() if value is None] == []


@dataclass(frozen=True)
class Removed:
    """One row taken out of a sheet (the line that holds all these words), and what the figures lose by it."""

    sheet: str
    words: tuple[str, ...]
    worth: dict[str, int]


# A row of each workbook. What only refers to a removed row goes with it and is worth nothing of its own.
REMOVED = (
    Removed("01_组织机构/工作组", ("领导小组", "100004", "副组长"), {"B3.leading_group_deputies": 1}),
    Removed("02_活动方案/回头看", ("H6",), {"F5.look_back_questions": 1}),
    Removed("03_征求意见_第一轮/意见", ("一-056",), {"D4.raw_opinions": 1}),
    Removed("03_征求意见_第二轮/意见", ("二-041",), {"D4.raw_opinions": 1}),
    Removed("03_征求意见_第三轮/意见", ("三-014",), {"D4.raw_opinions": 1}),
    Removed("04_意见梳理/条目", ("002", "一-056"), {"D4.items": 1}),
    Removed("04_意见梳理/分流", ("二-041", "暂未归并"), {}),
    Removed("04_意见梳理/分流", ("三-014", "暂未归并"), {}),
    Removed("05_整改任务书/措施", ("C15", "推进中"), {"F1.measures": 1}),
    Removed("06_制度废改立/制度清理", ("党费收缴、使用和管理办法", "保留"), {"F6.kept": 1, "F6.reviewed": 1}),
    Removed("07_会议/会议", ("工委会议（审定整改任务书）",), {"M1.meetings": 1}),
    Removed("08_督导检查/督导检查", ("2013-12-05", "SZXX03"), {"G2.inspections": 1, "G2.suggestions": 2}),
    Removed("09_走访/领导走访", ("郑砚平", "联系点走访"), {"H2.visits": 1, "H2.days": 5}),
    Removed("10_发文/发文", ("关于公示整改任务书并征求意见的通知",), {"M1.documents": 1}),
)
# The only share among them: 39 closed of 50 issued instead of 51.
SHARE = {"F3.closed_share": (76.5, 78.0)}


def remove(source: Path, one: Removed) -> None:
    """Take the one line out of its sheet."""
    path = source / f"{one.sheet}.tsv"
    header, *lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    gone = [line for line in lines if all(word in line for word in one.words)]
    assert len(gone) == 1, f"{one}: {len(gone)} lines"
    path.write_text(header + "".join(line for line in lines if line not in gone), encoding="utf-8")


def moved(
    before: dict[str, float | None], after: dict[str, float | None]
) -> dict[str, tuple[float | None, float | None]]:
    """The figures that differ, as (before, after)."""
    assert before.keys() == after.keys()
    return {code: (before[code], after[code]) for code in before if before[code] != after[code]}


def test_a_row_removed_from_each_workbook_moves_exactly_the_figures_that_count_it(
    demonstration: Demonstration, tmp_path: Path
) -> None:
    source, target, lost = tmp_path / "source", tmp_path / "workbooks", dict[str, int]()
    shutil.copytree(SOURCE, source)
    target.mkdir()
    for one in REMOVED:
        remove(source, one)
        for code, worth in one.worth.items():
            lost[code] = lost.get(code, 0) + worth
    assert {path.name for path in build_all(target, source)} == {path.name for path in target.iterdir()}
    assert {one.sheet.split("/")[0] for one in REMOVED} == {path.stem for path in target.iterdir()}
    after = load(tmp_path / "var", "--workbooks", str(target)).figures
    before = demonstration.figures
    wanted = {code: (before[code], (before[code] or 0) - worth) for code, worth in lost.items()}
    assert moved(before, after) == {**wanted, **SHARE}


VOID = """
import json
from datetime import date
from huiyin.demo.run import derived
from huiyin.demo.stage import Play, at
from huiyin.rectification import measures
from huiyin.rectification.models import Measure
from huiyin.reports.figures import drift
from huiyin.reports.issuing import issued_version
from huiyin.reports.models import Report
day, play = date(2014, 2, 11), Play()
version = issued_version(Report.objects.get(unit=play.top, campaign=play.campaign))
assert drift(version) == []
office = play.cast("office", day)
measure = Measure.objects.filter(campaign=play.campaign, state=Measure.State.IN_PROGRESS, askings__isnull=True)[0]
measures.void_measure(
    measure, reason="与另一条措施重复", revision=measure.revision, actor=office, now=at(day), on=day
)
print(json.dumps({
    "figures": derived(play),
    "office": office.account.name,
    "drift": {
        d.taken.code: [d.taken.text, d.now.printed, [[c.kind, c.reason, c.person] for c in d.changes]]
        for d in drift(version)
    },
}, ensure_ascii=False))
"""


def test_a_voided_measure_moves_its_figures_and_the_issued_report_says_why_and_who(
    demonstration: Demonstration, tmp_path: Path
) -> None:
    said = json.loads(demonstration.installation.copy_to(tmp_path / "var").python(VOID))
    assert moved(demonstration.figures, said["figures"]) == {"F1.measures": (51, 50), **SHARE}
    change = [["作废", "与另一条措施重复", said["office"]]]
    drifted = said["drift"]
    whole = {code: drifted.pop(code) for code in ("F1.measures", "F3.closed_share")}
    assert {code: changes for code, (_was, _is, changes) in whole.items()} == {
        "F1.measures": change, "F3.closed_share": change
    }  # fmt: skip
    assert ("51" in whole["F1.measures"][0], "50" in whole["F1.measures"][1]) == (True, True)
    # Of the units' own lines only those of the measure's unit and above it may have moved.
    assert all(code.startswith(("F1.measures@", "F3.closed_share@")) for code in drifted), drifted


def numbers(path: Path) -> set[int]:
    """The whole numbers that stand as literals in a module."""
    found = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return {node.value for node in found if isinstance(node, ast.Constant) and type(node.value) is int}


def test_no_expected_figure_stands_in_the_code_of_the_demonstration() -> None:
    """Only those that cannot be an hour of the play's clock."""
    telling = {int(value) for value in REPORTED.values() if value > 24}
    folder = SOURCE.parent
    modules = [path for path in folder.rglob("*.py") if "tests" not in path.parts]
    assert len(modules) > 8
    standing = {path.name: sorted(numbers(path) & telling) for path in modules}
    assert {name: found for name, found in standing.items() if found} == {}
