"""Word files of rectification: the 整改任务书."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.rectification import queries
from huiyin.reports.task_sheet import task_sheet_word
from huiyin.workspace.gate import StaffRequest, staff
from huiyin.workspace.rectification.views.common import required_campaign

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@staff("GET")
def task_sheet(request: StaffRequest) -> HttpResponse:
    """整改任务书 of a campaign, as far as the reader reaches."""
    campaign = required_campaign(request)
    rows = list(queries.for_task_sheet(campaign, request.reach))
    return word_file(
        task_sheet_word(campaign, rows, issued_on=clock.today(), written_at=clock.now()),
        _("整改任务书（%(campaign)s）") % {"campaign": campaign.name},
    )  # fmt: skip


def word_file(content: bytes, name: str) -> HttpResponse:
    """A Word file as a download."""
    response = HttpResponse(content, content_type=WORD)
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.docx") or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
