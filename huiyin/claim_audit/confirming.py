"""A person says which metric a claim speaks of, or that none does; it is remembered for later texts."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Count, F
from django.utils.translation import gettext as _

from huiyin.claim_audit.access import require_may_audit
from huiyin.claim_audit.actions import CLAIM_CONFIRMED
from huiyin.claim_audit.auditing import verdict_on
from huiyin.claim_audit.matching import counted_otherwise, only_counted_otherwise
from huiyin.claim_audit.models import Confirmation, HeldClaim, HeldText
from huiyin.core import audit
from huiyin.core.errors import Refused, Stale
from huiyin.metrics.figure import figures
from huiyin.metrics.metric import AnyMetric
from huiyin.metrics.registry import BY_CODE
from huiyin.metrics.scope import Scope
from huiyin.organisation.access import Reach
from huiyin.text.numerals import Number, Value


@transaction.atomic
def confirm(claim: HeldClaim, *, metric: str, revision: int, actor: Reach, now: datetime) -> HeldClaim:
    """Set the metric of a claim ("": no metric counts it) and hold it against the records as the text was held.

    What bars a claim (another body, another year, a plan) bars it whatever metric a person names: a decision for one text
    (`deciding`) says otherwise for that text only.
    """
    text = claim.text
    require_may_audit(actor, text.unit, text.campaign)
    locked = HeldText.objects.select_for_update(of=("self",)).get(pk=text.pk)
    if locked.withdrawn_at is not None:
        raise Refused(_("这份材料已经撤回，不能再确认。"))
    claim = HeldClaim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    if claim.revision != revision:
        raise Stale(_("这一处刚被别人确认过，您的选择没有保存。请看过现在的结果再定。"))
    if metric and metric not in BY_CODE:
        raise Refused(_("没有这个指标，请从列表中选择。"))
    said = Confirmation.objects.create(unit=text.unit, key=claim.key, metric=metric, by=actor.account, at=now)
    found = BY_CODE[metric] if metric else None
    scope = Scope(unit=text.unit, campaign=text.campaign.uid, as_of=text.as_of)
    known = figures([found], scope) if found is not None else {}
    if found is not None:
        counts_alike(claim, found)
    verdict = verdict_on(value_of(claim), claim.approx, claim.barred, found, known, unit=claim.unit, quote=claim.quote)
    claim.metric, claim.confirmation = metric, said
    claim.state, claim.sentence = verdict.state.value, verdict.sentence[:400]
    # Confirmed for good, it stands as everywhere: a decision for this text alone ends.
    claim.decided_by, claim.decided_at, claim.decided_why = None, None, ""
    claim.revision += 1
    claim.save(
        update_fields=[
            "metric", "confirmation", "state", "sentence", "decided_by", "decided_at", "decided_why", "revision",
        ]
    )  # fmt: skip
    recount(locked)
    audit.record(
        CLAIM_CONFIRMED, actor=actor.account, now=now, subject=claim, unit=text.unit, metric=metric, state=claim.state
    )
    return claim


def value_of(claim: HeldClaim) -> Value:
    """The number that a kept claim says."""
    return (_number(claim.low), _number(claim.high)) if claim.high else _number(claim.low)


def recount(text: HeldText) -> None:
    """Count a text's claims by state again."""
    rows = dict(text.claims.order_by().values_list("state").annotate(n=Count("pk")))
    differing = text.claims.filter(state=HeldClaim.State.DIFFERS).values_list("metric", "unit")
    HeldText.objects.filter(pk=text.pk).update(
        **{state.value: rows.get(state.value, 0) for state in HeldClaim.State},
        otherwise=sum(only_counted_otherwise(metric, unit) for metric, unit in differing),
        revision=F("revision") + 1,
    )


def _number(written: str) -> Number:
    value = Decimal(written)
    return int(value) if value == value.to_integral_value() else float(value)


def counts_alike(claim: HeldClaim, metric: AnyMetric) -> None:
    """Refuse to hold heads against events: 人 and 人次 are never compared, whoever asks."""
    if counted_otherwise(claim.unit, metric):
        raise Refused(
            _("文中按“%(unit)s”计，“%(metric)s”按“%(word)s”计，口径不同，不能对应。")
            % {"unit": claim.unit, "metric": metric.label, "word": metric.measure_word}
        )
