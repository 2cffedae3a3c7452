"""Administrators run the system and read no chain; auditors read the chain and change nothing."""

import ast
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client

from huiyin.config import jobs as listed
from huiyin.conftest import CAST, County
from huiyin.core import audit, audit_heads, holidays, jobs
from huiyin.core.audit import Action
from huiyin.core.identifiers import new_uid
from huiyin.core.models import AuditLine, CalendarDay, Job
from huiyin.organisation.models import Grant, Role
from huiyin.workspace.system.actions import MODULES, actions
from huiyin.workspace.system.words import JOB_WORDS

ADMINISTRATOR_PAGES = ("/desk/system/", "/desk/system/jobs/", "/desk/system/calendar/")
AUDITOR_PAGES = ("/desk/system/audit/", "/desk/system/audit/blocks/")
DONE = Action("test.done", "做了一件事")

Browser = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    page = answer.content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", page), "inline script or style"
    return page


@pytest.mark.parametrize("who", sorted(CAST))
def test_each_page_exists_for_one_role_only(browser: Browser, who: str) -> None:
    client = browser(who)
    for pages, role in ((ADMINISTRATOR_PAGES, "administrator"), (AUDITOR_PAGES, "auditor")):
        for path in pages:
            assert client.get(path).status_code == (200 if who == role else 404), path
    uid = new_uid()
    for path, role in (
        (f"/desk/system/jobs/{uid}/retry/", "administrator"), ("/desk/system/calendar/load/", "administrator"),
        ("/desk/system/calendar/remove/", "administrator"), ("/desk/system/audit/verify/", "auditor"),
    ):  # fmt: skip
        assert client.get(path).status_code == 405, path
        if who != role:
            assert client.post(path, {"year": "2013", "day": "2013-10-01"}).status_code == 404, path
    assert not CalendarDay.objects.exists()


def test_a_stranger_is_sent_to_sign_in(county: County) -> None:
    for path in (*ADMINISTRATOR_PAGES, *AUDITOR_PAGES):
        assert Client().get(path)["Location"] == f"/desk/accounts/login/?next={path}"


# --- running ---


def test_the_front_page_shows_what_the_doctor_finds_and_links_every_count(browser: Browser) -> None:
    jobs.enqueue("audit.seal", now=County.now)
    page = text(browser("administrator"), "/desk/system/")
    assert "没有在运行" in page
    assert "故障" in page
    assert 'href="/desk/system/jobs/?state=waiting"' in page


def test_jobs_show_state_progress_and_sentence_and_a_failed_one_is_retried(county: County, browser: Browser) -> None:
    client = browser("administrator")
    job = jobs.enqueue("audit.seal", now=county.now)
    Job.objects.update(state=Job.State.FAILED, error="表头认不出来<b>。", done_parts=3, all_parts=9)
    jobs.enqueue("strange.name", now=county.now)
    page = text(client, "/desk/system/jobs/")
    assert "封存审计记录" in page
    assert "3／9" in page
    assert "表头认不出来&lt;b&gt;。" in page
    assert page.count("重新执行") == 1
    failed = text(client, "/desk/system/jobs/?state=failed")
    assert "strange.name" not in failed
    answer = client.post(f"/desk/system/jobs/{job.uid}/retry/")
    assert answer.status_code == 303
    assert "已重新排队" in text(client, answer["Location"])
    assert client.post(f"/desk/system/jobs/{job.uid}/retry/").status_code == 409
    assert client.post(f"/desk/system/jobs/{new_uid()}/retry/").status_code == 404
    assert AuditLine.objects.get(action="job.retried").actor == county.account("administrator").uid


def test_jobs_are_paged_by_key(county: County, browser: Browser) -> None:
    for _job in range(60):
        jobs.enqueue("audit.seal", now=county.now)
    client = browser("administrator")
    first = text(client, "/desk/system/jobs/?state=waiting")
    (older,) = re.findall(r'rel="next" href="([^"]+)"', first)
    assert first.count("<tr><td") == 50
    second = text(client, older.replace("&amp;", "&"))
    assert second.count("<tr><td") == 10
    assert 'rel="next"' not in second
    assert text(client, f"/desk/system/jobs/?before={new_uid()}").count("<tr><td") == 50


def test_the_calendar_is_loaded_added_to_and_taken_back(county: County, browser: Browser) -> None:
    client = browser("administrator")
    assert "这一年还没有放假安排" in text(client, "/desk/system/calendar/")
    answer = client.post("/desk/system/calendar/load/", {"year": "2013"})
    assert answer["Location"] == "/desk/system/calendar/?year=2013"
    page = text(client, answer["Location"])
    assert "9月29日" in page
    assert "国庆节调休上班" in page
    typhoon = {"day": "2013-09-04", "working": "0", "name": "台风停工"}
    assert client.post("/desk/system/calendar/", typhoon).status_code == 303
    assert "台风停工" in text(client, "/desk/system/calendar/?year=2013")
    pointless = client.post("/desk/system/calendar/", {**typhoon, "working": "1"})
    assert pointless.status_code == 422
    assert "本来就是工作日" in pointless.content.decode()
    assert client.post("/desk/system/calendar/", {"day": "昨天"}).status_code == 422
    client.post("/desk/system/calendar/remove/", {"day": "2013-09-04"})
    assert "台风停工" not in text(client, "/desk/system/calendar/?year=2013")
    assert client.post("/desk/system/calendar/remove/", {"day": "2013-09-04"}).status_code == 404
    assert client.post("/desk/system/calendar/load/", {"year": "2027"}).status_code == 409
    assert client.post("/desk/system/calendar/remove/", {"day": "?"}).status_code == 409
    assert "待确认" not in text(client, "/desk/system/calendar/?year=2026")
    client.post("/desk/system/calendar/load/", {"year": "2026"})
    assert "国庆节（待确认）" in text(client, "/desk/system/calendar/?year=2026")


