"""Where words may be cut on a page without scripts: at the ends of sentences, or after a counted character."""

import re

_END = re.compile(r"[。！？；!?;\n]+[”’」』）)]*")


def segments(words: str) -> list[tuple[int, str]]:
    """The words in stretches that end where sentences do: (where it begins, its text). Together they are the words."""
    ends = [found.end() for found in _END.finditer(words) if found.end() < len(words)]
    starts = [0, *ends]
    return [(start, words[start:end]) for start, end in zip(starts, [*ends, len(words)], strict=True)]


def breaks(ticked: list[str], after: str, words: str) -> list[int]:
    """The places chosen: ticked beginnings of sentences and, if given, after so many characters."""
    known = {str(start): start for start, _text in segments(words) if start}
    places = [known[text] for text in ticked if text in known]
    if after.isascii() and after.isdecimal() and len(after) < 6:
        places.append(int(after))
    return sorted(set(places))
