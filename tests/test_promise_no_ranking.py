"""Promise 6, 没有排名打卡: no points, leaderboards, check-ins, tracks, online time or compulsory photos.

What people read leaves no trace, what they wrote is not timed, and units stand in the official order whatever they did.
"""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse

from huiyin.conftest import County
from huiyin.conftest import browser as browser
from huiyin.conftest import county as county
from huiyin.core.tests.replay import replayed
from huiyin.ledgers.books.meetings import MEETINGS
from huiyin.ledgers.engine.services import record
from huiyin.organisation.models import Unit
from huiyin.portal.limits import POSTS, WRONG_CODES
from huiyin.rectification.models import Evidence
from huiyin.rectification.tests.cases import make_case
from tests import routes
from tests.world import World, build

Browser = Callable[[str], Client]
ROOT = Path(__file__).resolve().parents[1]

# Parts of names, in the store, that such things go by.
TRACKING = re.compile(
    r"points?$|score|rank|badge|medal|streak|leader_?board|check_?in|clock_?in|punch|online|last_seen|last_activity|duration"
    r"|minutes|seconds_spent|latitude|longitude|geo|gps|location|track|photo|user_agent|ip_address|device"
)
# Reviewed: what bears such a name and is something else.
ELSE = {
    ("organisation.Post", "rank"): "the official order of posts",
    ("consolidating.CardPiece", "rank"): "where an original lies on its card",
    ("burden.FormRequest", "minutes"): "what one filling takes, declared by whoever asks and never observed",
}  # fmt: skip
ON_SCREEN = re.compile(
    r"积分|排行榜|龙虎榜|打卡|签到|在线时长|学习时长|浏览时长|行动轨迹|定位签到|红旗榜|末位|拍照上传"
)


def test_no_table_keeps_points_tracks_or_times_of_people() -> None:
    kept = {
        (model._meta.label, field.name)
        for model in apps.get_models()
        if model.__module__.startswith("huiyin.")
        for field in model._meta.get_fields()
        if TRACKING.search(field.name)
    }
    assert {name for name in kept if name not in ELSE} == set()


def test_no_page_and_no_sentence_speaks_of_points_ranks_or_check_ins() -> None:
    said = [
        f"{path.relative_to(ROOT)}:{number} {line.strip()[:80]}"
        for folder, kinds in (("huiyin", ("*.html", "*.py")), ("frontend/src", ("*.ts",)))
        for kind in kinds
        for path in (ROOT / folder).rglob(kind)
        if "tests" not in path.parts and "text" not in path.parts  # the reader of texts must know the words
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if ON_SCREEN.search(line)
    ]
    assert said == []


def test_the_browser_is_asked_for_no_place_no_camera_and_sends_nothing_by_itself() -> None:
    asked = re.compile(r"geolocation|getUserMedia|sendBeacon|visibilitychange|IdleDetector|capture=|Notification\.")
    found = [
        str(path.relative_to(ROOT))
        for folder, kinds in (("huiyin/templates", ("*.html",)), ("frontend/src", ("*.ts",)))
        for kind in kinds
        for path in (ROOT / folder).rglob(kind)
        if asked.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.fixture
def world(county: County, tmp_path: Path, browser: Browser) -> World:
    """东局 with one of everything."""
    POSTS.clear()
    WRONG_CODES.clear()
    return replayed("world", lambda: build(county, tmp_path), on=county, known=county.known)


def _written() -> int:
    """How many rows this connection ever wrote."""
    assert connection.vendor == "sqlite"
    connection.ensure_connection()
    return int(connection.connection.total_changes)


@pytest.mark.walks
@pytest.mark.parametrize("who", ["east_clerk", "east_head", "office", "supervisor"])
def test_reading_every_page_writes_not_one_row(world: World, browser: Browser, who: str) -> None:
    client = browser(who)
    client.get("/desk/")  # the session is there from now on
    written = {}
    for route in routes.routes():
        if route.pattern.startswith("accounts/"):
            continue
        address = routes.address_of(route, world)
        before = _written()
        response = client.get(address)
        response.close()
        if _written() != before:
            written[route.name] = _written() - before
    assert written == {}


def _meetings(county: County, unit: Unit, number: int) -> None:
    for n in range(number):
        record(
            MEETINGS, unit=unit, fact_date=date(2013, 8, 28), values={"name": f"{unit}会议{n}", "kind": "other"},
            actor=county.reach("office"), now=county.now, campaign=county.campaign.uid,
        )  # fmt: skip


@pytest.mark.parametrize("busy", ["east", "west"])
def test_units_stand_in_the_official_order_whatever_they_did(county: County, browser: Browser, busy: str) -> None:
    for unit in (county.east, county.west):
        _meetings(county, unit, 7 if unit == getattr(county, busy) else 1)
    office = browser("office")
    address = reverse("figures_one", kwargs={"code": "M1.meetings"}) + f"?campaign={county.campaign.uid}"
    for asked in (address, f"{address}&sort=value", f"{address}&order=-value", f"{address}&by=count"):
        page = office.get(asked)
        assert page.status_code == 200
        below = [row.name for row in page.context["below"].rows if row.name in ("东局", "西局")]
        assert below == ["东局", "西局"], asked


def test_a_measure_is_shown_done_by_words_without_any_photo(county: County) -> None:
    case = make_case(county)
    case.work()
    assert Evidence.objects.get().file is None
    case.up_to_check()
    case.check()
