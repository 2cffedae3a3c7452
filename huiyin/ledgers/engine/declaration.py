"""What a ledger says of itself: a frozen value that functions read."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Generic, TypeVar

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.ledgers.engine.models import EntryRevision
from huiyin.ledgers.themes import Theme

Label = str | Promise
_UNIT = _("单位")
_DATE = _("日期")

E = TypeVar("E", bound=EntryRevision)


@dataclass(frozen=True)
class Computed(Generic[E]):
    """A column worked out from one revision; shown and exported, never imported."""

    name: str
    label: Label
    value: Callable[[E], str | int]


@dataclass(frozen=True)
class Disclosure:
    """What the public may see: named columns only, of entries a person released."""

    columns: tuple[str, ...]


@dataclass(frozen=True)
class Budgeted:
    """A kind of entry of which a unit may have a yearly budget; what `select` chooses counts, the unit's own only."""

    code: str
    label: Label
    measure_word: Label
    select: Q = field(default_factory=Q)


@dataclass(frozen=True)
class Ledger(Generic[E]):
    """One ledger. `theme` is the heading it stands under wherever ledgers are listed. `columns` are field names in
    workbook order; unit and date come first and 备注 last by themselves.

    `key` names the columns that, with unit and date, say "this row is in already". `aliases` are other headings clerks
    write over a column. `by_hand=False` means only features post to it;
    `of_campaigns=False` that its facts belong to no campaign and count in every one. `late_after` is how long after the
    fact an entry may come without being shown as late. `title_column` is what lists and links call an entry. `kept` are
    columns that a feature posts and nobody is shown. `sealed` names the column that counts the voices behind an entry
    whose words are sealed: its figures are never narrowed in time, nor shown where fewer than five speak, and its rows
    are never listed. `budgeted` are the kinds of entry of which a unit may set itself a yearly cap.
    """

    code: str
    theme: Theme
    name: Label
    model: type[E]
    about: Label
    columns: tuple[str, ...]
    filters: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    computed: tuple[Computed[E], ...] = ()
    aliases: tuple[tuple[str, tuple[str, ...]], ...] = ()
    disclosure: Disclosure | None = None
    by_hand: bool = True
    of_campaigns: bool = True
    late_after: timedelta = timedelta(days=7)
    title_column: str = ""
    kept: tuple[str, ...] = ()
    sealed: str = ""
    budgeted: tuple[Budgeted, ...] = ()
    unit_label: Label = _UNIT
    date_label: Label = _DATE
