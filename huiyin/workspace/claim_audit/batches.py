"""One batch of texts: progress while the job reads, then what needs a look first, one line a text; Excel and JSON out."""

from io import BytesIO
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.claim_audit import access, batches, queries
from huiyin.claim_audit.batches import Place, Ranked, Standing
from huiyin.claim_audit.models import Batch, HeldText
from huiyin.claim_audit.out.batch import batch_json, write_batch
from huiyin.core import clock
from huiyin.core.clock import SHANGHAI
from huiyin.core.dates import chinese_moment
from huiyin.core.errors import NotReached
from huiyin.core.models import Job
from huiyin.workspace.claim_audit import shown
from huiyin.workspace.claim_audit.downloads import SPREADSHEET, attached
from huiyin.workspace.claim_audit.shown import Look
from huiyin.workspace.gate import StaffRequest, see_other, staff

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

REFRESH_SECONDS = "2"
LOOKS: dict[str, Look] = {
    "differs": Look(gettext_lazy("与记录不符"), "danger", "circle-x"),
    "faults": Look(gettext_lazy("自身有问题"), "warn", "alert"),
    "failed": Look(gettext_lazy("读不了"), "danger", "circle-x"),
    "no_record": Look(gettext_lazy("没有记录"), "warn", "circle-dashed"),
    "uncheckable": Look(gettext_lazy("无法核对"), "neutral", "ban"),
    "silent": Look(gettext_lazy("没有数量"), "neutral", "circle-dashed"),
    "fine": Look(gettext_lazy("没有疑问"), "ok", "circle-check"),
    "unread": Look(gettext_lazy("还没有读"), "progress", "hourglass"),
    "erased": Look(gettext_lazy("已依法删除"), "muted", "eraser"),
}


@staff("GET")
def batch(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The texts of a batch; while the job runs the page asks for itself again. A batch of one leads on to its text."""
    found = batches.batch(uid, request.reach)
    where = batches.standing(found, request.reach)
    if where.total == 1 and not where.unread and (only := queries.only_text(found)):
        return see_other(shown.text_href(only))
    kind = request.GET.get("show", "")
    if kind and kind not in LOOKS:
        raise NotReached(_("没有这一类材料。"))
    texts, behind = batches.page(found, request.reach, kind=kind, after=_after(request.GET.get("after", "")))
    keep = f"show={kind}&" if kind else ""
    context = {
        "batch": found, "where": where, "read": where.total - where.unread,
        "held_at": chinese_moment(found.held_at.astimezone(SHANGHAI)), "rows": [_row(text) for text in texts],
        "columns": list(shown.CLAIM_LOOKS.values()), "kind": kind, "look": LOOKS.get(kind), "tabs": _tabs(where, kind),
        "position": _("这一页 %(n)d 份，共 %(total)d 份") % {"n": len(texts), "total": where.kinds[kind] if kind else where.total},
        "newer_href": f"?show={kind}" if kind else "?",
        "paged": bool(behind or request.GET.get("after")),
        "older_href": f"?{keep}after={'.'.join(map(str, behind))}" if behind else "",
        "trouble": _trouble(where), "is_waiting": where.unread and where.job and where.job.state == Job.State.WAITING,
        "may_take_up": access.may_audit(request.reach, found.unit, found.campaign)
        and (where.stopped or (not where.unread and where.kinds["failed"] > 0)),
        "crumbs": shown.crumbs(None, _("一批材料")),
    }  # fmt: skip
    response = render(request, "workspace/claim_audit/batch.html", context)
    if where.unread and not where.stopped:
        response["Refresh"] = REFRESH_SECONDS
    return response


@staff("POST")
def take_up(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Have the reading taken up again where it stopped, and what could not be read tried once more."""
    found = batches.batch(uid, request.reach)
    texts = batches.take_up_again(found, actor=request.reach, now=clock.now())
    messages.success(request, _("后台将再读 %(n)d 份，已读完的不重读。") % {"n": texts})
    return see_other(_href(found))


@staff("GET")
def excel(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """All claims of a batch, one a row."""
    found = batches.batch(uid, request.reach)
    target = BytesIO()
    write_batch(target, found, batches.audited(found, request.reach), now=clock.now())
    return attached(target.getvalue(), f"{_name(found)}.xlsx", SPREADSHEET)


@staff("GET")
def as_json(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """All of a batch, for other programs."""
    found = batches.batch(uid, request.reach)
    content = "".join(batch_json(found, batches.audited(found, request.reach)))
    return attached(content.encode(), f"{_name(found)}.json", "application/json")


def _href(found: Batch) -> str:
    return reverse("claim_audit_batch", kwargs={"uid": found.uid})


def _name(found: Batch) -> str:
    return _("成批核对结果_%(day)s") % {"day": f"{found.held_at.astimezone(SHANGHAI):%Y%m%d_%H%M}"}


def _after(said: str) -> Place | None:
    """Where a page begins, as an address says it; anything else begins at the beginning."""
    parts = said.split(".")
    if len(parts) != len(Place._fields) or not all(part.isascii() and part.isdecimal() for part in parts):
        return None
    rank, wrong, pk = (int(part[:18]) for part in parts)
    return Place(rank, wrong, pk)


def _tabs(where: Standing, kind: str) -> list[dict[str, Any]]:  # a template's values
    """Each kind that there is, with its number, which opens it."""
    return [
        {"look": look, "number": where.kinds[code], "href": f"?show={code}", "active": code == kind}
        for code, look in LOOKS.items()
        if where.kinds[code] or code == kind
    ]


def _trouble(where: Standing) -> str:
    """Why the reading stands still, with what to do."""
    if not where.stopped:
        return ""
    said = where.job.error if where.job is not None else ""
    return said or _("读取没有完成就停了。已读完的都在，点“继续读取”接着读。")


def _row(text: "WithAnnotations[HeldText, Ranked]") -> dict[str, Any]:  # a template's values
    claims = shown.text_href(text, "claim_audit_claims")
    return {
        "text": text, "href": shown.text_href(text), "look": LOOKS[batches.KINDS[text.rank]],
        "counts": [
            (look, getattr(text, state), f"{claims}?state={state}") for state, look in shown.CLAIM_LOOKS.items()
        ],
        "is_read": text.state == HeldText.State.READ, "faults_href": f"{shown.text_href(text)}#checks",
    }  # fmt: skip
