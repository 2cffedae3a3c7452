"""Two people, or two workers, at the same moment: exactly one wins, the other reads why, the books say it once."""

from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError
from django.db.models import Sum

from huiyin.conftest import County
from huiyin.core import audit, clock, jobs
from huiyin.core.errors import Refused
from huiyin.core.identifiers import new_uid
from huiyin.core.models import AuditLine, Job
from huiyin.ledgers.books.meetings import MEETINGS, Meeting
from huiyin.ledgers.books.rectification import MeasureEvent
from huiyin.ledgers.engine import services, staging
from huiyin.ledgers.engine.models import EntryCounter, ImportBatch, Posting
from huiyin.ledgers.tests.workbooks import workbook
from huiyin.organisation import grants
from huiyin.organisation.models import Grant, Role
from huiyin.rectification import asking, closing
from huiyin.rectification.models import Check, Measure
from huiyin.rectification.tests.cases import Case, make_case
from huiyin.reports import drafting, issuing
from huiyin.reports.models import Report, Version
from tests.races.conftest import at_once, one_wins

pytestmark = [pytest.mark.races, pytest.mark.usefixtures("committed")]


@pytest.fixture(autouse=True)
def chain(committed: None) -> object:
    """Whatever the race, the audit chain verifies after it."""
    yield
    audit.seal_all(now=clock.now())
    assert audit.verify().faults == ()


def meeting(county: County, name: str = "例会") -> Meeting:
    return services.record(
        MEETINGS, unit=county.east, fact_date=date(2013, 8, 28), values={"name": name, "kind": "other"},
        actor=county.reach("east_clerk"), now=county.now,
    )  # fmt: skip


def test_two_checks_of_one_measure_are_one(county: County) -> None:
    case = make_case(county)
    case.up_to_check()
    step, seen = case.step(), closing.standing_evidence(case.measure)

    def check(passed: bool) -> Check:
        return closing.check(
            Measure.objects.get(pk=case.measure.pk), passed=passed, note="看了", method="现场", place="大厅", seen=seen,
            actor=county.reach("supervisor"), **step,
        )  # fmt: skip

    one_wins(at_once(lambda: check(True), lambda: check(False)))
    assert Check.objects.count() == 1
    assert MeasureEvent.objects.filter(event="checked").count() == (case.fresh().state == Measure.State.CHECKED)


def test_a_measure_is_closed_once_by_two_workers(county: County) -> None:
    case = make_case(county, opinions=1)
    case.up_to_check()
    case.check()
    due = case.measure.askings.get().due_on
    later = date.fromordinal(due.toordinal() + 1)
    at_once(*[lambda: asking.settle_askings(later, county.now)] * 2)
    assert case.fresh().state == Measure.State.CLOSED
    assert MeasureEvent.objects.filter(event="closed").aggregate(n=Sum("delta"))["n"] == 1


def test_a_measure_submitted_by_two_clerks_is_submitted_once(county: County) -> None:
    case = make_case(county)
    case.work()
    step = case.step()

    def submit() -> Measure:
        own = Case(county, case.problem, Measure.objects.get(pk=case.measure.pk))
        return closing.submit(own.measure, text="", actor=county.reach("east_clerk"), **step)

    before = AuditLine.objects.count()
    one_wins(at_once(submit, submit))
    assert AuditLine.objects.count() == before + 1


def test_two_corrections_of_one_entry_leave_one_revision(county: County) -> None:
    seen = meeting(county)

    def revise(name: str) -> Meeting:
        return services.revise(
            MEETINGS, seen, values={"name": name}, reason="写错", actor=county.reach("east_clerk"), now=county.now
        )

    won = one_wins(at_once(lambda: revise("甲"), lambda: revise("乙")))
    assert sorted(Meeting.objects.values_list("revision", flat=True)) == [1, 2]
    assert Meeting.objects.get(revision=2).name == won.name  # type: ignore[attr-defined]  # the meeting that won


def test_a_correction_and_a_voiding_at_once_leave_one_revision(county: County) -> None:
    seen, clerk = meeting(county), county.reach("east_clerk")
    one_wins(
        at_once(
            lambda: services.revise(MEETINGS, seen, values={"name": "甲"}, reason="写错", actor=clerk, now=county.now),
            lambda: services.void(MEETINGS, seen, reason="重复", actor=clerk, now=county.now),
        )
    )
    assert Meeting.objects.count() == 2


