"""One row taken out of one demonstration workbook: the figures that count it lose it, and no other figure moves.

The play runs once, in the test's own database. Before the act that brings a workbook in, it is tried with each of that
workbook's rows gone: the rest of the play runs to its end, the figures are read, and all of it is rolled back.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest
from django.db import transaction

from huiyin.demo import (
    balloting,
    beside,
    commitments,
    directives,
    founding,
    gathering,
    listening,
    planning,
    rectifying,
    regulating,
    special,
    studying,
    today,
)
from huiyin.demo.beside import Beside
from huiyin.demo.build_workbooks import SOURCE, WORKBOOKS, build_workbook, read_layout
from huiyin.demo.run import ENDED, HANDED_IN, LEDGERS, PRESENT, SECOND_STAGE, THIRD_STAGE, derived
from huiyin.demo.stage import Play
from tests.reported import BESIDE, REPORTED

pytestmark = pytest.mark.walks

Figures = dict[str, int | float | None]
Act = Callable[[Play], object]
P = TypeVar("P", bound=Play)
Acts = tuple[tuple[tuple[str, ...], Callable[[P], object]], ...]  # each with the workbooks it brings in


@dataclass(frozen=True)
class Removed:
    """One row of a sheet (the line that holds all these words), and what the figures lose by it.

    `naming`: lines elsewhere that name the removed row and mean nothing without it; they go along. `instead`: what must
    be said of something that lay in the removed row.
    """

    sheet: str
    words: tuple[str, ...]
    worth: dict[str, int]
    naming: tuple[tuple[str, tuple[str, ...]], ...] = ()
    instead: tuple[tuple[str, str], ...] = ()
    shares: tuple[tuple[str, float, float], ...] = ()

    @property
    def book(self) -> str:
        """The workbook it lies in."""
        return self.sheet.split("/")[0]


def _set_aside(number: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return (("04_意见梳理/分流", (number,)),)


REMOVED = (
    Removed("01_组织机构/工作组", ("领导小组", "100004", "副组长"), {"B3.leading_group_deputies": 1}),
    Removed("02_活动方案/回头看", ("H6",), {"F5.look_back_questions": 1}),
    Removed("03_征求意见_第一轮/意见", ("一-029",), {"D4.raw_opinions": 1}, _set_aside("一-029")),
    Removed("03_征求意见_第二轮/意见", ("二-041",), {"D4.raw_opinions": 1}, _set_aside("二-041")),
    Removed("03_征求意见_第三轮/意见", ("三-014",), {"D4.raw_opinions": 1}, _set_aside("三-014")),
    Removed(
        "04_意见梳理/条目", ("002", "一-056"), {"D4.items": 1},
        instead=(("04_意见梳理/分流", "一-056\t暂未归并\t待研究\t\n"),),
    ),
    # The only share among them: 39 closed of 50 issued instead of 51.
    Removed(
        "05_整改任务书/措施", ("C15", "推进中"), {"F1.measures": 1}, shares=(("F3.closed_share", 76.5, 78.0),)
    ),
    Removed("06_制度废改立/制度清理", ("党费收缴、使用和管理办法", "保留"), {"F6.kept": 1, "F6.reviewed": 1}),
    Removed("07_会议/会议", ("工委会议（审定整改任务书）",), {"M1.meetings": 1}),
    Removed("08_督导检查/督导检查", ("2013-07-16", "SZXX03"), {"G2.inspections": 1, "G2.suggestions": 1}),
    Removed("09_走访/领导走访", ("郑砚平", "联系点走访"), {"H2.visits": 1, "H2.days": 1}),
    Removed("11_学习/学习", ("走进省邮政管理局宣讲",), {"C3.preachings": 1}),
    Removed("12_联系服务/办实事", ("帮圩心村24号住户代办医保登记",), {"H3.deeds": 1}),
    Removed("13_信息宣传/信息", ("XX201311",), {"K3.written": 1}),
    Removed("14_承诺和规定/刚性规定", ("第十六项",), {"F6.hard_rules": 1}),
    Removed("15_减负/活动和检查评比", ("文明单位创建",), {"M1.reviews": 1, "M1.budget_commendations": 1}),
    # A pair that talked again: without this talk the gate still holds.
    Removed(
        "16_谈心和民主生活会/谈心", ("100004\t100118\t2013-09-16",), {"E2.talk_turns": 1},
        shares=(("E2.talks_each", 35.0, 34.8),),
    ),
    # An appraisal of six members: the votes for the seventh go with him.
    Removed("17_民主评议/评议对象", ("100114",), {"I2.appraised": 1}),
    # One of the central group at its third study; their other sessions stay.
    Removed(
        "18_学习名单/参学名单", ("3\t100101",),
        {"C1.person_times": 1, "C1.hours": 18, "C4.due": 1, "C4.there": 1},
        shares=(("B5.hours_each", 149.2, 149.0),),
    ),
    Removed("19_承诺、专项和来文/提交名单", ("T02\t100153",), {"F7.post_committers": 1}),
    # Its one value was zero, which met the target; nobody wrote from where it came down.
    Removed(
        "19_承诺、专项和来文/专项指标", ("违反元旦春节“四不”要求的",), {"F4.indicators": 1, "F4.targets_met": 1},
        (("19_承诺、专项和来文/指标现值", ("违反元旦春节“四不”要求的",)),),
    ),
    Removed(
        "19_承诺、专项和来文/上级文件", ("关于严禁公款购买印制寄送贺年卡等物品的通知",),
        {"F9.central_documents": 1, "F9.received": 1, "F9.acted_on": 1, "F9.traced": 1},
        (("19_承诺、专项和来文/落实记录", ("关于严禁公款购买印制寄送贺年卡等物品的通知",)),),
        shares=(("F9.acted_on_share", 90.0, 88.9),),
    ),
    Removed("10_发文/发文", ("关于公示整改任务书并征求意见的通知",), {"M1.documents": 1, "M1.budget_documents": 1}),
)  # fmt: skip

# The same for the smaller campaigns, by the source each rebuilds.
REMOVED_BESIDE = {
    "S0": (
        Removed("20_雁江市名册/工作组", ("督导组\t活动第四督导组",), {"G1.supervision_groups": 1}),
        Removed(
            "21_雁江市台账/会议", ("第42次调度会",), {"G2.dispatch_meetings": 1, "M1.meetings": 1, "M1.budget_meetings": 1}
        ),
        Removed("22_雁江市征求意见/意见", ("雁-010",), {"D4.raw_opinions": 1}),
        # One indicator of a class of two, with its 39 answers.
        Removed(
            "30_雁江市测评和选举/指标", ("党员教育管理",),
            {"D5.indicators": 1, "D5.answers": 39, "D5.satisfied": 27, "D5.weights": 2920},
            shares=(("D5.rate", 67.5, 67.2),),
        ),
        # One of the class of 240; they keep the archive of the year's other sessions.
        Removed(
            "31_雁江市学习档案/参学名单", ("YJ010801",),
            {"C1.person_times": 1, "C1.hours": 24, "C2.people": 1, "C2.person_times": 1, "C4.due": 1, "C4.there": 1},
        ),
    ),
    "S1": (
        Removed("23_云梧县名册/任职", ("副部长（兼人才办主任）",), {"A2.leaders": 1}),
        Removed("24_云梧县台账/帮扶慰问", ("YW12",), {"A9.living_allowance": 28}),
        Removed(
            "32_云梧县学习档案/学习安排", ("第1讲",),
            {"C1.person_times": 12, "C1.hours": 24, "C3.lecture_hall": 1, "C4.due": 12, "C4.there": 12},
            shares=(("B5.hours_each", 22.5, 20.5), ("C4.attendance_rate", 93.8, 93.2)),
        ),
    ),
    "S3": (
        Removed("25_沙埠县名册/工作组", ("230104",), {"B3.leading_group_deputies": 1}),
        Removed("26_沙埠县活动方案/动作", ("搞好结合，工作创新",), {"B1.own_actions": 1}),
        Removed("27_沙埠县台账/宣传", ("县周刊",), {"K4.publicity": 1, "K4.media": 1}),
        Removed(
            "33_沙埠县学习档案/学习安排", ("观看电教片并讨论",),
            {"C1.person_times": 8, "C1.hours": 24, "C4.due": 8, "C4.there": 8},
            shares=(("B5.hours_each", 17.6, 14.6), ("C4.attendance_rate", 95.8, 93.8)),
        ),
    ),
    "S4": (
        Removed("28_清川县名册/单位", ("QCB157",), {"A1.units": 1}),
        Removed(
            "29_清川县台账/上级文件", ("机关党建配套文件之十三",),
            {"F9.city_documents": 1, "F9.received": 1, "F9.acted_on": 1},
        ),
    ),
}  # fmt: skip


def without(one: Removed, folder: Path) -> Path:
    """The demonstration's workbooks but for that row: those it stands in, and is named in, are made anew."""
    source, target = folder / "source", folder / "workbooks"
    shutil.copytree(SOURCE, source)
    shutil.copytree(WORKBOOKS, target)
    layout, changed = read_layout(source), {one.book}
    for sheet, words in ((one.sheet, one.words), *one.naming):
        path = source / f"{sheet}.tsv"
        header, *lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        gone = [line for line in lines if all(word in line for word in words)]
        assert len(gone) == 1, f"{sheet} {words}: {len(gone)} lines"
        path.write_text(header + "".join(line for line in lines if line not in gone), encoding="utf-8")
        changed.add(sheet.split("/")[0])
    for sheet, line in one.instead:
        with (source / f"{sheet}.tsv").open("a", encoding="utf-8") as more:
            more.write(line)
    for book in changed:
        build_workbook(book, layout.workbooks[book], layout, source, target)
    return target


