"""The operator's fonts go before the shipped ones; a folder that holds none is said to hold none."""

from pathlib import Path

import pytest
from pylopdf_fonts_zh_cn import serif_path

from huiyin.reports.pdf.content import NotPrintable
from huiyin.reports.pdf.convert import losses_of, print_word
from huiyin.reports.pdf.fonts import SANS, SERIF, characters_of, kind_of, shelf
from huiyin.reports.pdf.tests.pages import inside, renamed_font
from huiyin.reports.word.tests.office import small_docx


def test_every_face_of_an_official_document_has_a_stand_in() -> None:
    shipped = shelf()
    assert shipped.face("仿宋_GB2312").families[0] == SERIF
    assert shipped.face("黑体").families[0] == SANS
    assert [shipped.face(name).own for name in ("仿宋_GB2312", "方正小标宋简体", "楷体_GB2312")] == [False] * 3
    assert shipped.face("黑体").own
    assert shipped.face("宋体").own


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        *(("仿宋_GB2312", "仿宋"), ("方正小标宋简体", "小标宋"), ("楷体_GB2312", "楷体"), ("微软雅黑", "黑体")),
        *(("Arial", "黑体"), ("Times New Roman", "宋体"), ("华文仿宋", "仿宋"), ("不知名字体", "宋体")),
    ],
)
def test_a_font_is_known_by_its_name(name: str, kind: str) -> None:
    assert kind_of(name) == kind


def test_the_operators_fonts_are_preferred(tmp_path: Path) -> None:
    renamed_font(serif_path(), tmp_path / "simfang.otf", "FangSong", SERIF, "NotoSerifSC-Regular")
    own = shelf(str(tmp_path))
    assert own.face("仿宋_GB2312").families[0] == "FangSong"
    assert own.face("仿宋_GB2312").own
    assert own.face("楷体_GB2312").families[0] == SERIF
    said = "".join(losses_of(small_docx(), fonts=str(tmp_path)))
    assert "仿宋" not in said
    assert "楷体" in said
    with_own, without = (print_word(small_docx(), fonts=folder).pdf for folder in (str(tmp_path), ""))
    assert "+FangSong" in inside(with_own)
    assert "+FangSong" not in inside(without)


def test_characters_of_the_shipped_fonts_are_known() -> None:
    found = characters_of(serif_path())
    assert {ord(each) for each in "云梦县〔2013〕—“”①㎡䶮"} <= found
    assert not {ord(each) for each in "𠮷😀"} & found


def test_a_folder_that_is_not_there_or_holds_no_font_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotPrintable, match=r"HUIYIN_FONTS.*不存在"):
        print_word(small_docx(), fonts=str(tmp_path / "nowhere"))
    (tmp_path / "readme.txt").write_text("没有字体")
    with pytest.raises(NotPrintable, match=r"没有字体文件"):
        print_word(small_docx(), fonts=str(tmp_path))
    (tmp_path / "broken.ttf").write_bytes(b"\0\1\0\0\0\x09broken")
    with pytest.raises(NotPrintable, match=r"broken\.ttf.*损坏"):
        print_word(small_docx(), fonts=str(tmp_path))
    # And the shipped fonts still serve.
    assert print_word(small_docx()).pdf.startswith(b"%PDF")
