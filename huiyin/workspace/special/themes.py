"""专项整治: the themes in reach, and one of them with its problems, measures, indicators and holes."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.core.errors import NotReached
from huiyin.ledgers.books.special import SPECIAL_INDICATORS
from huiyin.organisation.access import READERS, RECORDERS
from huiyin.special import listing, queries
from huiyin.special.terms import QUIET_DAYS
from huiyin.workspace.acts import chosen, tried
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.rectification.views.common import look
from huiyin.workspace.special import shown

_TABS = {"all": "全部指标", "no_baseline": "没有基线值", "no_target": "没有目标值", "quiet": "久未更新的现值"}


@staff("GET", roles=READERS)
def index(request: StaffRequest) -> HttpResponse:
    """Every special theme and action with what stands under it."""
    found = queries.themes(request.reach)
    counted = queries.counted(found, request.reach, clock.today())
    missed = shown.missed(found, request.reach, clock.today())
    rows = [(one, counted[one.pk], reverse("special_theme", kwargs={"uid": one.uid}), missed[one.pk]) for one in found]
    context = {"crumbs": shown.crumbs(), "rows": rows, "quiet_days": QUIET_DAYS.value, "book": SPECIAL_INDICATORS}
    return render(request, "workspace/special/index.html", context)


@staff("GET", roles=READERS)
def theme(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """One theme: its list with measures' states, its indicators unit by unit, and what is missing."""
    found, today = queries.theme(uid, request.reach), clock.today()
    tab, at = request.GET.get("tab", "all"), request.GET.get("from", "")
    if tab not in _TABS:
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    start = int(at) if at.isascii() and at.isdecimal() and len(at) < 7 else 0
    here = reverse("special_theme", kwargs={"uid": uid})
    numbers = queries.counted([found], request.reach, today)[found.pk]
    rows = queries.of_theme(found, request.reach, tab, today, start)
    values = {"all": numbers.indicators, "no_baseline": numbers.no_baseline, "no_target": numbers.no_target}
    values["quiet"] = numbers.quiet
    context = {
        "crumbs": shown.crumbs(found), "theme": found, "numbers": numbers, "here": here, "heading": _(_TABS[tab]),
        "tabs": [(_(label), values[code], f"{here}?tab={code}#indicators") for code, label in _TABS.items()],
        "rows": shown.shown_all(rows[: queries.PAGE], request.reach, today),
        "older": f"{here}?tab={tab}&from={start + queries.PAGE}#indicators" if len(rows) > queries.PAGE else "",
        "newer": f"{here}?tab={tab}&from={max(0, start - queries.PAGE)}#indicators" if start else "",
        "listed": [(one, [(m, look(m)) for m in one.measures], listing.may_list(request.reach, found, one.listed.problem))
                   for one in queries.listed(found, request.reach)],
        "keeps": bool(queries.units_for(found, request.reach)), "quiet": QUIET_DAYS,
        "without": queries.units_without(found, request.reach),
    }  # fmt: skip
    return render(request, "workspace/special/theme.html", context)


@staff("GET", "POST", roles=RECORDERS)
def problems(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Problems searched and put on the list, several at a time."""
    found = queries.theme(uid, request.reach)
    here, words = reverse("special_problems", kwargs={"uid": uid}), request.GET.get("words", "")[:60]
    if request.method == "POST":
        put = tried(
            request,
            lambda: listing.put_on(found, chosen(request, "problem"), actor=request.reach, now=clock.now()),
            _("已列入清单。"),
        )
        words = request.POST.get("words", "")[:60]
        return see_other(
            reverse("special_theme", kwargs={"uid": uid}) if put else f"{here}?{urlencode({'words': words})}"
        )
    offered = queries.offered(found, words, request.reach)
    context = {
        "crumbs": shown.crumbs(found, (_("列入问题"), "")), "theme": found, "words": words,
        "offered": offered[: queries.MOST_OFFERED], "more": len(offered) > queries.MOST_OFFERED,
    }  # fmt: skip
    return render(request, "workspace/special/problems.html", context)


@staff("POST", roles=RECORDERS)
def take_off(request: StaffRequest, *, uid: UUID, listed: UUID) -> HttpResponse:
    """Off the list."""
    found = queries.theme(uid, request.reach)
    tried(request, lambda: listing.take_off(found, listed, actor=request.reach, now=clock.now()), _("已移出清单。"))
    return see_other(reverse("special_theme", kwargs={"uid": uid}))
