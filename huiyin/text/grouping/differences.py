"""Small differences that change what a short text asks for: another number, another place, a "not", the opposite wish.

Six 64-bit words a text say which wishes and negations, counts, numbered things and places it names (the last two as
`sites` has them); words are compared bit by bit.
"""

import numpy as np
from numpy.typing import NDArray

from huiyin.text.grouping.folding import POINTS, Codes, Places
from huiyin.text.grouping.sites import elsewhere, sites_of

Words = NDArray[np.uint64]
Truths = NDArray[np.bool_]
Shares = NDArray[np.float64]

# Up to which length of the shorter text a difference of the kind decides: in a long one it is a detail.
WISHES_DECIDE, NAMES_DECIDE, COUNTS_DECIDE, PLACES_DECIDE, NEGATIONS_DECIDE = 60, 60, 20, 20, 16
# One complaint about two places by name is two: up to here a place is what it is about.
SITES_DECIDE = 90
# One letter sent about two places: much of it the same, but each names places (and numbered things) the other does not.
FORM_LETTER, OTHER_PLACES = 0.65, 2
COPIED = 0.3

NUMERALS = "0123456789零一二三四五六七八九十百千万两"
VALUES = (*range(10), *range(10), 10, 100, 1_000, 10_000, 2)
# By themselves these stand in too many words that are no numbers (一个接一个, 千方百计).
COMMON = "一百千万"
# Before one of these a number is a name (3号楼, 二期, 5路), elsewhere it counts (3天, 20户).
NAMED_BY = "号栋幢楼单组期路区班室线届队弄巷座排村里"
# Before one of these a number is never anything but a name, 一 too.
NUMBERED = "栋幢单组期班队"
# What ends the name of a place, and what stands between: in 阳光小区 the telling character is 光.
PLACE_ENDS = "村镇乡区县市街道路巷组栋幢楼厅局校院站桥库园"
BETWEEN = "小社街大"
# Before the kind of place these do not name it (本村, 希望小区).
NAMELESS = "本全各该我的是在望议求请要"
NEGATIONS = "不没未无勿别莫非"
HELPERS = "要再得能用应该想需可"

MORE, LESS, OPEN, SHUT, FOR, AGAINST, PLENTY, SCARCE = (1 << bit for bit in range(8))
# The eight bits above are the negations'.
FREE, FORCED, SHOWN, HIDDEN, PAID, GRATIS, SOONER, LATER, LENIENT, STRICT, NAMED, UNNAMED = (
    1 << bit for bit in range(16, 28)
)
WISHES = {
    MORE: "增加 增设 新增 加大 提高 延长 扩大 扩建 增建 增派 上调 提升 加快 多开 多设",
    LESS: "减少 缩短 降低 缩小 压缩 精简 下调 裁减 少开 放慢",
    LESS | SHUT: "取消 撤销 拆除 废除 停办 取缔",
    OPEN: "开放 开通 恢复 保留 允许 新建 修建 设立 打开",
    SHUT: "关闭 停用 停止 禁止 封闭 停开 关停 关掉",
    FOR: "支持 同意 赞成 赞同 拥护",
    AGAINST: "反对 抵制 抗议",
    PLENTY: "太多 过多 偏多 太大 过大 太高 过高 偏高 太长 过长 太快 太早 太热 太贵",
    SCARCE: "太少 过少 偏少 太小 过小 太低 过低 偏低 太短 过短 太慢 太晚 太冷 不足 不够",
    FREE: "自愿 自主 自选",
    FORCED: "强制 强迫 摊派",
    SHOWN: "公开 公示 公布",
    HIDDEN: "保密",
    PAID: "收费",
    GRATIS: "免费",
    SOONER: "提前 提早",
    LATER: "推迟 延后 推后",
    LENIENT: "放宽 从宽",
    STRICT: "收紧 从严",
    NAMED: "实名",
    UNNAMED: "匿名",
}
# Each pair of opposites is two neighbouring bits.
FIRST_OF_PAIR = np.uint64(0x0555_0055)
NEGATION_BITS = np.uint64(0xFF00)
ONE = np.uint64(1)
# A number or place is two bits, its remainders by these: two different ones hardly ever have both in common.
REMAINDERS = (61, 59)
BITS = len(REMAINDERS)
SPREAD = REMAINDERS[0] * REMAINDERS[1]

