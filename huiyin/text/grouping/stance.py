"""Says which way an opinion wants a thing to go, and whether two opinions want it to go opposite ways.

增加早餐 and 取消早餐 share nearly every character and are far from the same wish; 早餐太少 and 增加早餐 share few and want the
same. Each clause is read for its cues; what they say together (a double denial is a yes) is the direction of its thing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from huiyin.text.grouping.judgements import judgements, ways_judged
from huiyin.text.grouping.leanings import leanings
from huiyin.text.grouping.poles import POLE
from huiyin.text.grouping.things import only_respects, same_thing, standing_alone, thing_of, without_cues
from huiyin.text.grouping.tokens import simplified
from huiyin.text.grouping.whereabouts import Names, apart, named
from huiyin.text.grouping.wishes import (
    ACT,
    ALONE,
    AMOUNT,
    ASKS,
    BE_ALONE,
    BESIDE,
    CLAUSE,
    CUE,
    CUES,
    DEMANDS,
    DONE_AFTER,
    DONE_BEFORE,
    GOVERNING,
    HOW,
    JUDGED,
    LACKING,
    LEVEL,
    MUCH,
    OPEN,
    PLAIN,
    TOGETHER,
    TURN,
    UNSHOWN,
    VIEW,
    WANT,
    same_words,
)

_WANT = re.compile("(?:应|应该|应当|最好|可以|暂时?|建议|希望|请)$")
# What is hoped for is not done yet either: 希望围墙拆了.
HOPED = re.compile("希望|建议|恳请|呼吁|最好")
# What is due is not done yet: 早该搬了.
_DUE = re.compile("(?:该|要|请|可以|趁早|早点|尽快|最好|不如|就|还是)$")


# Nor what somebody proposes: 拆了那块屏吧.
_PROPOSED = re.compile("(?:吧|算了|得了|拉倒|为好|才[好对行]|也好|更[\u4e00-\u9fff]{1,2})$")

# A longer text tells a story: only where it asks for something is it asking.
# (Between 60 and 100 characters, letters mostly tell what others did; what was read there as a wish was mostly none.)
STORY = 60
# A text as short as this speaks of one thing: what stands ahead of a wish belongs to it.
SHORT = 40
# An act of two characters or more, which is not just going on or being done.
ACTED = re.compile(
    "(?![\u4e00-\u9fff]了?$)(?:再|老|总|太|这么|那么)?([\u4e00-\u9fff]{2,4}?)(?:[了吧啊]|$)(?<!下去)(?<!下去了)"
)
# Before another act these say how much of it: 少组织, 多举办.
BARELY = ("多", "再多", "少")
# So many words of the first clause are its topic.
NAMED = 2


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing and the direction it is wanted to go: +1 more, keep, allow, for; -1 less, stop, forbid, against."""

    thing: tuple[str, ...]
    direction: int
    sort: str
    # Which of several such things is meant, where the text says so.
    which: Names = field(default=(), compare=False)

    @property
    def head(self) -> str:
        """The word that names the thing; those before it say which one."""
        return self.thing[-1]


def wish(text: str) -> tuple[Wish, ...]:
    """What is wanted in a text, in order; empty where no direction is said."""
    return wishes_of(simplified([text])[0])


def opposed(a: str, b: str) -> bool:
    """Whether two texts want one thing to go opposite ways.

    >>> opposed("建议食堂增加早餐品种", "建议取消食堂早餐"), opposed("早餐太少", "增加早餐"), opposed("反对取消早餐", "增加早餐")
    (True, False, False)
    """
    return against(wish(a), wish(b))


def against(some: tuple[Wish, ...], others: tuple[Wish, ...]) -> bool:
    """Whether any two of the wishes oppose one another."""
    return any(opposite(one, other) for one in some for other in others)


def opposite(one: Wish, other: Wish) -> bool:
    """Whether two wishes want one thing to go opposite ways."""
    if one.direction == other.direction:
        return False
    return meet(one.sort, other.sort) and same_thing(one.thing, other.thing) and not apart(one.which, other.which)


