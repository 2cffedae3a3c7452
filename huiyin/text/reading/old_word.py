"""Word files of the old kind (.doc), through catdoc or antiword where the machine has one of them."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from huiyin.text.reading.problems import BROKEN, LOCKED, Unreadable

_SECONDS = 60
_LOCKED_MARK = "EncryptedPackage".encode("utf-16-le")
_MISSING = (
    "这是旧版 Word（.doc）文件，本机没有能读它的程序。请在 WPS 或 Word 里另存为 .docx 后再导入，"
    "或请管理员安装 catdoc 或 antiword。"
)  # fmt: skip


def old_word_text(raw: bytes) -> str:
    """The words of a .doc; a locked .docx has the same outer form and is told apart."""
    if _LOCKED_MARK in raw:
        raise Unreadable(LOCKED)
    commands = {"catdoc": ["-w", "-d", "utf-8"], "antiword": ["-w", "0", "-m", "UTF-8.txt"]}
    program = next((found for name in commands if (found := shutil.which(name))), None)
    if program is None:
        raise Unreadable(_MISSING)
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "given.doc"
        kept.write_bytes(raw)
        try:
            # A fixed program on a file of our own naming; nothing given by a person reaches the command line.
            done = subprocess.run(
                [program, *commands[Path(program).name], str(kept)], capture_output=True, timeout=_SECONDS, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise Unreadable(BROKEN) from error
    said = done.stdout.decode("utf-8", "replace")
    if done.returncode or not said.strip():
        raise Unreadable(BROKEN)
    return said
