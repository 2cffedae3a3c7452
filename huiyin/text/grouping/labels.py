"""Names a theme in the opinions' own words: the stretch of one of them that says best what sets the theme apart."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from huiyin.text.grouping.listed import listed
from huiyin.text.grouping.tokens import COMMON, NAME_TAGS, Word, carries, tagged
from huiyin.text.grouping.wishes import CUES, PLAIN, TURN

_CLAUSE = re.compile(r"[\s，。！？；：、,.!?;:…~～“”\"()（）]+")
SHORTEST, LONGEST = 4, 14
# So many members are looked through for the label.
READ = 120
# A name or a number may stand in the label only if this share of the members says it.
SHARED = 0.5
# Filling words inside the stretch cost this much each, in shares of the best word.
FILLING = 0.08
# A character beyond this many makes the label worse.
EASY = 10
# And so does one that lacks of this many.
BRIEF = 6
# A card names a thing and what is wrong with it or wanted of it. A stretch gains so much by a chief thing of the theme with
# a wish or a trouble beside it, less if only something is said of it; one that begins or ends within a phrase loses so much
# (all in shares of the best word).
TOLD, SAID, TORN = 0.8, 0.25, 0.4
# A whole clause reads better than a piece of one, and one that asks for something better still.
WHOLE, ASKED = 0.35, 0.25
# A thing counts as a chief one from this share of the one most spoken of.
CHIEF = 0.5
_TROUBLE = frozenset(
    listed(
        """
    扰民 污染 违规 违法 违建 违章 违约 拖欠 拖延 诈骗 欺骗 欺诈 欺压 虚假 破损 损坏 漏水 积水 塌陷 开裂 拥堵 堵塞 堵车 占用 占道 强制
    捆绑 偷工减料 缓慢 停运 隐患 噪音 噪声 噪声污染 噪音污染 油烟 异味 恶臭 脏乱差 克扣 乱收费 推诿 拖拉 敷衍 浪费 频繁 难 不便 超标 退款 退费 退还
    赔偿 补偿 补贴 待遇 维修 修复 改造 开通 整改 整治 治理 规范 完善 优化 加快 落实 查处 质量 缺失 混乱 泛滥 紧张 困难 失职 霸占 卡顿 断电 停水
    """
    )
)
# What the segmenter takes for a name for its last character only (红绿灯, 幼儿园, 加油站) is a thing. Real names of estates and
# schools end so too: they may stand in a label when many say them, but would draw themes together by their place.
_KINDS = tuple("灯园馆站院店厅所行机车费证")
_LACKING = re.compile("^[不没无未乱难违太]")
# A longer text says at its beginning what it is about; so many characters are read at least, then to the end of the sentence.
STORY, OPENING = 60, 12
_SENTENCE = re.compile("[。！？!?;；\\n]")
# How an opinion begins to ask for something.
_ASKING = re.compile(
    "^(?:我们?|本人|大家)?(?:都|也)?(?:强烈|诚恳)?(?:(?:建议|希望|恳请|呼吁|要求|盼望|请(?![问假客示教]))+|(?=支持|反对|坚决反对))"
)
# What may stand before or behind a phrase without being a part of it, beside marks and what every letter says.
_AROUND = frozenset("upcydrefkoh")
# Says how something is done, so that what is done must follow.
_HOW = frozenset(("ad", "vd", "b"))
# Words that show the stretch to be a piece of a sentence.
_BROKEN = frozenset(
    listed(
        "把 将 从 被 就 只 都 也 还 又 才 已 已经 并 并且 而 而且 但 或 或者 和 与 及 在 于 到 给 让 叫 使 令 为 以 因 向 往 等 着 过 吗 呢 吧 啊 了"
    )
)
# What stands before a wish or a complaint, what may be left off behind it, and what makes a clause unfit for a card.
_WISHING = frozenset(listed("希望 建议 恳请 请求 要求 望 盼 盼望 请 呼吁 能否 能不能"))
_OPENING = _WISHING | frozenset(listed("尽快 强烈 诚恳 再次 大家 都 也 还 就 又 真的 实在 我 我们 本人"))
_ENDING = frozenset("了吧啊呀呢嘛吗")
_UNFIT = re.compile(
    "^(?:不如|何必|难道|要么|哪怕|只有|如果|要是|因为|所以|结果|听说|说是|一边|有的)|[吗呢么]$|的$|什么|怎么|哪里|哪还"
)
_LOOSE_ENDS = frozenset(
    listed(
        """
    进行 开展 出现 导致 造成 成为 属于 具有 存在 发生 得到 予以 给予 来说 过来 起来 下来 不能 要求 规定 根据 按照
    无人 没人 何时 准备 继续 经常 至今 根本 针对 包含 不能 有没有
    """
    )
)


def spoken(line: Iterable[Word]) -> list[str]:
    """The words of a cut line that a label may be about, in order."""
    return [word for word, tag in line if _carries(word, tag)]


def _names(word: str, tag: str) -> bool:
    """Whether a word is the name of a person, a place or a body."""
    return tag in NAME_TAGS and (tag == "ns" or len(word) < 3 or not word.endswith(_KINDS))


def _carries(word: str, tag: str) -> bool:
    return carries(word, tag) or (tag in NAME_TAGS and not _names(word, tag))


def weights(bags: Sequence[Sequence[str]], everywhere: Mapping[str, int], total: int) -> dict[str, float]:
    """How well each word marks these texts off from all: how many of them say it, and how much oftener than all do."""
    share = Counter(word for bag in bags for word in set(bag))
    found: dict[str, float] = {}
    for word, count in share.items():
        here, all_over = count / len(bags), everywhere[word] / total
        if count > 1 or len(bags) == 1:
            found[word] = here * (0.3 + math.log(max(1.0, here / all_over)))
    return found


def opening(line: str) -> str:
    """What a label may be taken from: a short text whole, of a long one the title or the first sentence."""
    if len(line) <= STORY:
        return line
    end = _SENTENCE.search(line, OPENING)
    return line[: min(end.start() if end else STORY, STORY)]


def label(lines: Sequence[str], weight: Mapping[str, float], taken: Iterable[str] = ()) -> str:
    """The best stretch of the lines; another one where the best is taken; the beginning of a line if nothing else."""
    used = set(taken)
    read = [tagged(line) for line in lines[:: -(-len(lines) // READ)]]
    said = Counter(word for line in read for word in {word for word, _ in line})
    common = {word for word, count in said.items() if count >= SHARED * len(read)}
    top = max(weight.values(), default=0.0)
    things = (weight.get(word, 0.0) for line in read for word, tag in line if _kind(tag) == "thing")
    chief = max(things, default=0.0)
    found: Counter[str] = Counter()
    value: dict[str, float] = {}
    for line in read:
        here: dict[str, float] = {}
        whole = [(line[start:end], WHOLE + ASKED * wished) for start, end, wished in _clauses(line, common)]
        torn = [
            (line[start:end], -TORN * (_torn(line, start - 1) + _torn(line, end)))
            for start, end in _stretches(line, common)
        ]
        for words, more in (*torn, *whole):
            worth = _value(words, weight, top, chief) + more * top
            text = "".join(word for word, _ in words)
            here[text] = max(worth, here.get(text, worth))
        for text, worth in here.items():
            found[text] += 1
            value[text] = max(worth, value.get(text, worth))
    best = min(
        (text for text in found if text not in used and value[text] > 0),
        key=lambda text: (-round(value[text] * (1 + 0.2 * math.log(found[text])), 6), len(text), text),
        default="",
    )
    return _unframed(best or _beginning(lines, used), used)


def _unframed(said: str, used: set[str]) -> str:
    """A label less the word of asking it begins with, where enough is left and it is nobody else's."""
    bare = _ASKING.sub("", said)
    return bare if len(bare) >= SHORTEST and bare not in used else said


