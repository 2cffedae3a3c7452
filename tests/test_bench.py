"""`make bench` runs: every section on a hundredth of the data, each answer compared with hand-written SQL."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.registry import SECTIONS

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.walks
def test_every_section_answers_as_the_hand_written_sql_does(tmp_path: Path) -> None:
    page = tmp_path / "benchmarks.md"
    words = ["--scale", "0.01", "--database", "sqlite", "--rounds", "1", "--write", str(page)]
    done = subprocess.run(
        [sys.executable, "-m", "bench", *words], cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, timeout=1800,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    text = page.read_text(encoding="utf-8")
    assert text.count("\n### SQLite") == len(SECTIONS)
    assert "全部通过" in text
    assert "不能与目标相比" in text
