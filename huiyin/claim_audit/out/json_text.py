"""An audit as JSON: one object with the text's own facts, its claims and its inner checks."""

import json
from collections.abc import Iterable

from huiyin.claim_audit.models import HeldClaim, HeldText, InnerFinding
from huiyin.claim_audit.out.lines import lines


def json_text(text: HeldText, claims: Iterable[HeldClaim], findings: Iterable[InnerFinding]) -> str:
    """The whole audit, readable by people as well."""
    return json.dumps(audit_of(text, claims, findings), ensure_ascii=False, indent=2)


def audit_of(text: HeldText, claims: Iterable[HeldClaim], findings: Iterable[InnerFinding]) -> dict[str, object]:
    """What is known of a text, as plain values."""
    findings = list(findings)
    return {
        "title": text.title,
        "unit": text.unit.name,
        "campaign": text.campaign.code,
        "as_of": text.as_of.isoformat() if text.as_of else None,
        "original_sha256": text.file.sha256 if text.file else "",
        "counts": {state.value: getattr(text, state.value) for state in HeldClaim.State},
        "claims": [_claim(line.claim, line.confirmed, line.checks) for line in lines(claims, findings)],
        "checks": [
            {"kind": one.kind, "passed": one.passed, "sentence": one.sentence, "passages": one.passages}
            for one in findings
        ],
    }


def _claim(claim: HeldClaim, confirmed: str, checks: tuple[str, ...]) -> dict[str, object]:
    return {
        "start": claim.start, "end": claim.end, "quote": claim.quote, "low": claim.low, "high": claim.high or claim.low,
        "approx": claim.approx, "unit": claim.unit, "what": claim.what, "modality": claim.modality,
        "state": claim.state, "sentence": claim.sentence, "metric": claim.metric, "confirmed": confirmed, "barred": claim.barred,
        "decided_by_person": claim.decided_by_id is not None,
        "checks": list(checks), "proposals": claim.proposals,
    }  # fmt: skip
