"""民情台账: what was promised to people, from entry to the day they were told."""

from collections.abc import Mapping
from typing import TypeVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.core.dates import chinese_date
from huiyin.core.errors import NotReached
from huiyin.organisation.access import READERS, RECORDERS
from huiyin.organisation.models import Unit
from huiyin.service import pasting, promise_reads, promising
from huiyin.service.models import ServicePromise
from huiyin.service.promising import Origin
from huiyin.service.terms import EXTENSIONS
from huiyin.workspace.acts import uid_or_none
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.lists import UnitForm, units_and_campaigns
from huiyin.workspace.organisation.fields import StaffForm, bound, done
from huiyin.workspace.service import shown
from huiyin.workspace.service.forms import ExtendForm, FinishForm, PromiseForm, PromisesForm, TellForm
from huiyin.workspace.uploads import TOO_LARGE

State = ServicePromise.State
F = TypeVar("F", bound=StaffForm)
TABS = (("open", "办理中"), ("late", "超过期限"), ("to_tell", "待告知本人"), ("told", "已告知本人"))


@staff("GET", roles=READERS)
def index(request: StaffRequest) -> HttpResponse:
    """What is promised in reach, by state; the contact points and pairings it came from."""
    today, reach = clock.today(), request.reach
    wanted = request.GET.get("state", "open")
    wanted = wanted if wanted in dict(TABS) else "open"
    page = _page(request)
    found = promise_reads.chosen(reach, wanted, today)[page * promise_reads.PAGE : (page + 1) * promise_reads.PAGE + 1]
    rows, here = list(found), reverse("service_index")
    context = {
        "crumbs": [(_("联系服务"), "")], "counts": promise_reads.counted(reach, today), "wanted": wanted,
        "rows": [(row, shown.state(row)) for row in rows[: promise_reads.PAGE]], "today": today,
        "tabs": [(code, _(label), f"{here}?state={code}") for code, label in TABS],
        "older": f"{here}?state={wanted}&page={page + 1}" if len(rows) > promise_reads.PAGE else "",
        "newer": f"{here}?state={wanted}&page={page - 1}" if page else "",
        "may_enter": reach.is_one_of(*RECORDERS), "places": promise_reads.places(reach),
    }  # fmt: skip
    return render(request, "workspace/service/index.html", context)


@staff("GET", roles=READERS)
def place(request: StaffRequest, *, book: str, uid: UUID) -> HttpResponse:
    """A contact point, pairing or visit: what was promised there."""
    ledger, entry, origin = promise_reads.origin_of(book, uid, request.reach)
    rows = list(promise_reads.made_at(origin, request.reach)[: promise_reads.PAGE])
    title = str(getattr(entry, ledger.title_column))
    context = {
        "crumbs": shown.crumbs((title, "")), "title": title, "book": ledger, "entry": entry,
        "rows": [(row, shown.state(row)) for row in rows], "today": clock.today(),
        "entry_href": reverse("ledgers_entry", kwargs={"code": ledger.code, "uid": uid}),
        "new_href": f"{reverse('service_promise_new')}?book={book}&entry={uid}",
        "may_enter": request.reach.is_one_of(*RECORDERS),
    }  # fmt: skip
    return render(request, "workspace/service/place.html", context)


@staff("GET", "POST", roles=RECORDERS)
def new(request: StaffRequest) -> HttpResponse:
    """One matter promised, perhaps at a contact point, pairing or visit."""
    units, campaigns = units_and_campaigns(request.reach)
    today, origin = clock.today(), _origin(request)
    form = bound(PromiseForm, request, units=units, campaigns=campaigns, initial={"promised_on": today})
    made = done(
        request,
        form,
        lambda: promising.promise(
            unit_of(form, request), [form.row()], origin=origin, campaign=uid_or_none(form.cleaned_data["campaign"]),
            actor=request.reach, now=clock.now(),
        ),
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("已登记，到期前会提醒承办单位。"))
        return see_other(reverse("service_promise", kwargs={"uid": made[0].uid}))
    context = {
        "crumbs": shown.crumbs((_("登记答应办的事"), "")), "form": form, "title": _("登记答应办的事"), "accept": _("登记"),
        "lead": _("走访时当面答应的事登记在这里，办完、说明了，还要告知本人，才算了结。成批的可以粘贴或上传。"),
        "back_href": reverse("service_index"),
    }  # fmt: skip
    return render(request, "workspace/organisation/form.html", context)


