"""What the pages of supervision share: addresses, crumbs, states as word, tone and icon, a file handed in or out."""

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from huiyin.core import files
from huiyin.core.errors import Refused
from huiyin.core.models import StoredFile
from huiyin.supervision.answering import Upload
from huiyin.supervision.models import Circular, Finding, FollowUp, Visit
from huiyin.workspace.gate import StaffRequest
from huiyin.workspace.uploads import TOO_LARGE

State = tuple[str, str, str]
_VISITS = {
    Visit.State.WAITING: ("warn", "hourglass"), Visit.State.PLANNED: ("info", "calendar"),
    Visit.State.VISITED: ("progress", "clock"), Visit.State.TOLD: ("ok", "circle-check"),
    Visit.State.CANCELLED: ("muted", "ban"),
}  # fmt: skip
_FINDINGS = {
    Finding.State.OPEN: ("warn", "circle-dot"), Finding.State.ANSWERED: ("progress", "hourglass"),
    Finding.State.RETURNED: ("warn", "arrow-back"), Finding.State.VERIFIED: ("ok", "circle-check"),
}  # fmt: skip
_FOLLOW_UPS = {
    FollowUp.State.OPEN: ("warn", "circle-dot"), FollowUp.State.REPORTED: ("progress", "hourglass"),
    FollowUp.State.DONE: ("ok", "circle-check"),
}  # fmt: skip
_CIRCULARS = {Circular.State.DRAFT: ("neutral", "edit"), Circular.State.RELEASED: ("ok", "send")}


def crumbs(*rest: tuple[str, str]) -> list[tuple[str, str]]:
    """督导检查 › … › this page."""
    return [(_("督导检查"), reverse("supervision_index")), *rest]


def href(name: str, uid: UUID) -> str:
    """The address of a page about one thing."""
    return reverse(name, kwargs={"uid": uid})


def visit_state(visit: Visit) -> State:
    """(word, tone, icon)."""
    return visit.get_state_display(), *_VISITS[Visit.State(visit.state)]


def finding_state(finding: Finding) -> State:
    """(word, tone, icon)."""
    return finding.get_state_display(), *_FINDINGS[Finding.State(finding.state)]


def follow_up_state(one: FollowUp) -> State:
    """(word, tone, icon)."""
    return one.get_state_display(), *_FOLLOW_UPS[FollowUp.State(one.state)]


def circular_state(one: Circular) -> State:
    """(word, tone, icon)."""
    return one.get_state_display(), *_CIRCULARS[Circular.State(one.state)]


def upload(request: StaffRequest, file: "UploadedFile[Any] | None") -> Upload | None:
    """The file of a form, as the services take it; one that was too large to arrive is said to be."""
    if request.META.get(TOO_LARGE):
        raise Refused(_("附件太大，没有收下。请压缩图片或分成几份再上传。"))
    if file is None:
        return None
    return Upload(chunks=file.chunks(), name=file.name or _("附件"), content_type=file.content_type or "")


def download(stored: StoredFile) -> HttpResponse:
    """Only as a download, never interpreted by the browser."""
    response = HttpResponse(files.read(stored), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, stored.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
