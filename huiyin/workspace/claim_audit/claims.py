"""The claims of a text: a list by state, and one with its records, its proposals and the confirmation."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.claim_audit import access, confirming, deciding, queries
from huiyin.claim_audit.matching import SURE
from huiyin.claim_audit.models import HeldClaim, HeldText
from huiyin.core import clock
from huiyin.core.errors import NotReached, Refused
from huiyin.metrics.figure import Figure
from huiyin.workspace.claim_audit import shown
from huiyin.workspace.claim_audit.forms import NO_METRIC, ConfirmForm, DecideForm
from huiyin.workspace.figures.address import figure_href, scope_query
from huiyin.workspace.gate import StaffRequest, see_other, staff

MOST_ROWS = 500


@dataclass(frozen=True)
class Row:
    """One claim in a list."""

    claim: HeldClaim
    look: shown.Look
    href: str
    before: str
    own: str
    behind: str
    figure: Figure | None
    figure_href: str
    confirmed: str
    checks: list[str]


@staff("GET")
def index(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The claims of a text, of one state when asked."""
    text = queries.text(uid, request.reach)
    state = request.GET.get("state", "")
    if state and state not in shown.CLAIM_LOOKS:
        raise NotReached(_("没有这种状态。"))
    claims = queries.claims(text, [state] if state else [])
    context = {
        "text": text,
        "rows": rows(text, claims[:MOST_ROWS]),
        "more": max(0, len(claims) - MOST_ROWS),
        "state": state,
        "look": shown.CLAIM_LOOKS.get(state),
        "tabs": [
            (look.word, getattr(text, code), f"?state={code}", code == state)
            for code, look in shown.CLAIM_LOOKS.items()
        ],
        "excel_href": shown.text_href(text, "claim_audit_excel"),
        "text_href": shown.text_href(text),
        "crumbs": shown.crumbs(text, _("各处数字")),
    }
    return render(request, "workspace/claim_audit/claims.html", context)


