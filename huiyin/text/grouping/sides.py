"""Parts what machine likeness put together but opinion sets apart: who wants more of a thing and who wants less of it."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from huiyin.text.grouping.stance import Wish, against, meet, opposite
from huiyin.text.grouping.things import same_word
from huiyin.text.grouping.valence import LONGEST, SPARING, leaning
from huiyin.text.grouping.whereabouts import Names
from huiyin.text.grouping.whereabouts import apart as elsewhere
from huiyin.text.grouping.wishes import BEING, WANT

# One thing in one respect: its naming word and what the wish speaks of.
Matter = tuple[str, str]
# A word that this share of the members use (and two of them) is a subject of all; in a theme a wish that names something
# else beside it (车堵得更厉害，请取消) is about the subject too.
SUBJECT = 1 / 3
# From this share of those who lean one way or the other, and from so many, the fewer divide a theme.
DIVIDED, LONE = 0.4, 2
# From this share that wishes the opposite outright, who gives no hint may be of that mind as well.
FACED = 0.2
# From this share that would have a thing gone, who gives no hint may be of the other mind.
CALLED = 0.1
# A direction, and what the wish speaks of.
Way = tuple[int, str]


@dataclass(slots=True)
class Side:
    """Members who do not contradict one another, and the sides that contradict them."""

    members: list[int]
    against: list["Side"] = field(default_factory=list)
    # What this side was parted for; empty for those who stayed.
    over: Matter | None = None


def sides(
    groups: Sequence[Sequence[int]],
    wishes: Mapping[int, tuple[Wish, ...]],
    weight: Sequence[int],
    bags: Sequence[Sequence[str]] = (),
) -> list[Side]:
    """The groups, each parted until no side wants opposite things; a side of one stays visible as a side.

    With the content words of the texts given, a wish is held to be about the subject of its theme as well.
    """
    done: list[Side] = []
    waiting = [Side(list(group)) for group in reversed(groups)]
    while waiting:
        side = waiting.pop()
        found = _fewer(side.members, wishes, weight, _subjects(side.members, bags))
        if found is None:
            done.append(side)
            continue
        matter, fewer = found
        gone = set(fewer)
        other = Side(fewer, [side], matter)
        side.members = [member for member in side.members if member not in gone]
        side.against.append(other)
        waiting += [other, side]
    return done


def hinted(
    found: Sequence[Side],
    lines: Sequence[str],
    wishes: Mapping[int, tuple[Wish, ...]],
    weight: Sequence[int],
    bags: Sequence[Sequence[str]],
) -> list[Side]:
    """The sides, each parted once more where some speak for the thing and others against it without wishing anything.

    That is a hint and not a wish, so the two are not said to be opposed: they are only not proposed as one. Who gives no
    hint is as often as not of the other mind: he stands apart where both parts are about as great, where many wish the
    opposite of the others outright, and where some would have the thing gone.
    """
    done: list[Side] = []
    whole = {id(side): len(side.members) for side in found}
    for side in found:
        leans = _leanings(side.members, lines, wishes, bags)
        some, others = ({at for at in side.members if leans[at] == way} for way in (1, -1))
        telling = len(some) + len(others)
        fewer = _smaller(some, others, weight)
        facing = max((whole[id(other)] for other in side.against), default=0)
        divided = len(fewer) >= max(LONE, DIVIDED * telling) or facing >= max(1, FACED * (telling + facing))
        calling = set() if divided else {at for at in side.members if _calls(lines[at], wishes.get(at, ()))}
        unclear = [at for at in side.members if not leans[at] and len(lines[at]) <= LONGEST and at not in calling]
        silent = unclear if divided or len(calling) >= max(1, CALLED * len(side.members)) else []
        if side.against and len(fewer) + len(silent) == len(side.members):
            # Whom somebody contradicts stays there for him to contradict.
            silent = []
        side.members = [at for at in side.members if at not in {*fewer, *silent}]
        done += [each for each in (side, Side(sorted(fewer)), Side(silent)) if each.members]
    return done


def _leanings(
    members: Sequence[int],
    lines: Sequence[str],
    wishes: Mapping[int, tuple[Wish, ...]],
    bags: Sequence[Sequence[str]],
) -> dict[int, int]:
    """Which way each member leans: by what is wished of a subject of the group, else by anything it wishes."""
    subjects = sorted({word for words in _subjects(members, bags).values() for word in words})
    found: dict[int, int] = {}
    for at in members:
        wished = wishes.get(at, ())
        about = [one for one in wished if any(same_word(word, named) for word in one.thing for named in subjects)]
        found[at] = leaning(lines[at], about) or leaning(lines[at], wished)
    return found


def _calls(line: str, wished: Sequence[Wish]) -> bool:
    """Whether it is said outright that a thing be gone, or not be done; 不要让群众白跑 is said of no thing."""
    return any(
        one.direction < 0 and (one.sort == BEING or (one.sort == WANT and not SPARING.search(line))) for one in wished
    )


def outright(some: Sequence[int], others: Sequence[int], wishes: Mapping[int, tuple[Wish, ...]]) -> bool:
    """Whether anybody of the one part wishes outright the opposite of what somebody of the other does.

    What is only held to be about the subject of a theme parts it, and proves no more than that.
    """
    theirs: dict[str, list[Wish]] = defaultdict(list)
    for wish in _distinct(others, wishes):
        for last in {word[-1] for word in wish.thing}:
            theirs[last].append(wish)
    # Words that may name one thing end alike.
    return any(
        opposite(wish, other)
        for wish in _distinct(some, wishes)
        for last in sorted({word[-1] for word in wish.thing})
        for other in theirs.get(last, ())
    )


def _distinct(members: Sequence[int], wishes: Mapping[int, tuple[Wish, ...]]) -> list[Wish]:
    return list({(one, one.which): one for at in members for one in wishes.get(at, ())}.values())


def apart(repeated: Sequence[int], wishes: Mapping[int, tuple[Wish, ...]]) -> list[int]:
    """The near-duplicates, less those that turn the original round: they share its letters and not its wish."""
    kept: list[int] = []
    # The first of those who turn an original round is the original of the others who do.
    turned: dict[int, list[int]] = defaultdict(list)
    for at, first in enumerate(repeated):
        mine = wishes.get(at, ())
        if at == first or not against(mine, wishes.get(first, ())):
            kept.append(first)
            continue
        like = next((other for other in turned[first] if not against(mine, wishes.get(other, ()))), at)
        if like == at:
            turned[first].append(at)
        kept.append(like)
    return kept


def _fewer(
    members: Sequence[int],
    wishes: Mapping[int, tuple[Wish, ...]],
    weight: Sequence[int],
    subjects: Mapping[int, Sequence[str]],
) -> tuple[Matter, list[int]] | None:
    """The matter on which most members are at odds with others, and the smaller side; nothing where all agree."""
    naming: dict[Way, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    saying: dict[Way, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for member in members:
        for one in wishes.get(member, ()):
            naming[one.direction, one.sort][one.head].add(member)
            for word in (*one.thing, *subjects.get(member, ())):
                saying[one.direction, one.sort][word].add(member)
    which = {at: frozenset(one.which for one in wishes.get(at, ())) for at in members}
    best: tuple[int, Matter, list[int]] | None = None
    for way in sorted(naming):
        others = [other for other in sorted(saying) if other[0] != way[0] and meet(way[1], other[1])]
        for other in others:
            ending: dict[str, list[str]] = defaultdict(list)
            for word in sorted(saying[other]):
                ending[word[-1]].append(word)
            for head in sorted(naming[way]):
                met = [saying[other][word] for word in ending[head[-1]] if same_word(head, word)]
                fewer = _smaller(*_of_one_place(naming[way][head], set().union(*met), which), weight)
                if fewer and (best is None or len(fewer) > best[0]):
                    best = len(fewer), (head, way[1]), sorted(fewer)
    return (best[1], best[2]) if best else None


def _of_one_place(some: set[int], others: set[int], which: Mapping[int, frozenset[Names]]) -> tuple[set[int], set[int]]:
    """Of two parts those who may mean one thing: 东门 and 西门 are two."""
    mine, theirs = ({names for at in part for names in which[at]} for part in (some, others))
    if not any(mine) or not any(theirs):
        return some, others
    return (
        {at for at in some if any(not elsewhere(a, b) for a in which[at] for b in theirs)},
        {at for at in others if any(not elsewhere(a, b) for a in which[at] for b in mine)},
    )


def _subjects(members: Sequence[int], bags: Sequence[Sequence[str]]) -> dict[int, list[str]]:
    """The subjects of the group that each member speaks of."""
    if not bags:
        return {}
    spoken = {member: sorted(set(bags[member])) for member in members}
    share = Counter(word for words in spoken.values() for word in words)
    least = max(2, SUBJECT * len(members))
    return {member: [word for word in words if share[word] >= least] for member, words in spoken.items()}


def _smaller(some: set[int], others: set[int], weight: Sequence[int]) -> set[int]:
    """The side fewer people are on; who says both weighs it up, and is on neither."""
    both = some & others
    some, others = some - both, others - both
    if not some or not others:
        return set()
    return min((some, others), key=lambda side: (sum(weight[at] for at in side), min(side)))
