"""One-time credentials that people draw all at first and spend one after the other, each as they speak."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from huiyin.anonymity import keys, tokens
from huiyin.anonymity.blind_client import blind, finalise, prepare


def spending(ballot: UUID, *, people: int, today: date) -> Iterator[str]:
    """Spend one at each step; gives the digest under which it lies in the database."""
    public = keys.make(ballot, today=today)
    drawn = []
    for _ in range(people):
        prepared = prepare(tokens.message_of(ballot))
        asked = blind(public, prepared)
        drawn.append((prepared, finalise(public, prepared, keys.blind_sign(ballot, asked.message), asked.inverse)))
    for prepared, signature in drawn:
        tokens.spend(ballot, prepared=prepared, signature=signature, then=lambda: None)
        yield tokens.digest_of(prepared)
