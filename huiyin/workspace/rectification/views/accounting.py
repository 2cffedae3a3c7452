"""问责 in two steps, and the circular in Word."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.core.errors import Refused
from huiyin.organisation.search import the_person
from huiyin.rectification import looking_back, queries
from huiyin.rectification.offers import Verb
from huiyin.reports.task_sheet import circular_word
from huiyin.workspace.gate import StaffRequest, staff
from huiyin.workspace.rectification.forms import LeaderForm, ResponsibleForm
from huiyin.workspace.rectification.views.common import measure_href, posted, require_offer, verb_page
from huiyin.workspace.rectification.views.words import word_file


@staff("GET", "POST")
def responsible(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The first step: the person directly responsible."""
    today = clock.today()
    measure = queries.measure(uid, request.reach, today)
    if request.method != "POST":
        require_offer(measure, Verb.HOLD_RESPONSIBLE, request, today)
    form = ResponsibleForm(posted(request))

    def act() -> object:
        person = the_person(form.cleaned_data["person"], request.reach)
        return looking_back.hold_responsible(
            measure, person=person, why=form.cleaned_data["why"], actor=request.reach, now=clock.now(), on=today
        )

    return verb_page(
        request, form, act, title=_("问责第一步：直接责任人"), accept=_("登记"), done=_("已登记，可以接着追溯分管领导。"),
        back=measure_href(measure), measure=measure, danger=True,
    )  # fmt: skip


@staff("GET", "POST")
def leader(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The second step: the leader in charge, made known by a circular."""
    today = clock.today()
    case = queries.accountability(uid, request.reach)
    if request.method != "POST":
        require_offer(case.measure, Verb.HOLD_LEADER, request, today)
    form = LeaderForm(posted(request))

    def act() -> object:
        data = form.cleaned_data
        return looking_back.hold_leader(
            case, leader=the_person(data["person"], request.reach), circular_no=data["circular_no"],
            actor=request.reach, now=clock.now(), on=today,
        )  # fmt: skip

    text = _("第一步：%(who)s。事由：%(why)s") % {"who": case.responsible.name, "why": case.why}
    return verb_page(
        request, form, act, title=_("问责第二步：分管领导"), accept=_("登记并通报"), done=_("已登记，可以下载通报。"),
        back=measure_href(case.measure), measure=case.measure, text=text, danger=True,
    )  # fmt: skip


@staff("GET")
def circular(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The circular in Word, once both steps are taken."""
    case = queries.accountability(uid, request.reach)
    if case.leader is None:
        raise Refused(_("问责还没有追溯到分管领导，不能印发通报。"))
    return word_file(circular_word(case, written_at=clock.now()), _("问责通报%(code)s") % {"code": case.measure.code})
