"""A command line that speaks Chinese: the headings of its help, and a sentence for each mistake in what was typed."""

import argparse
import re
import sys
from collections.abc import Iterable
from typing import Any, NoReturn

from huiyin.text.exit_codes import USAGE

# What argparse says of a mistake (its own wording since Python 2.7), and our sentence for it.
_SAID: tuple[tuple[str, str], ...] = (
    (r"the following arguments are required: (?P<what>.+)", "少了“{what}”，请写在命令后面"),
    (r"unrecognized arguments: (?P<what>.+)", "不认识“{what}”：没有这个选项，或多写了一项"),
    (
        r"argument (?P<name>.+?): invalid choice: (?P<what>.+?) \(choose from (?P<choices>.*)\)",
        "“{name}”不能写{what}，可以写：{choices}",
    ),
    (r"argument (?P<name>.+?): invalid \S+ value: (?P<what>.+)", "“{name}”后面写的{what}不是所要的数字"),
    (
        r"argument (?P<name>.+?): expected (?:one argument|at least one argument|\d+ arguments?)",
        "“{name}”后面少了要写的内容",
    ),
    (r"argument (?P<name>.+?): ignored explicit argument (?P<what>.+)", "“{name}”后面不用写内容，多写了{what}"),
    (r"argument (?P<name>.+?): not allowed with argument (?P<what>.+)", "“{name}”和“{what}”不能同时写"),
)
_QUOTED = re.compile(r"'([^']*)'")


class CommandLine(argparse.ArgumentParser):
    """An `ArgumentParser` whose help and mistakes are in Chinese; options are written out in full."""

    def __init__(self, **given: Any) -> None:  # whatever argparse takes
        super().__init__(**{**SHAPE, **given, "add_help": False})
        headed_in_chinese(self)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and how the command is written; end with the code for it."""
        print(f"{sentence(message)}\n{self.format_usage().strip()}", file=sys.stderr)
        sys.exit(USAGE)


class ChineseHelp(argparse.HelpFormatter):
    """Help whose usage stands behind a Chinese heading."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        """The usage behind a Chinese heading."""
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


# How any parser of ours is made.
SHAPE: dict[str, Any] = {"formatter_class": ChineseHelp, "allow_abbrev": False, "add_help": False}


def headed_in_chinese(parser: argparse.ArgumentParser) -> None:
    """Give a parser that was made without help its headings and its option for help."""
    parser._positionals.title, parser._optionals.title = "参数", "选项"
    parser.add_argument("-h", "--help", action="help", help="显示用法")


def sentence(message: str) -> str:
    """What argparse says of a mistake as a Chinese sentence; a message of our own is one already."""
    for pattern, said in _SAID:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found is not None:
            parts = {name: _QUOTED.sub(r"“\1”", part).replace(", ", "、") for name, part in found.groupdict().items()}
            return f"{said.format(**parts)}。"
    return message
