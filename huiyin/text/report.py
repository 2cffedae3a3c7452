"""A written report made ready for the claim finder: unwrapped, repaired, each place leading back to the original."""

from huiyin.text.repair.pipeline import Repaired, repair

# A paragraph that stands twice says its numbers twice: both passages are shown.
_KEPT = ("repeats",)


def prepared(original: str, *, record: bool = False) -> Repaired:
    """The text a report's claims are looked for in."""
    return repair(original, leave_out=_KEPT, record=record)
