"""All ledgers, in menu order. Adding one is a file in books/ and a line here."""

from typing import Any

from django.utils.translation import gettext as _

from huiyin.core.errors import NotReached
from huiyin.ledgers.books.campaign import ACTIONS
from huiyin.ledgers.books.documents import DOCUMENTS
from huiyin.ledgers.books.inspections import INSPECTIONS
from huiyin.ledgers.books.listening import CHANNELS, ITEMS, OPINIONS
from huiyin.ledgers.books.meetings import MEETINGS
from huiyin.ledgers.books.organisation import APPOINTMENTS, PARTICIPANTS, TEAMS
from huiyin.ledgers.books.rectification import MEASURE_EVENTS, MEASURES, PROBLEMS
from huiyin.ledgers.books.regulations import REGULATIONS
from huiyin.ledgers.books.visits import VISITS
from huiyin.ledgers.engine.declaration import Ledger

# Ledgers of different models stand side by side here; each is typed where it is declared.
LEDGERS: tuple[Ledger[Any], ...] = (
    MEETINGS,
    INSPECTIONS,
    VISITS,
    DOCUMENTS,
    REGULATIONS,
    PARTICIPANTS,
    TEAMS,
    APPOINTMENTS,
    ACTIONS,
    CHANNELS,
    OPINIONS,
    ITEMS,
    PROBLEMS,
    MEASURES,
    MEASURE_EVENTS,
)
BY_CODE: dict[str, Ledger[Any]] = {ledger.code: ledger for ledger in LEDGERS}


def ledger_named(code: str) -> Ledger[Any]:
    """The ledger of a code in an address; a code that stands for none is a 404."""
    found = BY_CODE.get(code)
    if found is None:
        raise NotReached(_("没有这本台账。"))
    return found
