"""附件1《数据口径和未掌握情况说明》: what a report must say it does not know. Nobody can leave a line out.

A line's numbers are figures, written as {code} and set as figures when the report is made.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.core.dates import chinese_date
from huiyin.gatherings.meeting_reads import waivers
from huiyin.ledgers.books.listening import CHANNELS
from huiyin.metrics.figure import Figure, standing
from huiyin.metrics.metric import AnyMetric, parts_of
from huiyin.metrics.scope import Scope
from huiyin.reports.lateness import BY_HAND, late_entries


@dataclass(frozen=True)
class Unknown:
    """One line, known by a code that stays the same from draft to draft, so that explanations keep their place."""

    code: str
    text: str


def quoted(text: str) -> list[str]:
    """The figures a line quotes."""
    return text.replace("}", "{").split("{")[1::2]


def unknown_lines(campaign: Campaign, scope: Scope, figures: Mapping[str, Figure], *, stage: str = "") -> list[Unknown]:
    """The lines for one report; `stage`: what it is called, when the report is of one stage."""
    lines = [
        *_stage(stage, scope, figures),
        Unknown(
            "raw_and_items",
            _("原始意见{D4.raw_opinions}条、梳理条目{D4.items}条是两种口径：一条梳理条目可含多条原始意见，一条原始意见可归入多个条目，两数不相加。"),
        ),
        *_listening(scope, figures),
        *_rectification(figures),
        *_books(scope),
        *_waived(campaign, scope),
    ]  # fmt: skip
    if campaign.reconstruction:
        words = campaign.reconstruction.replace("{", "｛").replace("}", "｝")
        lines.append(Unknown("reconstruction", words))
    return lines


def _stage(stage: str, scope: Scope, figures: Mapping[str, Figure]) -> list[Unknown]:
    """What lies outside the stage's days, and what could not be cut to them (metrics.sealed)."""
    if not stage or scope.begin is None or scope.end is None:
        return []
    words = {"stage": _plain(stage), "begin": chinese_date(scope.begin), "end": chinese_date(scope.end)}
    lines = [
        Unknown(
            "stage",
            _(
                "本报告只统计“%(stage)s”期间（%(begin)s至%(end)s）发生的事项，以台账所记发生日期为准；在此之前开始、在此之后办结的，分别记在各自的环节。"
            )
            % words,
        )
    ]
    whole = "、".join(str(fig.metric.label) for fig in figures.values() if _is_sealed(fig.metric))
    if whole:
        lines.append(
            Unknown(
                "sealed_whole",
                _(
                    "%(whole)s出自密封的意见，为保护提意见的人，不按环节切分时间：其数字是活动开始以来的全部，不是“%(stage)s”期间的，各环节的报告都相同，不能相加。"
                )
                % {"whole": whole, **words},
            )
        )
    return lines


def _is_sealed(metric: AnyMetric) -> bool:
    return any(part.ledger.sealed for part in parts_of(metric))


def _listening(scope: Scope, figures: Mapping[str, Figure]) -> list[Unknown]:
    rows = standing(CHANNELS, scope)
    uncounted = sorted(set(rows.filter(issued__isnull=True).values_list("channel", flat=True)))
    unreturned = sorted(set(rows.filter(issued__isnull=False, returned__isnull=True).values_list("channel", flat=True)))
    lines = []
    if uncounted:
        lines.append(
            Unknown(
                "uncounted_channels",
                _("%(channels)s没有发放份数，无法计算收回率，收回率的分子、分母都不计。")
                % {"channels": "、".join(uncounted)},
            )
        )
    if unreturned:
        lines.append(
            Unknown(
                "unreturned_channels",
                _("%(channels)s没有填报收回份数，收回率按未收回计算。") % {"channels": "、".join(unreturned)},
            )
        )
    if _value(figures, "D1.issued"):
        lines.append(
            Unknown(
                "return_rate",
                _(
                    "发放意见表、问卷{D1.issued}份，其中收回{D1.returned_of_issued}份，收回率{D1.return_rate}；没有收回的，不知其意见。"
                ),
            )
        )
    return lines


def _rectification(figures: Mapping[str, Figure]) -> list[Unknown]:
    lines = []
    if _value(figures, "F1.measures"):
        lines.append(
            Unknown(
                "unchecked",
                _(
                    "下达措施{F1.measures}条，其中经第二人检查通过、没有重开的{F3.checked}条；其余没有通过检查或已经重开，不作为完成。"
                ),
            )
        )
        lines.append(
            Unknown(
                "closed_not_solved",
                _("已销号{F3.closed}条，其中提意见的人评价为已解决{F3.felt_solved}条；没有作答的是沉默，不算认可。"),
            )
        )
    if _value(figures, "F3.not_asked"):
        lines.append(
            Unknown(
                "not_asked", _("有{F3.not_asked}条措施联系不到提意见的人，以现场公告和抽样询问代替，未能问到本人。")
            )
        )
    if _value(figures, "F3.reopened"):
        lines.append(
            Unknown("reopened", _("检查通过或销号以后重开{F3.reopened}次，重开的已从检查通过数和销号数中扣除。"))
        )
    return lines


def _books(scope: Scope) -> list[Unknown]:
    """Books that clerks keep: which are empty (nothing recorded is not nothing happened), which were kept late."""
    empty = [str(ledger.name) for ledger in BY_HAND if not standing(ledger, scope).exists()]
    late = [str(ledger.name) for ledger in BY_HAND if late_entries(ledger, scope).exists()]
    lines = []
    if empty:
        lines.append(
            Unknown(
                "empty_books", _("下列台账没有记录：%(books)s。没有记录不等于没有发生。") % {"books": "、".join(empty)}
            )
        )
    if late:
        lines.append(Unknown("late", _("下列台账有迟于规定时间登记的记录：%(books)s。") % {"books": "、".join(late)}))
    return lines


def _waived(campaign: Campaign, scope: Scope) -> list[Unknown]:
    """特批: meetings held though a gate did not hold, by whom and why; nobody can leave it out."""
    return [
        Unknown(
            f"waiver_{one.uid.hex}",
            _(
                "“%(meeting)s”召开时“%(gates)s”还不具备，由%(unit)s%(who)s于%(day)s书面特批召开，理由：%(why)s。"
            )
            % {
                "meeting": _plain(one.meeting.name), "gates": one.gates, "unit": one.unit.name,
                "who": one.by.person.name, "day": chinese_date(one.on), "why": _plain(one.reason.rstrip("。")),
            },
        )
        for one in waivers(campaign, unit=scope.unit, alone=scope.alone, begin=scope.begin, end=scope.end)
    ]  # fmt: skip


def _plain(words: str) -> str:
    """Words of a person's: braces would be read as figures."""
    return words.replace("{", "｛").replace("}", "｝")


def _value(figures: Mapping[str, Figure], code: str) -> bool:
    return bool(figures[code].value)
