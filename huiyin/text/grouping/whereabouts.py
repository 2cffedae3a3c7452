"""Which of several a clause means: 西门 and 东门, 三路车 and 五路车, the checks of kitchens and those of firms.

Who wants the fence at the east gate kept and who wants the one at the west gate gone want nothing opposite. Only what
stands as the name of the thing counts: where something shall be moved to or stay (搬到城东, 留在城西) is the wish itself.
"""

import re
from collections import defaultdict

# Kinds of names, each with the names of that kind a clause uses.
Names = tuple[tuple[str, frozenset[str]], ...]

_ONE = "[0-9一二三四五六七八九十]"
# Not where to: that is what is wished.
_GOAL = "(?<![到往至向去进回])(?<![留放搬迁改设建挪移]在)"
COMPASS = re.compile(
    f"{_GOAL}(?:[城县镇村街区校河][东南西北](?!西)|[东南西北](?:大?门|校?区|院|街|路|头|侧|站|口|片|岸|苑|广场|大道))"
)
NUMBERED = re.compile(
    f"{_GOAL}(?<!{_ONE})(?<!第)({_ONE}{{1,3}})(号楼|号院|号线|栋|幢|单元|中学?|小学?|组|队|期|路(?=公交|班?车|的?车))(?![午心间时部块段])"
)
# What an act is done to.
DONE_TO = re.compile("(?:对|针对|面向)([\u4e00-\u9fff]{2,8}?)的")
DIRECTIONS = "东南西北"
TO = "对"


def named(clause: str) -> Names:
    """Which parts of a place, which numbered ones and whose affairs a clause names."""
    found: dict[str, set[str]] = defaultdict(set)
    for match in COMPASS.finditer(clause):
        found[DIRECTIONS].add("".join(sorted(each for each in match[0] if each in DIRECTIONS)))
    for match in NUMBERED.finditer(clause):
        found[match[2]].add(match[1])
    for match in DONE_TO.finditer(clause):
        found[TO].update(match[1])
    return tuple((kind, frozenset(names)) for kind, names in sorted(found.items()))


def apart(some: Names, others: Names) -> bool:
    """Whether both name one of a kind, and never the same one."""
    theirs = dict(others)
    return any(kind in theirs and not names & theirs[kind] for kind, names in some)
