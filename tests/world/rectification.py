"""The rectification part: a problem, a fresh measure, one being asked about, and what hangs on them."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from huiyin.conftest import County
from huiyin.ledgers.tests.workbooks import workbook
from huiyin.rectification import closing, directing, looking_back, measures, problems, visiting, working
from huiyin.rectification import intake as task_sheets
from huiyin.rectification.models import Measure
from huiyin.rectification.tests.cases import Case
from tests.world.keywords import Arguments, again, uid_of


def things(county: County, folder: Path) -> dict[str, Arguments]:
    """东局's problem with a fresh measure, one being asked about, and what hangs on them."""
    office, now, today = county.reach("office"), county.now, county.today
    fresh, asked = _measure(county, "1"), _measure(county, "2")
    clerk = county.reach("east_clerk")
    upload = working.upload_evidence(
        fresh, text="报表", dated=today, chunks=[b"%PDF-1.4 evidence"], name="a.pdf", content_type="application/pdf",
        revision=fresh.revision, actor=clerk, now=now, today=today,
    )  # fmt: skip
    extension = directing.ask_extension(
        again(fresh), until=today + timedelta(days=60), reason="等系统", revision=again(fresh).revision, actor=clerk,
        now=now, on=today,
    )  # fmt: skip
    asking = _up_to_asking(county, asked)
    look = closing.plan_look_back(asked, due_on=today)
    case = looking_back.hold_responsible(
        again(fresh), person=county.people["east_head"], why="拖延", actor=office, now=now, on=today
    )
    slip = visiting.write_feedback(
        county.east, county.campaign, text="排队长", actor=county.reach("supervisor"), now=now, on=today
    )
    sheet = workbook(folder / "task.xlsx", ("问题", [("问题编号", "问题表述"), ("9", "报表多")]), ("措施", [("措施编号",), ("9-1",)]))  # fmt: skip
    staged = task_sheets.stage(
        county.campaign, county.east, [("任务书.xlsx", [sheet.read_bytes()])], actor=office, now=now, today=today
    )
    lone = problems.add_problem(
        county.campaign, unit=county.east, code="7", statement="没有措施的问题", side="self", wind="官僚主义",
        actor=office, now=now,
    )  # fmt: skip
    one = uid_of(fresh)
    return {
        "rectification_": one,
        **{
            f"rectification_{name}": {}
            for name in (
                "board", "orphans", "problems", "problem_new", "measures", "issue", "check", "look_backs", "task_sheet",
                "import", "packs", "packs_print",
            )
        },
        "rectification_orphan_list": {"kind": "problems"},
        "rectification_orphan_settle": {"kind": "problems", "uid": lone.uid},
        "rectification_problem": uid_of(lone), "rectification_problems": {}, "rectification_measure": one,
        "rectification_measures": {}, "rectification_measure_new": uid_of(fresh.problem),
        "rectification_notice": uid_of(asked), "portal_notice": uid_of(asked),
        "rectification_leader": uid_of(case), "rectification_leader_review": one, "rectification_circular": uid_of(case),
        "rectification_evidence": one, "rectification_evidence_file": uid_of(upload),
        "rectification_evidence_withdraw": uid_of(upload), "rectification_decide_extension": uid_of(extension),
        "rectification_check_one": one, "rectification_sample": uid_of(asking), "rectification_look_back": uid_of(look),
        "rectification_import_preview": uid_of(staged), "rectification_import_discard": uid_of(staged),
        "rectification_pack": uid_of(county.east), "rectification_packs": {},
        "rectification_feedback_new": uid_of(county.east), "rectification_feedback": uid_of(slip),
    }  # fmt: skip


def _measure(county: County, code: str) -> Measure:
    office, now = county.reach("office"), county.now
    problem = problems.add_problem(
        county.campaign, unit=county.east, code=code, statement="报表多头报送", side="masses", wind="形式主义",
        actor=office, now=now,
    )  # fmt: skip
    problem = problems.confirm_problem(problem, revision=problem.revision, actor=office, now=now, on=county.today)
    made = measures.draft_measure(
        problem, code=f"{code}-1", statement="合并月报", goal="", lead_post=county.post(county.root, "书记"),
        unit=county.east, post=county.post(county.east, "局长"), term="limited",
        begins_on=county.today - timedelta(days=20), due_on=county.today + timedelta(days=20), actor=office, now=now,
    )  # fmt: skip
    measures.issue_measures([made], actor=office, now=now, on=county.today)
    return again(made)


def _up_to_asking(county: County, measure: Measure) -> Any:  # Any: Asking
    case = Case(county, measure.problem, measure)
    case.up_to_check()
    case.check()
    return measure.askings.get()
