"""Invented cadres for a roster that a source only counts: a line a unit in a compact file, a line a person in the workbook.

Names come from the staff number alone, so that a changed line of the source changes its own people and nobody else.
"""

import zlib
from collections.abc import Iterator, Sequence

_SURNAMES = "毕边卜岑柴巢车程褚淳戴邓狄窦端樊费丰封扶甘高戈耿宫勾谷管归桂郝和贺侯胡花华霍姬计季简江焦解金荆井景柯孔寇匡"
_FIRST = "伯敬文承怀景明若思守维希言以允知致中秉长春风鹤济嘉静开可朗乐牧念培清秋仁如尚书松恬望惟闻修雪雅逸益应永咏有"
_SECOND = "安柏昌辰成川达淳端恩方芳古光海涵恒弘华纪杰谨钧康宽兰礼立林陆茂民宁培平谦勤泉瑞山慎诗石舒硕棠同温贤欣信煦扬"


def name_of(staff_no: str) -> str:
    """A name that nobody was asked for."""
    drawn = zlib.crc32(staff_no.encode())
    found = ""
    for letters in (_SURNAMES, _FIRST, _SECOND):
        drawn, place = divmod(drawn, len(letters))
        found += letters[place]
    return found


def people(unit: str, heads: int) -> Iterator[tuple[str, str]]:
    """(staff number, name) of so many people of a unit; the number is the unit's code and a place."""
    for place in range(1, heads + 1):
        staff_no = f"{unit}{place:02d}"
        yield staff_no, name_of(staff_no)


def lines(header: Sequence[str], counted: Sequence[str]) -> Iterator[str]:
    """The lines of a roster that these lines (unit, how many) stand for."""
    for line in counted:
        unit, heads = line.split("\t")
        for staff_no, name in people(unit, int(heads)):
            said = {"工号": staff_no, "姓名": name, "单位编码": unit}
            yield "\t".join(said.get(column, "") for column in header)
