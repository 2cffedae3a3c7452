"""The pinyin people type to find a name: every reading of the surname, full and by initials, and the given name alone.

pypinyin reads single characters by their commonest use, which for surnames is often wrong (单 as dan, 仇 as chou), so
all readings of the first character are kept and a table of surname readings comes before them.
"""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product

LONGEST = 600  # what Person.pinyin holds
_READINGS = 3  # of a character in a given name; the rarer ones only make noise
_COMBINATIONS = 24

_SURNAMES: dict[str, tuple[str, ...]] = {
    "单": ("shan",), "單": ("shan",), "仇": ("qiu",), "解": ("xie",), "曾": ("zeng",), "查": ("zha",),
    "朴": ("piao",), "区": ("ou",), "區": ("ou",), "任": ("ren",), "华": ("hua",), "華": ("hua",), "乐": ("yue", "le"),
    "樂": ("yue", "le"), "宁": ("ning",), "盖": ("ge", "gai"), "缪": ("miao",), "翟": ("zhai", "di"), "黑": ("he",),
    "折": ("she",), "种": ("chong",), "員": ("yun",), "员": ("yun",), "贠": ("yun",), "乜": ("nie",), "召": ("shao",),
    "覃": ("qin", "tan"), "谌": ("chen", "shen"), "秘": ("bi",), "祭": ("zhai",), "莘": ("shen", "xin"), "车": ("che",),
    "車": ("che",), "隗": ("wei", "kui"), "卜": ("bu",), "宓": ("mi", "fu"), "费": ("fei", "bi"), "句": ("gou",),
    "勾": ("gou",), "柏": ("bai", "bo"), "佴": ("nai",), "尉": ("wei", "yu"), "能": ("nai",), "繁": ("po",),
    "牟": ("mou", "mu"), "郇": ("xun", "huan"), "薄": ("bo",), "瞿": ("qu",), "相": ("xiang",), "洗": ("xian",),
    "冼": ("xian",), "阚": ("kan",), "郄": ("qie", "xi"), "郗": ("xi", "chi"), "眭": ("sui",), "藏": ("zang",),
    "臧": ("zang",), "晟": ("cheng", "sheng"), "那": ("na",), "么": ("yao",), "俞": ("yu",), "石": ("shi",),
    "盛": ("sheng",), "都": ("du",), "哈": ("ha",), "葛": ("ge",), "纪": ("ji",), "重": ("chong",), "焉": ("yan",),
    "暴": ("bao",), "曲": ("qu",), "调": ("diao",), "行": ("xing", "hang"), "殷": ("yin",),
}  # fmt: skip
_COMPOUND: dict[str, tuple[str, ...]] = {
    "尉迟": ("yu", "chi"), "尉遲": ("yu", "chi"), "万俟": ("mo", "qi"), "萬俟": ("mo", "qi"), "单于": ("chan", "yu"),
    "單于": ("chan", "yu"), "长孙": ("zhang", "sun"), "長孫": ("zhang", "sun"), "澹台": ("tan", "tai"),
    "澹臺": ("tan", "tai"), "鲜于": ("xian", "yu"), "令狐": ("ling", "hu"), "皇甫": ("huang", "fu"),
    "宰父": ("zai", "fu"), "亓官": ("qi", "guan"), "乐正": ("yue", "zheng"), "夏侯": ("xia", "hou"),
    "公冶": ("gong", "ye"), "仉督": ("zhang", "du"), "子车": ("zi", "ju"), "拓跋": ("tuo", "ba"),
    "呼延": ("hu", "yan"), "赫连": ("he", "lian"), "濮阳": ("pu", "yang"), "淳于": ("chun", "yu"),
    "太叔": ("tai", "shu"), "第五": ("di", "wu"), "钟离": ("zhong", "li"), "宇文": ("yu", "wen"),
    "慕容": ("mu", "rong"), "司徒": ("si", "tu"), "司空": ("si", "kong"), "司马": ("si", "ma"),
    "上官": ("shang", "guan"), "欧阳": ("ou", "yang"), "诸葛": ("zhu", "ge"), "东方": ("dong", "fang"),
    "公孙": ("gong", "sun"), "轩辕": ("xuan", "yuan"), "闻人": ("wen", "ren"), "申屠": ("shen", "tu"),
    "端木": ("duan", "mu"), "南宫": ("nan", "gong"), "西门": ("xi", "men"), "独孤": ("du", "gu"),
}  # fmt: skip
# Characters that occur in names and that pypinyin does not know.
_RARE: dict[str, tuple[str, ...]] = {"𠮷": ("ji",), "𬱖": ("di",), "𫖮": ("yi",), "𬀩": ("wei",), "㛃": ("jie",)}


