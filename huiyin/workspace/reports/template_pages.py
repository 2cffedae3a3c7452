"""Word templates: download, edit in Word, upload."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.campaigns.scope import campaigns_for_scope
from huiyin.core import clock, files
from huiyin.core.errors import NotReached, Refused
from huiyin.metrics.registry import by_theme
from huiyin.organisation.access import READERS
from huiyin.reports import queries
from huiyin.reports import templates as report_templates
from huiyin.reports.models import Template
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.reports.answers import too_large, word_answer
from huiyin.workspace.reports.forms import TemplateForm


@staff("GET", "POST", roles=READERS)
def template_list(request: StaffRequest) -> HttpResponse:
    """All templates, how to write one, and the form to put one back."""
    units = queries.writing_units(request.reach, campaigns_for_scope(request.reach))
    if request.method == "POST" and not units:
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    form = TemplateForm(request.POST or None, request.FILES or None, units=units)
    if request.method == "POST" and too_large(request):
        form.add_error("file", _("文件太大。模板一般不超过几兆，请检查是否选错了文件。"))
    elif request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            report_templates.upload_template(
                form.cleaned_data["kind"], name=form.cleaned_data["name"],
                unit=next(unit for unit in units if str(unit.uid) == form.cleaned_data["unit"]), data=upload.read(),
                file_name=upload.name, actor=request.reach, now=clock.now(),
            )  # fmt: skip
        except Refused as refusal:
            for sentence in refusal.sentence.split("\n"):
                form.add_error("file", sentence)
        else:
            messages.success(request, _("模板已保存。"))
            return see_other(request.path)
    return render(
        request,
        "workspace/reports/templates.html",
        {
            "form": form,
            "may_write": bool(units),
            "templates": [
                (one, report_templates.may_keep(request.reach, one.unit))
                for one in queries.kept_templates(request.reach)
            ],
            "kinds": Template.Kind.choices,
            "themes": by_theme(),
            "crumbs": [(_("报告"), reverse("reports_list")), (_("报告模板"), "")],
        },
    )


@staff("GET", roles=READERS)
def shipped_template(request: StaffRequest, *, kind: str) -> HttpResponse:
    """The template that ships with the product, to begin from."""
    if kind not in report_templates.KINDS:
        raise NotReached(_("没有这一种模板。"))
    return word_answer(report_templates.shipped(kind), f"{Template.Kind(kind).label}模板.docx")


@staff("POST")
def retire(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """停用 an office's own template."""
    found = queries.template(uid, request.reach)
    report_templates.retire_template(found, actor=request.reach, now=clock.now())
    messages.success(request, _("模板“%(name)s”已停用，新建报告时不再列出。") % {"name": found.name})
    return see_other(reverse("reports_templates"))


@staff("POST")
def restore(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """恢复 an office's own template."""
    found = queries.template(uid, request.reach)
    report_templates.restore_template(found, actor=request.reach, now=clock.now())
    messages.success(request, _("模板“%(name)s”已恢复使用。") % {"name": found.name})
    return see_other(reverse("reports_templates"))


@staff("GET")
def template_word(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """An office's own template."""
    found = queries.template(uid, request.reach)
    return word_answer(files.read(found.file), f"{found.name}.docx")
