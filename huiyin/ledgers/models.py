"""Django finds models here; code imports them from their own modules."""

from huiyin.ledgers.books.campaign import PlannedAction
from huiyin.ledgers.books.documents import IssuedDocument
from huiyin.ledgers.books.inspections import Inspection
from huiyin.ledgers.books.listening import ChannelReturn, ConsolidatedItem, OpinionBatch
from huiyin.ledgers.books.meetings import Meeting
from huiyin.ledgers.books.organisation import Appointment, Participant, TeamSet
from huiyin.ledgers.books.rectification import ConfirmedProblem, IssuedMeasure, MeasureEvent
from huiyin.ledgers.books.regulations import Regulation
from huiyin.ledgers.books.visits import Visit
from huiyin.ledgers.engine.models import ColumnMapping, EntryCounter, ImportBatch, Posting, Release

__all__ = [
    "Appointment", "ChannelReturn", "ColumnMapping", "ConfirmedProblem", "ConsolidatedItem", "EntryCounter",
    "ImportBatch", "Inspection", "IssuedDocument", "IssuedMeasure", "MeasureEvent", "Meeting", "OpinionBatch",
    "Participant", "PlannedAction", "Posting", "Regulation", "Release", "TeamSet", "Visit",
]  # fmt: skip
