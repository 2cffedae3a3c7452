"""How many characters two texts differ in (Levenshtein), by whole columns at once in long integers."""

from collections import defaultdict
from collections.abc import Collection

# What stands where a character was destroyed for good.
MARKS = "?？\ufffd"


def distance(wanted: str, said: str, destroyed: Collection[int] = ()) -> int:
    """Characters to insert, delete or change; at a destroyed place of `wanted` a mark is as good as the character.

    >>> distance("工作总结", "工作?结"), distance("工作总结", "工作?结", {2}), distance("工作总结", "工作大结", {2})
    (1, 0, 1)
    """
    if not wanted or not said:
        return len(wanted) + len(said)
    places: dict[str, int] = defaultdict(int)
    for at, letter in enumerate(wanted):
        places[letter] |= 1 << at
    for at in destroyed:
        for mark in MARKS:
            places[mark] |= 1 << at
    # Hyyrö's form of Myers' algorithm: `up` and `down` hold where the column rises and falls by one.
    full, top = (1 << len(wanted)) - 1, 1 << (len(wanted) - 1)
    up, down, far = full, 0, len(wanted)
    for letter in said:
        same = places.get(letter, 0)
        level = (((same & up) + up) ^ up) | same | down
        rises, falls = down | (full & ~(level | up)), up & level
        far += bool(rises & top) - bool(falls & top)
        rises = (rises << 1) | 1
        up, down = ((falls << 1) | (full & ~(level | rises))) & full, rises & level & full
    return far
