"""The page, fonts and styles of GB/T 9704-2012, as Word writes them (twentieths of a point, half points)."""

from dataclasses import dataclass
from typing import Literal

from huiyin.reports.word.ooxml import Element, make

PAGE_WIDTH, PAGE_HEIGHT = 11906, 16838  # A4
TOP, LEFT, BOTTOM, RIGHT = 2098, 1588, 1984, 1474  # 天头 37 mm, 订口 28 mm; the type area is 156 × 225 mm
TEXT_WIDTH = PAGE_WIDTH - LEFT - RIGHT
LINE = 579  # 28.95 pt: 22 of them fill the type area
FOOTER = 1304  # page number 7 mm below the type area
HEADER = 1134
# 28 characters of 16 pt are 448 pt wide, the type area 442.2 pt: each gives up a quarter point (a fifth would leave
# 442.4 pt, and 27 to the line). A character grid, docGrid linesAndChars, would do it too, but then LibreOffice
# doubles every line.
TIGHTER = -5

FANGSONG, XIAOBIAOSONG, HEITI, KAITI, SONGTI = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"
# What Word and WPS should look for where the official font is not installed.
ALTERNATIVES = {
    FANGSONG: ("仿宋", "FangSong"),
    XIAOBIAOSONG: ("小标宋", "FZXiaoBiaoSong-B05S"),
    HEITI: ("SimHei",),
    KAITI: ("楷体", "KaiTi"),
    SONGTI: ("SimSun",),
}
RED = "FF0000"
Align = Literal["left", "center", "right", "both"]


@dataclass(frozen=True)
class Style:
    """One paragraph style, complete in itself so that it looks the same inside an office's own template."""

    identifier: str
    name: str
    font: str = FANGSONG
    half_points: int = 32
    align: Align = "left"
    line: int = LINE
    first_line_chars: int = 0
    left_chars: int = 0
    right_chars: int = 0
    before: int = 0
    spacing: int = TIGHTER
    colour: str = ""
    outline_level: int | None = None
    keep_with_next: bool = False
    on_grid: bool = True

    def element(self) -> Element:
        return make(
            "w:style",
            {"w:type": "paragraph", "w:customStyle": "1", "w:styleId": self.identifier},
            make("w:name", {"w:val": self.name}),
            make("w:qFormat"),
            self._paragraph_properties(),
            run_properties(self.font, self.half_points, spacing=self.spacing, colour=self.colour),
        )

    def _paragraph_properties(self) -> Element:
        properties = make("w:pPr")
        if self.keep_with_next:
            properties.append(make("w:keepNext"))
        properties.append(make("w:widowControl", {"w:val": "0"}))
        if not self.on_grid:
            properties.append(make("w:snapToGrid", {"w:val": "0"}))
        spacing = {"w:before": str(self.before), "w:after": "0", "w:line": str(self.line), "w:lineRule": "exact"}
        properties.append(make("w:spacing", spacing))
        properties.append(
            indent(self.half_points, first_line=self.first_line_chars, left=self.left_chars, right=self.right_chars)
        )
        properties.append(make("w:jc", {"w:val": self.align}))
        if self.outline_level is not None:
            properties.append(make("w:outlineLvl", {"w:val": str(self.outline_level)}))
        return properties


