"""The two bytes of a character in GBK, the characters of a byte, and how likely a character is in a written report."""

from functools import lru_cache

from huiyin.text.repair.readings import has_reading
from huiyin.text.repair.scripts import simple_letter

PUNCTUATION = frozenset("。，、；：？！“”‘’《》（）…—·")
# The first bytes of punctuation: 。“”《》、 … in A1, full-width ASCII in A3.
PUNCTUATION_LEADS = (0xA1, 0xA3)
_TRAILS = (*range(0x40, 0x7F), *range(0x80, 0xFF))
_LEADS = range(0x81, 0xFF)
# The five hundred most used characters make up three quarters of any text.
_MOST_USED = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十"
    "三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全"
    "表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料"
    "象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任"
    "取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安"
    "场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影"
    "算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标"
    "写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严"
)
# Bits a character takes: what is likely takes few.
_MARKED, _USED, _PLAIN, _SELDOM, _RARE, _SYMBOL, _PRIVATE = 7, 9, 13, 20, 27, 22, 32
_ASCII_MARKS = frozenset('0123456789 ,.:;()%"-')


@lru_cache(maxsize=30_000)
def bits(letter: str) -> int:
    """How unlikely a character is in running Chinese, in bits."""
    if letter in PUNCTUATION or letter in _ASCII_MARKS:
        return _MARKED
    if letter.isascii():
        return _PLAIN
    if "\ue000" <= letter < "\uf900":
        return _PRIVATE
    simple = simple_letter(letter)
    if simple in _MOST_USED:
        return _USED
    try:
        lead = simple.encode("gb2312")[0]
    except UnicodeEncodeError:
        return _RARE if "\u3400" <= letter <= "\u9fff" else _PRIVATE
    return _SYMBOL if lead < 0xB0 else _PLAIN if lead <= 0xD7 else _SELDOM


def most_used(letter: str) -> bool:
    """Whether a character, in either script, is one of the five hundred most used."""
    return simple_letter(letter) in _MOST_USED


def everyday(letter: str) -> bool:
    """Whether a character is on the first, common, plane of GB 2312 (its 3,755 everyday characters)."""
    return bits(letter) <= _PLAIN and not letter.isascii() and letter not in PUNCTUATION


@lru_cache(maxsize=30_000)
def pair(letter: str) -> tuple[int, int] | None:
    """The two bytes of a character, if it has two (the private ones that stand for unassigned pairs included)."""
    try:
        raw = letter.encode("gb18030")
    except UnicodeEncodeError:
        return None
    return (raw[0], raw[1]) if len(raw) == 2 else None


def wide(letter: str) -> tuple[int, int] | None:
    """The two bytes of the full-width form of an ASCII character."""
    return (0xA3, ord(letter) + 0x80) if letter and "!" <= letter <= "~" else None


@lru_cache(maxsize=30_000)
def decoded(lead: int, trail: int) -> str | None:
    """The character of two bytes."""
    try:
        letter = bytes((lead, trail)).decode("gb18030")
    except UnicodeDecodeError:
        return None
    return letter if len(letter) == 1 and not 0xE000 <= ord(letter) < 0xF900 else None


@lru_cache(maxsize=200)
def with_trail(trail: int) -> tuple[str, ...]:
    """Every character with this second byte."""
    return tuple(letter for lead in _LEADS if (letter := decoded(lead, trail)))


@lru_cache(maxsize=2_000)
def trails_read(lead: int, syllable: str) -> tuple[int, ...]:
    """Second bytes that make, with this first byte, a character read so."""
    return tuple(t for t in _TRAILS if (letter := decoded(lead, t)) and has_reading(letter, syllable))