IS_NUMERAL, IS_PLACE, IS_NEGATION, IS_WISH = 1, 2, 4, 8
IS_COMMON, IS_NAMER, IS_BETWEEN, IS_NAMELESS, IS_HELPER, IS_NUMBERED = 16, 32, 64, 128, 256, 512
TELLING = np.uint16(IS_NUMERAL | IS_PLACE | IS_NEGATION | IS_WISH)


def _points(characters: str) -> Codes:
    return np.array([ord(character) for character in characters], dtype=np.uint32)


def _kinds() -> NDArray[np.uint16]:
    kinds = np.zeros(POINTS, dtype=np.uint16)
    for kind, characters in (
        (IS_NUMERAL, NUMERALS),
        (IS_PLACE, PLACE_ENDS),
        (IS_NEGATION, NEGATIONS),
        (IS_WISH, "".join({word[0] for words in WISHES.values() for word in words.split()})),
        (IS_COMMON, COMMON),
        (IS_NAMER, NAMED_BY),
        (IS_NUMBERED, NUMBERED),
        (IS_BETWEEN, BETWEEN),
        (IS_NAMELESS, NAMELESS),
        (IS_HELPER, HELPERS),
    ):
        kinds[_points(characters)] |= np.uint16(kind)
    return kinds


def _values() -> NDArray[np.uint16]:
    values = np.zeros(POINTS, dtype=np.uint16)
    values[_points(NUMERALS)] = VALUES
    return values


def _wish_words() -> tuple[Words, Words]:
    """Each wish as its two characters in one number, in order, and its bits."""
    found = sorted((ord(w[0]) << 32 | ord(w[1]), bits) for bits, words in WISHES.items() for w in words.split())
    pairs, bits = zip(*found, strict=True)
    return np.array(pairs, dtype=np.uint64), np.array(bits, dtype=np.uint64)


KIND_OF, VALUE_OF = _kinds(), _values()
WISH_WORDS, WISH_WORD_BITS = _wish_words()
# The powers of ten repeat themselves after this many steps.
ROUND = (REMAINDERS[0] - 1) * (REMAINDERS[1] - 1) // 2
POWERS = np.array([pow(10, power, SPREAD) for power in range(ROUND)], dtype=np.int64)


def _is(codes: Codes, kind: int) -> Truths:
    found: Truths = (KIND_OF[codes] & np.uint16(kind)) > 0
    return found


def words_of(codes: Codes, count: int) -> Words:
    """The six words of each of `count` texts laid end to end: two zeros before all, one zero after each."""
    words = np.zeros((6, count), dtype=np.uint64)
    kinds = KIND_OF[codes] & TELLING
    spots = np.flatnonzero(kinds)
    kinds = kinds[spots]
    ends = np.flatnonzero(codes == 0)[2:]
    words[4:] = sites_of(codes, ends)
    for kind, row, bits_of in (
        (IS_WISH, 0, _wishes),
        (IS_NEGATION, 0, _negations),
        (IS_NUMERAL, 1, _counts),
        (IS_NUMERAL, 2, _names),
        (IS_PLACE, 3, _places),
    ):
        chosen = spots[kinds & np.uint16(kind) > 0]
        if len(chosen):
            bits = bits_of(codes, chosen)
            telling = np.flatnonzero(bits)
            np.bitwise_or.at(words[row], np.searchsorted(ends, chosen[telling]), bits[telling])
    return words


def _wishes(codes: Codes, spots: Places) -> Words:
    found = codes[spots].astype(np.uint64) << np.uint64(32) | codes[spots + 1]
    places = np.minimum(np.searchsorted(WISH_WORDS, found), len(WISH_WORDS) - 1)
    bits = np.where(WISH_WORDS[places] == found, WISH_WORD_BITS[places], np.uint64(0))
    before, earlier = codes[spots - 1], codes[spots - 2]
    negated = _is(before, IS_NEGATION) | (_is(before, IS_HELPER) & _is(earlier, IS_NEGATION))
    opposite = (bits & FIRST_OF_PAIR) << ONE | (bits >> ONE) & FIRST_OF_PAIR
    return np.where(negated, opposite, bits)


