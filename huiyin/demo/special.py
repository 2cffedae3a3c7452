"""Special rectification: problems put on each theme's list, indicators set up, and what was read of them later."""

from datetime import date
from decimal import Decimal
from typing import cast

from huiyin.campaigns.models import Action
from huiyin.demo.stage import Play, at
from huiyin.demo.tables import rows
from huiyin.metrics.registry import BY_CODE
from huiyin.rectification.models import Problem
from huiyin.special import listing, measuring
from huiyin.special.measuring import NewIndicator, Value
from huiyin.special.models import Indicator, Reading

Row = dict[str, str | date]
BOOK = "19"


def rectify_themes(play: Play) -> None:
    """Lists, indicators and values, each entered on its day."""
    book, campaign = play.book(BOOK)[1], play.campaign
    themes = {one.code: one for one in Action.objects.filter(campaign=campaign, kind__in=measuring.SPECIALS)}
    for row in rows(book, "专项问题"):
        _list(play, themes[str(row["专项编号"])], row)
    made = {
        (row["专项编号"], row["指标"]): _set_up(play, themes[str(row["专项编号"])], row)
        for row in rows(book, "专项指标")
    }
    for row in rows(book, "指标现值"):
        _read(play, made[row["专项编号"], row["指标"]], row)
    play.say(f"专项整治：{len(themes)} 个专项，{len(made)} 项指标。")


def _list(play: Play, theme: Action, row: Row) -> None:
    day, codes = _day(row, "列入日期"), str(row["列入问题编号"]).split("、")
    found = Problem.objects.filter(campaign=play.campaign, code__in=codes)
    uids = [problem.uid for problem in found]
    if len(uids) != len(codes):
        raise SystemExit(f"“{theme.name}”要列入的问题有的不存在：{row['列入问题编号']}。")
    listing.put_on(theme, uids, actor=play.cast("office", day), now=at(day, 15))


def _set_up(play: Play, theme: Action, row: Row) -> Indicator:
    day, metric = _day(row, "设立日期"), str(row["取数口径"])
    aims = {str(aim.label): aim.value for aim in Indicator.Aim}
    new = NewIndicator(
        name=str(row["指标"]), measure_word=str(row["计量单位"]), aim=aims[str(row["要求"])], metric=metric,
        metric_label=str(BY_CODE[metric].label) if metric else "",
        counted_from=_day(row, "起算日期") if metric else None,
        baseline=_value(row, "基线值", "基线日期", "基线来源"), target=_value(row, "目标值", "目标时限"),
    )  # fmt: skip
    unit = play.unit(str(row["责任单位编码"]))
    return measuring.set_up(theme, unit, new, actor=play.cast("office", day), now=at(day, 16))


def _read(play: Play, indicator: Indicator, row: Row) -> None:
    value = _value(row, "现值", "日期", "来源")
    assert value is not None
    indicator.refresh_from_db()
    measuring.read(
        indicator, Reading.Kind.NOW, value, revision=indicator.revision, actor=play.cast("office", value.day),
        now=at(value.day, 16),
    )  # fmt: skip


def _value(row: Row, number: str, day: str, source: str = "") -> Value | None:
    if not row[number]:
        return None
    return Value(Decimal(str(row[number])), _day(row, day), str(row[source]) if source else "")


def _day(row: Row, column: str) -> date:
    return cast(date, row[column])
