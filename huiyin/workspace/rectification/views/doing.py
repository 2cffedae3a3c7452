"""What the doing side does on a measure: progress, route steps, evidence, asking to close, asking for more time."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.core.errors import Refused
from huiyin.rectification import closing, directing, queries, working
from huiyin.rectification.models import Measure
from huiyin.rectification.offers import Verb
from huiyin.workspace.gate import StaffRequest, staff
from huiyin.workspace.rectification.forms import (
    EvidenceForm,
    ExtensionForm,
    ProgressForm,
    RouteForm,
    SubmitForm,
    WithdrawForm,
)
from huiyin.workspace.rectification.views.common import measure_href, posted, require_offer, verb_page


def _open(request: StaffRequest, uid: UUID, verb: str) -> Measure:
    today = clock.today()
    measure = queries.measure(uid, request.reach, today)
    if request.method != "POST":
        require_offer(measure, verb, request, today)
    return measure


@staff("GET", "POST")
def progress(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Record progress."""
    measure = _open(request, uid, Verb.PROGRESS)
    form = ProgressForm(posted(request), initial={"revision": measure.revision, "on": clock.today()})

    def act() -> object:
        data = form.cleaned_data
        return working.add_progress(
            measure, text=data["text"], on=data["on"], revision=data["revision"], actor=request.reach, now=clock.now()
        )

    return verb_page(
        request, form, act, title=_("登记进展"), accept=_("登记"), done=_("进展已登记。"), back=measure_href(measure),
        measure=measure, revision=lambda: _open(request, uid, Verb.PROGRESS).revision,
    )  # fmt: skip


@staff("GET", "POST")
def route(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Tick steps of the route map."""
    measure = _open(request, uid, Verb.ROUTE)
    form = RouteForm(posted(request), steps=list(measure.steps.all()), initial={"revision": measure.revision})

    def act() -> object:
        return working.tick_route(
            measure, done=form.done(), revision=form.cleaned_data["revision"], actor=request.reach, now=clock.now()
        )

    return verb_page(
        request, form, act, title=_("标记路线图"), accept=_("保存"), done=_("路线图已更新。"), back=measure_href(measure),
        measure=measure, revision=lambda: _open(request, uid, Verb.ROUTE).revision,
    )  # fmt: skip


@staff("GET", "POST")
def evidence(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Add a piece of evidence."""
    measure = _open(request, uid, Verb.EVIDENCE)
    form = EvidenceForm(posted(request), request.FILES or None, initial={"revision": measure.revision})
    if request.META.get("huiyin.upload_too_large"):
        raise Refused(_("附件太大，没有收下。请压缩图片或分成几份再上传。"))

    def act() -> object:
        data, now, today = form.cleaned_data, clock.now(), clock.today()
        file = data["file"]
        if file is None:
            return working.add_evidence(
                measure, text=data["text"], dated=data["dated"], file=None, revision=data["revision"],
                actor=request.reach, now=now, today=today,
            )  # fmt: skip
        return working.upload_evidence(
            measure, text=data["text"], dated=data["dated"], chunks=file.chunks(), name=file.name,
            content_type=file.content_type or "", revision=data["revision"], actor=request.reach, now=now, today=today,
        )  # fmt: skip

    return verb_page(
        request, form, act, title=_("上传佐证"), accept=_("上传"), done=_("佐证已收下。"), back=measure_href(measure),
        measure=measure, revision=lambda: _open(request, uid, Verb.EVIDENCE).revision,
        text=_("系统记下收到的时间和文件的指纹；同一份文件用在别的措施上，检查人会看到。"),
    )  # fmt: skip


@staff("GET", "POST")
def withdraw(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Take a wrong piece of evidence back."""
    today = clock.today()
    found = queries.evidence(uid, request.reach, today)
    measure = queries.measure(found.measure.uid, request.reach, today)
    if request.method != "POST":
        require_offer(measure, Verb.EVIDENCE, request, today)
    form = WithdrawForm(posted(request))

    def act() -> object:
        return working.withdraw_evidence(found, why=form.cleaned_data["why"], actor=request.reach, now=clock.now())

    return verb_page(
        request, form, act, title=_("撤回佐证"), accept=_("撤回"), done=_("佐证已撤回，仍列在这里并注明理由。"),
        back=measure_href(measure), measure=measure, text=found.text, danger=True,
    )  # fmt: skip


@staff("GET", "POST")
def submit(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """申请销号."""
    measure = _open(request, uid, Verb.SUBMIT)
    form = SubmitForm(posted(request), initial={"revision": measure.revision})

    def act() -> object:
        data = form.cleaned_data
        return closing.submit(
            measure, text=data["text"], revision=data["revision"], actor=request.reach, now=clock.now(),
            on=clock.today(),
        )  # fmt: skip

    return verb_page(
        request, form, act, title=_("申请销号"), accept=_("申请销号"), done=_("已申请销号，等单位负责人审签。"),
        back=measure_href(measure), measure=measure, revision=lambda: _open(request, uid, Verb.SUBMIT).revision,
        text=_("之后依次由单位负责人审签、牵头领导审定、另一人检查，再问提意见的人；问到并等满期限后自动销号。"),
    )  # fmt: skip


@staff("GET", "POST")
def ask_extension(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """申请延期."""
    measure = _open(request, uid, Verb.ASK_EXTENSION)
    form = ExtensionForm(posted(request), initial={"revision": measure.revision})

    def act() -> object:
        data = form.cleaned_data
        return directing.ask_extension(
            measure, until=data["until"], reason=data["reason"], revision=data["revision"], actor=request.reach,
            now=clock.now(), on=clock.today(),
        )  # fmt: skip

    return verb_page(
        request, form, act, title=_("申请延期"), accept=_("申请"), done=_("延期申请已提出，等上级活动办公室审批。"),
        back=measure_href(measure), measure=measure, revision=lambda: _open(request, uid, Verb.ASK_EXTENSION).revision,
    )  # fmt: skip
