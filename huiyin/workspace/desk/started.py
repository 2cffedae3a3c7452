"""我发起的: what one person set going and where it stands now, read from the lines they left in the audit chain.

Only what STARTING names is listed, and each thing only while it is in reach. What is said anonymously leaves no line with
a person in it, and what somebody says or keys in (代录意见、导入意见) is not named here: a speaker's list would betray them.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.campaigns import amending
from huiyin.campaigns import queries as campaign_queries
from huiyin.campaigns import services as campaigns
from huiyin.campaigns.amendments_read import amendments_named
from huiyin.core import clock
from huiyin.core.audit import Action
from huiyin.core.models import AuditLine
from huiyin.core.trail import lines_of
from huiyin.ledgers.engine import staging
from huiyin.ledgers.engine.batches import batches_named
from huiyin.ledgers.registry import ledger_named
from huiyin.opinions import erase, handling_queries, referral, rounds
from huiyin.opinions import queries as opinion_queries
from huiyin.organisation.access import Reach
from huiyin.rectification import actions as rectification
from huiyin.rectification import queries as rectification_queries
from huiyin.rectification.visiting import slips
from huiyin.reports import queries as report_queries
from huiyin.reports.actions import REPORT_STARTED
from huiyin.reports.models import Report
from huiyin.workspace.campaigns import shown as campaigns_shown
from huiyin.workspace.ledgers.imports import BATCH_STATES
from huiyin.workspace.opinions import shown as opinions_shown
from huiyin.workspace.rectification.views.common import look, problem_look

MOST_KINDS = 7  # one query a kind, and one for the lines: a page ends before the eighth kind
LONGEST = 60
_REPORTS = {
    Report.State.DRAFT: ("neutral", "edit"),
    Report.State.SIGNING: ("progress", "hourglass"),
    Report.State.ISSUED: ("ok", "circle-check"),
}


class Look(Protocol):
    """A state as the features' pages show it."""

    @property
    def word(self) -> str:
        """The word."""

    @property
    def tone(self) -> str:
        """Its colour."""

    @property
    def icon(self) -> str:
        """Its icon."""


@dataclass(frozen=True)
class Thing:
    """Something that was started, as it stands now: what it is called, where it opens, (word, tone, icon) of its state."""

    text: str
    href: str
    state: tuple[str, str, str]


@dataclass(frozen=True)
class Started:
    """A row of the list."""

    thing: Thing
    kind: str
    deed: str
    on: date


@dataclass(frozen=True)
class Page:
    """Rows newest first, and the key to go on from; `hidden` when some of this part are out of reach now."""

    rows: list[Started]
    older: int | None
    hidden: bool


Find = Callable[[Collection[UUID], Reach, date], dict[UUID, Thing]]


def started(actor: UUID, reach: Reach, *, before: int | None, today: date) -> Page:
    """One part of the list: at most one query a kind of thing."""
    lines, older = lines_of(actor, before=before, actions=STARTING)
    lines, older = _few_kinds(lines, older)
    wanted: dict[Find, list[UUID]] = {}
    for line in lines:
        if line.subject is not None:
            wanted.setdefault(STARTING[line.action][1], []).append(line.subject)
    found = {find: find(uids, reach, today) for find, uids in wanted.items()}
    rows = [
        Started(thing, str(kind), str(deed.sentence), line.at.astimezone(clock.SHANGHAI).date())
        for line in lines
        for kind, find, deed in [STARTING[line.action]]
        if line.subject is not None and (thing := found[find].get(line.subject)) is not None
    ]
    return Page(rows, older, hidden=len(rows) < len(lines))


def _few_kinds(lines: list[AuditLine], older: int | None) -> tuple[list[AuditLine], int | None]:
    """The lines up to the first of one kind too many; the next part goes on from there."""
    kinds: set[Find] = set()
    for number, line in enumerate(lines):
        kinds.add(STARTING[line.action][1])
        if len(kinds) > MOST_KINDS:
            return lines[:number], lines[number - 1].pk
    return lines, older


def _campaigns(uids: Collection[UUID], reach: Reach, today: date) -> dict[UUID, Thing]:
    found = campaign_queries.reached(reach).filter(uid__in=uids)
    return {
        c.uid: Thing(c.name, reverse("campaigns_one", kwargs={"uid": c.uid}), _state(campaigns_shown.state(c)))
        for c in found
    }


def _amendments(uids: Collection[UUID], reach: Reach, today: date) -> dict[UUID, Thing]:
    return {
        a.uid: Thing(
            f"{a.campaign.name}　{a.title}", reverse("campaigns_amendment", kwargs={"uid": a.uid}),
            (_("已印发"), "ok", "send"),
        )
        for a in amendments_named(uids, reach)
    }  # fmt: skip


def _rounds(uids: Collection[UUID], reach: Reach, today: date) -> dict[UUID, Thing]:
    return {
        r.uid: Thing(
            _("%(round)s（%(unit)s）") % {"round": r.name, "unit": r.unit}, opinions_shown.href("opinions_round", r),
            _state(opinions_shown.round_state(r)),
        )
        for r in opinion_queries.rounds_named(uids, reach)
    }  # fmt: skip


