"""What comes back from an office program is read as a person would read it, whatever the program did inside."""

import io
import re
import zipfile

import pytest

from huiyin.reports.word.package import NotAWordFile
from huiyin.reports.word.readback import read_back
from huiyin.reports.word.tests.office import (
    bookmarked,
    edited,
    part,
    replaced,
    small_docx,
    through_libreoffice,
    without,
)


def figures(docx):
    return [(each.figure_id, each.occurrence, each.text) for each in read_back(docx).figures]


EXPECTED = [
    ("D4.items", 1, "127"),
    ("D4.key_items", 1, "28"),
    ("D4.items", 2, "127"),
    ("F1.meetings", 1, "12"),
    ("F1.measures", 1, "51"),
    ("F1.meetings", 2, "12"),
    ("F1.measures", 2, "51"),
]


def test_render_then_read_gives_the_same_figures():
    assert figures(small_docx()) == EXPECTED


def test_bookmarks_and_words_survive_libreoffice():
    issued = small_docx()
    returned = through_libreoffice(issued, "docx")
    assert figures(returned) == EXPECTED
    assert read_back(returned).paragraphs == read_back(issued).paragraphs


def test_figures_tell_where_they_stand():
    places = {(each.figure_id, each.occurrence): each.place for each in read_back(small_docx()).figures}
    assert places["D4.items", 1] == "第5段"
    assert places["F1.meetings", 1] == "第1张表第2行"
    assert places["F1.measures", 2] == "第2张表第4行"


def test_table_rows_are_read_in_their_place():
    paragraphs = read_back(small_docx()).paragraphs
    title = paragraphs.index("整改情况统计表")
    assert paragraphs[title + 2 : title + 4] == ("序号\t类别\t件数\t备注", "1\t会风\t12\t")
    assert paragraphs.index("特此报告。") > title


def test_figure_cut_into_several_runs_is_one_figure():
    cut = edited(
        small_docx(),
        lambda xml: re.sub(
            bookmarked("fig_D4_items_1", "127"),
            r'<w:bookmarkStart w:id="\1" w:name="fig_D4_items_1"/><w:r><w:t>1</w:t></w:r><w:proofErr w:type="gramStart"/>'
            r"<w:r><w:rPr><w:b/></w:rPr><w:t>2</w:t></w:r><w:r><w:t>7</w:t></w:r>",
            xml,
        ),
    )
    assert figures(cut) == EXPECTED


def test_insertions_count_and_deletions_do_not():
    changed = edited(
        small_docx(),
        lambda xml: re.sub(
            bookmarked("fig_D4_items_1", "127"),
            r'<w:bookmarkStart w:id="\1" w:name="fig_D4_items_1"/>'
            r'<w:del w:id="900" w:author="甲"><w:r><w:delText>127</w:delText></w:r></w:del>'
            r'<w:ins w:id="901" w:author="甲"><w:r><w:t>130</w:t></w:r></w:ins>',
            xml,
        ),
    )
    assert figures(changed)[0] == ("D4.items", 1, "130")
    assert any("共梳理意见建议130条" in words for words in read_back(changed).paragraphs)


def test_deleted_rows_and_moved_words_do_not_count_twice():
    changed = edited(
        small_docx(attachments=()),
        lambda xml: xml.replace(
            "<w:trPr><w:cantSplit/>", '<w:trPr><w:cantSplit/><w:del w:id="9" w:author="甲"/>'
        ).replace(
            '<w:r><w:t xml:space="preserve">特此报告。</w:t></w:r>',
            '<w:moveFrom w:id="5" w:author="甲"><w:r><w:t>旧处</w:t></w:r></w:moveFrom>'
            '<w:moveTo w:id="6" w:author="甲"><w:r><w:t>新处</w:t></w:r></w:moveTo>',
        ),
    )
    paragraphs = read_back(changed).paragraphs
    assert "新处" in paragraphs
    assert not any("旧处" in words or "会风\t" in words for words in paragraphs)


