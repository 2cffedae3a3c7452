"""Texts for audit: the list, new ones, one text with its claims in place, its repair, its withdrawal."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.claim_audit import access, batches, erasing, holding, queries, rechecking
from huiyin.claim_audit.matching import only_counted_otherwise
from huiyin.claim_audit.models import HeldClaim, HeldText
from huiyin.core import clock, files
from huiyin.core.clock import SHANGHAI
from huiyin.core.dates import chinese_moment
from huiyin.core.errors import Refused
from huiyin.ledgers.engine.units import UnitChoice
from huiyin.workspace.claim_audit import shown
from huiyin.workspace.claim_audit.forms import NewTexts, WithdrawForm
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.uploads import TOO_LARGE

PAGE = 50
MOST_WORST = 5


@staff("GET")
def index(request: StaffRequest) -> HttpResponse:
    """All texts within reach; those that need a look come first."""
    access.require_auditor(request.reach)
    withdrawn = request.GET.get("withdrawn") == "1"
    found = queries.texts(request.reach, with_withdrawn=withdrawn)
    if withdrawn:
        found = found.filter(withdrawn_at__isnull=False)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    keep = "&withdrawn=1" if withdrawn else ""
    context = {
        "rows": [_row(text) for text in page.object_list],
        "withdrawn": withdrawn,
        "position": _("第 %(page)d 页，共 %(pages)d 页，%(total)d 份") % {
            "page": page.number, "pages": page.paginator.num_pages, "total": page.paginator.count,
        },
        "newer_href": f"?page={page.previous_page_number()}{keep}" if page.has_previous() else "",
        "older_href": f"?page={page.next_page_number()}{keep}" if page.has_next() else "",
        "erasures": [(one, shown.text_href(one.text, "claim_audit_erase")) for one in queries.open_erasures(request.reach)],
        "unread": [(one, reverse("claim_audit_batch", kwargs={"uid": one.uid})) for one in queries.unread_batches(request.reach)],
        "recent": [
            (one, chinese_moment(one.held_at.astimezone(SHANGHAI)), reverse("claim_audit_batch", kwargs={"uid": one.uid}))
            for one in batches.recent(request.reach)
        ],
    }  # fmt: skip
    return render(request, "workspace/claim_audit/list.html", context)


@staff("GET", "POST")
def new(request: StaffRequest) -> HttpResponse:
    """Files or pasted words in; a job reads them."""
    access.require_auditor(request.reach)
    campaigns = queries.campaigns(request.reach)
    is_post = request.method == "POST"
    units = UnitChoice(request.reach, access.AUDITORS)
    form = NewTexts(campaigns, units, data=request.POST if is_post else None, files=request.FILES if is_post else None)
    if request.META.get(TOO_LARGE):
        form.add_error("files", _("上传的文件合计超过 100 MB，没有收下。请分几次上传。"))
    elif is_post and form.is_valid():
        campaign = next(one for one in campaigns if str(one.uid) == form.cleaned_data["campaign"])
        try:
            batch = holding.hold(
                _given(form), campaign=campaign, unit=form.cleaned_data["unit"] or queries.unit_for(campaign, request.reach), actor=request.reach,
                now=clock.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return see_other(reverse("claim_audit_batch", kwargs={"uid": batch.uid}))
    context = {"form": form, "campaigns": campaigns, "crumbs": shown.crumbs(None, _("导入材料"))}
    return render(request, "workspace/claim_audit/new.html", context)


@staff("GET")
def one(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """One text: what a head reads in ten seconds, then the words with every claim marked in place."""
    text = queries.text(uid, request.reach)
    reading = queries.reading_of(text)
    claims = queries.claims(text)
    number = request.GET.get("page", "")
    page = shown.page_of(
        text, reading["clean"], claims, reading["suspicions"], int(number) if number.isdecimal() else 1
    )
    findings = list(text.findings.all())
    claims_href = shown.text_href(text, "claim_audit_claims")
    context = {
        "text": text,
        "look": shown.TEXT_LOOKS[text.state],
        "as_of": shown.moment(text),
        "counts": [
            (look, getattr(text, state), f"{claims_href}?state={state}") for state, look in shown.CLAIM_LOOKS.items()
        ],
        "total": len(claims),
        "worst": _worst(text, reading["clean"], claims),
        "claims_href": claims_href,
        "verdict": _verdict(text, len(claims)),
        "page": page,
        "looks": shown.CLAIM_LOOKS.values(),
        "findings": shown.shown_findings(findings),
        "steps": reading["steps"],
        "doubts": reading["suspicions"],
        "newer_href": f"?page={page.number - 1}#words" if page.number > 1 else "",
        "older_href": f"?page={page.number + 1}#words" if page.number < page.total else "",
        "position": _("第 %(page)d 页，共 %(pages)d 页") % {"page": page.number, "pages": page.total},
        "may_act": access.may_audit(request.reach, text.unit, text.campaign)
        and text.withdrawn_at is None
        and text.state != HeldText.State.ERASED,
        "may_erase": erasing.may_erase(text, request.reach),
        "erasure": erasing.last_request(text),
        "is_unread": text.state in (HeldText.State.WAITING, HeldText.State.READING),
        "crumbs": shown.crumbs(text),
    }
    return render(request, "workspace/claim_audit/one.html", context)


@staff("GET")
def repair(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """What the repair changed, step by step, each change beside what stood there; and what it only points out."""
    text = queries.text(uid, request.reach)
    reading = queries.reading_of(text)
    clean: str = reading["clean"]
    doubts: list[dict[str, Any]] = [  # plain JSON values
        {**one, "quote": clean[one["start"] : one["end"]], "page": shown.page_number(clean, one["start"])}
        for one in reading["suspicions"]
    ]
    context = {
        "text": text, "steps": reading["steps"], "doubts": doubts, "text_href": shown.text_href(text),
        "crumbs": shown.crumbs(text, _("修复记录")),
    }  # fmt: skip
    return render(request, "workspace/claim_audit/repair.html", context)


@staff("POST")
def recheck(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Hold the text against the records of now."""
    text = queries.text(uid, request.reach)
    seen = request.POST.get("seen", "")
    changed = rechecking.recheck(
        text, revision=int(seen) if seen.isdecimal() else 0, actor=request.reach, now=clock.now()
    )
    messages.success(
        request,
        _("已按现在的记录重新核对，%(n)d 处结果有变化。") % {"n": changed}
        if changed
        else _("已按现在的记录重新核对，结果没有变化。"),
    )
    return see_other(shown.text_href(text))


