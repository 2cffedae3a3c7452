"""意见办理情况: what people said and what was done about it, as far as it was checked and published."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.core.bars import Bar, Bars, bars
from huiyin.opinions.grids import public_releases
from huiyin.opinions.public import (
    ItemPage,
    PublishedItem,
    asking_rounds_of,
    published,
    published_campaigns,
    published_categories,
    published_item,
)
from huiyin.portal.forms import ResultsFilter
from huiyin.portal.frame import page
from huiyin.portal.gate import public, uid_asked
from huiyin.portal.wording import ShownMeasure, marks_of, shown
from huiyin.rectification.public import measure_on_notice, measures_by_item

PAGE = 20


@dataclass(frozen=True)
class Answered:
    """A published item with the measures that came of it."""

    item: PublishedItem
    measures: tuple[ShownMeasure, ...]


def answered(items: tuple[PublishedItem, ...]) -> list[Answered]:
    """Items ready for the page; three more queries however many there are."""
    measures = measures_by_item([item.uid for item in items], today=clock.today())
    return [Answered(item, tuple(shown(one) for one in measures[item.uid])) for item in items]


@public("GET")
def results(request: HttpRequest) -> HttpResponse:
    """The list, newest first, by campaign and category."""
    campaigns = {str(uid): name for uid, name in published_campaigns()}
    # A word that is no campaign or category of the list chooses nothing, as a link that has grown old does.
    wanted = request.GET.get("campaign", "") if request.GET.get("campaign", "") in campaigns else ""
    campaign = UUID(wanted) if wanted else None
    # Where only one campaign has answers, its categories are the picture of them all.
    drawn = campaign or (UUID(next(iter(campaigns))) if len(campaigns) == 1 else None)
    counted = published_categories(drawn) if drawn else []
    categories = {code: name for code, name, _number in counted} if campaign else {}
    category = request.GET.get("category", "") if request.GET.get("category", "") in categories else ""
    found = published(
        campaign=campaign,
        category=category,
        after=uid_asked(request, "after"),
        before=uid_asked(request, "before"),
        size=PAGE,
    )
    return page(
        "portal/results.html",
        {
            "answered": answered(found.items),
            "filters": _filters(campaigns, categories, wanted, category),
            "filtered": bool(wanted),
            "tables": public_releases(),
            "by_category": _by_category(str(drawn or ""), counted),
            "newer_href": _href(found, "before", wanted, category),
            "older_href": _href(found, "after", wanted, category),
        },
        section="results",
    )


@public("GET")
def result(request: HttpRequest, *, uid: UUID) -> HttpResponse:
    """One item with its answer and what came of it."""
    item = published_item(uid)
    return page(
        "portal/result.html",
        {"one": answered((item,))[0], "item": item},
        section="results",
    )


@public("GET")
def notice(request: HttpRequest, *, uid: UUID) -> HttpResponse:
    """Where the square code on a notice leads: what was changed here, which post answers for it, how to say more."""
    today = clock.today()
    measure, campaign = measure_on_notice(uid, today=today)
    return page(
        "portal/notice.html",
        {"measure": measure, "marks": marks_of(measure), "rounds": asking_rounds_of(campaign, today)},
        section="results",
    )


def _by_category(campaign: str, counted: list[tuple[str, str, int]]) -> Bars | None:
    """How many published answers each category of one campaign has; each opens its own."""
    href = reverse("portal_results")
    rows = [
        Bar(name, number, f"{href}?{urlencode({'campaign': campaign, 'category': code})}")
        for code, name, number in counted
    ]  # fmt: skip
    return bars(rows, title=_("各类别已公开的条目"), unit=_("条"), named=_("类别"), counted=_("已公开"))


def _filters(campaigns: dict[str, str], categories: dict[str, str], campaign: str, category: str) -> ResultsFilter:
    form = ResultsFilter(initial={"campaign": campaign, "category": category})
    # The untyped `choices` of a form field: both are choice fields by their declaration.
    form.fields["campaign"].choices = [("", _("全部活动")), *campaigns.items()]  # type: ignore[attr-defined]
    if categories:
        form.fields["category"].choices = [("", _("全部类别")), *categories.items()]  # type: ignore[attr-defined]
    else:
        del form.fields["category"]
    return form


def _href(found: ItemPage, way: str, campaign: str, category: str) -> str:
    mark = found.newer if way == "before" else found.older
    if mark is None:
        return ""
    kept = {"campaign": campaign, "category": category, way: str(mark)}
    return f"{reverse('portal_results')}?{urlencode({name: value for name, value in kept.items() if value})}"
