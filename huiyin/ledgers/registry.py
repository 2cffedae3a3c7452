"""All ledgers, in menu order. Adding one is a file in books/ and a line here."""

from typing import Any

from django.utils.translation import gettext as _

from huiyin.core.errors import NotReached
from huiyin.ledgers.books.burden import BROAD_ACTIVITIES, EXPENDITURES
from huiyin.ledgers.books.campaign import ACTIONS
from huiyin.ledgers.books.commitments import COMMITMENTS, DECLARATIONS, PROVISIONS, UPPER_DOCUMENTS
from huiyin.ledgers.books.documents import DOCUMENTS
from huiyin.ledgers.books.gatherings import SELF_EXAMINATIONS, TALKS
from huiyin.ledgers.books.informing import ADOPTIONS, HONOURS, INFORMATION, PILOTS, PUBLICITY
from huiyin.ledgers.books.inspections import INSPECTIONS
from huiyin.ledgers.books.listening import CHANNELS, ITEMS, OPINIONS
from huiyin.ledgers.books.meetings import MEETINGS
from huiyin.ledgers.books.organisation import APPOINTMENTS, PARTICIPANTS, TEAMS
from huiyin.ledgers.books.rectification import MEASURE_EVENTS, MEASURES, PROBLEMS
from huiyin.ledgers.books.regulations import REGULATIONS
from huiyin.ledgers.books.service import (
    CONTACT_POINTS,
    DEEDS,
    DONATIONS,
    PAIRINGS,
    RELIEF,
    SERVICE_STANDARDS,
    VOLUNTEERING,
)
from huiyin.ledgers.books.study import ATTENDANCES, HANDOUTS, STUDY_SESSIONS
from huiyin.ledgers.books.supervision import FOLLOW_UPS, SUPERVISION_FINDINGS
from huiyin.ledgers.books.visits import VISITS
from huiyin.ledgers.engine.declaration import Ledger

# Ledgers of different models stand side by side here; each is typed where it is declared.
LEDGERS: tuple[Ledger[Any], ...] = (
    MEETINGS,
    INSPECTIONS,
    SUPERVISION_FINDINGS,
    FOLLOW_UPS,
    VISITS,
    DOCUMENTS,
    REGULATIONS,
    STUDY_SESSIONS,
    ATTENDANCES,
    HANDOUTS,
    CONTACT_POINTS,
    PAIRINGS,
    DEEDS,
    RELIEF,
    VOLUNTEERING,
    DONATIONS,
    SERVICE_STANDARDS,
    COMMITMENTS,
    DECLARATIONS,
    PROVISIONS,
    UPPER_DOCUMENTS,
    INFORMATION,
    ADOPTIONS,
    HONOURS,
    PUBLICITY,
    PILOTS,
    BROAD_ACTIVITIES,
    EXPENDITURES,
    TALKS,
    SELF_EXAMINATIONS,
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
