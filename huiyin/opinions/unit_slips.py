"""Paper forms by unit: how many each got and gave back, and the 催报 text; in an anonymous round by number only."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.core import audit
from huiyin.core.dates import chinese_date
from huiyin.core.errors import Refused
from huiyin.ledgers.engine.units import UnitFinder
from huiyin.opinions.counts import ChannelLine
from huiyin.opinions.models import Channel, Round, UnitSlips
from huiyin.opinions.rounds import UNIT_SLIPS_SET, lock_round
from huiyin.opinions.terms import SMALLEST_GROUP
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Unit
from huiyin.organisation.paths import within
from huiyin.organisation.queries import in_official_order

# Channels whose forms are given out and come back.
FORMS = (Channel.FORM, Channel.SURVEY)
MOST_LINES = 3000
_LINE = re.compile(r"(?P<unit>.+?)[\s,、:]+(?P<issued>\d{1,7})(?:[\s,、:]+(?P<returned>\d{1,7}))?")


@dataclass(frozen=True)
class Line:
    """One unit's forms."""

    unit: Unit
    issued: int
    returned: int

    @property
    def return_rate(self) -> str:
        """Returned of issued in percent."""
        return percent(self.returned, self.issued)


def percent(returned: int, issued: int) -> str:
    """One figure after the point."""
    return f"{returned * 100 / issued:.1f}%"


def lines_of(round: Round) -> list[Line]:
    """The units of a round with their forms, in the official order."""
    rows = {row.unit_id: row for row in UnitSlips.objects.filter(round=round)}
    units = in_official_order(Unit.objects.filter(pk__in=rows))
    return [Line(unit, rows[unit.pk].issued, rows[unit.pk].returned) for unit in units]


def as_text(lines: Sequence[Line]) -> str:
    """The lines as they are typed: unit, issued, returned."""
    return "\n".join(f"{line.unit.name}\t{line.issued}\t{line.returned}" for line in lines)


def read_lines(round: Round, text: str) -> list[Line]:
    """What was typed or pasted from a table, a unit a line; refused with every fault and the line it stands in."""
    finder = UnitFinder(Unit.objects.filter(within(round.unit.path), closed_on__isnull=True).order_by("path"))
    faults: list[str] = []
    found: dict[int, Line] = {}
    for number, words in enumerate(unicodedata.normalize("NFKC", text).splitlines(), 1):
        if not words.strip():
            continue
        try:
            line = _read(words.strip(), finder, anonymous=round.anonymous)
            if line.unit.pk in found:
                raise Refused(_("“%(unit)s”写了两遍。") % {"unit": line.unit.name})
            found[line.unit.pk] = line
        except Refused as refusal:
            faults.append(_("第 %(number)d 行：%(fault)s") % {"number": number, "fault": refusal.sentence})
    if len(found) > MOST_LINES:
        faults.append(_("一次最多登记 %(most)d 个单位。") % {"most": MOST_LINES})
    if faults:
        raise Refused("\n".join(faults))
    return list(found.values())


def _read(words: str, finder: UnitFinder, *, anonymous: bool) -> Line:
    parts = _LINE.fullmatch(words)
    if parts is None:
        raise Refused(_("请写成“单位 发放份数 收回份数”，如“东局 20 15”。"))
    line = Line(finder.find(parts["unit"].strip()), int(parts["issued"]), int(parts["returned"] or 0))
    if line.issued == 0:
        raise Refused(_("“%(unit)s”的发放份数是 0；没有发放的单位不用写。") % {"unit": line.unit.name})
    if line.returned > line.issued:
        raise Refused(_("“%(unit)s”的收回份数多于发放份数。") % {"unit": line.unit.name})
    if anonymous and line.issued < SMALLEST_GROUP:
        raise Refused(
            _(
                "“%(unit)s”只发了 %(issued)d 份。这一轮可以匿名，不足 %(least)d 份的不按单位登记，请并到上级单位一起登记。"
            )
            % {"unit": line.unit.name, "issued": line.issued, "least": SMALLEST_GROUP}
        )
    return line


def set_unit_slips(*, round: Round, text: str, revision: int, actor: Reach, now: datetime) -> list[Line]:
    """Put down each unit's forms; what was put down before gives way to it (rules.md §2.8 (5): by number, never by name)."""
    with transaction.atomic():
        locked = lock_round(round, actor, revision)
        if locked.state not in {Round.State.DRAFT, Round.State.OPEN}:
            raise Refused(_("“%(round)s”已经截止，各单位发放收回份数不能再改。") % {"round": locked.name})
        lines = read_lines(locked, text)
        UnitSlips.objects.filter(round=locked).delete()
        UnitSlips.objects.bulk_create(
            UnitSlips(round=locked, unit=line.unit, issued=line.issued, returned=line.returned) for line in lines
        )
        locked.revision += 1
        locked.save(update_fields=["revision"])
        audit.record(
            UNIT_SLIPS_SET, actor=actor.account, now=now, subject=locked, unit=locked.unit, units=len(lines),
            issued=sum(line.issued for line in lines), returned=sum(line.returned for line in lines),
        )  # fmt: skip
    return lines


def reminder(round: Round, lines: Sequence[Line], channels: Sequence[ChannelLine], *, on: date) -> str:
    """催报: the text to copy while forms are out; empty when none are.

    In an anonymous round it names no unit: in a small one that would point at those who spoke or kept silent.
    """
    issued, returned = _totals(lines, channels)
    late = [line for line in lines if line.returned < line.issued]
    if round.state != Round.State.OPEN or returned >= issued:
        return ""
    words = {
        "day": chinese_date(on), "round": round.name, "issued": issued, "returned": returned,
        "rate": percent(returned, issued), "until": _until(round), "count": len(late),
        "units": "、".join(_("%(unit)s（发 %(issued)d 份，收 %(returned)d 份）") % _parts(line) for line in late),
    }  # fmt: skip
    head = _("截至%(day)s，“%(round)s”发放征求意见表 %(issued)d 份，收回 %(returned)d 份，收回率 %(rate)s") % words
    if late and not round.anonymous:
        return head + _("；%(count)d 个单位没有收齐：%(units)s。%(until)s") % words
    if late:
        return (
            head
            + _("；%(count)d 个单位没有收齐。%(until)s填不填、填什么由本人决定，不登记、不追问谁交了谁没交。") % words
        )
    if round.anonymous:
        return head + _("。%(until)s填不填、填什么由本人决定，不登记、不追问谁交了谁没交。") % words
    return head + _("。%(until)s") % words


def _parts(line: Line) -> dict[str, object]:
    return {"unit": line.unit.name, "issued": line.issued, "returned": line.returned}


def _until(round: Round) -> str:
    if round.closes_on is None:
        return _("请提醒还没有交表的同志。")
    return _("请提醒还没有交表的同志，%(day)s截止。") % {"day": chinese_date(round.closes_on)}


def _totals(lines: Sequence[Line], channels: Sequence[ChannelLine]) -> tuple[int, int]:
    """Issued and returned: by unit where that is put down, else what the channels of paper forms say."""
    if lines:
        return sum(line.issued for line in lines), sum(line.returned for line in lines)
    known = [one for one in channels if one.channel in FORMS and one.issued is not None and one.returned is not None]
    return sum(one.issued or 0 for one in known), sum(one.returned or 0 for one in known)
