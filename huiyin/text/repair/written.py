"""Writes one repaired file as one JSON object, piece by piece: the steps while they are done, then the text and the way back.

Nothing of it is ever held as a whole but the text: a heavily garbled file of ten megabytes has a million changes.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from json.encoder import encode_basestring

from huiyin.text.reading.said import Source
from huiyin.text.repair.pipeline import repaired
from huiyin.text.repair.suspicions import suspicions

_PIECE = 100_000


class _Steps:
    """A recorder that writes each change as it is told."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write
        self._before_step, self._before_change = "", ""

    def begin(self, code: str, label: str) -> None:
        """The head of a step, behind the end of the one before."""
        said = f'{{"code": {encode_basestring(code)}, "label": {encode_basestring(label)}, "changes": ['
        self._write(f"{self._before_step}{said}")
        self._before_step, self._before_change = "]}, ", ""

    def tell(self, start: int, end: int, before: str, after: str) -> None:
        """One change."""
        was, now = encode_basestring(before), encode_basestring(after)
        self._write(f'{self._before_change}{{"start": {start}, "end": {end}, "before": {was}, "after": {now}}}')
        self._before_change = ", "

    def end(self) -> None:
        """The end of the last step."""
        if self._before_step:
            self._write("]}")


def write_repaired(name: str, source: Source, *, leave_out: Collection[str], write: Callable[[str], object]) -> None:
    """One line: what was read, what each step did, the clean text, what to look at, and the way back to the original."""
    heads = (("doc", name), ("kind", source.kind), ("encoding", source.encoding), ("note", source.note))
    write("{" + "".join(f'"{key}": {encode_basestring(said)}, ' for key, said in heads) + '"steps": [')
    steps = _Steps(write)
    text = repaired(source.text, leave_out=leave_out, recorder=steps)
    steps.end()
    clean = text.clean
    write('], "clean": "')
    for at in range(0, len(clean), _PIECE):
        write(encode_basestring(clean[at : at + _PIECE])[1:-1])
    write('", "suspicions": [')
    doubts = (
        f'{{"start": {s.start}, "end": {s.end}, "kind": {encode_basestring(s.kind)}, "note": {encode_basestring(s.note)}}}'
        for s in suspicions(clean)
    )
    _write_all(doubts, write)
    write('], "offsets": [')
    _write_all((f"[{at}, {start}, {size}]" for at, start, size in text.offsets.runs(len(clean))), write)
    write("]}\n")


def _write_all(parts: Iterable[str], write: Callable[[str], object]) -> None:
    """The members of a list, parted by commas."""
    for part in _parted(iter(parts)):
        write(part)


def _parted(parts: Iterator[str]) -> Iterator[str]:
    first = next(parts, None)
    if first is not None:
        yield first
        for part in parts:
            yield f", {part}"
