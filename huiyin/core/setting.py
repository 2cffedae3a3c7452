"""A number the product works by, with where it comes from: shown on the page of defaults and beside where it acts."""

from dataclasses import dataclass

from django.utils.functional import Promise

from huiyin.core import own_values
from huiyin.core.own_values import OwnValue

Label = str | Promise


@dataclass(frozen=True)
class Setting:
    """A default, its unit of measure, its source, and whether nobody has confirmed it yet (no rule stands behind it).

    What no rule fixes an installation decides itself (`huiyin setting`). What is promised to people, such as how few
    are never shown by themselves, is `open` to nobody; nor is what is measured out for a machine or built into a table.
    """

    label: Label
    default: int
    unit: Label
    default_source: Label
    unconfirmed: bool
    built_in: bool = False

    @property
    def open(self) -> bool:
        """Whether an installation may decide on it."""
        return self.unconfirmed and not self.built_in

    @property
    def decided(self) -> OwnValue | None:
        """This installation's own decision, if it made one."""
        decisions = own_values.in_force() if self.open else {}
        return decisions.get(str(self.label)) if decisions else None

    @property
    def value(self) -> int:
        """The number in force."""
        return self.decided.value if self.decided else self.default

    @property
    def source(self) -> Label:
        """Where the number in force comes from."""
        return self.decided.source if self.decided else self.default_source

    @property
    def to_confirm(self) -> bool:
        """Whether it still waits to be confirmed by somebody."""
        return self.unconfirmed and self.decided is None
