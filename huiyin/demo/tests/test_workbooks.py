"""The demonstration workbooks say what the source reported, agree with each other, and come from their sources."""

import itertools
import re
import shutil
from collections import Counter
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from huiyin.demo.build_workbooks import HEADER_ROW, SOURCE, WORKBOOKS, SourceError, build_all, read_layout

Row = dict[str, Any]
ROUNDS = ("第一轮", "第二轮", "第三轮")
ROOMS = "19_承诺、专项和来文"


@cache
def sheet(book: str, name: str) -> tuple[Row, ...]:
    """The numbered rows of a committed sheet, by header."""
    cells = CalamineWorkbook.from_path(WORKBOOKS / f"{book}.xlsx").get_sheet_by_name(name).to_python()
    header = [str(name) for name in cells[HEADER_ROW]]
    return tuple(dict(zip(header, row, strict=True)) for row in cells[HEADER_ROW + 1 :] if isinstance(row[0], float))


def column(book: str, name: str, header: str) -> list[Any]:
    return [row[header] for row in sheet(book, name)]


def opinions() -> list[Row]:
    return [row for number in ROUNDS for row in sheet(f"03_征求意见_{number}", "意见")]


def listed(cell: str) -> list[str]:
    return cell.split("、") if cell else []


def unit_codes() -> set[str]:
    return set(column("01_组织机构", "单位", "单位编码"))


def staff_numbers() -> set[str]:
    return set(column("01_组织机构", "人员", "工号"))


def holders(unit: str, post: str) -> set[str]:
    return {row["工号"] for row in sheet("01_组织机构", "任职") if (row["单位编码"], row["职务"]) == (unit, post)}


def test_every_sheet_is_labelled_numbered_and_ends_with_remarks():
    layout = read_layout()
    for folder, looks in layout.workbooks.items():
        book = CalamineWorkbook.from_path(WORKBOOKS / f"{folder}.xlsx")
        assert book.sheet_names == [look.name for look in looks]
        for look in looks:
            cells = book.get_sheet_by_name(look.name).to_python()
            assert layout.label in str(cells[0][0]), (folder, look.name)
            assert str(cells[1][0]).startswith("填报单位（盖章）：")
            assert (cells[HEADER_ROW][0], cells[HEADER_ROW][-1]) == ("序号", "备注"), (folder, look.name)
            assert [row["序号"] for row in sheet(folder, look.name)] == list(
                range(1, len(sheet(folder, look.name)) + 1)
            )


@pytest.mark.proofs
def test_the_committed_workbooks_are_what_the_sources_give_and_always_the_same_bytes(tmp_path: Path):
    first, second = build_all(tmp_path / "a"), build_all(tmp_path / "b")
    assert {path.name for path in first} == {path.name for path in WORKBOOKS.glob("*.xlsx")}
    for one, other in zip(first, second, strict=True):
        assert one.read_bytes() == other.read_bytes()
        built, kept = CalamineWorkbook.from_path(one), CalamineWorkbook.from_path(WORKBOOKS / one.name)
        for name in built.sheet_names:
            assert built.get_sheet_by_name(name).to_python() == kept.get_sheet_by_name(name).to_python(), one.name


