"""查办理情况: a code opens 《我的话去了哪里》, where its holder may rate what was done and add words.

The code comes in the body of a post and stands in no address, no cookie and no log; each act sends it again.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.core import clock
from huiyin.core.errors import NotReached, Refused
from huiyin.core.limiter import in_words
from huiyin.opinions import intake
from huiyin.opinions.by_code import Mine, mine
from huiyin.opinions.terms import WORDS_MOST
from huiyin.portal.forms import AddForm, CodeForm, OnceForm, RateForm
from huiyin.portal.frame import page
from huiyin.portal.gate import public
from huiyin.portal.limits import POSTS, WRONG_CODES
from huiyin.portal.wording import shown, standing, way
from huiyin.rectification.asking import rate
from huiyin.rectification.public import measures_of_mine

_NOT_SENT = gettext_lazy("没有提交：有一处要改，原因写在下面那一栏旁边。您写的内容还在。")


@dataclass(frozen=True)
class Said:
    """What an act on the page came to: a notice, and the form again when it was refused."""

    tone: str = ""
    text: str | Promise = ""
    add: AddForm | None = None
    rating: RateForm | None = None
    answer: AddForm | None = None


@public("GET", "POST", private=True)
def follow(request: HttpRequest) -> HttpResponse:
    """Ask for the code; with a right one, show what became of the words and take what is added."""
    if request.method != "POST":
        return _entry(CodeForm())
    now, today = clock.now(), clock.today()
    form = CodeForm(request.POST)
    wait = max(POSTS.wait(request, now=now), WRONG_CODES.wait(request, now=now))
    if wait:
        form.add_error(
            None, _("查询太频繁，请过 %(wait)s 再试。这样限制是为了防止有人猜查询码。") % {"wait": in_words(wait)}
        )
        return _entry(form, status=429, kept=_written(request))
    POSTS.count(request, now=now)
    if not form.is_valid():
        return _entry(form, kept=_written(request))
    code = form.cleaned_data["code"]
    opinion = intake.find_by_code(code, pepper=settings.CODE_PEPPER)
    if opinion is None:
        WRONG_CODES.count(request, now=now)
        form.add_error(
            "code",
            _(
                "没有查到这个查询码对应的意见。请对照记下的 12 位数字核对；查询码丢了无法找回，也没有人能代查。已依法删除的意见也查不到。"
            ),
        )
        return _entry(form, kept=_written(request))
    said = _act(request, code, opinion, today)
    return _story(code, mine(opinion), said, today)


def _entry(form: CodeForm, *, status: int = 200, kept: str = "") -> HttpResponse:
    """The page that asks for the code; words that came with a code that did not open stay to be copied."""
    return page("portal/follow.html", {"form": form, "kept": kept}, section="follow", status=status)


def _written(request: HttpRequest) -> str:
    """The words of whichever form of the page was sent."""
    act = request.POST.get("act", "")
    return request.POST.get(f"{act}-words", "") if act else ""


def _story(code: str, told: Mine, said: Said, today: date) -> HttpResponse:
    measures = measures_of_mine(told.opinion, today=today)
    context: dict[str, Any] = {
        "code": code,
        "mine": told,
        "standing": standing(told, measures),
        "way": way(told, measures),
        "measures": [(shown(one.measure, one), _rate_form(one.measure.uid, said)) for one in measures],
        "asked": [(one, _answer_form(one.uid, said, today)) for one in told.asked if one.words],
        "add": said.add or AddForm(initial=OnceForm.marks(today), prefix="add"),
        "said": said,
        "most": WORDS_MOST,
        "today": today,
    }
    return page("portal/story.html", context, section="follow")


def _rate_form(measure: UUID, said: Said) -> RateForm:
    """The form of one measure: the refused one where it belongs, a fresh one elsewhere."""
    prefix = f"rate-{measure.hex}"
    return said.rating if said.rating is not None and said.rating.prefix == prefix else RateForm(prefix=prefix)


def _answer_form(inquiry: UUID, said: Said, today: date) -> AddForm:
    """The form that answers one question: the refused one where it belongs, a fresh one elsewhere."""
    prefix = f"answer-{inquiry.hex}"
    if said.answer is not None and said.answer.prefix == prefix:
        return said.answer
    form = AddForm(initial=OnceForm.marks(today), prefix=prefix)
    form.fields["words"].label = _("回答")
    return form


def _act(request: HttpRequest, code: str, opinion: UUID, today: date) -> Said:
    act = request.POST.get("act", "")
    if act == "add":
        tone, text, add = _add(request, code, today, "add", None)
        return Said(tone, text, add=add)
    if act.startswith("answer-"):
        tone, text, answer = _add(request, code, today, act, uid_in(act))
        return Said(tone, text, answer=answer)
    if act.startswith("rate-"):
        return _rate(request, act, opinion, today)
    return Said()


def uid_in(act: str) -> UUID | None:
    """The uid at the end of an act's name, or nothing."""
    try:
        return UUID(act.partition("-")[2])
    except ValueError:
        return None


def _add(
    request: HttpRequest, code: str, today: date, prefix: str, inquiry: UUID | None
) -> tuple[str, str | Promise, AddForm | None]:  # fmt: skip
    """Take more words, an answer among them: tone, notice, and the form again where it was refused."""
    form = AddForm(request.POST, prefix=prefix)
    if prefix != "add" and inquiry is None:
        return "warn", _("没有这个追问，请刷新页面后再答。"), None
    if not form.is_valid():
        return "warn", _NOT_SENT, form
    if form.cleaned_data["opened"] != today:
        again = AddForm(initial={"words": form.cleaned_data["words"], **OnceForm.marks(today)}, prefix=prefix)
        told = _("这个页面不是今天打开的。请先看下面有没有您补充过的话：没有的，请再按一次“提交补充”。")
        return "warn", told, again
    try:
        intake.follow_up(
            code=code, words=form.cleaned_data["words"], form=form.cleaned_data["form"], pepper=settings.CODE_PEPPER,
            today=today, inquiry=inquiry,
        )  # fmt: skip
    except NotReached:
        raise
    except Refused as refusal:
        return "warn", refusal.sentence, form
    return "ok", _("您补充的话已原样收到，列在“我说的话”下面。"), None


def _rate(request: HttpRequest, act: str, opinion: UUID, today: date) -> Said:
    form = RateForm(request.POST, prefix=act)
    try:
        measure = UUID(act.removeprefix("rate-"))
    except ValueError:
        return Said("warn", _("没有这项整改，请刷新页面后重选。"))
    if not form.is_valid():
        return Said("warn", _NOT_SENT, rating=form)
    try:
        rate(opinion, measure, answer=form.cleaned_data["answer"], words=form.cleaned_data["words"], today=today)
    except Refused as refusal:
        return Said("warn", refusal.sentence, rating=form)
    return Said(
        "ok",
        _(
            "您的评价已收到，在明天的每日办理中生效：评“没有解决”的，这项整改会重新打开。"
            "当天不起变化，是为了不让人从时间上看出是谁评的。"
        ),
    )
