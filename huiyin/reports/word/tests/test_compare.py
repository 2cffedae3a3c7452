"""Before signing, nothing that was changed in Word goes unseen: words, figures, numbers typed by hand."""

import re
import time

from huiyin.reports.word.document import FigureText, Paragraph, runs
from huiyin.reports.word.readback import compare
from huiyin.reports.word.tests.office import bookmarked, edited, replaced, small_docx, through_libreoffice, without


def with_figure(docx, name, words, replacement):
    """`replacement` in place of a whole figure; `\\1` stands for the bookmark's id."""
    end = r'<w:bookmarkEnd w:id="\1"/>'
    return edited(docx, lambda xml: re.sub(bookmarked(name, words) + end, replacement, xml))


def test_untouched_report_shows_no_change():
    assert compare(small_docx(), small_docx()).is_unchanged


def test_report_saved_by_libreoffice_shows_no_change():
    issued = small_docx()
    assert compare(issued, through_libreoffice(issued, "docx")).is_unchanged


def test_changed_words_stand_side_by_side():
    issued = small_docx()
    (change,) = compare(issued, replaced(issued, "逐条整改。", "逐条研究、逐条整改。")).words
    assert change.before_place == change.after_place == "第8段"
    assert "".join(segment.text for segment in change.before()) == "对照127条意见逐条整改。"
    assert "".join(segment.text for segment in change.after()) == "对照127条意见逐条研究、逐条整改。"
    assert [segment.text for segment in change.segments if segment.kind == "added"] == ["研究、逐条"]


def test_tampered_figure_shows_before_and_after():
    issued = small_docx()
    tampered = edited(issued, lambda xml: xml.replace(">127<", ">172<", 1))
    comparison = compare(issued, tampered)
    (change,) = comparison.figures
    assert (change.figure_id, change.occurrence, change.before, change.after) == ("D4.items", 1, "127", "172")
    assert change.kind == "changed"
    assert "由“127”改为“172”" in change.sentence
    assert len(comparison.words) == 1


def test_digit_typed_beside_a_figure_changes_it():
    issued = small_docx()
    for old, new, shown in (
        ("条，其中重点", "0条，其中重点", "1270"),
        ("共梳理意见建议", "共梳理意见建议1", "1127"),
        ("条，其中重点", "万条，其中重点", "127万"),
        ("条，其中重点", "多条，其中重点", "127多"),
        ("条，其中重点", ".5条，其中重点", "127.5"),
    ):
        (change,) = compare(issued, replaced(issued, old, new)).figures
        assert (change.before, change.after) == ("127", shown)


def test_figure_typed_over_is_removed_and_its_number_is_new():
    issued = small_docx()
    typed = with_figure(issued, "fig_D4_key_items_1", "28", r"<w:r><w:t>35</w:t></w:r>")
    comparison = compare(issued, typed)
    (change,) = comparison.figures
    assert (change.figure_id, change.before, change.after, change.kind) == ("D4.key_items", "28", None, "removed")
    (sentence,) = comparison.new_numbers
    assert "“35”" in sentence
    assert "没有对应的台账数据" in sentence


def test_figure_emptied_or_deleted_with_its_sentence_is_removed():
    issued = small_docx()
    empty = with_figure(
        issued,
        "fig_D4_key_items_1",
        "28",
        r'<w:bookmarkStart w:id="\1" w:name="fig_D4_key_items_1"/><w:bookmarkEnd w:id="\1"/>',
    )
    gone = edited(issued, lambda xml: re.sub(r"<w:p>(?:(?!</w:p>).)*其中重点(?:(?!</w:p>).)*</w:p>", "", xml))
    assert [change.kind for change in compare(issued, empty).figures] == ["removed"]
    assert [change.figure_id for change in compare(issued, gone).figures] == ["D4.items", "D4.key_items"]
    assert all(change.kind == "removed" for change in compare(issued, gone).figures)


def test_number_that_lost_only_its_bookmark_is_told_apart():
    issued = small_docx()
    bare = with_figure(issued, "fig_D4_key_items_1", "28", r"<w:r><w:t>28</w:t></w:r>")
    comparison = compare(issued, bare)
    assert [(change.kind, change.after) for change in comparison.figures] == [("unlinked", "28")]
    assert comparison.words == ()
    assert comparison.new_numbers == ()


