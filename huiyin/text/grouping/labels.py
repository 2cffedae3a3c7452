"""Names a theme in the opinions' own words: the stretch of one of them that says best what sets the theme apart."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from huiyin.text.grouping.listed import listed
from huiyin.text.grouping.tokens import COMMON, NAME_TAGS, Word, carries, tagged

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
# Words that show the stretch to be a piece of a sentence.
_BROKEN = frozenset(
    listed(
        "把 将 从 被 就 只 都 也 还 又 才 已 已经 并 并且 而 而且 但 或 或者 和 与 及 在 于 到 给 让 叫 使 令 为 以 因 向 往 等 着 过 吗 呢 吧 啊 了"
    )
)
_LOOSE_ENDS = frozenset(
    listed(
        """
    进行 开展 出现 导致 造成 成为 属于 具有 存在 发生 得到 予以 给予 来说 过来 起来 下来 不能 要求 规定 根据 按照
    """
    )
)


def weights(bags: Sequence[Sequence[str]], everywhere: Mapping[str, int], total: int) -> dict[str, float]:
    """How well each word marks these texts off from all: how many of them say it, and how much oftener than all do."""
    share = Counter(word for bag in bags for word in set(bag))
    found: dict[str, float] = {}
    for word, count in share.items():
        here, all_over = count / len(bags), everywhere[word] / total
        if count > 1 or len(bags) == 1:
            found[word] = here * (0.3 + math.log(max(1.0, here / all_over)))
    return found


def label(lines: Sequence[str], weight: Mapping[str, float], taken: Iterable[str] = ()) -> str:
    """The best stretch of the lines; another one where the best is taken; the beginning of a line if nothing else."""
    used = set(taken)
    read = [tagged(line) for line in lines[:: -(-len(lines) // READ)]]
    said = Counter(word for line in read for word in {word for word, _ in line})
    common = {word for word, count in said.items() if count >= SHARED * len(read)}
    top = max(weight.values(), default=0.0)
    found: Counter[str] = Counter()
    value: dict[str, float] = {}
    for line in read:
        for stretch in {"".join(word for word, _ in words): words for words in _stretches(line, common)}.items():
            found[stretch[0]] += 1
            value[stretch[0]] = _value(stretch[1], weight, top)
    best = min(
        (text for text in found if text not in used and value[text] > 0),
        key=lambda text: (-round(value[text] * (1 + 0.2 * math.log(found[text])), 6), len(text), text),
        default="",
    )
    return best or _beginning(lines, used)


def _stretches(line: Sequence[Word], common: set[str]) -> Iterator[list[Word]]:
    """Every run of words that could stand on a card: no mark inside, no stray name, a content word at either end."""
    for start, (word, tag) in enumerate(line):
        if not _opens(word, tag) or not _stands(word, tag, common):
            continue
        long = 0
        for end in range(start, len(line)):
            word, tag = line[end]
            long += len(word)
            if long > LONGEST or not _stands(word, tag, common):
                break
            if long >= SHORTEST and carries(word, tag) and word not in _LOOSE_ENDS:
                yield list(line[start : end + 1])


def _opens(word: str, tag: str) -> bool:
    return carries(word, tag) and word not in _LOOSE_ENDS


def _stands(word: str, tag: str, common: set[str]) -> bool:
    """Whether a word may stand in a label at all."""
    if tag == "x" or word in _BROKEN:
        return False
    return word in common or not (tag in NAME_TAGS or tag in ("eng", "m", "mq") or word in COMMON)


def _value(words: Sequence[Word], weight: Mapping[str, float], top: float) -> float:
    """What a stretch says of the theme, less what it says beside it."""
    told = {word for word, _ in words}
    gain = sum(sorted(weight.get(word, 0.0) for word in told))
    idle = sum(word not in weight for word in told) + len(words) - len(told)
    long = max(0, sum(len(word) for word, _ in words) - EASY)
    return gain - top * (FILLING * idle + 0.06 * long)


def _beginning(lines: Sequence[str], used: set[str]) -> str:
    """The clause that reads most like a name: not too short, not too long; told apart where it is taken."""
    clauses = sorted({part for line in lines[:READ] for part in _CLAUSE.split(line) if part}, key=_awkward)
    free = [part for part in clauses if part not in used] or clauses or list(lines)
    first = free[0]
    return first if len(first) <= LONGEST + 4 else f"{first[:LONGEST]}…"


def _awkward(clause: str) -> tuple[int, int, str]:
    """How far a clause is from the length of a name."""
    return max(SHORTEST - len(clause), len(clause) - LONGEST, 0), len(clause), clause
