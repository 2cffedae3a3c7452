"""After a call went out: a later due day, taken back, what was collected made public; buttons on the call's page."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.commitments import after, collecting, queries
from huiyin.commitments.models import Call
from huiyin.core import clock
from huiyin.core.errors import NotReached
from huiyin.organisation.access import RECORDERS
from huiyin.organisation.models import Role
from huiyin.workspace.acts import revision, tried
from huiyin.workspace.commitments.forms import ExtendForm
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.organisation.fields import bound

_GONE = "没有这一页，或它不在您的权限范围内。"


@staff("POST", roles=RECORDERS)
def extend(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """A later due day, and why."""
    found, form = _office_call(request, uid), bound(ExtendForm, request)
    if form.is_valid():
        tried(
            request,
            lambda: after.extend(
                found, due_on=form.cleaned_data["due_on"], why=form.cleaned_data["why"], revision=revision(request),
                actor=request.reach, now=clock.now(),
            ),
            _("已延期，理由已写在通知上。"),
        )  # fmt: skip
    else:
        messages.error(request, _("没有延期：请填新的截止日期和理由。"))
    return see_other(_page(found))


@staff("POST", roles=RECORDERS)
def withdraw(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Taken back, and why."""
    found = _office_call(request, uid)
    why = request.POST.get("why", "")
    tried(
        request,
        lambda: after.withdraw(found, why=why, revision=revision(request), actor=request.reach, now=clock.now()),
        _("已撤回，没有记账。"),
    )
    return see_other(_page(found))


@staff("POST", roles=(Role.OFFICE,))
def publish(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """What was collected, read through and made public."""
    found = queries.call_named(uid, request.reach)
    if not after.may_publish(found, request.reach):
        raise NotReached(_(_GONE))
    tried(
        request,
        lambda: after.publish(found, revision=revision(request), actor=request.reach, now=clock.now()),
        _("已公示，公众在“数据下载”里能看到。"),
    )
    return see_other(_page(found))


def _office_call(request: StaffRequest, uid: UUID) -> Call:
    found = queries.call_named(uid, request.reach)
    if not collecting.is_office(request.reach, found.unit):
        raise NotReached(_(_GONE))
    return found


def _page(found: Call) -> str:
    return reverse("commitments_call", kwargs={"uid": found.uid})