def meet(some: str, others: str) -> bool:
    """Whether wishes of two sorts can oppose one another at all."""
    return some == others or (some, others) in TOGETHER or (others, some) in TOGETHER


def wishes_of(line: str) -> tuple[Wish, ...]:
    """The wishes of a simplified line; of two that contradict each other the later one."""
    found: list[Wish] = []
    before = topic = ""
    story = len(line) > STORY
    # Most stories ask for nothing, and are not looked at any closer.
    said = line if story else same_words(line)
    judged = [] if story else [Wish(*told) for told in judgements(said)]
    if not judged and not CUE.search(said) and not ASKS.search(said) and not POLE.search(said):
        return ()
    clauses = CLAUSE.split(same_words(line) if story else said)
    anywhere = named(line)
    for clause in clauses:
        which = (named(clause) or anywhere) if anywhere else ()
        # Of a story only what is demanded in so many words, and a thing told to be there or not.
        if not story or DEMANDS.search(clause):
            read = _Clause(clause, before, topic, short=len(line) <= SHORT).wishes()
            found.extend(replace(one, which=which) for one in read if not story or one.sort != WANT)
        before = clause or before
        topic = topic or clause
    if not story:
        found.extend(Wish(thing, way, pair, anywhere) for thing, way, pair in leanings(clauses))
    # Last, as a judgement on an act (取消班车是错误的) turns round what was read of the act.
    found.extend(replace(one, which=anywhere) for one in judged)
    kept: list[Wish] = []
    for one in reversed(found):
        if one not in kept and not any(opposite(one, later) for later in kept):
            kept.append(one)
    return tuple(reversed(kept))


def words_of_wishing(line: str) -> list[str]:
    """The words of a simplified line that can make a wish or turn it round, sorted; cheap beside reading the wishes."""
    said = (*(cue.group() for cue in CUE.finditer(line)), *(pole.group() for pole in POLE.finditer(line)))
    return sorted([*said, *(ways_judged(line) if len(line) <= STORY else ())])


