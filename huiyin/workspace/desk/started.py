"""我发起的: what one person set going and where it stands now, read from the lines they left in the audit chain.

Only what STARTING names is listed, and each thing only while it is in reach. What is said anonymously leaves no line with
a person in it, and what somebody says or keys in (代录意见、导入意见) is not named here: a speaker's list would betray them.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from huiyin.campaigns import amending
from huiyin.campaigns import services as campaigns
from huiyin.campaigns.intake.committing import ROSTER_IMPORTED
from huiyin.campaigns.plan_intake import PLAN_IMPORTED
from huiyin.claim_audit.actions import TEXTS_HELD
from huiyin.core import clock
from huiyin.core.audit import Action
from huiyin.core.models import AuditLine
from huiyin.core.trail import lines_of
from huiyin.ledgers.engine import staging
from huiyin.opinions import erase, referral, rounds
from huiyin.organisation import grants
from huiyin.organisation.access import Reach
from huiyin.rectification import actions as rectification
from huiyin.reports.actions import REPORT_STARTED
from huiyin.workspace.desk import things
from huiyin.workspace.desk.things import Find, Thing

MOST_KINDS = 7  # one query a kind, and one for the lines: a page ends before the eighth kind


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


_CAMPAIGN, _LISTENING, _RECTIFYING = gettext_lazy("活动"), gettext_lazy("征求意见"), gettext_lazy("整改")
_ORGANISATION = gettext_lazy("组织机构")
# What a person starts, by the action of its line: the class shown, how the things are found, and the deed.
STARTING: dict[str, tuple[str | Promise, Find, Action]] = {
    deed.code: (kind, find, deed)
    for kind, find, deed in (
        (_CAMPAIGN, things.campaigns, campaigns.CREATED),
        (_CAMPAIGN, things.plans, PLAN_IMPORTED),
        (_CAMPAIGN, things.amendments, amending.ISSUED),
        (_LISTENING, things.rounds, rounds.CREATED),
        (_LISTENING, things.referrals, referral.SENT),
        (_LISTENING, things.erasures, erase.REQUESTED),
        (_RECTIFYING, things.problems, rectification.PROBLEM_ADDED),
        (_RECTIFYING, things.measures, rectification.MEASURE_DRAFTED),
        (_RECTIFYING, things.extensions, rectification.EXTENSION_ASKED),
        (_RECTIFYING, things.slips, rectification.FEEDBACK_WRITTEN),
        (_RECTIFYING, things.task_sheets, rectification.TASK_SHEET_STAGED),
        (gettext_lazy("报告"), things.reports, REPORT_STARTED),
        (gettext_lazy("核对材料"), things.texts, TEXTS_HELD),
        (_ORGANISATION, things.rosters, ROSTER_IMPORTED),
        (_ORGANISATION, things.grants, grants.GRANTED),
        (gettext_lazy("台账"), things.batches, staging.UPLOADED),
    )
}