# --- reading the chain ---


@pytest.fixture
def chain(county: County) -> County:
    with transaction.atomic():
        holidays.load(2013, actor=county.account("administrator"), now=county.now)
        audit.record(
            DONE, actor=county.account("east_clerk"), now=county.now + timedelta(days=1), unit=county.east, count=7
        )
        audit.record(DONE, actor=county.account("west_clerk"), now=county.now, unit=county.west)
    audit.seal(now=county.now)
    return county


def test_the_auditor_reads_who_did_what_when(chain: County, browser: Browser) -> None:
    page = text(browser("auditor"), "/desk/system/audit/")
    for words in (
        "载入节假日安排",
        "管理（青山县委）",
        "东联（东局）",
        "2013年9月3日 10:00:00",
        "count=7",
        "第 1 块",
        "系统",
    ):
        assert words in page, words
    filtered = text(browser("auditor"), "/desk/system/audit/?action=calendar.loaded")
    assert "东联" not in filtered
    assert "载入节假日安排" in filtered
    assert "没有符合条件的记录" in text(browser("auditor"), "/desk/system/audit/?begin=2013-09-04")
    one_day = text(browser("auditor"), "/desk/system/audit/?begin=2013-09-03&end=2013-09-03")
    assert "东联" in one_day
    assert "西联" not in one_day


def test_an_auditor_of_one_unit_sees_its_lines_only(chain: County, browser: Browser) -> None:
    Grant.objects.create(
        person=chain.people["member"], role=Role.AUDITOR, unit=chain.east, begins_on=chain.today,
        approved_by=chain.account("office"), approved_at=chain.now,
    )  # fmt: skip
    page = text(browser("member"), "/desk/system/audit/")
    assert "东联（东局）" in page
    assert "西联" not in page
    assert "管理（青山县委）" not in page


def test_lines_are_paged_by_key(chain: County, browser: Browser) -> None:
    with transaction.atomic():
        for number in range(120):
            audit.record(DONE, actor=None, now=chain.now, number=number)
    client, path, seen = browser("auditor"), "/desk/system/audit/", []
    while path:
        page = text(client, path)
        seen += re.findall(r"number=(\d+)", page)
        path = "".join(re.findall(r'rel="next" href="([^"]+)"', page)).replace("&amp;", "&")
    assert seen == [str(number) for number in reversed(range(120))]


def test_the_auditor_verifies_and_a_changed_line_is_told(chain: County, browser: Browser) -> None:
    client = browser("auditor")
    answer = client.post("/desk/system/audit/verify/")
    page = text(client, answer["Location"])
    assert "未发现问题" in page
    audit_heads.export_head(day=chain.today)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER core_auditline_no_update")
        cursor.execute("UPDATE core_auditline SET action = 'x' WHERE action = 'test.done'")
    page = text(client, client.post("/desk/system/audit/verify/")["Location"])
    assert "第 1 块的内容与封存时的摘要不符" in page


def test_reading_and_verifying_change_nothing(chain: County, browser: Browser) -> None:
    before = AuditLine.objects.count()
    client = browser("auditor")
    for path in AUDITOR_PAGES:
        client.get(path)
    client.post("/desk/system/audit/verify/")
    assert AuditLine.objects.count() == before


# --- lists ---


def declared() -> Iterator[tuple[str, str]]:
    """(module, code) of every audit action in the source, by whatever name the module imports `Action`."""
    root = Path(__file__).resolve().parents[2]
    for path in sorted(root.rglob("*.py")):
        if "tests" in path.parts or path.name == "conftest.py":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {
            alias.asname or alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module == "huiyin.core.audit"
            for alias in node.names
            if alias.name == "Action"
        } | {"audit.Action"}
        module = ".".join(("huiyin", *path.relative_to(root).with_suffix("").parts))
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and ast.unparse(node.func) in names
                and isinstance(node.args[0], ast.Constant)
            ):
                yield module, str(node.args[0].value)


@pytest.mark.proofs
def test_every_action_has_a_sentence_in_the_auditor_s_list() -> None:
    known = {module.__name__ for module in MODULES}
    missing = sorted({module for module, code in declared() if code not in actions()} - known)
    assert not missing, f"add to workspace/system/actions.py: {missing}"
    codes = [code for _module, code in declared()]
    assert len(codes) == len(set(codes)), "two actions share a code"
    assert all(re.search(r"[\u4e00-\u9fff]", action.sentence) for action in actions().values())


def test_every_job_and_daily_act_has_a_word() -> None:
    names = {*listed.JOBS, *(act.name for act in listed.DAILY)}
    assert names <= set(JOB_WORDS), f"add to workspace/system/words.py: {sorted(names - set(JOB_WORDS))}"
