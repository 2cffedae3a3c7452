"""Making a checked entry public, and taking it back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.core.errors import NotReached, Refused
from huiyin.ledgers.engine import queries
from huiyin.ledgers.engine.disclosure import public_facts, release_of
from huiyin.ledgers.engine.disclosure import release as make_public
from huiyin.ledgers.engine.disclosure import withdraw as take_back
from huiyin.ledgers.engine.forms import ReasonForm, SeenForm
from huiyin.ledgers.registry import ledger_named
from huiyin.organisation.models import Role
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.ledgers import shown


@staff("GET", "POST")
def release(request: StaffRequest, *, code: str, uid: UUID) -> HttpResponse:
    """What exactly would be public, to be checked by a person before it is."""
    ledger = ledger_named(code)
    found = queries.entry(ledger, uid, request.reach)
    if ledger.disclosure is None or not request.reach.may((Role.OFFICE,), found.unit, found.campaign):
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    form = SeenForm(request.POST or None, initial={"seen": found.revision})
    if request.method == "POST" and form.is_valid():
        try:
            seen = queries.revision(ledger, uid, form.cleaned_data["seen"], request.reach)
            make_public(ledger, seen, actor=request.reach, now=clock.now(), today=clock.today())
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("已公开。以后更正这条记录，公开页会先撤下，重新核对后再公开。"))
            return see_other(shown.entry_href(ledger, found))
    context = {
        "ledger": ledger,
        "form": form,
        "facts": [(label, text) for _name, label, text in public_facts(ledger, found)],
        "entry_href": shown.entry_href(ledger, found),
        "crumbs": shown.crumbs(ledger, (found.entry_no, shown.entry_href(ledger, found)), (_("公开"), "")),
    }
    return render(request, "workspace/ledgers/release.html", context)


@staff("GET", "POST")
def withdraw(request: StaffRequest, *, code: str, uid: UUID) -> HttpResponse:
    """Taking an entry back from the public, with a reason."""
    ledger = ledger_named(code)
    found = queries.entry(ledger, uid, request.reach)
    is_office = request.reach.may((Role.OFFICE,), found.unit, found.campaign)
    if ledger.disclosure is None or not is_office or release_of(ledger, found.entry) is None:
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    form = ReasonForm(_("撤回理由"), data=request.POST or None, seen=found.revision)
    if request.method == "POST" and form.is_valid():
        try:
            take_back(
                ledger, found, reason=form.cleaned_data["reason"], actor=request.reach, now=clock.now(),
                today=clock.today(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("已撤回公开。"))
            return see_other(shown.entry_href(ledger, found))
    context = {
        "ledger": ledger,
        "form": form,
        "entry_href": shown.entry_href(ledger, found),
        "crumbs": shown.crumbs(ledger, (found.entry_no, shown.entry_href(ledger, found)), (_("撤回公开"), "")),
    }
    return render(request, "workspace/ledgers/withdraw.html", context)
