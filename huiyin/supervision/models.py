"""Django finds models here; they stand in huiyin/supervision/tables, one file a theme."""

from huiyin.supervision.tables.following import Circular, FollowUp, Named
from huiyin.supervision.tables.groups import Assignment, Relation
from huiyin.supervision.tables.visits import Answer, Finding, UnitDraw, UnitLot, Visit, VisitPlan

__all__ = [
    "Answer", "Assignment", "Circular", "Finding", "FollowUp", "Named", "Relation", "UnitDraw", "UnitLot", "Visit",
    "VisitPlan",
]  # fmt: skip
