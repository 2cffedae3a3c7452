"""A file of ten megabytes is read, claimed and checked in less than 200 MB, in every mode."""

import subprocess
import sys
from pathlib import Path

import pytest

SENTENCE = "全县共举办培训班12期,培训党员3400多人次,占党员总数的65%。"
SIZE, MOST_KILOBYTES = 10_000_000, 200_000
# The child says itself how much it took at most: `ru_maxrss` would begin with what the test before it took.
CHILD = """
import re, sys
from huiyin.text.cli import main
code = main(sys.argv[1:])
print(re.search("VmHWM:\\s+([0-9]+)", open("/proc/self/status").read())[1], file=sys.stderr)
sys.exit(code)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="这个系统不说明进程用了多少内存")
@pytest.mark.parametrize("ending", ["", "\n"], ids=["one line", "lines"])
@pytest.mark.parametrize("mode", [["claims", "--json", "--checks"], ["repair", "--json"]])
def test_ten_megabytes_take_less_than_two_hundred(mode: list[str], ending: str, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    with file.open("w", encoding="utf-8") as written:
        for _copy in range(SIZE // len(SENTENCE.encode())):
            written.write(SENTENCE + ending)
    with (tmp_path / "out").open("wb") as out:
        done = subprocess.run(
            [sys.executable, "-c", CHILD, *mode, str(file)], stdout=out, stderr=subprocess.PIPE, check=True
        )
    assert int(done.stderr.split()[-1]) < MOST_KILOBYTES
    assert (tmp_path / "out").stat().st_size
