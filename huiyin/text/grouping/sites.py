"""Which villages, estates, schools a short text names, so that one complaint about two places stays two complaints.

A place is known by what ends its name (村, 小区, 卫生院); the two characters before that are its name. Slips of the pen
are no other place: whoever leaves out, puts in or turns round a character writes nothing that stands nowhere near the
name in the other text, and only texts that each name something the other lacks speak of two places.
"""

import numpy as np
from numpy.typing import NDArray

from huiyin.text.grouping.folding import POINTS, Codes, Places

Words = NDArray[np.uint64]
Truths = NDArray[np.bool_]

# What ends the name of a place by itself, and what does so only as the end of a longer word.
ENDS = "村镇乡庄区县市街路巷弄校院站桥库园厂苑店坊"
LONG_ENDS = "学场道所社楼"
# Of longer words the last two characters, and how long the word is.
KINDS = {
    2: "小区 社区 园区 校区 片区 街区 中学 小学 大学 学校 农场 林场 牧场 渔场 茶场 市场 街道 大道 大街 大院 医院 花园 公园 家园 庄园 "
    "家村 家庄 新村 工厂 车站 水库 大桥 大楼 酒店 饭店 商店 合作社",
    3: "生院 儿园 老院 务站 油站 出所 作社 祉院 利院 育馆",
}
# Before the kind of place these do not name it (本村, 这个小区, 马路, 进城).
NAMELESS = (
    "本全各该我你他的是在望议求请要们咱俺这那某每个哪几多两农城乡马道公铁线水电网进出到去来上下里外内同回入新老旧大小前后离从住有此设"
    "走跑跳把被给让跟对向往当做作为用过与和及近附边旁间中没无不别也都就很还才又再只最太更了着吗啊人让使叫将以于并但或名办开建修"
)
# And these are no part of a name of two characters (住李村).
BESIDE = "的是在到我们个这那有和与及从往于给对住跟事好看候呢吧了啊时年月日天处边映就位去来说请望议"
BELOW, ONCE = np.uint32(ord("下")), np.uint32(ord("一"))
# How far around its end a text is searched for the characters of the other's name.
AROUND = 3

NUMERALS = "0123456789一二三四五六七八九十百"

IS_END, IS_LONG_END, IS_NAMELESS, IS_BESIDE, IS_NUMERAL = (np.uint8(1 << bit) for bit in range(5))
ONE = np.uint64(1)
# A character is two of 64 bits: two runs of six bits of its product by this.
FACTOR = np.uint64(0x9E3779B1)
RUNS, SIX = (np.uint64(20), np.uint64(26)), np.uint64(63)


def _kinds() -> NDArray[np.uint8]:
    kinds = np.zeros(POINTS, dtype=np.uint8)
    for kind, characters in (
        (IS_END, ENDS),
        (IS_LONG_END, LONG_ENDS),
        (IS_NAMELESS, NAMELESS),
        (IS_BESIDE, BESIDE),
        (IS_NUMERAL, NUMERALS),
    ):
        kinds[[ord(character) for character in characters]] |= kind
    return kinds


def _long_kinds() -> tuple[Words, Places]:
    """The last two characters of each longer kind as one number, in order, and how long the kind is."""
    found = sorted(
        (ord(word[-2]) << 32 | ord(word[-1]), length) for length, words in KINDS.items() for word in words.split()
    )
    pairs, lengths = zip(*found, strict=True)
    return np.array(pairs, dtype=np.uint64), np.array(lengths, dtype=np.int64)


KIND_OF = _kinds()
LONG_KINDS, LENGTHS = _long_kinds()


def _is(codes: Codes, kind: np.uint8) -> Truths:
    found: Truths = (KIND_OF[codes] & kind) > 0
    return found


def sites_of(codes: Codes, ends: Places) -> Words:
    """Two words a text: the characters of the names in it, and all that stands near them.

    The texts lie end to end, two zeros before all and one after each, at `ends`.
    """
    words = np.zeros((2, len(ends)), dtype=np.uint64)
    kinds = KIND_OF[codes]
    spots = np.flatnonzero(kinds & (IS_END | IS_LONG_END))
    pairs = codes[spots - 1].astype(np.uint64) << np.uint64(32) | codes[spots]
    places = np.minimum(np.searchsorted(LONG_KINDS, pairs), len(LONG_KINDS) - 1)
    long = LONG_KINDS[places] == pairs
    kept = long | (kinds[spots] & IS_END > 0)
    spots, long, places = spots[kept], long[kept], places[kept]
    owner = np.searchsorted(ends, spots)
    begins = np.concatenate((np.zeros(1, dtype=np.int64), ends[:-1]))[owner]
    last = spots - np.where(long, LENGTHS[places], 1)
    telling, other, before = (_within(codes, last - step, begins) for step in range(3))
    # A number before it (6路, 三村) is compared as a number.
    named = (telling > 0) & ~_is(telling, IS_NAMELESS) & (long | ~_is(telling, IS_NUMERAL))
    apart = _is(other, IS_BESIDE) | ((other == BELOW) & (before == ONCE))
    name = np.where(named, _bits(telling) | np.where(apart, np.uint64(0), _bits(other)), np.uint64(0))
    near = np.zeros(len(spots), dtype=np.uint64)
    for step in range(-3, AROUND + 1):
        near |= _bits(_within(codes, np.minimum(last - step, spots), begins))
    np.bitwise_or.at(words[0], owner, name)
    np.bitwise_or.at(words[1], owner, near)
    return words


def _within(codes: Codes, places: Places, begins: Places) -> Codes:
    """The characters at the places; zero for what lies before the text."""
    found: Codes = np.where(places > begins, codes[np.maximum(places, 0)], np.uint32(0))
    return found


def _bits(characters: Codes) -> Words:
    """Two bits for a character, none for what is no character."""
    values = characters.astype(np.uint64) * FACTOR
    first, second = (ONE << (values >> run & SIX) for run in RUNS)
    bits: Words = np.where(characters > 0, first | second, np.uint64(0))
    return bits


def elsewhere(names: Words, near: Words, their_names: Words, their_near: Words) -> Truths:
    """Whether each of two texts names a place of which the other says nothing."""
    found: Truths = ((names & ~their_near) > 0) & ((their_names & ~near) > 0)
    return found
