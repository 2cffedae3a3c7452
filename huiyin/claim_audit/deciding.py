"""A person has a claim held against the records although the program barred it: with a reason, for this text only."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.claim_audit.access import require_may_audit
from huiyin.claim_audit.actions import CLAIM_DECIDED, DECISION_TAKEN_BACK
from huiyin.claim_audit.auditing import verdict_on
from huiyin.claim_audit.confirming import counts_alike, recount, value_of
from huiyin.claim_audit.models import HeldClaim, HeldText
from huiyin.core import audit
from huiyin.core.errors import Refused, Stale
from huiyin.metrics.figure import figures
from huiyin.metrics.registry import BY_CODE
from huiyin.metrics.scope import Scope
from huiyin.organisation.access import Reach

LEAST_WORDS, MOST_WORDS = 4, 300
_COLUMNS = ["metric", "confirmation", "state", "sentence", "decided_by", "decided_at", "decided_why", "revision"]


@transaction.atomic
def decide(claim: HeldClaim, *, metric: str, why: str, revision: int, actor: Reach, now: datetime) -> HeldClaim:
    """Hold a barred claim against a metric all the same. Nothing is learned from it: other texts are barred as before."""
    text, claim = _open(claim, revision, actor)
    if not claim.barred:
        raise Refused(_("系统没有认为这一处无法核对，请用上面的“确认或改正”。"))
    why = why.strip()
    if not LEAST_WORDS <= len(why) <= MOST_WORDS:
        raise Refused(_("请写明为什么照样核对，4 到 300 个字。"))
    if metric not in BY_CODE:
        raise Refused(_("请选择一个指标。"))
    counts_alike(claim, BY_CODE[metric])
    known = figures([BY_CODE[metric]], Scope(unit=text.unit, campaign=text.campaign.uid, as_of=text.as_of))
    verdict = verdict_on(value_of(claim), claim.approx, "", BY_CODE[metric], known, unit=claim.unit, quote=claim.quote)
    claim.metric, claim.confirmation = metric, None
    claim.state, claim.sentence = verdict.state.value, verdict.sentence[:400]
    claim.decided_by, claim.decided_at, claim.decided_why = actor.account, now, why
    _keep(claim, text)
    audit.record(
        CLAIM_DECIDED, actor=actor.account, now=now, subject=claim, unit=text.unit, metric=metric, state=claim.state,
        digest=audit.digest([why]),
    )  # fmt: skip
    return claim


@transaction.atomic
def take_back(claim: HeldClaim, *, revision: int, actor: Reach, now: datetime) -> HeldClaim:
    """What the program said holds again."""
    text, claim = _open(claim, revision, actor)
    if claim.decided_by_id is None:
        raise Refused(_("这一处没有人工决定可以收回。"))
    claim.metric, claim.confirmation = "", None
    claim.state, claim.sentence = HeldClaim.State.UNCHECKABLE, claim.barred
    claim.decided_by, claim.decided_at, claim.decided_why = None, None, ""
    _keep(claim, text)
    audit.record(DECISION_TAKEN_BACK, actor=actor.account, now=now, subject=claim, unit=text.unit)
    return claim


def _open(claim: HeldClaim, revision: int, actor: Reach) -> tuple[HeldText, HeldClaim]:
    require_may_audit(actor, claim.text.unit, claim.text.campaign)
    text = HeldText.objects.select_for_update(of=("self",)).select_related("unit", "campaign").get(pk=claim.text_id)
    if text.withdrawn_at is not None or text.state != HeldText.State.READ:
        raise Refused(_("这份材料已经撤回或删除，不能再改。"))
    locked = HeldClaim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    if locked.revision != revision:
        raise Stale(_("这一处刚被别人确认过，您的选择没有保存。请看过现在的结果再定。"))
    return text, locked


def _keep(claim: HeldClaim, text: HeldText) -> None:
    claim.revision += 1
    claim.save(update_fields=_COLUMNS)
    recount(text)
