"""Import of the roster from Excel: units, people, posts held and teams, staged whole, committed whole or not at all.

`stage_roster` reads and writes nothing; `commit_roster` goes through the same verbs as the pages, in one transaction and
with one audit line. A row somebody changed since staging refuses the whole import; rows that say nothing new are skipped.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.campaigns.intake.changes import Change, Effect
from huiyin.campaigns.intake.columns import ROSTER, SECTION_CODES
from huiyin.campaigns.intake.committing import Committing
from huiyin.campaigns.intake.holdings import HoldingBook, HoldingValues
from huiyin.campaigns.intake.people import PersonBook, PersonValues
from huiyin.campaigns.intake.sheets import Sheets, Upload, read_sheets
from huiyin.campaigns.intake.teams import TeamBook, TeamValues
from huiyin.campaigns.intake.units import UnitBook, UnitValues
from huiyin.core import audit
from huiyin.core.errors import Refused
from huiyin.ledgers.engine.excel.columns import Problem
from huiyin.ledgers.engine.excel.limits import UploadRefused
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Unit


@dataclass(frozen=True)
class Counted:
    """How many lines of one section are new, changed or the same."""

    code: str
    name: str
    new: int
    changed: int
    same: int


@dataclass(frozen=True)
class Staged:
    """What an upload would do. With problems nothing can be committed; `digest` says whether a later look is the same."""

    unit: Unit
    campaign: UUID | None
    units: tuple[Change[UnitValues], ...]
    people: tuple[Change[PersonValues], ...]
    holdings: tuple[Change[HoldingValues], ...]
    teams: tuple[Change[TeamValues], ...]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    passed_over: tuple[str, ...]
    today: date
    digest: str

    @property
    def counts(self) -> list[Counted]:
        """Per section, in the order of the sheets."""
        return [
            Counted(section.code, section.name, *(_count(changes, effect) for effect in Effect))
            for section, changes in zip(ROSTER, self._sections, strict=True)
        ]

    @property
    def touches(self) -> int:
        """How many lines would write something."""
        return sum(count.new + count.changed for count in self.counts)

    @property
    def shown(self) -> list[tuple[str, list["AnyChange"]]]:
        """What the preview lists: per section, the lines that would write something."""
        return [
            (section.name, [change for change in changes if change.effect is not Effect.SAME])
            for section, changes in zip(ROSTER, self._sections, strict=True)
        ]

    @property
    def _sections(self) -> tuple[Sequence["AnyChange"], ...]:
        return (self.units, self.people, self.holdings, self.teams)


AnyChange = Change[UnitValues] | Change[PersonValues] | Change[HoldingValues] | Change[TeamValues]


def stage_roster(
    files: Sequence[Upload],
    *,
    actor: Reach,
    unit: Unit,
    today: date,
    campaign: UUID | None = None,
    sections: Collection[str] = SECTION_CODES,
) -> Staged:
    """Read workbooks (a name and a path each) and say what they would change. Nothing is written.

    `unit` sets up the teams whose line names no unit; with `campaign` the teams are that campaign's. `sections` leaves
    out sheets: the units may come first and the teams once there is a campaign.
    """
    try:
        sheets = read_sheets(files, ROSTER, today=today, wanted=sections)
    except UploadRefused as refusal:
        raise Refused(str(refusal)) from refusal
    lines = sheets.lines
    units = UnitBook(lines["units"], actor, today=today)
    people = PersonBook(lines["people"], units, today=today)
    holdings = HoldingBook(lines["holdings"], units, people)
    teams = TeamBook(lines["teams"], units, people, unit=unit.code, campaign=campaign)
    changes = (
        tuple(units.changes()), tuple(people.changes()), tuple(holdings.changes()), tuple(teams.changes())
    )  # fmt: skip
    problems = _problems(sheets, [*units.problems, *people.problems, *holdings.problems, *teams.problems])
    return Staged(
        unit, campaign, *changes, problems=problems, warnings=tuple(people.warnings),
        passed_over=tuple(dict.fromkeys(sheets.passed_over)), today=today,
        digest=audit.digest(repr(change) for part in changes for change in part),
    )  # fmt: skip


def commit_roster(staged: Staged, *, actor: Reach, now: datetime) -> list[Counted]:
    """Write what was staged, whole or not at all; returns what was done. One audit line."""
    if staged.problems:
        raise Refused(
            _("还有 %(number)s 处问题，没有写入任何数据。请改正后重新上传。") % {"number": len(staged.problems)}
        )  # fmt: skip
    if not staged.touches:
        return staged.counts
    committing = Committing(
        actor=actor, now=now, today=staged.today, unit=staged.unit, campaign=staged.campaign
    )  # fmt: skip
    committing.write(
        staged.units, staged.people, staged.holdings, staged.teams, digest=staged.digest,
        counts={f"{count.code}_{effect}": getattr(count, effect) for count in staged.counts for effect in ("new", "changed")},
    )  # fmt: skip
    return staged.counts


def _count(changes: Sequence[AnyChange], effect: Effect) -> int:
    return sum(change.effect is effect for change in changes)


def _problems(sheets: Sheets, found: Sequence[Problem]) -> tuple[Problem, ...]:
    """In the order of the workbook."""
    every = [*sheets.problems, *found]
    return tuple(sorted(dict.fromkeys(every), key=lambda problem: (problem.file, problem.sheet, problem.row)))
