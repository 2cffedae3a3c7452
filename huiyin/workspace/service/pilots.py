"""试点: what runs, what was to be evaluated by now, and to which units a pilot was extended."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.core.errors import NotReached
from huiyin.ledgers.books.informing import PILOTS, Pilot
from huiyin.organisation.access import READERS, RECORDERS
from huiyin.service import piloting
from huiyin.service.pilot_units import Named
from huiyin.workspace.acts import uid_or_none
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.organisation.fields import bound, done
from huiyin.workspace.service import shown
from huiyin.workspace.service.forms import PilotForm

_STATES = {
    Pilot.Verdict.RUNNING: ("progress", "clock"), Pilot.Verdict.EXTENDED: ("ok", "circle-check"),
    Pilot.Verdict.ADJUSTED: ("info", "refresh"), Pilot.Verdict.STOPPED: ("neutral", "ban"),
}  # fmt: skip
MOST = 200
SOME_BELOW = 60  # more units directly below are pasted, not ticked


@staff("GET", roles=READERS)
def index(request: StaffRequest) -> HttpResponse:
    """The pilots in reach; `?to=` only those extended to one unit."""
    uid = uid_or_none(request.GET.get("to", ""))
    to = request.reach.units_for(READERS, None).filter(uid=uid).first() if uid else None
    if request.GET.get("to") and to is None:
        raise NotReached(_("没有这个单位，或它不在您的权限范围内。"))
    today = clock.today()
    rows = [
        (row, _state(row), units, row.verdict == Pilot.Verdict.RUNNING and row.evaluate_by and row.evaluate_by <= today)
        for row, units in piloting.pilots(request.reach, to=to)[:MOST]
    ]
    context = {
        "crumbs": shown.crumbs((_("试点"), "")), "rows": rows, "to": to, "most": MOST, "here": request.path,
        "may_enter": request.reach.is_one_of(*RECORDERS),
    }  # fmt: skip
    return render(request, "workspace/service/pilots.html", context)


@staff("GET", "POST", roles=READERS)
def one(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """One pilot with the units it was extended to; who records for its unit says what it came to."""
    row, units = piloting.pilot_named(uid, request.reach)
    judges = piloting.may_judge(row, request.reach)
    if request.method == "POST" and not judges:
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    below = piloting.below(row) if judges else []
    form = bound(
        PilotForm, request, below=[(str(unit.uid), unit.name) for unit in below] if len(below) <= SOME_BELOW else [],
        initial={
            "seen": row.revision, "evaluated_on": row.evaluated_on or clock.today(), "why": row.why,
            "verdict": "" if row.verdict == Pilot.Verdict.RUNNING else row.verdict,
            "units": [named.unit for named in units if named.unit],
        },
    )  # fmt: skip
    by_uid = {str(unit.uid): unit for unit in below}
    changed = done(
        request,
        form,
        lambda: piloting.judge(
            uid, form.judgement(by_uid), revision=form.revision, actor=request.reach, now=clock.now()
        ),
    )  # fmt: skip
    if changed is not None:
        messages.success(request, _("已登记，台账里留有原来的内容。"))
        return see_other(reverse("service_pilot", kwargs={"uid": uid}))
    context = {
        "crumbs": shown.crumbs((_("试点"), reverse("service_pilots")), (row.name, "")), "row": row, "units": units,
        "state": _state(row), "form": form, "judges": judges, "reach": _reached(request, units),
        "entry_href": reverse("ledgers_entry", kwargs={"code": PILOTS.code, "uid": uid}),
    }  # fmt: skip
    return render(request, "workspace/service/pilot.html", context)


def _reached(request: StaffRequest, units: list[Named]) -> set[UUID]:
    """Those of the units whose own pilots the reader may list."""
    wanted = [named.unit.pk for named in units if named.unit]
    return set(request.reach.units_for(READERS, None).filter(pk__in=wanted).values_list("uid", flat=True))


def _state(row: Pilot) -> tuple[str, str, str]:
    tone, icon = _STATES[Pilot.Verdict(row.verdict)]
    return row.get_verdict_display(), tone, icon
