"""Whose report a text is: proposed from its title or first lines, taken over by a person, and read again."""

import pytest

from huiyin.claim_audit import holding, whose
from huiyin.claim_audit.models import HeldText
from huiyin.claim_audit.tests.cases import hold, read, states
from huiyin.conftest import County
from huiyin.core.errors import Refused, Stale

WORDS = "组织了3次中心组学习。"


def brought(county: County, title: str, words: str) -> HeldText:
    given = [holding.pasted(words, title=title, now=county.now)]
    batch = holding.hold(
        given, campaign=county.campaign, unit=county.root, actor=county.reach("office"), now=county.now
    )
    (text,) = read(county, batch)
    return text


@pytest.mark.parametrize(
    ("title", "words"), [(" 2013年总结（{name}）", WORDS), ("总结", "{name}教育实践活动总结\n" + WORDS)]
)
def test_the_title_or_the_first_lines_propose_the_unit(county: County, title: str, words: str) -> None:
    name = county.east_section.name
    text = brought(county, title.format(name=name), words.format(name=name))
    assert (text.unit, text.likely_unit) == (county.root, county.east_section)


def test_no_name_two_names_and_its_own_name_propose_nothing(county: County) -> None:
    both = f"{county.east.name}、{county.west.name}总结"
    for title in ("总结", both, f"{county.root.name}总结"):
        assert brought(county, title, WORDS).likely_unit is None, title


def test_a_text_taken_over_is_held_against_that_unit_and_read_again(county: County) -> None:
    text = brought(county, f"{county.east.name}总结", county.east.name + WORDS)
    moved = whose.move(text, unit=county.east, revision=text.revision, actor=county.reach("office"), now=county.now)
    assert (moved.unit, moved.state, moved.likely_unit) == (county.east, "waiting", None)
    (again,) = read(county, moved.batch)
    assert (again.unit, again.state) == (county.east, "read")
    assert states(again) != {}
    assert again.likely_unit is None


def test_who_may_not_a_stale_page_and_the_same_unit_are_refused(county: County) -> None:
    text = brought(county, f"{county.east.name}总结", WORDS)
    office = county.reach("office")
    with pytest.raises(Refused, match="督导组可以核对"):
        whose.move(text, unit=county.east, revision=text.revision, actor=county.reach("east_head"), now=county.now)
    with pytest.raises(Stale):
        whose.move(text, unit=county.east, revision=9, actor=office, now=county.now)
    with pytest.raises(Refused, match="已经对照"):
        whose.move(text, unit=county.root, revision=text.revision, actor=office, now=county.now)
    waiting = HeldText.objects.get(batch=hold(county, WORDS))
    with pytest.raises(Refused, match="没有读完"):
        whose.move(waiting, unit=county.east, revision=1, actor=office, now=county.now)


def test_a_proposal_that_is_turned_down_is_not_shown_again(county: County) -> None:
    text = brought(county, f"{county.east.name}总结", WORDS)
    whose.keep(text, revision=text.revision, actor=county.reach("office"))
    text.refresh_from_db()
    assert (text.likely_unit, text.unit) == (None, county.root)
