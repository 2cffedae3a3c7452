"""满意度测评: how people were drawn, for anybody to draw again; that one was called off; the second round by code."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.ballots import public as shown
from huiyin.ballots import rating, second_round
from huiyin.ballots.models import Ballot
from huiyin.ballots.presets import preset
from huiyin.core import clock, drawing_lots
from huiyin.core.errors import NotReached, Refused
from huiyin.core.limiter import in_words
from huiyin.eligibility import sampling
from huiyin.eligibility.models import SampleDraw
from huiyin.portal.frame import page
from huiyin.portal.gate import public
from huiyin.portal.limits import POSTS
from huiyin.portal.safe import safe_way

FRAME_BYTES = 2_000_000


class RepeatForm(forms.Form):
    """What is published of a draw, to draw it again."""

    number = forms.IntegerField(label=gettext_lazy("第几次抽取"), min_value=1, initial=1)
    frame = forms.CharField(
        label=gettext_lazy("公布的名单"), max_length=FRAME_BYTES, strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
        help_text=gettext_lazy("整份粘贴下载的名单（签号和分层，没有姓名）。"),
    )  # fmt: skip
    value = forms.CharField(
        label=gettext_lazy("公开数值"), max_length=200,
        help_text=gettext_lazy("自己到公布的出处去查，照抄在这里。"),
    )  # fmt: skip


class AgainForm(forms.Form):
    """A code and, once its notice was read, an answer."""

    code = forms.CharField(
        label=gettext_lazy("复评码"), max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        help_text=gettext_lazy("测评时留下的 28 位字母和数字。"),
    )  # fmt: skip


@public("GET")
def surveys(request: HttpRequest) -> HttpResponse:
    """Every survey that was announced, those called off among them."""
    before = request.GET.get("before", "")
    try:
        last = UUID(before) if before else None
    except ValueError:
        raise NotReached(_("没有这一页。")) from None
    found = shown.surveys(before=last)
    older = f"?before={found[shown.PAGE - 1].uid}" if len(found) > shown.PAGE else ""
    return page("portal/surveys.html", {"surveys": found[: shown.PAGE], "older_href": older}, section="results")


@public("GET", "POST", private=True)
def survey(request: HttpRequest, *, uid: UUID) -> HttpResponse:
    """One survey: who organises it, how people were drawn; what is pasted is drawn again."""
    ballot = shown.survey(uid)
    drawn_from = sampling.of_roll(uid)
    draws = list(drawn_from.draws.order_by("number")) if drawn_from else []
    form, again, status = RepeatForm(request.POST or None), None, 200
    if request.method == "POST":
        now = clock.now()
        wait = POSTS.wait(request, now=now)
        if wait:
            form.add_error(None, _("现在核验的人太多，请过 %(wait)s 再试。") % {"wait": in_words(wait)})
            status = 429
        else:
            POSTS.count(request, now=now)
            again = _repeated(form, draws)
    done = [one for one in draws if one.drawn_on is not None]
    second, kind = second_round.round_of(ballot), preset(ballot.preset)
    context = {
        "ballot": ballot, "sampling": drawn_from, "draws": draws, "done": done, "form": form, "again": again,
        "released": shown.released(ballot), "certified": ballot.state == Ballot.State.CERTIFIED,
        "definition": rating.definition(kind.options, kind.weights),
        "called_off": ballot.state == Ballot.State.VOID, "second": second,
        "voting": ballot.state not in {Ballot.State.DRAFT, Ballot.State.VOID} and ballot.electronic,
    }  # fmt: skip
    return page("portal/survey.html", context, section="results", status=status)


@public("GET")
def lots(request: HttpRequest, *, uid: UUID) -> HttpResponse:
    """The list that was drawn from: tokens and strata, nobody's name."""
    shown.survey(uid)
    found = sampling.of_roll(uid)
    if found is None:
        raise NotReached(_("这次测评没有抽样，名册上的人都参加。"))
    text = drawing_lots.frame_text(sampling.lots(found))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@public("GET", "POST", private=True)
def again(request: HttpRequest, *, uid: UUID) -> HttpResponse:
    """复评: what lies under a code, and one answer to it. The code comes by post, so that no address holds it."""
    ballot = shown.survey(uid)
    if second_round.question_of(ballot) is None:
        raise NotReached(_("这次测评没有复评。"))
    form = AgainForm(request.POST or None)
    if request.method != "POST":
        return _again(ballot, form)
    if not safe_way(request):
        form.add_error(None, _("这个网址没有加密（http），没有接收。请改用 https 网址。"))
        return _again(ballot, form, status=409)
    now = clock.now()
    wait = POSTS.wait(request, now=now)
    if wait:
        form.add_error(None, _("现在来查的人太多，请过 %(wait)s 再试。") % {"wait": in_words(wait)})
        return _again(ballot, form, status=429)
    POSTS.count(request, now=now)
    if not form.is_valid():
        return _again(ballot, form)
    code, chosen = form.cleaned_data["code"], request.POST.get("answer", "")
    try:
        digest = second_round.noticed(ballot, code)
        if "answer" in request.POST or "send" in request.POST:
            second_round.answer(ballot=ballot, typed=code, chosen=int(chosen) if chosen in set("012") else -1, now=now)
            return _again(ballot, form, thanked=True)
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return _again(ballot, form, status=409)
    second = second_round.round_of(ballot)
    return _again(ballot, form, found=True, answered=second is not None and second_round.has_answered(second, digest))


def _again(
    ballot: Ballot, form: AgainForm, *, found: bool = False, answered: bool = False, thanked: bool = False,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    second = second_round.round_of(ballot)
    today = clock.today()
    context = {
        "ballot": ballot, "form": form, "found": found, "answered": answered, "thanked": thanked, "second": second,
        "open": second is not None and second.begins <= today <= second.ends,
        "answers": list(enumerate(second_round.ANSWERS)),
        "survey_href": reverse("portal_survey", kwargs={"uid": ballot.uid}),
    }  # fmt: skip
    return page("portal/survey_again.html", context, status=status)


def _repeated(form: RepeatForm, draws: list[SampleDraw]) -> dict[str, object] | None:
    """What drawing again gives beside what was published; nothing where the form has a fault."""
    if not form.is_valid():
        return None
    done = {one.number: one for one in draws if one.drawn_on is not None}
    draw = done.get(form.cleaned_data["number"])
    if draw is None:
        form.add_error("number", _("没有这次抽取，或者还没有抽。"))
        return None
    before = [(one.secret, one.value, one.size) for one in draws if one.number < draw.number]
    try:
        digest, seed, tokens = drawing_lots.repeated(
            form.cleaned_data["frame"], secret=draw.secret, value=form.cleaned_data["value"], size=draw.size,
            before=before,
        )  # fmt: skip
    except drawing_lots.Unfit as fault:
        form.add_error("frame", str(fault))
        return None
    drawn = drawing_lots.list_digest(tokens)
    return {
        "number": draw.number, "frame": digest, "seed": seed, "drawn": drawn, "tokens": tokens,
        "frame_same": digest == draw.sampling.frame_digest, "seed_same": seed == draw.seed,
        "secret_same": drawing_lots.commitment(draw.secret) == draw.commitment, "same": drawn == draw.drawn_digest,
    }  # fmt: skip
