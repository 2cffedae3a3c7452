"""What one person may have set going, as it stands now and as far as it is in reach: a way to find each kind."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.campaigns import queries as campaign_queries
from huiyin.campaigns.amendments_read import amendments_named
from huiyin.claim_audit import queries as claim_audit_queries
from huiyin.ledgers.engine.batches import batches_named
from huiyin.ledgers.registry import ledger_named
from huiyin.opinions import handling_queries
from huiyin.opinions import queries as opinion_queries
from huiyin.organisation.access import Reach
from huiyin.organisation.grants import grants_named
from huiyin.organisation.rights import STRUCTURE_READERS
from huiyin.rectification import intake, visiting
from huiyin.rectification import queries as rectification_queries
from huiyin.rectification.models import StagedTaskSheet
from huiyin.reports import queries as report_queries
from huiyin.reports.models import Report
from huiyin.workspace.campaigns import shown as campaigns_shown
from huiyin.workspace.ledgers.imports import BATCH_STATES
from huiyin.workspace.opinions import shown as opinions_shown
from huiyin.workspace.organisation import shown as organisation_shown
from huiyin.workspace.rectification.views.common import look, measures_href, problem_look

LONGEST = 60
_REPORTS = {
    Report.State.DRAFT: ("neutral", "edit"),
    Report.State.SIGNING: ("progress", "hourglass"),
    Report.State.ISSUED: ("ok", "circle-check"),
}
_SHEETS = {
    StagedTaskSheet.State.STAGED: ("warn", "hourglass"),
    StagedTaskSheet.State.COMMITTED: ("ok", "circle-check"),
    StagedTaskSheet.State.DISCARDED: ("muted", "circle-x"),
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


Find = Callable[[Collection[UUID], Reach, date], dict[UUID, Thing]]


def campaigns(uids: Collection[UUID], reach: Reach, today: date) -> dict[UUID, Thing]:
    found = campaign_queries.reached(reach).filter(uid__in=uids)
    return {
        c.uid: Thing(c.name, reverse("campaigns_one", kwargs={"uid": c.uid}), _state(campaigns_shown.state(c)))
        for c in found
    }


def amendments(uids: Collection[UUID], reach: Reach, today: date) -> dict[UUID, Thing]:
    return {
        a.uid: Thing(
            f"{a.campaign.name}　{a.title}", reverse("campaigns_amendment", kwargs={"uid": a.uid}),
            (_("已印发"), "ok", "send"),
        )
        for a in amendments_named(uids, reach)
    }  # fmt: skip


def rounds(uids: Collection[UUID], reach: Reach, today: date) -> dict[UUID, Thing]:
    return {
        r.uid: Thing(
            _("%(round)s（%(unit)s）") % {"round": r.name, "unit": r.unit}, opinions_shown.href("opinions_round", r),
            _state(opinions_shown.round_state(r)),
        )
        for r in opinion_queries.rounds_named(uids, reach)
    }  # fmt: skip


def referrals(uids: Collection[UUID], reach: Reach, today: date) -> dict[UUID, Thing]:
    """Without a word of the opinion: the list says to whom it went."""
    return {
        r.uid: Thing(
            _("转给%(unit)s的意见") % {"unit": r.unit}, opinions_shown.href("opinions_referral", r),
            _state(opinions_shown.referral_state(r, late=r.due_on < today)),
        )
        for r in handling_queries.referrals_sent(reach).filter(uid__in=uids)
    }  # fmt: skip


def erasures(uids: Collection[UUID], reach: Reach, today: date) -> dict[UUID, Thing]:
    states = {
        None: (_("待决定"), "warn", "circle-dot"), True: (_("已删除"), "muted", "eraser"),
        False: (_("不同意"), "neutral", "circle-x"),
    }  # fmt: skip
    return {
        e.uid: Thing(e.basis[:LONGEST], reverse("opinions_erasure", kwargs={"uid": e.uid}), states[e.agreed])
        for e in handling_queries.erasures(reach).filter(uid__in=uids)
    }


def problems(uids: Collection[UUID], reach: Reach, today: date) -> dict[UUID, Thing]:
    return {
        p.uid: Thing(
            f"{p.code} {p.statement[:LONGEST]}", reverse("rectification_problem", kwargs={"uid": p.uid}),
            problem_look(p),
        )
        for p in rectification_queries.problems_in_reach(reach).filter(uid__in=uids)
    }  # fmt: skip


def measures(uids: Collection[UUID], reach: Reach, today: date) -> dict[UUID, Thing]:
    return {
        m.uid: Thing(f"{m.code} {m.statement[:LONGEST]}", _measure_href(m.uid), look(m))
        for m in rectification_queries.measures(reach, today).filter(uid__in=uids)
    }


def extensions(uids: Collection[UUID], reach: Reach, today: date) -> dict[UUID, Thing]:
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


def slips(uids: Collection[UUID], reach: Reach, today: date) -> dict[UUID, Thing]:
    confirmed = (_("已确认"), "ok", "circle-check")
    return {
        s.uid: Thing(
            _("%(unit)s现场反馈单") % {"unit": s.unit}, reverse("rectification_feedback", kwargs={"uid": s.uid}),
            confirmed if s.confirmed_on
            else (_("待当日确认"), "warn", "clock") if s.on == today
            else (_("当日未确认"), "neutral", "circle-minus"),
        )
        for s in visiting.slips(reach).filter(uid__in=uids)
    }  # fmt: skip


def reports(uids: Collection[UUID], reach: Reach, today: date) -> dict[UUID, Thing]:
    return {
        r.uid: Thing(
            r.title, reverse("reports_one", kwargs={"uid": r.uid}),
            (str(r.get_state_display()), *_REPORTS[Report.State(r.state)]),
        )
        for r in report_queries.reports(reach).filter(uid__in=uids)
    }  # fmt: skip


def batches(uids: Collection[UUID], reach: Reach, today: date) -> dict[UUID, Thing]:
    return {
        b.uid: Thing(
            _("%(ledger)s（%(unit)s）") % {"ledger": ledger_named(b.ledger).name, "unit": b.unit},
            reverse("ledgers_batch", kwargs={"code": b.ledger, "uid": b.uid}), _state(BATCH_STATES[b.state]),
        )
        for b in batches_named(uids, reach)
    }  # fmt: skip


def plans(uids: Collection[UUID], reach: Reach, today: date) -> dict[UUID, Thing]:
    found = campaign_queries.reached(reach).filter(uid__in=uids)
    return {
        c.uid: Thing(
            _("%(campaign)s活动方案") % {"campaign": c.name}, reverse("campaigns_plan", kwargs={"uid": c.uid}),
            _state(campaigns_shown.state(c)),
        )
        for c in found
    }  # fmt: skip


def rosters(uids: Collection[UUID], reach: Reach, today: date) -> dict[UUID, Thing]:
    """What was read from a roster lies below the unit it was brought in for."""
    return {
        u.uid: Thing(
            _("%(unit)s的组织机构和人员名册") % {"unit": u}, reverse("organisation_unit", kwargs={"uid": u.uid}),
            (_("已导入"), "ok", "circle-check"),
        )
        for u in reach.units(STRUCTURE_READERS).filter(uid__in=uids)
    }  # fmt: skip


def grants(uids: Collection[UUID], reach: Reach, today: date) -> dict[UUID, Thing]:
    return {
        g.uid: Thing(
            _("%(person)s：%(role)s（%(place)s）")
            % {"person": g.person.name, "role": g.get_role_display(), "place": g.unit or g.team},
            reverse("organisation_person", kwargs={"uid": g.person.uid}),
            _state(organisation_shown.grant_state(g, day=today)),
        )
        for g in grants_named(uids, reach)
    }  # fmt: skip


def task_sheets(uids: Collection[UUID], reach: Reach, today: date) -> dict[UUID, Thing]:
    """One that waits opens its preview; one that came in, the measures; one given up, the page for another."""
    return {
        s.uid: Thing(
            _("%(unit)s整改任务书") % {"unit": s.unit},
            {
                StagedTaskSheet.State.STAGED: reverse("rectification_import_preview", kwargs={"uid": s.uid}),
                StagedTaskSheet.State.COMMITTED: measures_href(s.campaign),
                StagedTaskSheet.State.DISCARDED: reverse("rectification_import"),
            }[StagedTaskSheet.State(s.state)],
            (str(s.get_state_display()), *_SHEETS[StagedTaskSheet.State(s.state)]),
        )
        for s in intake.staged_sheets(uids, reach)
    }  # fmt: skip


def texts(uids: Collection[UUID], reach: Reach, today: date) -> dict[UUID, Thing]:
    """By the unit and the day: what the texts are called is found on the batch's page."""
    reading, read = (_("正在读取"), "progress", "hourglass"), (_("已读完"), "ok", "circle-check")
    return {
        b.uid: Thing(
            _("%(unit)s的文字材料（%(campaign)s）") % {"unit": b.unit, "campaign": b.campaign.name},
            reverse("claim_audit_batch", kwargs={"uid": b.uid}), reading if unread else read,
        )
        for b, unread in claim_audit_queries.batches_named(uids, reach)
    }  # fmt: skip


def _measure_href(uid: UUID) -> str:
    return reverse("rectification_measure", kwargs={"uid": uid})


def _state(state: Look) -> tuple[str, str, str]:
    return state.word, state.tone, state.icon