def _plan(play: Play) -> None:
    planning.plan_campaign(play)
    planning.open_stage(play, 1, planning.ISSUED)


def _consolidate(play: Play) -> None:
    listening.consolidate(play)
    planning.open_stage(play, 2, SECOND_STAGE)


def _rectify(play: Play) -> None:
    rectifying.issue_task_sheet(play)
    planning.open_stage(play, 3, THIRD_STAGE)
    rectifying.work(play)


def _rooms(play: Play) -> None:
    """Three rooms that one workbook brings in; documents from above are linked to what stands in the ledgers."""
    commitments.collect(play)
    special.rectify_themes(play)
    directives.carry_out(play)


def _keep(code: str, book: str, left_out: tuple[str, ...]) -> Act:
    return lambda play: planning.keep_ledger(play, code, book, HANDED_IN, without=left_out)


# The acts that enter what is counted, each with the workbooks it brings in. Who did what in the matrix of units and
# actions, answers in public and the report itself enter nothing: without them the figures must end the same.
ACTS: Acts[Play] = (
    (("01", "02"), _plan),
    # Early, though it is the last to be handed in: what follows is played again for every row.
    (("18",), lambda play: studying.study(play, "18", roster="01")),
    (("03",), listening.listen),
    (("04",), _consolidate),
    (("05",), _rectify),
    (("06",), regulating.regulate),
    (("16",), gathering.gather),
    (("17",), lambda play: balloting.hold_ballots(play, "17")),
    *(((book,), _keep(code, book, left_out)) for code, book, left_out in LEDGERS),
    (("19",), _rooms),
    ((), lambda play: planning.finish_stages(play, ENDED)),
)


