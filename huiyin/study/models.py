"""Django finds models here; code imports them from here too. They are written in tables/, one file a theme."""

from huiyin.study.tables.archives import Requirement, Work
from huiyin.study.tables.materials import Material, Receipt
from huiyin.study.tables.sessions import Attendee, CorrectionAsked, Session

__all__ = ["Attendee", "CorrectionAsked", "Material", "Receipt", "Requirement", "Session", "Work"]