def index(name: str) -> str:
    """All readings of `name` as words between spaces: full, by initials, and both of the given name alone."""
    words: dict[str, None] = {}
    if name.isascii():
        for part in (typed(name), *(typed(part) for part in name.split())):
            words.setdefault(part)
        return _joined(words)
    surname, given = _split(_letters(name))
    for readings in islice(_combinations(surname, given), _COMBINATIONS):
        words.setdefault("".join(readings))
        words.setdefault("".join(reading[0] for reading in readings))
    for readings in islice(product(*given), 4):
        words.setdefault("".join(readings))
        words.setdefault("".join(reading[0] for reading in readings))
    return _joined(words)


def typed(text: str) -> str:
    """What somebody typed, made comparable with the index; empty when it is no pinyin."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = "".join(c for c in plain if c not in " '-·").replace("ü", "v")
    return plain if plain.isascii() and plain.isalpha() else ""


def _joined(words: dict[str, None]) -> str:
    """The words as kept: a space on either side of each, so that a search may ask for the beginning of a word."""
    text = " "
    for word in words:
        if word and len(text) + len(word) + 1 <= LONGEST:
            text += word + " "
    return text if text.strip() else ""


def _letters(name: str) -> list[str]:
    return [c for c in name if c.isalpha()]


def _split(letters: list[str]) -> tuple[list[tuple[tuple[str, ...], ...]], list[tuple[str, ...]]]:
    """The ways to read the surname (each a reading a character), and the readings of each character after it."""
    first_two = "".join(letters[:2])
    if first_two in _COMPOUND:
        syllables = _COMPOUND[first_two]
        each = tuple(dict.fromkeys(product(*(_readings(c) for c in letters[:2]))))
        return [tuple(dict.fromkeys([syllables, *each]))], [_readings(c)[:_READINGS] for c in letters[2:]]
    surname = letters[:1]
    ways: list[tuple[tuple[str, ...], ...]] = [
        tuple((reading,) for reading in _surname_readings(c)) for c in surname
    ]  # fmt: skip
    return ways, [_readings(c)[:_READINGS] for c in letters[1:]]


def _combinations(
    surname: list[tuple[tuple[str, ...], ...]], given: list[tuple[str, ...]]
) -> Iterator[tuple[str, ...]]:
    """Every reading of the surname with the commonest reading of the rest first, so that a cut loses the rarest."""
    for rest in product(*given):
        for ways in surname:
            for way in ways:
                yield (*way, *rest)


def _surname_readings(character: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*_SURNAMES.get(character, ()), *_readings(character))))


@lru_cache(maxsize=8192)
def _readings(character: str) -> tuple[str, ...]:
    """All readings of one character without tones; a letter reads as itself."""
    if character in _RARE:
        return _RARE[character]
    # Its tables take a quarter of a second to load: most commands and pages never read a name.
    from pypinyin import Style, pinyin

    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore", v_to_u=False)
    readings = tuple(dict.fromkeys(reading for syllable in found for reading in syllable if reading.isascii()))
    if not readings and character.isascii():
        return (character.casefold(),)
    return readings or ("?",)
