"""The jinja environment that office templates run in: it can name things, loop and choose, and nothing else.

Templates come from users, so three walls stand one behind the other: `template_check` admits only listed kinds of
expression, this sandbox refuses Python internals and calls, and every value goes through `Outputs`, which prints only
words, dates and figures. What a template prints is first a private mark; the words are put in later, as text, so no
value can ever become markup.
"""

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from jinja2 import StrictUndefined, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from huiyin.core.dates import chinese_date
from huiyin.reports.word.characters import clean
from huiyin.reports.word.document import FigureText

MARK = re.compile("\ufdd0(\\d+)\ufdd1")
ATTACHMENTS_MARK = "\ufdd2"


class TemplateProblem(ValueError):
    """A template that cannot be filled; `problems` are full sentences, the message is all of them."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class _Missing(StrictUndefined):
    """A name without content. Used in a condition or loop it stops the template, naming itself."""

    @property
    def _undefined_message(self) -> str:
        return f"模板标签用到的“{self._undefined_name}”没有对应的内容，请核对名称，或从模板中删去这个标签。"


@dataclass(frozen=True)
class Label:
    """What to call a tag in a message."""

    words: str
    place: str


@dataclass
class Outputs:
    """Every value the template prints, in order, each standing in the text as a private mark until it is placed."""

    labels: Sequence[Label]
    figures: Mapping[str, FigureText]
    printed: list[str | FigureText] = field(default_factory=list)

    def figure(self, code: object) -> FigureText:
        if not isinstance(code, str) or code not in self.figures:
            raise TemplateProblem(f"模板引用的指标“{code}”没有数据，请核对指标编号是否写对、是否已列入本报告。")
        return self.figures[code]

    def output(self, value: object, label: int) -> str:
        self.printed.append(self._printable(value, self.labels[label]))
        return f"\ufdd0{len(self.printed) - 1}\ufdd1"

    def row_number(self, value: object) -> str:
        """`loop.index`: a row's ordinal is not a count of anything."""
        self.printed.append(str(value))
        return f"\ufdd0{len(self.printed) - 1}\ufdd1"

    def sequence(self, value: object, label: int) -> Sequence[object] | Mapping[object, object]:
        if isinstance(value, Undefined | str) or not isinstance(value, Sequence | Mapping):
            tag = self.labels[label]
            raise TemplateProblem(f"模板{tag.place}的循环“{tag.words}”没有可以逐项列出的内容，请核对名称。")
        return value

    def _printable(self, value: object, tag: Label) -> str | FigureText:
        match value:
            case FigureText():
                return value
            case str():
                return clean(value)
            case datetime.datetime():
                return chinese_date(value.date())
            case datetime.date():
                return chinese_date(value)
            case Undefined() | None:
                raise TemplateProblem(
                    f"模板{tag.place}的标签“{tag.words}”没有对应的内容，请核对名称，或从模板中删去这个标签。"
                )
            case int() | float() | Decimal():
                raise TemplateProblem(
                    f"模板{tag.place}的标签“{tag.words}”会打印一个点不开的数字，报告中的数字应来自台账，请改用 figure(指标编号)。"
                )
            case _:
                raise TemplateProblem(
                    f"模板{tag.place}的标签“{tag.words}”的内容不是文字、日期或指标，不能打印，请核对名称。"
                )


class _Sandbox(ImmutableSandboxedEnvironment):
    """Reads entries of mappings before their methods (`row.items` is the column, not `dict.items`); calls `figure`."""

    callable_figure: Callable[[object], FigureText] | None = None

    def is_safe_callable(self, obj: object) -> bool:
        return obj is not None and obj == self.callable_figure

    def getattr(self, obj: object, attribute: str) -> object:
        _refuse_to_open_a_figure(obj, attribute)
        if isinstance(obj, Mapping):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)

    def getitem(self, obj: object, argument: object) -> object:
        _refuse_to_open_a_figure(obj, argument)
        return super().getitem(obj, argument)


def _refuse_to_open_a_figure(obj: object, part: object) -> None:
    """Taken apart, a figure would print its digits without the bookmark that makes them open."""
    if isinstance(obj, FigureText):
        raise TemplateProblem(f"模板要取指标“{obj.figure_id}”的“{part}”，指标只能整个打印，请删去“.{part}”。")


def sandbox(outputs: Outputs) -> ImmutableSandboxedEnvironment:
    environment = _Sandbox(undefined=_Missing, autoescape=True)
    keep_filters = {"default": environment.filters["default"]}
    keep_tests = {name: environment.tests[name] for name in ("defined", "undefined", "none")}
    environment.globals.clear()
    environment.filters.clear()
    environment.tests.clear()
    environment.filters.update(keep_filters)
    environment.filters["_output"] = outputs.output
    environment.filters["_row_number"] = outputs.row_number
    environment.filters["_sequence"] = outputs.sequence
    environment.tests.update(keep_tests)
    environment.callable_figure = outputs.figure
    environment.globals["figure"] = outputs.figure
    return environment