def asked(line: str, thing: str = "") -> str:
    """What a single short opinion asks for in so many words, with its thing where the clause does not name it."""
    if len(line) > STORY:
        return ""
    found = next((clause for clause in _CLAUSE.split(line) if _ASKING.search(clause)), "")
    said = _ASKING.sub("", found)
    if not SHORTEST <= len(said) <= LONGEST:
        return ""
    return said if not thing or thing in said or thing not in line else f"{thing}：{said}"


def _stretches(line: Sequence[Word], common: set[str]) -> Iterator[tuple[int, int]]:
    """Where each run begins and ends: every run of words that could stand on a card: no mark inside, no stray name, a content word at either end."""
    for start, (word, tag) in enumerate(line):
        if not _opens(word, tag) or not _stands(word, tag, common) or (start and _counts(*line[start - 1])):
            continue
        long = 0
        for end in range(start, len(line)):
            word, tag = line[end]
            long += len(word)
            if long > LONGEST or not _stands(word, tag, common):
                break
            if long >= SHORTEST and _closes(word, tag):
                yield start, end + 1


def _clauses(line: Sequence[Word], common: set[str]) -> Iterator[tuple[int, int, bool]]:
    """Where each whole clause that could stand on a card begins and ends without its frame, and whether it asks for something."""
    marks = [at for at, (_, tag) in enumerate(line) if tag == "x"]
    for begin, end in zip([-1, *marks], [*marks, len(line)], strict=True):
        start, stop, wished = begin + 1, end, False
        while start < stop and (line[start][0] in COMMON or line[start][0] in _OPENING):
            wished = wished or line[start][0] in _WISHING
            start += 1
        while start < stop and line[stop - 1][0] in _ENDING:
            stop -= 1
        words = line[start:stop]
        if not words or (end < len(line) and line[end][0] in "?？"):
            continue
        said = "".join(word for word, _ in words)
        if not SHORTEST <= len(said) <= LONGEST or _UNFIT.search(said):
            continue
        if any(tag == "r" or tag == "eng" or (_names(word, tag) and word not in common) for word, tag in words):
            continue
        # Of what, it must say.
        if not any((tag[0] in "nsjz" and len(word) > 1) or tag == "vn" for word, tag in words):
            continue
        # Begun with a link, or ended within a phrase, it is half a sentence.
        if words[0][0] in _BROKEN or words[0][1][0] in "cpuy" or words[-1][1][0] in "cpdr" or words[-1][0] in _BROKEN:
            continue
        yield start, stop, wished