class _Undone(Exception):
    """Takes back what a try did."""


def tried(play: P, acts: Acts[P]) -> Figures:
    """The figures the play ends with if it goes on from here; then it has not gone on."""
    figures: Figures = {}
    try:
        with transaction.atomic():
            for _books, act in acts:
                act(play)
            figures = derived(play)
            raise _Undone
    except _Undone:
        return figures


def played(play: P, acts: Acts[P], removed: tuple[Removed, ...], folder: Path) -> dict[str, Figures]:
    """Plays to the end; the figures it would have ended with, had the row of each sheet been gone when it was brought in."""
    after = dict[str, Figures]()
    for number, (books, act) in enumerate(acts):
        for one in removed:
            if one.book[:2] in books and one.sheet not in after:  # several books may come in from one workbook
                changed = replace(play, workbooks=without(one, folder / f"{len(after)}"))
                after[one.sheet] = tried(changed, acts[number:])
        act(play)
    return after


def moved(before: Figures, after: Figures) -> dict[str, tuple[float | None, float | None]]:
    """The figures that differ, as (before, after)."""
    assert before.keys() == after.keys()
    return {code: (before[code], after[code]) for code in before if before[code] != after[code]}


def test_every_workbook_loses_a_row() -> None:
    removed = (*REMOVED, *(one for several in REMOVED_BESIDE.values() for one in several))
    assert {one.book for one in removed} == {path.stem for path in WORKBOOKS.glob("*.xlsx")}
    assert {book for books, _act in ACTS for book in books} == {one.book[:2] for one in REMOVED}


