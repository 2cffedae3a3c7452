"""An office's own Word templates: edited, uploaded, drawn from; retired and restored by who may upload, and by nobody else."""

import io
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document
from docx.document import Document as DocumentType

from huiyin.conftest import County
from huiyin.core.models import AuditLine
from huiyin.reports.models import Template
from huiyin.reports.templates import upload_template
from huiyin.reports.tests.cases import fill
from huiyin.reports.word.readback import read_back
from huiyin.workspace.reports.tests.acts import Answer, Browser, act, begin, drawn, text_of, word

pytestmark = pytest.mark.django_db
SUPPLIED = "本期由宣传组供稿，开会{{ figure('M1.meetings') }}次。"


def shipped(client: Client, kind: str) -> bytes:
    answer = client.get(reverse("reports_template_shipped", kwargs={"kind": kind}))
    return bytes(answer.content)


def changed(docx: bytes, change: Callable[[DocumentType], object]) -> bytes:
    """The template after somebody changed it in an office program."""
    document = Document(io.BytesIO(docx))
    change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def upload(
    client: Client, county: County, kind: str, data: bytes, *, name: str = "本委模板", unit: str = "root"
) -> Answer:
    uid = getattr(county, unit).uid
    form = {"name": name, "kind": kind, "unit": uid, "file": SimpleUploadedFile("改.docx", data)}
    return client.post(reverse("reports_templates"), form)


def kept(client: Client, county: County) -> Template:
    """An uploaded bulletin template, as it ships."""
    assert upload(client, county, "bulletin", shipped(client, "bulletin")).status_code == 303
    return Template.objects.latest("pk")


def put_away(client: Client, template: Template, verb: str = "retire") -> Answer:
    return client.post(reverse(f"reports_template_{verb}", kwargs={"uid": template.uid}))


def test_an_edited_bulletin_template_goes_round(county: County, browser: Browser) -> None:
    fill(county)
    office = browser("office")

    def change(document: DocumentType) -> None:
        closing = next(one for one in document.paragraphs if one.text.startswith("（"))
        closing.insert_paragraph_before(SUPPLIED)
        closing.runs[0].text = "（内部资料，" + closing.runs[0].text.removeprefix("（")

    data = changed(shipped(office, "bulletin"), change)
    assert upload(office, county, "bulletin", data).status_code == 303
    own = begin(office, county, "bulletin", template=str(Template.objects.get().uid))
    assert act(office, "reports_words", own, paragraphs="县委召开专题会议。").status_code == 303
    assert act(office, "reports_draw", own).status_code == 303
    says = read_back(word(office, own.versions.get()))
    assert "本期由宣传组供稿，开会3次。" in says.paragraphs
    assert "县委召开专题会议。" in says.paragraphs
    assert any(line.startswith("（内部资料，") for line in says.paragraphs)
    assert {one.text for one in says.figures if one.figure_id == "M1.meetings"} == {"3"}
    plain = read_back(word(office, drawn(office, county, "bulletin")))
    assert not any("宣传组" in line for line in plain.paragraphs), "what ships is as it was"


def test_an_edited_statistics_template_goes_round(county: County, browser: Browser) -> None:
    fill(county)
    office = browser("office")

    def change(document: DocumentType) -> None:
        whole, by_unit = document.tables[0], document.tables[1]
        assert any("会议" in cell.text for cell in whole.columns[1].cells)
        whole.rows[0].cells[1].paragraphs[0].runs[0].text = "考核项目"
        row = whole.add_row()
        row.cells[1].text = "其中发文"
        row.cells[2].text = "{{ figure('M1.documents') }}"
        by_unit.rows[0].cells[1].paragraphs[0].runs[0].text = "填报单位名称"

    data = changed(shipped(office, "tables"), change)
    assert upload(office, county, "tables", data).status_code == 303
    own = begin(office, county, "tables", template=str(Template.objects.get().uid))
    assert act(office, "reports_draw", own).status_code == 303
    made = Document(io.BytesIO(word(office, own.versions.get())))
    rows = [[cell.text for cell in row.cells] for row in made.tables[0].rows]
    assert rows[0][1] == "考核项目"
    assert rows[-1][1:3] == ["其中发文", "1"]
    names = [row.cells[1].text for row in made.tables[1].rows]
    assert names[0] == "填报单位名称"
    assert {"东局", "西局"} <= set(names)
    figures = own.versions.get().figures
    assert (figures.get(code="M1.documents").text, figures.get(code="M1.meetings@east").text) == ("1", "1")


