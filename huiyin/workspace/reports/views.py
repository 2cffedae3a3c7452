"""Reports: list, start, write, draw from the records, drop the edited Word back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.campaigns.scope import campaigns_for_scope
from huiyin.core import clock
from huiyin.core.errors import Refused
from huiyin.organisation.access import READERS
from huiyin.organisation.models import Role
from huiyin.reports import access, drafting, issuing, queries, returning
from huiyin.reports.figures import drift
from huiyin.reports.models import Report, UnknownLine
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.reports.answers import report_href, seen_revision, uploaded, version_pdf
from huiyin.workspace.reports.changes import shown
from huiyin.workspace.reports.forms import ExplainForm, NewReport, UploadForm, WordsForm
from huiyin.workspace.reports.reading import unknown_lines

PAGE = 50


@staff("GET", roles=READERS)
def index(request: StaffRequest) -> HttpResponse:
    """All reports within reach, newest first."""
    after = request.GET.get("after", "")
    try:
        found = queries.report_page(request.reach, after=UUID(after) if after else None, most=PAGE)
    except ValueError as error:
        raise Refused(_("链接不完整，请从报告列表重新打开。")) from error
    return render(
        request,
        "workspace/reports/index.html",
        {
            "reports": found[:PAGE],
            "older_href": f"?after={found[PAGE - 1].uid}" if len(found) > PAGE else "",
            "newer_href": reverse("reports_list") if after else "",
            "newer_label": _("回到最新"),
            "may_write": request.reach.is_one_of(Role.OFFICE),
        },
    )


@staff("GET", "POST", roles=(Role.OFFICE,))
def new(request: StaffRequest) -> HttpResponse:
    """Start a report."""
    campaigns = campaigns_for_scope(request.reach)
    units = queries.writing_units(request.reach, campaigns)
    templates = list(queries.templates(request.reach))
    stages = queries.dated_stages(campaigns)
    form = NewReport(request.POST or None, campaigns=campaigns, stages=stages, units=units, templates=templates)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            report = drafting.start_report(
                next(c for c in campaigns if str(c.uid) == data["campaign"]),
                unit=next(u for u in units if str(u.uid) == data["unit"]), kind=data["kind"], title=data["title"],
                addressee=data["addressee"], document_no=data["document_no"],
                template=next((t for t in templates if str(t.uid) == data["template"]), None), actor=request.reach,
                now=clock.now(), stage=next((s for s in stages if str(s.uid) == data["stage"]), None),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return see_other(report_href(report))
    return render(
        request,
        "workspace/reports/form.html",
        {
            "form": form, "title": _("新建报告"), "accept": _("新建"), "back": reverse("reports_list"),
            "crumbs": [(_("报告"), reverse("reports_list")), (_("新建报告"), "")],
        },
    )  # fmt: skip


@staff("GET")
def one(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """One report: where it stands, its versions, what changed since, what is not known."""
    report = queries.report(uid, request.reach)
    versions = queries.versions(report, request.reach)
    version = versions[0] if versions else None
    may_write, may_sign = access.may_write(request.reach, report), access.may_sign(request.reach, report)
    issued = report.state == Report.State.ISSUED
    return render(
        request,
        "workspace/reports/one.html",
        {
            "report": report,
            "version": version,
            "versions": versions,
            "pdf": version_pdf(version),
            "drifts": shown(drift(version), request.reach) if version else [],
            "unknowns": [(shown_line, _explain_form(shown_line.line)) for shown_line in unknown_lines(version)],
            "upload": UploadForm(),
            "may_write": may_write and not issued,
            "may_sign": may_sign and not issued,
            "faults": issuing.verify(version) if issued and version else [],
            "issued": issued,
            "steps": _steps(report),
            "crumbs": [(_("报告"), reverse("reports_list")), (report.title, "")],
        },
    )  # fmt: skip


@staff("GET", "POST")
def words(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Write the words around the figures."""
    report = queries.report(uid, request.reach)
    access.require_writer(request.reach, report.unit, report.campaign)
    access.require_draft(report)
    stored = {k: "\n".join(v) if isinstance(v, list) else v for k, v in report.words.items()}
    form = WordsForm(request.POST or None, initial=stored, kind=report.kind)
    revision = request.POST.get("revision", report.revision)
    if request.method == "POST" and form.is_valid():
        try:
            drafting.write_words(
                report, form.cleaned_data, revision=seen_revision(request), actor=request.reach, now=clock.now()
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("已保存。重新生成报告稿后写入 Word。"))
            return see_other(report_href(report))
    return render(
        request,
        "workspace/reports/form.html",
        {
            "form": form, "title": _("写正文"), "lead": report.title, "accept": _("保存"), "revision": revision,
            "back": report_href(report),
            "crumbs": [(_("报告"), reverse("reports_list")), (report.title, report_href(report)), (_("写正文"), "")],
        },
    )  # fmt: skip


@staff("POST")
def draw(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Draw a draft from the records."""
    report = queries.report(uid, request.reach)
    version = drafting.draft(report, revision=seen_revision(request), actor=request.reach, now=clock.now())
    messages.success(request, _("已按当前台账生成第 %(n)d 稿。") % {"n": version.number})
    return see_other(report_href(report))


@staff("POST")
def give_back(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The edited Word is dropped back."""
    report = queries.report(uid, request.reach)
    data, name = uploaded(UploadForm(request.POST, request.FILES), request)
    version = returning.return_word(
        report, data=data, name=name, revision=seen_revision(request), actor=request.reach, now=clock.now()
    )
    return see_other(reverse("reports_compare", kwargs={"uid": version.uid}))


@staff("POST")
def explain(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Explain one line of 附件1."""
    report = queries.report(uid, request.reach)
    form = ExplainForm(request.POST)
    if not form.is_valid():
        raise Refused(_("说明最多 500 字，请缩短后再保存。"))
    line = queries.unknown_line(report, form.cleaned_data["code"])
    drafting.explain(line, text=form.cleaned_data["explanation"], actor=request.reach, now=clock.now())
    messages.success(request, _("已保存说明。重新生成报告稿后写入附件1。"))
    return see_other(report_href(report))


def _explain_form(line: UnknownLine) -> ExplainForm:
    return ExplainForm(initial={"code": line.code, "explanation": line.explanation}, auto_id=f"id_{line.code}_%s")


def _steps(report: Report) -> list[dict[str, str]]:
    order = [Report.State.DRAFT, Report.State.SIGNING, Report.State.ISSUED]
    here = order.index(Report.State(report.state))

    def standing(n: int) -> str:
        if n < here or report.state == Report.State.ISSUED:
            return "done"
        return "current" if n == here else "todo"

    return [{"label": str(state.label), "state": standing(n)} for n, state in enumerate(order)]
