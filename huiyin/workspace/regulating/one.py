"""One regulation: what is known of it, its texts and decisions, and the act that comes next."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.core.dates import chinese_date
from huiyin.organisation.access import READERS, RECORDERS
from huiyin.organisation.models import Role
from huiyin.organisation.posts import holder_on
from huiyin.regulating import deciding, publishing, queries
from huiyin.regulating.models import Rule
from huiyin.regulating.terms import REVIEW_YEARS
from huiyin.workspace.acts import revision, tried
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.organisation.fields import bound, done
from huiyin.workspace.regulating import shown
from huiyin.workspace.regulating.forms import DecideForm, ReasonForm

State = Rule.State


@staff("GET")
def rule(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Everything about it; somebody who is only asked to read it finds its texts."""
    row, today = queries.rule_named(uid, request.reach), clock.today()
    reads = request.reach.may(READERS, row.unit, row.campaign)
    acts = request.reach.may(RECORDERS, row.unit, row.campaign)
    texts = queries.texts(row)
    issued = row.decision in deciding.NEEDS_TEXT and row.state == State.IN_FORCE
    context = {
        "crumbs": shown.crumbs((row.name, "")), "row": row, "state": shown.state(row), "texts": texts, "reads": reads,
        "acts": acts, "facts": _facts(row, today) if reads else [], "today": today,
        "late": row.state == State.WORKING and row.due_on is not None and row.due_on < today,
        "review": row.state == State.IN_FORCE and row.review_on is not None and row.review_on <= today,
        "back": queries.came_back(row) if reads else [], "decisions": queries.decisions(row) if reads else [],
        "to_problem": queries.reaches_problem(row, request.reach), "may_withdraw": acts and row.decision and not issued,
        "publishes": publishing.may_publish(request.reach, row), "reason": ReasonForm(actor=request.reach),
        "unpublished": bool(texts) and row.public_text_id != texts[0].pk,
    }  # fmt: skip
    return render(request, "workspace/regulating/rule.html", context)


@staff("GET", "POST", roles=RECORDERS)
def decide(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The conclusion."""
    row, today = queries.rule_kept(uid, request.reach), clock.today()
    initial = {"seen": row.revision, "decided_on": today, "review_on": years_on(today, REVIEW_YEARS.value)}
    form = bound(DecideForm, request, initial=initial)
    made = done(
        request,
        form,
        lambda: deciding.decide(row, form.decided(), revision=form.revision, actor=request.reach, now=clock.now()),
    )
    if made is not None:
        messages.success(request, _("已登记，记入制度废改立台账。"))
        return see_other(shown.href(row))
    context = {
        "crumbs": shown.of(row, _("登记清理结论")), "form": form, "title": _("登记清理结论"), "accept": _("登记并记入台账"),
        "lead": row.name, "back_href": shown.href(row),
    }  # fmt: skip
    return render(request, "workspace/organisation/form.html", context)


@staff("POST", roles=RECORDERS)
def withdraw(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """A conclusion entered wrongly."""
    return _act(request, uid, deciding.withdraw, _("已撤回，台账里的记录作废。"))


@staff("POST", roles=RECORDERS)
def reassess(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Up for review."""
    return _act(request, uid, deciding.reassess, _("已转入待评估。"))


@staff("POST", roles=(Role.OFFICE,))
def public(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Checked and made public."""
    row = queries.rule_kept(uid, request.reach)
    tried(
        request,
        lambda: publishing.make_public(
            row, checked=request.POST.get("checked") == "1", revision=revision(request), actor=request.reach,
            now=clock.now(),
        ),
        _("已公开。"),
    )  # fmt: skip
    return see_other(shown.href(row))


@staff("POST", roles=(Role.OFFICE,))
def take_back(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """No longer public."""
    return _act(request, uid, publishing.take_back, _("已撤回公开。"))


def years_on(day: date, years: int) -> date:
    """The same day some years later; the day before where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _act(request: StaffRequest, uid: UUID, act: Callable[..., Rule], said: str) -> HttpResponse:
    row = queries.rule_kept(uid, request.reach)
    reason, seen = request.POST.get("reason", ""), revision(request)
    tried(request, lambda: act(row, reason=reason, revision=seen, actor=request.reach, now=clock.now()), said)
    return see_other(shown.href(row))


def _facts(row: Rule, today: date) -> list[tuple[str, str]]:
    holder = holder_on(row.post, today) if row.post else None
    owner = f"{row.post}{f'（{holder.name}）' if holder else ''}" if row.post else _("没有定")
    days = [
        (_("决定日期"), row.decided_on), (_("完成时限"), row.due_on), (_("复查日期"), row.review_on),
        (_("公开日期"), row.public_on),
    ]  # fmt: skip
    found = [
        (_("制定单位"), row.unit.name), (_("文号"), row.document_no or "—"), (_("责任岗位"), owner),
        (_("清理结论"), row.get_decision_display()), (_("理由"), row.why), (_("审批会议"), row.meeting),
        *((label, chinese_date(day) if day else "") for label, day in days),
    ]  # fmt: skip
    return [(label, words) for label, words in found if words]
