"""A written report made ready for the claim finder: unwrapped, repaired, each place leading back to the original."""

from collections.abc import Iterator

from huiyin.text.offsets import Mapped
from huiyin.text.reading.source import unwrapped
from huiyin.text.repair.pipeline import Repaired, repair

# A paragraph that stands twice says its numbers twice: both passages are shown.
_KEPT = ("repeats",)


def prepared(original: str, *, record: bool = False) -> Repaired:
    """The text a report's claims are looked for in."""
    return repair(unwrapped(original), leave_out=_KEPT, record=record)


def runs(mapped: Mapped) -> Iterator[tuple[int, int, int]]:
    """The stretches that stand in the clean text as in the original: place in each, and how many characters."""
    clean = source = length = 0
    for at in range(len(mapped.clean)):
        start, end = mapped.offsets.span(at, at + 1)
        if length and end - start == 1 and start == source + length:
            length += 1
            continue
        if length:
            yield clean, source, length
        clean, source, length = at, start, 1 if end - start == 1 else 0
    if length:
        yield clean, source, length
