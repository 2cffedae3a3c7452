"""Recording one entry by hand, correcting it, voiding it: form, one service call, back to the entry."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.campaigns.scope import campaigns_for_scope
from huiyin.core import clock
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.ledgers.engine import queries, services
from huiyin.ledgers.engine.budgets import NeedsReason
from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.forms import EntryForm, ReasonForm, ReviseForm
from huiyin.ledgers.engine.repeats import recorded_already
from huiyin.ledgers.engine.units import UnitChoice
from huiyin.ledgers.registry import ledger_named
from huiyin.ledgers.terms import late_after
from huiyin.organisation.access import RECORDERS
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.ledgers import shown


@staff("GET", "POST")
def new(request: StaffRequest, *, code: str) -> HttpResponse:
    """One entry to record."""
    ledger = ledger_named(code)
    units = UnitChoice(request.reach, RECORDERS)
    if units.is_empty or not ledger.by_hand:
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    campaigns = [(str(campaign.uid), campaign.name) for campaign in campaigns_for_scope(request.reach)]
    form = EntryForm(
        ledger, units, today=clock.today(), campaigns=campaigns, data=request.POST or None,
        initial={"campaign": request.GET.get("campaign", ""), "unit": units.own(request.reach)},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid() and not _is_there(ledger, form):
        try:
            made = services.record(
                ledger, unit=form.unit, fact_date=form.fact_date, values=form.values, actor=request.reach,
                now=clock.now(), campaign=form.campaign, over_budget=form.over_budget,
            )  # fmt: skip
        except NeedsReason as refusal:
            form.ask_over_budget()
            form.add_error(None, refusal.sentence)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("已入账，编号 %(number)s。") % {"number": made.entry_no})
            return see_other(shown.entry_href(ledger, made))
    return _page(request, ledger, form, _("登记一条"), _("登记"))


@staff("GET", "POST")
def revise(request: StaffRequest, *, code: str, uid: UUID) -> HttpResponse:
    """A correction over the revision that was seen."""
    ledger = ledger_named(code)
    found = queries.entry(ledger, uid, request.reach)
    units = UnitChoice(request.reach, RECORDERS)
    if not ledger.by_hand or not request.reach.may(RECORDERS, found.unit, found.campaign):
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    form = ReviseForm(ledger, units, found, today=clock.today(), data=request.POST or None)
    newest_href = ""
    if request.method == "POST" and form.is_valid():
        try:
            seen = queries.revision(ledger, uid, form.cleaned_data["seen"], request.reach)
            made = services.revise(
                ledger, seen, values=form.values, reason=form.cleaned_data["reason"], actor=request.reach,
                now=clock.now(), unit=form.unit, fact_date=form.fact_date, over_budget=form.over_budget,
            )  # fmt: skip
        except NeedsReason as refusal:
            form.ask_over_budget()
            form.add_error(None, refusal.sentence)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
            newest_href = shown.entry_href(ledger, found) if isinstance(refusal, Stale) else ""
        else:
            messages.success(request, _("已更正，原来的内容留在历史里。"))
            return see_other(shown.entry_href(ledger, made))
    title = _("更正 %(number)s") % {"number": found.entry_no}
    return _page(request, ledger, form, title, _("保存更正"), newest_href)


@staff("GET", "POST")
def void(request: StaffRequest, *, code: str, uid: UUID) -> HttpResponse:
    """Voiding keeps the entry in sight and takes it out of every figure."""
    ledger = ledger_named(code)
    found = queries.entry(ledger, uid, request.reach)
    if not request.reach.may(RECORDERS, found.unit, found.campaign):
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    if queries.posting_of(ledger, found) is not None:
        raise Refused(_("这条记录由办理环节自动记入，不能在台账里作废。请到原来的办理环节撤回或作废。"))
    form = ReasonForm(_("作废理由"), data=request.POST or None, seen=found.revision)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            seen = queries.revision(ledger, uid, form.cleaned_data["seen"], request.reach)
            made = services.void(ledger, seen, reason=reason, actor=request.reach, now=clock.now())
        except Refused as refusal:
            # The page shows how the entry stands now: who reads it may press again.
            form = ReasonForm(_("作废理由"), data={"seen": found.revision, "reason": reason})
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("已作废。这条记录仍可查看，不再计入任何数字。"))
            return see_other(shown.entry_href(ledger, made))
    context = {
        "ledger": ledger,
        "found": found,
        "form": form,
        "entry_href": shown.entry_href(ledger, found),
        "facts": shown.facts(ledger, found),
        "crumbs": shown.crumbs(ledger, (found.entry_no, shown.entry_href(ledger, found)), (_("作废"), "")),
    }
    return render(request, "workspace/ledgers/void.html", context)


def _is_there(ledger: Ledger[Any], form: EntryForm) -> bool:
    """Whether the same stands in the book already and the clerk has not said that it is another fact; asks for it."""
    number = "" if form.again else recorded_already(ledger, form.unit.pk, form.fact_date, form.values)
    if number:
        form.ask_again()
        form.add_error(
            None,
            _("台账里已有内容完全相同的一条（%(number)s）。是同一件事的，不用再登；确实是另外一件事，请勾选后再登记。")
            % {"number": number},
        )
    return bool(number)


# Any: the entry's model differs from ledger to ledger.
def _page(
    request: StaffRequest, ledger: Ledger[Any], form: EntryForm, title: str, accept: str, newest_href: str = ""
) -> HttpResponse:
    context = {
        "newest_href": newest_href,
        "ledger": ledger,
        "form": form,
        "title": title,
        "accept": accept,
        "late_term": late_after(ledger),
        "crumbs": shown.crumbs(ledger, (title, "")),
        "back_href": shown.list_href(ledger),
    }
    return render(request, "workspace/ledgers/form.html", context)
