"""A file that cannot be set whole gets a sentence, never half a PDF."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from huiyin.reports.pdf import reading
from huiyin.reports.pdf.content import NotPrintable
from huiyin.reports.pdf.convert import print_word
from huiyin.reports.pdf.tests.pages import blank, saved
from huiyin.reports.word.document import Paragraph, runs
from huiyin.reports.word.tests.office import edited, small_docx, without


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "空的"),
        (b"%PDF-1.7", "PDF"),
        (b"\xd0\xcf\x11\xe0rest", "旧版 Word"),
        (b"PK\x03\x04broken", "损坏"),
        (b"plain", "不是 Word"),
    ],
)
def test_what_is_no_word_file_is_refused_with_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(NotPrintable, match=said):
        print_word(data)


@pytest.mark.parametrize("name", ["word/document.xml", "word/styles.xml", "word/footer1.xml"])
def test_a_broken_part_is_named(name: str) -> None:
    with pytest.raises(NotPrintable, match=name):
        print_word(edited(small_docx(), lambda xml: xml[: len(xml) // 2], name))


@pytest.mark.parametrize("name", ["word/styles.xml", "word/settings.xml", "docProps/core.xml", "word/fontTable.xml"])
def test_a_part_that_is_not_there_is_done_without(name: str) -> None:
    assert print_word(without(small_docx(), name)).pdf.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('w:w="11906"', 'w:w="0"'),
        ('w:w="11906"', 'w:w="many"'),
        ('w:left="1588"', 'w:left="20000"'),
        ('w:left="1588"', 'w:left="-900"'),
        ('w:h="16838"', 'w:h="99999999"'),
    ],
)
def test_a_sheet_on_which_nothing_fits_is_refused(old: str, new: str) -> None:
    with pytest.raises(NotPrintable, match="页面设置"):
        print_word(edited(small_docx(), lambda xml: xml.replace(old, new)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<w:gridCol w:w="', '<w:gridCol w:w="x'),
        ("<w:tblHeader/>", ""),
        ("<w:tcPr>", '<w:tcPr><w:gridSpan w:val="9"/>'),
        ("<w:tcPr>", "<w:tcPr><w:vMerge/>"),
        ("<w:tcPr>", '<w:tcPr><w:vMerge w:val="restart"/>'),
        ("<w:trPr>", '<w:trPr><w:gridBefore w:val="3"/>'),
        ("<w:trPr>", "<w:trPr><w:tblHeader/>"),
        ("<w:keepNext/>", '<w:keepNext/><w:numPr><w:ilvl w:val="x"/><w:numId w:val="77"/></w:numPr>'),
        ("<w:pStyle ", '<w:outlineLvl w:val="12"/><w:pStyle '),
        ("<w:bookmarkEnd ", "<w:bookmarkStart "),
    ],
)
def test_odd_settings_do_not_stop_the_press(old: str, new: str) -> None:
    assert print_word(edited(small_docx(), lambda xml: xml.replace(old, new))).pdf.startswith(b"%PDF")


@pytest.mark.parametrize(("old", "new"), [('w:line="579"', 'w:line="-3"'), ('w:sz w:val="32"', 'w:sz w:val="big"')])
def test_odd_styles_do_not_stop_the_press(old: str, new: str) -> None:
    word = edited(small_docx(), lambda xml: xml.replace(old, new), "word/styles.xml")
    assert print_word(word).pdf.startswith(b"%PDF")


def test_a_file_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_CHARACTERS", 100)
    with pytest.raises(NotPrintable, match="太长"):
        print_word(small_docx(blocks=(Paragraph(runs("长" * 200)),)))


def test_an_empty_file_gives_an_empty_page() -> None:
    assert print_word(saved(blank())).pdf.startswith(b"%PDF")


def test_many_at_once_get_what_each_asked_for() -> None:
    words = [small_docx(blocks=(Paragraph(runs(f"第{n}份")),), attachments=()) for n in range(6)]
    alone = [print_word(word).pdf for word in words]
    with ThreadPoolExecutor(4) as pool:
        assert [made.pdf for made in pool.map(print_word, words * 2)] == alone * 2
    assert len(set(alone)) == 6


def test_after_a_refusal_the_next_is_set() -> None:
    with pytest.raises(NotPrintable):
        print_word(b"nothing")
    assert print_word(small_docx()).pdf.startswith(b"%PDF")
