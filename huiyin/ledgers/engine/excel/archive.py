"""Opens zip archives (and workbooks, which are zips) without believing a word their headers say about sizes."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from huiyin.ledgers.engine.excel.limits import Budget, UploadRefused

_CHUNK = 256 * 1024  # larger pieces would leave the processor's cache between one look and the next
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_LOCAL_HEADER = struct.Struct("<4s22xHH")


class Archive:
    """A zip read member by member; every inflated byte is counted against the upload's budget."""

    def __init__(self, name: str, path: Path, budget: Budget) -> None:
        self.name = name
        self.path = path
        self._budget = budget
        self._size = path.stat().st_size
        try:
            with zipfile.ZipFile(path) as archive:
                self.members = tuple(info for info in archive.infolist() if not info.is_dir())
        except (zipfile.BadZipFile, NotImplementedError, ValueError, UnicodeDecodeError) as error:
            raise UploadRefused(_damaged(name)) from error
        if len(self.members) > budget.limits.members:
            raise UploadRefused(
                f"《{name}》里有 {len(self.members)} 个文件，超过 {budget.limits.members} 个的上限，没有收下。请分几次上传。"
            )

    def chunks(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        """Inflate one member piece by piece; raises UploadRefused once it grows out of all proportion."""
        shown = f"{self.name}/{member_name(member)}"
        if member.flag_bits & _ENCRYPTED:
            raise UploadRefused(f"《{shown}》加了密码，打不开。请去掉密码后重新上传。")
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise UploadRefused(f"《{shown}》用了不常见的压缩方式，打不开。请用系统自带的“压缩为 zip”重新打包后上传。")
        inflated, checksum = 0, 0
        with self.path.open("rb") as file:
            _seek_to_data(file, member, self.name)
            packed = _packed(file, member.compress_size)
            for chunk in _inflate(packed, stored=member.compress_type == zipfile.ZIP_STORED, name=self.name):
                inflated += len(chunk)
                checksum = zlib.crc32(chunk, checksum)
                self._budget.spend(self.name, len(chunk))
                self._budget.check_part(self.name, inflated, self._size)
                yield chunk
        if inflated != member.file_size or checksum != member.CRC:
            raise UploadRefused(_damaged(self.name))

    def read(self, member: zipfile.ZipInfo) -> bytes:
        return b"".join(self.chunks(member))

    def unpack(self, member: zipfile.ZipInfo, target: Path) -> None:
        with target.open("wb") as file:
            for chunk in self.chunks(member):
                file.write(chunk)


def member_name(member: zipfile.ZipInfo) -> str:
    """The member's name as its author saw it: old Chinese systems write GBK and do not say so."""
    if member.flag_bits & _UTF8_NAME:
        return member.filename
    raw = member.orig_filename.encode("cp437", errors="replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding).replace("\\", "/")
        except UnicodeDecodeError:
            continue
    return member.filename


def _seek_to_data(file: BinaryIO, member: zipfile.ZipInfo, name: str) -> None:
    file.seek(member.header_offset)
    header = file.read(_LOCAL_HEADER.size)
    if len(header) != _LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
        raise UploadRefused(_damaged(name))
    _, name_length, extra_length = _LOCAL_HEADER.unpack(header)
    file.seek(name_length + extra_length, 1)


def _packed(file: BinaryIO, size: int) -> Iterator[bytes]:
    while size > 0:
        chunk = file.read(min(_CHUNK, size))
        if not chunk:
            return
        size -= len(chunk)
        yield chunk


def _inflate(packed: Iterator[bytes], *, stored: bool, name: str) -> Iterator[bytes]:
    if stored:
        yield from packed
        return
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for chunk in packed:
        while chunk and not inflater.eof:
            try:
                inflated = inflater.decompress(chunk, _CHUNK)
            except zlib.error as error:
                raise UploadRefused(_damaged(name)) from error
            if inflated:
                yield inflated
            chunk = inflater.unconsumed_tail
    tail = inflater.flush()
    if tail:
        yield tail


def _damaged(name: str) -> str:
    return f"《{name}》已损坏，打不开。请用 Excel 或 WPS 打开确认无误，另存后重新上传。"
