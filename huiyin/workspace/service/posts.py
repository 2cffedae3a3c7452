"""岗位职责和服务标准 of a unit: who holds which post, what is published of it, and what is to be read again."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.organisation.access import READERS, RECORDERS
from huiyin.service import standards
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.service import shown

PAGE = 100


@staff("GET", roles=READERS)
def index(request: StaffRequest) -> HttpResponse:
    """The units one reads with what each still lacks; with one unit only, straight to it."""
    rows = standards.overview(request.reach, clock.today())
    if len(rows) == 1:
        return see_other(_href(rows[0].unit.uid))
    lacking = request.GET.get("show") == "lacking"
    wanted = [row for row in rows if row.without or row.vacant or row.due] if lacking else rows
    text = request.GET.get("page", "")
    page = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
    here = f"{request.path}?show={'lacking' if lacking else 'all'}&page="
    context = {
        "crumbs": shown.crumbs((_("岗位职责"), "")), "rows": wanted[page * PAGE : (page + 1) * PAGE], "lacking": lacking,
        "newer": f"{here}{page - 1}" if page else "", "older": f"{here}{page + 1}" if len(wanted) > (page + 1) * PAGE else "",
    }  # fmt: skip
    return render(request, "workspace/service/posts.html", context)


@staff("GET", roles=READERS)
def one(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The posts of a unit in official order, and what is for everybody."""
    unit, show = standards.unit_named(uid, request.reach), request.GET.get("show", "")
    whole = standards.sheet(unit, request.reach, clock.today())
    context = {
        "crumbs": shown.crumbs((_("岗位职责"), reverse("service_posts")), (unit.name, "")), "unit": unit,
        "sheet": whole.only(show), "shown": {"told": _("只看已登记职责的岗位"), "without": _("只看没有登记职责的岗位"), "vacant": _("只看空缺的岗位"),
        "due": _("只看到期复核的各条")}.get(show, ""), "here": request.path,
        "may_enter": request.reach.may(RECORDERS, unit),
    }  # fmt: skip
    return render(request, "workspace/service/post_sheet.html", context)


def _href(uid: UUID) -> str:
    return reverse("service_post_sheet", kwargs={"uid": uid})