def test_bookmark_end_that_slid_over_words_is_no_change():
    issued = small_docx()
    slid = edited(
        issued,
        lambda xml: re.sub(
            bookmarked("fig_D4_items_1", "127") + r'<w:bookmarkEnd w:id="\1"/>(<w:r><w:t xml:space="preserve">)条，',
            r'<w:bookmarkStart w:id="\1" w:name="fig_D4_items_1"/><w:r><w:t>127条，</w:t></w:r>'
            r'<w:bookmarkEnd w:id="\1"/>\3',
            xml,
        ),
    )
    assert compare(issued, slid).is_unchanged


def test_word_slipped_into_a_bookmark_is_a_change():
    issued = small_docx()
    (change,) = compare(issued, edited(issued, lambda xml: xml.replace(">127<", ">近127<", 1))).figures
    assert change.after == "近127"


def test_new_bare_number_is_reported_but_dates_and_order_are_not():
    issued = small_docx()
    comparison = compare(issued, replaced(issued, "特此报告。", "12月20日第3期简报刊发。又办实事９件。特此报告。"))
    (sentence,) = comparison.new_numbers
    assert "“９”" in sentence
    assert sentence.startswith("第13段新出现数字")


def test_number_already_in_the_issued_paragraph_is_not_new():
    issued = small_docx(blocks=(Paragraph(runs("办实事9件，群众满意。")),))
    assert compare(issued, replaced(issued, "群众满意", "群众比较满意")).new_numbers == ()
    assert len(compare(issued, replaced(issued, "群众满意", "另有9件在办")).new_numbers) == 1


def test_paragraph_moved_whole_brings_no_new_numbers():
    words = ("甲项工作办实事9件，群众很满意。", "乙项工作扎实推进，取得明显成效。", "丙项工作有序开展。")
    issued = small_docx(blocks=tuple(Paragraph(runs(each)) for each in words))
    returned = small_docx(blocks=tuple(Paragraph(runs(each)) for each in (*words[1:], words[0])))
    comparison = compare(issued, returned)
    assert comparison.new_numbers == ()
    assert comparison.words


def test_figure_moved_with_its_paragraph_keeps_its_value():
    first = Paragraph(runs("梳理意见", FigureText("D4.items", "127"), "条，逐条登记在册。"))
    second = Paragraph(runs("整改措施", FigureText("F1.measures", "51"), "条，逐条落实责任。"))
    assert compare(small_docx(blocks=(first, second)), small_docx(blocks=(second, first))).figures == ()


def test_figure_nobody_issued_is_shown():
    issued = small_docx(blocks=(Paragraph(runs("没有数字。")),), attachments=())
    returned = small_docx(blocks=(Paragraph(runs("没有数字", FigureText("X.y", "9"), "。")),), attachments=())
    (change,) = compare(issued, returned).figures
    assert (change.figure_id, change.before, change.after, change.kind) == ("X.y", None, "9", "added")


def test_file_that_lost_its_list_of_figures_is_read_with_the_issued_one():
    issued = small_docx()
    assert compare(issued, without(issued, "docProps/custom.xml")).is_unchanged


def test_table_row_added_by_hand_shows_its_numbers():
    issued = small_docx(attachments=())
    added = edited(
        issued,
        lambda xml: re.sub(
            r"(<w:tr>(?:(?!</w:tr>).)*文风.*?</w:tr>)",
            lambda row: row[0] + row[0].replace("文风", "学风").replace("—", "７").replace(">2<", ">3<"),
            xml,
            count=1,
        ),
    )
    comparison = compare(issued, added)
    assert [change.before_place for change in comparison.words] == [""]
    (sentence,) = comparison.new_numbers
    assert "“７”" in sentence


def test_hidden_label_in_the_header_is_missed_when_gone():
    issued = small_docx(reconstruction_label="（根据公开资料重建）")
    gone = edited(issued, lambda xml: xml.replace("（根据公开资料重建）", " "), "word/header1.xml")
    both = edited(gone, lambda xml: xml.replace("（根据公开资料重建）", " "), "word/header2.xml")
    assert [change.before_place for change in compare(issued, both).words] == ["页眉"]


def test_long_report_is_compared_in_seconds():
    def report(word):
        blocks = tuple(Paragraph(runs(f"第{n}项工作{word}" + "扎实推进，" * 40)) for n in range(400))
        return small_docx(blocks=(*blocks, Paragraph(runs("长" * 4000 + word))))

    begin = time.process_time()
    assert len(compare(report("甲"), report("乙")).words) == 401
    assert time.process_time() - begin < 20
