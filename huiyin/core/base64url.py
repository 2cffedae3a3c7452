"""Bytes as text that stands in addresses and forms (RFC 4648 §5), without padding."""

import base64
import binascii


def written(value: bytes) -> str:
    """The text of some bytes."""
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


def read(text: str) -> bytes:
    """The bytes of a text; what is none gives none, and whoever asked for a key or a signature refuses it further in."""
    compact = "".join(text.split())
    try:
        return base64.urlsafe_b64decode(compact + "=" * (-len(compact) % 4))
    except (binascii.Error, ValueError):
        return b""
