"""Reads what is said of having a thing, or of doing without it, as a wish: 没有路灯很不方便, 家长会可有可无, 末班车能不能早一点.

Nobody there asks for anything in so many words, and yet it is as plain as 请装路灯. Each saying is looked for only where one
of the pairs of characters it cannot do without stands in the text, which is seldom.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

from huiyin.text.grouping.sayings import DEGREE, LONGEST, SAYINGS, Saying
from huiyin.text.grouping.things import thing_of, without_cues


def _by_pairs() -> dict[str, list[int]]:
    """The sayings that a pair of characters may be part of."""
    found: dict[str, set[int]] = defaultdict(set)
    for number, saying in enumerate(SAYINGS):
        for word in saying.without:
            found[word[:2]].add(number)
    return {pair: sorted(numbers) for pair, numbers in found.items()}


PAIRS = _by_pairs()
SENTENCE, CLAUSE = re.compile(r"[。！？；.!?;\s…~～]+"), re.compile("[，,：:]")


def judgements(line: str) -> Iterator[tuple[tuple[str, ...], int, str]]:
    """Each thing judged in a simplified line, the way the judgement wants it (+1 or -1), and in what respect."""
    for sign, sort, named in _said(line):
        if thing := thing_of(without_cues(named)):
            yield thing, sign, sort


def ways_judged(line: str) -> list[str]:
    """The ways alone, cheaper."""
    return [f"{sign}{sort}" for sign, sort, _ in _said(line)]


def _said(line: str) -> Iterator[tuple[int, str, str]]:
    pairs = PAIRS.keys() & {line[at : at + 2] for at in range(len(line) - 1)}
    if not pairs:
        return
    likely = sorted({number for pair in pairs for number in PAIRS[pair]})
    for sentence in SENTENCE.split(line):
        clauses = CLAUSE.split(sentence)
        # What a clause of its own judges was named in the one before it.
        told = [(sentence, "")] if len(clauses) < 2 else [(sentence, ""), *zip(clauses, ["", *clauses], strict=False)]
        for part, before in told:
            for saying in (SAYINGS[number] for number in likely):
                if match := saying.pattern.search(part):
                    yield from _read(saying, match, part, before)


def _read(saying: Saying, match: "re.Match[str]", part: str, before: str) -> Iterator[tuple[int, str, str]]:
    told = match.groupdict()
    ahead = [clause for clause in (before, *CLAUSE.split(part[: match.start()])) if clause]
    named = told.get("thing") or "".join(ahead[-1:])[-LONGEST:]
    if "degree" in told:
        sign, sort = DEGREE[told["degree"]]
        yield sign * saying.sign, sort, named
    elif named:
        yield saying.sign, saying.sort, named
