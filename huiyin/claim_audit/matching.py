"""Which metric a claim speaks of: ranked proposals with their reasons, from what is counted, how, and in which word.

The value never takes part: a claim that is wrong by one must find the same metric as the true one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from huiyin.metrics.metric import AnyMetric
from huiyin.metrics.registry import BY_CODE
from huiyin.text.claim import Claim

# Measure words that people use for one another. 人次, 户次, 个次 count events and never stand for 人, 户, 个.
_FAMILIES = (
    frozenset("个条项件点款"),
    frozenset("名位人个"),
    frozenset("次场期轮回届堂节"),
    # 期 is an issue, which has many 篇, and 部 a film or a code; neither is a piece.
    frozenset("篇份件本册"),
    frozenset("所个家处"),
    frozenset("户家"),
    frozenset(("天", "日")),
    frozenset(("元", "万元", "亿元")),
    frozenset(("%", "个百分点")),
)
# What is counted each time it takes part, and the words for counting it once.
_ONCE = {"人次": ("人", "名", "位"), "户次": ("户", "家"), "个次": ("个", "家", "所", "处", "户")}
_EXACT, _AKIN = 1.0, 0.6
# What a proposal needs at least to be shown, and to be held against the records without being asked; and how the parts
# weigh. Chosen on the sources and held on texts of our own.
LEAST, SURE = 0.45, 0.7
_NOUN, _UNIT, _VERB = 0.6, 0.2, 0.2
# A count of another kind gets nothing for its measure word, so it comes behind one of the same kind; it is as sure.
_OTHER_UNIT = _UNIT * _AKIN
_BESIDE, _SHORT = 0.6, 2
_BEFORE, _AFTER = 30, 14
_CLAUSE_ENDS = "。；;！？!?\n"
# In a table the name of a number stands in a cell before it; what follows in the row is another matter.
_CELL_END = "\t"
_COMMAS = re.compile("[，,、\t(（]")
_NUMBER = re.compile("[0-9]|[一二三四五六七八九十两百]+[项条个份次名]")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A metric that a claim may speak of, how likely (0 to 1), and why in words.

    `other_count`: the claim counts heads where the metric counts events (人 and 人次), or the other way round. They are
    never compared; that they differ is all that is said.
    """

    metric: AnyMetric
    score: float
    reason: str
    other_count: bool = False

    @property
    def sure(self) -> bool:
        """Whether it is held against the records before a person has confirmed it."""
        return self.score >= (SURE - _OTHER_UNIT if self.other_count else SURE)

    def as_json(self) -> dict[str, Any]:  # plain JSON values
        """As kept with the claim."""
        return {
            "code": self.metric.code, "label": str(self.metric.label), "score": self.score, "reason": self.reason,
            "other_count": self.other_count,
        }  # fmt: skip


class Clause(NamedTuple):
    """The words round a claim, up to the next full stop or semicolon: before it, itself, behind it.

    `near_before` and `near_behind` are those up to the next comma; they weigh more than what lies farther off.
    """

    before: str
    own: str
    behind: str
    near_before: str
    near_behind: str

    @property
    def words(self) -> str:
        """All of it."""
        return self.before + self.own + self.behind


def surroundings(clean: str, claim: Claim) -> Clause:
    """The clause a claim stands in: back to the last full stop or semicolon, and a little on."""
    start = max(0, claim.clean_start - _BEFORE)
    begin = max(start, *(clean.rfind(mark, start, claim.clean_start) + 1 for mark in _CLAUSE_ENDS))
    stop = min(len(clean), claim.clean_end + _AFTER)
    ends = [at for mark in _CLAUSE_ENDS + _CELL_END if (at := clean.find(mark, claim.clean_end, stop)) >= 0]
    before, behind = clean[begin : claim.clean_start], _own_part(clean[claim.clean_end : min([stop, *ends])])
    if claim.what and _CELL_END in before + clean[claim.clean_end : stop] and claim.what not in before + behind:
        # The head of the column stands far above, but it is what is said of the number.
        before = f"{before}，{claim.what}"
    return Clause(
        before, clean[claim.clean_start : claim.clean_end], behind, _COMMAS.split(before)[-1], _COMMAS.split(behind)[0]
    )


def _own_part(behind: str) -> str:
    """What stands behind a claim, up to the part that has a number of its own: 制度57项，保留16项 keeps nothing of 保留."""
    parts = _COMMAS.split(behind)
    own = next((n for n, part in enumerate(parts) if n and _NUMBER.search(part)), len(parts))
    return "，".join(parts[:own])


def proposals(claim: Claim, clause: Clause, metrics: Sequence[AnyMetric], *, most: int = 5) -> list[Proposal]:
    """The likely metrics of a claim, best first; empty when none is likely."""
    found = [each for metric in metrics if (each := _weighed(claim, clause, metric)) is not None]
    return sorted(found, key=lambda each: (-each.score, each.metric.code))[:most]


