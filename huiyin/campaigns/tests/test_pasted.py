"""Pasted texts: numbers, columns and dates as people write them are read; whatever is pasted, nothing crashes or vanishes."""

import contextlib
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.campaigns.pasted import MOST_BYTES, PastedError, lines_of, numbered
from huiyin.campaigns.pasted_dates import Around, is_time, time_of
from huiyin.campaigns.pasted_plan import MOST_ACTIONS, parse_plan
from huiyin.campaigns.pasted_units import unit_list
from huiyin.campaigns.pasted_words import told

BEGIN = date(2013, 7, 8)
AROUND = Around(BEGIN)

# Pieces of which plans are made, so that arbitrary texts come near to real ones.
PIECES = st.sampled_from([
    "一、", "（一）", "1.", "2、", "（3）", "①", "一是", "第一环节：", "第二阶段", "（7月—9月）", "7月10日前", "2013年", "2月30日", "13月",
    "责任单位：", "牵头单位", "县委办公室", "各单位", "\t", "\n", "。", "；", "：", "“", "”", "（", "）", "序号\t工作任务\t完成时限", "自选动作",
    "由", "牵头", "学习教育", '"', "十二月二十一日", "-", "—", "至", " ", "　", "组织领导", "20", "底", "年底前", "\x00", "\ud800", "𠮷",
])  # fmt: skip
TEXTS = st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=120).map("".join))


@pytest.mark.parametrize(
    ("written", "begins", "due"),
    [
        ("7月10日前", None, date(2013, 7, 10)),
        ("2013年7月—9月", date(2013, 7, 1), date(2013, 9, 30)),
        ("9月底前", None, date(2013, 9, 30)),
        ("10月17日", None, date(2013, 10, 17)),
        ("７—９月", date(2013, 7, 1), date(2013, 9, 30)),
        ("7月10日—20日", date(2013, 7, 10), date(2013, 7, 20)),
        ("7月10日至8月15日", date(2013, 7, 10), date(2013, 8, 15)),
        ("12月—2月", date(2013, 12, 1), date(2014, 2, 28)),
        ("8月上旬", date(2013, 8, 1), date(2013, 8, 10)),
        ("第三季度", date(2013, 7, 1), date(2013, 9, 30)),
        ("年底前", None, date(2013, 12, 31)),
        ("二〇一三年十二月二十一日", None, date(2013, 12, 21)),
        ("2013.9.30前", None, date(2013, 9, 30)),
        ("明年1月", date(2014, 1, 1), date(2014, 1, 31)),
        ("自7月15日起", date(2013, 7, 15), None),
        ("长期坚持", None, None),
        ("学习7月12日讲话精神", None, None),
    ],
)
def test_a_time_is_read_as_plans_write_it(written, begins, due):
    line = lines_of(written, what="方案")[0]
    found = time_of(line.text, AROUND)
    assert (found.begins_on, found.due_on) == (begins, due)
    assert not found.doubt


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("2月30日", "不是有效的日期"), ("13月", "不是有效的月份"), ("6月20日前", "早于活动开始日期"),
        ("2月10日前", "推算为2014年"), ("9月前", "没有写到哪一天"), ("7月10日前，8月10日前", "不止一个时间"),
    ],
)  # fmt: skip
def test_a_time_that_was_guessed_or_cannot_be_says_so(written, why):
    assert why in time_of(written, AROUND).doubt


def test_a_month_of_the_next_year_is_no_guess_within_its_stage():
    within = Around(BEGIN, date(2013, 11, 1), date(2014, 2, 28))
    found = time_of("1月10日前", within)
    assert found.due_on == date(2014, 1, 10)
    assert not found.doubt


@pytest.mark.parametrize(
    ("line", "level", "words"),
    [
        ("一、方法步骤", 1, "方法步骤"), ("（二）查摆问题", 2, "查摆问题"), ("３．集中学习", 3, "集中学习"), ("3、集中学习", 3, "集中学习"),
        ("①走访", 4, "走访"), ("（4）座谈", 4, "座谈"), ("二是谈心", 5, "谈心"), ("- 谈心", 5, "谈心"), ("1.5万元以下", 0, "1.5万元以下"),
        ("十里铺乡", 0, "十里铺乡"), ("一中", 0, "一中"), ("10月17日", 0, "10月17日"), ("2013年", 0, "2013年"),
    ],
)  # fmt: skip
def test_a_number_is_told_from_words_that_begin_with_one(line, level, words):
    found = numbered(lines_of(line, what="方案")[0].text)
    assert (found.level, found.words) == (level, words)


def test_what_an_action_says_is_sorted_and_its_words_kept():
    says = told(
        "召开动员大会。7月10日前召开，部署工作。牵头单位：县委办公室；责任单位：县委组织部、各单位；参加范围：全体干部；成果：讲话稿",
        AROUND,
    )
    assert says.name == "召开动员大会"
    assert says.time.due_on == date(2013, 7, 10)
    assert says.leads == ("县委办公室",)
    assert (says.audience, says.deliverable) == ("全体干部", "讲话稿")
    assert "部署工作" in says.requirement
    assert says.remark == "责任单位：县委组织部、各单位"