def indent(half_points: int, *, first_line: int = 0, left: int = 0, right: int = 0, hanging: int = 0) -> Element:
    """Indents in hundredths of a character, with the same length in twips for programs that ignore characters."""
    attributes = {}
    for name, hundredths in (("left", left), ("right", right), ("firstLine", first_line), ("hanging", hanging)):
        if hundredths or name in ("left", "right"):
            attributes[f"w:{name}Chars"] = str(hundredths)
            attributes[f"w:{name}"] = str(hundredths * half_points // 10)
    return make("w:ind", attributes)


def run_properties(font: str, half_points: int, *, spacing: int = 0, colour: str = "", bold: bool = False) -> Element:
    properties = make(
        "w:rPr",
        None,
        make("w:rFonts", {"w:ascii": font, "w:hAnsi": font, "w:eastAsia": font, "w:cs": font}),
    )
    if bold:
        properties.append(make("w:b"))
    if colour:
        properties.append(make("w:color", {"w:val": colour}))
    if spacing:
        properties.append(make("w:spacing", {"w:val": str(spacing)}))
    properties.append(make("w:sz", {"w:val": str(half_points)}))
    properties.append(make("w:szCs", {"w:val": str(half_points)}))
    return properties


BODY = Style("HyBody", "公文正文", align="both", first_line_chars=200)
FLUSH = Style("HyFlush", "公文顶格", align="both")
HEADINGS = {
    1: Style("HyHeading1", "公文一级标题", HEITI, first_line_chars=200, outline_level=0, keep_with_next=True),
    2: Style("HyHeading2", "公文二级标题", KAITI, first_line_chars=200, outline_level=1, keep_with_next=True),
    3: Style("HyHeading3", "公文三级标题", first_line_chars=200, outline_level=2, keep_with_next=True),
    4: Style("HyHeading4", "公文四级标题", first_line_chars=200, outline_level=3, keep_with_next=True),
}
NUMBER_LINE = Style("HyNumber", "发文字号", align="center", keep_with_next=True)
TITLE = Style(
    "HyTitle",
    "公文标题",
    XIAOBIAOSONG,
    44,
    align="center",
    line=LINE * 6 // 5,
    spacing=0,
    keep_with_next=True,
    on_grid=False,
)
LABEL = Style("HyLabel", "重建说明", KAITI, align="center", keep_with_next=True)
ATTACHMENT_MARK = Style("HyAttachmentMark", "附件序号", HEITI, outline_level=0, keep_with_next=True)
SIGNATURE = Style("HySignature", "公文署名", align="right", keep_with_next=True)
DATE = Style("HyDate", "成文日期", align="right")
TABLE_TITLE = Style("HyTableTitle", "表题", HEITI, align="center", keep_with_next=True)
TABLE_NOTE = Style("HyTableNote", "表注", half_points=24, line=400, spacing=0, on_grid=False)
COLOPHON = Style("HyColophon", "版记", half_points=28, line=480, spacing=0, on_grid=False)
PAGE_NUMBER = Style("HyPageNumber", "公文页码", SONGTI, 28, line=320, spacing=0, on_grid=False)
RUNNING_LABEL = Style("HyRunningLabel", "重建说明页眉", SONGTI, 18, align="center", line=240, spacing=0, on_grid=False)
TINY = Style("HyTiny", "占位", half_points=2, line=20, spacing=0, on_grid=False)
TABLE_TEXT = {
    size: Style(f"HyTable{size}", f"表格文字{size / 2:g}磅", half_points=size, line=size * 14, spacing=0, on_grid=False)
    for size in (24, 21, 18)
}
STYLES = (
    *(BODY, FLUSH, *HEADINGS.values(), NUMBER_LINE, TITLE, LABEL, ATTACHMENT_MARK, SIGNATURE, DATE, TABLE_TITLE),
    *(TABLE_NOTE, COLOPHON, PAGE_NUMBER, RUNNING_LABEL, TINY, *TABLE_TEXT.values()),
)


def organ_mark_size(text: str) -> int:
    """Half points of the red 发文机关标志: as large as the type area allows, between 一号 and 60 pt.

    A template's tag says nothing about the name that will stand there; ten characters are supposed.
    """
    widest = 10 if "{{" in text else max(len(line) for line in text.split("\n"))
    return max(52, min(120, TEXT_WIDTH // 10 * 96 // 100 // max(widest, 1)))


def add_missing_styles(root: Element) -> None:
    """Bring our styles into a template's style sheet; a style the office has already changed keeps its look."""
    present = {style.get("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}styleId") for style in root}
    for style in STYLES:
        if style.identifier not in present:
            root.append(style.element())
