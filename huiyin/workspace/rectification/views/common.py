"""What the views share: the chosen campaign, names resolved from text, a verb's page, states in word, tone and icon."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.campaigns.scope import campaigns_for_scope
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.core.setting import Setting
from huiyin.opinions.models import Item
from huiyin.organisation.access import Reach
from huiyin.rectification.awaited import awaited
from huiyin.rectification.models import Measure, Problem
from huiyin.rectification.offers import offers
from huiyin.rectification.queries import answerable_items
from huiyin.workspace.gate import StaffRequest, see_other

State = Measure.State
LOOKS: dict[str, tuple[str, str]] = {
    State.DRAFT: ("muted", "edit"), State.ASSIGNED: ("info", "send"), State.IN_PROGRESS: ("progress", "hourglass"),
    State.SUBMITTED: ("info", "stamp"), State.ORG_REVIEWED: ("info", "stamp"), State.LEAD_REVIEWED: ("warn", "eye"),
    State.CHECKED: ("progress", "message"), State.CLOSED: ("ok", "circle-check"), State.SUSPENDED: ("warn", "pause"),
    State.TRANSFERRED: ("muted", "route"), State.VOIDED: ("muted", "ban"),
}  # fmt: skip
PROBLEM_LOOKS: dict[str, tuple[str, str]] = {
    Problem.State.DRAFT: ("muted", "edit"), Problem.State.CONFIRMED: ("ok", "circle-check"),
    Problem.State.SETTLED: ("neutral", "circle-minus"),
}  # fmt: skip
_SEPARATORS = re.compile(r"[、，,;；\s]+")


def look(measure: Measure) -> tuple[str, str, str]:
    """(word, tone, icon) of a measure's state."""
    return (str(State(measure.state).label), *LOOKS[measure.state])


def problem_look(problem: Problem) -> tuple[str, str, str]:
    """(word, tone, icon) of a problem's state."""
    return (str(Problem.State(problem.state).label), *PROBLEM_LOOKS[problem.state])


def measure_href(measure: Measure) -> str:
    """The page of a measure."""
    return reverse("rectification_measure", kwargs={"uid": measure.uid})


def measures_href(campaign: Campaign, **more: str) -> str:
    """The measure list of a campaign, filtered."""
    pairs = "".join(f"&{name}={value}" for name, value in more.items())
    return f"{reverse('rectification_measures')}?campaign={campaign.uid}{pairs}"


def chosen_campaign(request: StaffRequest) -> tuple[Campaign | None, list[Campaign]]:
    """The campaign an address names (else the newest), and those one may choose from. One query."""
    known = campaigns_for_scope(request.reach)
    wanted = request.GET.get("campaign", "")
    if not wanted:
        return (known[0] if known else None), known
    found = next((one for one in known if str(one.uid) == wanted), None)
    if found is None:
        raise NotReached(_("没有这个活动，或它不在您的权限范围内。"))
    return found, known


def required_campaign(request: StaffRequest) -> Campaign:
    """The chosen campaign where a page makes no sense without one."""
    campaign, _known = chosen_campaign(request)
    if campaign is None:
        raise Refused(_("还没有可办理的活动。请先由活动办公室新建活动。"))
    return campaign


def choices(campaigns: list[Campaign]) -> list[tuple[str, str]]:
    """For a select box."""
    return [(str(one.uid), one.name) for one in campaigns]


def posted(request: StaffRequest) -> QueryDict | None:
    """What was posted, be it empty; None when the form is only shown."""
    return request.POST if request.method == "POST" else None


def uid_of(text: str) -> UUID:
    """A uid from a form or an address; what is none names nothing."""
    try:
        return UUID(text)
    except ValueError as error:
        raise NotReached(_("链接不完整，请从列表重新打开。")) from error


def items_named(text: str, campaign: Campaign, actor: Reach) -> list[Item]:
    """The items whose codes somebody typed."""
    codes = [code for code in _SEPARATORS.split(text) if code]
    known = {item.code: item for item in answerable_items(campaign, actor).filter(code__in=codes)}
    missing = [code for code in codes if code not in known]
    if missing:
        raise Refused(
            _("没有可以对应的条目“%(codes)s”：请核对编号，条目须在您的权限范围内，且梳理已经签字。")
            % {"codes": "、".join(missing)}
        )
    return list(known.values())


def require_offer(measure: Measure, verb: str, request: StaffRequest, today: date) -> None:
    """A page of a verb opens only to who may do it now."""
    if verb not in offers(measure, request.reach, today):
        raise Refused(
            _("措施“%(code)s”现在是“%(state)s”，您现在不能办理这一步。%(awaited)s")
            % {"code": measure.code, "state": State(measure.state).label, "awaited": awaited(measure, today)}
        )


def verb_page(
    request: StaffRequest,
    form: forms.Form,
    act: Callable[[], object],
    *,
    title: str,
    accept: str,
    done: str,
    back: str,
    measure: Measure | None = None,
    text: str = "",
    danger: bool = False,
    defaults: Sequence[Setting] = (),
    revision: Callable[[], int] | None = None,
    onward: Callable[[], str] | None = None,
    lists: Mapping[str, Iterable[object]] | None = None,
) -> HttpResponse:
    """A form, one verb, back to where it came from; a refusal stays on the page with everything that was typed.

    When the verb comes back with a sentence, that is told as a warning instead of `done`. `onward`: where to go when it
    is done, if not back. `lists`: what may be typed into fields whose widget names one of them as its `list`.
    """
    stale = False
    if request.method == "POST" and form.is_valid():
        try:
            came_of_it = act()
        except NotReached:
            raise
        except Refused as refusal:
            stale = isinstance(refusal, Stale)
            form.add_error(None, refusal.sentence)
        else:
            if isinstance(came_of_it, str):
                messages.warning(request, came_of_it)
            else:
                messages.success(request, done)
            return see_other(onward() if onward else back)
    if stale and revision is not None:
        # The words typed stay; the page now shows, and will send, how things stand.
        again = request.POST.copy()
        again["revision"] = str(revision())
        form.data = again
    context = {
        "form": form, "title": title, "accept": accept, "back": back, "measure": measure, "text": text,
        "danger": danger, "defaults": defaults, "stale": stale, "state": look(measure) if measure else None,
        "multipart": form.is_multipart(), "lists": (lists or {}).items(),
    }  # fmt: skip
    return render(
        request, "workspace/rectification/verb.html", context, status=422 if form.errors else 200
    )  # fmt: skip
