"""What the doing side does on a measure: progress, route steps, evidence, asking to close, asking for more time."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.core import clock
from huiyin.core.dates import date_or_dash
from huiyin.core.errors import Refused
from huiyin.rectification import closing, directing, queries, working
from huiyin.rectification.models import Evidence, Measure
from huiyin.rectification.offers import Verb
from huiyin.rectification.terms import MOST_EXTENSIONS
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
from huiyin.workspace.rectification.views.verbs import Deed, measure_verb, plain


def _progress(deed: Deed) -> object:
    data = deed.data
    return working.add_progress(
        deed.measure, text=data["text"], on=data["on"], revision=deed.revision, actor=deed.actor, now=deed.now
    )


progress = measure_verb(
    Verb.PROGRESS, plain(ProgressForm, on=clock.today), _progress, title=gettext_lazy("登记进展"),
    accept=gettext_lazy("登记"), done=gettext_lazy("进展已登记。"),
)  # fmt: skip


def _route_form(request: StaffRequest, measure: Measure) -> RouteForm:
    return RouteForm(posted(request), steps=list(measure.steps.all()), initial={"revision": measure.revision})


def _route(deed: Deed) -> object:
    done = deed.form.done() if isinstance(deed.form, RouteForm) else {}
    return working.tick_route(deed.measure, done=done, revision=deed.revision, actor=deed.actor, now=deed.now)


route = measure_verb(
    Verb.ROUTE, _route_form, _route, title=gettext_lazy("标记路线图"), accept=gettext_lazy("保存"),
    done=gettext_lazy("路线图已更新。"),
)  # fmt: skip


def _evidence_form(request: StaffRequest, measure: Measure) -> EvidenceForm:
    if request.META.get("huiyin.upload_too_large"):
        raise Refused(_("附件太大，没有收下。请压缩图片或分成几份再上传。"))
    return EvidenceForm(posted(request), request.FILES or None, initial={"revision": measure.revision})


def _evidence(deed: Deed) -> object:
    made, began = _kept_evidence(deed), closing.began_on(deed.measure)
    if made.dated < began:
        return _("佐证已收下，但日期早于措施开始（或重开）的%(day)s，不能作为销号的依据。") % {
            "day": date_or_dash(began)
        }
    return made


def _kept_evidence(deed: Deed) -> Evidence:
    data, file = deed.data, deed.data["file"]
    if file is None:
        return working.add_evidence(
            deed.measure, text=data["text"], dated=data["dated"], file=None, revision=deed.revision, actor=deed.actor,
            now=deed.now, today=deed.today,
        )  # fmt: skip
    return working.upload_evidence(
        deed.measure, text=data["text"], dated=data["dated"], chunks=file.chunks(), name=file.name,
        content_type=file.content_type or "", revision=deed.revision, actor=deed.actor, now=deed.now, today=deed.today,
    )  # fmt: skip


evidence = measure_verb(
    Verb.EVIDENCE, _evidence_form, _evidence, title=gettext_lazy("上传佐证"), accept=gettext_lazy("上传"),
    done=gettext_lazy("佐证已收下。"),
    text=gettext_lazy("系统记下收到的时间和文件的指纹；同一份文件用在别的措施上，检查人会看到。"),
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


submit = measure_verb(
    Verb.SUBMIT, plain(SubmitForm), lambda deed: closing.submit(deed.measure, text=deed.data["text"], **deed.when),
    title=gettext_lazy("申请销号"), accept=gettext_lazy("申请销号"), done=gettext_lazy("已申请销号，等单位负责人审签。"),
    text=gettext_lazy("之后依次由单位负责人审签、牵头领导审定、另一人检查，再问提意见的人；问到并等满期限后自动销号。"),
)  # fmt: skip
ask_extension = measure_verb(
    Verb.ASK_EXTENSION, plain(ExtensionForm),
    lambda deed: directing.ask_extension(
        deed.measure, until=deed.data["until"], reason=deed.data["reason"], **deed.when
    ),
    title=gettext_lazy("申请延期"), accept=gettext_lazy("申请"),
    done=gettext_lazy("延期申请已提出，等上级活动办公室审批。"), defaults=(MOST_EXTENSIONS,),
)  # fmt: skip
