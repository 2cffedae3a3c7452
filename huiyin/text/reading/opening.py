"""The bytes of a file that a command names, or of standard input; what the system says becomes a sentence."""

import sys
from pathlib import Path

from huiyin.text.reading.problems import Unreadable
from huiyin.text.reading.source import LARGEST

STANDARD_INPUT = "-"


def bytes_of(name: str) -> bytes:
    """All there is, or one byte more than may be read, by which a file that is too large is known."""
    if name == STANDARD_INPUT:
        return sys.stdin.buffer.read(LARGEST + 1)
    try:
        with Path(name).open("rb") as file:
            return file.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise Unreadable("没有这个文件。") from error
    except IsADirectoryError as error:
        raise Unreadable("是文件夹，请写出其中的文件。") from error
    except PermissionError as error:
        raise Unreadable("没有读取的权限。") from error