@pytest.mark.parametrize(
    ("words", "lead"),
    [
        ("征求意见（县委组织部牵头）", "县委组织部"), ("走访。由县委宣传部牵头，8月完成", "县委宣传部"),
        ("走访（8月，责任单位：县委宣传部）", "县委宣传部"), ("责任单位：县教育局；内容：走访", "县教育局"),
    ],
)  # fmt: skip
def test_who_leads_is_found_in_brackets_labels_and_sentences(words, lead):
    assert told(words, AROUND).leads == (lead,)


PROSE = """青水县“转作风、优服务”活动实施方案
一、指导思想
坚持问题导向，着力解决群众反映强烈的突出问题。
二、方法步骤
（一）第一环节：学习动员、听取意见（2013年7月—8月）
主要任务是统一思想、找准问题。
1. 召开动员大会。7月12日前召开，部署活动。责任单位：县委办公室
2．集中学习。学习不少于一周，7月底前完成。牵头单位：县委组织部；责任单位：各单位
3、征求意见（8月20日前）。设意见箱、网站专栏。
责任单位：县委组织部、县委宣传部
（二）第二环节：查摆问题、整改落实（9月—2014年1月）
4. 开展“三个专项整治”。一是整治会议多；二是整治文件长；三是整治门难进。12月底前完成。
5. 开展回头看。1月10日前完成
自选动作
（三）组织领导
1. 成立领导小组。
2. 7月15日前报送联络员名单。
"""


def test_prose_becomes_stages_and_actions_beside_their_lines():
    plan = parse_plan(PROSE, begins_on=BEGIN)
    assert [(s.name, s.begins_on, s.ends_on) for s in plan.stages] == [
        ("学习动员、听取意见", date(2013, 7, 1), date(2013, 8, 31)),
        ("查摆问题、整改落实", date(2013, 9, 1), date(2014, 1, 31)),
    ]
    assert "统一思想" in plan.stages[0].task
    sure = [(a.says.name, a.stage, a.says.time.due_on) for a in plan.actions if not a.doubts]
    assert sure == [
        ("召开动员大会", 0, date(2013, 7, 12)), ("集中学习", 0, date(2013, 7, 31)), ("征求意见", 0, date(2013, 8, 20)),
        ("开展“三个专项整治”", 1, date(2013, 12, 31)), ("开展回头看", 1, date(2014, 1, 10)),
    ]  # fmt: skip
    assert plan.actions[0].source == "1. 召开动员大会。7月12日前召开，部署活动。责任单位：县委办公室"
    assert plan.actions[2].says.leads == ("县委组织部", "县委宣传部")


def test_what_stands_under_leadership_or_demands_is_doubted_or_handed_back():
    plan = parse_plan(PROSE, begins_on=BEGIN)
    doubted = next(a for a in plan.actions if "联络员" in a.says.name)
    assert "可能不是动作" in doubted.doubts[0]
    assert any("成立领导小组" in line.source for line in plan.passed)
    assert any("坚持问题导向" in line.source for line in plan.passed)


WITHOUT_THE_WORD = """二、方法步骤
（一）学习动员、听取意见。重点是统一思想。
时间安排：7月中旬—8月。
1.抓好学习。采取多种方式，7月底前完成（县委组织部牵头，县委宣传部配合）。
2.开展走访，一是到村里走访；二是到窗口走访，8月10日前完成；
（二）整改落实。时间：9月至10月。
1.制定整改方案，9月15日前公示；2.整改落实到位。
附件：1.领导小组名单
2.督导组名单
"""


def test_headings_that_give_a_span_of_time_are_stages_without_the_word():
    plan = parse_plan(WITHOUT_THE_WORD, begins_on=BEGIN)
    assert [(s.name, s.begins_on, s.ends_on, s.task) for s in plan.stages] == [
        ("学习动员、听取意见", date(2013, 7, 11), date(2013, 8, 31), "重点是统一思想。"),
        ("整改落实", date(2013, 9, 1), date(2013, 10, 31), ""),
    ]
    assert [(a.says.name, a.stage) for a in plan.actions if not a.doubts] == [
        ("抓好学习", 0), ("开展走访", 0), ("制定整改方案", 1), ("整改落实到位", 1),
    ]  # fmt: skip
    study, visits = plan.actions[:2]
    assert (study.says.leads, study.says.remark) == (("县委组织部",), "配合单位：县委宣传部")
    assert visits.says.requirement == "到村里走访；到窗口走访"
    assert "附件：1.领导小组名单" in [line.source for line in plan.passed]


def test_a_message_without_numbers_is_proposed_with_doubt():
    plan = parse_plan("收到，安排如下\n7月12日开动员会\n7月20日前报联络员\n", begins_on=BEGIN)
    assert [a.says.name for a in plan.actions] == ["开动员会", "报联络员"]
    assert all("没有编号" in a.doubts[0] for a in plan.actions)
    assert [line.source for line in plan.passed] == ["收到，安排如下"]


