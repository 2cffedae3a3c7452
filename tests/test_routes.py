"""Every route × every part of the cast, against the reviewed table: own, neighbouring, lower and upper unit."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from huiyin.conftest import County
from huiyin.conftest import browser as browser
from huiyin.conftest import county as county
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
    return build(county, tmp_path)


def test_every_route_has_a_reviewed_row_and_every_row_a_route() -> None:
    known = {route.name for route in routes.routes()}
    listed = {name for name, _method in reviewed()}
    missing = sorted(known - listed)
    assert not missing, f"这些路由没有经过审查的行，请在 tests/routes.tsv 里逐列写明谁得到什么：{missing}"
    assert not listed - known, f"这些行没有对应的路由，请删去：{sorted(listed - known)}"


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
