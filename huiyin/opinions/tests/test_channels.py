"""Every channel of rules.md §2.1 is an entrance: what comes by it is kept word for word, counted, and posted under its name."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from huiyin.conftest import County
from huiyin.core.errors import Refused
from huiyin.ledgers.books.listening import ChannelReturn, OpinionBatch
from huiyin.metrics.figure import Scope, figure
from huiyin.metrics.registry import BY_CODE
from huiyin.opinions import intake, recording, rounds, slips_workbook
from huiyin.opinions.form_receipts import new_form
from huiyin.opinions.models import Channel, Opinion, Round
from huiyin.opinions.slips import Slip
from huiyin.opinions.tests.conftest import DAY
from huiyin.opinions.tests.workbooks import SLIP_HEADER, write

# The channels the product promises, by the names an office writes.
PROMISED = {
    "box": "意见箱", "web": "网站专栏", "form": "征求意见表", "survey": "问卷", "hotline": "热线电话", "mail": "电子邮件",
    "symposium": "座谈会", "visit": "走访", "talk": "谈心谈话", "superior": "上级点", "mutual": "互相提", "self": "自己找",
    "media": "电视报刊",
}  # fmt: skip
ENOUGH = 5  # fewer are not told (docs/threat-model.md)


def listening_by(county: County, *channels: str) -> Round:
    """An open round of 群众 with these channels."""
    office, now = county.reach("office"), county.now
    made = rounds.create_round(
        campaign=county.campaign, unit=county.root, code="all", name="第一轮", opens_on=DAY, public="web" in channels,
        actor=office, now=now,
    )  # fmt: skip
    for channel in channels:
        rounds.set_channel(round=made, channel=channel, actor=office, now=now)
    return rounds.open_round(round=made, revision=made.revision, actor=office, now=now)


def said_by(county: County, round: Round, channel: str, words: str) -> None:
    """One opinion through the door of its channel: the public page, or the clerk who holds the slip."""
    if channel == Channel.WEB:
        intake.speak(round=round, words=words, form=new_form(), pepper=settings.CODE_PEPPER, today=county.today)
        return
    slip = Slip(words=words, day=DAY, channel=channel, slip_no=f"{channel}-{words}")
    recording.record_by_clerk(
        round=round, slip=slip, form=new_form(), actor=county.reach("office"), now=county.now, today=county.today
    )


def ended(county: County, round: Round) -> None:
    """The round ends: its channels and what is left of its counts are posted."""
    round.refresh_from_db()
    rounds.close_round(
        round=round, revision=round.revision, actor=county.reach("office"), now=county.now, today=county.today
    )


def test_the_promised_channels_are_all_there_are() -> None:
    assert {str(value): str(label) for value, label in Channel.choices} == PROMISED


@pytest.mark.parametrize("channel", PROMISED)
def test_what_comes_by_a_channel_goes_in_word_for_word_and_is_counted_under_its_name(
    county: County, channel: str
) -> None:
    made = listening_by(county, channel)
    said = [f"办事大厅中午没有人{n}。" for n in range(ENOUGH)]
    for words in said:
        said_by(county, made, channel, words)
    kept = Opinion.objects.filter(round=made, channel=channel)
    assert kept.count() == ENOUGH
    assert sorted(intake.words_of(kept.values_list("pk", flat=True)).values()) == said
    ended(county, made)
    assert [row.channel for row in ChannelReturn.objects.all()] == [PROMISED[channel]]
    assert {row.channel for row in OpinionBatch.objects.all()} == {PROMISED[channel]}
    assert sum(row.count for row in OpinionBatch.objects.all()) == ENOUGH
    scope = Scope(unit=county.root, campaign=county.campaign.uid)
    assert figure(BY_CODE["D1.channels"], scope).value == 1
    assert figure(BY_CODE["D4.raw_opinions"], scope).value == ENOUGH


@pytest.mark.parametrize("channel", sorted(set(PROMISED) - {"web"}))
def test_what_comes_by_a_channel_the_round_has_not_is_refused(county: County, channel: str) -> None:
    other = "hotline" if channel != "hotline" else "mail"
    made = listening_by(county, other)
    with pytest.raises(Refused, match="渠道"):
        said_by(county, made, channel, "没有登记的渠道。")
    assert not Opinion.objects.exists()


def test_all_channels_at_once_are_counted_side_by_side(county: County) -> None:
    made = listening_by(county, *PROMISED)
    for channel in PROMISED:
        for n in range(ENOUGH):
            said_by(county, made, channel, f"第{n}条")
    ended(county, made)
    scope = Scope(unit=county.root, campaign=county.campaign.uid)
    assert figure(BY_CODE["D1.channels"], scope).value == len(PROMISED)
    assert figure(BY_CODE["D4.raw_opinions"], scope).value == ENOUGH * len(PROMISED)


def test_every_channel_has_its_word_in_a_workbook_of_slips(county: County, tmp_path: Path) -> None:
    made = listening_by(county, *PROMISED)
    lines = [
        (f"{n:03d}", word, None, None, None, f"意见{n}", "2013-08-20", "否", None, None, None)
        for n, word in enumerate(PROMISED.values(), 1)
    ]
    path = write(tmp_path / "slips.xlsx", {"意见": [SLIP_HEADER, *lines]})
    when: dict[str, Any] = {"actor": county.reach("office"), "now": county.now, "today": county.today}
    staged = slips_workbook.stage_slips(round=made, name="意见.xlsx", path=path, **when)
    slips_workbook.commit_slips(workbook=staged, **when)
    found = {opinion.channel for opinion in Opinion.objects.filter(round=made)}
    assert found == set(PROMISED)
