"""Spends one-time credentials: each once, in the same transaction as what it is spent for, leaving no order and no time."""

import hashlib
from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction

from huiyin.anonymity.blind_signatures import PREFIX, Unfit, verify
from huiyin.anonymity.keys import public_key
from huiyin.anonymity.models import SpentToken

T = TypeVar("T")


# Asked of the database once by each process: a round or ballot never gets a second key (models.SigningKey).
_key = lru_cache(maxsize=64)(public_key)


class Spent(Unfit):
    """This credential was used before."""


def message_of(uid: UUID) -> bytes:
    """What a credential of this round or ballot says, behind its random bytes; nothing in it tells two apart."""
    return b"huiyin-credential-1" + uid.bytes


def spend(uid: UUID, *, prepared: bytes, signature: bytes, then: Callable[[], T]) -> T:
    """Check a credential, mark it spent and do what it is spent for: all of it or nothing. Returns what `then` returns."""
    if len(prepared) != PREFIX + len(message_of(uid)) or prepared[PREFIX:] != message_of(uid):
        raise Unfit("这张凭证不是为这一轮签发的，请核对链接。")
    if not verify(_key(uid), prepared, signature):
        raise Unfit("凭证无效：签名核对不上，可能复制不完整。")
    with transaction.atomic():
        try:
            SpentToken.objects.create(digest=digest_of(prepared), key=uid)
        except IntegrityError:
            # Nothing else is written yet, and the exception leaves the transaction.
            raise Spent("这张凭证已经用过，只能使用一次。") from None
        return then()


def spent(uid: UUID) -> int:
    """How many credentials of a round or ballot were used."""
    return SpentToken.objects.filter(key=uid).count()


def digest_of(prepared: bytes) -> str:
    """The key under which a credential is known to be spent."""
    return hashlib.sha256(prepared).hexdigest()
