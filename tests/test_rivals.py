"""What is not installed beside us is said and counted, never passed over; and no file of ours names a registry."""

import sys
from pathlib import Path

import pytest

from eval.grouping.beside import BROKEN, VARIABLE, Broken, Outcome, asked, interpreter

ROOT = Path(__file__).resolve().parents[1]


def test_a_rival_that_is_not_there_is_said_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = Outcome()
    outcome.lacks("BERTopic")
    outcome.lacks("MinHash")
    assert capsys.readouterr().out.count("未装对照库，未比较") == 2
    assert "2 项未比较" in outcome.told()
    assert "比较过的全部达到目标" in outcome.told()
    outcome.aims("成对 F1 .7，不高于别人的 .8", reached=False)
    assert "未达目标：成对 F1" in outcome.told()
    assert "全部达到" not in outcome.told()


def test_a_rival_that_stops_with_an_error_is_named_and_counted_and_does_not_end_the_run(
    capsys: pytest.CaptureFixture[str],
) -> None:
    stops = f"import sys; print('ValueError: empty vocabulary', file=sys.stderr); sys.exit({BROKEN})"
    with pytest.raises(Broken, match="empty vocabulary") as stopped:
        asked([sys.executable, "-c", stops])
    outcome = Outcome()
    outcome.broke("自编意见，BERTopic", str(stopped.value))
    assert "对照程序出错，没有结果（ValueError: empty vocabulary）" in capsys.readouterr().out
    assert "对照程序出错，没有比较：自编意见，BERTopic" in outcome.told()
    assert "\n全部达到" not in outcome.told()


def test_a_python_that_cannot_be_run_is_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="不是可以运行的 Python"):
        interpreter(str(tmp_path / "python"))
    monkeypatch.setenv(VARIABLE, str(tmp_path / "python"))
    with pytest.raises(SystemExit, match=VARIABLE):
        interpreter()


def test_the_list_of_rivals_is_pinned_hashed_and_names_no_address() -> None:
    lock = (ROOT / "bench" / "rivals.lock").read_text(encoding="utf-8")
    wanted = [line for line in (ROOT / "bench" / "rivals.in").read_text(encoding="utf-8").splitlines() if "==" in line]
    assert wanted
    for line in wanted:
        assert f"\n{line.lower()} " in f"\n{lock.lower()}", line
    assert lock.count("--hash=sha256:") > len(wanted)
    assert "://" not in lock