class _Clause:
    """Reads one clause; its thing may have been named in the clause `before` it, or in the first one, the `topic`."""

    def __init__(self, clause: str, before: str, topic: str, *, short: bool) -> None:
        self._clause, self._before, self._topic, self._short = clause, before, topic, short
        self._alone = standing_alone(clause)

    def wishes(self) -> Iterator[Wish]:
        """Each thing of the clause with its direction."""
        if HOW.search(self._clause):
            return
        clause, end, sign, sort = self._clause, 0, 1, ""
        acted = open_ = undone = False
        last = "", 1, ""
        for match in CUE.finditer(clause):
            kind, turn, speaks_of = self._cue(match)
            if kind == PLAIN:
                continue
            between = thing_of(clause[end : match.start()])
            if kind == MUCH:
                # 早餐太少: the thing stands before; what was pending is another matter.
                if thing := between or thing_of(clause[: match.start()]) or thing_of(self._before):
                    yield Wish(thing, turn, speaks_of)
                sign, sort, end, acted, open_ = 1, "", match.end(), False, False
                continue
            if acted and between and kind == ACT:
                yield Wish(between, sign, sort)
                sign, sort = 1, ""
            elif acted and kind == ACT and last[0] not in GOVERNING and last[0] not in BARELY:
                # 能合并的就合并 is one act said twice; 停止收取 is the end of an act.
                sign *= last[1]
            sign, sort, end = sign * turn, speaks_of or sort, match.end()
            last = match[0], turn, kind
            undone = kind == ACT and self._done(match)
            if undone and acted is False and clause == f"{match[0]}了" and self._before:
                # 打鸣吵人，禁了: told or wished, who knows.
                return
            sign = -sign if undone else sign
            # A denial with nothing to deny (不要早餐) is an act; a view too (反对早餐).
            acted, open_ = kind == ACT, kind in (ACT, VIEW, TURN)
        if open_ and not (last[2] == TURN and clause[end : end + 1] == "把"):
            sign = -sign if not undone and JUDGED.search(clause, end) else sign
            ahead, behind = thing_of(without_cues(clause[:end])), thing_of(LACKING.sub(" ", clause[end:]))
            if last[2] == TURN and not behind and (act := ACTED.match(clause, end)):
                # 食堂不能外包 says nothing against 食堂: an act that was not cut as a word is still what is denied.
                behind = (act[1],)
            # 早餐被取消了, 公厕不要修在村口: what follows is not the thing.
            past = undone or only_respects(behind) or "把" in clause[:end]
            past = past or BESIDE.match(clause[end:]) is not None or last[0][-1:] in ("到", "在")
            thing = (ahead or behind if past else behind or ahead) or self._named_before()
            if self._short and ahead and behind:
                thing = tuple(dict.fromkeys((*behind, *ahead) if past else (*ahead, *behind)))
            if thing:
                yield Wish(thing, sign, sort or WANT)
        elif not end and (asked := ASKS.search(clause)) and (thing := self._asked(asked)):
            yield Wish(thing, 1, WANT)

    def _asked(self, asked: "re.Match[str]") -> tuple[str, ...]:
        """What is asked for; an act that was not cut as a word stands with its subject."""
        clause = self._clause
        if (thing := thing_of(clause[asked.end() :])) or POLE.search(clause):
            return thing
        act = ACTED.match(clause, asked.end())
        return (*thing_of(clause[: asked.start()]), *((act[1],) if act else ()))

    def _named_before(self) -> tuple[str, ...]:
        """What a clause without a thing speaks of: the last thing named, and the topic the text began with."""
        before, topic = thing_of(without_cues(self._before)), thing_of(without_cues(self._topic))
        return tuple(dict.fromkeys((*before, *topic[:NAMED])))

    def _cue(self, match: "re.Match[str]") -> tuple[str, int, str]:
        word = match[0]
        if match["manner"] or (word in ALONE and match.start() not in self._alone):
            return PLAIN, 1, ""
        if word in BE_ALONE and DONE_AFTER.match(self._clause[match.end() :]):
            # 办了六种 tells what is there, and wishes nothing.
            return PLAIN, 1, ""
        if match["more"] or match["less"]:
            return ACT, 1 if match["more"] else -1, AMOUNT
        kind, sign, sort = CUES[word]
        if kind == ACT and sign > 0 and sort in (AMOUNT, LEVEL) and self._told(match):
            # 发文又涨了两成 tells what has come, and wishes nothing.
            return PLAIN, 1, ""
        if word in UNSHOWN and not _WANT.search(self._clause[: match.start()]):
            # 账目不公开 complains; 建议账目不公开 wishes.
            return MUCH, 1, OPEN
        return kind, sign, sort

    def _told(self, match: "re.Match[str]") -> bool:
        """Whether an act is told as something that has happened, and neither hoped for nor due."""
        ahead = self._clause[: match.start()]
        happened = DONE_AFTER.match(self._clause[match.end() :]) is not None
        return happened and not (_DUE.search(ahead) or HOPED.search(ahead) or DONE_BEFORE.search(ahead))

    def _done(self, match: "re.Match[str]") -> bool:
        """Whether the act is told as a fact that is complained of; of what was added, only with a word that says so."""
        ahead = self._clause[: match.start()]
        if any(CUES[turn[0]][0] == TURN for turn in CUE.finditer(ahead) if turn[0] in CUES):
            return False
        if DONE_BEFORE.search(ahead):
            return True
        if _DUE.search(ahead) or HOPED.search(ahead) or _PROPOSED.search(self._clause):
            return False
        return CUES.get(match[0], ("", 0, ""))[1] < 0 and DONE_AFTER.match(self._clause[match.end() :]) is not None
