"""Repair puts back what is certain, marks what is destroyed, and leaves a sound text as it is."""

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import Style, pinyin

from huiyin.text.repair.pipeline import repair

PLAIN = (
    "一、扎实开展学习。去年以来，全县共组织集中学习12次，参加人员3200人次，撰写心得体会860篇。\n"
    "二、广泛征求意见。发放征求意见表1000份，收回986份，梳理意见和建议8类127条，逐条研究了整改措施。\n"
    "三、认真整改落实。对重点意见制定整改措施51条，已完成46条，其余5条正在按计划推进，群众比较满意。\n"
)


def codes(text: str) -> list[str]:
    return [step.code for step in repair(text).steps]


def glossed(text: str) -> str:
    """A text as a conversion machine leaves it: traditional, each changed character with its reading."""
    out = []
    for old, new in zip(text, opencc.OpenCC("s2tw").convert(text), strict=True):
        out.append(new if old == new else f"{new}({pinyin(new, style=Style.TONE)[0][0]})")
    return "".join(out)


def test_a_sound_text_stays_as_it_is() -> None:
    """Nothing is done to a text that needs nothing."""
    done = repair(PLAIN)
    assert done.clean == PLAIN
    assert done.steps == ()
    assert done.suspicions == ()


def test_traditional_characters_with_readings_come_back_whole() -> None:
    """The machine's own way is walked back without a single wrong character."""
    assert repair(glossed(PLAIN)).clean == PLAIN


@pytest.mark.parametrize(
    ("garbled", "clean"),
    [
        ("認(ren)真學(xue)習(xi)貫徹有關文件精神", "认真学习贯彻有关文件精神"),
        ("認(rèn)(rèn)真學(xué)(xué)習(xí)貫徹有關文件", "认真学习贯彻有关文件"),
        ("認真(rèn zhēn)學習(xué xí)貫徹有關文件", "认真学习贯彻有关文件"),
        ("认真（rèn）学习", "认真（rèn）学习"),
        ("中国(cn)网站和办公室(OA)系统", "中国(cn)网站和办公室(OA)系统"),
    ],
)
def test_only_a_reading_of_the_character_before_is_taken_out(garbled: str, clean: str) -> None:
    """A gloss goes when it is a reading; any other bracket stays."""
    assert repair(garbled).clean == clean


@pytest.mark.parametrize(
    ("garbled", "clean"),
    [
        ("二是要服務基層組織?；鶎咏M織是黨在基層工作的基礎。", "二是要服务基层组织。基层组织是党在基层工作的基础。"),
        ("改善村級辦公場所建設??h委匹配資金200多萬元。", "改善村级办公场所建设。县委匹配资金200多万元。"),
        ("為確?；顒?dòng)落實(shí),組建了4個(gè)督導(dǎo)組。", "为确保活动落实,组建了4个督导组。"),
        ("掀起了陣陣?yán)世蚀猴L(fēng),讓全市干部受到教育。", "掀起了阵阵朗朗春风,让全市干部受到教育。"),
    ],
)
def test_a_shifted_stretch_is_read_again_in_step(garbled: str, clean: str) -> None:
    """The bytes are all there but one: the stretch comes back."""
    assert repair(garbled).clean == clean


@pytest.mark.parametrize(
    "text", ["为什么还这么难?在A7县县城,公平何在?", "懒政?庸政?不作为?为什么?", "What is a 县?Nobody knows."]
)
def test_a_question_is_no_shifted_text(text: str) -> None:
    """Question marks of the author are left alone."""
    assert repair(text).clean == text


def test_a_byte_lost_without_a_mark_is_found_by_what_it_made_of_the_text() -> None:
    """No question mark tells where the byte was lost; the gibberish does, up to the character that is gone."""
    said = "按照上级统一部署，坚持把学习教育贯穿活动全过程，先后召开专题会议12次，广泛听取党员群众意见。"
    raw = said.encode("gb18030")
    at = len("按照上级统一部署，坚持把".encode("gb18030"))
    garbled = (raw[:at] + raw[at + 1 :]).decode("gb18030", "replace").replace("\ufffd", "?")
    assert "教育贯穿" not in garbled
    assert repair(garbled).clean == said.replace("学习教育", "?习教育").replace("会议12", "会?12")


@pytest.mark.parametrize(
    ("garbled", "clean"),
    [
        ("項(xiàng)目於12月底前辦(bàn)Y(jié)，群眾(zhòng)滿(mǎn)意。", "项目于12月底前办结，群众满意。"),
        ("省委張寶順?(shū)記在黨(dǎng)員(yuán)大會(huì)上講(jiǎng)話(huà)。", "省委张宝顺书记在党员大会上讲话。"),
        ("開(kāi)展了?(shí)題(tí)會(huì)議(yì)。", "开展了?题会议。"),
    ],
)
def test_a_lost_character_is_named_by_its_reading_or_stays_a_mark(garbled: str, clean: str) -> None:
    """The reading left behind and the neighbours name one character; where several fit, nothing is invented."""
    assert repair(garbled).clean == clean


