"""看板: a node and its children — the campaign's page, the board, all figures of a node, and those of its children."""

from typing import Any

from django.urls import reverse

from bench.data.books import TODAY
from bench.measuring import compare
from bench.results import Found, Line
from bench.rivals import board as hand_board
from bench.rivals import campaign as hand_campaign
from bench.rivals import figures as hand_figures
from bench.site import Site
from huiyin.metrics.figure import Figure, Scope, figures, figures_by_unit
from huiyin.metrics.metric import Ratio
from huiyin.metrics.registry import METRICS
from huiyin.organisation.models import Unit
from huiyin.rectification.board import Board, board
from huiyin.rectification.models import Measure

AIM = 2.0
PLAIN = [metric for metric in METRICS if not isinstance(metric, Ratio) and metric.code in hand_figures.CODES]
Answer = dict[str, Any]  # Any: numbers, lists of codes


def run(site: Site) -> Found:
    """Pages first, then the reckoning by itself."""
    found = Found("dashboards", "看板：一个单位和它的下级")
    campaign, reach = site.campaign, site.reach_of(site.world.office)
    reader, path = reach.account.person_id, site.root.path

    def by_hand() -> Answer:
        return _board_page(hand_board.board(campaign.pk, path, reader, TODAY))

    def whole() -> Answer:
        taken = hand_figures.figures(path, campaign.uid, hand_campaign.SHOWN)
        return {**by_hand_chain(), **hand_campaign.rest(campaign.pk, campaign.uid, path, taken)}

    def by_hand_chain() -> Answer:
        return {name: value for name, value in by_hand().items() if name in {"chain", "overdue"}}

    found.lines += [
        site.page_line(
            "活动页（市级）", reverse("campaigns_one", kwargs={"uid": campaign.uid}), _seen_campaign, whole, aim=AIM
        ),
        site.page_line("整改看板（市级）", reverse("rectification_board"), _seen_board, by_hand, aim=AIM),
        *(_figures_page(site, unit, name) for unit, name in ((site.root, "市级"), (site.county, "县级"))),
        compare("看板函数 board（市级）", lambda: _said(board(campaign, reach, TODAY)), by_hand, aim=AIM),
        *(_figures(site, unit, name) for unit, name in ((site.root, "市级"), (site.county, "县级"))),
        _by_child(site),
    ]
    return found


def _seen_board(context: Answer) -> Answer:
    return {
        "chain": [(node.count, node.gap) for node in context["chain"]],
        "states": {str(one.bar.label): one.bar.value for one in context["states"].rows if one.bar.value},
        "unknown": [one.value for one in context["unknown"]], "overdue": context["overdue"].value,
        "late": [one["text"].split()[0] for one in context["late"]],
    }  # fmt: skip


def _seen_campaign(context: Answer) -> Answer:
    boards = context["boards"]
    shown: list[Figure] = boards["figures"]
    return {
        "chain": [(node.count, node.gap) for node in boards["chain"]], "overdue": boards["overdue"],
        "figures": {f.metric.code: f.value for f in shown if f.metric.code in hand_campaign.SHOWN},
        "counts": [number for _label, number, _href in context["counts"]],
        "actions": [action.name for _name, _open, some in context["groups"] for action in some],
        "teams": [(team.name, len(team.members), len(team.covers)) for _kind, some in context["teams"] for team in some],
        "below": sorted(lower.uid for lower, _state in context["below"]),
    }  # fmt: skip


def _said(found: Board) -> Answer:
    """What the board's page shows, from the board itself."""
    links = found.links
    chain = [(links[kind]["all"], links[kind]["broken"]) for kind in ("opinions", "items", "problems", "measures")]
    chain += [(found.checked, 0), (found.rated, links["untold"]["broken"])]
    states = {str(Measure.State(state).label): number for state, number in found.states.items() if number}
    unknown = [found.unreported, found.silent, found.not_asked, found.reopened]
    late = [measure.code for measure in found.late]
    return {"chain": chain, "states": states, "unknown": unknown, "overdue": found.overdue, "late": late}


def _board_page(found: Answer) -> Answer:
    """The same from what was asked by hand."""
    chain = [found["opinions"], found["items"], found["problems"], (found["all"], found["unchecked"])]
    chain += [(found["checked"], 0), (found["rated"], found["untold"])]
    states = {str(Measure.State(state).label): number for state, number in found["states"].items()}
    unknown = [found[name] for name in ("unreported", "silent", "not_asked", "reopened")]
    return {"chain": chain, "states": states, "unknown": unknown, "overdue": found["overdue"], "late": found["late"]}


def _figures_page(site: Site, unit: Unit, name: str) -> Line:
    address = f"{reverse('figures_index')}?unit={unit.uid}&campaign={site.campaign.uid}"

    def seen(context: Answer) -> Answer:
        shown = (fig for _theme, some in context["themes"] for fig in some)
        return {fig.metric.code: fig.value for fig in shown if fig.metric.code in hand_figures.CODES}

    def rival() -> Answer:
        return {code: value for code, (value, _n) in hand_figures.figures(unit.path, site.campaign.uid).items()}

    return site.page_line(f"数字页，全部指标（{name}）", address, seen, rival, aim=AIM)


def _figures(site: Site, unit: Unit, name: str) -> Line:
    scope = Scope(unit=unit, campaign=site.campaign.uid)

    def product() -> Answer:
        return {code: (fig.value, fig.entries) for code, fig in figures(PLAIN, scope).items()}

    return compare(
        f"{len(PLAIN)} 个指标 figures（{name}）", product, lambda: hand_figures.figures(unit.path, site.campaign.uid), aim=AIM
    )  # fmt: skip


def _by_child(site: Site) -> Line:
    children = list(Unit.objects.filter(parent=site.root).order_by("path"))
    scope = Scope(unit=site.root, campaign=site.campaign.uid)

    def product() -> Answer:
        found = figures_by_unit(PLAIN, children, scope)
        return {u.path: {code: (fig.value, fig.entries) for code, fig in found[u.pk].items()} for u in children}

    def rival() -> Answer:
        return hand_figures.figures_by_unit([unit.path for unit in children], site.campaign.uid)

    return compare(f"{len(children)} 个下级单位 × {len(PLAIN)} 个指标 figures_by_unit", product, rival, aim=AIM)
