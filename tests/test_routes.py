"""Every route × every part of the cast, against the reviewed table: own, neighbouring, lower and upper unit."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from huiyin.conftest import County
from huiyin.conftest import browser as browser
from huiyin.conftest import county as county
from huiyin.core.tests.replay import replayed
from huiyin.portal.limits import POSTS, WRONG_CODES
from tests import routes
from tests.routes import PARTS, WRITE, reviewed, walk
from tests.world import World, build

Browser = Callable[[str], Client]


@pytest.fixture
def world(county: County, tmp_path: Path, browser: Browser) -> World:
    """东局 with one of everything. The clock stands at county.now, and no limiter remembers another test."""
    POSTS.clear()
    WRONG_CODES.clear()
    return replayed("world", lambda: build(county, tmp_path), on=county, known=county.known)


def test_every_route_has_a_reviewed_row_and_every_row_a_route() -> None:
    known = {route.name for route in routes.routes()}
    listed = {name for name, _method in reviewed()}
    missing = sorted(known - listed)
    assert not missing, f"这些路由没有经过审查的行，请在 tests/routes.tsv 里逐列写明谁得到什么：{missing}"
    assert not listed - known, f"这些行没有对应的路由，请删去：{sorted(listed - known)}"


@pytest.mark.walks
@pytest.mark.parametrize("part", PARTS)
def test_each_part_gets_what_the_table_says(world: World, browser: Browser, part: str) -> None:
    found = walk(world, routes.visitor(part, browser))
    if WRITE in os.environ:
        routes.write(part, found)
    table = reviewed()
    differing = {
        f"{name} {method}": f"表中 {table[name, method][part] if (name, method) in table else '没有这一行'}，实得 {said}"
        for (name, method), said in found.items()
        if (name, method) not in table or table[name, method][part] != said
    }
    assert not differing, f"{part}：{differing}"


# Addresses with a word in them that names no thing of 东局: a ledger, a figure, a kind. Everybody who reads may open them.
OF_NOBODY = {
    "figures_one", "ledgers_list", "ledgers_new", "ledgers_template", "ledgers_export", "ledgers_import",
    "organisation_roster_template", "rectification_orphan_list", "reports_template_shipped",
    # A draw and its list, and a circular once released, are posted to every reader.
    "supervision_draw", "supervision_draw_list", "supervision_circular",
    # A theme is the campaign's, in which all take part; on its page each sees the lists and indicators in their own reach.
    "special_theme", "special_problems", "special_new", "special_paste",
    # The campaign's as well: a sheet of what is in one's own reach, or the sentence that there is nothing.
    "reports_task_sheet_pdf",
}  # fmt: skip
# Refused with a sentence before the thing is looked for, so that the answer says nothing of it.
REFUSED_BLIND = {"rectification_orphan_settle", "rectification_pack", "rectification_feedback_new"}
NOTHING = {"404", "405"}


def _things() -> list[routes.Route]:
    """The routes of the desk that open one thing of 东局."""
    return [
        route
        for route in routes.routes()
        if route.pattern.startswith("desk/") and "<" in route.pattern and route.name not in OF_NOBODY
    ]


def test_the_table_itself_gives_a_neighbour_nothing_of_the_east() -> None:
    table = reviewed()
    for route in _things():
        for method in ("GET", "POST"):
            for part in ("west_clerk", "west_head"):
                allowed = NOTHING | ({"409"} if route.name in REFUSED_BLIND else set())
                assert table[route.name, method][part] in allowed, (route.name, method, part)


def test_the_table_itself_sends_strangers_to_sign_in_and_sets_no_cookie_in_public() -> None:
    table = reviewed()
    for route in routes.routes():
        for method in ("GET", "POST"):
            row = table[route.name, method]
            if route.pattern.startswith("desk/") and not route.name.startswith(SIGN_IN):
                assert row["stranger"] in {"302 login", "401", *NOTHING}, (route.name, method)
            if route.public:
                assert not [part for part in PARTS if "COOKIE" in row[part]], (route.name, method)
            assert not [part for part in PARTS if row[part].startswith("5")], (route.name, method)


def test_the_table_itself_gives_auditor_and_administrator_no_content() -> None:
    table = reviewed()
    content = ("campaigns_", "ledgers_", "figures_", "opinions_", "rectification_", "reports_", "api:")
    for route in _things():
        if not route.name.startswith(content):
            continue
        for method in ("GET", "POST"):
            for part in ("auditor", "administrator", "discipline", "member"):
                if (route.name, part) in MAY_READ:
                    continue
                allowed = NOTHING | ({"409"} if route.name in REFUSED_BLIND else set())
                assert table[route.name, method][part] in allowed, (route.name, method, part)


# 党员 see the campaigns of their own unit; 纪检 have the restricted register.
MAY_READ = {
    *((name, "member") for name in ("campaigns_one", "campaigns_plan", "campaigns_units")),
    ("opinions_lead", "discipline"),
    # Who stands on the frozen roll draws the credential with it.
    ("opinions_once_draw", "member"),
}
# Where strangers sign in lies under the desk, since the session does.
SIGN_IN = ("account_", "mfa_")


def test_the_table_itself_lets_nobody_write_but_whose_part_it_is() -> None:
    writers = {part for row in reviewed().values() for part in PARTS if "wrote" in row[part]}
    # A member takes back what they handed in themselves.
    assert writers <= {"office", "east_clerk", "east_head", "administrator", "member"}
    assert not [
        key for key, row in reviewed().items() if key[1] == "GET" and any("wrote" in row[part] for part in PARTS)
    ]