@staff("GET", "POST")
def one(request: StaffRequest, *, uid: UUID, claim: UUID) -> HttpResponse:
    """One claim: where it stands, what the records say, which metrics were proposed and why; confirm or correct."""
    text = queries.text(uid, request.reach)
    found = queries.claim(text, claim)
    form = ConfirmForm(
        [str(one["code"]) for one in found.proposals], data=request.POST or None,
        initial={"metric": found.metric or (NO_METRIC if found.confirmation else ""), "seen": found.revision},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            confirming.confirm(
                found, metric=form.chosen, revision=form.cleaned_data["seen"], actor=request.reach, now=clock.now()
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("已确认，以后同样的说法按此核对。"))
            return see_other(request.path)
    return _page(request, text, found, form)


@staff("POST")
def decide(request: StaffRequest, *, uid: UUID, claim: UUID) -> HttpResponse:
    """Hold a claim that the program barred against a metric all the same, for this text only; or take that back."""
    text = queries.text(uid, request.reach)
    found = queries.claim(text, claim)
    back = shown.text_href(text, "claim_audit_claim", claim=found.uid)
    if request.POST.get("do") == "take_back":
        seen = request.POST.get("seen", "")
        deciding.take_back(found, revision=int(seen) if seen.isdecimal() else 0, actor=request.reach, now=clock.now())
        messages.success(request, _("已收回，这一处回到系统的结论。"))
        return see_other(back)
    form = DecideForm([str(one["code"]) for one in found.proposals], data=request.POST)
    if form.is_valid():
        try:
            deciding.decide(
                found, metric=form.chosen, why=form.cleaned_data["why"], revision=form.cleaned_data["seen"],
                actor=request.reach, now=clock.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("已按您的决定核对。只对这份材料的这一处有效。"))
            return see_other(back)
    return _page(request, text, found, _confirm_form(found), form)


def _confirm_form(found: HeldClaim) -> ConfirmForm:
    return ConfirmForm(
        [str(one["code"]) for one in found.proposals],
        initial={"metric": found.metric or (NO_METRIC if found.confirmation else ""), "seen": found.revision},
    )


def _page(
    request: StaffRequest, text: HeldText, found: HeldClaim, form: ConfirmForm, decide_form: DecideForm | None = None
) -> HttpResponse:
    """The page of one claim."""
    clean = str(queries.reading_of(text)["clean"])
    (row,) = rows(text, [found], clean)
    scope = row.figure.scope if row.figure else None
    context = {
        "text": text,
        "row": row,
        "facts": _facts(found),
        "proposals": [
            {**one, "href": _metric_href(str(one["code"]), text), "sure": _sureness(one)} for one in found.proposals
        ],
        "scope": scope,
        "form": form,
        "decide_form": decide_form
        or DecideForm(
            [str(one["code"]) for one in found.proposals], initial={"metric": found.metric, "seen": found.revision}
        ),
        "decide_href": shown.text_href(text, "claim_audit_decide", claim=found.uid),
        "decided": shown.decided_words(found),
        "may_act": access.may_audit(request.reach, text.unit, text.campaign)
        and text.withdrawn_at is None
        and text.state == HeldText.State.READ,
        "in_text_href": f"{shown.text_href(text)}?page={shown.page_number(clean, found.clean_start)}#c-{found.uid}",
        "crumbs": [
            *shown.crumbs(text, "")[:-1],
            (_("各处数字"), shown.text_href(text, "claim_audit_claims")),
            (" ".join(found.quote.split())[:20], ""),
        ],
    }
    return render(request, "workspace/claim_audit/claim.html", context)


def rows(text: HeldText, claims: list[HeldClaim], clean: str | None = None) -> list[Row]:
    """Claims as a list shows them: the words around, the figure they were held against, who confirmed."""
    words = str(queries.reading_of(text)["clean"]) if clean is None else clean
    known = shown.records_for(text, claims)
    findings = list(text.findings.all())
    found = []
    for claim in claims:
        figure = known.get(claim.metric)
        before, own, behind = shown.context_of(words, claim)
        found.append(
            Row(
                claim, shown.CLAIM_LOOKS[claim.state], shown.text_href(text, "claim_audit_claim", claim=claim.uid),
                before, own, behind, figure, figure_href(figure) if figure else "", shown.confirmed_words(claim),
                [one.sentence for one in shown.findings_on(claim, findings)],
            )
        )  # fmt: skip
    return found


def _metric_href(code: str, text: HeldText) -> str:
    scope = shown.scope_of(text)
    return reverse("figures_one", kwargs={"code": code}) + scope_query(scope)


def _sureness(one: dict[str, Any]) -> str:
    """How far the machine's own proposal goes, in a word."""
    if one["other_count"]:
        return _("口径不同")
    return _("较大") if float(one["score"]) >= SURE else _("不大，请人工判断")


def _facts(claim: HeldClaim) -> list[tuple[str, str]]:
    """What was read out of the words."""
    value = f"{claim.low}—{claim.high}" if claim.high else claim.low
    approx = {"at_least": _("以上"), "at_most": _("以内"), "about": _("左右")}.get(claim.approx, "")
    modality = {
        "done": _("已做的事"), "plan": _("打算"), "rule": _("规定、要求"), "bg": _("现状、背景"),
    }[claim.modality]  # fmt: skip
    pairs = [
        (_("数值"), f"{value}{claim.unit}{approx}"), (_("数的是"), claim.what), (_("动词"), claim.verb),
        (_("谁做的"), claim.actor), (_("时间"), claim.time), (_("性质"), modality),
        (_("在原件中的位置"), _("第 %(start)d—%(end)d 字") % {"start": claim.start + 1, "end": claim.end}),
    ]  # fmt: skip
    return [(label, value) for label, value in pairs if value]
