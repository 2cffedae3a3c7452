"""Paper forms by unit and their 催报 text: whole names where opinions are signed, numbers only where they may be anonymous."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.core.models import AuditLine
from huiyin.opinions import rounds
from huiyin.opinions.models import Channel, Round, UnitSlips
from huiyin.opinions.tests.conftest import Listening
from huiyin.organisation.models import Unit

Browser = Callable[[str], Client]
BOTH = "东局\t20\t15\n西局 30 30\n"
FEW = "东一科 4 1"


def href(name: str, round: Round) -> str:
    return reverse(name, kwargs={"uid": round.uid})


def page(client: Client, round: Round) -> str:
    return str(client.get(href("opinions_round", round)).content.decode())


def put(client: Client, round: Round, lines: str, seen: int | None = None) -> str:
    """Post the lines; what the page says, or nothing when they were taken."""
    round.refresh_from_db()
    answer = client.post(
        href("opinions_unit_slips", round), {"lines": lines, "revision": seen or round.revision}
    )  # fmt: skip
    return "" if answer.status_code == 303 else str(answer.content.decode())


def standing() -> list[tuple[str, int, int]]:
    rows = UnitSlips.objects.order_by("unit__path").values_list("unit__name", "issued", "returned")
    return [(name, issued, returned) for name, issued, returned in rows]


@pytest.fixture
def signed(listening: Listening) -> Round:
    """A second round that takes signed opinions only."""
    county = listening.county
    made = rounds.create_round(
        campaign=county.campaign, unit=county.root, code="round-2", name="第二轮", opens_on=county.today,
        anonymous=False, actor=listening.office, now=county.now,
    )  # fmt: skip
    rounds.set_channel(round=made, channel=Channel.FORM, actor=listening.office, now=county.now)
    return rounds.open_round(round=made, revision=made.revision, actor=listening.office, now=county.now)


def test_a_signed_round_names_the_units_that_are_not_complete(
    listening: Listening, signed: Round, browser: Browser
) -> None:
    office = browser("office")
    assert put(office, signed, BOTH + FEW) == ""
    assert standing() == [("东局", 20, 15), ("东一科", 4, 1), ("西局", 30, 30)]
    shown = page(office, signed)
    assert (
        "截至2013年9月2日，“第二轮”发放征求意见表 54 份，收回 46 份，收回率 85.2%；"
        "2 个单位没有收齐：东局（发 20 份，收 15 份）、东一科（发 4 份，收 1 份）。请提醒还没有交表的同志。"
    ) in shown
    assert AuditLine.objects.filter(action="round.unit_slips_set").count() == 1


def test_an_anonymous_round_gives_numbers_only(listening: Listening, browser: Browser) -> None:
    office, round = browser("office"), listening.round
    assert put(office, round, BOTH) == ""
    shown = page(office, round)
    assert (
        "截至2013年9月2日，“第一轮征求意见”发放征求意见表 50 份，收回 45 份，收回率 90.0%；1 个单位没有收齐。"
        "请提醒还没有交表的同志。填不填、填什么由本人决定，不登记、不追问谁交了谁没交。"
    ) in shown
    (text,) = shown.split('id="reminder">')[1:]
    assert not any(unit.name in text.split("</p>")[0] for unit in Unit.objects.all())


def test_an_anonymous_round_never_keeps_a_unit_with_fewer_than_five_forms(
    listening: Listening, browser: Browser
) -> None:
    office, round = browser("office"), listening.round
    told = put(office, round, BOTH + FEW)
    assert "第 3 行：“东一科”只发了 4 份。这一轮可以匿名，不足 5 份的不按单位登记" in told
    assert standing() == [], "all of it or nothing"


def test_no_page_of_an_anonymous_round_lists_a_small_silent_unit(
    listening: Listening, signed: Round, browser: Browser
) -> None:
    """Also when the small unit was put down before the round became anonymous."""
    office = browser("office")
    assert put(office, signed, BOTH + FEW) == ""
    assert "东一科" in page(office, signed)
    signed.refresh_from_db()
    rounds.change_round(
        round=signed, revision=signed.revision, actor=listening.office, now=listening.county.now, question="",
        opens_on=signed.opens_on, closes_on=None, public=False, anonymous=True,
    )  # fmt: skip
    assert standing() == [("东局", 20, 15), ("西局", 30, 30)]
    for name in (
        "opinions_round", "opinions_unit_slips", "opinions_round_close", "opinions_round_change", "opinions_list",
        "opinions_channel", "opinions_groups", "opinions_subjects", "opinions_entry", "opinions_import",
        "opinions_board", "opinions_sign",
    ):  # fmt: skip
        for who in ("office", "supervisor", "east_head", "east_clerk", "section_clerk"):
            answer = browser(who).get(href(name, signed))
            body = answer.content.decode().split('<main class="main"')[-1]
            assert "东一科" not in body, (name, who)


@pytest.mark.parametrize("who", ["east_clerk", "east_head", "west_clerk", "supervisor", "member"])
def test_only_the_office_sees_and_puts_down_forms_by_unit(listening: Listening, browser: Browser, who: str) -> None:
    round = listening.round
    put(browser("office"), round, BOTH)
    client = browser(who)
    assert client.get(href("opinions_unit_slips", round)).status_code == 404
    assert client.post(href("opinions_unit_slips", round), {"lines": "西局 9 9", "revision": 1}).status_code == 404
    assert "各单位发放收回" not in page(client, round)
    assert standing() == [("东局", 20, 15), ("西局", 30, 30)]


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ("东局", "第 1 行：请写成“单位 发放份数 收回份数”"),
        ("东局 20 21", "第 1 行：“东局”的收回份数多于发放份数"),
        ("东局 0 0", "第 1 行：“东局”的发放份数是 0"),
        ("东局 20 1\n\n东局 20 1", "第 3 行：“东局”写了两遍"),
        ("南局 20 1", "南局"),
        ("东局 9999999999999 1", "第 1 行：您可以登记的单位里没有"),
    ],
)
def test_what_is_wrong_is_told_by_line(listening: Listening, browser: Browser, lines: str, fault: str) -> None:
    assert fault in put(browser("office"), listening.round, lines)
    assert standing() == []


def test_lines_pasted_from_a_table_in_full_width_are_read(listening: Listening, browser: Browser) -> None:
    assert put(browser("office"), listening.round, "东局，２０，１５\n西局：30、30\n") == ""
    assert standing() == [("东局", 20, 15), ("西局", 30, 30)]


def test_a_form_seen_before_somebody_elses_is_refused(listening: Listening, browser: Browser) -> None:
    office, round = browser("office"), listening.round
    seen = round.revision
    put(office, round, BOTH)
    assert "刚被别人改过" in put(office, round, "东局 20 20", seen)
    assert standing() == [("东局", 20, 15), ("西局", 30, 30)]


def test_after_closing_nothing_is_changed_and_nobody_reminded(listening: Listening, browser: Browser) -> None:
    office, round = browser("office"), listening.round
    put(office, round, BOTH)
    round.refresh_from_db()
    listening.close()
    assert "已经截止" in put(office, round, "东局 20 20")
    shown = page(office, round)
    assert "各单位发放收回" in shown
    assert "请提醒还没有交表的同志" not in shown


def test_without_units_the_text_goes_by_the_paper_channels(listening: Listening, browser: Browser) -> None:
    rounds.set_channel(
        round=listening.round, channel=Channel.FORM, issued=40, returned=30, actor=listening.office,
        now=listening.county.now,
    )  # fmt: skip
    rounds.set_channel(
        round=listening.round, channel=Channel.HOTLINE, issued=9, returned=1, actor=listening.office,
        now=listening.county.now,
    )  # fmt: skip
    assert "发放征求意见表 40 份，收回 30 份，收回率 75.0%。请提醒还没有交表的同志。填不填" in page(
        browser("office"), listening.round
    )
