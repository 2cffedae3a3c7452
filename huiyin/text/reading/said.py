"""What reading a file gives, and the bytes that kinds of file begin with."""

from dataclasses import dataclass

PACKAGE = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PORTABLE = b"%PDF-"


@dataclass(frozen=True, slots=True)
class Source:
    """What was read: the original text (of a plain file, its bytes decoded), how it was read, and what to know of it."""

    text: str
    kind: str
    encoding: str = ""
    note: str = ""
