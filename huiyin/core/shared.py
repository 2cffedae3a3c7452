"""Memory that the processes of one server share: nameless, in no file and no database, gone with the last of them.

Made before a server divides into processes (`huiyin serve` loads the program first). What is kept here is nobody's record:
how often somebody guessed. A process that is killed in the middle of a change leaves what was there before it.
"""

import fcntl
import mmap
import os
import struct
import tempfile
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager

# Which of the two halves holds, and how much of each is filled.
_HEAD = struct.Struct("<BII")


class SharedBytes:
    """Up to `size` bytes that every process sees; read and changed only while held."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._memory = mmap.mmap(-1, _HEAD.size + 2 * size)
        handle, path = tempfile.mkstemp(prefix="huiyin-lock-")
        os.unlink(path)
        # The system lets go of the lock of a process that dies; one that holds no name is of use to nobody else.
        self._lock = handle
        weakref.finalize(self, os.close, handle)
        self._threads = threading.Lock()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nobody else reads or writes meanwhile."""
        with self._threads:
            fcntl.lockf(self._lock, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self._lock, fcntl.LOCK_UN)

    def read(self) -> bytes:
        """What was written last; nothing at first."""
        half, *lengths = _HEAD.unpack_from(self._memory)
        begin = _HEAD.size + half * self._size
        return self._memory[begin : begin + lengths[half]]

    def write(self, data: bytes) -> None:
        """Put something in its place; it is there with the last byte written, or not at all."""
        if len(data) > self._size:
            raise ValueError(f"{len(data)} bytes for {self._size}")
        half, *lengths = _HEAD.unpack_from(self._memory)
        other = 1 - half
        begin = _HEAD.size + other * self._size
        self._memory[begin : begin + len(data)] = data
        lengths[other] = len(data)
        self._memory[1 : _HEAD.size] = _HEAD.pack(other, *lengths)[1:]
        self._memory[0] = other
