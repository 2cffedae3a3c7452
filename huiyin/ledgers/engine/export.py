"""Entries out to Excel in constant memory, with a 口径说明 that says what was exported, when, by whom, and its fingerprint."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from huiyin.core.clock import SHANGHAI
from huiyin.core.errors import Refused
from huiyin.ledgers.engine import staged
from huiyin.ledgers.engine.declaration import E, Ledger
from huiyin.ledgers.engine.excel.columns import Column, Kind
from huiyin.ledgers.engine.excel.template import write_template
from huiyin.ledgers.engine.excel.writing import BookRefused, write_book
from huiyin.ledgers.engine.fields import columns_of, declared_fields
from huiyin.ledgers.engine.listing import NEWEST_FIRST, Selection, chosen, sentence
from huiyin.ledgers.engine.models import EntryRevision
from huiyin.ledgers.engine.rows import entry_no_prefix
from huiyin.ledgers.engine.units import Finder, NamedUnit
from huiyin.organisation.access import Reach

MOST_ROWS = 200_000
STATE = "state"


def export(ledger: Ledger[E], selection: Selection, *, actor: Reach, now: datetime, target: Path | BinaryIO) -> int:
    """Write the selected entries; reading the workbook back gives the same values. Returns how many rows."""
    rows = chosen(ledger, selection, actor)
    if rows.order_by().values("pk")[: MOST_ROWS + 1].count() > MOST_ROWS:
        raise Refused(_("要导出的记录超过 %(most)s 条，请缩小日期或单位的范围，分几次导出。") % {"most": MOST_ROWS})
    notes = [
        (_("台账"), str(ledger.name)),
        (_("说明"), str(ledger.about)),
        (_("统计范围"), sentence(ledger, selection)),
        (_("截至"), now.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")),
        (_("导出人"), f"{actor.account.person.name}（{actor.account.person.unit.name}）"),
        (_("导入更正"), _("改好后可以原样导入：系统按隐藏的“记录编号”“版本”两列找到原记录。改过的行请写更正理由，新增的行留空这两列。")),
    ]  # fmt: skip
    stream = _Stream(ledger, Finder(NamedUnit.of(actor.units())), notes)
    try:
        return write_book(
            target, title=str(ledger.name), columns=_columns(ledger, selection), workdir=staged.folder(), notes=notes, created=now,
            rows=stream.rows(rows.order_by(*NEWEST_FIRST).iterator(chunk_size=2000), with_state=selection.with_void),
        )  # fmt: skip
    except BookRefused as refusal:
        raise Refused(str(refusal)) from refusal


def blank_template(ledger: Ledger[Any], *, now: datetime, target: Path | BinaryIO) -> None:
    """The workbook to fill in, with how each column is filled."""
    write_template(
        target,
        title=str(ledger.name),
        columns=columns_of(ledger),
        notes=(str(ledger.about),),
        created=now,
        workdir=staged.folder(),
    )


def _columns(ledger: Ledger[Any], selection: Selection) -> list[Column]:
    state = [Column(STATE, _("状态"), Kind.TEXT)] if selection.with_void else []
    computed = [Column(c.name, str(c.label), Kind.TEXT) for c in ledger.computed]
    return [*columns_of(ledger, exchanged=True), *computed, *state]


class _Stream:
    """Rows for the writer one by one; when the last is out, the fingerprint of all joins the notes."""

    def __init__(self, ledger: Ledger[Any], units: Finder[NamedUnit], notes: list[tuple[str, str]]) -> None:
        self._ledger = ledger
        self._units = {unit.pk: unit for unit in units.units}
        self._finder = units
        self._labels: dict[int, str] = {}
        self._notes = notes
        self._prefix = entry_no_prefix(ledger)
        self._names = [field.name for field in declared_fields(ledger)]

    def rows(self, found: Iterator[EntryRevision], *, with_state: bool) -> Iterator[list[object]]:
        """In the order of `_columns`; what is not filled is None."""
        total, count = hashlib.sha256(), 0
        for entry in found:
            total.update(f"{entry.entry}:{entry.revision};".encode())
            count += 1
            values = [getattr(entry, name) for name in self._names]
            row: list[object] = [
                self._unit(entry.unit_id), entry.fact_date, *(None if value == "" else value for value in values), None,
                f"{self._prefix}{entry.number:06d}", entry.revision,
                *(str(computed.value(entry)) for computed in self._ledger.computed),
            ]  # fmt: skip
            if with_state:
                row.append(_("已作废：%(why)s") % {"why": entry.correction} if entry.voided else _("已入账"))
            yield row
        self._notes.append((_("条数"), str(count)))
        self._notes.append((_("校验码"), total.hexdigest()))

    def _unit(self, key: int) -> str:
        label = self._labels.get(key)
        if label is None:
            label = self._labels[key] = self._finder.label(self._units[key])
        return label


def file_name(ledger: Ledger[Any], now: datetime) -> str:
    """What the downloaded workbook is called."""
    return f"{ledger.name}_{settings.INSTALLATION}_{now.astimezone(SHANGHAI):%Y%m%d_%H%M}.xlsx"
