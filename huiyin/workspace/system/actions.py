"""Every action that can stand in the audit chain, with the sentence an auditor reads.

A module that declares an `Action` is listed here once; its actions follow by themselves. A test reads the source and
fails when a module is missing or two actions share a code.
"""

from types import ModuleType

from huiyin.ballots import opening, preparing, second_round
from huiyin.burden import approving, budgets, objecting
from huiyin.burden import asking as burden_requests
from huiyin.campaigns import (
    amending,
    amendment_drafts,
    handover,
    marking,
    plan,
    plan_intake,
    stances,
    starting,
    starting_ready,
    uploads,
)
from huiyin.campaigns import services as campaigns
from huiyin.campaigns.intake import committing
from huiyin.claim_audit import actions as claim_audit
from huiyin.commitments import actions as commitments
from huiyin.consolidating import actions as consolidating
from huiyin.core import deciding, holidays, jobs, restore
from huiyin.core.audit import Action
from huiyin.eligibility import drawing, rolls, sampling
from huiyin.gatherings import actions as gatherings
from huiyin.ledgers.engine import disclosure, sweeping
from huiyin.ledgers.engine import services as ledgers
from huiyin.ledgers.engine import staging as workbooks
from huiyin.opinions import (
    batches,
    categories,
    erase,
    feedback,
    grids,
    inquiring,
    intake,
    messages,
    once,
    receipts,
    recording,
    referral,
    replying,
    rounds,
    settling,
    signing,
    staging,
    steps,
    triage,
)  # fmt: skip
from huiyin.organisation import accounts, founding, grants, people, posts, sign_in, teams, tree, units
from huiyin.rectification import actions as rectification
from huiyin.regulating import actions as regulating
from huiyin.reports import actions as reports
from huiyin.service import actions as service
from huiyin.special import actions as special
from huiyin.study import actions as study
from huiyin.supervision import actions as supervision

MODULES: tuple[ModuleType, ...] = (
    holidays, jobs, restore, deciding,
    accounts, founding, grants, people, posts, sign_in, teams, tree, units,
    disclosure, ledgers, sweeping, workbooks,
    approving, budgets, burden_requests, objecting,
    amending, amendment_drafts, campaigns, committing, handover, marking, plan, plan_intake, stances,
    starting, starting_ready, uploads,
    batches, categories, erase, feedback, grids, inquiring, intake, messages, once, receipts, recording, referral, replying, rounds, settling,
    signing, staging, steps, triage,
    rectification, special, gatherings, service, commitments, regulating, reports, claim_audit, consolidating,
    study,
    supervision,
    rolls, sampling, drawing, preparing, opening, second_round,
)  # fmt: skip


def actions() -> dict[str, Action]:
    """Code → action."""
    found = (value for module in MODULES for value in vars(module).values() if isinstance(value, Action))
    return {action.code: action for action in found}


def sentence(code: str) -> str:
    """What a line's action means; the bare code for a line written by another version of the program."""
    known = actions().get(code)
    return known.sentence if known else code
