"""Proof that words were lodged, without showing them: Merkle trees over sorted digests, whose roots are published.

Who silently deletes a slip leaves its digest; who deletes the digest too no longer gets the published root.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from huiyin.anonymity.models import LodgedDigest, SealedSlip

_CHUNK = 2000


def take_under_root(number: int, *, until: date) -> list[str]:
    """Put every digest of a day up to `until` that has no root yet under this one; returns them sorted."""
    LodgedDigest.objects.filter(root=None, day__lte=until).update(root=number)
    return under_root(number)


def under_root(number: int) -> list[str]:
    """The digests under a root, sorted: their order says nothing of when they came."""
    return list(LodgedDigest.objects.filter(root=number).order_by("digest").values_list("digest", flat=True))


def merkle_root(digests: Sequence[str]) -> str:
    """The root over sorted digests (as in RFC 6962: leaves and inner nodes are told apart); of nothing, the empty hash."""
    level = [_leaf(one) for one in digests]
    if not level:
        return hashlib.sha256(b"").hexdigest()
    while len(level) > 1:
        level = [_pair(level[at : at + 2]) for at in range(0, len(level), 2)]
    return level[0].hex()


def path_of(digest: str, digests: Sequence[str]) -> list[tuple[str, str]]:
    """The way from a digest up to the root: (left or right, the neighbour's hash) at each step."""
    at, level, way = list(digests).index(digest), [_leaf(one) for one in digests], []
    while len(level) > 1:
        beside = at ^ 1
        if beside < len(level):
            way.append(("left" if beside < at else "right", level[beside].hex()))
        level = [_pair(level[n : n + 2]) for n in range(0, len(level), 2)]
        at //= 2
    return way


def root_by(digest: str, way: Sequence[tuple[str, str]]) -> str:
    """The root to which a digest's way leads."""
    here = _leaf(digest)
    for side, beside in way:
        here = _pair([bytes.fromhex(beside), here] if side == "left" else [here, bytes.fromhex(beside)])
    return here.hex()


def root_of(digest: str) -> tuple[bool, int | None]:
    """(known, the number of its root); a digest of today has none yet."""
    row = LodgedDigest.objects.filter(digest=digest).values_list("root").first()
    return (False, None) if row is None else (True, row[0])


def still_there(digest: str, day: date) -> bool:
    """Whether the words of a digest lie in the box; an erased slip has none. One day's slips are looked through."""
    return any(one == digest for one in _fingerprints(SealedSlip.objects.filter(day=day).values_list("salt", "words")))


def strays() -> tuple[int, int]:
    """(slips without a digest, digests without a slip): every slip is looked at. The second are erased, or deleted."""
    known = set(LodgedDigest.objects.values_list("digest", flat=True).iterator(_CHUNK))
    bare = []
    for one in _fingerprints(SealedSlip.objects.values_list("salt", "words").iterator(_CHUNK)):
        if one in known:
            known.discard(one)
        else:
            bare.append(one)
    # Lodged while we looked: the digest came after the first question.
    late = LodgedDigest.objects.filter(digest__in=bare[:_CHUNK]).count()
    return len(bare) - late, len(known)


def _fingerprints(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    for salt, words in rows:
        yield hashlib.sha256(f"{salt}{words}".encode()).hexdigest()


def _leaf(digest: str) -> bytes:
    return hashlib.sha256(b"\0" + bytes.fromhex(digest)).digest()


def _pair(two: Sequence[bytes]) -> bytes:
    """One node over two; a last one without a neighbour goes up as it is."""
    return two[0] if len(two) == 1 else hashlib.sha256(b"\1" + two[0] + two[1]).digest()
