"""The list of ballots, one ballot with what comes next, and its certificate in Word."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from huiyin.ballots import casting, coaching, form, preparing, queries, rating, second_round
from huiyin.ballots.form import Question
from huiyin.ballots.models import Ballot, PaperCount
from huiyin.ballots.presets import preset
from huiyin.ballots.results import beyond_cap, heads, result
from huiyin.core import clock
from huiyin.core.errors import Refused
from huiyin.organisation.models import Role
from huiyin.reports.ballot_certificate import certificate_word
from huiyin.workspace.acts import uid_or_none
from huiyin.workspace.ballots import shown
from huiyin.workspace.ballots.forms import CertifyForm, VoidForm
from huiyin.workspace.gate import StaffRequest, staff

_DONE = (Ballot.State.COUNTED, Ballot.State.CERTIFIED)
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@staff("GET")
def index(request: StaffRequest) -> HttpResponse:
    """Ballots one runs, takes part in or watches over, the newest first."""
    last = uid_or_none(request.GET.get("before", ""))
    before = queries.ballot_named(last, request.reach).pk if last is not None else None
    found = queries.listed(request.reach, before=before)
    rows = [(one, shown.state(one), preset(one.preset).name) for one in found[: queries.PAGE]]
    older = f"?before={found[queries.PAGE - 1].uid}" if len(found) > queries.PAGE else ""
    context = {
        "rows": rows,
        "older_href": older,
        "newer_href": reverse("ballots_index") if before is not None else "",
        "may_create": request.reach.is_one_of(Role.OFFICE),
    }
    return render(request, "workspace/ballots/index.html", context)


@staff("GET")
def one(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """One ballot: where it stands, what comes next for whoever looks, and the result once it is counted."""
    ballot = queries.ballot_named(uid, request.reach)
    now = clock.now()
    roll = ballot.roll
    entry, teller = queries.own_entry(request.reach, roll), queries.own_teller(request.reach, ballot)
    listed, drawn = queries.counts(roll)
    counted, runs = ballot.state in _DONE, queries.runs(request.reach, ballot)
    kind, turnout = preset(ballot.preset), heads(ballot) if counted else None
    second = second_round.round_of(ballot)
    context = {
        "ballot": ballot,
        "preset": kind,
        "rated_definition": rating.definition(kind.options, kind.weights) if kind.weights else "",
        "returned_share": rating.returned_share(turnout.returned, turnout.issued) if turnout else "",
        "state": shown.state(ballot),
        "runs": runs,
        "questions": list(enumerate(form.from_data(ballot.form))),
        "tellers": list(ballot.tellers.select_related("person").order_by("number")),
        "corrections": list(roll.corrections.select_related("person", "by__person").order_by("pk")),
        "drawing_span": shown.drawing_span(roll),
        "using_span": shown.using_span(roll),
        "drawing": roll.drawing(now),
        "using": roll.using(now),
        "over": now >= roll.use_until,
        "listed": listed,
        "drawn": drawn,
        "cast": casting.cast_count(ballot) if ballot.electronic else 0,
        "entry": entry,
        "teller": teller,
        "handed": len(casting.kept_keys(ballot)) if ballot.state == Ballot.State.CLOSED else 0,
        "standing": preparing.standing(ballot) if runs and ballot.state == Ballot.State.DRAFT else "",
        "heads": turnout,
        "answered": result(ballot) if counted else [],
        "counts_paper": ballot.state in (Ballot.State.CLOSED, *_DONE) and (teller is not None or runs),
        "opens": shown.href("ballots_certificate", ballot) if ballot.state == Ballot.State.CERTIFIED else "#definition",
        "papers": _papers(ballot) if ballot.paper else [],
        "signs": coaching.sentences(ballot.signs),
        "second": second,
        "again": second_round.outcome(second, today=clock.today()) if second else None,
        "may_ask_again": runs and kind.weights and ballot.electronic and ballot.state == Ballot.State.CERTIFIED,
        "public_href": reverse("portal_survey", kwargs={"uid": ballot.uid}) if ballot.rated else "",
        "vote_href": reverse("portal_ballot", kwargs={"uid": ballot.uid}),
        "board_href": reverse("portal_ballot_board", kwargs={"uid": ballot.uid}),
        "void_form": VoidForm(),
        "beyond_cap": beyond_cap(ballot) if runs and ballot.state == Ballot.State.COUNTED else [],
        "certify_form": CertifyForm(),
        "crumbs": shown.crumbs((str(ballot), "")),
    }
    return render(request, "workspace/ballots/one.html", context)


@staff("GET")
def certificate(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """计票结果报告单 in Word, once the result is certified."""
    ballot = queries.ballot_named(uid, request.reach)
    if ballot.state != Ballot.State.CERTIFIED or ballot.certified_on is None:
        raise Refused(_("结果确认以后才有计票结果报告单。"))
    content = certificate_word(ballot, written_at=clock.now())
    response = HttpResponse(content, content_type=_DOCX)
    response["Content-Disposition"] = content_disposition_header(True, f"{ballot}计票结果报告单.docx") or "attachment"
    return response


def _papers(ballot: Ballot) -> list[tuple[int, Question, PaperCount | None]]:
    rows = {row.question: row for row in ballot.paper_counts.select_related("by__person", "checked_by__person")}
    return [(n, one, rows.get(n)) for n, one in enumerate(form.from_data(ballot.form))]
