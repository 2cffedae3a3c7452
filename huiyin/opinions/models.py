"""Rounds, channels, opinions (without words: those lie in the sealed box), pieces, items, referrals and feedback.

Opinions and pieces have random keys only and no time finer than the day, so that no row betrays who spoke when.
The tables stand in huiyin/opinions/tables, one file a theme; import them from here.
"""

from huiyin.opinions.tables.consolidation import Category, GroupingStep, Item, Piece, Placement, Settlement
from huiyin.opinions.tables.grids import Dimension, GridDeclaration, GridRelease
from huiyin.opinions.tables.handling import ErasureRequest, FeedbackLine, FeedbackSheet, Referral, RestrictedLead
from huiyin.opinions.tables.inquiries import Inquiry
from huiyin.opinions.tables.opinions import Addition, Author, FormReceipt, Opinion, StagedWorkbook
from huiyin.opinions.tables.roots import LodgedRoot
from huiyin.opinions.tables.rounds import (
    About,
    Channel,
    RespondentGroup,
    Round,
    RoundChannel,
    RoundSubject,
    UnitSlips,
)

__all__ = [
    "About", "Addition", "Author", "Category", "Channel", "Dimension", "ErasureRequest", "FeedbackLine", "FeedbackSheet",
    "FormReceipt", "GridDeclaration", "GridRelease", "GroupingStep", "Inquiry", "Item", "LodgedRoot", "Opinion", "Piece",
    "Placement", "Referral", "RespondentGroup", "RestrictedLead", "Round", "RoundChannel", "RoundSubject", "Settlement",
    "StagedWorkbook", "UnitSlips",
]  # fmt: skip
