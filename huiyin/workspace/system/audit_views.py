"""Reading the audit chain: lines, blocks, and whether it is whole. For auditors, who change nothing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.core import audit, audit_heads, reading
from huiyin.core.errors import Refused
from huiyin.organisation.audit_scope import audit_scope
from huiyin.organisation.models import Role
from huiyin.organisation.sign_in import names_of
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.system.actions import sentence
from huiyin.workspace.system.forms import AuditFilter, BlockFilter
from huiyin.workspace.system.views import older_href

# More would keep a person waiting in front of a page for longer than a minute.
VERIFY_AT_MOST = 500_000


@staff("GET", roles=(Role.AUDITOR,))
def lines(request: StaffRequest) -> HttpResponse:
    """Audit lines, newest first, by action and days."""
    form = AuditFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    page = reading.audit_lines(
        audit_scope(request.reach),
        action=asked.get("action", ""), begin=asked.get("begin"), end=asked.get("end"), before=asked.get("before"),
    )  # fmt: skip
    names = names_of({line.actor for line in page.rows if line.actor})
    heights = reading.heights_of(page.rows)
    rows = [
        (
            line,
            sentence(line.action),
            names.get(line.actor, _("已删除的账号")) if line.actor else _("系统"),
            heights.get(line.pk),
            [(key, _short(value)) for key, value in line.detail.items() if value is not None],
        )
        for line in page.rows
    ]
    context = {
        "crumbs": [(_("审计"), "")],
        "form": form,
        "rows": rows,
        "older": older_href(request, page.older),
        "newest": reverse("system_audit") if asked.get("before") else "",
    }
    return render(request, "workspace/system/audit.html", context)


def _short(value: str | int | bool) -> str:
    """A uid by its first eight characters, as everywhere else on the page; anything else as it stands."""
    text = str(value)
    return text[:8] if len(text) == 36 and text.count("-") == 4 else text


@staff("GET", roles=(Role.AUDITOR,))
def blocks(request: StaffRequest) -> HttpResponse:
    """The sealed blocks with their heads."""
    form = BlockFilter(request.GET)
    before = form.cleaned_data["before"] if form.is_valid() else None
    page = reading.audit_blocks(before=before)
    context = {
        "crumbs": [(_("审计"), reverse("system_audit")), (_("封存块"), "")],
        "rows": page.rows,
        "older": older_href(request, page.older),
        "newest": reverse("system_audit_blocks") if before else "",
    }
    return render(request, "workspace/system/blocks.html", context)


@staff("POST", roles=(Role.AUDITOR,))
def verify(request: StaffRequest) -> HttpResponse:
    """Recompute the chain now and say what came out."""
    if reading.sealed_lines() > VERIFY_AT_MOST:
        raise Refused(_("记录较多，网页上核对太久。请系统管理员在服务器上运行 huiyin verify，并把结果给您。"))
    verdict = audit.verify(audit_heads.exported_heads())
    for fault in verdict.faults[:20]:
        messages.error(request, fault)
    if not verdict.faults:
        numbers = {"blocks": verdict.blocks, "lines": verdict.lines, "unsealed": verdict.unsealed}
        messages.success(
            request,
            _("核对了 %(blocks)s 块、%(lines)s 条，未发现问题；另有 %(unsealed)s 条等待封存。") % numbers,
        )
    return see_other(reverse("system_audit_blocks"))