def _counts(word: str, tag: str) -> bool:
    """Whether a word is a number or a letter: what follows it belongs to it (7 号线, A 区)."""
    return tag in ("eng", "m") or (word[-1:].isascii() and word[-1:].isalnum())


def _torn(line: Sequence[Word], at: int) -> bool:
    """Whether the word beside a stretch belongs to its phrase, so that the stretch is a piece of it."""
    if not 0 <= at < len(line):
        return False
    word, tag = line[at]
    return not (tag == "x" or tag[0] in _AROUND or _names(word, tag) or word in COMMON or word in _BROKEN)


def _closes(word: str, tag: str) -> bool:
    """Whether a stretch may end with a word; a thing of one character (护理假) may."""
    if tag == "n" and len(word) == 1:
        return True
    return _carries(word, tag) and tag not in _HOW and word not in _LOOSE_ENDS


def _opens(word: str, tag: str) -> bool:
    return _carries(word, tag) and tag != "q" and word not in _LOOSE_ENDS


def _stands(word: str, tag: str, common: set[str]) -> bool:
    """Whether a word may stand in a label at all."""
    if tag in ("x", "r") or word in _BROKEN:
        return False
    return word in common or not (_names(word, tag) or tag in ("eng", "m", "mq") or word in COMMON)


def _value(words: Sequence[Word], weight: Mapping[str, float], top: float, chief: float) -> float:
    """What a stretch says of the theme, less what it says beside it."""
    once = {word for word, _ in words}
    gain = sum(sorted(weight.get(word, 0.0) for word in once))
    idle = sum(word not in weight for word in once) + len(words) - len(once)
    long = max(0, sum(len(word) for word, _ in words) - EASY)
    brief = max(0, BRIEF - sum(len(word) for word, _ in words))
    things = {word for word, tag in words if _kind(tag) == "thing" and weight.get(word, 0.0) >= CHIEF * chief}
    told = any(_tells(word) and word not in things for word in once)
    said = any(_kind(tag) == "said" and word in weight for word, tag in words)
    # Without any thing it says nothing of what.
    named = any(_kind(tag) == "thing" or tag == "vn" for _, tag in words)
    whole = -TORN if not named else 0.0 if not things else TOLD if told else SAID if said else 0.0
    return gain + top * (whole - FILLING * idle - 0.06 * (long + brief))


def _tells(word: str) -> bool:
    """Whether a word says what is wrong or what is wanted."""
    return word in _TROUBLE or (word in CUES and CUES[word][0] not in (PLAIN, TURN)) or _LACKING.match(word) is not None


def _kind(tag: str) -> str:
    """Whether a word names a thing or says something of one."""
    return "said" if tag[0] in "vail" else "thing" if tag[0] in "nsjzg" else ""


def _beginning(lines: Sequence[str], used: set[str]) -> str:
    """The clause that reads most like a name: not too short, not too long; told apart where it is taken."""
    clauses = sorted({part for line in lines[:READ] for part in _CLAUSE.split(line) if part}, key=_awkward)
    clauses = [part for part in clauses if not _UNFIT.search(part) and part[0] not in "也都还就但而"] or clauses
    free = [part for part in clauses if part not in used] or clauses or list(lines)
    first = free[0]
    return first if len(first) <= LONGEST + 4 else f"{first[:LONGEST]}…"


def _awkward(clause: str) -> tuple[int, int, str]:
    """How far a clause is from the length of a name."""
    return max(SHORTEST - len(clause), len(clause) - LONGEST, 0), len(clause), clause
