"""Setting up, opening and closing a round; anonymity is never lowered after the first answer."""

from datetime import date

import pytest

from huiyin.conftest import County
from huiyin.core.errors import Refused, Stale
from huiyin.core.models import AuditLine
from huiyin.ledgers.books.listening import ChannelReturn, OpinionBatch
from huiyin.metrics.figure import Scope, figure
from huiyin.metrics.listening import ROUNDS
from huiyin.opinions import queries, rounds
from huiyin.opinions.models import About, Channel, Opinion, Round
from huiyin.opinions.tests.conftest import Listening


def _create(county: County, who: str = "office", **more) -> Round:
    values = {"code": "r", "name": "第一轮", "opens_on": date(2013, 8, 1), "unit": county.root, **more}
    return rounds.create_round(campaign=county.campaign, actor=county.reach(who), now=county.now, **values)


def test_the_office_makes_rounds_numbered_one_after_the_other(county: County) -> None:
    assert [_create(county, code=f"r{n}", name=f"第{n}轮").number for n in (1, 2, 3)] == [1, 2, 3]
    assert AuditLine.objects.filter(action="round.created").count() == 3


@pytest.mark.parametrize("who", ["east_clerk", "east_head", "supervisor", "member", "administrator", "auditor"])
def test_nobody_else_makes_a_round(county: County, who: str) -> None:
    with pytest.raises(Refused, match="活动办公室"):
        _create(county, who)


def test_a_name_or_code_used_twice_is_refused(county: County) -> None:
    _create(county)
    with pytest.raises(Refused, match="已有名为“第一轮”"):
        _create(county, code="other")
    with pytest.raises(Refused, match="代号“r”已被使用"):
        _create(county, name="另一轮")


def test_a_round_opens_only_with_a_channel_and_public_ones_with_the_web(county: County) -> None:
    made = _create(county, public=True)
    office = county.reach("office")
    with pytest.raises(Refused, match="还没有登记征求意见的渠道"):
        rounds.open_round(round=made, revision=1, actor=office, now=county.now)
    rounds.set_channel(round=made, channel=Channel.FORM, issued=10, actor=office, now=county.now)
    with pytest.raises(Refused, match="网站专栏"):
        rounds.open_round(round=made, revision=1, actor=office, now=county.now)
    rounds.set_channel(round=made, channel=Channel.WEB, actor=office, now=county.now)
    assert rounds.open_round(round=made, revision=1, actor=office, now=county.now).state == Round.State.OPEN
    with pytest.raises(Stale):
        rounds.open_round(round=made, revision=1, actor=office, now=county.now)


def test_more_returned_than_issued_is_refused_with_the_field(listening: Listening) -> None:
    with pytest.raises(Refused, match="收回份数多于发放份数"):
        rounds.set_channel(
            round=listening.round, channel=Channel.FORM, issued=3, returned=4, actor=listening.office,
            now=listening.county.now,
        )  # fmt: skip


def _change(listening: Listening, **more) -> Round:
    round = Round.objects.get()
    values = {
        "question": round.question, "opens_on": round.opens_on, "closes_on": None, "public": True, "anonymous": True,
        **more,
    }  # fmt: skip
    return rounds.change_round(
        round=round, revision=round.revision, actor=listening.office, now=listening.county.now, **values
    )


def test_anonymity_cannot_be_lowered_after_the_first_answer(listening: Listening) -> None:
    _change(listening, anonymous=False)
    _change(listening, anonymous=True)
    listening.round.refresh_from_db()
    listening.speak()
    with pytest.raises(Refused, match="不能改成只收署名"):
        _change(listening, anonymous=False)
    assert Round.objects.get().anonymous


def test_closing_posts_every_channel_and_what_is_left_of_the_counts(listening: Listening) -> None:
    rounds.set_channel(
        round=listening.round, channel=Channel.FORM, issued=620, returned=578, valid=571, actor=listening.office,
        now=listening.county.now,
    )  # fmt: skip
    listening.speak(group=listening.many)
    listening.speak(group=listening.few)
    for n in range(3):
        listening.slip(f"一-{n}", "排队太久。")
    listening.close()
    rows = {row.channel: (row.round, row.issued, row.returned, row.valid) for row in ChannelReturn.objects.all()}
    assert rows == {
        "征求意见表": ("第一轮征求意见", 620, 578, 571),
        "网站专栏": ("第一轮征求意见", None, None, None),
        "热线电话": ("第一轮征求意见", None, None, None),
    }
    counts = sorted((row.channel, row.group, row.count) for row in OpinionBatch.objects.all())
    assert counts == [("征求意见表", "", 3), ("网站专栏", "", 1), ("网站专栏", "群众", 1)]
    assert not Opinion.objects.filter(posted=False).exists()
    with pytest.raises(Refused, match="不在征求之中"):
        listening.close()


def test_after_closing_forms_are_corrected_in_the_book_only(listening: Listening) -> None:
    listening.close()
    with pytest.raises(Refused, match="已记入台账"):
        rounds.set_channel(
            round=listening.round, channel=Channel.FORM, issued=1, actor=listening.office, now=listening.county.now
        )


def test_a_stale_form_changes_nothing(listening: Listening) -> None:
    with pytest.raises(Stale):
        rounds.close_round(round=listening.round, revision=99, actor=listening.office, **listening.when())
    assert Round.objects.get().state == Round.State.OPEN


def test_a_person_is_declared_once_and_in_order(listening: Listening) -> None:
    county, office = listening.county, listening.office
    for about, unit, person in (
        (About.TEAM, county.root, None), (About.UNIT, county.east, None), (About.PERSON, county.east, county.people["east_head"]),
    ):  # fmt: skip
        rounds.declare_subject(
            round=listening.round, about=about, unit=unit, person=person, actor=office, now=county.now
        )
    with pytest.raises(Refused, match="已经列出"):
        rounds.declare_subject(round=listening.round, about=About.UNIT, unit=county.east, actor=office, now=county.now)
    with pytest.raises(Refused):
        rounds.declare_subject(
            round=listening.round, about=About.PERSON, unit=county.east, actor=office, now=county.now
        )
    assert [str(one) for one in queries.subjects(listening.round)] == ["青山县委领导班子", "东局部门单位", "东长"]


def test_two_rounds_of_one_name_are_two_rounds(listening: Listening) -> None:
    county, office = listening.county, listening.office
    other = rounds.create_round(
        campaign=county.campaign, unit=county.east, code="east-1", name=listening.round.name,
        opens_on=county.today, actor=office, now=county.now,
    )  # fmt: skip
    for channel in (Channel.FORM, Channel.HOTLINE):
        rounds.set_channel(round=other, channel=channel, actor=office, now=county.now)
    other = rounds.open_round(round=other, revision=other.revision, actor=office, now=county.now)
    listening.close()
    rounds.close_round(round=other, revision=other.revision, actor=office, **listening.when())
    assert figure(ROUNDS, Scope(unit=county.root)).value == 2
    assert figure(ROUNDS, Scope(unit=county.east)).value == 1
