"""The 整改任务书 of a campaign as PDF, beside its Word among the pages of rectification."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from huiyin.campaigns.scope import campaigns_for_scope
from huiyin.core import clock
from huiyin.core.errors import NotReached
from huiyin.rectification.queries import for_task_sheet
from huiyin.reports.task_sheet import task_sheet_word
from huiyin.workspace.gate import StaffRequest, staff
from huiyin.workspace.reports.answers import pdf_answer


@staff("GET")
def task_sheet_pdf(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The measures within reach, as the Word of the same name lists them."""
    campaign = next((one for one in campaigns_for_scope(request.reach) if one.uid == uid), None)
    if campaign is None:
        raise NotReached(_("没有这个活动，或它不在您的权限范围内。"))
    measures = list(for_task_sheet(campaign, request.reach))
    word = task_sheet_word(campaign, measures, issued_on=clock.today(), written_at=clock.now())
    return pdf_answer(word, _("整改任务书（%(campaign)s）") % {"campaign": campaign.name} + ".pdf")
