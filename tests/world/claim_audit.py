"""The claim audit's part: a text that was held and read."""

from pathlib import Path

from huiyin.claim_audit import holding, reading
from huiyin.conftest import County
from tests.world.keywords import Arguments, uid_of


def things(county: County, folder: Path) -> dict[str, Arguments]:
    """A text that the head of 东局 holds against the county's campaign, read."""
    now = county.now
    given = holding.pasted("东局召开中心组学习1次，印发子方案3个。", title="东局汇报", now=now)
    batch = holding.hold([given], campaign=county.campaign, unit=county.east, actor=county.reach("east_head"), now=now)
    reading.read_batch(batch.uid, now=now, today=county.today, progress=lambda done, total: None)
    text = batch.texts.get()
    claim = text.claims.order_by("order")[0]
    return {
        "claim_audit_": uid_of(text), "claim_audit_batch": uid_of(batch), "claim_audit_claims": uid_of(text),
        "claim_audit_claim": {**uid_of(text), "claim": claim.uid},
        "claim_audit_decide": {**uid_of(text), "claim": claim.uid},
    }  # fmt: skip
