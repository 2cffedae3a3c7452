"""The only writer and reader of sealed words. Few lines on purpose: read them aloud before you change one."""

import hashlib
import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from huiyin.anonymity.models import LodgedDigest, SealedSlip

CODE_DIGITS = 12
# 10^12 codes at some 50 ms each: a stolen database with the pepper still costs a thousand core-years.
COST = 2**14


@dataclass(frozen=True)
class Code:
    """A query code: its digits for the author, its digest for the box."""

    digits: str
    digest: str


def draw_code(pepper: bytes) -> Code:
    """A new code. It takes some 50 ms on purpose: draw it before the transaction, so that no writer waits for it."""
    digits = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    return Code(digits, _digest(digits, pepper))


def seal(*, box: UUID, words: str, day: date, code: Code) -> UUID:
    """Put words in the box under a code that their author alone will know; returns the slip's random uid."""
    uid = _random_uid()
    slip = SealedSlip.objects.create(
        uid=uid, box=box, day=day, words=words, code_digest=code.digest, salt=secrets.token_hex(16)
    )
    LodgedDigest.objects.create(digest=_fingerprint(slip.salt, words), day=day)
    return uid


def seal_many(*, box: UUID, slips: Iterable[tuple[str, date]]) -> list[UUID]:
    """Put many slips in the box without codes (paper read by a clerk); the uids stand in the order given."""
    made = [
        SealedSlip(uid=_random_uid(), box=box, day=day, words=words, salt=secrets.token_hex(16)) for words, day in slips
    ]
    # Written in random order: where a row lies says nothing of where it stood in the pile.
    SealedSlip.objects.bulk_create(secrets.SystemRandom().sample(made, len(made)), batch_size=500)
    LodgedDigest.objects.bulk_create(
        (
            LodgedDigest(digest=_fingerprint(slip.salt, slip.words), day=slip.day)
            for slip in secrets.SystemRandom().sample(made, len(made))
        ),
        batch_size=500,
    )
    return [slip.uid for slip in made]


def find(code: str, *, pepper: bytes) -> UUID | None:
    """The slip that a code opens, or None."""
    digits = "".join(c for c in code if c.isdigit())
    if len(digits) != CODE_DIGITS:
        return None
    slip = SealedSlip.objects.filter(code_digest=_digest(digits, pepper)).only("uid").first()
    return slip.uid if slip else None


def words_of(uids: Collection[UUID]) -> dict[UUID, str]:
    """The words of some slips; an erased slip is missing from the answer."""
    return dict(SealedSlip.objects.filter(uid__in=uids).values_list("uid", "words"))


def fingerprints(uids: Collection[UUID]) -> list[str]:
    """Salted digests of some slips, sorted; they mean nothing once the salts are erased with the words."""
    rows = SealedSlip.objects.filter(uid__in=uids).values_list("salt", "words")
    return sorted(_fingerprint(salt, words) for salt, words in rows)


def erase(uid: UUID) -> None:
    """Delete words and salt. The database refuses unless an erasure by two people is on record."""
    SealedSlip.objects.filter(uid=uid).delete()


def _fingerprint(salt: str, words: str) -> str:
    return hashlib.sha256(f"{salt}{words}".encode()).hexdigest()


def _random_uid() -> UUID:
    return UUID(bytes=secrets.token_bytes(16))


def _digest(code: str, pepper: bytes) -> str:
    return hashlib.scrypt(code.encode(), salt=pepper, n=COST, r=8, p=1, maxmem=2**26).hex()[:64]
