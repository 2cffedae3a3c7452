"""Django finds models here; code imports them from their own modules."""

from huiyin.ledgers.books.burden import BroadActivity, Expenditure
from huiyin.ledgers.books.campaign import PlannedAction
from huiyin.ledgers.books.commitments import Commitment, Declaration, Provision, UpperDocument
from huiyin.ledgers.books.documents import IssuedDocument
from huiyin.ledgers.books.gatherings import SelfExamination, Talk
from huiyin.ledgers.books.informing import Adoption, Honour, InformationPiece, Pilot, Publicity
from huiyin.ledgers.books.inspections import Inspection
from huiyin.ledgers.books.listening import ChannelReturn, ConsolidatedItem, OpinionBatch
from huiyin.ledgers.books.meetings import Meeting
from huiyin.ledgers.books.organisation import Appointment, Participant, TeamSet
from huiyin.ledgers.books.rectification import ConfirmedProblem, IssuedMeasure, MeasureEvent
from huiyin.ledgers.books.regulations import Regulation
from huiyin.ledgers.books.service import (
    ContactPoint,
    Deed,
    Donation,
    Pairing,
    Relief,
    ServiceStandard,
    Volunteering,
)
from huiyin.ledgers.books.special import SpecialIndicator
from huiyin.ledgers.books.study import Attendance, Handout, StudySession
from huiyin.ledgers.books.supervision import FollowedUp, SupervisionFinding
from huiyin.ledgers.books.visits import Visit
from huiyin.ledgers.books.voting import CertifiedResult
from huiyin.ledgers.engine.budget_tables import OverBudget, YearlyCap
from huiyin.ledgers.engine.models import ColumnMapping, EntryCounter, ImportBatch, Posting, Release

__all__ = [
    "Adoption", "Appointment", "Attendance", "BroadActivity", "CertifiedResult", "ChannelReturn", "ColumnMapping", "Commitment", "ConfirmedProblem",
    "ConsolidatedItem", "ContactPoint", "Declaration", "Deed", "Donation", "EntryCounter", "Expenditure", "FollowedUp", "Handout",
    "Honour", "ImportBatch", "InformationPiece", "Inspection", "IssuedDocument", "IssuedMeasure", "MeasureEvent",
    "Meeting", "OpinionBatch", "OverBudget", "Pairing", "Participant", "Pilot", "PlannedAction", "Posting", "Provision", "Publicity",
    "Regulation", "Release", "Relief", "SelfExamination", "ServiceStandard", "SpecialIndicator", "StudySession",
    "SupervisionFinding", "Talk", "TeamSet",
    "UpperDocument", "Visit", "Volunteering", "YearlyCap",
]  # fmt: skip
