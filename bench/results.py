"""What a section found: lines of figures, plain enough to pass from one process to another."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Spent:
    """Seconds of one run: by the clock, and of processors (this process and the store's own)."""

    wall: float
    cpu: float


@dataclass
class Line:
    """One question asked of the product and of its rival, seconds by median; `aim` is the most the ratio may be.

    `template` is what rendering took of the product's time: a page is compared with the rival plus this. `queries` are
    those of a page beyond session, user and rights. `key` finds the same line on data of another size.
    """

    what: str
    product: Spent
    rival: Spent
    aim: float | None = None
    template: Spent = Spent(0, 0)
    queries: int | None = None
    in_template: int = 0
    runs: int = 0
    note: str = ""
    key: str = ""
    cpu_only: bool = False  # the aim speaks of processor time, whatever the clock said on a busy machine

    @property
    def by_wall(self) -> float:
        """The ratio by the clock."""
        return self.product.wall / (self.rival.wall + self.template.wall)

    @property
    def by_cpu(self) -> float:
        """The ratio of processor time."""
        return self.product.cpu / max(self.rival.cpu + self.template.cpu, 1e-9)

    @property
    def reached(self) -> bool | None:
        """Whether both ratios keep to the aim; None where there is none."""
        return None if self.aim is None else self.by_cpu <= self.aim and (self.cpu_only or self.by_wall <= self.aim)


@dataclass
class Fact:
    """One number with its aim that is no ratio of two runs: memory, the time a lock was held, how many queries."""

    what: str
    value: float
    unit: str
    aim: float | None = None
    note: str = ""

    @property
    def reached(self) -> bool | None:
        """Whether it keeps to the aim."""
        return None if self.aim is None else self.value <= self.aim


@dataclass
class Found:
    """All of one section on one store."""

    code: str
    title: str
    load: tuple[float, float] = (0, 0)  # the machine's load at begin and end
    lines: list[Line] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)  # rivals that are not installed: nothing was compared with them

    def judged(self) -> list[Line | Fact]:
        """What has an aim."""
        every: list[Line | Fact] = [*self.lines, *self.facts]
        return [one for one in every if one.reached is not None]


@dataclass
class Answer:
    """Everything one store had to say."""

    store: str
    version: str
    megabytes: float
    sizes: str
    made_in: float  # seconds
    checks: list[str]
    sections: list[Found]

    def save(self, path: Path) -> None:
        """As JSON."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "Answer":
        """Back from JSON."""
        said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        sections = [
            Found(
                one["code"], one["title"], tuple(one["load"]), [_line(line) for line in one["lines"]],
                [Fact(**fact) for fact in one["facts"]], one["notes"],
            )
            for one in said.pop("sections")
        ]  # fmt: skip
        return cls(**said, sections=sections)


# Any: what JSON gives back.
def _line(said: dict[str, Any]) -> Line:
    for name in ("product", "rival", "template"):
        said[name] = Spent(**said[name])
    return Line(**said)


def middle(runs: list[Spent]) -> Spent:
    """The median of each."""
    return Spent(median(run.wall for run in runs), median(run.cpu for run in runs))
