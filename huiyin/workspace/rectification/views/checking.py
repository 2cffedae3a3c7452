"""The check queue, one measure at a time; the sample on the spot and its notice; look-backs."""

from uuid import UUID

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.core import clock
from huiyin.core.dates import date_or_dash
from huiyin.core.errors import NotReached, Refused
from huiyin.rectification import closing, looking_back, queries
from huiyin.rectification.models import Asking, Evidence, Measure
from huiyin.rectification.offers import Verb
from huiyin.rectification.terms import ASKING_WORKING_DAYS, LOOK_BACK_DAYS, SAMPLE_LEAST
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.rectification.forms import CheckForm, LookBackForm, SampleForm
from huiyin.workspace.rectification.views.common import (
    look,
    measure_href,
    posted,
    require_offer,
    verb_page,
)

KEYS = (("p", gettext_lazy("检查通过")), ("r", gettext_lazy("退回整改")), ("n", gettext_lazy("看下一条")))


@staff("GET", roles=closing.CHECKERS)
def queue(request: StaffRequest) -> HttpResponse:
    """The first measure that waits for this person's judgement; there is no list to tick through."""
    first = queries.check_queue(request.reach, clock.today()).first()
    if first is None:
        return render(request, "workspace/rectification/check_empty.html", {"crumbs": _crumbs()})
    return see_other(reverse("rectification_check_one", kwargs={"uid": first.uid}))


@staff("GET", "POST")
def check(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """One measure: evidence on one side, the judgement on the other."""
    today = clock.today()
    measure = queries.measure(uid, request.reach, today)
    if request.method != "POST":
        require_offer(measure, Verb.CHECK, request, today)
    shown = list(measure.evidence.select_related("file", "by__person").order_by("dated", "pk"))
    standing = {evidence.pk for evidence in closing.standing_evidence(measure)}
    authors = len(queries.reachable_authors(measure))
    form = CheckForm(
        posted(request), initial={"revision": measure.revision}, notice=not authors,
        evidence=[(str(e.uid), f"{date_or_dash(e.dated)}　{e.text}") for e in shown if e.pk in standing],
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            _judge(request, measure, form, shown)
        except NotReached:
            raise
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            passed = form.cleaned_data["verdict"] == "pass"
            words = _("“%(code)s”检查通过，开始问群众。") if passed else _("“%(code)s”已退回整改。")
            messages.success(request, words % {"code": measure.code})
            return see_other(reverse("rectification_check"))
    return render(
        request, "workspace/rectification/check.html", _check_context(request, measure, form, shown, standing, authors),
        status=422 if form.errors else 200,
    )  # fmt: skip


def _judge(request: StaffRequest, measure: Measure, form: CheckForm, shown: list[Evidence]) -> None:
    data = form.cleaned_data
    closing.check(
        measure, passed=data["verdict"] == "pass", note=data["note"], method=data["method"],
        seen=[evidence for evidence in shown if str(evidence.uid) in data["evidence"]], place=data.get("place", ""),
        revision=data["revision"], actor=request.reach, now=clock.now(), on=clock.today(),
    )  # fmt: skip


def _check_context(
    request: StaffRequest, measure: Measure, form: CheckForm, shown: list[Evidence], standing: set[int], authors: int
) -> dict[str, object]:
    reused = queries.reused_evidence(shown, request.reach)
    waiting = list(queries.check_queue(request.reach, clock.today()).values_list("uid", flat=True)[:200])
    place = waiting.index(measure.uid) if measure.uid in waiting else -1
    following = waiting[(place + 1) % len(waiting)] if len(waiting) > 1 else None
    return {
        "measure": measure, "state": look(measure), "form": form, "authors": authors, "keys": KEYS,
        "asking": ASKING_WORKING_DAYS, "least": SAMPLE_LEAST,
        "evidence": [(e, e.pk in standing, reused.get(e.pk)) for e in shown],
        "progress": measure.progress.select_related("by__person").order_by("on", "pk"), "steps": measure.steps.all(),
        "earlier": measure.checks.select_related("checker__person").order_by("-on", "-pk"),
        "next_href": reverse("rectification_check_one", kwargs={"uid": following}) if following else "",
        "crumbs": [*_crumbs(), (measure.code, "")],
    }  # fmt: skip


@staff("GET", "POST")
def sample(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Enter how many of those served were asked on the spot, and what they said."""
    today = clock.today()
    asking = queries.asking(uid, request.reach)
    measure = queries.measure(asking.measure.uid, request.reach, today)
    if request.method != "POST":
        require_offer(measure, Verb.SAMPLE, request, today)
    form = SampleForm(posted(request))

    def act() -> object:
        data = form.cleaned_data
        return closing.record_sample(
            asking, sampled=data["sampled"], solved=data["solved"], actor=request.reach, now=clock.now()
        )

    text = _("公告张贴在“%(place)s”，期限到%(due)s。登记后不能改，请以现场实际问到的为准。") % {
        "place": asking.place, "due": date_or_dash(asking.due_on),
    }  # fmt: skip
    return verb_page(
        request, form, act, title=_("登记现场抽样询问"), accept=_("登记"), done=_("抽样询问已登记。"),
        back=measure_href(measure), measure=measure, text=text, defaults=(SAMPLE_LEAST,),
    )  # fmt: skip


@staff("GET")
def notice(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The printable notice that hangs at the place, with a QR code that leads to the measure's public page."""
    measure = queries.measure(uid, request.reach, clock.today())
    asking = measure.askings.filter(way=Asking.Way.NOTICE).order_by("-pk").first()
    if asking is None:
        raise NotReached(_("这条措施没有现场公告。"))
    address = f"{settings.PUBLIC_URL}/p/notice/{measure.uid}/"
    picture = segno.make(address, error="m").svg_data_uri(scale=6, border=2)
    return render(
        request, "workspace/rectification/notice.html",
        {"measure": measure, "asking": asking, "address": address, "qr": picture, "back": measure_href(measure)},
    )  # fmt: skip


@staff("GET", roles=closing.CHECKERS)
def look_backs(request: StaffRequest) -> HttpResponse:
    """The look-backs still to be made."""
    today = clock.today()
    rows = list(queries.look_backs(request.reach)[:200])
    return render(
        request, "workspace/rectification/look_backs.html",
        {
            "rows": [(row, row.due_on < today) for row in rows], "term": LOOK_BACK_DAYS,
            "crumbs": [*_board_crumb(), (_("回头看"), "")],
        },
    )  # fmt: skip


@staff("GET", "POST")
def look_back(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Look at a closed measure again."""
    today = clock.today()
    found = queries.look_back(uid, request.reach)
    measure = queries.measure(found.measure.uid, request.reach, today)
    if request.method != "POST":
        require_offer(measure, Verb.LOOK_BACK, request, today)
    form = LookBackForm(posted(request))

    def act() -> object:
        data = form.cleaned_data
        return looking_back.look_back(
            found, kept=data["kept"] == "yes", note=data["note"], actor=request.reach, now=clock.now(), on=today
        )

    return verb_page(
        request, form, act, title=_("回头看"), accept=_("登记"), done=_("回头看已登记。"), back=measure_href(measure),
        measure=measure, text=_("发现反弹的，措施自动重开，先前计入的销号数相应扣除。"),
    )  # fmt: skip


def _board_crumb() -> list[tuple[str, str]]:
    return [(_("问题与整改"), reverse("rectification_board"))]


def _crumbs() -> list[tuple[str, str]]:
    return [*_board_crumb(), (_("检查"), reverse("rectification_check"))]