def test_numbers_are_given_once(county: County) -> None:
    at_once(*[lambda: meeting(county)] * 4)
    assert sorted(Meeting.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
    assert EntryCounter.objects.get(book="meetings").last == 4


def test_one_batch_confirmed_and_committed_twice_stands_once(county: County, tmp_path: Path) -> None:
    rows = [(f"会{n}", "其他会议", "2013-07-01", "东局") for n in range(50)]
    path = workbook(tmp_path / "a.xlsx", ("会议", [("会议名称", "会议类别", "日期", "单位"), *rows]))
    batch = staging.stage_files(
        MEETINGS, paths=[path], unit=county.east, campaign=None, actor=county.reach("east_clerk"), now=county.now,
        today=county.today,
    )  # fmt: skip
    digest = batch.summary["digest"]

    def confirm() -> Job:
        own = ImportBatch.objects.get(pk=batch.pk)
        return staging.confirm(MEETINGS, own, seen=digest, actor=county.reach("east_clerk"), now=county.now)

    def commit() -> int:
        own = ImportBatch.objects.get(pk=batch.pk)
        return staging.commit(MEETINGS, own, actor=county.reach("east_clerk"), now=county.now)

    one_wins(at_once(confirm, confirm))
    assert Job.objects.count() == 1
    assert one_wins(at_once(commit, commit)) == 50
    assert Meeting.objects.count() == 50
    assert EntryCounter.objects.get(book="meetings").last == 50


def _to_sign(county: County) -> Report:
    Grant.objects.create(
        person=county.people["supervisor"], role=Role.HEAD, unit=county.root, begins_on=date(2013, 1, 1),
        approved_by=county.account("office_two"), approved_at=county.now,
    )  # fmt: skip
    office = county.reach("office")
    report = drafting.start_report(
        county.campaign, unit=county.root, kind="bulletin", title="活动简报", addressee="各单位", document_no="",
        template=None, actor=office, now=county.now,
    )  # fmt: skip
    drafting.draft(report, revision=report.revision, actor=office, now=county.now)
    report.refresh_from_db()
    return issuing.send_to_sign(report, revision=report.revision, actor=office, now=county.now)


def test_one_report_is_signed_once(county: County) -> None:
    report = _to_sign(county)

    def issue() -> Report:
        own = Report.objects.select_related("unit", "campaign").get(pk=report.pk)
        return issuing.issue(
            own, revision=report.revision, public=True, actor=county.reach("supervisor"), now=county.now,
            on=county.today,
        )  # fmt: skip

    def send_back() -> Report:
        own = Report.objects.select_related("unit", "campaign").get(pk=report.pk)
        return issuing.send_back(
            own, reason="再核", revision=report.revision, actor=county.reach("supervisor"), now=county.now
        )

    one_wins(at_once(issue, issue, send_back))
    fresh = Report.objects.get()
    assert Version.objects.filter(accepted=True).count() == (fresh.state == Report.State.ISSUED)
    assert AuditLine.objects.filter(action__startswith="report.").count() == 4


def test_two_drafts_of_one_report_are_one(county: County) -> None:
    report = drafting.start_report(
        county.campaign, unit=county.root, kind="bulletin", title="活动简报", addressee="各单位", document_no="",
        template=None, actor=county.reach("office"), now=county.now,
    )  # fmt: skip

    def draw() -> Version:
        own = Report.objects.select_related("unit", "campaign", "template").get(pk=report.pk)
        return drafting.draft(own, revision=report.revision, actor=county.reach("office"), now=county.now)

    one_wins(at_once(draw, draw))
    assert Version.objects.count() == 1


def test_one_job_is_claimed_by_one_worker(county: County) -> None:
    jobs.enqueue("ledgers.stage", now=county.now, batch="x")
    claimed = at_once(*[lambda: jobs.claim(worker=new_uid(), now=county.now)] * 4)
    assert [type(one).__name__ for one in claimed if one is not None] == ["Job"], claimed
    assert Job.objects.get().attempts == 1


def test_the_same_event_is_posted_once(county: County) -> None:
    source = new_uid()

    def post() -> Meeting:
        return services.post(
            MEETINGS, source_kind="test", source=source, event="held", unit=county.east, fact_date=date(2013, 8, 1),
            values={"name": "会", "kind": "other"}, account=county.account("office"), now=county.now, campaign=None,
        )  # fmt: skip

    answers = at_once(post, post)
    assert sum(isinstance(answer, IntegrityError | Refused) for answer in answers) == 1, answers
    assert (Meeting.objects.count(), Posting.objects.filter(source=source).count()) == (1, 1)


def test_one_right_is_approved_once(county: County) -> None:
    given = grants.grant(
        person=county.people["member"], role=Role.OFFICE, unit=county.east, actor=county.reach("office"),
        now=county.now, begins_on=county.today,
    )  # fmt: skip

    def approve(who: str) -> Grant:
        return grants.approve(Grant.objects.get(pk=given.pk), actor=county.reach(who), now=county.now)

    won = one_wins(at_once(lambda: approve("office_two"), lambda: approve("administrator")))
    assert Grant.objects.get(pk=given.pk).approved_by_id == won.approved_by_id  # type: ignore[attr-defined]  # a Grant
    assert AuditLine.objects.filter(action="grant.approved").count() == 1


def test_the_guards_stand_during_a_race(county: County) -> None:
    """The fixture that empties the tables lifts them afterwards only."""
    meeting(county)
    answers = at_once(lambda: Meeting.objects.update(name="改"), lambda: Meeting.objects.all().delete())
    assert all(isinstance(answer, Exception) and "append-only" in str(answer) for answer in answers), answers
