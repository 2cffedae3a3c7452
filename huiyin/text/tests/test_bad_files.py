"""Locked files and odd encodings through the command line: a sentence, or the text; never a crash."""

import io
import json
import struct
from pathlib import Path

import pytest

from huiyin.text.cli import main
from huiyin.text.exit_codes import FINE, UNREADABLE
from huiyin.text.reading.problems import LOCKED, Unreadable
from huiyin.text.reading.source import read

SIMPLE = "今年以来，共举办培训班12期，培训党员900多人次。"
TRADITIONAL = "今年以來，共舉辦培訓班12期，培訓黨員900多人次。"
LOCKED_SENTENCE = "这个文件加了密码，无法读取。请取消密码、另存一份后再导入。"
SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def entry(name: str, kind: int, child: int = FREE, right: int = FREE, start: int = END, size: int = 0) -> bytes:
    """One entry of the directory of an OLE file."""
    written = name.encode("utf-16-le") + b"\0\0"
    return (
        written.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(written), kind, 1, FREE, right, child)
        + b"\0" * 36
        + struct.pack("<IQ", start, size)
    )


def locked_word() -> bytes:
    """A .docx with a password as Word writes it: an OLE file with EncryptionInfo and EncryptedPackage."""
    info = struct.pack("<HHI", 4, 4, 0x40).ljust(8 * SECTOR, b"\0")
    package = struct.pack("<Q", 4000).ljust(8 * SECTOR, b"\xa7")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0) + struct.pack("<I", 0)
    header = header.ljust(SECTOR, b"\xff")
    chain = [FAT, END, *range(3, 10), END, *range(11, 18), END]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(SECTOR, b"\xff")
    directory = (
        entry("Root Entry", 5, child=1)
        + entry("EncryptionInfo", 2, right=2, start=2, size=8 * SECTOR)
        + entry("EncryptedPackage", 2, start=10, size=8 * SECTOR)
        + b"\0" * 128
    )
    return header + table + directory + info + package


def locked_pdf() -> bytes:
    """A PDF that opens with a password only."""
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("secret", algorithm="AES-256")
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


@pytest.mark.parametrize("raw", [locked_word(), locked_pdf()], ids=["docx", "pdf"])
def test_a_locked_file_is_told(raw: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "总结.docx"
    file.write_bytes(raw)
    with pytest.raises(Unreadable) as refused:
        read(raw)
    assert str(refused.value) == LOCKED == LOCKED_SENTENCE
    assert main(["claims", str(file)]) == UNREADABLE
    assert capsys.readouterr().err == f"{file}：{LOCKED_SENTENCE}\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(TRADITIONAL, "big5"), (SIMPLE, "utf-16-le"), (SIMPLE, "utf-16-be"), (SIMPLE, "utf-16"), (SIMPLE, "gb18030")],
)
def test_any_encoding_comes_through_the_command_line(
    text: str, encoding: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(text.encode(encoding))
    assert main(["claims", str(file), "--json"]) == FINE
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [each["value"] for each in found] == [12, 900]
    assert all(text[each["start"] : each["end"]] == each["quote"] for each in found)
    assert main(["repair", str(file)]) == FINE
    assert "12期" in capsys.readouterr().out


@pytest.mark.proofs
def test_a_line_of_five_million_characters_comes_through(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copies = 5_000_000 // len(SIMPLE)
    file = tmp_path / "a.txt"
    file.write_text(SIMPLE * copies + "9" * 400, encoding="utf-8")
    assert main(["claims", str(file)]) == FINE
    assert capsys.readouterr().out.count("\n") >= 2 * copies


def test_a_number_of_four_hundred_digits_is_said_and_counted_as_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "long.txt"
    file.write_text(f"共有{'9' * 400}人参加，其中群众30人。", encoding="utf-8")
    assert main(["claims", str(file), "--json"]) == 0
    said = capsys.readouterr()
    assert "有 1 处数字超过 15 位" in said.err
    assert [json.loads(line)["value"] for line in said.out.splitlines()] == [30]


@pytest.mark.parametrize(
    "begins",
    [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0\x00\x10JFIF", b"GIF89a", b"II*\0", b"MM\0*"],
    ids=["png", "jpeg", "gif", "tiff-little", "tiff-big"],
)
def test_a_picture_is_called_a_picture(begins: bytes) -> None:
    for raw in (begins, begins + bytes(range(256)) * 4):
        with pytest.raises(Unreadable, match=r"这是图片，.*文字识别"):
            read(raw)
