"""The whole play in order, and the figures it ends with."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from huiyin.demo import (
    balloting,
    beside,
    claim_audit,
    commitments,
    directives,
    disclosing,
    following,
    founding,
    gathering,
    listening,
    planning,
    rectifying,
    regulating,
    reporting,
    special,
    studying,
    today,
)
from huiyin.demo.stage import Play
from huiyin.metrics.figure import Figure, Ratio, Scope, figures
from huiyin.metrics.registry import METRICS

# When clerks hand in their year's ledgers, and when stages change (workbook 02).
HANDED_IN = date(2014, 2, 7)
SECOND_STAGE, THIRD_STAGE, ENDED = date(2013, 9, 11), date(2013, 11, 4), date(2014, 2, 7)
# The day the visitor finds on the calendar: the report has just been signed.
PRESENT = date(2014, 2, 11)
# The book, its workbook, and the sheets of that workbook that belong to other books.
_SERVICE = ("办实事", "帮扶慰问", "志愿服务", "捐赠", "服务标准")
_INFORMING = ("信息", "信息采用", "典型和荣誉", "宣传", "试点")


def _but(sheets: tuple[str, ...], own: str) -> tuple[str, ...]:
    return tuple(sheet for sheet in sheets if sheet != own)


LEDGERS = (
    ("documents", "10", ()), ("meetings", "07", ("发言名单",)), ("inspections", "08", ()),
    ("visits", "09", ("联系点",)), ("contact_points", "09", ("领导走访", "调研组驻村")),
    ("study_sessions", "11", ()),
    ("deeds", "12", _but(_SERVICE, "办实事")), ("relief", "12", _but(_SERVICE, "帮扶慰问")),
    ("volunteering", "12", _but(_SERVICE, "志愿服务")), ("donations", "12", _but(_SERVICE, "捐赠")),
    ("service_standards", "12", _but(_SERVICE, "服务标准")),
    ("information", "13", _but(_INFORMING, "信息")), ("adoptions", "13", _but(_INFORMING, "信息采用")),
    ("honours", "13", _but(_INFORMING, "典型和荣誉")), ("publicity", "13", _but(_INFORMING, "宣传")),
    ("pilots", "13", _but(_INFORMING, "试点")),
    ("commitments", "14", ("刚性规定",)), ("provisions", "14", ("公开承诺",)),
    ("broad_activities", "15", ("三公经费",)), ("expenditures", "15", ("活动和检查评比",)),
)  # fmt: skip


def perform(play: Play, *, now: datetime, present_day: date, sources: Path | None = None) -> None:
    """Everything, from an empty database to issued reports, their texts held against them, and a round open today.

    `sources`: a folder with the texts that the campaigns rebuild, where there is one.
    """
    today.know_holidays(play, now)
    founding.found_organisation(play)
    founding.give_rights(play)
    planning.plan_campaign(play)
    planning.open_stage(play, 1, planning.ISSUED)
    following.say_what_does_not_apply(play)
    listening.listen(play)
    listening.consolidate(play)
    listening.feed_back(play)
    planning.open_stage(play, 2, SECOND_STAGE)
    following.follow(play, planning.ISSUED, SECOND_STAGE)
    rectifying.issue_task_sheet(play)
    commitments.collect(play)
    gathering.gather(play)
    following.amend(play)
    planning.open_stage(play, 3, THIRD_STAGE)
    following.follow(play, SECOND_STAGE, THIRD_STAGE)
    regulating.regulate(play)
    rectifying.work(play)
    special.rectify_themes(play)
    following.follow(play, THIRD_STAGE, ENDED)
    balloting.hold_ballots(play, "17")
    studying.study(play, "18", roster="01")
    for code, book, left_out in LEDGERS:
        planning.keep_ledger(play, code, book, HANDED_IN, without=left_out)
    directives.carry_out(play)
    planning.finish_stages(play, ENDED)
    reporting.answer_in_public(play)
    reporting.write_report(play)
    disclosing.disclose(play)
    claim_audit.audit_a_report(play)
    others = beside.campaigns_beside(play)
    for one in others:
        beside.perform(play, one)
    claim_audit.audit_sources(play, others, sources)
    today.open_round_today(play, present_day)
    balloting.open_rounds_today(play, present_day, now)
    today.seal(now)


def ended_with(play: Play) -> dict[str, Figure]:
    """The demonstration's figures, keyed by capability row."""
    return figures(METRICS, Scope(unit=play.top, campaign=play.campaign.uid))


def beside_ended_with(play: Play) -> dict[str, dict[str, Figure]]:
    """The same of each smaller campaign, by the source it rebuilds; what it recorded nothing of is left out."""
    return {
        one.source: {code: figure for code, figure in ended_with(one).items() if figure.value}
        for one in beside.campaigns_beside(play)
    }


def printed(figure: Figure) -> str:
    """A figure on a line of its own: as documents print it, a number with what it counts."""
    alone = figure.value is None or figure.suppressed or isinstance(figure.metric, Ratio)
    return figure.printed if alone else f"{figure.printed}{figure.metric.measure_word}"


def derived(play: Play) -> dict[str, int | float | None]:
    """The same as plain numbers, for programs that compare them."""
    return numbers(ended_with(play))


def numbers(shown: Mapping[str, Figure]) -> dict[str, int | float | None]:
    """Figures as plain numbers."""
    return {code: number(figure) for code, figure in shown.items()}


def number(figure: Figure) -> int | float | None:
    """The number, or None where none is shown."""
    if figure.value is None or figure.suppressed:
        return None
    return round(float(figure.value), 1) if isinstance(figure.metric, Ratio) else int(figure.value)
