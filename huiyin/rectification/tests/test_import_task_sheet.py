"""整改任务书 from Excel: shown first, taken in whole or not at all, every fault by file, sheet, row and column."""

import zipfile
from io import BytesIO

import pytest

from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.core.models import AuditLine, StoredFile
from huiyin.opinions.models import Item
from huiyin.rectification import intake
from huiyin.rectification.models import Measure, Problem, Progress, StagedTaskSheet
from huiyin.rectification.tests.sheets import (
    MEASURE_HEAD,
    PROBLEM_HEAD,
    book,
    faults,
    measure_row,
    posts,
    problem_row,
    stage,
)


def commit(county, staged, *confirmed: str):
    return intake.commit(
        staged, confirmed=confirmed, actor=county.reach("office"), now=county.now, today=county.today
    )  # fmt: skip


def test_a_sheet_comes_in_whole_with_route_maps_and_nothing_of_progress(county):
    posts(county)
    Item.objects.create(campaign=county.campaign, unit=county.root, code="001", statement="报表太多", state="signed")
    staged = stage(county, book([problem_row(items="001"), problem_row("W02")], [measure_row(), measure_row("C02")]))
    assert faults(county, staged) == []
    before = AuditLine.objects.count()
    assert commit(county, staged, "W01") == (2, 2)
    assert AuditLine.objects.count() == before + 1, "an import is one line"
    assert list(Problem.objects.order_by("code").values_list("state", flat=True)) == ["confirmed", "draft"]
    assert [item.code for item in Problem.objects.get(code="W01").items.all()] == ["001"]
    measure = Measure.objects.get(code="C01")
    assert measure.state == Measure.State.DRAFT, "issued by a verb, not by an import"
    assert [(step.text, str(step.due_on)) for step in measure.steps.all()] == [
        ("10月底前清理", "2013-10-31"), ("11月15日前公布", "2013-11-15")
    ]  # fmt: skip
    assert not Progress.objects.exists()
    with pytest.raises(Stale):
        commit(county, staged, "W01")


def test_measures_stand_only_on_problems_that_somebody_ticked(county):
    posts(county)
    staged = stage(county, book([problem_row(), problem_row("W02")], [measure_row(), measure_row("C02", "W02")]))
    with pytest.raises(Refused, match="W02 还没有勾选确认"):
        commit(county, staged, "W01")
    assert not Problem.objects.exists()
    assert commit(county, staged, "W01", "W02") == (2, 2)


def test_one_fault_keeps_everything_out_and_is_told_by_file_sheet_row_and_column(county):
    posts(county)
    good = [measure_row(f"C{n:02d}") for n in range(60)]
    staged = stage(county, book([problem_row()], [*good, measure_row("C99", 责任岗位="局常")]))
    (sentence,) = faults(county, staged)
    assert sentence.startswith("《任务书.xlsx》“措施”第 63 行“责任岗位”")
    assert "相近的有：局长" in sentence
    with pytest.raises(Refused, match="没有导入任何内容"):
        commit(county, staged, "W01")
    assert not Problem.objects.exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"责任单位编码": "northh"}, "责任单位编码"),
        ({"责任单位编码": "west"}, "职务"),
        ({"牵头领导职务": "书计"}, "相近的有：书记"),
        ({"问题编号": "W77"}, "没有问题“W77”"),
        ({"完成时限": "2013-08-01"}, "早于开始日期"),
        ({"开始日期": "2013年9月31日"}, "没有“2013年9月31日”这一天"),
        ({"开始日期": "9月2日"}, "没有写年份"),
        ({"开始日期": ""}, "必填"),
        ({"整改类型": "马上改"}, "不在可选项里"),
        ({"整改类型": "长期坚持", "整改目标": ""}, "阶段目标"),
        ({"整改措施": "字" * 1001}, "最多 1000 个字"),
        ({"路线图": "字" * 301}, "路线图"),
        ({"整改措施": "合并\u007f月报"}, "看不见的控制字符"),
    ],
)
def test_every_bad_cell_gets_a_sentence_and_nothing_is_written(county, change, words):
    posts(county)
    staged = stage(county, book([problem_row()], [measure_row(**change)]))
    found = "\n".join(faults(county, staged))
    assert words in found
    assert "第 3 行" in found


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([problem_row(items="404")], "没有条目“404”"),
        ([problem_row(items="002")], "还没有签字"),
        ([problem_row(), problem_row()], "与第 3 行重复"),
        ([["W01", "邻居提", "形式主义", "x", "", ""]], "不在可选项里"),
        ([["W01", "群众提", "形式主义", "", "", ""]], "必填"),
    ],
)
def test_bad_problems_are_told(county, rows, words):
    Item.objects.create(campaign=county.campaign, unit=county.root, code="002", statement="x", state="open")
    staged = stage(county, book(rows))
    assert words in "\n".join(faults(county, staged))