def test_one_row_removed_moves_the_figures_that_count_it_and_no_other(db: None, tmp_path: Path) -> None:
    play = Play()
    today.know_holidays(play, datetime(PRESENT.year, PRESENT.month, PRESENT.day, tzinfo=UTC))
    founding.found_organisation(play)
    founding.give_rights(play)
    after = played(play, ACTS, REMOVED, tmp_path)
    whole = derived(play)
    wanted = {
        one.sheet: {
            **{code: (whole[code], (whole[code] or 0) - worth) for code, worth in one.worth.items()},
            **{code: (was, now) for code, was, now in one.shares},
        }
        for one in REMOVED
    }
    assert {sheet: moved(whole, figures) for sheet, figures in after.items()} == wanted
    assert {code: whole[code] for code in REPORTED} == REPORTED, "the play as it stands"


def _beside(main: Play, setting: dict[str, Any]) -> Acts[Beside]:  # Any: the plain values of TOML
    """The acts of a smaller campaign that enter what is counted (huiyin.demo.beside.gather); its report enters nothing."""
    acts: list[tuple[tuple[str, ...], Callable[[Beside], object]]] = [
        ((setting["roster"],), lambda play: beside.found(main, play)),
        ((setting["plan"],) if "plan" in setting else (), beside.plan),
    ]
    # Study first, as above: it takes the longest.
    if "study" in setting:
        study = setting["study"]
        acts.append(((study,), lambda play: studying.study(play, study, roster=setting["roster"])))
    if "rounds" in setting:
        acts.append((tuple(one["workbook"][:2] for one in setting["rounds"]), listening.listen))
    acts.append(((setting["books"],), beside._keep))
    if "ballots" in setting:
        acts.append(((setting["ballots"],), lambda play: balloting.hold_ballots(play, setting["ballots"])))
    return (*acts, ((), beside.finish))


@pytest.mark.parametrize("source", REMOVED_BESIDE)
def test_one_row_removed_moves_the_figures_of_its_own_small_campaign(db: None, tmp_path: Path, source: str) -> None:
    main = Play()
    founding.found_organisation(main)
    play = Beside(main.workbooks, source=source)
    after = played(play, _beside(main, play.setting), REMOVED_BESIDE[source], tmp_path)
    whole = derived(play)
    assert {code: whole[code] for code in BESIDE[source]} == BESIDE[source]
    wanted: dict[str, dict[str, tuple[float | None, float | None]]] = {
        one.sheet: {
            **{code: (whole[code], (whole[code] or 0) - worth) for code, worth in one.worth.items()},
            **{code: (was, now) for code, was, now in one.shares},
        }
        for one in REMOVED_BESIDE[source]
    }
    assert {sheet: moved(whole, figures) for sheet, figures in after.items()} == wanted