def test_a_row_taken_out_of_a_source_is_gone_from_its_workbook_and_from_its_total(tmp_path: Path):
    shutil.copytree(SOURCE, tmp_path / "source")
    changed = tmp_path / "source" / "09_走访" / "调研组驻村.tsv"
    lines = changed.read_text(encoding="utf-8").splitlines()
    changed.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    build_all(tmp_path / "out", tmp_path / "source")
    cells = CalamineWorkbook.from_path(tmp_path / "out" / "09_走访.xlsx").get_sheet_by_name("调研组驻村").to_python()
    total = next(row for row in cells if row[0] == "合计")
    assert len([row for row in cells if isinstance(row[0], float)]) == 4
    assert total[cells[HEADER_ROW].index("走访户数")] == 40


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda text: text.replace("2013-08-13", "二〇一三年八月", 1), "应为日期"),
        (lambda text: text.replace("\t10\t", "\t十\t", 1), "应为整数"),
        (lambda text: text.replace("\t10\t", "\t", 1), "请补齐"),
        (lambda text: text.replace("走访户数", "户数", 1), "不存在的列"),
    ],
)
def test_a_spoilt_source_is_refused_with_the_place(tmp_path: Path, spoil: Any, sentence: str):
    shutil.copytree(SOURCE, tmp_path / "source")
    path = tmp_path / "source" / "09_走访" / "调研组驻村.tsv"
    path.write_text(spoil(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(SourceError, match=sentence) as refusal:
        build_all(tmp_path / "out", tmp_path / "source")
    assert "调研组驻村.tsv" in str(refusal.value)


def test_codes_and_numbers_are_given_once():
    for book, name, header in [
        ("01_组织机构", "单位", "单位编码"),
        ("01_组织机构", "单位", "单位名称"),
        ("01_组织机构", "单位", "简称"),
        ("01_组织机构", "人员", "工号"),
        ("01_组织机构", "人员", "手机号"),
        ("02_活动方案", "环节", "环节编号"),
        ("02_活动方案", "动作", "动作编号"),
        ("02_活动方案", "子方案", "文号"),
        ("04_意见梳理", "条目", "条目编号"),
        ("04_意见梳理", "条目", "条目表述"),
        ("05_整改任务书", "问题", "问题编号"),
        ("05_整改任务书", "措施", "措施编号"),
        ("06_制度废改立", "制度清理", "制度名称"),
        ("06_制度废改立", "制度清理", "文号"),
        ("07_会议", "会议", "会议名称"),
        ("09_走访", "联系点", "联系点编号"),
        ("10_发文", "发文", "文号"),
    ]:
        values = column(book, name, header)
        assert len(set(values)) == len(values), (book, name, header)
        assert "" not in values
    assert len({row["编号"] for row in opinions()}) == len(opinions())
    assert len({row["意见原文"] for row in opinions()}) == len(opinions())


def test_organisation_figures():
    kinds = Counter(column("01_组织机构", "单位", "类型"))
    assert (kinds["工委"], kinds["学校"], kinds["机关"]) == (1, 3, 42)
    leaders = [row for row in sheet("01_组织机构", "任职") if row["单位编码"] == "SZGW"]
    assert len(leaders) == 5
    cadres = {row["工号"] for row in sheet("01_组织机构", "任职") if re.fullmatch(r"SZGW\d\d", row["单位编码"])}
    assert 50 < len(cadres) < 60
    teams = Counter((row["组别类型"], row["组内职务"]) for row in sheet("01_组织机构", "工作组"))
    assert (teams["领导小组", "组长"], teams["领导小组", "副组长"]) == (1, 3)
    assert (teams["督导组", "组长"], teams["调研组", "组长"]) == (2, 5)
    covered = [row["督导单位编码"] for row in sheet("01_组织机构", "工作组") if row["组内职务"] == "组长"]
    schools = {row["单位编码"] for row in sheet("01_组织机构", "单位") if row["类型"] == "学校"}
    assert {code for cell in covered for code in listed(cell)} == schools


def test_people_cover_the_hard_cases():
    people = sheet("01_组织机构", "人员")
    names = [row["姓名"] for row in people]
    assert any("䶮" in name for name in names)
    assert any("𠮷" in name for name in names)
    assert {"单", "仇", "解", "查"} <= {name[0] for name in names}
    assert [name for name, times in Counter(names).items() if times > 1] == ["王建华"]
    assert len({row["单位编码"] for row in people if row["姓名"] == "王建华"}) == 2
    assert all(re.fullmatch(r"1990000\d{4}", row["手机号"]) for row in people)


def test_references_lead_somewhere():
    units, people = unit_codes(), staff_numbers()
    for book, name, header in [
        ("01_组织机构", "单位", "上级编码"),
        ("01_组织机构", "人员", "单位编码"),
        ("01_组织机构", "任职", "单位编码"),
        ("01_组织机构", "工作组", "督导单位编码"),
        ("02_活动方案", "动作", "牵头单位编码"),
        ("02_活动方案", "子方案", "起草单位编码"),
        ("02_活动方案", "专项", "牵头单位编码"),
        ("02_活动方案", "回头看", "责任单位编码"),
        ("05_整改任务书", "措施", "责任单位编码"),
        ("07_会议", "会议", "单位编码"),
        ("08_督导检查", "督导检查", "受检单位编码"),
        ("09_走访", "联系点", "单位编码"),
        ("10_发文", "发文", "发文单位编码"),
    ]:
        assert {code for cell in column(book, name, header) for code in listed(cell)} <= units, (book, name)
    for book, name, header in [
        ("01_组织机构", "任职", "工号"),
        ("01_组织机构", "工作组", "工号"),
        ("05_整改任务书", "措施", "检查人工号"),
        ("07_会议", "发言名单", "工号"),
        ("09_走访", "联系点", "领导工号"),
    ]:
        assert set(column(book, name, header)) - {""} <= people, (book, name)
    named = {row["姓名"] for row in sheet("01_组织机构", "人员")}
    assert set(column("07_会议", "会议", "主持人")) <= named
    short = set(column("01_组织机构", "单位", "简称"))
    assert {name for cell in column("09_走访", "领导走访", "走访单位") for name in listed(cell)} <= short
    assert set(column("06_制度废改立", "制度清理", "责任部门")) <= short
    teams = set(column("01_组织机构", "工作组", "组名"))
    assert set(column("08_督导检查", "督导检查", "督导组")) <= teams
    assert set(column("09_走访", "调研组驻村", "走访人")) <= teams


def test_names_written_beside_staff_numbers_are_their_names():
    names = {row["工号"]: row["姓名"] for row in sheet("01_组织机构", "人员")}
    pairs = [
        *((row["工号"], row["姓名"]) for row in sheet("01_组织机构", "工作组")),
        *((row["工号"], row["姓名"]) for row in sheet("07_会议", "发言名单")),
        *((row["领导工号"], row["领导姓名"]) for row in sheet("09_走访", "联系点")),
        *((row["署名人工号"], row["署名人"]) for row in opinions()),
    ]
    assert all(names[number] == name for number, name in pairs if number)


def test_plan_figures():
    groups = Counter(column("02_活动方案", "动作", "组别"))
    assert [groups[name] for name in ("六个一", "五个一", "四个一", "十二个一")] == [6, 5, 4, 12]
    assert groups["自选"] > 0
    assert len(sheet("02_活动方案", "环节")) == 3
    assert len(sheet("02_活动方案", "子方案")) == 17
    assert Counter(column("02_活动方案", "专项", "类型")) == {"专项整治": 6, "专项行动": 5}
    assert len(sheet("02_活动方案", "回头看")) == 6
    stages = {row["环节编号"] for row in sheet("02_活动方案", "环节")}
    assert set(column("02_活动方案", "动作", "环节编号")) == stages
    issued = {row["文号"] for row in sheet("10_发文", "发文") if row["类型"] == "子方案"}
    assert set(column("02_活动方案", "子方案", "文号")) == issued


def test_each_round_uses_the_same_six_channels_and_forms_cover_what_was_said_on_them():
    for number in ROUNDS:
        channels = {row["渠道"]: row for row in sheet(f"03_征求意见_{number}", "渠道")}
        said = Counter(column(f"03_征求意见_{number}", "意见", "渠道"))
        assert len(channels) == 6
        assert set(said) == set(channels)
        form = channels["征求意见表"]
        assert form["发放份数"] >= form["收回份数"] >= form["有效份数"] >= said["征求意见表"]
        assert all(row["发放份数"] == "" for name, row in channels.items() if name != "征求意见表")


def test_opinions_come_from_every_group_and_name_nobody_where_none_was_asked():
    assert 200 <= len(opinions()) <= 230
    assert len({row["征求对象"] for row in opinions()}) >= 8
    assert {row["评价对象类别"] for row in opinions()} == {"领导班子", "班子成员", "部门", "机关系统"}
    targets = set(column("01_组织机构", "单位", "单位名称"))
    leaders = {row["姓名"] for row in sheet("01_组织机构", "人员") if row["单位编码"] == "SZGW"}
    for row in opinions():
        assert row["评价对象"] in (leaders if row["评价对象类别"] == "班子成员" else targets), row["编号"]
        assert (row["是否署名"] == "是") == bool(row["署名人"]), row["编号"]
        if row["渠道"] in ("征求意见箱", "网上征求意见窗口", "征求意见表"):
            assert row["是否署名"] == "否", row["编号"]


def test_opinions_hold_the_hard_cases():
    words = [row["意见原文"] for row in opinions()]
    assert any(text.startswith("=") for text in words)
    assert any("䶮" in text and "𠮷" in text for text in words)
    assert any("辦公樓" in text for text in words)
    assert any(len(text) > 300 for text in words)


def test_symposium_opinions_carry_the_date_of_a_symposium():
    held = {row["日期"] for row in sheet("07_会议", "会议") if row["会议类别"] == "座谈会"}
    assert {row["收到日期"] for row in opinions() if row["渠道"] == "座谈会"} == held


def test_pieces_are_cut_word_for_word():
    words = {row["编号"]: row["意见原文"] for row in opinions()}
    pieces = sheet("04_意见梳理", "分条")
    assert len(pieces) == 2
    for row in pieces:
        assert row["分条文字"] in words[row["原始意见编号"]]
        assert row["分条编号"].startswith(f"{row['原始意见编号']}#")


def test_consolidation_figures():
    items = sheet("04_意见梳理", "条目")
    categories = sheet("04_意见梳理", "类别")
    assert [row["条目编号"] for row in items] == [f"{number:03d}" for number in range(1, 128)]
    assert (len(categories), Counter(row["是否重点"] for row in items)["是"]) == (18, 28)
    assert {row["类别编码"] for row in items} == {row["类别编码"] for row in categories}
    assert len({row["四风大类"] for row in categories}) == 4


def test_every_opinion_is_in_an_item_or_set_aside_with_a_reason():
    split = {row["原始意见编号"] for row in sheet("04_意见梳理", "分条")}
    pieces = {row["编号"] for row in opinions()} - split | set(column("04_意见梳理", "分条", "分条编号"))
    placed = Counter(number for cell in column("04_意见梳理", "条目", "原始意见编号") for number in listed(cell))
    aside = {row["原始意见编号"]: row["分流结论"] for row in sheet("04_意见梳理", "分流")}
    assert all(column("04_意见梳理", "条目", "原始意见编号"))
    assert set(placed) | set(aside) == pieces
    assert not set(placed) & set(aside)
    assert any(times > 1 for times in placed.values())
    assert Counter(aside.values()) == {"表扬肯定": 4, "无效": 3, "违纪线索移交": 1, "暂未归并": 2}


def test_each_key_item_became_one_problem():
    problems = sheet("05_整改任务书", "问题")
    key = {row["条目编号"] for row in sheet("04_意见梳理", "条目") if row["是否重点"] == "是"}
    assert len(problems) == 28
    assert sorted(row["对应条目编号"] for row in problems) == sorted(key)
    assert {row["来源侧"] for row in problems} == {"群众提", "自己找", "上级点", "互相帮"}
    winds = {row["类别编码"]: row["四风大类"] for row in sheet("04_意见梳理", "类别")}
    category = {row["条目编号"]: winds[row["类别编码"]] for row in sheet("04_意见梳理", "条目")}
    assert all(row["四风类别"] == category[row["对应条目编号"]] for row in problems)
    assert len({row["四风类别"] for row in problems}) == 4


def test_measures_figures_and_their_posts():
    measures = sheet("05_整改任务书", "措施")
    assert len(measures) == 51
    assert {row["问题编号"] for row in measures} == set(column("05_整改任务书", "问题", "问题编号"))
    assert {row["整改类型"] for row in measures} == {"立行立改", "限期整改", "长期坚持", "需上级解决"}
    assert Counter(row["完成情况"] for row in measures) == {"已完成": 41, "推进中": 10}
    leads = {row["职务"] for row in sheet("01_组织机构", "任职") if row["单位编码"] == "SZGW"}
    for row in measures:
        assert holders(row["责任单位编码"], row["责任岗位"]), row["措施编号"]
        assert row["牵头领导职务"] in leads
        assert row["开始日期"] < row["完成时限"]


def test_a_finished_measure_has_late_enough_evidence_and_a_checker_who_did_not_do_it():
    unit = {row["工号"]: row["单位编码"] for row in sheet("01_组织机构", "人员")}
    for row in sheet("05_整改任务书", "措施"):
        if row["完成情况"] == "推进中":
            assert (row["佐证说明"], row["佐证日期"], row["检查人工号"], row["检查日期"]) == ("", "", "", "")
            continue
        assert row["整改类型"] in ("立行立改", "限期整改"), row["措施编号"]
        assert row["佐证说明"], row["措施编号"]
        assert row["开始日期"] < row["佐证日期"] < row["检查日期"], row["措施编号"]
        assert row["佐证日期"] <= row["完成时限"], row["措施编号"]
        assert unit[row["检查人工号"]] != row["责任单位编码"], row["措施编号"]
        assert row["检查人工号"] not in holders(row["责任单位编码"], row["责任岗位"]), row["措施编号"]
        assert row["检查人工号"] not in holders("SZGW", row["牵头领导职务"]), row["措施编号"]


def test_one_responsible_post_changes_hands_while_its_measures_run():
    held = [row for row in sheet("01_组织机构", "任职") if (row["单位编码"], row["职务"]) == ("SZGW01", "主任")]
    first, second = sorted(held, key=lambda row: row["任职日期"])
    assert first["免职日期"] + timedelta(days=1) == second["任职日期"]
    assert any(
        row["开始日期"] < second["任职日期"] < row["完成时限"]
        for row in sheet("05_整改任务书", "措施")
        if (row["责任单位编码"], row["责任岗位"]) == ("SZGW01", "主任")
    )


def test_no_responsible_post_stands_empty_while_its_measure_runs():
    for row in sheet("05_整改任务书", "措施"):
        held = sorted(
            (post["任职日期"], post["免职日期"] or date.max)
            for post in sheet("01_组织机构", "任职")
            if (post["单位编码"], post["职务"]) == (row["责任单位编码"], row["责任岗位"])
        )
        assert held[0][0] <= row["开始日期"], row["措施编号"]
        assert held[-1][1] >= row["完成时限"], row["措施编号"]
        for (_, left), (taken, _) in itertools.pairwise(held):
            assert taken - left <= timedelta(days=1), row["措施编号"]


def test_one_post_has_one_rank():
    ranks: dict[tuple[str, str], set[float]] = {}
    for row in sheet("01_组织机构", "任职"):
        ranks.setdefault((row["单位编码"], row["职务"]), set()).add(row["职级排序"])
    assert all(len(values) == 1 for values in ranks.values())


def test_regulation_figures_and_their_papers():
    cleaned, made = sheet("06_制度废改立", "制度清理"), sheet("06_制度废改立", "新建制度")
    assert Counter(row["清理结论"] for row in cleaned) == {"保留": 16, "废止": 4, "修订": 37}
    assert [row["清理结论"] for row in made] == ["新建", "新建"]
    meetings = {row["会议名称"]: row["日期"] for row in sheet("07_会议", "会议")}
    issued = {row["文号"]: row["发文日期"] for row in sheet("10_发文", "发文")}
    problems = set(column("05_整改任务书", "问题", "问题编号"))
    short = {row["单位编码"]: row["简称"] for row in sheet("01_组织机构", "单位")}
    posts = {short[row["单位编码"]] + row["职务"] for row in sheet("01_组织机构", "任职")}
    for row in (*cleaned, *made):
        assert row["决定日期"] == meetings[row["审批会议"]], row["制度名称"]
        assert not row["新文号"] or issued[row["新文号"]] >= row["决定日期"], row["制度名称"]
        assert not row["对应问题编号"] or row["对应问题编号"] in problems
        assert not row["新文号"] or row["清理结论"] == "废止" or issued[row["新文号"]] <= row["完成时限"]
        assert bool(row["完成时限"]) == (row["清理结论"] != "保留")
        assert row["责任岗位"] in posts, row["制度名称"]
        assert row["责任岗位"].startswith(row["责任部门"]), row["制度名称"]


def test_every_text_issued_stands_in_its_workbook_and_those_who_are_to_read_it_are_people():
    named = {row["制度名称"]: row for name in ("制度清理", "新建制度") for row in sheet("06_制度废改立", name)}
    issued = {row["文号"]: row["发文日期"] for row in sheet("10_发文", "发文")}
    texts = {row["制度名称"]: row for row in sheet("06_制度废改立", "制度文本") if row["版次"] == "新文本"}
    done = {name for name, row in named.items() if row["清理结论"] in ("修订", "新建") and row["新文号"]}
    assert set(texts) == done, "what is still being revised has no new text"
    assert all(issued[named[name]["新文号"]] == row["施行日期"] for name, row in texts.items())
    assert set(column("06_制度废改立", "制度文本", "制度名称")) <= set(named)
    for row in sheet("06_制度废改立", "应读名单"):
        assert set(listed(row["已读工号"])) < set(listed(row["应读工号"])) <= staff_numbers()


def test_who_handed_in_is_asked_once_and_adds_up_to_what_is_reported():
    handed = Counter((row["通知编号"], one) for row in sheet(ROOMS, "提交名单") for one in listed(row["工号"]))
    assert set(handed.values()) == {1}
    assert {one for _call, one in handed} <= staff_numbers()
    calls = Counter(call for call, _one in handed)
    team = [row for row in sheet("14_承诺和规定", "公开承诺") if row["承诺主体"] == "领导班子"]
    assert (len(team) + calls["T01"], calls["T02"], calls["T03"] + calls["T04"]) == (8, 53, 60)
    open_calls = [row["通知编号"] for row in sheet(ROOMS, "承诺和报告通知") if not row["收齐日期"]]
    assert [calls[code] < calls["T04"] for code in open_calls] == [True], "somebody is still missing"


def test_indicators_belong_to_a_theme_and_what_is_invented_says_so():
    themes = set(column("02_活动方案", "专项", "专项编号"))
    assert set(column(ROOMS, "专项指标", "专项编号")) == set(column(ROOMS, "专项问题", "专项编号")) == themes
    codes = {code for cell in column(ROOMS, "专项问题", "列入问题编号") for code in listed(cell)}
    assert codes <= set(column("05_整改任务书", "问题", "问题编号"))
    named = {(row["专项编号"], row["指标"]) for row in sheet(ROOMS, "专项指标")}
    assert {(row["专项编号"], row["指标"]) for row in sheet(ROOMS, "指标现值")} <= named
    assert any(not row["基线值"] for row in sheet(ROOMS, "专项指标"))
    assert any(not row["目标值"] for row in sheet(ROOMS, "专项指标"))
    assert all(row["基线来源"] for row in sheet(ROOMS, "专项指标") if row["基线值"])


def test_documents_from_above_lead_to_records_made_after_them_but_for_one():
    received = {row["来文名称"]: row["收文日期"] for row in sheet(ROOMS, "上级文件")}
    links = sheet(ROOMS, "落实记录")
    assert all(received[row["来文名称"]] <= row["记录日期"] for row in links)
    written = {row["来文名称"] for row in sheet(ROOMS, "上级文件") if row["本级文件"]}
    assert len(set(received) - written - {row["来文名称"] for row in links}) == 1


def test_meeting_figures():
    meetings = sheet("07_会议", "会议")
    said = Counter(column("07_会议", "发言名单", "会议名称"))
    for row in meetings:
        assert row["实到人数"] <= row["应到人数"], row["会议名称"]
        assert (row["发言人数"] or 0) == said[row["会议名称"]], row["会议名称"]
    kinds = {row["会议名称"]: row["会议类别"] for row in meetings}
    spoke = sheet("07_会议", "发言名单")
    central = [row["工号"] for row in spoke if kinds[row["会议名称"]] == "中心组学习"]
    assert Counter(kinds.values())["中心组学习"] == 3
    assert len(set(central)) > 20
    assert len([row for row in spoke if kinds[row["会议名称"]] == "学习交流"]) == 15
    assert len([row for row in spoke if row["人员类别"] == "外请"]) == 2
    days = {row["会议类别"]: row["日期"] for row in meetings}
    (life,) = sheet("16_谈心和民主生活会", "民主生活会")
    assert (
        (life["召开日期"], days["通报会"])
        == (date(2013, 10, 17), date(2013, 10, 21))
        == (life["召开日期"], life["通报日期"])
    )
    assert "专题民主生活会" not in days, "the gated meeting posts its own entry"
    assert days["动员会"] - date(2013, 7, 8) == timedelta(days=3)


def test_visit_figures():
    visits, stays = sheet("09_走访", "领导走访"), sheet("09_走访", "调研组驻村")
    leaders = {row["姓名"] for row in sheet("01_组织机构", "人员") if row["单位编码"] == "SZGW"}
    assert len(visits) == 15
    assert {row["走访人"] for row in visits} == leaders
    assert sum(row["天数"] for row in visits) > 60
    assert len({row["地市"] for row in visits} - {""}) == 5
    assert len({row["县（市、区）"] for row in visits} - {""}) == 6
    organs = [name for row in visits for name in listed(row["走访单位"])]
    assert len(set(organs)) == len(organs) > 40
    assert all(row["走访单位数"] == len(listed(row["走访单位"])) for row in visits)
    assert [(row["天数"], row["走访户数"]) for row in stays] == [(3, 10)] * 5
    assert {row["县（市、区）"] for row in stays} <= {row["县（市、区）"] for row in visits}
    assert all(row["天数"] == (row["结束日期"] - row["开始日期"]).days + 1 for row in (*visits, *stays))
    points = sheet("09_走访", "联系点")
    assert (len(points), {row["领导姓名"] for row in points}) == (14, leaders)


def test_nobody_is_in_two_places():
    heads = {row["组名"]: row["姓名"] for row in sheet("01_组织机构", "工作组") if row["组内职务"] == "组长"}
    away: list[tuple[str, date, date]] = [
        (heads.get(row["走访人"], row["走访人"]), row["开始日期"], row["结束日期"])
        for row in (*sheet("09_走访", "领导走访"), *sheet("09_走访", "调研组驻村"))
    ]
    days = Counter(
        (who, first + timedelta(days=step)) for who, first, last in away for step in range((last - first).days + 1)
    )
    assert max(days.values()) == 1
    held = {row["会议名称"]: row["日期"] for row in sheet("07_会议", "会议")}
    present = {(row["主持人"], row["日期"]) for row in sheet("07_会议", "会议")}
    present |= {(row["姓名"], held[row["会议名称"]]) for row in sheet("07_会议", "发言名单")}
    # The committee's own meetings were all attended, so no leader may be away on those days.
    present |= {(who, row["日期"]) for row in sheet("07_会议", "会议") if row["应到人数"] == 5 for who, _, _ in away}
    assert not present & set(days)


def test_inspection_figures():
    rows = sheet("08_督导检查", "督导检查")
    assert 12 <= len(rows) <= 16
    assert {row["方式"] for row in rows} == {"明查", "暗访", "抽查", "列席会议", "听取汇报", "查阅资料"}
    assert all(row["建议条数"] == len(re.findall(r"\d\.", row["整改建议"])) > 0 for row in rows)
    assert all(row["反馈日期"] - row["检查日期"] <= timedelta(days=1) for row in rows)
    schools = {row["单位编码"] for row in sheet("01_组织机构", "单位") if row["类型"] == "学校"}
    assert schools <= {row["受检单位编码"] for row in rows}


def test_document_figures():
    documents = sheet("10_发文", "发文")
    kinds = Counter(row["类型"] for row in documents)
    assert kinds["子方案"] == 17
    sent_down = [row for row in documents if "机关党委" in row["主送"] and row["发文日期"].year == 2013]
    assert 0 < len(sent_down) <= 25


def test_working_dates_fall_on_working_days_of_the_campaign():
    work = [
        *column("07_会议", "会议", "日期"),
        *column("08_督导检查", "督导检查", "检查日期"),
        *column("09_走访", "领导走访", "开始日期"),
        *column("09_走访", "领导走访", "结束日期"),
        *column("10_发文", "发文", "发文日期"),
        *(value for value in column("05_整改任务书", "措施", "检查日期") if value),
        *(value for value in column("05_整改任务书", "措施", "佐证日期") if value),
    ]
    assert all(type(value) is date and not isinstance(value, datetime) for value in work)
    assert all(date(2013, 7, 1) <= value <= date(2014, 1, 31) for value in work)
    assert [value for value in work if value.weekday() > 4] == []
