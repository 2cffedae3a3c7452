"""A person's word on a claim: judged at once, remembered below the unit, and refused when the page was stale."""

import pytest

from huiyin.claim_audit import confirming, holding
from huiyin.claim_audit.confirming import confirm
from huiyin.claim_audit.models import Confirmation, HeldText
from huiyin.claim_audit.tests.cases import claim, held, record_some
from huiyin.conftest import County
from huiyin.core.errors import Refused, Stale
from huiyin.core.models import AuditLine

WORDS = "青山县委举办读书沙龙3场。"


def test_a_confirmed_claim_is_held_against_the_records_at_once(county: County) -> None:
    record_some(county)
    text = held(county, WORDS)
    found = claim(text, "3场")
    assert (found.state, found.metric) == ("no_record", "")
    done = confirm(found, metric="C4.sessions", revision=1, actor=county.reach("office"), now=county.now)
    assert (done.state, done.metric, done.revision) == ("supported", "C4.sessions", 2)
    text.refresh_from_db()
    assert (text.supported, text.no_record) == (1, 0)
    line = AuditLine.objects.get(action="claim_audit.confirmed")
    assert line.detail == {"metric": "C4.sessions", "state": "supported"}


def test_it_is_remembered_for_later_texts_and_shown_as_confirmed(county: County) -> None:
    record_some(county)
    office = county.reach("office")
    confirm(claim(held(county, WORDS), "3场"), metric="C4.sessions", revision=1, actor=office, now=county.now)
    later = claim(held(county, WORDS.replace("3场", "5场")), "5场")
    assert (later.state, later.metric) == ("differs", "C4.sessions")
    assert later.confirmation is not None
    assert later.confirmation.by == county.account("office")


def test_that_no_metric_counts_it_is_remembered_as_well(county: County) -> None:
    record_some(county)
    words = "青山县委组织了3次中心组学习。"
    found = claim(held(county, words), "3次")
    assert found.state == "supported"
    confirm(found, metric="", revision=1, actor=county.reach("office"), now=county.now)
    later = claim(held(county, words), "3次")
    assert (later.state, later.metric) == ("no_record", "")


def test_a_later_word_holds_over_an_earlier_one_and_both_are_kept(county: County) -> None:
    office = county.reach("office")
    found = confirm(claim(held(county, WORDS), "3场"), metric="C4.sessions", revision=1, actor=office, now=county.now)
    confirm(found, metric="", revision=2, actor=office, now=county.now)
    assert Confirmation.objects.count() == 2
    assert claim(held(county, WORDS), "3场").metric == ""


def test_the_memory_of_a_unit_speaks_below_it_and_not_beside_or_above(county: County) -> None:
    words = "东局、西局、青山县委举办读书沙龙3场。"
    east = claim(held(county, words, who="east_head", unit=county.east), "3场")
    confirm(east, metric="C4.sessions", revision=1, actor=county.reach("east_head"), now=county.now)
    assert claim(held(county, words, unit=county.east_section), "3场").confirmation is not None
    assert claim(held(county, words, unit=county.west), "3场").confirmation is None
    assert claim(held(county, words), "3场").confirmation is None


def test_of_two_people_at_one_claim_the_second_is_told(county: County) -> None:
    found = claim(held(county, WORDS), "3场")
    confirm(found, metric="C4.sessions", revision=1, actor=county.reach("office"), now=county.now)
    with pytest.raises(Stale, match="刚被别人确认过"):
        confirm(found, metric="", revision=1, actor=county.reach("office_two"), now=county.now)
    assert Confirmation.objects.count() == 1


@pytest.mark.parametrize("who", ["east_clerk", "east_head", "member", "auditor"])
def test_who_does_not_audit_the_unit_confirms_nothing(county: County, who: str) -> None:
    found = claim(held(county, WORDS), "3场")
    with pytest.raises(Refused):
        confirm(found, metric="C4.sessions", revision=1, actor=county.reach(who), now=county.now)
    assert not Confirmation.objects.exists()


def test_heads_and_visits_are_not_confirmed_as_one(county: County) -> None:
    found = claim(held(county, "青山县委走访困难群众50户。"), "50户")
    with pytest.raises(Refused, match="口径不同"):
        confirm(found, metric="D6.households", revision=1, actor=county.reach("office"), now=county.now)
    assert not Confirmation.objects.exists()


def test_an_unknown_metric_and_a_withdrawn_text_are_refused(county: County) -> None:
    text = held(county, WORDS)
    found, office = claim(text, "3场"), county.reach("office")
    with pytest.raises(Refused, match="没有这个指标"):
        confirm(found, metric="Z9.nothing", revision=1, actor=office, now=county.now)
    holding.withdraw(text, why="传错了", revision=text.revision, actor=office, now=county.now)
    with pytest.raises(Refused, match="已经撤回"):
        confirm(found, metric="C4.sessions", revision=1, actor=office, now=county.now)


def test_what_bars_a_claim_bars_it_whatever_a_person_names(county: County) -> None:
    record_some(county)
    found = claim(held(county, "青山县委2012年组织了3次中心组学习。"), "3次")
    done = confirm(found, metric="C4.sessions", revision=1, actor=county.reach("office"), now=county.now)
    assert done.state == "uncheckable"
    assert "2012年" in done.sentence


def test_it_is_judged_by_the_records_of_the_day_the_text_was_held(county: County) -> None:
    text = held(county, WORDS)
    record_some(county)
    HeldText.objects.filter(pk=text.pk).update(as_of=county.now.replace(year=2012))
    done = confirm(claim(text, "3场"), metric="C4.sessions", revision=1, actor=county.reach("office"), now=county.now)
    assert done.state == "no_record"


def test_a_range_is_kept_as_a_range(county: County) -> None:
    found = claim(held(county, "青山县委组织了2至4次中心组学习。"), "2至4次")
    assert confirming.value_of(found) == (2, 4)
