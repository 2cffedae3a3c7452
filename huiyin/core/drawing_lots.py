"""Draws lots that anybody can draw again: from a published list, by a seed nobody could know when the list was fixed.

First the digest of the list and the digest of a secret are published, together with the source of a value that will
only come about later (a lottery's numbers, a market's closing index). Then the value comes, the secret is shown, and
both with the list make the seed: who holds the secret cannot choose the value, who could sway the value does not know
the secret. Whoever has the smallest SHA-256 of seed and lot is drawn. Pure: no database, no clock, no randomness but
`new_secret`.
"""

import hashlib
import re
import secrets
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

MARK = "huiyin-lots-1"
_TOKEN = re.compile("[0-9a-f]{32}")
LINES_MOST = 200_000


class Unfit(ValueError):
    """A list, or a number of lots, from which nothing can be drawn; the message is a whole sentence."""


@dataclass(frozen=True, order=True)
class Lot:
    """One lot: a random token that stands for somebody, and the stratum it is drawn in (empty: all in one)."""

    token: str
    stratum: str = ""


def new_secret() -> str:
    """The secret part of a seed: 32 random bytes in hex, shown only after the value has come."""
    return secrets.token_hex(32)


def new_token() -> str:
    """A lot's token: random, so that its place in the order is nobody's choice."""
    return secrets.token_hex(16)


def one_line(text: str) -> str:
    """A stratum or a value as it is reckoned with: one line, one form for each sign, no gaps doubled."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def frame_text(lots: Iterable[Lot]) -> str:
    """The list as it is published: token, tab, stratum, a line each, by token."""
    return "".join(f"{lot.token}\t{lot.stratum}\n" for lot in sorted(lots))


def read_frame(text: str) -> list[Lot]:
    """A published list read back; a line that is none is named."""
    lots = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        if number > LINES_MOST:
            raise Unfit(f"名单最多 {LINES_MOST} 行。")
        token, _tab, stratum = line.partition("\t")
        if not _TOKEN.fullmatch(token.strip()):
            raise Unfit(f"名单第 {number} 行不是“签号、制表符、分层”，请整份粘贴公布的名单，不要改动。")
        lots.append(Lot(token.strip(), one_line(stratum)))
    if not lots:
        raise Unfit("名单是空的，请粘贴公布的名单。")
    if len({lot.token for lot in lots}) != len(lots):
        raise Unfit("名单里有重复的签号，请核对。")
    return lots


def frame_digest(lots: Iterable[Lot]) -> str:
    """What fixes the list before the seed is known."""
    return _digest(frame_text(lots))


def commitment(secret: str) -> str:
    """What fixes the secret before the value is known."""
    return _digest(f"{MARK}\nsecret\n{secret}\n")


def seed_of(frame: str, secret: str, value: str) -> str:
    """The seed: the list's digest, the secret and the value that came about later."""
    return _digest(f"{MARK}\nseed\n{frame}\n{secret}\n{one_line(value)}\n")


def shares(lots: Sequence[Lot], size: int) -> dict[str, int]:
    """How many each stratum gives: in proportion, what is left to the largest remainders, ties by the stratum's name."""
    if not 0 < size <= len(lots):
        raise Unfit(f"抽取人数应在 1 与 {len(lots)} 之间。")
    strata = Counter(lot.stratum for lot in lots)
    given = {name: size * number // len(lots) for name, number in strata.items()}
    by_remainder = sorted(strata, key=lambda name: (-(size * strata[name] % len(lots)), name))
    for name in by_remainder[: size - sum(given.values())]:
        given[name] += 1
    return {name: given[name] for name in sorted(given)}


def drawn(lots: Sequence[Lot], *, seed: str, size: int, before: Collection[str] = ()) -> list[str]:
    """The tokens drawn, sorted; those of an earlier draw (`before`) are not drawn again."""
    taken = frozenset(before)
    left = [lot for lot in lots if lot.token not in taken]
    given = shares(left, size)
    found: list[str] = []
    for stratum, number in given.items():
        within = [lot.token for lot in left if lot.stratum == stratum]
        found += sorted(within, key=lambda token: _digest(f"{seed}:{token}"))[:number]
    return sorted(found)


def list_digest(tokens: Iterable[str]) -> str:
    """The digest of what was drawn, by which two drawings are compared."""
    return _digest("".join(f"{token}\n" for token in sorted(tokens)))


def repeated(
    text: str, *, secret: str, value: str, size: int, before: Sequence[tuple[str, str, int]] = ()
) -> tuple[str, str, list[str]]:
    """(frame's digest, seed, tokens drawn) from what is published, for anybody; `before`: earlier draws of the frame."""
    frame = read_frame(text)
    digest, taken = frame_digest(frame), list[str]()
    for early_secret, early_value, early_size in before:
        early = seed_of(digest, early_secret, early_value)
        taken += drawn(frame, seed=early, size=early_size, before=taken)
    seed = seed_of(digest, secret.strip().lower(), value)
    return digest, seed, drawn(frame, seed=seed, size=size, before=taken)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