def _negations(codes: Codes, spots: Places) -> Words:
    found = codes[spots][:, None] == _points(NEGATIONS)
    bits: Words = np.uint64(1 << 8) << found.argmax(axis=1).astype(np.uint64)
    return bits


def _counts(codes: Codes, spots: Places) -> Words:
    return _numbers(codes, spots, names=False)


def _names(codes: Codes, spots: Places) -> Words:
    return _numbers(codes, spots, names=True)


def _numbers(codes: Codes, spots: Places, *, names: bool) -> Words:
    """A bit for each number's remainder, at the place of its last digit; none for the digits before."""
    ends = np.flatnonzero(np.append(np.diff(spots) > 1, True))
    starts = np.concatenate(([0], ends[:-1] + 1))
    lengths = ends - starts + 1
    behind = np.repeat(spots[ends], lengths) - spots
    numbers = np.add.reduceat(VALUE_OF[codes[spots]] * POWERS[behind % ROUND], starts)
    after = codes[spots[ends] + 1]
    telling = (lengths > 1) | ~_is(codes[spots[ends]], IS_COMMON) | _is(after, IS_NUMBERED)
    wanted = telling & (_is(after, IS_NAMER) == names)
    bits = np.zeros(len(spots), dtype=np.uint64)
    bits[ends] = np.where(wanted, _two_bits(numbers.astype(np.uint64)), np.uint64(0))
    return bits


def _places(codes: Codes, spots: Places) -> Words:
    before, earlier = codes[spots - 1], codes[spots - 2]
    telling = np.where(_is(before, IS_BETWEEN), earlier, before)
    named = telling.astype(np.uint64) << np.uint64(21) | codes[spots]
    return np.where((telling > 0) & ~_is(telling, IS_NAMELESS), _two_bits(named), np.uint64(0))


def _two_bits(values: Words) -> Words:
    first, second = (ONE << values % np.uint64(remainder) for remainder in REMAINDERS)
    bits: Words = first | second
    return bits


def decisive(words: Words, x: Places, y: Places, lengths: Places, shared: Shares) -> Truths:
    """Which of the pairs (x, y) differ in a way that decides at their length and with that share in common."""
    wishes, counts, names, places = words[:4, x]
    their_wishes, their_counts, their_names, their_places = words[:4, y]
    found: Truths = (
        ((lengths <= COUNTS_DECIDE) & _each_lacks(counts, their_counts))
        | ((lengths <= NAMES_DECIDE) & _each_lacks(names, their_names))
        | in_two_places(words, x, y, lengths)
        | ((lengths <= PLACES_DECIDE) & _each_lacks(places, their_places))
        | ((shared >= FORM_LETTER) & _each_lacks(places, their_places, OTHER_PLACES))
        | ((shared >= COPIED) & _each_lacks(places, their_places) & _each_lacks(names, their_names))
        | ((lengths <= NEGATIONS_DECIDE) & ((wishes ^ their_wishes) & NEGATION_BITS > 0))
        | ((lengths <= WISHES_DECIDE) & _opposite(wishes, their_wishes))
    )
    return found


def in_two_places(words: Words, x: Places, y: Places, lengths: Places) -> Truths:
    """Which of the pairs (x, y), the shorter text so long, speak of two places by name."""
    names, near = words[4:]
    found: Truths = (lengths <= SITES_DECIDE) & elsewhere(names[x], near[x], names[y], near[y])
    return found


def _each_lacks(these: Words, those: Words, least: int = 1) -> Truths:
    # A number or place that the other has not may share one of its bits with another.
    bits = (least - 1) * BITS + 1
    found: Truths = (np.bitwise_count(these & ~those) >= bits) & (np.bitwise_count(those & ~these) >= bits)
    return found


def _opposite(these: Words, those: Words) -> Truths:
    """One wishes only one way what the other wishes only the other way."""
    one, other = (word & FIRST_OF_PAIR for word in (these, these >> ONE))
    their_one, their_other = (word & FIRST_OF_PAIR for word in (those, those >> ONE))
    found: Truths = (one & ~other & their_other & ~their_one | other & ~one & their_one & ~their_other) > 0
    return found
