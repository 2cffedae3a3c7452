"""How many examples a property is tried with: few on every run, more where somebody asks for them."""

import os


def examples(few: int, *, in_ci: int = 0) -> int:
    """`few` on every run, `in_ci` in CI (for parsers, whose examples cost little and find much).

    Chance draws other examples each time; HUIYIN_EXAMPLES=20 tries twenty times as many at once, for a night's run.
    """
    usual = in_ci if in_ci and os.environ.get("CI") else few
    return usual * int(os.environ.get("HUIYIN_EXAMPLES", "1"))
