"""What the PDF does not show as the Word does is said, never left out in silence."""

import io
import struct
import zlib

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from huiyin.reports.pdf.convert import losses_of, print_word
from huiyin.reports.pdf.tests.pages import bare, blank, places, raw_pages, saved, with_text_box
from huiyin.reports.word.document import Paragraph, runs
from huiyin.reports.word.tests.office import edited, small_docx


def a_picture() -> io.BytesIO:
    """One white pixel as PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header, pixel = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0), zlib.compress(b"\0\xff\xff\xff")
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixel) + chunk(b"IEND", b""))


def text_of(word: bytes) -> str:
    return bare("".join(raw_pages(print_word(word).pdf)))


def test_nothing_is_said_of_a_plain_file() -> None:
    document = blank()
    document.add_paragraph("只有字。")
    assert losses_of(saved(document)) == print_word(saved(document)).losses == ()


def test_a_picture_leaves_its_mark_and_a_sentence() -> None:
    document = blank()
    document.add_picture(a_picture())
    assert "〔图片〕" in text_of(saved(document))
    assert losses_of(saved(document)) == ("图片或图表1处没有排进 PDF，原处印“〔图片〕”。",)


def test_the_words_of_a_text_box_are_printed_after_their_paragraph() -> None:
    document = blank()
    document.add_paragraph("段落。")
    with_text_box(document, "框里的字")
    document.add_paragraph("下一段。")
    assert text_of(saved(document)) == "段落。框里的字下一段。"
    assert "文本框1个" in losses_of(saved(document))[0]


def test_footnotes_stand_at_the_foot_of_their_page() -> None:
    note = f'<w:footnotes {nsdecls("w")}><w:footnote w:id="2"><w:p><w:r><w:t>注里的字</w:t></w:r></w:p></w:footnote></w:footnotes>'
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    word = edited(small_docx(attachments=()), lambda xml: xml.replace("</w:p>", mark, 20))
    word = edited(word, lambda xml: xml.replace("</w:styles>", "</w:styles>\n"), "word/styles.xml")
    with_notes = _with_part(word, "word/footnotes.xml", note)
    _sizes, words = places(print_word(with_notes).pdf)
    found = [each for each in words if "注里的字" in each.text]
    assert found
    assert all(each.bottom > 500 for each in found)


def _with_part(word: bytes, name: str, content: str) -> bytes:
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word)) as source, zipfile.ZipFile(out, "w") as target:
        for each in source.namelist():
            target.writestr(each, source.read(each))
        target.writestr(name, content)
    return out.getvalue()


def test_hidden_words_slanted_words_and_columns_are_said() -> None:
    document = blank()
    paragraph = document.add_paragraph()
    paragraph.add_run("藏").font.hidden = True
    paragraph.add_run("斜").italic = True
    columns = document.sections[0]._sectPr.find(qn("w:cols"))
    columns.set(qn("w:num"), "2")
    assert text_of(saved(document)) == "斜"
    said = "".join(losses_of(saved(document)))
    for word in ("隐藏的文字1处没有印出", "斜体字1处印成正体", "分栏的部分1处排成一栏"):
        assert word in said


def test_tracked_deletions_are_not_printed_and_insertions_are() -> None:
    document = blank()
    paragraph = document.add_paragraph("原文")
    paragraph._p.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>删</w:delText></w:r></w:del>"))
    paragraph._p.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>插</w:t></w:r></w:ins>"))
    assert text_of(saved(document)) == "原文插"
    assert "修订中已删除的内容1处没有印出" in losses_of(saved(document))[0]


@pytest.mark.parametrize("character", ["𠮷", "😀", "☑", "\ue000", "བ"])
def test_a_character_that_no_font_has_is_printed_as_a_gap_and_named(character: str) -> None:
    word = small_docx(blocks=(Paragraph(runs(f"张{character}同志")),), attachments=())
    assert "张〓同志" in text_of(word)
    assert f"U+{ord(character):04X}" in "".join(losses_of(word))


def test_rare_characters_that_a_font_has_are_printed() -> None:
    word = small_docx(blocks=(Paragraph(runs("䶮赟喆昇璟堃彧祎𬉼")),), attachments=())
    assert "䶮赟喆昇璟堃彧祎𬉼" in text_of(word)
    assert "〓" not in "".join(losses_of(word))


def test_faces_that_stand_in_for_others_are_said() -> None:
    (said,) = losses_of(small_docx())
    assert "方正小标宋简体" in said
    assert "仿宋_GB2312" in said
    assert "黑体" not in said.split("，")[0]
