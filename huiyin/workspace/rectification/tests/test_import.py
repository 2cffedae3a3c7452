"""The import of a 整改任务书 through its pages: upload, look, tick, commit; or every fault with its place."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huiyin.core.models import StoredFile
from huiyin.rectification.models import Measure, Problem, StagedTaskSheet
from huiyin.rectification.tests.sheets import book, measure_row, posts, problem_row

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def upload(client, content: bytes, unit: str = "root"):
    file = SimpleUploadedFile("整改任务书.xlsx", content, content_type=XLSX)
    return client.post(reverse("rectification_import"), {"unit": unit, "books": [file]})


def test_upload_look_tick_and_commit(county, browser):
    posts(county)
    office = browser("office")
    answer = upload(office, book([problem_row(), problem_row("W02")], [measure_row()]))
    assert answer.status_code == 303
    page = office.get(answer.url)
    assert "表里有它的措施" in page.content.decode()
    assert "局长" in page.content.decode()
    assert "整改任务书保留 30 日</span> <span" in page.content.decode(), "and that nobody confirmed the term"
    assert not Problem.objects.exists(), "nothing is written by looking"
    unticked = office.post(answer.url, {})
    assert unticked.status_code == 422
    assert "还没有勾选确认" in unticked.content.decode()
    assert office.post(answer.url, {"confirmed": ["W01"]}).status_code == 303
    assert (Problem.objects.count(), Measure.objects.count()) == (2, 1)
    assert office.post(answer.url, {"confirmed": ["W01"]}).status_code == 409, "sent twice"
    assert (Problem.objects.count(), Measure.objects.count()) == (2, 1)


def test_faults_are_listed_with_their_places_and_nothing_can_be_committed(county, browser):
    posts(county)
    office = browser("office")
    answer = upload(office, book([problem_row(items="404")], [measure_row(责任岗位="<script>局常")]))
    page = office.get(answer.url).content.decode()
    assert "现在还没有写入任何数据" in page
    assert "<script>局常" not in page
    assert "没有条目" in page
    assert "全部导入" not in page
    assert office.post(answer.url, {"confirmed": ["W01"]}).status_code == 422
    assert not Problem.objects.exists()
    discard = reverse("rectification_import_discard", kwargs={"uid": StagedTaskSheet.objects.get().uid})
    assert office.post(discard).status_code == 303
    assert not StoredFile.objects.exists()


def test_only_the_office_imports_and_a_neighbour_with_the_link_finds_nothing(county, browser):
    posts(county)
    content = book([problem_row()])
    for who in ("east_head", "east_clerk", "supervisor", "west_head"):
        assert upload(browser(who), content, "east").status_code == 404
    staged = upload(browser("office"), content).url
    for who in ("office_two", "east_head", "west_clerk"):
        assert browser(who).get(staged).status_code == 404
        assert browser(who).post(staged, {"confirmed": ["W01"]}).status_code == 404
    assert not Problem.objects.exists()


def test_what_is_no_workbook_gets_a_sentence_on_the_form(county, browser):
    answer = upload(browser("office"), b"%PDF-1.4 not a workbook")
    assert answer.status_code == 422
    assert "任务书" in answer.content.decode()
    assert not StoredFile.objects.exists()
