"""What opening a round makes final beside the round itself, in one digest: opened is what the page showed."""

from huiyin.core import audit
from huiyin.eligibility import rolls
from huiyin.eligibility.models import Roll
from huiyin.opinions.models import Round


def standing(round: Round) -> str:
    """A digest of who stands on the roll; empty where anybody may speak."""
    if not round.once:
        return ""
    return audit.digest(rolls.listed_people(Roll.objects.get(uid=round.uid)))
