"""What the parts of the world share: the keywords of a route, and where the demonstration's workbooks lie."""

from pathlib import Path
from typing import Any

from huiyin.conftest import County
from huiyin.rectification.models import Measure

DEMO = Path(__file__).resolve().parents[2] / "huiyin" / "demo" / "workbooks"
Arguments = dict[str, Any]  # keywords of a route: uids, codes, numbers


def time_of(county: County) -> Arguments:
    """The time of a verb, in Shanghai's calendar too."""
    return {"now": county.now, "today": county.today}


def uid_of(thing: Any) -> Arguments:  # Any: every model with a uid
    """The keyword of a route to one thing."""
    return {"uid": thing.uid}


def again(measure: Measure) -> Measure:
    """The measure as the database has it."""
    return Measure.objects.select_related("unit", "campaign", "post", "lead_post", "problem").get(pk=measure.pk)
