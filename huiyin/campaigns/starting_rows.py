"""The rows of a proposed campaign: what each says, where it was read, and why it is or is not ticked."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from huiyin.campaigns.models import Action, Campaign
from huiyin.core import audit


@dataclass(frozen=True)
class UnitRef:
    """A unit as a proposal names it: in full, as shortly as it is plain, and by the way down, which tells namesakes apart."""

    uid: UUID
    name: str
    label: str
    code: str
    way: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """What all rows have: a place in the proposal, the source beside it, doubts (then it is not ticked) and remarks."""

    key: int
    place: str
    source: str
    doubts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def ticked(self) -> bool:
        """Whether the page ticks it: only what nothing speaks against."""
        return not self.doubts


@dataclass(frozen=True, kw_only=True)
class StageRow(Row):
    """A proposed stage."""

    name: str
    task: str = ""
    begins_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ActionRow(Row):
    """A proposed action; `stage` is the key of its stage."""

    name: str
    kind: str = Action.Kind.SET
    stage: int | None = None
    code: str = ""
    series: str = ""
    requirement: str = ""
    lead: UnitRef | None = None
    lead_title: str = ""
    audience: str = ""
    deliverable: str = ""
    begins_on: date | None = None
    due_on: date | None = None
    remark: str = ""


@dataclass(frozen=True, kw_only=True)
class UnitRow(Row):
    """A unit that may take part: one option when it is plain which, several to choose from, none when it is unknown."""

    options: tuple[UnitRef, ...] = ()
    guides: bool = False

    @property
    def ticked(self) -> bool:
        """Only a unit that is one, and that nothing speaks against."""
        return len(self.options) == 1 and not self.doubts

    @property
    def is_unknown(self) -> bool:
        """Whether there is nothing to tick."""
        return not self.options


@dataclass(frozen=True, kw_only=True)
class RoundRow(Row):
    """A proposed round of listening with its channels."""

    name: str
    question: str = ""
    opens_on: date
    closes_on: date | None = None
    public: bool = True
    anonymous: bool = True
    channels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """Everything a page shows before anything is written; `passed` are pasted lines that gave nothing."""

    name: str
    begins_on: date
    ends_on: date | None
    theme: str
    stage_mode: str
    stages: tuple[StageRow, ...]
    actions: tuple[ActionRow, ...]
    units: tuple[UnitRow, ...]
    rounds: tuple[RoundRow, ...] = ()
    notes: tuple[str, ...] = ()
    passed_units: tuple[tuple[int, str], ...] = ()
    passed_plan: tuple[tuple[int, str], ...] = ()

    @property
    def digest(self) -> str:
        """Changes with anything shown: what was looked at is what is confirmed."""
        return audit.digest([repr(self)])


@dataclass(frozen=True)
class ChosenStage:
    """A ticked stage as the page sent it."""

    key: int
    name: str
    begins_on: date | None
    ends_on: date | None


@dataclass(frozen=True)
class ChosenAction:
    """A ticked action as the page sent it; `stage` is the key of a ticked stage, `lead` the leading unit's uid."""

    key: int
    name: str
    stage: int | None
    lead: UUID | None
    begins_on: date | None
    due_on: date | None


@dataclass(frozen=True)
class ChosenRound:
    """A ticked round as the page sent it."""

    key: int
    name: str
    opens_on: date
    closes_on: date | None
    public: bool
    anonymous: bool
    channels: tuple[str, ...]


@dataclass(frozen=True)
class Chosen:
    """What was ticked, with what was changed by hand; units as (key of the row, uid)."""

    name: str
    theme: str
    stage_mode: str
    ends_on: date | None
    carries_out: Campaign | None
    stages: tuple[ChosenStage, ...]
    actions: tuple[ChosenAction, ...]
    units: tuple[tuple[int, UUID], ...]
    rounds: tuple[ChosenRound, ...]
