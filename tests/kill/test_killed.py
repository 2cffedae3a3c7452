"""SIGKILL at twenty random moments each of an import, a job, a report and an audit: books, chain and files are clean afterwards."""

import os
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

from huiyin.core.tests.conftest import _blank as _blank
from huiyin.core.tests.conftest import installation as installation
from huiyin.core.tests.installation import Installation

pytestmark = pytest.mark.kill

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("act", ["import", "job", "report", "audit"])
def test_twenty_kills_leave_books_chain_and_files_clean(installation: Installation, act: str) -> None:
    seed = int(os.environ.get("HUIYIN_KILL_SEED") or random.randrange(1, 10**6))
    done = subprocess.run(
        [sys.executable, "-m", "tests.kill.driver", act, str(seed)],
        cwd=ROOT, env=installation.environment, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    said = f"seed {seed} (HUIYIN_KILL_SEED repeats it): {done.stdout}{done.stderr}"
    assert done.returncode == 0, said
    fell = re.search(r"(\d+) kills fell within the act", done.stdout)
    assert fell is not None, said
    assert int(fell[1]) >= 8, said
