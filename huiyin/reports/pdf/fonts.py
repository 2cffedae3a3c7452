"""The fonts a PDF is set in: the two that ship as a package, and before them those of the operator's folder."""

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import typst
from pylopdf_fonts_zh_cn import sans_path, serif_path

from huiyin.reports.pdf.content import NotPrintable

SERIF, SANS = "Noto Serif SC", "Noto Sans SC"
# What stands where no font has the character: the printers' mark for a missing type.
MISSING = "〓"
_FILES = (".ttf", ".otf", ".ttc", ".otc")
# How the faces of 公文 are called by those who make them; the first that is there is taken.
_FACES: dict[str, tuple[str, ...]] = {
    "仿宋": (
        *("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "方正仿宋简体", "FZFangSong-Z02S", "方正仿宋_GBK"),
        *("FZFangSong-Z02", "华文仿宋", "STFangsong", "朱雀仿宋", "Zhuque Fangsong", "FandolFang R", "FandolFang"),
    ),
    "小标宋": (
        *("方正小标宋简体", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "FZXiaoBiaoSong-B05", "小标宋", "华文中宋"),
        *("STZhongsong", "STXiaobiaosong"),
    ),
    "楷体": (
        *("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "方正楷体简体", "FZKai-Z03S", "华文楷体", "STKaiti"),
        *("霞鹜文楷", "LXGW WenKai", "LXGW WenKai GB", "FandolKai"),
    ),
    "黑体": (
        "黑体",
        "SimHei",
        "方正黑体简体",
        "FZHei-B01S",
        "华文黑体",
        "STHeiti",
        "FandolHei",
        "Noto Sans CJK SC",
        SANS,
    ),
    "宋体": ("宋体", "SimSun", "NSimSun", "华文宋体", "STSong", "FandolSong", "Noto Serif CJK SC", SERIF),
}
# What in a font's name tells the face; the last one is every other font.
_TELLING = (
    ("仿宋", ("仿宋", "fangsong")),
    ("小标宋", ("小标宋", "xiaobiaosong", "大标宋", "中宋", "zhongsong")),
    ("楷体", ("楷", "kai")),
    ("黑体", ("黑", "hei", "等线", "dengxian", "圆", "sans", "arial", "calibri", "verdana", "tahoma", "helvetica")),
    ("宋体", ("",)),
)
# Characters that show nothing and that Typst sets without a glyph.
_SILENT = (
    *((0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x180B, 0x180F), (0x200B, 0x200F), (0x2028, 0x202E)),
    *((0x2060, 0x206F), (0xFE00, 0xFE0F), (0xE0001, 0xE0001), (0xE0020, 0xE007F), (0xE0100, 0xE01EF)),
)


@dataclass(frozen=True)
class Face:
    """Families in the order of trying; `own` when one of them is a face of this kind and not a stand-in."""

    families: tuple[str, ...]
    own: bool


@dataclass(frozen=True)
class Shelf:
    """The fonts at hand: family names by their lower-case form, and every character that one of them has."""

    fonts: typst.Fonts
    families: dict[str, str]
    coverage: frozenset[int]

    def face(self, name: str) -> Face:
        """The families for a font that a Word names."""
        kind = kind_of(name)
        standing_in = (SANS, SERIF) if kind == "黑体" else (SERIF, SANS)
        wanted = (name, *_FACES[kind])
        found = next((self.families[each.lower()] for each in wanted if each.lower() in self.families), "")
        own = bool(found) and not (found in (SERIF, SANS) and kind in ("仿宋", "小标宋", "楷体"))
        return Face(tuple(dict.fromkeys((found, *standing_in) if found else standing_in)), own)

    def has(self, character: str) -> bool:
        """Whether a character can be printed."""
        return ord(character) in self.coverage


def kind_of(name: str) -> str:
    """The face a font's name stands for: 仿宋, 小标宋, 楷体, 黑体, else 宋体."""
    lower = name.lower()
    return next(kind for kind, signs in _TELLING if any(sign in lower for sign in signs))


def shelf(folder: str = "") -> Shelf:
    """The shipped fonts and those in `folder`; raises `NotPrintable` when the folder holds none."""
    shipped = [serif_path(), sans_path()]
    own = font_files(folder) if folder else []
    if missing := [path for path in shipped if not path.is_file()]:
        raise NotPrintable(f"缺少字体文件“{missing[0].name}”，不能输出 PDF。请系统管理员重新安装本程序的依赖包。")
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[shipped[0].parent, *([Path(folder)] if own else [])]
    )  # fmt: skip
    covered = {code for path in (*shipped, *own) for code in characters_of(path)}
    covered |= {code for first, last in _SILENT for code in range(first, last + 1)}
    return Shelf(fonts, {name.lower(): name for name in fonts.families()}, frozenset(covered))


def font_files(folder: str) -> list[Path]:
    """The font files of an operator's folder; raises `NotPrintable` when there is no such folder or no font in it."""
    place = Path(folder)
    if not place.is_dir():
        raise NotPrintable(
            f"设置 HUIYIN_FONTS 指的文件夹“{folder}”不存在或打不开，不能输出 PDF。请系统管理员改正或清空这项设置。"
        )
    found = sorted(path for path in place.rglob("*") if path.suffix.lower() in _FILES and path.is_file())
    if not found:
        raise NotPrintable(
            f"设置 HUIYIN_FONTS 指的文件夹“{folder}”里没有字体文件（.ttf、.otf、.ttc），不能输出 PDF。"
            "请系统管理员放入字体，或清空这项设置。"
        )
    return found


def characters_of(path: Path) -> set[int]:
    """The characters a font file has a shape for."""
    try:
        data = path.read_bytes()
        starts = _faces_in(data)
        return {code for start in starts for code in _characters(data, start)}
    except (struct.error, IndexError, OSError, ValueError) as error:
        raise NotPrintable(f"字体文件“{path.name}”已损坏或读不出来，请系统管理员从字体文件夹中移走它。") from error


def _faces_in(data: bytes) -> Iterable[int]:
    if data[:4] != b"ttcf":
        return (0,)
    count = struct.unpack_from(">I", data, 8)[0]
    return struct.unpack_from(f">{count}I", data, 12)


def _characters(data: bytes, start: int) -> Iterator[int]:
    """The Unicode subtables of `cmap`: format 4 for the common plane, format 12 for all."""
    tables = struct.unpack_from(">H", data, start + 4)[0]
    records = (struct.unpack_from(">4sIII", data, start + 12 + 16 * n) for n in range(tables))
    cmap = next((offset for tag, _sum, offset, _length in records if tag == b"cmap"), None)
    if cmap is None:
        raise ValueError("no cmap")
    count = struct.unpack_from(">H", data, cmap + 2)[0]
    for n in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", data, cmap + 4 + 8 * n)
        if platform == 0 or (platform == 3 and encoding in (1, 10)):
            at = cmap + offset
            form = struct.unpack_from(">H", data, at)[0]
            if form == 4:
                yield from _format_4(data, at)
            elif form == 12:
                yield from _format_12(data, at)


def _format_4(data: bytes, at: int) -> Iterator[int]:
    half = struct.unpack_from(">H", data, at + 6)[0] // 2
    ends = struct.unpack_from(f">{half}H", data, at + 14)
    starts = struct.unpack_from(f">{half}H", data, at + 16 + 2 * half)
    deltas = struct.unpack_from(f">{half}H", data, at + 16 + 4 * half)
    ranges = at + 16 + 6 * half
    for n, (first, last, delta) in enumerate(zip(starts, ends, deltas, strict=True)):
        offset = struct.unpack_from(">H", data, ranges + 2 * n)[0]
        for code in range(first, last + 1):
            if code == 0xFFFF:
                continue
            if offset:
                place = ranges + 2 * n + offset + 2 * (code - first)
                glyph = struct.unpack_from(">H", data, place)[0]
                glyph = (glyph + delta) & 0xFFFF if glyph else 0
            else:
                glyph = (code + delta) & 0xFFFF
            if glyph:
                yield code


def _format_12(data: bytes, at: int) -> Iterator[int]:
    count = struct.unpack_from(">I", data, at + 12)[0]
    for n in range(count):
        first, last, glyph = struct.unpack_from(">III", data, at + 16 + 12 * n)
        if last > 0x10FFFF:
            raise ValueError("cmap beyond Unicode")
        yield from range(first if glyph else first + 1, last + 1)
