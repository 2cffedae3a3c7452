"""A plain text that only looks like a garbled one stays as its author wrote it; the garbled one beside it is mended."""

import pytest

from huiyin.text.repair.pipeline import repair


@pytest.mark.parametrize(
    "text",
    [
        "村名 党员 意见 评定\n东村 3 2 合格\n西村 5 4 合格\n",
        "村名 党员 意见 评定\n东村 3 2 个\n西村 5 4 个\n",
        "河南 5 3 2 第一",
        "单位 1 2 3 4 个\n",
        "甲队 3 2 胜乙队",
        "甲 乙 丙 丁",
        "张 王 李 赵",
    ],
)
def test_cells_of_a_table_are_no_spaced_number(text: str) -> None:
    """Only what a measure word counts is one number, and a row like its neighbour is a table's."""
    assert repair(text).clean == text


@pytest.mark.parametrize(
    ("garbled", "clean"),
    [
        ("收到意见1 2 7 条，走访3 2 户，占8 5 %。", "收到意见127 条，走访32 户，占85 %。"),
        ("到2 0 1 3 年1 2 月底", "到2013 年12 月底"),
        ("投入3 5 万元", "投入35 万元"),
        ("工 作 总 结\n全年开展走访。", "工作总结\n全年开展走访。"),
    ],
)
def test_a_spaced_number_or_title_is_put_together(garbled: str, clean: str) -> None:
    """Digits before a measure word, and a title of words, are put together."""
    assert repair(garbled).clean == clean


@pytest.mark.parametrize(
    "text",
    [
        "春风吹绿江南岸，细雨润开满地花。\n远客登楼望故里，长河落日照归家。\n"
        "秋月高悬明似镜，清泉石上响如琴。\n寒梅傲雪迎新岁，瑞鹤临门报好音。\n",
        "".join(f"河南省兰考县人民法院院长{name}某某同志\n" for name in "李王张赵刘"),
        "".join(f"河南省兰考县人民法院院长{name}同志\n" for name in ("李卫东", "王建国", "张为民", "赵学文", "刘志强")),
        "县委办公室 35 30 5 百分之八十六\n县政府办公室 28 25 3 百分之八十九\n"
        "县人大办公室 20 18 2 百分之九十\n县政协办公室 20 17 3 百分之八十五\n",
    ],
)
def test_lines_of_one_length_are_no_broken_paragraph(text: str) -> None:
    """Verse, names and rows of a table have one length because the author gave it to them."""
    assert repair(text).clean == text


_ITEMS = (
    "加强理论学习，坚持集中学习与个人自学相结合，制定学习计划，落实学习制度，撰写学习笔记和心得体会，不断提高党员干部的思想认识和理论水平",
    "深入基层调研，走访困难群众和老党员，认真听取群众的意见和建议，建立问题台账，明确整改责任人和整改时限，逐条逐项抓好整改落实工作，让群众看到实实在在的变化",
    "健全规章制度，修订完善考勤、请销假、公务接待、车辆管理等各项制度，坚持用制度管人管事，形成作风建设的长效机制，巩固和扩大教育实践活动成果",
)


@pytest.mark.parametrize("end", ["", "，", "；", "。"])
@pytest.mark.parametrize("size", [0, 60])
def test_a_numbered_list_keeps_its_numbers(end: str, size: int) -> None:
    """Without a word cut in two a number is the author's, whatever the items end with and however long they are."""
    text = "".join(f"{number}、{item[: size or None]}{end}\n" for number, item in enumerate(_ITEMS, 1))
    assert repair(text).clean == text


def test_numbers_that_cut_words_go() -> None:
    """The same items as a paste of three chunks: the cuts go through words."""
    body = "，".join(_ITEMS) + "。"
    cut = [body[at : at + 70] for at in range(0, len(body), 70)]
    assert repair("\n".join(f"{number}、{piece}" for number, piece in enumerate(cut, 1))).clean == body


@pytest.mark.parametrize(
    "text",
    [
        "隋唐名将单（shàn）雄信的故事广为流传。",
        "张（zhāng）三向村委会反映问题。",
        "识字表：山（shān）、水（shuǐ）、火（huǒ）、木（mù）。",
        "参加人员：王(wang)强、李(li)明、张(zhang)华。",
        "小米（mi）官网已更新，美的（de）官网也已更新，海尔（er）官网正在更新。",
        "银行（háng）的行（xíng）长要记住这个字的读音。",
    ],
)
def test_a_reading_that_the_author_gives_stays(text: str) -> None:
    """Readings behind names and single characters of a simplified text are the author's."""
    assert repair(text).clean == text


def test_readings_inside_ordinary_words_go() -> None:
    """Nobody writes how the halves of everyday words are read: a machine did."""
    assert repair("要认(rèn)真学(xué)习(xí)文件，组(zǔ)织讨论。").clean == "要认真学习文件，组织讨论。"
    assert repair("要認(rèn)真学习文件。", leave_out={"simplify"}).clean == "要認真学习文件。"


_SIMPLE = "".join(
    f"{head}要组织党员干部学习有关文件，听取群众意见，逐条整改，让群众满意，并将结果向社会公开。\n"
    for head in "一二三四"
)


@pytest.mark.parametrize(
    "line",
    [
        "“學而時習之，不亦說乎？”作家萧乾这样开始他的文章。",
        "作家萧乾与乾隆年间的藉田、魏徵的谏言、显著的成绩，都写在书里。",
        "龍、鳳、龜、麟被称为四灵。萧乾说这些词都来自古书。",
        "他在文中引用“為人民服務”五个字，大家都记得。",
    ],
)
def test_a_traditional_quotation_changes_no_simplified_text(line: str) -> None:
    """A short quotation stays, and so does 乾 in a line of simplified script."""
    text = f"{_SIMPLE}{line}\n"
    assert repair(text).clean == text


def test_a_traditional_paragraph_among_simplified_ones_is_converted() -> None:
    """The paragraph in traditional script is read in simplified script; 萧乾 in the one above stays."""
    text = f"{_SIMPLE}作家萧乾的文章。\n認真學習貫徹黨員幹部會議精神，聽取群眾意見，“邊學邊改”。\n"
    assert (
        repair(text).clean == f"{_SIMPLE}作家萧乾的文章。\n认真学习贯彻党员干部会议精神，听取群众意见，“边学边改”。\n"
    )


def test_a_traditional_text_is_converted_with_its_quotations_and_headings() -> None:
    """In a traditional text a short heading and a quotation are traditional too."""
    text = "工作報告\n認真學習貫徹黨員幹部會議精神，聽取群眾意見。\n“為人民服務”\n"
    assert repair(text).clean == "工作报告\n认真学习贯彻党员干部会议精神，听取群众意见。\n“为人民服务”\n"


def test_a_refrain_and_a_text_of_labels_stay() -> None:
    """What comes again between other lines is a refrain; a text that is nothing but labels is no page's furniture."""
    refrain = "我们走在希望的大路上，把初心和使命记在心里，把群众的冷暖放在心头，一步一步向前走。\n"
    song = (
        f"第一段写春天的田野。\n{refrain}第二段写夏天的河流。\n{refrain}第三段写秋天的山林。\n{refrain}第四段写冬天。\n"
    )
    assert repair(song).clean == song
    assert repair("作者：张三\n来源：人民日报").clean == "作者：张三\n来源：人民日报"
