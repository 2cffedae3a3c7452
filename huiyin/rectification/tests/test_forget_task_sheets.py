"""How long an uploaded 整改任务书 stays: as long as somebody may need it, and no longer."""

from datetime import datetime, timedelta

import pytest

from huiyin.config.jobs import DAILY
from huiyin.conftest import County
from huiyin.core.errors import Stale
from huiyin.core.models import AuditLine, StoredFile
from huiyin.rectification import intake
from huiyin.rectification.models import Problem, StagedTaskSheet
from huiyin.rectification.terms import IMPORTED_DAYS, SETTINGS, SHEET_DAYS
from huiyin.rectification.tests.sheets import book, problem_row, stage

State = StagedTaskSheet.State


def day_passes(now: datetime) -> None:
    """What the worker does once a day with task sheets."""
    (act,) = [act for act in DAILY if act.name == "rectification.sheets"]
    act.act(now.date(), now)


def state(staged: StagedTaskSheet) -> tuple[str, int]:
    staged.refresh_from_db()
    return staged.state, staged.files.count()


def commit(county: County, staged: StagedTaskSheet) -> None:
    intake.commit(staged, confirmed=[], actor=county.reach("office"), now=county.now, today=county.today)


def test_what_nobody_confirms_is_given_up_in_time_and_can_not_be_taken_in_any_more(county: County) -> None:
    staged = stage(county, book([problem_row()]))
    waits = timedelta(days=SHEET_DAYS.value)
    day_passes(county.now + waits)
    assert state(staged) == (State.STAGED, 1)
    day_passes(county.now + waits + timedelta(seconds=1))
    assert state(staged) == (State.DISCARDED, 0)
    assert not StoredFile.objects.exists()
    day_passes(county.now + 2 * waits)
    assert AuditLine.objects.filter(action="task_sheet.expired").count() == 1
    with pytest.raises(Stale):
        commit(county, staged)
    assert not Problem.objects.exists()


def test_what_was_taken_in_keeps_its_workbook_a_year_and_its_records_for_ever(county: County) -> None:
    staged = stage(county, book([problem_row()]))
    commit(county, staged)
    kept = timedelta(days=IMPORTED_DAYS.value)
    day_passes(county.now + kept)
    assert state(staged) == (State.COMMITTED, 1)
    day_passes(county.now + kept + timedelta(seconds=1))
    assert state(staged) == (State.COMMITTED, 0)
    assert Problem.objects.count() == 1
    assert AuditLine.objects.get(action="measure.imported").detail["digest"]
    day_passes(county.now + 2 * kept)
    assert AuditLine.objects.filter(action="task_sheet.removed").count() == 1


def test_both_terms_stand_on_the_page_of_defaults() -> None:
    assert {SHEET_DAYS, IMPORTED_DAYS} <= set(SETTINGS)