def test_paragraph_mark_deleted_under_tracking_joins_paragraphs():
    changed = edited(
        small_docx(),
        lambda xml: re.sub(
            r'(<w:pStyle w:val="HyBody"/>)(</w:pPr>(?:(?!</w:p>).)*其中重点意见)',
            r'\1<w:rPr><w:del w:id="7" w:author="甲"/></w:rPr>\2',
            xml,
        ),
    )
    assert any(words.endswith("28条。一、整改落实情况") for words in read_back(changed).paragraphs)


def test_text_boxes_and_notes_are_read_and_pictures_leave_a_word():
    box = (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        '<mc:Choice Requires="wps"><w:drawing><w:txbxContent><w:p><w:r><w:t>框内文字</w:t></w:r></w:p>'
        "</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>框内文字</w:t></w:r>"
        "</w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:drawing/></w:r>"
    )
    paragraphs = read_back(
        replaced(small_docx(), '<w:r><w:t xml:space="preserve">特此报告。', box + "<w:r><w:t>特此报告。")
    ).paragraphs
    assert paragraphs.count("框内文字") == 1
    assert "〔图片〕特此报告。" in paragraphs


def test_bookmark_without_an_end_or_with_a_foreign_name_is_no_figure():
    docx = edited(
        small_docx(),
        lambda xml: re.sub(r'<w:bookmarkEnd w:id="1"/>', "", xml).replace("fig_D4_key_items_1", "fig_stranger_1"),
    )
    assert figures(docx) == EXPECTED[2:]


def test_reader_without_the_list_of_figures_knows_none():
    bare = without(small_docx(), "docProps/custom.xml")
    assert figures(bare) == []
    assert read_back(bare).paragraphs == read_back(small_docx()).paragraphs


def test_main_document_may_have_another_name():
    source, target = zipfile.ZipFile(io.BytesIO(small_docx())), io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            content = source.read(name).replace(b"word/document.xml", b"word/document2.xml")
            archive.writestr(name.replace("document.xml", "document2.xml"), content)
    assert figures(target.getvalue()) == EXPECTED


def zipped(**parts):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return target.getvalue()


OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "空的"),
        (b"hello", "不是 Word 文件"),
        (OLD_WORD, "旧版 Word（.doc）.*另存为 .docx"),
        (OLD_WORD + "EncryptedPackage".encode("utf-16-le"), "加了密码"),
        (b"%PDF-1.7", "PDF"),
        (b"{\\rtf1", "RTF"),
        (b"PK\x03\x04" + b"broken" * 10, "已损坏"),
        (zipped(xl__workbook_xml="<a/>"), "Excel"),
        (zipped(mimetype="application/vnd.oasis.opendocument.text"), "ODF"),
        (zipped(readme="x"), "压缩包"),
        (zipped(word__document_xml="<w:document"), "已损坏"),
        (zipped(word__document_xml="<a/>"), "存储格式"),
        (zipped(word__document_xml='<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "已损坏"),
    ],
)
def test_what_is_no_docx_is_refused_with_a_sentence(data, sentence):
    with pytest.raises(NotAWordFile, match=sentence) as refusal:
        read_back(data)
    assert str(refusal.value).endswith("。")


@pytest.mark.proofs
def test_what_swells_when_unpacked_is_refused_with_a_sentence():
    # Made here and not in the list above: packing it takes a second, and the list is made wherever tests are collected.
    with pytest.raises(NotAWordFile, match=r"过大.*。$"):
        read_back(zipped(word__document_xml=b"0" * (201 * 1024 * 1024)))


def test_half_a_file_is_refused_with_a_sentence():
    docx = small_docx()
    for cut in (10, 100, len(docx) // 2, len(docx) - 10):
        with pytest.raises(NotAWordFile, match=r"。$"):
            read_back(docx[:cut])


def test_damaged_content_is_refused_with_a_sentence():
    docx = bytearray(small_docx())
    place = docx.index(b"word/document.xml") + 60
    docx[place : place + 40] = b"\x00" * 40
    with pytest.raises(NotAWordFile, match="已损坏"):
        read_back(bytes(docx))


def test_page_numbers_are_nobodys_words():
    assert "— 1 —" not in read_back(small_docx()).paragraphs
    assert "PAGE" in part(small_docx(), "word/footer1.xml")
