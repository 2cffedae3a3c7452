"""SIGKILL at random moments of the opening of a box: shut or open, never half, and nothing is left to open it again."""

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


def test_twenty_kills_leave_no_box_half_open_and_no_key_behind(installation: Installation) -> None:
    seed = int(os.environ.get("HUIYIN_KILL_SEED") or random.randrange(1, 10**6))
    done = subprocess.run(
        [sys.executable, "-m", "tests.kill.opening", str(seed)], cwd=Path(__file__).resolve().parents[2],
        env=installation.environment, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    said = f"seed {seed} (HUIYIN_KILL_SEED repeats it): {done.stdout}{done.stderr}"
    assert done.returncode == 0, said
    fell = re.search(r"(\d+) kills fell within", done.stdout)
    assert fell is not None, said
    assert int(fell[1]) >= 8, said
