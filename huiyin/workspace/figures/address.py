"""A figure's scope travels in its address, so that it can be shared and reopened."""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.campaigns.scope import campaigns_for_scope
from huiyin.core.errors import NotReached, Refused
from huiyin.metrics.figure import Figure
from huiyin.metrics.reach import default_unit, known_campaign, require_whole
from huiyin.metrics.scope import Scope
from huiyin.organisation.access import READERS, Reach
from huiyin.organisation.scope import unit_for_scope
from huiyin.reports import queries
from huiyin.reports.figures import scopes_of
from huiyin.reports.models import TakenFigure, Version

WHOLE = "all"


def figure_href(fig: Figure) -> str:
    """The page of a figure."""
    return reverse("figures_one", kwargs={"code": fig.metric.code}) + scope_query(fig.scope)


def taken_href(version: Version, taken: TakenFigure, scope: Scope) -> str:
    """The page of a figure as a report took it: the entries as they stood, and what was printed."""
    path = reverse("figures_one", kwargs={"code": taken.metric_code})
    return path + scope_query(scope, report=str(version.uid), figure=taken.code)


def scope_query(scope: Scope, **more: str) -> str:
    """The query string of a scope."""
    pairs = {
        "unit": str(scope.unit.uid) if scope.unit else WHOLE,
        "alone": "1" if scope.alone else "",
        "begin": scope.begin.isoformat() if scope.begin else "",
        "end": scope.end.isoformat() if scope.end else "",
        "campaign": str(scope.campaign) if scope.campaign else "",
        "as_of": scope.as_of.isoformat() if scope.as_of else "",
        **more,
    }
    return "?" + urlencode({key: value for key, value in pairs.items() if value})


@dataclass(frozen=True)
class Named:
    """A scope as an address names it, the campaign's name, and the figure of a report it was reached from."""

    scope: Scope
    campaign_name: str = ""
    version: Version | None = None
    taken: TakenFigure | None = None


def read_address(query: QueryDict, reach: Reach, now: datetime) -> Named:
    """What an address names. A unit that is neither reached nor above what is reached is a 404.

    A figure of a report that one may read opens with the report's own scope, even where that is a neighbour's: the
    number is printed there, and of the neighbour's entries the page tells how many they are.
    """
    try:
        if report := query.get("report", ""):
            version = queries.version(UUID(report), reach)
            taken = queries.taken_figure(version, query.get("figure", ""))
            return Named(scopes_of([taken])[taken.pk], version.report.campaign.name, version, taken)
        return _read(query, reach, now)
    except ValueError as error:
        raise Refused(_("链接里的统计范围无法识别（单位、日期或时点写法不对）。请从数字页重新打开。")) from error


def _read(query: QueryDict, reach: Reach, now: datetime) -> Named:
    said = {key: query.get(key, "") for key in ("unit", "campaign", "begin", "end", "as_of", "alone")}
    campaign, name = _campaign(said["campaign"], reach)
    begin, end = (date.fromisoformat(said[key]) if said[key] else None for key in ("begin", "end"))
    if begin and end and begin > end:
        raise Refused(_("起始日期晚于截止日期，请改正。"))
    as_of = datetime.fromisoformat(said["as_of"]) if said["as_of"] else None
    if as_of is not None and as_of.tzinfo is None:
        raise ValueError("an instant without its zone")
    if as_of is not None and as_of > now:
        raise Refused(_("统计时点还没有到。请选现在或以前的时点。"))
    scope = Scope(begin=begin, end=end, campaign=campaign, as_of=as_of)
    if said["unit"] == WHOLE:
        require_whole(reach, campaign)
        return Named(scope, name)
    unit = unit_for_scope(UUID(said["unit"]), reach, campaign) if said["unit"] else default_unit(reach, campaign)
    if unit is None:
        raise NotReached(_("没有这个单位，或它不在您的权限范围内。"))
    return Named(Scope(unit, begin, end, campaign, as_of, said["alone"] == "1"), name)


def _campaign(said: str, reach: Reach) -> tuple[UUID | None, str]:
    """The campaign named and its name. Unnamed it is all of them; for one whose rights are limited to some, the newest."""
    if not said and reach.paths_for(READERS, None):
        return None, ""
    offered = {campaign.uid: campaign.name for campaign in campaigns_for_scope(reach)}
    wanted = UUID(said) if said else next(iter(offered), None)
    return wanted, known_campaign(wanted, offered) if wanted else ""