TABLE = """任务分解表
序号\t环节\t工作任务\t具体要求\t完成时限\t牵头单位\t责任单位\t类别
1\t第一环节：学习动员（7月—8月）\t召开动员大会\t全体参加\t7月12日前\t县委办公室\t各单位\t规定动作
2\t\t集中学习\t"第一，读原著
第二，谈体会"\t７月底前\t县委组织部\t\t规定动作
第二环节：整改落实（9月—10月）
3\t\t\t撰写整改方案，报督导组\t9月20日前\t\t各单位\t自选动作
4\t\t集中学习\t\t10月8日\t\t\t规定动作
"""


def test_a_table_from_excel_becomes_stages_and_actions():
    plan = parse_plan(TABLE, begins_on=BEGIN)
    assert [(s.name, s.begins_on) for s in plan.stages] == [
        ("学习动员", date(2013, 7, 1)), ("整改落实", date(2013, 9, 1))
    ]  # fmt: skip
    assert [(a.says.name, a.stage, a.own) for a in plan.actions] == [
        ("召开动员大会", 0, False), ("集中学习", 0, False), ("撰写整改方案，报督导组", 1, True), ("集中学习", 1, False),
    ]  # fmt: skip
    assert plan.actions[1].says.requirement == "第一，读原著 第二，谈体会"
    assert plan.actions[1].says.leads == ("县委组织部",)
    assert "同名" in plan.actions[3].doubts[-1]


def test_a_date_outside_its_stage_is_doubted():
    plan = parse_plan("第一环节：学习（7月）\n1. 集中学习。9月20日前\n", begins_on=BEGIN)
    assert "不在“学习”的起止之内" in plan.actions[0].doubts[0]


def test_a_list_of_units_is_read_with_numbers_columns_short_names_and_several_in_a_row():
    found = unit_list(
        "附件1\n参加单位名单（共9个）\n序号\t单位编码\t单位名称\t联系人\n1\tA01\t县委办公室\t某某\n"
        "一、县直机关（3个）\n２．县委组织部（以下简称组织部）\n（三）县教育局；\n12 县审计局\n"
        "县直单位：县委办、县政府办\n青水县/东局\n东局 西局\n合计\n"
    )
    assert [line.names[-1] for line in found.lines] == [
        "县委办公室", "组织部", "县教育局", "县审计局", "县直单位：县委办、县政府办", "青水县/东局", "东局 西局",
    ]  # fmt: skip
    assert found.lines[0].code == "A01"
    assert "县委组织部" in found.lines[1].names
    assert [part[0] for part in found.lines[4].parts] == ["县委办", "县政府办"]
    assert found.lines[6].spaced
    assert [line.source for line in found.passed][:2] == ["附件1", "参加单位名单（共9个）"]


def test_a_text_beyond_the_limit_gets_a_sentence():
    for read in (unit_list, lambda text: parse_plan(text, begins_on=BEGIN)):
        with pytest.raises(PastedError, match="太长：有 201 kB，最多 200 kB。"):
            read("县" * 67_000)
        with pytest.raises(PastedError, match="行，最多 5000 行。"):
            read("县\n" * 5_001)
    many = "第一环节：学习（7月）\n" + "".join(f"{n}. 动作{n}。\n" for n in range(1, MOST_ACTIONS + 2))
    with pytest.raises(PastedError, match="最多 20 个环节、300 个动作"):
        parse_plan(many, begins_on=BEGIN)
    with pytest.raises(PastedError, match="最多 2000 行"):
        unit_list("".join(f"单位{n}\n" for n in range(2_001)))


@pytest.mark.proofs
@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_no_pasted_text_crashes_a_reader(text):
    for read in (unit_list, lambda text: parse_plan(text, begins_on=BEGIN)):
        with contextlib.suppress(PastedError):
            read(text)
    time_of(text, AROUND)
    is_time(text)


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_every_line_of_a_list_is_either_a_unit_or_handed_back(text):
    try:
        found = unit_list(text)
    except PastedError:
        return
    seen = sorted([line.number for line in found.lines] + [line.number for line in found.passed])
    assert seen == [line.number for line in lines_of(text, what="单位名单")]


@pytest.mark.proofs
@pytest.mark.parametrize(
    "piece",
    [
        "7月",
        "1",
        "7-",
        "7月1日—",
        "一是走访；",
        "（",
        "责任单位：",
        "由县委",
        "第一环节",
        "1.走访。",
        "县\t",
        "“",
        "、",
        " ",
        "2013.7",
    ],
)
def test_two_hundred_thousand_bytes_of_anything_are_read_in_seconds(piece):
    size = len(piece.encode())
    text = piece * (MOST_BYTES // size)
    for read in (unit_list, lambda text: parse_plan(text, begins_on=BEGIN)):
        begun = time.process_time()
        with contextlib.suppress(PastedError):
            read(text)
        assert time.process_time() - begun < 10
