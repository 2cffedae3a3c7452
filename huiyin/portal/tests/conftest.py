"""The town, its clock, and a citizen's browser."""

from collections.abc import Iterator

import pytest
from django.test import Client

from huiyin.conftest import County
from huiyin.core.tests.replay import replayed
from huiyin.portal.limits import POSTS, SLOW_LANE, WRONG_CODES
from huiyin.portal.tests.town import Town, make_town


@pytest.fixture
def town(county: County, monkeypatch: pytest.MonkeyPatch) -> Town:
    """The county's citizens. The clock stands at county.now."""
    monkeypatch.setattr("huiyin.core.clock.now", lambda: county.now)
    monkeypatch.setattr("huiyin.core.clock.today", lambda: county.today)
    return replayed("town", lambda: make_town(county), on=county, known=county.known)


@pytest.fixture(autouse=True)
def unlimited() -> Iterator[None]:
    """Every test begins with nothing counted."""
    POSTS.clear()
    SLOW_LANE.clear()
    WRONG_CODES.clear()
    yield
    POSTS.clear()
    SLOW_LANE.clear()
    WRONG_CODES.clear()


@pytest.fixture
def citizen() -> Client:
    """A browser that would notice a missing CSRF exemption."""
    return Client(enforce_csrf_checks=True, SERVER_NAME="localhost")