def phrase_key(claim: Claim, clause: Clause, metrics: Sequence[AnyMetric]) -> str:
    """What is counted, in which word, by which verb: what a confirmation is remembered under. Never the value.

    The verb is what tells 16项制度予以保留 from 4项制度予以废止, so the verbs of the metrics count as well.
    """
    verbs = {verb for metric in metrics for verb in metric.verbs}
    near = clause.near_before + clause.own + clause.near_behind
    said = sorted(verb for verb in verbs if verb in near) or sorted(verb for verb in verbs if verb in clause.words)
    what = "".join(character for character in claim.what if character.isalnum())
    return "|".join((what[:120], claim.unit, *(said or [claim.verb])))[:300]


def _weighed(claim: Claim, clause: Clause, metric: AnyMetric) -> Proposal | None:
    words_round, near = clause.words, clause.near_before + clause.own + clause.near_behind
    if any(word in claim.what or word in near for word in metric.unlike):
        return None
    words = (str(metric.measure_word), *metric.measure_words)
    other_count = bool(counted_otherwise(claim.unit, metric))
    unit = 0.0 if other_count else _unit_kinship(claim.unit, words)
    if not (unit or other_count):
        return None
    noun, word = _noun_kinship(claim.what, words_round, metric.words)
    if not noun:
        return None
    nearness, verb = _verb_kinship(clause, metric.verbs)
    if metric.verbs_needed and not verb:
        return None
    score = _NOUN * noun + _UNIT * unit + (_VERB * nearness if metric.verbs else _VERB / 2)
    if score < LEAST:
        return None
    beside = noun < _BESIDE and claim.what
    # 推进会议 is some of 会议, not all of them: a short word inside a longer name says little by itself.
    narrower = word != claim.what and len(word) <= _SHORT and not verb
    if beside or narrower or (not verb and _loose(word, metric.words, words_round)):
        # Worth showing, not worth judging by.
        score = min(score, SURE - 0.01 - (_OTHER_UNIT if other_count else 0))
    return Proposal(metric, round(min(score, 1.0), 3), _reason(claim, word, verb, unit, metric), other_count)


def _loose(word: str, names: Sequence[str], said: str) -> bool:
    """Whether a short name is only the end of the full one (班子成员), whose head stands nowhere near: 部门5位成员."""
    heads = [name.removesuffix(word) for name in names if len(name) > len(word) and name.endswith(word)]
    return len(word) <= _SHORT and bool(heads) and not any(head in said for head in heads)


def _unit_kinship(unit: str, words: Sequence[str]) -> float:
    if unit in words:
        return _EXACT
    if not unit:
        return _AKIN
    return _AKIN if any(unit in family and word in family for family in _FAMILIES for word in words) else 0.0


def counted_otherwise(unit: str, metric: AnyMetric) -> str:
    """人与人次 where the words count heads (名, 位, 人) and the metric events, or the other way round; else ""."""
    word = str(metric.measure_word)
    for events, heads in _ONCE.items():
        if (word == events and unit in heads) or (unit == events and word in heads):
            return f"{heads[0]}与{events}"
    return ""


def only_counted_otherwise(metric: str, unit: str) -> bool:
    """Whether a claim that differs does so because it counts heads where its metric (a code) counts events, or the reverse."""
    return metric in BY_CODE and bool(counted_otherwise(unit, BY_CODE[metric]))


def _noun_kinship(what: str, clause: str, words: Sequence[str]) -> tuple[float, str]:
    """How well a name of the metric stands in what is counted (1), or at least in the clause (0.5); longer names first."""
    best, said = 0.0, ""
    for word in words:
        if word == what:
            kin = 1.0
        elif len(word) == 1:
            continue
        elif word in what:
            # The end of a noun phrase says what it is: 党员代表座谈会 is a meeting.
            kin = 0.95 if what.endswith(word) else 0.8
        elif word in clause:
            kin = 0.5
        else:
            continue
        kin += min(len(word), 8) / 400
        if kin > best:
            best, said = kin, word
    return best, said


def _verb_kinship(clause: Clause, verbs: Sequence[str]) -> tuple[float, str]:
    """How near a verb of the metric stands: in the same breath, behind a comma (对37项制度，予以修订), or before one."""
    near = clause.near_before + clause.own + clause.near_behind
    for weight, words in ((1.0, near), (0.7, clause.behind), (0.6, clause.before)):
        for verb in verbs:
            if verb in words:
                return weight, verb
    return 0.0, ""


def _reason(claim: Claim, word: str, verb: str, unit: float, metric: AnyMetric) -> str:
    said = [f"说到“{word}”"]
    if not unit:
        said.append(f"但文中按“{claim.unit}”计，指标按“{metric.measure_word}”计，口径不同，不能相比")
    elif not claim.unit:
        said.append("没有写计量单位")
    elif unit == _EXACT:
        said.append(f"计量单位同为“{claim.unit}”")
    else:
        said.append(f"计量单位“{claim.unit}”相近")
    if verb:
        said.append(f"动词“{verb}”相符")
    return "，".join(said) + "。"
