"""Django finds models here; they stand in huiyin/gatherings/tables, one file a theme."""

from huiyin.gatherings.tables.branches import BranchMeeting, BranchPart
from huiyin.gatherings.tables.materials import Material, MaterialRound, MaterialStep, MaterialText, MaterialVersion
from huiyin.gatherings.tables.meetings import Expected, GateTick, LifeMeeting, Promise, Waiver
from huiyin.gatherings.tables.talks import TalkHeld, TalkLine, TalkPair, TalkRound

__all__ = [
    "BranchMeeting", "BranchPart", "Expected", "GateTick", "LifeMeeting", "Material", "MaterialRound", "MaterialStep", "MaterialText",
    "MaterialVersion", "Promise", "TalkHeld", "TalkLine", "TalkPair", "TalkRound", "Waiver",
]  # fmt: skip
