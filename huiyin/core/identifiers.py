"""Random 128-bit identifiers: what people and links see instead of keys."""

import secrets
import uuid


def new_uid() -> uuid.UUID:
    """All 128 bits random (uuid4 fixes six of them)."""
    return uuid.UUID(bytes=secrets.token_bytes(16))
