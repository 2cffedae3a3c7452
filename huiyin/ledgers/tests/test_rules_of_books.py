"""What a book asks of new rows beside its database: a review by a banned yardstick says in writing why; a pilot extended, where to."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.conftest import NOW, County
from huiyin.core.errors import Refused
from huiyin.ledgers.books.burden import BROAD_ACTIVITIES, BroadActivity
from huiyin.ledgers.books.informing import PILOTS, Pilot
from huiyin.ledgers.engine.plain_rows import PlainCheck
from huiyin.ledgers.engine.queries import entries
from huiyin.ledgers.engine.rows import RowCheck
from huiyin.ledgers.engine.services import record, revise, void
from huiyin.ledgers.engine.units import NamedUnit

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]
BANNED = {"kind": "review", "name": "公众号点赞量评比"}


def recorded(county: County, **values: Any) -> BroadActivity:
    return record(
        BROAD_ACTIVITIES, unit=county.root, fact_date=county.today, values=values, actor=county.reach("office"), now=NOW
    )


def test_a_review_by_a_banned_yardstick_is_recorded_with_its_reason(county: County) -> None:
    with pytest.raises(Refused, match="备注里写明为什么"):
        recorded(county, **BANNED)
    with pytest.raises(Refused, match="备注里写明为什么"):
        recorded(county, **BANNED, remark="　 ")
    made = recorded(county, **BANNED, remark="年初已经布置，下半年取消")
    with pytest.raises(Refused, match="备注里写明为什么"):
        revise(BROAD_ACTIVITIES, made, values={"remark": ""}, reason="删备注", actor=county.reach("office"), now=NOW)
    void(BROAD_ACTIVITIES, made, reason="重复登记", actor=county.reach("office"), now=NOW)


def test_what_compares_nothing_and_what_is_honest_passes_without(county: County) -> None:
    recorded(county, kind="training", name="短视频播放量提升培训")
    recorded(county, kind="review", name="整治打卡签到问题检查")
    assert entries(BROAD_ACTIVITIES).count() == 2


def test_the_page_asks_and_takes_the_reason(county: County, browser: Browser) -> None:
    office = browser("office")
    address = reverse("ledgers_new", kwargs={"code": "broad_activities"})
    form = {"unit": county.root.code, "fact_date": county.today.isoformat(), **BANNED}
    assert "备注里写明为什么" in office.post(address, form).content.decode()
    assert office.post(address, {**form, "remark": "上级布置，已建议取消"}).status_code == 303


def test_an_import_asks_the_same_row_by_row_and_by_columns(county: County) -> None:
    check = RowCheck(BROAD_ACTIVITIES, today=county.today)
    blank = {**check.blanks, **BANNED, "fact_date": county.today}
    assert any("备注里写明为什么" in one for one in check.broken(blank))
    assert not check.broken({**blank, "remark": "已取消"})
    unit = NamedUnit.one(county.root)
    columns: dict[str, list[Any]] = {"fact_date": [county.today], "kind": ["review"], "name": ["公众号点赞量评比"]}
    assert PlainCheck(check).accept(columns, unit, 1) is None
    assert PlainCheck(check).accept({**columns, "remark": ["已取消"]}, unit, 1) is not None


def test_a_pilot_is_extended_to_somebody(county: County) -> None:
    def pilot(**values: Any) -> Any:
        return record(
            PILOTS, unit=county.root, fact_date=county.today, actor=county.reach("office"), now=NOW,
            values={"name": "错时服务", "scope": "一个窗口", "evaluated_on": county.today, **values},
        )  # fmt: skip

    with pytest.raises(Refused, match="推广到哪些单位"):
        pilot(verdict="extended")
    assert pilot(verdict="extended", extended_to="东局、西局").extended_to == "东局、西局"
    assert pilot(verdict="stopped", name="代办服务").extended_to == ""


def test_only_new_rows_are_asked() -> None:
    """What stands in an older book met no such rule; the database does not ask."""
    for model in (BroadActivity, Pilot):
        told = {str(one.sentence) for one in model.rules}
        assert told
        assert not told & {str(one.violation_error_message) for one in model._meta.constraints}
