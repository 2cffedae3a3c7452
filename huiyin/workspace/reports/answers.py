"""What several report pages share: addresses, the seen revision, a Word file or PDF as an answer."""

from urllib.parse import quote

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.core.errors import Refused
from huiyin.reports.models import Report, Version
from huiyin.reports.printing import PDF_TYPE, PdfOffer, pdf_of, pdf_offer
from huiyin.reports.queries import word_of
from huiyin.reports.templates import WORD_TYPE
from huiyin.workspace.gate import StaffRequest
from huiyin.workspace.reports.forms import UploadForm


def version_pdf(version: Version | None) -> PdfOffer | None:
    """Whether a version can be had as PDF, and what to know about it."""
    return pdf_offer(lambda: word_of(version)) if version is not None else None


def report_href(report: Report) -> str:
    """The page of a report."""
    return reverse("reports_one", kwargs={"uid": report.uid})


def seen_revision(request: StaffRequest) -> int:
    """The revision that the form was filled in over."""
    text = request.POST.get("revision", "")
    if not text.isdecimal():
        raise Refused(_("页面不完整，请刷新后重试。"))
    return int(text)


def too_large(request: StaffRequest) -> bool:
    """Whether the upload was cut off at the limit."""
    return bool(request.META.get("huiyin.upload_too_large"))


def uploaded(form: UploadForm, request: StaffRequest) -> tuple[bytes, str]:
    """The bytes and the name of the file dropped."""
    if too_large(request):
        raise Refused(_("文件太大。Word 稿一般不超过几兆，请检查是否选错了文件。"))
    if not form.is_valid():
        raise Refused(_("请选择要上传的 Word 文件（.docx）。"))
    upload = form.cleaned_data["file"]
    return upload.read(), upload.name


def word_answer(data: bytes, name: str) -> HttpResponse:
    """A Word file to be saved, under its Chinese name."""
    return _to_save(data, name, WORD_TYPE)


def pdf_answer(word: bytes, name: str) -> HttpResponse:
    """The PDF of a Word file to be saved, under its Chinese name."""
    return _to_save(pdf_of(word), name, PDF_TYPE)


def _to_save(data: bytes, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(data, content_type=content_type)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
