"""The catalogue of metrics as a page of documentation, generated so that it never lags behind the code."""

from typing import Any

from django.utils import translation

from huiyin.ledgers.engine.fields import display, field_named, label_of
from huiyin.metrics.metric import AnyMetric, CountDistinct, CountEntries, Metric, Of, Ratio
from huiyin.metrics.registry import by_theme

_HEAD = """# 指标目录

本页由 `huiyin metric-docs` 生成，请勿手工修改；改了指标后重新生成。

每个数字都由台账记录算出，点开就是一条条记录。口径改动时版本加一，已印发的报告保留当时的口径。
人与人次、原始意见与梳理条目、检查通过与销号与群众认可，是不同的指标，不相加。
百分比一律带分母。“少于5不显示”的指标，数字在一至四之间时只写“少于5”，点开只说明原因。
由密封的原话得出的指标只按整个活动（或全部时间）统计，不按日期细分；显示出来能同别的数字相减、推出少于5的，写“不单列”。
"""


def metric_page() -> str:
    """The page, in Chinese whatever language is active."""
    with translation.override("zh-hans"):
        parts = [_HEAD]
        for name, metrics in by_theme():
            parts.append(f"\n## {name}\n\n| 编号 | 指标 | 单位 | 口径 | 算法 | 版本 |\n|---|---|---|---|---|---|\n")
            parts += [_line(metric) for metric in metrics]
        return "".join(parts)


def _line(metric: AnyMetric) -> str:
    cells = (metric.code, metric.label, metric.measure_word, metric.definition, method(metric), metric.version)
    return "| " + " | ".join(str(cell).replace("|", "／") for cell in cells) + " |\n"


def method(metric: AnyMetric) -> str:
    """How a number comes about, in words: which book, which column, which entries."""
    if isinstance(metric, Ratio):
        words = f"{metric.numerator.label} ÷ {metric.denominator.label}"
        return f"1 − {words}" if metric.of is Of.DROP else words
    words = f"“{metric.ledger.name}”的{_reduction(metric)}"
    if metric.select:
        words += "，" + "、".join(dict.fromkeys(_condition(metric, child) for child in metric.select.children))
    if metric.ledger.sealed:
        return words + "；不按时间细分，少于5和能相减推出少于5的不显示"
    return words + ("；少于5不显示" if metric.least else "")


def _reduction(metric: Metric[Any]) -> str:
    if isinstance(metric.reduce, CountEntries):
        return "记录条数"
    column = label_of(metric.ledger, metric.reduce.column)
    if isinstance(metric.reduce, CountDistinct):
        return f"“{column}”不同值个数" + ("，各单位分别数" if metric.reduce.by_unit else "")
    return f"“{column}”合计"


def _condition(metric: Metric[Any], child: object) -> str:
    """One condition in words; where a column holds codes without labels, the definition says what they mean."""
    if isinstance(child, tuple):
        lookup, wanted = child
        name, _separator, operator = lookup.partition("__")
        field, label = field_named(metric.ledger, name), label_of(metric.ledger, name)
        if operator == "isnull":
            return f"只计{label}{'未填' if wanted else '已填'}的"
        if operator in ("", "in") and (field.choices or isinstance(wanted, bool | int)):
            values = wanted if isinstance(wanted, list | tuple) else [wanted]
            return f"只计{label}为{'、'.join(display(field, value) for value in values)}的"
    return "按口径选取"
