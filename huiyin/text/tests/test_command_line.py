"""A mistake in what was typed gets a Chinese sentence, the way the command is written, and the code for it."""

import subprocess
import sys

import pytest

from huiyin.__main__ import main
from huiyin.text.command_line import CommandLine, sentence
from huiyin.text.exit_codes import USAGE


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["claims"], "少了“文件”，请写在命令后面。"),
        (["repair", "--json"], "少了“文件”，请写在命令后面。"),
        (["claims", "a.txt", "--jsno"], "不认识“--jsno”：没有这个选项，或多写了一项。"),
        (["claims", "a.txt", "--js"], "不认识“--js”：没有这个选项，或多写了一项。"),
        (["claims", "a.txt", "--json=1"], "“--json”后面不用写内容，多写了“1”。"),
        (["repair", "a.txt", "--without"], "“--without”后面少了要写的内容。"),
        (["repair", "a.txt", "--without", "x"], "“--without”不能写“x”，可以写：“chunk_numbers”、"),
        (["group"], "少了“文件”，请写在命令后面。"),
        (["group", "a", "b"], "不认识“b”：没有这个选项，或多写了一项。"),
        (["classify", "a"], "请用 --examples 给出已分类的例子"),
    ],
)
def test_a_mistake_is_said_in_chinese(typed: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["huiyin", *typed])
    assert ended.value.code == USAGE
    told = capsys.readouterr().err
    assert told.startswith(said)
    assert "用法：huiyin" in told
    assert "usage" not in told
    assert "error" not in told


@pytest.mark.parametrize(("typed", "said"), [([], "少了命令。"), (["foo"], "没有“foo”这个命令。")])
def test_a_command_that_is_not_there_is_said_with_those_that_are(typed: list[str], said: str) -> None:
    done = subprocess.run([sys.executable, "-m", "huiyin", *typed], capture_output=True, check=False, text=True)
    assert done.returncode == USAGE
    assert done.stderr.startswith(said)
    assert "claims、repair" in done.stderr
    assert "audit" in done.stderr


def test_help_has_no_english_headings(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["huiyin", "claims", "--help"])
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    assert not any(word in shown for word in ("usage", "positional", "options", "show this"))


def test_wrong_numbers_and_options_that_exclude_each_other_are_said() -> None:
    parser = CommandLine(prog="huiyin x")
    parser.add_argument("--size", type=int)
    assert sentence("argument --size: invalid int value: 'a'") == "“--size”后面写的“a”不是所要的数字。"
    assert sentence("argument -a: not allowed with argument -b") == "“-a”和“-b”不能同时写。"
    with pytest.raises(SystemExit):
        parser.parse_args(["--size", "a"])
