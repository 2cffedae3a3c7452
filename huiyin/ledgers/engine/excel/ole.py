"""Reads the old OLE container (.xls, .doc, password-protected .xlsx): the names of its streams, and one stream's bytes.

It is stricter than calamine on purpose: calamine believes the counts and chains of a damaged file, and an allocation
of their size ends the whole process. What passes here is safe to hand on.
"""

import struct
from pathlib import Path

from huiyin.ledgers.engine.excel.limits import UploadRefused

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = struct.Struct("<8s16x5H6xIIIIIIIII")
_LAST = 0xFFFFFFFA  # this value and those above are marks, not sectors
_ENTRY = 128
_MINI_SECTOR = 64


class OleFile:
    """The parts of an OLE file that matter here; every chain is walked at most once round."""

    def __init__(self, name: str, path: Path) -> None:
        self._name = name
        self._data = path.read_bytes()
        if len(self._data) < 512:
            raise self._damaged()
        fields = _HEADER.unpack_from(self._data)
        self._sector = 1 << min(fields[4], 16)
        if self._sector not in (512, 4096) or fields[5] != 6:
            raise self._damaged()
        counts = (fields[6], fields[7], fields[12], fields[14])
        if max(counts) * self._sector > len(self._data):
            raise self._damaged()
        self._mini_cutoff = fields[10]
        self._fat = self._read_fat(fields[13])
        self._entries = self._read_directory(fields[8])
        self._mini_fat = self._numbers(self._chain(fields[11]))
        root = next(iter(self._entries.values()), (_LAST, 0))
        self._mini_stream = self._chain(root[0])

    @property
    def streams(self) -> frozenset[str]:
        return frozenset(self._entries)

    def read(self, stream: str) -> bytes:
        """The bytes of one stream; small ones live in the mini stream of the root entry."""
        sector, size = self._entries[stream]
        if size >= self._mini_cutoff:
            return self._chain(sector)[:size]
        pieces: list[bytes] = []
        while sector < _LAST:
            if sector >= len(self._mini_fat) or len(pieces) > len(self._mini_fat):
                raise self._damaged()
            pieces.append(self._mini_stream[sector * _MINI_SECTOR : (sector + 1) * _MINI_SECTOR])
            sector = self._mini_fat[sector]
        return b"".join(pieces)[:size]

    def _read_fat(self, difat_sector: int) -> tuple[int, ...]:
        sectors = list(struct.unpack_from("<109I", self._data, 76))
        steps = 0
        while difat_sector < _LAST:
            block = self._numbers(self._at(difat_sector))
            steps += 1
            if not block or steps > len(self._data) // self._sector:
                raise self._damaged()
            sectors.extend(block[:-1])
            difat_sector = block[-1]
        return self._numbers(b"".join(self._at(sector) for sector in sectors if sector < _LAST))

    def _read_directory(self, first: int) -> dict[str, tuple[int, int]]:
        directory = self._chain(first)
        entries: dict[str, tuple[int, int]] = {}
        for offset in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            name = directory[offset : offset + 64].decode("utf-16-le", errors="replace").partition("\0")[0]
            start, size = struct.unpack_from("<II" if self._sector == 512 else "<IQ", directory, offset + 116)
            if name and size > len(self._data):
                raise self._damaged()
            entries.setdefault(name, (start, size))
        return entries

    def _chain(self, sector: int) -> bytes:
        pieces, steps = [], 0
        while sector < _LAST:
            if sector >= len(self._fat) or steps > len(self._fat):
                raise self._damaged()
            pieces.append(self._at(sector))
            sector, steps = self._fat[sector], steps + 1
        return b"".join(pieces)

    def _at(self, sector: int) -> bytes:
        start = (sector + 1) * self._sector
        return self._data[start : start + self._sector]

    def _numbers(self, data: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])

    def _damaged(self) -> UploadRefused:
        return UploadRefused(
            f"《{self._name}》已损坏，打不开。请用 Excel 或 WPS 打开确认无误，另存为 .xlsx 后重新上传。"
        )