def test_a_simplified_text_with_a_few_other_characters_stays_as_it_is() -> None:
    """么 is no 幺, and a name written 乾 or 昇 is the author's."""
    text = "什么时候能解决昇平小区乾源广场的停车问题，难道不知道么？" * 3
    assert repair(text).clean == text
    half = "什么时候開會？組織部門說，認真學習貫徹黨員幹部會議精神。"
    assert repair(half).clean == "什么时候开会？组织部门说，认真学习贯彻党员干部会议精神。"


def test_a_zero_character_does_not_end_the_text() -> None:
    """The converter stops at one; the text behind it is converted too."""
    assert repair("認真學習\x00貫徹黨員會議").clean == "认真学习\x00贯彻党员会议"


def test_strewn_marks_of_a_forum_go_and_rows_of_figures_stay() -> None:
    """) e# p6 p8 P& ~9 ]+ is there against copying; a score is not."""
    text = '一是加强学习。 : P* C; l: A% y; R _\n) e# p6 p8 P& ~9 ]+ A" o\n7 O: \\( A! _+ Q二是深入基层。\n比分 1 : 2 3 : 4 5 : 6\n'
    assert repair(text).clean == "一是加强学习。 \n\n二是深入基层。\n比分 1 : 2 3 : 4 5 : 6\n"


def test_figures_on_lines_of_their_own_join_what_they_count() -> None:
    """教?/p> lost its bracket with the character; 8059.35⏎万元 is one sum."""
    text = "拨付教?/p>\n公用经费\n8059.35\n万元。安排资金\n438\n万元，建设周转房\n90\n套，受益\n3600\n人次。\n"
    assert repair(text).clean == "拨付教?\n公用经费8059.35万元。安排资金438万元，建设周转房90套，受益3600人次。\n"
    table = "合计\n12\n13\n14\n总计\n"
    assert repair(table).clean == table


def test_lines_broken_by_columns_are_joined_too() -> None:
    """A PDF breaks at a width on paper: lines with figures hold more characters."""
    lines = [
        "全年统筹组织镇党委会、重点工作推进会等会议 32 场，其中",
        "大型会议 13 场，协调解决民生保障、矛盾化解等问题 23 件",
        "，推动项目提前 2 个月完成，收集基层诉求 32 条，解决 22 ",
        "件，全年向县委办县政府办报送工作动态调研报告典型经验等",
        "各类信息 132 篇，均按时按质完成了上级交办的各项工作。",
    ]
    assert "\n" not in repair("\n".join(lines)).clean


def test_a_line_of_wrapped_readings_is_joined_without_a_blank() -> None:
    """(x⏎uě) is one reading that a break went through."""
    whole = glossed(PLAIN.split("\n")[0] * 3)
    wrapped = "\n".join(whole[at : at + 25] for at in range(0, len(whole), 25))
    assert repair(wrapped, leave_out={"repeats"}).clean == PLAIN.split("\n")[0] * 3


def test_a_character_whose_bytes_are_lost_is_marked_and_not_invented() -> None:
    """所有 or 所用: the lost byte could be either, so the mark stays and is pointed out."""
    done = repair("樹立開放的人才觀?！安磺笏\ue2c5?,但求所用”。")
    assert done.clean == "树立开放的人才观。“不求所?,但求所用”。"
    (doubt,) = done.suspicions
    assert (doubt.kind, done.clean[doubt.start : doubt.end]) == ("destroyed", "?")


def test_numbers_that_cut_a_paste_into_chunks_are_taken_out() -> None:
    """十⏎2、七大 is 十七大; a list of the author's keeps its numbers."""
    body = "".join(PLAIN.replace("12次", f"{times}次").replace("51条", f"{times}条") for times in range(4)).replace(
        "\n", ""
    )
    cut = [body[at : at + 97] for at in range(0, len(body), 97)]
    pasted = "\n".join(f"{number}、{piece}" for number, piece in enumerate(cut, 1))
    assert repair(pasted).clean == body
    listed = "1、加强学习，提高认识。\n2、深入基层，听取意见。\n3、立行立改，取得实效。\n4、建章立制，巩固成果。\n"
    assert repair(listed).clean == listed


def test_two_chunks_are_told_by_the_word_they_cut() -> None:
    """生产⏎2、总值: the first opens the text, and a word goes through the break."""
    first = "全县认真学习实践科学发展观，扎实推进各项工作，" * 6 + "关闭五小企业十一户，单位生产"
    second = "总值能耗下降四个百分点，社会事业全面进步。" * 3
    assert repair(f"1、{first}\n2、{second}").clean == first + second
    listed = f"1、{first}总值下降\n2、各单位{second}"
    assert repair(listed).clean == listed


