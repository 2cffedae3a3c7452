"""What goes out: the original as it came, and the audit as Word with comments, Excel and JSON."""

from io import BytesIO
from uuid import UUID

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from huiyin.claim_audit import queries
from huiyin.claim_audit.models import HeldText
from huiyin.claim_audit.out.excel import write_excel
from huiyin.claim_audit.out.json_text import json_text
from huiyin.claim_audit.out.lines import lines
from huiyin.claim_audit.out.word import NotAWordFile, over_clean, over_original
from huiyin.core import clock, files
from huiyin.core.errors import Refused
from huiyin.core.models import StoredFile
from huiyin.workspace.gate import StaffRequest, staff

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@staff("GET")
def original(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The file as it came, byte for byte; never opened by the browser on our own address."""
    text = queries.text(uid, request.reach)
    stored = _file_of(text)
    return attached(files.read(stored), stored.name, "application/octet-stream")


@staff("GET")
def word(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Word with a comment at each claim."""
    text = _read(uid, request)
    found = lines(queries.claims(text), text.findings.all())
    if text.kind == "Word":
        try:
            return attached(over_original(files.read(_file_of(text)), text, found), f"{text.title}_批注.docx", WORD)
        except NotAWordFile as refusal:
            raise Refused(str(refusal)) from refusal
    clean = str(queries.reading_of(text)["clean"])
    return attached(over_clean(clean, text, found), f"{text.title}_批注.docx", WORD)


@staff("GET")
def excel(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """One claim a row."""
    text = _read(uid, request)
    target = BytesIO()
    write_excel(target, text, queries.claims(text), text.findings.all(), now=clock.now())
    return attached(target.getvalue(), f"{text.title}_核对结果.xlsx", SPREADSHEET)


@staff("GET")
def as_json(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Everything, for other programs."""
    text = _read(uid, request)
    content = json_text(text, queries.claims(text), text.findings.all())
    return attached(content.encode(), f"{text.title}_核对结果.json", "application/json")


def _file_of(text: HeldText) -> StoredFile:
    if text.file is None:
        raise Refused(_("这份材料已依法删除，原件不再保存。"))
    return text.file


def _read(uid: UUID, request: StaffRequest) -> HeldText:
    text = queries.text(uid, request.reach)
    if text.state != HeldText.State.READ:
        raise Refused(_("这份材料还没有读完或读不了，没有可以导出的结果。"))
    return text


def attached(content: bytes, name: str, kind: str) -> HttpResponse:
    """A file to keep; never opened by the browser on our own address."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
