"""What is done from above or by those who sign: suspend, resume, transfer, void, decide on more time, review."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.organisation.search import the_unit
from huiyin.rectification import closing, directing, measures, queries
from huiyin.rectification.models import Measure
from huiyin.rectification.naming import PostFinder
from huiyin.rectification.offers import Verb
from huiyin.workspace.gate import StaffRequest, staff
from huiyin.workspace.rectification.forms import ConfirmForm, DecideForm, ReasonForm, ReviewForm, TransferForm
from huiyin.workspace.rectification.views.common import measure_href, posted, require_offer, spelled, verb_page


def _open(request: StaffRequest, uid: UUID, verb: str) -> Measure:
    today = clock.today()
    measure = queries.measure(uid, request.reach, today)
    if request.method != "POST":
        require_offer(measure, verb, request, today)
    return measure


@staff("GET", "POST")
def suspend(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """暂缓."""
    measure = _open(request, uid, Verb.SUSPEND)
    form = ReasonForm(posted(request), initial={"revision": measure.revision})

    def act() -> object:
        data = form.cleaned_data
        return directing.suspend(
            measure, why=data["reason"], revision=data["revision"], actor=request.reach, now=clock.now(),
            on=clock.today(),
        )  # fmt: skip

    return verb_page(
        request, form, act, title=_("暂缓"), accept=_("暂缓"), done=_("已暂缓，期限停止计算。"), back=measure_href(measure),
        measure=measure, revision=lambda: _open(request, uid, Verb.SUSPEND).revision,
    )  # fmt: skip


@staff("GET", "POST")
def resume(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """恢复."""
    measure = _open(request, uid, Verb.RESUME)
    form = ConfirmForm(posted(request), initial={"revision": measure.revision})

    def act() -> object:
        return directing.resume(
            measure, revision=form.cleaned_data["revision"], actor=request.reach, now=clock.now(), on=clock.today()
        )

    return verb_page(
        request, form, act, title=_("恢复办理"), accept=_("恢复"), done=_("已恢复，完成时限顺延暂缓的天数。"),
        back=measure_href(measure), measure=measure, text=_("暂缓理由：%(why)s") % {"why": measure.suspended_why},
        revision=lambda: _open(request, uid, Verb.RESUME).revision,
    )  # fmt: skip


@staff("GET", "POST")
def transfer(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """移交."""
    measure = _open(request, uid, Verb.TRANSFER)
    form = TransferForm(posted(request), initial={"revision": measure.revision})

    def act() -> object:
        data = form.cleaned_data
        unit = the_unit(data["unit"], request.reach)
        post = PostFinder([unit]).responsible(unit, data["post"])
        return directing.transfer(
            measure, to_unit=unit, to_post=post, why=data["why"], revision=data["revision"], actor=request.reach,
            now=clock.now(), on=clock.today(),
        )  # fmt: skip

    return verb_page(
        request, form, act, title=_("移交"), accept=_("移交"), done=_("已移交。"), back=measure_href(measure),
        measure=measure, revision=lambda: _open(request, uid, Verb.TRANSFER).revision,
        text=_("已登记的进展和佐证随措施一起移交；原来的经办人以后也不能检查它。"),
    )  # fmt: skip


@staff("GET", "POST")
def void(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """作废."""
    measure = _open(request, uid, Verb.VOID)
    form = ReasonForm(posted(request), initial={"revision": measure.revision})

    def act() -> object:
        data = form.cleaned_data
        return measures.void_measure(
            measure, reason=data["reason"], revision=data["revision"], actor=request.reach, now=clock.now(),
            on=clock.today(),
        )  # fmt: skip

    return verb_page(
        request, form, act, title=_("作废"), accept=_("作废"), done=_("已作废，记录和理由仍可查看。"), danger=True,
        back=measure_href(measure), measure=measure, revision=lambda: _open(request, uid, Verb.VOID).revision,
        text=_("作废不能撤销：措施不再计入任何数字，记录和理由保留。"),
    )  # fmt: skip


@staff("GET", "POST")
def decide_extension(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Grant or refuse more time."""
    asked = queries.extension(uid, request.reach)
    measure = _open(request, asked.measure.uid, Verb.DECIDE_EXTENSION)
    form = DecideForm(posted(request))

    def act() -> object:
        data = form.cleaned_data
        return directing.decide_extension(
            asked, granted=data["granted"] == "yes", note=data["note"], actor=request.reach, now=clock.now(),
            on=clock.today(),
        )  # fmt: skip

    text = _("%(who)s申请从%(before)s延至%(after)s。理由：%(why)s") % {
        "who": asked.asked_by.person.name, "before": spelled(asked.due_before), "after": spelled(asked.due_after),
        "why": asked.reason,
    }  # fmt: skip
    return verb_page(
        request, form, act, title=_("审批延期"), accept=_("确定"), done=_("延期申请已审批。"), back=measure_href(measure),
        measure=measure, text=text,
    )  # fmt: skip


@staff("GET", "POST")
def unit_review(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """责任单位负责人审签."""
    measure = _open(request, uid, Verb.UNIT_REVIEW)
    form = ReviewForm(posted(request), initial={"revision": measure.revision})

    def act() -> object:
        data = form.cleaned_data
        return closing.review_by_unit(
            measure, agreed=data["agreed"] == "yes", note=data["note"], revision=data["revision"],
            actor=request.reach, now=clock.now(), on=clock.today(),
        )  # fmt: skip

    return verb_page(
        request, form, act, title=_("单位负责人审签"), accept=_("确定"), done=_("已审签。"), back=measure_href(measure),
        measure=measure, revision=lambda: _open(request, uid, Verb.UNIT_REVIEW).revision,
    )  # fmt: skip


@staff("GET", "POST")
def leader_review(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """牵头领导审定."""
    measure = _open(request, uid, Verb.LEADER_REVIEW)
    form = ReviewForm(posted(request), initial={"revision": measure.revision})

    def act() -> object:
        data = form.cleaned_data
        return closing.review_by_leader(
            measure, agreed=data["agreed"] == "yes", note=data["note"], revision=data["revision"],
            actor=request.reach, now=clock.now(), on=clock.today(),
        )  # fmt: skip

    return verb_page(
        request, form, act, title=_("牵头领导审定"), accept=_("确定"), done=_("已审定。"), back=measure_href(measure),
        measure=measure, revision=lambda: _open(request, uid, Verb.LEADER_REVIEW).revision,
    )  # fmt: skip