def _referrals(uids: Collection[UUID], reach: Reach, today: date) -> dict[UUID, Thing]:
    """Without a word of the opinion: the list says to whom it went."""
    return {
        r.uid: Thing(
            _("转给%(unit)s的意见") % {"unit": r.unit}, opinions_shown.href("opinions_referral", r),
            _state(opinions_shown.referral_state(r, late=r.due_on < today)),
        )
        for r in handling_queries.referrals_sent(reach).filter(uid__in=uids)
    }  # fmt: skip


def _erasures(uids: Collection[UUID], reach: Reach, today: date) -> dict[UUID, Thing]:
    states = {
        None: (_("待决定"), "warn", "circle-dot"), True: (_("已删除"), "muted", "eraser"),
        False: (_("不同意"), "neutral", "circle-x"),
    }  # fmt: skip
    return {
        e.uid: Thing(e.basis[:LONGEST], reverse("opinions_erasure", kwargs={"uid": e.uid}), states[e.agreed])
        for e in handling_queries.erasures(reach).filter(uid__in=uids)
    }


def _problems(uids: Collection[UUID], reach: Reach, today: date) -> dict[UUID, Thing]:
    return {
        p.uid: Thing(
            f"{p.code} {p.statement[:LONGEST]}", reverse("rectification_problem", kwargs={"uid": p.uid}),
            problem_look(p),
        )
        for p in rectification_queries.problems_in_reach(reach).filter(uid__in=uids)
    }  # fmt: skip


def _measures(uids: Collection[UUID], reach: Reach, today: date) -> dict[UUID, Thing]:
    return {
        m.uid: Thing(f"{m.code} {m.statement[:LONGEST]}", _measure_href(m.uid), look(m))
        for m in rectification_queries.measures(reach, today).filter(uid__in=uids)
    }


def _extensions(uids: Collection[UUID], reach: Reach, today: date) -> dict[UUID, Thing]:
    """The extensions asked for; each opens its measure."""
    states = {
        None: (_("待审批"), "warn", "circle-dot"), True: (_("同意延期"), "ok", "circle-check"),
        False: (_("不同意延期"), "neutral", "circle-x"),
    }  # fmt: skip
    rows = rectification_queries.measures(reach, today).filter(extension_requests__uid__in=uids)
    return {
        asked: Thing(f"{code} {statement[:LONGEST]}", _measure_href(uid), states[granted])
        for asked, granted, uid, code, statement in rows.values_list(
            "extension_requests__uid", "extension_requests__granted", "uid", "code", "statement"
        )
    }


def _slips(uids: Collection[UUID], reach: Reach, today: date) -> dict[UUID, Thing]:
    confirmed = (_("已确认"), "ok", "circle-check")
    return {
        s.uid: Thing(
            _("%(unit)s现场反馈单") % {"unit": s.unit}, reverse("rectification_feedback", kwargs={"uid": s.uid}),
            confirmed if s.confirmed_on
            else (_("待当日确认"), "warn", "clock") if s.on == today
            else (_("当日未确认"), "neutral", "circle-minus"),
        )
        for s in slips(reach).filter(uid__in=uids)
    }  # fmt: skip


def _reports(uids: Collection[UUID], reach: Reach, today: date) -> dict[UUID, Thing]:
    return {
        r.uid: Thing(
            r.title, reverse("reports_one", kwargs={"uid": r.uid}),
            (str(r.get_state_display()), *_REPORTS[Report.State(r.state)]),
        )
        for r in report_queries.reports(reach).filter(uid__in=uids)
    }  # fmt: skip


def _batches(uids: Collection[UUID], reach: Reach, today: date) -> dict[UUID, Thing]:
    return {
        b.uid: Thing(
            _("%(ledger)s（%(unit)s）") % {"ledger": ledger_named(b.ledger).name, "unit": b.unit},
            reverse("ledgers_batch", kwargs={"code": b.ledger, "uid": b.uid}), _state(BATCH_STATES[b.state]),
        )
        for b in batches_named(uids, reach)
    }  # fmt: skip


def _measure_href(uid: UUID) -> str:
    return reverse("rectification_measure", kwargs={"uid": uid})


def _state(state: Look) -> tuple[str, str, str]:
    return state.word, state.tone, state.icon


_CAMPAIGN, _LISTENING, _RECTIFYING = gettext_lazy("活动"), gettext_lazy("征求意见"), gettext_lazy("整改")
# What a person starts, by the action of its line: the class shown, how the things are found, and the deed.
STARTING: dict[str, tuple[str | Promise, Find, Action]] = {
    deed.code: (kind, find, deed)
    for kind, find, deed in (
        (_CAMPAIGN, _campaigns, campaigns.CREATED),
        (_CAMPAIGN, _amendments, amending.ISSUED),
        (_LISTENING, _rounds, rounds.CREATED),
        (_LISTENING, _referrals, referral.SENT),
        (_LISTENING, _erasures, erase.REQUESTED),
        (_RECTIFYING, _problems, rectification.PROBLEM_ADDED),
        (_RECTIFYING, _measures, rectification.MEASURE_DRAFTED),
        (_RECTIFYING, _extensions, rectification.EXTENSION_ASKED),
        (_RECTIFYING, _slips, rectification.FEEDBACK_WRITTEN),
        (gettext_lazy("报告"), _reports, REPORT_STARTED),
        (gettext_lazy("台账"), _batches, staging.UPLOADED),
    )
}
