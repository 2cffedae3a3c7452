"""A file of ten megabytes is read, claimed and checked in less than 200 MB, in every mode."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from itertools import count, cycle
from pathlib import Path

import pytest
from pypinyin import Style, pinyin

from eval.claims import own

pytestmark = pytest.mark.proofs

SENTENCE = "全县共举办培训班12期,培训党员3400多人次,占党员总数的65%。"
SIZE, MOST_KILOBYTES, WIDTH = 10_000_000, 200_000, 38
# The child says itself how much it took at most: `ru_maxrss` would begin with what the test before it took.
CHILD = """
import re, sys
from huiyin.text.cli import main
code = main(sys.argv[1:])
print(re.search("VmHWM:\\s+([0-9]+)", open("/proc/self/status").read())[1], file=sys.stderr)
sys.exit(code)
"""


def one_line() -> Iterator[str]:
    while True:
        yield SENTENCE


def lines() -> Iterator[str]:
    while True:
        yield f"{SENTENCE}\n"


def reports() -> Iterator[str]:
    """Reports of many kinds, garbled ones among them, one after the other."""
    for document in cycle([each for split in ("tune", "held", "held2", "fresh") for each in own(split)]):
        yield f"{document.text}\n"


def figures() -> Iterator[str]:
    """One line, a figure in every clause and no two alike."""
    for number in count(1000):
        yield f"召开座谈会{number}次，走访群众{number * 7}户，投入资金{number * 3}万元。"


def unlike() -> Iterator[str]:
    """The reports, their figures others every time."""
    for number, text in enumerate(reports()):
        yield text.replace("1", str(number))


@cache
def reading(letter: str) -> str:
    return f"({pinyin(letter, style=Style.TONE)[0][0]})"


def glossed() -> Iterator[str]:
    """A reading behind every third character."""
    han = 0
    for text in unlike():
        out = []
        for letter in text:
            out.append(letter)
            if "\u4e00" <= letter <= "\u9fff":
                han += 1
                if han % 3 == 0:
                    out.append(reading(letter))
        yield "".join(out)


def wrapped() -> Iterator[str]:
    """Every line hard-wrapped."""
    for text in unlike():
        for line in text.split("\n"):
            yield from (f"{line[at : at + WIDTH]}\n" for at in range(0, len(line), WIDTH))


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="这个系统不说明进程用了多少内存")
@pytest.mark.parametrize("parts", [one_line, lines, reports, figures, glossed, wrapped])
@pytest.mark.parametrize("mode", [["claims", "--json", "--checks"], ["repair", "--json"]], ids=["claims", "repair"])
def test_ten_megabytes_take_less_than_two_hundred(
    mode: list[str], parts: Callable[[], Iterator[str]], tmp_path: Path
) -> None:
    file = tmp_path / "a.txt"
    with file.open("wb") as written:
        for part in parts():
            written.write(part.encode())
            if written.tell() >= SIZE:
                break
    with (tmp_path / "out").open("wb") as out:
        done = subprocess.run(
            [sys.executable, "-c", CHILD, *mode, str(file)], stdout=out, stderr=subprocess.PIPE, check=True
        )
    assert int(done.stderr.split()[-1]) < MOST_KILOBYTES
    assert (tmp_path / "out").stat().st_size