@pytest.mark.parametrize("kind", ["bulletin", "tables"])
def test_a_number_typed_into_a_template_is_refused_wherever_it_stands(
    county: County, browser: Browser, kind: str
) -> None:
    office = browser("office")

    def change(document: DocumentType) -> None:
        if kind == "tables":
            document.tables[0].add_row().cells[1].text = "开会128次"
        else:
            document.paragraphs[-1].insert_paragraph_before("先后开会128次。")

    answer = upload(office, county, kind, changed(shipped(office, kind), change))
    assert answer.status_code == 200
    assert "128" in text_of(answer)
    assert not Template.objects.exists()


def test_a_retired_template_is_not_offered_and_what_was_begun_from_it_goes_on(county: County, browser: Browser) -> None:
    office = browser("office")
    template = kept(office, county)
    before = begin(office, county, "bulletin", template=str(template.uid))
    assert put_away(office, template).status_code == 303
    assert "已停用" in text_of(office.get(reverse("reports_templates")))
    assert "本委模板" not in text_of(office.get(reverse("reports_new")))
    data = {"campaign": county.campaign.uid, "unit": county.root.uid, "kind": "bulletin", "title": "情况"}
    late = office.post(reverse("reports_new"), {**data, "template": str(template.uid)})
    assert late.status_code == 200, "a form opened before it was retired"
    assert act(office, "reports_draw", before).status_code == 303
    before.refresh_from_db()
    assert before.template == template
    assert office.get(reverse("reports_template_word", kwargs={"uid": template.uid})).status_code == 200

    assert put_away(office, template, "restore").status_code == 303
    assert "本委模板" in text_of(office.get(reverse("reports_new")))
    assert begin(office, county, "bulletin", template=str(template.uid)).template == template
    actions = AuditLine.objects.filter(action__startswith="template.").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["template.uploaded", "template.retired", "template.restored"]


def test_twice_is_told_and_audited_once(county: County, browser: Browser) -> None:
    office = browser("office")
    template = kept(office, county)
    put_away(office, template)
    again = put_away(browser("office_two"), template)
    assert again.status_code == 409
    assert "已经停用" in text_of(again)
    assert AuditLine.objects.filter(action="template.retired").count() == 1
    put_away(office, template, "restore")
    assert "正在使用" in text_of(put_away(office, template, "restore"))


@pytest.mark.parametrize("verb", ["retire", "restore"])
def test_only_who_may_upload_there_retires_and_restores(county: County, browser: Browser, verb: str) -> None:
    template = kept(browser("office"), county)
    for who, status in (("east_clerk", 409), ("east_head", 409), ("root_head", 409), ("auditor", 404)):
        client = browser(who)
        assert put_away(client, template, verb).status_code == status, who
    readers = text_of(browser("east_clerk").get(reverse("reports_templates")))
    assert "本委模板" in readers
    assert f"停用模板“{template.name}”" not in readers
    template.refresh_from_db()
    assert not template.retired
    assert not AuditLine.objects.filter(action__in=["template.retired", "template.restored"]).exists()


def test_a_neighbours_template_is_not_found(county: County, browser: Browser) -> None:
    template = upload_template(
        "bulletin", name="东局简报", unit=county.east, data=shipped(browser("office"), "bulletin"), file_name="a.docx",
        actor=county.reach("office"), now=county.now,
    )  # fmt: skip
    assert put_away(browser("west_head"), template).status_code == 404
    assert put_away(browser("office"), template).status_code == 303, "the office above may"


@pytest.mark.parametrize("kind", ["closing", "bulletin", "tables"])
def test_what_ships_with_the_product_is_never_retired(county: County, browser: Browser, kind: str) -> None:
    office = browser("office")
    address = reverse("reports_template_shipped", kwargs={"kind": kind})
    assert office.post(address).status_code == 405
    assert office.post(address.removesuffix(".docx") + "/retire/").status_code == 404
    page = text_of(office.get(reverse("reports_templates")))
    assert "系统自带的模板一直可用，不能停用" in page
    assert "/retire/" not in page
    assert begin(office, county, kind).template is None
