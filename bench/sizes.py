"""How large the installation is that is measured."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sizes:
    """How many of each; `scale` 1 is the size the aims speak of."""

    scale: float
    units: int
    people: int
    opinions: int
    items: int
    problems: int
    measures: int
    meetings: int
    visits: int
    documents: int
    inspections: int
    regulations: int
    board: int  # pieces that wait on one sign-off board
    voters: int
    answers: int  # that are tallied
    sheet_rows: int  # of a workbook that is imported, and of an export

    @classmethod
    def at(cls, scale: float) -> "Sizes":
        """Everything smaller by the same part, but never so small that a level or a state is missing."""

        def of(number: int) -> int:
            return max(round(number * scale), 20)

        return cls(
            scale=scale, units=of(10_000), people=of(100_000), opinions=of(200_000), items=of(16_000),
            problems=of(24_000), measures=of(50_000), meetings=of(60_000), visits=of(40_000), documents=of(30_000),
            inspections=of(20_000), regulations=of(10_000), board=of(10_000), voters=of(10_000),
            answers=of(100_000), sheet_rows=of(50_000),
        )  # fmt: skip

    def sentence(self) -> str:
        """In words, for the page."""
        return (
            f"{self.units:,} 个单位，{self.people:,} 人，{self.opinions:,} 条意见，{self.items:,} 个条目，"
            f"{self.problems:,} 个问题，{self.measures:,} 条措施，手工登记的台账 {self.by_hand:,} 条"
        )

    @property
    def by_hand(self) -> int:
        """Entries of the books that clerks keep."""
        return self.meetings + self.visits + self.documents + self.inspections + self.regulations
