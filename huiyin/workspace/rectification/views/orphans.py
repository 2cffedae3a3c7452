"""断点清单: five kinds whose counts add up, their lists, and settling each by one choice with a reason."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.core import clock
from huiyin.opinions.models import Item, Piece
from huiyin.opinions.queries import piece_lines
from huiyin.opinions.settling import settle_item, settle_piece
from huiyin.organisation.access import Reach
from huiyin.rectification import orphans
from huiyin.rectification.directing import settle_unchecked, settle_untold
from huiyin.rectification.models import Measure, Problem
from huiyin.rectification.problems import settle_problem
from huiyin.workspace.gate import StaffRequest, staff
from huiyin.workspace.rectification.forms import SettleForm, ToldSettleForm
from huiyin.workspace.rectification.views.common import (
    choices,
    chosen_campaign,
    posted,
    required_campaign,
    verb_page,
)

PAGE = 20


@staff("GET", roles=orphans.WIDE)
def home(request: StaffRequest) -> HttpResponse:
    """The five counts: linked + settled + broken is all."""
    campaign, known = chosen_campaign(request)
    rows = orphans.orphans(campaign, request.reach, clock.today()) if campaign else []
    context = {
        "campaign": campaign, "campaigns": choices(known), "crumbs": [*_crumbs()[:1], (_("断点清单"), "")],
        "rows": [(row, list_href(campaign, row.code)) for row in rows if campaign],
    }  # fmt: skip
    return render(request, "workspace/rectification/orphans.html", context)


@staff("GET", roles=orphans.WIDE)
def listed(request: StaffRequest, *, kind: str) -> HttpResponse:
    """The rows of one part of one kind, by key."""
    campaign, today = required_campaign(request), clock.today()
    part = request.GET.get("part", "broken")
    rows = orphans.orphan_list(campaign, kind, request.reach, today, part)
    total, (shown, after) = rows.count(), orphans.page(rows, kind, request.GET.get("after", ""), PAGE)
    context = {
        "campaign": campaign, "kind": kind, "part": part, "label": orphans.labels()[kind], "total": total,
        "rows": _shown(shown, kind, request.reach), "first_href": list_href(campaign, kind, part),
        "older_href": f"{list_href(campaign, kind, part)}&after={after}" if after else "",
        "is_first": not request.GET.get("after"), "crumbs": [*_crumbs(), (orphans.labels()[kind], "")],
    }  # fmt: skip
    return render(request, "workspace/rectification/orphan_list.html", context)


@staff("GET", "POST", roles=orphans.WIDE)
def settle(request: StaffRequest, *, kind: str, uid: UUID) -> HttpResponse:
    """One choice with a reason for one broken end."""
    campaign, today = required_campaign(request), clock.today()
    row = orphans.broken_row(campaign, kind, uid, request.reach, today)
    # A piece has no revision: its own verb refuses one that was settled or placed meanwhile.
    form_class = ToldSettleForm if isinstance(row, Piece | Item) else SettleForm
    form = form_class(posted(request), initial={"revision": 0 if isinstance(row, Piece) else row.revision})

    def act() -> object:
        return _settle(row, kind, form.cleaned_data, request)

    return verb_page(
        request, form, act, title=_("说明去向：%(label)s") % {"label": orphans.labels()[kind]}, accept=_("保存"),
        done=_("去向已说明，可在“已说明去向”里查看。"), back=list_href(campaign, kind),
        text=_shown([row], kind, request.reach)[0]["text"],
    )  # fmt: skip


# Any: cleaned values of SettleForm.
def _settle(row: object, kind: str, data: dict[str, Any], request: StaffRequest) -> object:
    how, why, seen, actor, now = data["settlement"], data["reason"], data["revision"], request.reach, clock.now()
    match row:
        case Piece():
            return settle_piece(
                piece=row, settlement=how, reason=why, told=data["told"], actor=actor, now=now, today=clock.today()
            )
        case Item():
            return settle_item(
                item=row, settlement=how, reason=why, told=data["told"], revision=seen, actor=actor, now=now
            )
        case Problem():
            return settle_problem(row, settlement=how, reason=why, revision=seen, actor=actor, now=now)
        case Measure() if kind == "measures":
            return settle_unchecked(row, settlement=how, reason=why, revision=seen, actor=actor, now=now)
        case Measure():
            return settle_untold(row, settlement=how, reason=why, revision=seen, actor=actor, now=now)
        case _:
            raise TypeError(type(row).__name__)


# Any: rows of one of four models.
def _shown(rows: list[Any], kind: str, actor: Reach) -> list[dict[str, str]]:
    """Each row as a line: its words, where it opens, its uid, how it was settled."""
    if kind == "opinions":
        return [
            {
                "code": line.piece.opinion.slip_no, "href": reverse("opinions_opinion", kwargs={"uid": line.piece.opinion_id}),
                "text": line.words if line.words is not None else _("原话已依法删除"),
                "uid": str(line.piece.uid), "how": str(line.piece.get_settlement_display()),
                "why": line.piece.settlement_reason,
            }
            for line in piece_lines(actor, rows)
        ]  # fmt: skip
    return [_line(row, kind) for row in rows]


def _line(row: Item | Problem | Measure, kind: str) -> dict[str, str]:
    line = {"code": row.code, "text": row.statement, "uid": str(row.uid)}
    match row:
        case Item():
            href = reverse("opinions_item", kwargs={"uid": row.uid})
            return line | {"href": href, "how": str(row.get_settlement_display()), "why": row.settlement_reason}
        case Problem():
            href = reverse("rectification_problem", kwargs={"uid": row.uid})
            return line | {"href": href, "how": str(row.get_settlement_display()), "why": row.settlement_reason}
        case Measure():
            href = reverse("rectification_measure", kwargs={"uid": row.uid})
            if kind == "measures":
                how, why = row.get_check_settlement_display(), row.check_settlement_reason
            else:
                how, why = row.get_told_settlement_display(), row.told_settlement_reason
            return line | {"href": href, "how": str(how), "why": why}


def list_href(campaign: Campaign, kind: str, part: str = "broken") -> str:
    """The list of one part of one kind."""
    return f"{reverse('rectification_orphan_list', kwargs={'kind': kind})}?campaign={campaign.uid}&part={part}"


def _crumbs() -> list[tuple[str, str]]:
    return [(_("问题与整改"), reverse("rectification_board")), (_("断点清单"), reverse("rectification_orphans"))]
