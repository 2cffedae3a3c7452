"""What is done from above or by those who sign: suspend, resume, transfer, void, decide on more time, review."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.core import clock
from huiyin.core.dates import date_or_dash
from huiyin.organisation.search import the_unit
from huiyin.rectification import closing, directing, measures, queries
from huiyin.rectification.naming import PostFinder
from huiyin.rectification.offers import Verb
from huiyin.workspace.gate import StaffRequest, staff
from huiyin.workspace.rectification.forms import ConfirmForm, DecideForm, ReasonForm, ReviewForm, TransferForm
from huiyin.workspace.rectification.views.common import measure_href, posted, require_offer, verb_page
from huiyin.workspace.rectification.views.verbs import Deed, measure_verb, plain


def _transfer(deed: Deed) -> object:
    unit = the_unit(deed.data["unit"], deed.actor)
    post = PostFinder([unit]).responsible(unit, deed.data["post"])
    return directing.transfer(deed.measure, to_unit=unit, to_post=post, why=deed.data["why"], **deed.when)


suspend = measure_verb(
    Verb.SUSPEND, plain(ReasonForm),
    lambda deed: directing.suspend(deed.measure, why=deed.data["reason"], **deed.when),
    title=gettext_lazy("暂缓"), accept=gettext_lazy("暂缓"), done=gettext_lazy("已暂缓，期限停止计算。"),
)  # fmt: skip
resume = measure_verb(
    Verb.RESUME, plain(ConfirmForm), lambda deed: directing.resume(deed.measure, **deed.when),
    title=gettext_lazy("恢复办理"), accept=gettext_lazy("恢复"),
    done=gettext_lazy("已恢复，完成时限顺延暂缓的天数。"),
    text=lambda measure: _("暂缓理由：%(why)s") % {"why": measure.suspended_why},
)  # fmt: skip
transfer = measure_verb(
    Verb.TRANSFER, plain(TransferForm), _transfer, title=gettext_lazy("移交"), accept=gettext_lazy("移交"),
    done=gettext_lazy("已移交。"),
    text=gettext_lazy("已登记的进展和佐证随措施一起移交；原来的经办人以后也不能检查它。"),
)  # fmt: skip
void = measure_verb(
    Verb.VOID, plain(ReasonForm),
    lambda deed: measures.void_measure(deed.measure, reason=deed.data["reason"], **deed.when),
    title=gettext_lazy("作废"), accept=gettext_lazy("作废"), done=gettext_lazy("已作废，记录和理由仍可查看。"), danger=True,
    text=gettext_lazy("作废不能撤销：措施不再计入任何数字，记录和理由保留。"),
)  # fmt: skip
unit_review = measure_verb(
    Verb.UNIT_REVIEW, plain(ReviewForm),
    lambda deed: closing.review_by_unit(deed.measure, agreed=deed.said_yes, note=deed.data["note"], **deed.when),
    title=gettext_lazy("单位负责人审签"), accept=gettext_lazy("确定"), done=gettext_lazy("已审签。"),
)  # fmt: skip
leader_review = measure_verb(
    Verb.LEADER_REVIEW, plain(ReviewForm),
    lambda deed: closing.review_by_leader(deed.measure, agreed=deed.said_yes, note=deed.data["note"], **deed.when),
    title=gettext_lazy("牵头领导审定"), accept=gettext_lazy("确定"), done=gettext_lazy("已审定。"),
)  # fmt: skip


@staff("GET", "POST")
def decide_extension(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Grant or refuse more time."""
    asked = queries.extension(uid, request.reach)
    today = clock.today()
    measure = queries.measure(asked.measure.uid, request.reach, today)
    if request.method != "POST":
        require_offer(measure, Verb.DECIDE_EXTENSION, request, today)
    form = DecideForm(posted(request))

    def act() -> object:
        data = form.cleaned_data
        return directing.decide_extension(
            asked, granted=data["granted"] == "yes", note=data["note"], actor=request.reach, now=clock.now(), on=today
        )

    text = _("%(who)s申请从%(before)s延至%(after)s。理由：%(why)s") % {
        "who": asked.asked_by.person.name, "before": date_or_dash(asked.due_before), "after": date_or_dash(asked.due_after),
        "why": asked.reason,
    }  # fmt: skip
    return verb_page(
        request, form, act, title=_("审批延期"), accept=_("确定"), done=_("延期申请已审批。"), back=measure_href(measure),
        measure=measure, text=text,
    )  # fmt: skip
