"""Public reports: the list, the Word as issued, its PDF, and 核验: is this the one that was issued, have the records moved since."""

import hashlib
from functools import partial
from uuid import UUID

from django.core.files import File
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.core.limiter import in_words
from huiyin.portal.forms import VerifyForm
from huiyin.portal.frame import page
from huiyin.portal.gate import public, uid_asked
from huiyin.portal.limits import POSTS
from huiyin.reports.printing import PDF_TYPE, pdf_of, pdf_offer
from huiyin.reports.public import Verdict, issued, issued_report, read_word, recognise, word_of
from huiyin.reports.templates import WORD_TYPE

PAGE = 20


@public("GET")
def reports(request: HttpRequest) -> HttpResponse:
    """Issued reports that are public, newest first."""
    found = issued(most=PAGE + 1, after=uid_asked(request, "after"))
    older = f"{reverse('portal_reports')}?after={found[PAGE - 1].uid}" if len(found) > PAGE else ""
    context = {
        "reports": [(report, pdf_offer(partial(read_word, report))) for report in found[:PAGE]],
        "older_href": older,
        "newest_href": "" if "after" not in request.GET else reverse("portal_reports"),
    }
    return page("portal/reports.html", context, section="data")


@public("GET")
def report_word(request: HttpRequest, *, uid: UUID) -> HttpResponse:
    """The Word file, byte for byte as issued."""
    name = f"{issued_report(uid).title}.docx"
    response = HttpResponse(word_of(uid), content_type=WORD_TYPE)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response


@public("GET")
def report_pdf(request: HttpRequest, *, uid: UUID) -> HttpResponse:
    """The Word as issued, set as PDF."""
    name = f"{issued_report(uid).title}.pdf"
    response = HttpResponse(pdf_of(word_of(uid)), content_type=PDF_TYPE)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response


@public("GET", "POST", files=True)
def verify(request: HttpRequest) -> HttpResponse:
    """Drop the Word or type the 校验码."""
    if request.method != "POST":
        return _page(VerifyForm())
    now = clock.now()
    form = VerifyForm(request.POST, request.FILES)
    wait = POSTS.wait(request, now=now)
    if wait:
        form.add_error(None, _("核验太频繁，请过 %(wait)s 再试。") % {"wait": in_words(wait)})
        return _page(form, status=429)
    POSTS.count(request, now=now)
    if request.META.get("huiyin.upload_too_large"):
        form.add_error("file", _("文件太大，不是本系统印发的报告。请选择下载得到的 Word 文件。"))
        return _page(form, status=413)
    if not form.is_valid():
        return _page(form)
    file = form.cleaned_data["file"]
    if file and file.read(5) == b"%PDF-":
        form.add_error(
            "file", _("这是 PDF。PDF 由印发的 Word 排成，各次下载的可能不同；请用下载的 Word 核验，或者填写校验码。")
        )
        return _page(form)
    verdict = recognise(sha256=_digest(file) if file else "", check_code=form.cleaned_data["check_code"])
    return _page(VerifyForm(), asked=True, by_file=bool(file), verdict=verdict)


def _page(
    form: VerifyForm, *, status: int = 200, asked: bool = False, by_file: bool = False, verdict: Verdict | None = None
) -> HttpResponse:
    context = {"form": form, "asked": asked, "by_file": by_file, "verdict": verdict}
    return page("portal/verify.html", context, section="data", status=status)


def _digest(file: "File[bytes]") -> str:
    total = hashlib.sha256()
    for chunk in file.chunks():
        total.update(chunk)
    return total.hexdigest()
