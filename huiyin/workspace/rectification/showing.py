"""Everything the page of one measure shows."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.core.clock import local_date
from huiyin.core.dates import date_or_dash
from huiyin.opinions.access import WORDS_READERS
from huiyin.organisation.access import Reach
from huiyin.organisation.posts import holder_on
from huiyin.rectification import queries
from huiyin.rectification.answers import answers
from huiyin.rectification.awaited import awaited
from huiyin.rectification.closing import standing_evidence
from huiyin.rectification.models import Asking, Measure, Step
from huiyin.rectification.offers import Verb, offers
from huiyin.rectification.terms import LOOK_BACK_DAYS, MOST_EXTENSIONS, SAMPLE_LEAST
from huiyin.workspace.rectification.views.common import look

# How each verb of a step looks on the timeline: its tone and icon.
STEP_LOOKS: dict[str, tuple[str, str]] = {
    Step.Verb.ISSUE: ("info", "send"),
    Step.Verb.BEGIN: ("progress", "hourglass"),
    Step.Verb.ROUTE: ("progress", "list"),
    Step.Verb.SUBMIT: ("info", "stamp"),
    Step.Verb.UNIT_REVIEW: ("info", "user-check"),
    Step.Verb.UNIT_REVIEW_RETURN: ("warn", "arrow-back"),
    Step.Verb.LEADER_REVIEW: ("info", "user-check"),
    Step.Verb.LEADER_REVIEW_RETURN: ("warn", "arrow-back"),
    Step.Verb.CHECK: ("progress", "eye"),
    Step.Verb.CHECK_RETURN: ("warn", "arrow-back"),
    Step.Verb.CLOSE: ("ok", "circle-check"),
    Step.Verb.REOPEN_BY_RATING: ("danger", "refresh"),
    Step.Verb.REOPEN_BY_LOOK_BACK: ("danger", "refresh"),
    Step.Verb.SUSPEND: ("warn", "pause"),
    Step.Verb.RESUME: ("info", "route"),
    Step.Verb.TRANSFER: ("info", "route"),
    Step.Verb.VOID: ("muted", "ban"),
}
# Offered as buttons, in this order: (verb, address, label). The first one offered is the page's chief act.
_BUTTONS: tuple[tuple[str, str, Any], ...] = (  # Any: as above
    (Verb.CHECK, "rectification_check_one", gettext_lazy("检查")),
    (Verb.UNIT_REVIEW, "rectification_unit_review", gettext_lazy("审签")),
    (Verb.LEADER_REVIEW, "rectification_leader_review", gettext_lazy("审定")),
    (Verb.PROGRESS, "rectification_progress", gettext_lazy("登记进展")),
    (Verb.EVIDENCE, "rectification_evidence", gettext_lazy("上传佐证")),
    (Verb.ROUTE, "rectification_route", gettext_lazy("标记路线图")),
    (Verb.SUBMIT, "rectification_submit", gettext_lazy("申请销号")),
    (Verb.ASK_EXTENSION, "rectification_ask_extension", gettext_lazy("申请延期")),
    (Verb.RESUME, "rectification_resume", gettext_lazy("恢复办理")),
    (Verb.SUSPEND, "rectification_suspend", gettext_lazy("暂缓")),
    (Verb.TRANSFER, "rectification_transfer", gettext_lazy("移交")),
    (Verb.AMEND, "rectification_measure_edit", gettext_lazy("修改")),
    (Verb.HOLD_RESPONSIBLE, "rectification_responsible", gettext_lazy("问责")),
    (Verb.VOID, "rectification_void", gettext_lazy("作废")),
)


@dataclass(frozen=True)
class Button:
    """A verb offered on the page."""

    href: str
    label: str
    danger: bool


def measure_context(measure: Measure, actor: Reach, today: date) -> dict[str, object]:
    """The template's variables, by name."""
    offered = offers(measure, actor, today)
    evidence = list(measure.evidence.select_related("file", "by__person").order_by("dated", "pk"))
    standing = {one.pk for one in standing_evidence(measure)}
    reused = queries.reused_evidence(evidence, actor)
    holder, lead = holder_on(measure.post, today), holder_on(measure.lead_post, today)
    return {
        "measure": measure, "state": look(measure), "awaited": awaited(measure, today), "rows": _rows(measure, holder, lead), "offered": offered,
        "buttons": [
            Button(reverse(name, kwargs={"uid": measure.uid}), str(label), verb == Verb.VOID)
            for verb, name, label in _BUTTONS
            if verb in offered
        ],
        "steps": measure.steps.all(),
        "progress": measure.progress.select_related("by__person").order_by("-on", "-pk"),
        "evidence": [(one, one.pk in standing, reused.get(one.pk)) for one in evidence],
        "extensions": measure.extension_requests.select_related("asked_by__person", "decided_by__person").order_by("pk"),
        "checks": measure.checks.select_related("checker__person").order_by("-on", "-pk"),
        "askings": answers(measure, today), "notice": Asking.Way.NOTICE,
        "items": measure.problem.items.filter(removed=False).order_by("code"),
        "reads_items": actor.may(WORDS_READERS, measure.problem.unit, measure.campaign.uid),
        "look_backs": measure.look_backs.select_related("by__person").order_by("due_on", "pk"),
        "cases": measure.accountability.select_related("responsible", "leader").order_by("pk"),
        "timeline": _timeline(measure), "extension_limit": MOST_EXTENSIONS, "look_back_term": LOOK_BACK_DAYS,
        "least_sampled": SAMPLE_LEAST,
        "may_withdraw": Verb.EVIDENCE in offered,
    }  # fmt: skip


def _rows(measure: Measure, holder: object, lead: object) -> list[tuple[str, object]]:
    nobody = _("暂时无人")
    return [
        (_("问题"), f"{measure.problem.code} {measure.problem.statement}"),
        (_("整改目标"), measure.goal),
        (_("整改类型"), measure.get_term_display()),
        (_("责任单位"), measure.unit.name),
        (_("责任岗位"), f"{measure.post.title}（{holder or nobody}）"),
        (_("牵头领导"), f"{measure.lead_post}（{lead or nobody}）"),
        (_("开始日期"), date_or_dash(measure.begins_on)),
        (_("完成时限"), date_or_dash(measure.due_on)),
    ]


def _timeline(measure: Measure) -> list[dict[str, object]]:
    events: list[dict[str, object]] = []
    for step in measure.history.select_related("by__person").order_by("-at", "-pk"):
        tone, icon = STEP_LOOKS[step.verb]
        who = step.by.person.name if step.by else _("系统按日汇总")
        when = date_or_dash(step.on)
        if local_date(step.at) != step.on:
            when = _("%(on)s（%(at)s 登记）") % {"on": when, "at": date_or_dash(local_date(step.at))}
        events.append(
            {"when": when, "what": step.get_verb_display(), "who": who, "detail": step.text, "tone": tone, "icon": icon}
        )
    return events
