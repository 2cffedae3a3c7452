"""Rows that carry 记录编号 and 版本 are paired with the entries they correct, some hundreds at a time."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.excel.columns import Problem
from huiyin.ledgers.engine.excel.reading import Row
from huiyin.ledgers.engine.fields import CORRECTION, NUMBER
from huiyin.ledgers.engine.models import EntryRevision, Posting
from huiyin.ledgers.engine.queries import entries
from huiyin.ledgers.engine.rows import Candidate, RowCheck
from huiyin.ledgers.engine.units import Finder, NamedUnit

_PART = 500


@dataclass
class Paired:
    """What came of the waiting rows."""

    corrections: list[Candidate] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unchanged: int = 0
    reasons_missing: int = 0


class Pairing:
    """Collects correcting rows and settles them together."""

    def __init__(self, ledger: Ledger[Any], check: RowCheck, finder: Finder[NamedUnit], *, reason: str) -> None:
        self._ledger = ledger
        self._check = check
        self._reachable = {unit.pk for unit in finder.units}
        self._reason = reason
        self._waiting: list[tuple[Candidate, Row]] = []
        self._numbers: dict[int, tuple[str, str, int]] = {}

    def add(self, candidate: Candidate, row: Row) -> None:
        """One more row."""
        self._waiting.append((candidate, row))

    @property
    def is_full(self) -> bool:
        """Whether it is time to settle."""
        return len(self._waiting) >= _PART

    def flush(self) -> Paired:
        """Settle the waiting rows."""
        paired, waiting = Paired(), self._waiting
        self._waiting = []
        if not waiting:
            return paired
        numbers = [candidate.number for candidate, _row in waiting]
        found = {entry.number: entry for entry in entries(self._ledger).current().filter(number__in=numbers)}
        posted = set(
            Posting.objects.filter(
                book=self._ledger.code, entry__in=[entry.entry for entry in found.values()]
            ).values_list("entry", flat=True)
        )
        for candidate, row in waiting:
            entry = found.get(candidate.number or 0)
            sentence = self._objection(candidate, row, entry, is_posted=entry is not None and entry.entry in posted)
            if sentence or entry is None:
                paired.problems.append(self._problem(row, sentence))
            else:
                self._settle(candidate, row, entry, paired)
        return paired

    def _objection(self, candidate: Candidate, row: Row, entry: EntryRevision | None, *, is_posted: bool) -> str:
        if entry is None or entry.unit_id not in self._reachable:
            return _("没有这条记录，或它不在您的权限范围内。新增的行请清空记录编号。")
        place = (row.file, row.sheet, row.row)
        file, sheet, number = self._numbers.setdefault(entry.number, place)
        if (file, sheet, number) != place:
            return _(
                "与《%(file)s》“%(sheet)s”第 %(row)s 行的记录编号相同。"
                "复制出来的新行请清空记录编号（在隐藏列里，取消隐藏后可见）。"
            ) % {"file": file, "sheet": sheet, "row": number}
        if is_posted:
            return _("这条记录由办理环节自动记入，请到原来的办理环节更正。")
        if entry.revision != candidate.seen:
            return _("导出以后这条记录又被更正过（表中是第 %(seen)s 版，现在是第 %(now)s 版）。请重新导出后再改。") % {
                "seen": candidate.seen, "now": entry.revision,
            }  # fmt: skip
        return ""

    def _settle(self, candidate: Candidate, row: Row, entry: EntryRevision, paired: Paired) -> None:
        """Unchanged rows are passed over; columns the sheet does not have keep what the entry says."""
        before = {f.name: getattr(entry, f.name) for f in self._check.fields}
        after = before | candidate.values
        if before == after and entry.unit_id == candidate.unit.pk and entry.fact_date == candidate.fact_date:
            paired.unchanged += 1
            return
        if entry.voided:
            paired.problems.append(self._problem(row, _("这条记录已作废，不能更正。")))
            return
        broken = self._check.broken({**after, "fact_date": candidate.fact_date})
        paired.problems += [self._problem(row, sentence, "") for sentence in broken]
        candidate.reason = candidate.reason or self._reason
        if not candidate.reason:
            paired.reasons_missing += 1
            sentence = _("内容改过，没有写更正理由。请填在“更正理由”列，或在预览页统一填写一次。")
            paired.problems.append(self._problem(row, sentence, CORRECTION))
        elif not broken:
            candidate.values = after
            paired.corrections.append(candidate)

    def _problem(self, row: Row, sentence: str, column: str = NUMBER) -> Problem:
        return Problem(row.file, row.sheet, row.row, _LABELS.get(column, ""), sentence)


_LABELS = {NUMBER: "记录编号", CORRECTION: "更正理由"}
