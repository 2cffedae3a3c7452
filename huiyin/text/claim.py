"""A quantitative claim as it stands in a report."""

from functools import lru_cache
from json.encoder import encode_basestring
from typing import NamedTuple

from huiyin.text.numerals import Value


class Said(NamedTuple):
    """A claim within its line, before anybody asks where in the original it stands."""

    start: int
    end: int
    value: Value
    approx: str
    unit: str
    what: str
    modality: str
    verb: str
    actor: str
    time: str


class Claim(NamedTuple):
    """What a report says was counted, with the place where it says so.

    `start` and `end` are places in the original text, `quote` is original[start:end]; `clean_start` and `clean_end`
    are the same passage in the text that was read. `actor`, `time` and `verb` are "" when the sentence names none.
    """

    start: int
    end: int
    quote: str
    value: Value
    approx: str
    unit: str
    what: str
    modality: str
    verb: str
    actor: str
    time: str
    clean_start: int
    clean_end: int

    def as_json(self, doc: str) -> dict[str, object]:
        """One line of `huiyin claims --json`."""
        return {
            "doc": doc,
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
            "value": list(self.value) if isinstance(self.value, tuple) else self.value,
            "approx": self.approx,
            "unit": self.unit,
            "what": self.what,
            "modality": self.modality,
            "verb": self.verb,
            "actor": self.actor,
            "time": self.time,
        }

    def json_line(self, doc: str) -> str:
        """The same, written: nearly all its words were written before."""
        value = self.value
        number = f"[{value[0]!r}, {value[1]!r}]" if isinstance(value, tuple) else repr(value)
        return (
            f'{{"doc": {_written(doc)}, "start": {self.start}, "end": {self.end}, "quote": {encode_basestring(self.quote)}, '
            f'"value": {number}, "approx": "{self.approx}", "unit": {_written(self.unit)}, "what": {_written(self.what)}, '
            f'"modality": "{self.modality}", "verb": {_written(self.verb)}, "actor": {_written(self.actor)}, '
            f'"time": {_written(self.time)}}}'
        )


# How many words are remembered as JSON writes them.
REMEMBERED = 4_096
_written = lru_cache(maxsize=REMEMBERED)(encode_basestring)
