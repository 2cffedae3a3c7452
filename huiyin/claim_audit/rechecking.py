"""Hold a text against the records as they stand now: what was missing may have been recorded since."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.claim_audit.access import require_may_audit
from huiyin.claim_audit.actions import TEXT_RECHECKED
from huiyin.claim_audit.auditing import verdict_on
from huiyin.claim_audit.confirming import recount, value_of
from huiyin.claim_audit.judging import Verdict
from huiyin.claim_audit.models import HeldClaim, HeldText
from huiyin.core import audit
from huiyin.core.errors import Refused, Stale
from huiyin.metrics.figure import Figure, figures
from huiyin.metrics.registry import BY_CODE, METRICS
from huiyin.metrics.scope import Scope
from huiyin.organisation.access import Reach


@transaction.atomic
def recheck(text: HeldText, *, revision: int, actor: Reach, now: datetime) -> int:
    """Judge every claim again by the metric it has; returns how many stand otherwise than before."""
    require_may_audit(actor, text.unit, text.campaign)
    locked = HeldText.objects.select_for_update(of=("self",)).get(pk=text.pk)
    if locked.revision != revision:
        raise Stale(_("这份材料刚被别人改过，您的操作没有保存。请刷新后重试。"))
    if locked.withdrawn_at is not None or locked.state != HeldText.State.READ:
        raise Refused(_("这份材料已经撤回或没有读完，不能重新核对。"))
    found = figures(METRICS, Scope(unit=text.unit, campaign=text.campaign.uid, as_of=now))
    changed = []
    for claim in locked.claims.select_for_update(of=("self",)):
        verdict = _again(claim, found)
        if verdict is not None and (verdict.state.value, verdict.sentence) != (claim.state, claim.sentence):
            claim.state, claim.sentence = verdict.state.value, verdict.sentence[:400]
            claim.revision += 1
            changed.append(claim)
    HeldClaim.objects.bulk_update(changed, ["state", "sentence", "revision"], batch_size=200)
    HeldText.objects.filter(pk=locked.pk).update(as_of=now)
    recount(locked)
    audit.record(TEXT_RECHECKED, actor=actor.account, now=now, subject=locked, unit=text.unit, changed=len(changed))
    return len(changed)


def _again(claim: HeldClaim, found: Mapping[str, Figure]) -> Verdict | None:
    """How a claim stands now; nothing where no record was asked for it."""
    if claim.barred and claim.decided_by_id is None:
        return None
    if claim.metric in BY_CODE:
        return verdict_on(
            value_of(claim), claim.approx, "", BY_CODE[claim.metric], found, unit=claim.unit, quote=claim.quote
        )
    return None
