"""我要说: a question, the words, a code. The words travel in the form only until they are sealed; nothing else is kept."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.core import clock
from huiyin.core.clock import SHANGHAI
from huiyin.core.dates import chinese_moment
from huiyin.core.errors import Refused
from huiyin.core.limiter import in_words
from huiyin.opinions import form_receipts, intake
from huiyin.opinions.models import About, RespondentGroup, Round, RoundSubject
from huiyin.opinions.once import roll_of
from huiyin.opinions.promise import kept_of
from huiyin.opinions.public import asking_rounds, groups_of, round_by_code, subjects_of, why_closed
from huiyin.opinions.receipts import receipt_of
from huiyin.opinions.similar import similar_published
from huiyin.opinions.terms import SLOW_LANE as SLOW
from huiyin.opinions.terms import WORDS_MOST
from huiyin.portal import work
from huiyin.portal.betraying import hints
from huiyin.portal.forms import OnceForm, SpeakForm
from huiyin.portal.frame import page, public_address
from huiyin.portal.gate import public
from huiyin.portal.limits import SLOW_LANE
from huiyin.portal.qr import qr
from huiyin.portal.safe import REFUSAL, safe_way

_FULL = gettext_lazy(
    "还没有提交：没有做计算的提交现在太多，请过 %(wait)s 再按一次；您写的话还在下面，没有丢。"
    "浏览器能运行 JavaScript 的，打开以后马上就能提交。"
)


@public("GET")
def speak_index(request: HttpRequest) -> HttpResponse:
    """The rounds that listen today."""
    return page("portal/speak_index.html", {"rounds": asking_rounds(clock.today())}, section="speak")


@dataclass(frozen=True)
class Desk:
    """One round as the speaker sees it: its question and what may be chosen."""

    round: Round
    groups: list[RespondentGroup]
    subjects: list[RoundSubject]
    encrypted: bool
    today: date

    def form(self, data: Any = None, **initial: Any) -> SpeakForm:  # Any: a QueryDict, and initial values of every kind
        """The form, filled in or fresh."""
        return SpeakForm(
            data, initial=initial, groups=self.groups, subjects=self.subjects, named_only=not self.round.anonymous,
            once=self.round.once,
        )  # fmt: skip

    def anew(self, form: SpeakForm) -> SpeakForm:
        """What was written, on a page opened today: another mark, and other work to do."""
        written = {name: value for name, value in form.cleaned_data.items() if name not in {"work", "credential"}}
        return self.form(**{**written, **OnceForm.marks(self.today)})

    def riddle(self, form: str) -> str:
        """What the browser is to solve for a page with this mark."""
        return work.challenge(round=self.round.uid, form=form, day=self.today, key=settings.CODE_PEPPER)

    def show(self, form: SpeakForm, *, status: int = 200, **more: Any) -> HttpResponse:
        """The page with the form; whatever was written stays in it."""
        context = {
            "round": self.round, "form": form, "most": WORDS_MOST, "slow": SLOW,
            "kept": kept_of(self.round, self.groups, self.subjects, encrypted=self.encrypted),
            "riddle": "" if self.round.once else self.riddle(str(form["form"].value() or "")),
            "iterations": work.ITERATIONS, "parts": work.PARTS, "below": work.BELOW, **more,
        }  # fmt: skip
        return page("portal/speak.html", context, section="speak", status=status)


@public("GET", "POST", private=True)
def speak(request: HttpRequest, *, code: str) -> HttpResponse:
    """Ask, remind, take, and hand out the code on the page that answers the post: it stands in no address."""
    today = clock.today()
    around = round_by_code(code)
    closed = why_closed(around, today) or (_why_not_used(around) if around.once else "")
    if closed:
        return page(
            "portal/speak_closed.html",
            {"round": around, "sentence": closed, "words": request.POST.get("words", "")},
            section="speak",
            status=409 if request.method == "POST" else 200,
        )
    desk = Desk(around, groups_of(around), subjects_of(around), safe_way(request), today)
    if request.method != "POST":
        chosen = _chosen_by_poster(request, desk)
        return desk.show(desk.form(**OnceForm.marks(today), **chosen), by_poster=bool(chosen))
    return _take(request, desk)


def _why_not_used(around: Round) -> str:
    """Why no credential is taken at this hour, or nothing."""
    roll = roll_of(around)
    if roll.using(clock.now()):
        return ""
    begins, ends = (chinese_moment(one.astimezone(SHANGHAI)) for one in (roll.use_from, roll.use_until))
    return _("“%(round)s”凭凭证提意见的时间是 %(from)s 至 %(until)s。") % {
        "round": around.name, "from": begins, "until": ends,
    }  # fmt: skip


def _chosen_by_poster(request: HttpRequest, desk: Desk) -> dict[str, str]:
    """What a poster in a unit chose beforehand: a body the round declares, nothing else, and the speaker may change it."""
    asked = request.GET.get("about", "")
    known = any(str(subject.uid) == asked and subject.about == About.UNIT for subject in desk.subjects)
    return {"about": asked} if known else {}


def _take(request: HttpRequest, desk: Desk) -> HttpResponse:
    form = desk.form(request.POST)
    if not form.is_valid():
        return desk.show(form)
    data = form.cleaned_data
    if not desk.encrypted and not form.is_signed:
        form.add_error(None, str(REFUSAL))
        return desk.show(form, status=409)
    if data["opened"] != desk.today:
        # The mark against sending twice is kept for a day: an older page may have been sent already.
        return desk.show(desk.anew(form), reopened=True)
    if "confirmed" not in request.POST:
        alike, telling = similar_published(data["words"]), [] if form.is_signed else hints(data["words"])
        if alike or telling:
            return desk.show(form, alike=alike, hints=telling, asked=True)
    solved = not desk.round.once and work.is_solved(desk.riddle(data["form"]), data["work"])
    if not solved and not desk.round.once:
        wait = SLOW_LANE.wait(now=clock.now())
        if wait:
            form.add_error(None, _FULL % {"wait": in_words(wait)})
            return desk.show(form, status=429, asked=True)
        SLOW_LANE.count(now=clock.now())
    try:
        given, uid = _seal(desk, form, solved=solved)
    except form_receipts.WorkSpent as refusal:
        return desk.show(desk.anew(form), again=refusal.sentence, asked=True, status=409)
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return desk.show(form, asked=True)
    follow = public_address("portal_follow")
    uid = uid or intake.find_by_code(given, pepper=settings.CODE_PEPPER)
    context = {
        "round": desk.round, "code": intake.grouped(given), "address": follow, "qr": qr(follow),
        "receipt": receipt_of(uid, desk.today, key=settings.RECEIPT_KEY) if uid else "",
    }  # fmt: skip
    return page("portal/spoken.html", context, section="speak")


def _seal(desk: Desk, form: SpeakForm, *, solved: bool) -> tuple[str, UUID | None]:
    data, pepper, today = form.cleaned_data, settings.CODE_PEPPER, desk.today
    if desk.round.once:
        return intake.lodge_once(
            round=desk.round, words=data["words"], credential=data["credential"], form=data["form"], pepper=pepper,
            today=today, now=clock.now(), group=form.group_chosen, subject=form.subject_chosen,
        )  # fmt: skip
    mark = work.spent_mark(data["form"], key=pepper) if solved else ""
    if form.is_signed:
        code = intake.speak_named(
            round=desk.round, words=data["words"], name=data["name"], contact=data["contact"], form=data["form"],
            pepper=pepper, today=today, now=clock.now(), group=form.group_chosen, subject=form.subject_chosen, work=mark,
        )  # fmt: skip
        return code, None
    return intake.lodge(
        round=desk.round, words=data["words"], form=data["form"], pepper=pepper, today=today, group=form.group_chosen,
        subject=form.subject_chosen, work=mark,
    )  # fmt: skip
