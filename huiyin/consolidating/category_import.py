"""Any category table into a campaign's categories: checked whole, shown, taken over in one step or not at all."""

import itertools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.consolidating.actions import TABLE_TAKEN
from huiyin.core import audit
from huiyin.core.errors import Refused
from huiyin.opinions.access import require_office
from huiyin.opinions.models import Category
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Unit
from huiyin.text.grouping.category_table import TableProblem, table_of

MOST = 2000
_ABOVE = "·"


@dataclass(frozen=True)
class File:
    """An uploaded file: its name and where it lies for the moment."""

    name: str
    path: Path


@dataclass(frozen=True)
class Row:
    """One category as it would be made."""

    code: str
    name: str
    wind: str
    about: str


@dataclass(frozen=True)
class Plan:
    """What a table would add, and what is wrong with it; with one problem nothing is taken."""

    rows: tuple[Row, ...]
    problems: tuple[str, ...]

    def packed(self) -> str:
        """The rows as they travel through the confirmation form."""
        return json.dumps([[row.code, row.name, row.wind, row.about] for row in self.rows], ensure_ascii=False)


def read(file: File, *, campaign: Campaign) -> Plan:
    """Read a table and check it against the campaign's categories."""
    try:
        table = table_of(file.path.read_bytes(), name=file.name)
    except TableProblem as failure:
        return Plan((), tuple(str(failure).splitlines()))
    codes = [one.code for one in table.categories]
    known = set(Category.objects.filter(campaign=campaign).values_list("code", flat=True))
    if not table.coded and known.intersection(codes):
        # The table has no codes of its own: its numbers go on where those in use leave room.
        fresh = (code for number in itertools.count(1) if (code := f"{number:03d}") not in known)
        codes = list(itertools.islice(fresh, len(codes)))
    rows = [
        Row(code, one.name, _ABOVE.join(one.above), one.about)
        for code, one in zip(codes, table.categories, strict=True)
    ]
    return Plan(tuple(rows), tuple(_problems(rows, campaign)))


def take(*, packed: str, campaign: Campaign, unit: Unit, actor: Reach, now: datetime) -> int:
    """Make the categories that were shown; everything is checked again, since others may have added some meanwhile."""
    require_office(actor, unit, campaign)
    rows = _unpacked(packed)
    with transaction.atomic():
        Campaign.objects.select_for_update().get(pk=campaign.pk)
        problems = _problems(rows, campaign)
        if problems:
            raise Refused(_("没有导入任何类别：%(first)s") % {"first": problems[0]})
        last = Category.objects.filter(campaign=campaign).aggregate(most=Max("order"))["most"] or 0
        Category.objects.bulk_create(
            [
                Category(
                    campaign=campaign, code=row.code, name=row.name, wind=row.wind, about=row.about, order=last + number
                )
                for number, row in enumerate(rows, 1)
            ],
            500,
        )  # fmt: skip
        audit.record(TABLE_TAKEN, actor=actor.account, now=now, subject=campaign, unit=unit, count=len(rows))
    return len(rows)


def _problems(rows: Sequence[Row], campaign: Campaign) -> list[str]:
    if not rows:
        return [_("表里没有类别。")]
    if len(rows) > MOST:
        return [_("表里有 %(n)d 个类别，最多 %(most)d 个。") % {"n": len(rows), "most": MOST}]
    known = set(Category.objects.filter(campaign=campaign).values_list("code", flat=True))
    seen: set[str] = set()
    problems = []
    for number, row in enumerate(rows, 1):
        where = {"n": number, "code": row.code, "name": row.name}
        if not row.code or not row.name:
            problems.append(_("第 %(n)d 个类别没有编码或名称。") % where)
        elif row.code in known:
            problems.append(_("第 %(n)d 个类别“%(name)s”的编码“%(code)s”在本活动里已有。") % where)
        elif row.code in seen:
            problems.append(_("第 %(n)d 个类别“%(name)s”的编码“%(code)s”与前面的重复。") % where)
        seen.add(row.code)
        problems += [
            _("第 %(n)d 个类别“%(name)s”的%(column)s超过 %(most)d 个字。") % {**where, "column": column, "most": most}
            for column, text, most in (
                (_("编码"), row.code, 20),
                (_("名称"), row.name, 60),
                (_("大类"), row.wind, 40),
                (_("说明"), row.about, 300),
            )
            if len(text) > most
        ]
    return problems


def _unpacked(packed: str) -> list[Row]:
    """What the form brought back; anybody can send anything, so its shape is checked as well."""
    try:
        found = json.loads(packed)
    except ValueError:
        found = None
    if not isinstance(found, list) or not all(
        isinstance(row, list) and len(row) == 4 and all(isinstance(cell, str) for cell in row) for row in found
    ):
        raise Refused(_("没有收到要导入的类别。请重新选择文件。"))
    return [Row(*(cell.strip() for cell in row)) for row in found]
