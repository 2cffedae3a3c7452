"""The box of a secret ballot: sealed ballots go in with a credential, come out shuffled once, and are then destroyed.

The board keeps each ballot's digest, so that a voter sees that theirs is in; what was in it lies nowhere near.
"""

import hashlib
import secrets
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from uuid import UUID

from django.db import IntegrityError, transaction

from huiyin.anonymity import tokens
from huiyin.anonymity.ballot_sealing import Box, checked, open_one
from huiyin.anonymity.blind_signatures import Unfit
from huiyin.anonymity.models import BoardLine, OpenedAnswer, SealedBallot

# Fewer ballots than this are not opened: two who know their own would know the third.
SMALLEST_BOX = 5
_CHUNK, _COUNTED_AT_ONCE = 500, 2_000


def put(box: Box, *, sealed: bytes, prepared: bytes, signature: bytes, standing: Callable[[], None]) -> str:
    """Spend a credential and put a sealed ballot in, both or neither; returns its digest, which the voter can look up.

    `standing` locks the vote and raises when it was closed meanwhile. Whoever got no answer may send the identical
    ballot again and is told that it is in; nothing ties the two, so all that is known is that both are there.
    """
    checked(box, sealed)
    digest = hashlib.sha256(sealed).hexdigest()

    def store() -> str:
        standing()
        try:
            BoardLine.objects.create(digest=digest, key=box.uid)
        except IntegrityError:
            # A copy of somebody's sealed ballot: counting it would show by how much the count moved. The exception
            # leaves the transaction, so the credential is not spent.
            raise Unfit(
                "同样的密封选票已经在票箱里。每张选票都要在自己的设备上重新密封，请刷新页面后重新填写。"
            ) from None
        SealedBallot.objects.create(digest=digest, key=box.uid, sealed=sealed)
        return digest

    try:
        return tokens.spend(box.uid, prepared=prepared, signature=signature, then=store)
    except tokens.Spent:
        if on_board(box.uid, digest):
            return digest
        raise


def on_board(uid: UUID, digest: str) -> bool:
    """Whether a ballot with this digest is in the box, or was until it was opened."""
    return BoardLine.objects.filter(key=uid, digest=digest).exists()


def board(uid: UUID, *, after: str, most: int) -> list[str]:
    """Digests of the box in their own order, which is nobody's; the next page begins after the last one."""
    lines = BoardLine.objects.filter(key=uid, digest__gt=after).order_by("digest")
    return list(lines.values_list("digest", flat=True)[:most])


def put_in(uid: UUID) -> int:
    """How many ballots were put in."""
    return BoardLine.objects.filter(key=uid).count()


def empty_out(box: Box, keys: dict[int, bytes], *, read: Callable[[bytes], Sequence[tuple[int, str]] | None]) -> int:
    """Open every ballot, write the answers to each part in an order of their own, destroy what was sealed.

    `read` turns a ballot's content into texts with the number of their part, empty where there is nothing to store, or None
    when it cannot stand. Parts of one ballot are parted: a pattern over many of them is a signature. Returns how many ballots
    said nothing. One transaction; the caller then has the tables rewritten (core.orderless.forget).
    """
    with transaction.atomic():
        if put_in(box.uid) < SMALLEST_BOX:
            raise TooFew
        nothing = 0
        answers: list[tuple[int, str]] = []
        for sealed in _sealed(box.uid):
            content = open_one(box, sealed, keys)
            texts = read(content) if content is not None else None
            if texts is None:
                nothing += 1
                continue
            answers += ((part, text) for part, text in texts if text)
        secrets.SystemRandom().shuffle(answers)
        OpenedAnswer.objects.bulk_create(
            (
                OpenedAnswer(uid=UUID(bytes=secrets.token_bytes(16)), key=box.uid, question=question, answer=answer)
                for question, answer in answers
            ),
            batch_size=_CHUNK,
        )
        SealedBallot.objects.filter(key=box.uid).delete()
    return nothing


def destroy_unopened(uid: UUID) -> None:
    """Ballots that will not be opened: too few, or the vote is held again."""
    SealedBallot.objects.filter(key=uid).delete()


def counted(uid: UUID) -> dict[int, Counter[str]]:
    """How many opened ballots gave each answer, by part: for counting, and for counting again."""
    found: dict[int, Counter[str]] = {}
    # Here and not by GROUP BY, for which both databases sort every answer first: that takes twice as long.
    rows = OpenedAnswer.objects.filter(key=uid).values_list("question", "answer")
    for (part, answer), times in Counter(rows.iterator(_COUNTED_AT_ONCE)).items():
        found.setdefault(part, Counter())[answer] = times
    return found


def _sealed(uid: UUID) -> Iterator[bytes]:
    for sealed in (
        SealedBallot.objects.filter(key=uid).order_by("digest").values_list("sealed", flat=True).iterator(_CHUNK)
    ):
        yield bytes(sealed)


class TooFew(Exception):
    """The box holds so few ballots that opening it would show who put in what."""
