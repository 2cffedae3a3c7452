"""A number the product works by, with where it comes from: shown on the page of defaults and beside where it acts."""

from dataclasses import dataclass

from django.utils.functional import Promise

Label = str | Promise


@dataclass(frozen=True)
class Setting:
    """A value, its unit of measure, its source, and whether nobody has confirmed it yet (no rule stands behind it)."""

    label: Label
    value: int
    unit: Label
    source: Label
    to_confirm: bool