def test_a_width_holds_where_a_title_and_a_paragraph_end_a_little_before_it() -> None:
    """缩短为18分钟；⏎ goes on, the title does not."""
    lines = [line for line in PLAIN.splitlines() if line]
    title = "某县供电公司年度党建工作总结报告材料"
    body = [lines[0][: len(lines[0]) // 2 * 2] + lines[-1], *lines]
    text = "\n".join([title, *body]) + "\n"
    width = len(title) + 1
    wrapped = "\n".join(line[at : at + width] for line in text.splitlines() for at in range(0, len(line), width)) + "\n"
    assert repair(wrapped).clean == text


def test_a_private_character_of_a_code_page_shows_a_run_out_of_step() -> None:
    """Nobody types one: it is enough to look, where no other odd character stands near."""
    garbled = "这是78岁的居民说的。\n針尅耙焕弦恍\u3000保\ue0d8值澜ǔ缮鐓^食堂3家，餐费打折。"
    assert "“一老一小”，街道建成社區食堂3家" in repair(garbled).clean


def test_a_mark_of_the_encoding_does_not_hide_navigation() -> None:
    """A BOM before the first line is no part of it."""
    assert repair(f"\ufeff首页 部门文件 干部人事 结对共建\n{PLAIN}").clean.lstrip("\ufeff") == PLAIN


def test_breaks_at_a_fixed_width_are_joined_and_paragraphs_kept() -> None:
    """A hard-wrapped page reads as its paragraphs."""
    wrapped = "\n".join(line[at : at + 24] for line in PLAIN.splitlines() for at in range(0, len(line), 24)) + "\n"
    assert repair(wrapped).clean == PLAIN


def test_spaces_inside_a_number_or_a_title_are_taken_out() -> None:
    """2 0 1 3 年 is 2013年; a row of figures is not one number."""
    assert repair("工 作 报 告\n到2 0 1 3 年底，共有1 2 7 条意见").clean == "工作报告\n到2013 年底，共有127 条意见"
    assert repair("1 2 3\n4 5 6\n").clean == "1 2 3\n4 5 6\n"


def test_what_a_page_puts_round_a_text_goes_and_the_text_stays() -> None:
    """Navigation, source lines, bulletin-board marks and a repeated paragraph are taken out."""
    page = (
        "首 页 > 组织建设 > 正文\n发布时间:2014-02-07 10:20:00\n来源:某某网 作者:佚名\n"
        f"楼主 发表于 2014-2-7 10:20\n[size=4]{PLAIN}[/size]\n{PLAIN}上一篇:没有了\n版权所有 某某网 ICP备00000000号\n"
    )
    assert repair(page).clean == f"{PLAIN}\n"


def test_swapped_words_and_scrubbed_years_are_pointed_out_and_never_changed() -> None:
    """效劳 and 202223年 stay; the reader is told."""
    text = "建设效劳型机关，坚持工作原那么，202223年为集中活动年。"
    done = repair(text)
    assert done.clean == text
    assert [(doubt.kind, text[doubt.start : doubt.end]) for doubt in done.suspicions] == [
        ("swapped", "那么"), ("swapped", "效劳"), ("scrubbed", "202223年"),
    ]  # fmt: skip


def test_each_step_can_be_left_out_and_says_what_it_did() -> None:
    """A step that is left out leaves the text as it was; one that is done lists the places in the original."""
    garbled = glossed(PLAIN)
    assert "(" in repair(garbled, leave_out={"glosses", "glosses_again"}).clean
    step = repair(garbled).steps[0]
    assert all(garbled[change.start : change.end] == change.before for change in step.changes)


def test_every_place_of_the_clean_text_leads_back_to_the_original() -> None:
    """A passage of the repaired text is found in the original."""
    garbled = glossed(PLAIN)
    done = repair(garbled)
    at = done.clean.index("1000份")
    assert done.text.quote(at, at + 5).startswith("1000份")


@given(st.text(alphabet="认認真（(rèn)）?？\n、1234567890 組；鶎咏M。M県\ue029A", max_size=120))
def test_no_text_breaks_the_repair_and_a_second_repair_changes_no_length_upwards(text: str) -> None:
    """Whatever is pasted, repair answers, and its map stays within the original."""
    done = repair(text)
    start, end = done.text.offsets.span(0, len(done.clean))
    assert 0 <= start <= end <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "（" * 50_000,
        "?" * 50_000,
        "?；" * 25_000,
        "?!" * 25_000,
        "?；鶎" * 20_000,
        "認(rèn)" * 20_000,
        "1、" * 30_000,
        " 1" * 40_000,
        "楼主" * 30_000,
    ],
)
def test_odd_long_lines_are_answered(text: str) -> None:
    """Long runs of what the steps look for are gone through once."""
    repair(text, record=False)
