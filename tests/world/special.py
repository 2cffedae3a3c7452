"""A special theme with a problem of 东局 on its list and an indicator, by the routes that open them."""

from pathlib import Path

from huiyin.conftest import NOW, County
from huiyin.rectification import problems
from huiyin.special import listing
from huiyin.special.models import Listed
from huiyin.special.tests.test_special import a_theme, an_indicator
from tests.world.keywords import Arguments, uid_of


def things(county: County, folder: Path) -> dict[str, Arguments]:
    """The theme, what is on its list, and the indicator."""
    theme, row = a_theme(county), an_indicator(county)
    problem = problems.add_problem(
        county.campaign, unit=county.east, code="8", statement="检查评比多", side="self", wind="形式主义",
        actor=county.reach("office"), now=NOW,
    )  # fmt: skip
    listing.put_on(theme, [problem.uid], actor=county.reach("office"), now=NOW)
    listed = Listed.objects.get(theme=theme)
    return {
        "special_index": {}, **{f"special_{name}": uid_of(theme) for name in ("theme", "problems", "new", "paste")},
        "special_take_off": {**uid_of(theme), "listed": listed.uid}, "special_indicator": uid_of(row),
        "special_drop": uid_of(row),
    }  # fmt: skip