@staff("GET", "POST", roles=RECORDERS)
def paste(request: StaffRequest) -> HttpResponse:
    """Many matters at once: shown before anything is written, then all of them or none."""
    units, campaigns = units_and_campaigns(request.reach)
    form = bound(PromisesForm, request, units=units, campaigns=campaigns, too_large=bool(request.META.get(TOO_LARGE)))
    lines = done(
        request,
        form,
        lambda: pasting.promises(form.rows()),
    )
    wrong = [line for line in lines or [] if line.problem]
    if lines and not wrong and "confirm" in request.POST:
        made = done(
            request,
            form,
            lambda: promising.promise(
                unit_of(form, request), [line.row for line in lines if line.row], actor=request.reach,
                campaign=uid_or_none(form.cleaned_data["campaign"]), now=clock.now(),
            ),
        )  # fmt: skip
        if made is not None:
            messages.success(request, _("登记了 %(n)d 件。") % {"n": len(made)})
            return see_other(reverse("service_index"))
    ready = bool(lines) and not wrong and not form.non_field_errors()
    context = {
        "crumbs": shown.crumbs((_("成批登记"), "")), "form": form, "lines": lines or [], "wrong": wrong, "ready": ready,
        "text": pasting.as_text(lines or []), "heads": list(pasting.PROMISES.values()), "hidden": said(form, "unit", "campaign"),
        "title": _("成批登记答应办的事"),
    }  # fmt: skip
    return render(request, "workspace/lists/paste.html", context)


@staff("GET", "POST", roles=READERS)
def one(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """One promise; for its recorders the act that comes next."""
    row = promise_reads.promise_named(uid, request.reach)
    acts = request.reach.may(RECORDERS, row.unit, row.campaign)
    if request.method == "POST" and not acts:
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    act = request.POST.get("act", "")
    today, seen = clock.today(), {"seen": row.revision}
    finish = _form(request, FinishForm, act == "finish", {**seen, "on": today})
    extend = _form(request, ExtendForm, act == "extend", seen)
    tell = _form(request, TellForm, act == "tell", {**seen, "on": today})
    changed = None
    if act == "finish" and row.state == State.OPEN:
        changed = done(
            request,
            finish,
            lambda: promising.finish(
                row, result=finish.cleaned_data["result"], on=finish.cleaned_data["on"],
                declined=finish.cleaned_data["declined"] == "1", revision=finish.revision, actor=request.reach,
                now=clock.now(),
            ),
        )  # fmt: skip
    elif act == "extend":
        changed = done(
            request,
            extend,
            lambda: promising.extend(
                row, to=extend.cleaned_data["to"], reason=extend.cleaned_data["reason"], revision=extend.revision,
                actor=request.reach, now=clock.now(),
            ),
        )  # fmt: skip
    elif act == "tell":
        changed = done(
            request,
            tell,
            lambda: promising.tell(
                row, on=tell.cleaned_data["on"], revision=tell.revision, actor=request.reach, now=clock.now()
            ),
        )  # fmt: skip
    if changed is not None:
        messages.success(request, _("已登记。"))
        return see_other(reverse("service_promise", kwargs={"uid": uid}))
    context = {
        "crumbs": shown.crumbs((row.matter, "")), "row": row, "state": shown.state(row), "today": today,
        "late": row.state == State.OPEN and row.due_on < today, "acts": acts, "finish": finish, "extend": extend,
        "tell": tell, "limit": EXTENSIONS, "facts": _facts(row), "may_extend": row.extensions < EXTENSIONS.value,
        "place_href": reverse("service_place", kwargs={"book": row.book, "uid": row.entry}) if row.entry else "",
    }  # fmt: skip
    return render(request, "workspace/service/promise.html", context)


def _facts(row: ServicePromise) -> list[tuple[str, str]]:
    found = [
        (_("答应了谁"), row.beneficiary), (_("办理单位"), row.unit.name), (_("承办人"), row.doer),
        (_("答应日期"), chinese_date(row.promised_on)), (_("办理期限"), chinese_date(row.due_on)), (_("延期"), row.delays),
    ]  # fmt: skip
    if row.finished_on:
        heading = _("办理结果") if row.declined is False else _("办不了的原因")
        found.append((heading, f"{row.result}（{chinese_date(row.finished_on)}）"))
    if row.told_on:
        found.append((_("告知本人"), chinese_date(row.told_on)))
    return [(label, words) for label, words in found if words]


def unit_of(form: UnitForm, request: StaffRequest) -> Unit:
    """The unit chosen; the choices were those one records for."""
    return request.reach.units_for(RECORDERS, None).get(uid=form.cleaned_data["unit"])


def _form(request: StaffRequest, kind: type[F], sent: bool, initial: Mapping[str, object]) -> F:
    """The form of one act: bound when it is the one that was sent."""
    return bound(kind, request) if sent else kind(actor=request.reach, initial=dict(initial))


def _origin(request: StaffRequest) -> Origin | None:
    """Where it was promised, out of the address."""
    uid = uid_or_none(request.GET.get("entry", ""))
    if uid is None:
        return None
    return promise_reads.origin_of(request.GET.get("book", ""), uid, request.reach)[2]


def said(form: UnitForm, *names: str) -> list[tuple[str, str]]:
    """What was chosen, to be sent again with the confirmation."""
    return [(name, str(form.data.get(name, ""))) for name in names] if form.is_bound else []


def _page(request: StaffRequest) -> int:
    text = request.GET.get("page", "0")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 0
