"""All ledgers, by theme. Adding one is a file in books/ and a line here."""

from collections.abc import Iterable
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
from huiyin.ledgers.books.special import SPECIAL_INDICATORS
from huiyin.ledgers.books.study import ATTENDANCES, HANDOUTS, STUDY_SESSIONS
from huiyin.ledgers.books.supervision import FOLLOW_UPS, SUPERVISION_FINDINGS
from huiyin.ledgers.books.visits import VISITS
from huiyin.ledgers.books.voting import CERTIFIED_RESULTS
from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.fields import label_of
from huiyin.ledgers.themes import Theme

# Ledgers of different models stand side by side here; each is typed where it is declared.
_DECLARED: tuple[Ledger[Any], ...] = (
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
    CERTIFIED_RESULTS,
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
    SPECIAL_INDICATORS,
)
_PLACE = {theme: place for place, theme in enumerate(Theme)}
# One order for pages, documents and interface: by theme, within a theme as declared above.
LEDGERS: tuple[Ledger[Any], ...] = tuple(sorted(_DECLARED, key=lambda ledger: _PLACE[ledger.theme]))
BY_CODE: dict[str, Ledger[Any]] = {ledger.code: ledger for ledger in LEDGERS}


def ledger_named(code: str) -> Ledger[Any]:
    """The ledger of a code in an address; a code that stands for none is a 404."""
    found = BY_CODE.get(code)
    if found is None:
        raise NotReached(_("没有这本台账。"))
    return found


def by_theme(ledgers: Iterable[Ledger[Any]] = LEDGERS) -> list[tuple[Theme, list[Ledger[Any]]]]:
    """Some ledgers under their themes, in the one order; a theme with none of them is left out."""
    among = set(map(id, ledgers))
    themes = [(theme, [one for one in LEDGERS if one.theme is theme and id(one) in among]) for theme in Theme]
    return [(theme, books) for theme, books in themes if books]


def found(words: str = "", theme: str = "", *, by_hand: bool | None = None) -> list[Ledger[Any]]:
    """The ledgers in whose name, explanation, theme or column headings every one of the words stands."""
    wanted = words.split()
    return [
        one
        for one in LEDGERS
        if (not theme or one.theme == theme)
        and (by_hand is None or one.by_hand is by_hand)
        and all(word in _said_of(one) for word in wanted)
    ]


def _said_of(ledger: Ledger[Any]) -> str:
    columns = "" if ledger.sealed else "\n".join(label_of(ledger, name) for name in ledger.columns)
    return f"{ledger.name}\n{ledger.about}\n{ledger.theme.label}\n{columns}"
