"""What the demonstration's acts share: the setting, the calendar of the play, and who stands where."""

import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import Any

from huiyin.campaigns.models import Campaign
from huiyin.core.clock import SHANGHAI
from huiyin.organisation.access import Reach, reach
from huiyin.organisation.models import Account, Person, Unit

HERE = Path(__file__).parent
WORKBOOKS = HERE / "workbooks"


def at(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """An instant of the play, Shanghai time."""
    return datetime.combine(day, time(hour, minute), SHANGHAI)


@dataclass
class Play:
    """The demonstration while it runs."""

    workbooks: Path = WORKBOOKS
    said: list[str] = field(default_factory=list)
    passwords: dict[str, str] = field(default_factory=dict)
    code: str = ""
    slips: list[str] = field(default_factory=list)

    @cached_property
    def setting(self) -> dict[str, Any]:  # TOML: nested plain values
        """Who acts and when, from setting.toml."""
        return tomllib.loads((HERE / "setting.toml").read_text(encoding="utf-8"))

    def book(self, name: str) -> tuple[str, Path]:
        """A workbook by its number, as (name, path)."""
        (path,) = sorted(self.workbooks.glob(f"{name}*.xlsx"))
        return path.name, path

    def person(self, staff_no: str) -> Person:
        """Somebody by staff number."""
        return Person.objects.select_related("unit").get(staff_no=staff_no)

    def actor(self, staff_no: str, day: date) -> Reach:
        """What somebody reaches on a day."""
        account = Account.objects.select_related("person__unit").get(person__staff_no=staff_no)
        return reach(account, today=day)

    def cast(self, part: str, day: date) -> Reach:
        """What the holder of a part reaches on a day."""
        return self.actor(self.setting["cast"][part], day)

    def unit(self, code: str) -> Unit:
        """A unit by code."""
        return Unit.objects.get(code=code)

    @property
    def top(self) -> Unit:
        """The unit that runs the campaign."""
        return self.unit(self.setting["unit"]["code"])

    @property
    def campaign(self) -> Campaign:
        """The campaign of 2013."""
        return Campaign.objects.select_related("unit").get(code=self.setting["campaign"]["code"])

    def say(self, sentence: str) -> None:
        """Tell whoever watches."""
        self.said.append(sentence)
        print(sentence, flush=True)
