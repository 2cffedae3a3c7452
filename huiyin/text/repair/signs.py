"""Where a word or a mark stands: what makes a step of the repair worth its time."""

from collections.abc import Iterator


def places(text: str, sign: str) -> Iterator[int]:
    """Every place at which a sign stands."""
    at = text.find(sign)
    while at >= 0:
        yield at
        at = text.find(sign, at + len(sign))
