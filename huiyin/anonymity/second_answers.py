"""Second answers of those who were unhappy and left a code: one for each code, and no answer beside any code.

A code's digest came out of the sealed box in an order of its own. That it was used is kept like a spent credential, what
was answered like an opened answer; nothing ties the two.
"""

import hashlib
import secrets
from collections import Counter
from uuid import UUID

from django.db import IntegrityError, transaction

from huiyin.anonymity.models import OpenedAnswer, SpentToken


class Used(Exception):
    """This code has answered already."""


def there(box: UUID, question: int, digest: str) -> bool:
    """Whether a code's digest came out of a box."""
    return OpenedAnswer.objects.filter(key=box, question=question, answer=digest).exists()


def used(second: UUID, digest: str) -> bool:
    """Whether a code has answered."""
    return SpentToken.objects.filter(digest=_spent(second, digest)).exists()


def put(second: UUID, *, digest: str, answer: str) -> None:
    """Use a code once and keep what was answered, both or neither."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                SpentToken.objects.create(digest=_spent(second, digest), key=second)
        except IntegrityError:
            raise Used from None
        OpenedAnswer.objects.create(uid=UUID(bytes=secrets.token_bytes(16)), key=second, question=0, answer=answer)


def counted(second: UUID) -> Counter[str]:
    """How many gave each answer."""
    return Counter(OpenedAnswer.objects.filter(key=second, question=0).values_list("answer", flat=True))


def _spent(second: UUID, digest: str) -> str:
    return hashlib.sha256(b"huiyin-again-spent-1" + second.bytes + bytes.fromhex(digest)).hexdigest()
