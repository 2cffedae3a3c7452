"""Reads how an opinion wants a thing done where there are two opposite ways: 捐款应当自愿 against 捐款要统一规定."""

import re
from collections.abc import Iterator

from huiyin.text.grouping.poles import ASKED, DENIED, LACKED, NORMS, POLE, POLES, REFUSED
from huiyin.text.grouping.things import thing_of, without_cues
from huiyin.text.grouping.wishes import ACT, BEING, CUE, CUES, GOVERNING, HOW

# So far before a way it may be denied.
NEAR = 8


def leanings(clauses: list[str]) -> Iterator[tuple[tuple[str, ...], int, str]]:
    """Each thing with the way it is wanted (+1 or -1) and the name of the pair of ways."""
    named: tuple[str, ...] = ()
    for clause in clauses:
        here = thing_of(without_cues(POLE.sub(" ", clause)))
        last = {POLES[match[0]][0]: match for match in POLE.finditer(clause)}
        for match in last.values():
            pair, sign = POLES[match[0]]
            ahead, behind = clause[: match.start()], clause[match.end() :]
            asked = ASKED.search(ahead + " " + behind) or DENIED.search(ahead) or pair in NORMS
            about = (*named, *(word for word in here if word not in named))
            if HOW.search(clause) and pair != "freedom":
                continue
            if asked and about and (pair in NORMS or not _kept_or_gone(clause, match)):
                yield about, -sign if _turned(ahead, behind) else sign, pair
        named = named or here


def _kept_or_gone(clause: str, pole: "re.Match[str]") -> bool:
    """Whether the way only says which thing is kept or done away with: 保留现场窗口."""
    return any(
        (kind, sort) == (ACT, BEING)
        and cue[0] not in GOVERNING
        and (len(cue[0]) > 1 or cue.start() >= pole.end())
        and (cue.end() <= pole.start() or cue.start() >= pole.end())
        for cue in CUE.finditer(clause)
        for kind, _, sort in (CUES.get(cue[0], ("", 0, "")),)
    )


def _turned(ahead: str, behind: str) -> bool:
    """Whether the way is denied as a wish; told as a lack (账目不透明) it is wished for."""
    *_, near = ASKED.split(ahead[-NEAR:])
    turns = len(DENIED.findall(near)) + (REFUSED.search(behind) is not None)
    return (turns + (LACKED.search(near) is not None and ASKED.search(ahead) is not None)) % 2 == 1
