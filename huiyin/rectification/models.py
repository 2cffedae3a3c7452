"""Problems, measures and what closing one takes: evidence, a second person, and the people concerned asked.

The tables stand in huiyin/rectification/tables, one file a theme; import them from here.
"""

from huiyin.rectification.tables.closing import Accountability, Asking, Check, LookBack, Rating
from huiyin.rectification.tables.measures import Measure, Problem, RouteStep, Step
from huiyin.rectification.tables.visiting import OnSiteFeedback, StagedTaskSheet
from huiyin.rectification.tables.working import Evidence, Extension, Progress

__all__ = [
    "Accountability", "Asking", "Check", "Evidence", "Extension", "LookBack", "Measure", "OnSiteFeedback", "Problem",
    "Progress", "Rating", "RouteStep", "StagedTaskSheet", "Step",
]  # fmt: skip
