"""A report is read whatever file it comes in, and what cannot be read is refused with a sentence that helps."""

import io
import json
import zipfile

import docx
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from huiyin.text.offsets import Mapped
from huiyin.text.reading.decoding import decode
from huiyin.text.reading.markup import UNWRAPPING
from huiyin.text.reading.problems import Unreadable
from huiyin.text.reading.source import LARGEST, read
from huiyin.text.repair.pipeline import STEP_LABELS, repair


def unwrapped(text: str) -> Mapped:
    """A text after the first steps of the repair only."""
    first = {code for code, _label, _edits in UNWRAPPING}
    return repair(text, leave_out=STEP_LABELS.keys() - first).text


SAID = "一年来，全县共梳理意见18类127条，制定整改措施51条。\n群众满意率达到98.5%，比上年提高2个百分点。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_a_text_is_read_in_any_encoding(encoding: str) -> None:
    """The encoding is found from the bytes alone."""
    assert read(SAID.encode(encoding)).text.removeprefix("\ufeff") == SAID


def test_big5_is_read() -> None:
    """Traditional text in Big5 is not taken for GB 18030."""
    said = "一年來,全縣共梳理意見18類127條,制定整改措施51條,為民服務,黨員群眾都說好。" * 4
    assert read(said.encode("big5")).text == said


def test_a_file_of_two_encodings_is_read_line_by_line_and_says_so() -> None:
    """Parts pasted together in two encodings both come out right."""
    first, second = SAID.split("\n")
    source = read(first.encode() + b"\n" + second.encode("gb18030"))
    assert source.text == SAID
    assert "混有两种编码" in source.note


def test_a_word_file_gives_its_paragraphs_and_tables() -> None:
    """Paragraphs in order, a table row a line."""
    document = docx.Document()
    document.add_paragraph("工作总结")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "走访户数", "120户"
    document.add_paragraph(SAID.split("\n")[0])
    kept = io.BytesIO()
    document.save(kept)
    assert read(kept.getvalue()).text.split("\n") == ["工作总结", "走访户数\t120户\t", SAID.split("\n")[0]]


def test_a_workbook_gives_its_cells() -> None:
    """A row a line; whole numbers without a point."""
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["单位", "意见数"])
        sheet.write_row(1, 0, ["城关镇", 127])
    source = read(kept.getvalue())
    assert (source.kind, source.text) == ("Excel", "单位\t意见数\n城关镇\t127")


def test_a_web_page_shows_what_a_reader_sees_and_leads_back() -> None:
    """Tags, scripts and entities go; the place of a number in the page's source is known."""
    page = (
        "<html><head><title>标题</title><script>var n='999条';</script></head><body>"
        "<p>共梳理意见<b>127</b>条&nbsp;&ldquo;四风&rdquo;</p><!-- 888条 --><div>措施51条</div></body></html>"
    )
    mapped = unwrapped(page)
    assert mapped.clean.split() == ["共梳理意见127条", "“四风”", "措施51条"]
    at = mapped.clean.index("127")
    assert mapped.quote(at, at + 3) == "127"


@pytest.mark.parametrize(
    "wrapped",
    [json.dumps({"text": SAID}), json.dumps({"text": SAID}, ensure_ascii=False).replace("意见", "意见\\n\\n")],
)
def test_a_dump_is_read_through_its_escapes(wrapped: str) -> None:
    """Text pulled out of a JSON or SQL dump reads as it was meant."""
    assert "127条" in unwrapped(wrapped).clean
    assert "\\n" not in unwrapped(wrapped).clean


def test_a_path_with_backslashes_is_no_dump() -> None:
    """One backslash does not make a dump."""
    assert unwrapped(r"见 D:\notes\read.txt").clean == r"见 D:\notes\read.txt"


def bomb() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * 30_000_000)
    return kept.getvalue()


def scanned() -> bytes:
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


def locked_pdf() -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(scanned())))
    writer.encrypt("secret")
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


def test_rtf_gives_its_words_in_bytes_or_numbers_and_its_table_rows() -> None:
    """Bytes of the code page, \\u with its stand-in, paragraphs and cells; fonts and pictures are no words."""
    words = "".join(f"\\'{byte:02x}" for byte in "征求意见".encode("gb18030"))
    number = "".join(f"\\u{ord(letter)}?" for letter in "条")
    raw = (
        "{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0 SimSun;}}{\\*\\generator x;}\\uc1 "
        f"{words}127{number}\\'81A\\par {words}\\cell 16\\u39033 ?\\cell\\row}}"
    ).encode("ascii")
    source = read(raw)
    assert (source.kind, source.text) == ("RTF", "征求意见127条" + b"\x81A".decode("gb18030") + "\n征求意见\t16项\t")


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "空文件"),
        (b" \r\n ", "空文件"),
        (b"\x00\x01\x02" * 100, "不是文本"),
        (b"PK\x03\x04 word/document.xml", "已损坏"),
        (b"PK\x03\x04 something", "不是 Word、Excel"),
        (b"%PDF-1.4 broken", "已损坏"),
        (b"{\\rtf1 {\\fonttbl x}}", "已损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "加了密码"),
        (bomb(), "大得不正常"),
        (scanned(), "扫描件"),
        (locked_pdf(), "加了密码"),
        (b"<w>" * (LARGEST // 3 + 1), "超过"),
    ],
    ids=[
        "empty",
        "blank",
        "binary",
        "broken docx",
        "zip",
        "broken pdf",
        "rtf",
        "locked",
        "bomb",
        "scan",
        "locked pdf",
        "large",
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(raw: bytes, sentence: str) -> None:
    """No crash, no half text: one clear sentence."""
    with pytest.raises(Unreadable, match=sentence):
        read(raw)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    """Whatever is dropped, the answer is a text or a sentence."""
    try:
        said = read(raw).text.strip()
    except Unreadable as refusal:
        said = str(refusal)
    assert said


@given(st.text(max_size=300))
def test_unwrapping_leads_back_for_any_text(text: str) -> None:
    """No text breaks the unwrapping, and every place stays within the original."""
    mapped = unwrapped(text)
    start, end = mapped.offsets.span(0, len(mapped.clean))
    assert 0 <= start <= end <= len(text)


@pytest.mark.parametrize(
    "text", ["<" * 200_000, "<p" * 200_000, "<!--" * 100_000, "&" * 200_000, "\\u" * 200_000, "<script>" * 30_000]
)
def test_long_broken_markup_is_answered(text: str) -> None:
    """Markup that never ends is gone through once."""
    unwrapped(text)


def test_a_likely_encoding_is_refused_rather_than_shown_as_garbage() -> None:
    """Bytes of a picture are no text."""
    with pytest.raises(Unreadable):
        decode(bytes(range(1, 256)) * 40)


def test_a_short_text_cut_off_inside_a_character_is_read() -> None:
    """One broken byte at the end is marked, not a reason to refuse."""
    source = read(SAID.encode()[:-1])
    assert source.text.startswith(SAID[:-1])
    assert "标为损坏" in source.note


def test_a_package_whose_places_are_damaged_is_refused_with_a_sentence() -> None:
    """A part that claims to begin before the file: found by mutation."""
    kept = io.BytesIO()
    docx.Document().save(kept)
    raw = bytearray(kept.getvalue())
    directory = raw.rindex(b"PK\x05\x06")
    raw[directory + 16 : directory + 20] = (2**24).to_bytes(4, "little")
    with pytest.raises(Unreadable, match="已损坏"):
        read(bytes(raw))
