"""What a block of the audit chain covers, and whether the stored lines are still the ones it was sealed over.

Every line is one JSON text of the columns in SEALED; a block's digest covers its head and its lines' digests. A whole
chain is read in one pass, its columns as texts: a database's row becomes that JSON text without becoming objects first.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from itertools import groupby
from json.encoder import encode_basestring
from operator import itemgetter
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast

from huiyin.core.models import AuditBlock, AuditMembership

# What a block's digest covers of each line, in this order.
SEALED = ("uid", "at", "actor", "action", "subject_kind", "subject", "unit", "detail")
_AT_ONCE, _LINES_AT_ONCE = 200, 10_000  # blocks, and lines of them, that one question asks for
_CHUNK, _KEPT = 2_000, 4_096
_json: Callable[[object], str] = json.JSONEncoder(sort_keys=True, ensure_ascii=False).encode
_word = lru_cache(maxsize=_KEPT)(encode_basestring)


# Any: rows of the columns named in SEALED, as the ORM returns them.
def block_digest(height: int, previous: str, sealed_at: datetime, lines: Iterable[tuple[Any, ...]]) -> str:
    """The digest of a block over lines that were read as objects; this is what the digest means."""
    total = _head(height, previous, sealed_at)
    for uid, at, actor, action, kind, subject, unit, detail in lines:
        fields = [str(uid), instant(at), str(actor), action, kind, str(subject), str(unit), detail]
        total.update(hashlib.sha256(_json(fields).encode()).digest())
    return total.hexdigest()


def instant(at: datetime) -> str:
    """A moment as digests cover it."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def checked(blocks: Iterable[AuditBlock]) -> Iterator[tuple[AuditBlock, int, bool]]:
    """Each block with the number of lines that are there now, and whether they have the digest it was sealed with.

    In the order given; memory does not grow with the chain, nor with a block.
    """
    for some in _together(blocks):
        found = {block.pk: (0, _head(block.height, block.previous, block.sealed_at).hexdigest()) for block in some}
        heads = {block.pk: block for block in some}
        for pk, members in groupby(_stored([block.pk for block in some]), key=itemgetter(0)):
            found[pk] = _digest_of(heads[pk], members)
        for block in some:
            count, digest = found[block.pk]
            # Stored otherwise than the texts below expect is no fault: the objects decide.
            yield block, count, digest == block.digest or _by_objects(block) == block.digest


def _together(blocks: Iterable[AuditBlock]) -> Iterator[list[AuditBlock]]:
    some: list[AuditBlock] = []
    for block in blocks:
        some.append(block)
        if len(some) == _AT_ONCE or sum(one.count for one in some) >= _LINES_AT_ONCE:
            yield some
            some = []
    if some:
        yield some


# Any: a block's key, then the columns named in SEALED as texts.
def _stored(blocks: list[int]) -> Iterator[tuple[Any, ...]]:
    texts = [Cast(f"line__{field}", TextField()) for field in SEALED]
    members = AuditMembership.objects.filter(block__in=blocks).order_by("block_id", "position")
    return members.values_list("block_id", *texts).iterator(_CHUNK)


def _by_objects(block: AuditBlock) -> str | None:
    members = AuditMembership.objects.filter(block=block).order_by("position")
    lines = members.values_list(*(f"line__{field}" for field in SEALED)).iterator(_CHUNK)
    try:
        return block_digest(block.height, block.previous, block.sealed_at, lines)
    except (ValueError, TypeError, AttributeError):
        # A column somebody wrote what is no moment, no uid, no JSON into: nothing that was ever sealed.
        return None


def _digest_of(block: AuditBlock, members: Iterable[tuple[Any, ...]]) -> tuple[int, str]:
    total, count = _head(block.height, block.previous, block.sealed_at), 0
    for _pk, uid, at, actor, action, kind, subject, unit, detail in members:
        text = (
            f'["{_uid(uid)}", "{_moment(at)}", "{_known(actor)}", {_word(action)}, {_word(kind)}, '
            f'"{_uid(subject)}", "{_known(unit)}", {_detail(detail)}]'
        )
        total.update(hashlib.sha256(text.encode()).digest())
        count += 1
    return count, total.hexdigest()


def _head(height: int, previous: str, sealed_at: datetime) -> "hashlib._Hash":
    return hashlib.sha256(f"{height}\n{previous}\n{instant(sealed_at)}\n".encode())


def _uid(text: str | None) -> str:
    """A uid as SQLite (32 signs) or PostgreSQL (36) keeps it; anything else stays strange and matches no digest.

    Two rows never give one text: a name or a uid that holds quotes must not pass for the field that comes after it.
    """
    if text is None:
        return "None"
    if len(text) == 32 and text.isalnum():
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
    return text if len(text) == 36 and '"' not in text else _word(text)


# Accounts and units come again and again, a line's own uid and subject do not.
_known = lru_cache(maxsize=_KEPT)(_uid)


@lru_cache(maxsize=_KEPT)
def _moment(text: str) -> str:
    """A moment as the database writes it, in UTC; a verb's lines share theirs.

    A server may be set to write moments otherwise: such a text matches no digest, and the objects decide.
    """
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    return instant(at if at.tzinfo else at.replace(tzinfo=UTC))


@lru_cache(maxsize=_KEPT)
def _detail(text: str) -> str:
    """One key or none stands as it is sealed; several may stand in another order, and SQLite's keeps no sign beyond ASCII.

    What is no JSON stays as it is and matches no digest.
    """
    if "\\" not in text and text.count('": ') < 2:
        return text
    try:
        return _json(json.loads(text))
    except ValueError:
        return text
