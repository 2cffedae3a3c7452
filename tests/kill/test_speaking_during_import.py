"""Nobody who speaks is turned away because somebody imports: opinions posted throughout a 50,000-row import on SQLite."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from huiyin.core.tests.conftest import _blank as _blank
from huiyin.core.tests.conftest import installation as installation
from huiyin.core.tests.installation import Installation

pytestmark = pytest.mark.kill

ROOT = Path(__file__).resolve().parents[2]
BEFORE, AFTER = 3.0, 2.0  # seconds of speaking before the import begins and after it has ended


def _start(installation: Installation, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.kill.speaking", *words], cwd=ROOT, env=installation.environment, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def _said(process: subprocess.Popen[str], more: str = "") -> str:
    said, _nothing = process.communicate(more, timeout=300)
    assert process.returncode == 0, said
    return said


def test_none_who_speaks_during_an_import_of_50000_rows_is_refused(
    installation: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stop = tmp_path / "stop"
    installation.run("collectstatic", "--no-input", "--verbosity", "0").check_returncode()
    _said(_start(installation, "prepare"))

    importing, speaking = _start(installation, "commit"), _start(installation, "speak", str(stop))
    try:
        for process, word in ((importing, "ready"), (speaking, "speaking")):
            assert process.stdout is not None
            assert process.stdout.readline().strip() == word
        time.sleep(BEFORE)
        began, ended = json.loads(_said(importing, "go\n"))
        time.sleep(AFTER)
    finally:
        stop.touch()
        importing.kill()
    told = _said(speaking).splitlines()
    answers = json.loads(told[-1])

    refused = [status for _sent, _answered, taken, status in answers if not taken]
    # Under way while the import held its lock: all speakers may have sent just before it and waited for its end.
    within = [answer for answer in answers if answer[0] <= ended and answer[1] >= began]
    waited = max((answered - sent for sent, answered, _taken, _status in within), default=0.0)
    meetings, opinions, slips = json.loads(_said(_start(installation, "count")))
    with capsys.disabled():
        print(
            f"\n{len(answers)} opinions posted, {len(within)} of them under way during the {ended - began:.1f} s of the commit "
            f"(the longest was answered after {waited:.1f} s), {len(refused)} refused"
        )
    assert refused == [], "\n".join(told[:-1])[-3000:]
    assert within, "the import was over before anybody spoke"
    assert any(sent < began for sent, *_rest in answers)
    assert any(sent > ended for sent, *_rest in answers)
    assert (meetings, opinions, slips) == (50_000, len(answers), len(answers))
