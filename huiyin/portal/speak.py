"""我要说: a question, the words, a code. The words travel in the form only until they are sealed; nothing else is kept."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.core.errors import Refused
from huiyin.core.limiter import in_words
from huiyin.opinions import intake
from huiyin.opinions.models import About, RespondentGroup, Round, RoundSubject
from huiyin.opinions.public import asking_rounds, groups_of, round_by_code, subjects_of, why_closed
from huiyin.opinions.receipts import receipt_of
from huiyin.opinions.similar import similar_published
from huiyin.opinions.terms import WORDS_MOST
from huiyin.portal.betraying import hints
from huiyin.portal.forms import OnceForm, SpeakForm
from huiyin.portal.frame import page, public_address
from huiyin.portal.gate import public
from huiyin.portal.limits import POSTS
from huiyin.portal.qr import qr
from huiyin.portal.safe import REFUSAL, safe_way


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

    def form(self, data: Any = None, **initial: Any) -> SpeakForm:  # Any: a QueryDict, and initial values of every kind
        """The form, filled in or fresh."""
        return SpeakForm(
            data, initial=initial, groups=self.groups, subjects=self.subjects, named_only=not self.round.anonymous
        )

    def show(self, form: SpeakForm, *, status: int = 200, **more: Any) -> HttpResponse:
        """The page with the form; whatever was written stays in it."""
        context = {"round": self.round, "form": form, "encrypted": self.encrypted, "most": WORDS_MOST, **more}
        return page("portal/speak.html", context, section="speak", status=status)


@public("GET", "POST", private=True)
def speak(request: HttpRequest, *, code: str) -> HttpResponse:
    """Ask, remind, take, and hand out the code on the page that answers the post: it stands in no address."""
    today = clock.today()
    around = round_by_code(code)
    closed = why_closed(around, today)
    if closed:
        return page(
            "portal/speak_closed.html",
            {"round": around, "sentence": closed, "words": request.POST.get("words", "")},
            section="speak",
            status=409 if request.method == "POST" else 200,
        )
    desk = Desk(around, groups_of(around), subjects_of(around), safe_way(request))
    if request.method != "POST":
        chosen = _chosen_by_poster(request, desk)
        return desk.show(desk.form(**OnceForm.marks(today), **chosen), by_poster=bool(chosen))
    return _take(request, desk, today)


def _chosen_by_poster(request: HttpRequest, desk: Desk) -> dict[str, str]:
    """What a poster in a unit chose beforehand: a body the round declares, nothing else, and the speaker may change it."""
    asked = request.GET.get("about", "")
    known = any(str(subject.uid) == asked and subject.about == About.UNIT for subject in desk.subjects)
    return {"about": asked} if known else {}


def _take(request: HttpRequest, desk: Desk, today: date) -> HttpResponse:
    now = clock.now()
    form = desk.form(request.POST)
    wait = POSTS.wait(request, now=now)
    if wait:
        form.add_error(
            None,
            _("现在提交的人太多，请过 %(wait)s 再按一次提交；您写的话还在下面，没有丢。") % {"wait": in_words(wait)},
        )
        return desk.show(form, status=429)
    POSTS.count(request, now=now)
    if not form.is_valid():
        return desk.show(form)
    if not desk.encrypted and not form.cleaned_data["name"].strip():
        form.add_error(None, str(REFUSAL))
        return desk.show(form, status=409)
    if form.cleaned_data["opened"] != today:
        # The mark against sending twice is kept for a day: an older page may have been sent already.
        return desk.show(desk.form(**{**form.cleaned_data, **OnceForm.marks(today)}), reopened=True)
    if "confirmed" not in request.POST:
        words = form.cleaned_data["words"]
        alike, telling = similar_published(words), [] if form.cleaned_data["name"].strip() else hints(words)
        if alike or telling:
            return desk.show(form, alike=alike, hints=telling, asked=True)
    try:
        given, uid = _seal(desk.round, form, today)
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return desk.show(form, asked=True)
    follow = public_address("portal_follow")
    uid = uid or intake.find_by_code(given, pepper=settings.CODE_PEPPER)
    context = {
        "round": desk.round, "code": intake.grouped(given), "address": follow, "qr": qr(follow),
        "receipt": receipt_of(uid, today, key=settings.RECEIPT_KEY) if uid else "",
    }  # fmt: skip
    return page("portal/spoken.html", context, section="speak")


def _seal(round: Round, form: SpeakForm, today: date) -> tuple[str, UUID | None]:
    data, pepper = form.cleaned_data, settings.CODE_PEPPER
    if data["name"].strip():
        code = intake.speak_named(
            round=round, words=data["words"], name=data["name"], contact=data["contact"], form=data["form"],
            pepper=pepper, today=today, now=clock.now(), group=form.group_chosen, subject=form.subject_chosen,
        )  # fmt: skip
        return code, None
    return intake.lodge(
        round=round, words=data["words"], form=data["form"], pepper=pepper, today=today, group=form.group_chosen,
        subject=form.subject_chosen,
    )  # fmt: skip
