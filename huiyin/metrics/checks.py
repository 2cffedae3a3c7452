"""Reads every metric before the server starts: a mistyped column or a missing definition is a sentence here."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.core.checks import CheckMessage, Error
from django.core.exceptions import FieldDoesNotExist, FieldError
from django.db import models
from django.db.models import Q

from huiyin.ledgers.engine.declaration import Label
from huiyin.metrics.metric import AnyMetric, CountDistinct, CountEntries, Metric, Ratio, SumOf

_CODE = re.compile(r"([A-Z])[0-9]+\.[a-z][a-z0-9_]*")
LONGEST_CODE = 40
LONGEST_DEFINITION = 500


def check_metrics(metrics: Sequence[AnyMetric], themes: Mapping[str, Label]) -> list[CheckMessage]:
    """Everything that is wrong with these metrics."""
    found = [message for metric in metrics for message in _check(metric, metrics, themes)]
    for code, times in Counter(metric.code for metric in metrics).items():
        if times > 1:
            found.append(_error("M001", code, "这个编号被用了不止一次，请换一个"))
    return found


def _check(metric: AnyMetric, metrics: Sequence[AnyMetric], themes: Mapping[str, Label]) -> Iterator[CheckMessage]:
    yield from _words(metric, themes)
    if isinstance(metric, Ratio):
        for part in (metric.numerator, metric.denominator):
            if part not in metrics:
                yield _error("M002", metric.code, f"分子或分母“{part.code}”没有列入指标目录，点不开")
        return
    yield from _select(metric)
    yield from _column(metric)


def _words(metric: AnyMetric, themes: Mapping[str, Label]) -> Iterator[CheckMessage]:
    coded = _CODE.fullmatch(metric.code)
    if coded is None or len(metric.code) > LONGEST_CODE or coded[1] not in themes:
        yield _error("M003", metric.code, "编号应形如 D4.items，首字母须是指标目录里的一类")
    for name, text in (
        ("label", metric.label),
        ("definition", metric.definition),
        ("measure_word", metric.measure_word),
    ):
        if not str(text).strip():
            yield _error("M004", metric.code, f"{name} 是空的：没有名称、口径或计量单位的数字不能出现")
    if len(str(metric.definition)) > LONGEST_DEFINITION:
        yield _error("M005", metric.code, f"口径超过 {LONGEST_DEFINITION} 字")


def _select(metric: Metric[Any]) -> Iterator[CheckMessage]:
    """Every column named in the choice of entries exists, and every value of a column with choices is one of them."""
    try:
        str(metric.ledger.model._default_manager.filter(metric.select).query)
    except (FieldError, ValueError, TypeError) as error:
        yield _error("M006", metric.code, f"选取条件用到台账“{metric.ledger.code}”没有的栏：{error}")
        return
    for lookup, wanted in _comparisons(metric.select):
        name, _separator, operator = lookup.partition("__")
        field = metric.ledger.model._meta.get_field(name)
        values = wanted if operator == "in" and isinstance(wanted, list | tuple) else [wanted]
        if isinstance(field, models.Field) and field.choices and operator in ("", "in"):
            for value in set(values) - {code for code, _label in field.flatchoices}:
                yield _error("M007", metric.code, f"选取条件里的“{value}”不是“{field.verbose_name}”的选项")


def _comparisons(condition: Q) -> Iterator[tuple[str, Any]]:  # Any: whatever a column is compared with
    for child in condition.children:
        if isinstance(child, Q):
            yield from _comparisons(child)
        elif isinstance(child, tuple):
            yield child


def _column(metric: Metric[Any]) -> Iterator[CheckMessage]:
    if isinstance(metric.reduce, CountEntries):
        return
    try:
        field = metric.ledger.model._meta.get_field(metric.reduce.column)
    except FieldDoesNotExist:
        yield _error("M008", metric.code, f"台账“{metric.ledger.code}”没有“{metric.reduce.column}”这一栏")
        return
    if isinstance(metric.reduce, CountDistinct) and not isinstance(field, models.CharField | models.TextField):
        yield _error("M009", metric.code, f"“{metric.reduce.column}”不是文字栏，不能数不同值")
    if isinstance(metric.reduce, SumOf) and not isinstance(field, models.IntegerField | models.DecimalField):
        yield _error("M010", metric.code, f"“{metric.reduce.column}”不是数值栏，不能求和")
    if isinstance(metric.reduce, SumOf) and str(metric.measure_word) == "人":
        # One person at two meetings is one 人 and two 人次: a sum over entries can only say the second.
        yield _error("M011", metric.code, "各条记录的人数相加是人次，不是人，计量单位请用“人次”")


def _error(number: str, code: str, what: str) -> Error:
    return Error(f"指标“{code}”：{what}。", id=f"huiyin.{number}")
