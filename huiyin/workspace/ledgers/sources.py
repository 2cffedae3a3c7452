"""From a posted entry back to the page of the fact it stands for."""

from django.urls import reverse

from huiyin.ledgers.engine.models import Posting

# Kind of source → the page that shows one. Kinds without a page of their own (an appointment, an action) are not listed.
PAGES = {
    "item": "opinions_item",
    "round": "opinions_round",
    "problem": "rectification_problem",
    "measure": "rectification_measure",
    "team": "organisation_team",
}


def source_href(posted: Posting | None) -> str:
    """The page of the fact that was posted, or nothing; what is out of reach is a 404 there as everywhere."""
    name = PAGES.get(posted.source_kind) if posted else None
    return reverse(name, kwargs={"uid": posted.source}) if posted and name else ""
