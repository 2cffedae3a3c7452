"""One cell of the matrix: the unit's form, everything that stood in it, and the office's 不适用."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.campaigns import amendments_read, marking, queries, records
from huiyin.campaigns.audience import participants, read_campaign
from huiyin.campaigns.marking import OPEN_STATES
from huiyin.campaigns.matrix import rows
from huiyin.campaigns.models import Action, Campaign, Mark
from huiyin.campaigns.rights import may_run
from huiyin.campaigns.terms import MARK_LATE_DAYS
from huiyin.core import clock
from huiyin.core.errors import NotReached
from huiyin.ledgers.registry import BY_CODE
from huiyin.organisation.models import Unit
from huiyin.workspace.campaigns import doing_shown, shown
from huiyin.workspace.campaigns.doing_forms import ExemptForm, MarkForm, ReasonForm
from huiyin.workspace.campaigns.matrix import action_href, cell_href, matrix_href, the_participant, unit_href
from huiyin.workspace.campaigns.views import form_page, run_by
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.organisation.fields import bound, done


@staff("GET", "POST")
def mark(request: StaffRequest, *, uid: UUID, unit: UUID, action: UUID) -> HttpResponse:
    """What a unit did about an action; the form is there for its clerk and head."""
    campaign, today = read_campaign(uid, request.reach), clock.today()
    of = the_participant(campaign, unit, request)
    found = _action(campaign, action)
    last = marking.current_of(found, of)
    may = (
        campaign.state in OPEN_STATES
        and found.withdrawn_on is None
        and not (last is not None and last.state == Mark.State.EXEMPT)
        and marking.may_mark(campaign, of, request.reach, today)
    )
    if request.method == "POST" and not may:
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    reason = amendments_read.deviating_reason(found, of)
    form = _form(request, found, of, last) if may else None
    if form is not None:
        made = done(
            request,
            form,
            lambda: marking.mark(
                found, of, deed=form.deed(reason), seen=form.revision, actor=request.reach, now=clock.now()
            ),
        )
        if made is not None:
            messages.success(request, _("已登记：%(state)s。") % {"state": made.get_state_display()})
            return see_other(unit_href(campaign, of))
    (row,) = rows([of], [found], today=today)
    runs = may_run(campaign, request.reach) and campaign.state in OPEN_STATES
    context = {
        "crumbs": shown.crumbs(
            campaign, (_("任务矩阵"), matrix_href(campaign)), (of.name, unit_href(campaign, of)), (found.name, "")
        ),
        "campaign": campaign, "unit": of, "action": found, "mark": last, "form": form, "reason": reason,
        "state": doing_shown.cell(row.cells[0]), "lateness": doing_shown.lateness(row.cells[0]),
        "linked": _linked(last), "events": doing_shown.mark_events(marking.history_of(found, of)),
        "may_restore": runs and last is not None and last.state == Mark.State.EXEMPT,
        "back_href": unit_href(campaign, of), "late_term": MARK_LATE_DAYS,
    }  # fmt: skip
    return render(request, "workspace/campaigns/matrix_cell.html", context)


@staff("GET", "POST")
def exempt(request: StaffRequest, *, uid: UUID, action: UUID) -> HttpResponse:
    """The office decides for which units an action does not apply, and why."""
    campaign = run_by(request, uid)
    found = _action(campaign, action)
    form = bound(
        ExemptForm, request, led=str(found.lead_unit or ""),
        initial={"every": "lead" if found.lead_unit else "named"},
    )  # fmt: skip
    units: list[Unit] = []

    def act() -> int:
        units.extend(_meant(campaign, found, form))
        return marking.exempt(found, units, reason=form.cleaned_data["reason"], actor=request.reach, now=clock.now())

    count = done(request, form, act)
    if count is not None:
        told = _("已把 %(count)d 个单位定为不适用。") % {"count": count}
        left = len(units) - count
        more = _("另有 %(left)d 个单位已经登记过进展或没有参加活动，没有改动。") % {"left": left} if left else ""
        messages.success(request, told + more)
        return see_other(action_href(campaign, found))
    lead = _("定为不适用的单位不再算“未开始”，也不再提醒；已经登记过进展的不受影响。")
    title = _("“%(name)s”的不适用单位") % {"name": found.name}
    return form_page(request, campaign, form, title, _("定为不适用"), action_href(campaign, found), lead)


@staff("GET", "POST")
def restore(request: StaffRequest, *, uid: UUID, unit: UUID, action: UUID) -> HttpResponse:
    """The office takes 不适用 back for one unit."""
    campaign = run_by(request, uid)
    of = the_participant(campaign, unit, request)
    found = _action(campaign, action)
    last = marking.current_of(found, of)
    form = bound(ReasonForm, request, initial={"seen": last.revision if last else 0})
    made = done(
        request,
        form,
        lambda: marking.restore(
            found, of, reason=form.cleaned_data["reason"], seen=form.revision, actor=request.reach, now=clock.now()
        ),
    )
    back = cell_href(campaign, of, found)
    if made is not None:
        messages.success(request, _("已取消不适用，本单位要办理这个动作。"))
        return see_other(back)
    title = _("取消“%(unit)s”的不适用") % {"unit": of.name}
    return form_page(request, campaign, form, title, _("取消不适用"), back)


def _action(campaign: Campaign, uid: UUID) -> Action:
    found = queries.action(campaign, uid)
    found.campaign = campaign
    return found


def _form(request: StaffRequest, action: Action, unit: Unit, last: Mark | None) -> MarkForm:
    """One tap where it can be: done today, unless something else was marked or an entry may tell the day."""
    offered = records.offered(action, unit)
    initial: dict[str, object] = {"seen": last.revision if last else 0, "state": Mark.State.DONE}
    if last is None or last.state == Mark.State.NOT_STARTED:
        initial["on"] = None if offered else clock.today()
    else:
        initial |= {"state": last.state, "on": last.on, "note": last.note}
        if last.entry is not None:
            initial["record"] = f"{last.book}:{last.entry}"
    marked = last is not None and last.state != Mark.State.NOT_STARTED
    return bound(MarkForm, request, records=offered, marked=marked, initial=initial)


def _linked(last: Mark | None) -> dict[str, object] | None:
    found = records.linked(last) if last is not None else None
    if found is None:
        return None
    record, stands = found
    return {
        "code": record.book,
        "uid": record.entry,
        "text": record.text,
        "stands": stands,
        "book": BY_CODE[record.book].name,
    }


def _meant(campaign: Campaign, action: Action, form: ExemptForm) -> list[Unit]:
    """The units a form names."""
    data = form.cleaned_data
    taking = participants(campaign)
    match data["every"]:
        case "lead" if action.lead_unit is not None:
            return list(taking.exclude(pk=action.lead_unit.pk))
        case "kind":
            return list(taking.filter(kind=data["kind"]))
        case "but":
            return list(taking.exclude(pk__in=[unit.pk for unit in data["named"]]))
        case _:
            return list(data["named"])