@staff("GET", "POST")
def withdraw(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Hide a text, with the reason."""
    text = queries.text(uid, request.reach)
    form = WithdrawForm(request.POST or None, initial={"seen": text.revision})
    if request.method == "POST" and form.is_valid():
        try:
            holding.withdraw(
                text,
                why=form.cleaned_data["why"],
                revision=form.cleaned_data["seen"],
                actor=request.reach,
                now=clock.now(),
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("已撤回《%(title)s》。") % {"title": text.title})
            return see_other(reverse("claim_audit_list"))
    context = {"text": text, "form": form, "back": shown.text_href(text), "crumbs": shown.crumbs(text, _("撤回"))}
    return render(request, "workspace/claim_audit/withdraw.html", context)


def _row(text: HeldText) -> dict[str, object]:
    href = shown.text_href(text)
    claims = shown.text_href(text, "claim_audit_claims")
    return {
        "text": text,
        "href": href,
        "look": shown.TEXT_LOOKS[text.state],
        "counts": [
            (look, getattr(text, state), f"{claims}?state={state}") for state, look in shown.CLAIM_LOOKS.items()
        ],
        "faults_href": f"{href}#checks",
    }


def _worst(text: HeldText, clean: str, claims: list[HeldClaim]) -> list[dict[str, str]]:
    """The first numbers that differ from the records, with the words around them; what is only counted otherwise comes last."""
    found = []
    differing = [one for one in claims if one.state == HeldClaim.State.DIFFERS]
    for claim in sorted(differing, key=lambda one: only_counted_otherwise(one.metric, one.unit))[:MOST_WORST]:
        before, own, behind = shown.context_of(clean, claim)
        href = shown.text_href(text, "claim_audit_claim", claim=claim.uid)
        found.append(
            {"before": before[-16:], "own": own, "behind": behind[:8], "sentence": claim.sentence, "href": href}
        )
    return found


def _verdict(text: HeldText, total: int) -> tuple[str, str]:
    """The one sentence for somebody in a hurry, with its tone."""
    if not total:
        return "neutral", _("没有找到可以核对的数量说法。")
    if not text.names_unit:
        return "warn", _("通篇没有提到“%(unit)s”，没有一处与它的记录核对。") % {"unit": text.unit.name}
    if text.differs > text.otherwise > 0:
        said = _("有数字与记录不符，请先看这些；另有 %(n)d 处只是口径不同（如人与人次）。")
        return "danger", said % {"n": text.otherwise}
    if text.otherwise:
        said = _("没有数字与记录不符，有 %(n)d 处口径不同（如人与人次），请写明口径。")
        return "warn", said % {"n": text.otherwise}
    if text.differs:
        return "danger", _("有数字与记录不符，请先看这些。")
    if text.supported:
        return "ok", _("能核对的数字都与记录相符。")
    return "neutral", _("没有能与记录核对的数字。")


def _given(form: NewTexts) -> list[holding.Given]:
    now = clock.now()
    if not form.cleaned_data["files"]:
        return [holding.pasted(form.cleaned_data["words"], title=form.cleaned_data["title"], now=now)]
    stored = [
        files.store(
            file.chunks(), name=(file.name or _("未命名")).replace("\\", "/").rsplit("/", 1)[-1],
            content_type=file.content_type or "", now=now,
        )
        for file in form.cleaned_data["files"]
    ]  # fmt: skip
    return holding.opened(stored, now=now)
