"""One thing that waits for somebody, and how near its end is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from huiyin.organisation.access import Reach

SOON = timedelta(days=7)
MOST = 20  # of one kind; beyond it one line leads to the list


@dataclass(frozen=True)
class Todo:
    """One thing to do. Late ones come first, then by deadline; what has none comes last."""

    text: str
    href: str
    kind: str
    due_on: date | None = None
    note: str = ""

    def state(self, today: date) -> tuple[str, str, str]:
        """(word, tone, icon) of its deadline."""
        if self.due_on is None:
            return _("待办"), "neutral", "circle-dot"
        if self.due_on < today:
            return _("超期 %(n)d 天") % {"n": (today - self.due_on).days}, "danger", "alert"
        if self.due_on == today:
            return _("今天到期"), "warn", "clock"
        if self.due_on - today <= SOON:
            return _("%(n)d 天后到期") % {"n": (self.due_on - today).days}, "warn", "clock"
        return _("%(n)d 天后到期") % {"n": (self.due_on - today).days}, "info", "clock"


Collector = Callable[[Reach, date], list[Todo]]