def test_full_width_digits_dates_as_cells_and_formula_like_text_are_taken_as_they_are_meant(county):
    from datetime import datetime

    posts(county)
    row = measure_row(整改措施="-合并=三份月报", 开始日期=datetime(2013, 9, 2), 完成时限="２０１３－１１－１５")
    staged = stage(county, book([problem_row()], [row]))
    assert faults(county, staged) == []
    commit(county, staged, "W01")
    made = Measure.objects.get()
    assert (made.statement, str(made.begins_on), str(made.due_on)) == ("-合并=三份月报", "2013-09-02", "2013-11-15")


def test_a_formula_that_nobody_computed_is_told(county):
    posts(county)
    staged = stage(county, book([problem_row()], [measure_row(整改措施="=SUM(A1)")]))
    assert "公式" in "\n".join(faults(county, staged))


def test_missing_and_repeated_headers_are_named(county):
    posts(county)
    without = [heading for heading in MEASURE_HEAD if heading != "责任岗位"]
    staged = stage(county, book([problem_row()], [measure_row()], heads=(PROBLEM_HEAD, without)))
    assert "责任岗位" in "\n".join(faults(county, staged))
    twice = [*PROBLEM_HEAD[:5], "问题编号"]
    staged = stage(county, book([problem_row()], heads=(twice, MEASURE_HEAD)))
    assert "问题编号" in "\n".join(faults(county, staged))


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0" + b"\0" * 600])
def test_what_is_no_workbook_is_refused_and_leaves_nothing(county, content):
    with pytest.raises(Refused):
        stage(county, content)
    assert not StagedTaskSheet.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_workbook_with_neither_sheet_is_refused(county):
    with pytest.raises(Refused, match="没有问题，也没有措施"):
        stage(county, book())


def test_a_zip_bomb_is_refused(county):
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("大.xlsx", b"0" * (64 * 1024 * 1024))
    with pytest.raises(Refused):
        stage(county, target.getvalue(), name="任务书.zip")
    assert not StoredFile.objects.exists()


def test_two_workbooks_at_once_problems_in_one_and_measures_in_the_other(county):
    posts(county)
    staged = stage(county, book([problem_row()]), book([], [measure_row()]))
    assert faults(county, staged) == []
    assert commit(county, staged, "W01") == (1, 1)


def test_measures_for_a_problem_that_is_in_already(county):
    posts(county)
    first = stage(county, book([problem_row()]))
    commit(county, first)
    later = book([], [measure_row()])
    assert "还没有确认" in "\n".join(faults(county, stage(county, later)))
    Problem.objects.update(state="confirmed")
    staged = stage(county, later)
    assert faults(county, staged) == []
    assert commit(county, staged) == (0, 1)
    again = stage(county, later)
    assert "在系统里已经有了" in "\n".join(faults(county, again))


def test_only_the_office_stages_and_only_the_uploader_sees_it(county):
    posts(county)
    with pytest.raises(Refused, match="活动办公室"):
        intake.stage(
            county.campaign, county.root, [("x.xlsx", [book([problem_row()])])], actor=county.reach("east_head"),
            now=county.now, today=county.today,
        )  # fmt: skip
    staged = stage(county, book([problem_row()]))
    with pytest.raises(NotReached):
        intake.staged_sheet(staged.uid, county.reach("office_two"))


def test_a_discarded_sheet_is_gone_with_its_file(county):
    staged = stage(county, book([problem_row()]))
    intake.discard(staged, actor=county.reach("office"), now=county.now)
    assert not StoredFile.objects.exists()
    with pytest.raises(Stale):
        intake.discard(staged, actor=county.reach("office"), now=county.now)
