"""统计表 of rounds that were asked in public: just what was released when the consolidation was signed."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header

from huiyin.opinions import grid_showing, grid_workbook, grids
from huiyin.portal.frame import page
from huiyin.portal.gate import public


@public("GET")
def grid(request: HttpRequest, *, code: str) -> HttpResponse:
    """One table. Whatever an address asks for beyond it chooses nothing: there is no other."""
    release = grids.public_release(code)
    href = reverse("portal_grid_workbook", kwargs={"code": code})
    return page(
        "portal/grid.html",
        {"release": release, "excel_href": href, **grid_showing.layout(release)},
        section="results",
    )


@public("GET")
def workbook(request: HttpRequest, *, code: str) -> HttpResponse:
    """The same as a workbook."""
    name, file = grid_workbook.written(grids.public_release(code))
    response = HttpResponse(file, content_type=grid_workbook.SPREADSHEET)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response
