"""帮扶名单: entered by list; sums in the book, names with the unit, a notice with names hidden."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.core.errors import NotReached
from huiyin.organisation.access import READERS, RECORDERS
from huiyin.service import pasting, relief_reads, relieving
from huiyin.service.terms import NAMES_KEPT
from huiyin.workspace.acts import uid_or_none
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.lists import units_and_campaigns
from huiyin.workspace.organisation.fields import bound, done
from huiyin.workspace.service import shown
from huiyin.workspace.service.forms import OpenForm, ReliefForm
from huiyin.workspace.service.promises import said, unit_of
from huiyin.workspace.uploads import TOO_LARGE

MOST = 100


@staff("GET", roles=READERS)
def index(request: StaffRequest) -> HttpResponse:
    """The lists in reach, with sums only."""
    context = {
        "crumbs": shown.crumbs((_("帮扶名单"), "")), "rows": list(relief_reads.lists(request.reach)[:MOST]), "most": MOST,
        "may_enter": request.reach.is_one_of(*RECORDERS), "kept": NAMES_KEPT,
    }  # fmt: skip
    return render(request, "workspace/service/relief_lists.html", context)


@staff("GET", "POST", roles=RECORDERS)
def new(request: StaffRequest) -> HttpResponse:
    """A list, shown with its sums before anything is written, then all of it or nothing."""
    units, campaigns = units_and_campaigns(request.reach)
    form = bound(ReliefForm, request, units=units, campaigns=campaigns, too_large=bool(request.META.get(TOO_LARGE)))
    lines = done(
        request,
        form,
        lambda: pasting.recipients(form.rows()),
    )
    wrong = [line for line in lines or [] if line.problem]
    rows = [line.row for line in lines or [] if line.row]
    if rows and not wrong and "confirm" in request.POST:
        made = done(
            request,
            form,
            lambda: relieving.enter(
                unit_of(form, request), form.occasion(), rows, campaign=uid_or_none(form.cleaned_data["campaign"]),
                actor=request.reach, now=clock.now(),
            ),
        )  # fmt: skip
        if made is not None:
            messages.success(request, _("已登记，合计记入帮扶慰问台账，姓名留在本单位。"))
            return see_other(reverse("service_relief", kwargs={"uid": made.uid}))
    ready = bool(rows) and not wrong and not form.non_field_errors()
    again = relieving.helped_lately(unit_of(form, request), rows, on=form.cleaned_data["held_on"]) if ready else {}
    context = {
        "crumbs": shown.crumbs((_("帮扶名单"), reverse("service_reliefs")), (_("登记名单"), "")), "form": form,
        "lines": lines or [], "wrong": wrong, "ready": ready, "text": pasting.as_text(lines or []),
        "heads": list(pasting.RECIPIENTS.values()), "title": _("登记帮扶名单"),
        "again": [(rows[at].name, lists) for at, lists in again.items()],
        "people": len(rows), "money": sum(row.money for row in rows), "goods_value": sum(row.goods_value for row in rows),
        "hidden": said(form, "unit", "campaign", "kind", "name", "held_on", "source"),
    }  # fmt: skip
    return render(request, "workspace/lists/paste.html", context)


@staff("GET", "POST", roles=READERS)
def one(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Sums and the notice; the names only in the answer to a reason, never in an address or a store."""
    found = relief_reads.list_named(uid, request.reach)
    opens = relief_reads.may_open(found, request.reach)
    if request.method == "POST" and not opens:
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    form = bound(OpenForm, request)
    names = done(
        request,
        form,
        lambda: relieving.open_names(
            found, reason=form.cleaned_data["reason"], actor=request.reach, now=clock.now()
        ),
    )  # fmt: skip
    context = {
        "crumbs": shown.crumbs((_("帮扶名单"), reverse("service_reliefs")), (found.name, "")), "row": found, "opens": opens,
        "form": form, "names": names, "notice": relief_reads.notice(found) if opens else [], "kept": NAMES_KEPT,
    }  # fmt: skip
    return render(request, "workspace/service/relief_list.html", context)
