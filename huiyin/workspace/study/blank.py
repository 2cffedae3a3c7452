"""The blank workbook of a list of people."""

from io import BytesIO

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.organisation.access import RECORDERS
from huiyin.study import workbook
from huiyin.workspace.gate import StaffRequest, staff


@staff("GET", roles=RECORDERS)
def blank(request: StaffRequest) -> HttpResponse:
    """Three columns and the choice of 出席 or 缺席."""
    target = BytesIO()
    workbook.blank(target, now=clock.now())
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(target.getvalue(), content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, _("参学人员_空白表.xlsx")) or "attachment"
    return response
