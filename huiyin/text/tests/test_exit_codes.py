"""The page of the commands says what the commands do."""

import re
from pathlib import Path

import pytest

from huiyin.__main__ import GROUPING_COMMANDS, TEXT_COMMANDS
from huiyin.text.cli import main
from huiyin.text.exit_codes import MEANINGS, UNREADABLE, USAGE, explained

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")


def test_the_page_gives_every_code_its_meaning() -> None:
    """The table is the code's own."""
    assert dict(re.findall(r"^\| (\d) \| (.+) \|$", PAGE, re.MULTILINE)) == {
        str(code): meaning for code, meaning in MEANINGS.items()
    }


def test_the_page_names_every_command() -> None:
    """No command is left out, none is named that is not there."""
    managed = {
        file.stem.replace("_", "-")
        for file in (ROOT / "huiyin").glob("*/management/commands/*.py")
        if file.stem != "__init__"
    }
    named = set(re.findall(r"^\| `huiyin ([a-z-]+)", PAGE, re.MULTILINE))
    assert named == managed | set(TEXT_COMMANDS) | set(GROUPING_COMMANDS)


def test_the_page_holds_every_sentence_about_a_file() -> None:
    """Each fixed sentence of the reading code stands on the page as it is printed."""
    sources = [*(ROOT / "huiyin" / "text" / "reading").glob("*.py"), ROOT / "huiyin" / "text" / "cli.py"]
    said = [
        sentence
        for file in sources
        for sentence in re.findall(
            r'(?:Unreadable\(\s*|\bBROKEN = |LOCKED = )"([^"{]+)"', file.read_text(encoding="utf-8")
        )
    ]
    assert len(said) > 8
    assert [sentence for sentence in said if sentence not in PAGE] == []


@pytest.mark.parametrize("command", ["claims", "repair"])
def test_help_tells_the_codes(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever asks for help sees what the command may end with."""
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    shown = "".join(capsys.readouterr().out.split())
    assert "".join(explained(0, USAGE, UNREADABLE).split()) in shown
