"""A text is held against the records of now: what was recorded since counts, what was barred stays barred."""

from datetime import timedelta

import pytest

from huiyin.claim_audit import holding
from huiyin.claim_audit.confirming import confirm
from huiyin.claim_audit.rechecking import recheck
from huiyin.claim_audit.tests.cases import claim, held, record_some
from huiyin.conftest import County
from huiyin.core.errors import Refused, Stale
from huiyin.core.models import AuditLine

WORDS = "青山县委组织了3次中心组学习。2012年组织了3次中心组学习，举办读书沙龙3场。"


def test_what_was_recorded_since_counts_and_the_rest_stays(county: County) -> None:
    text = held(county, WORDS)
    assert [one.state for one in text.claims.all()] == ["no_record", "uncheckable", "uncheckable"]
    county.now += timedelta(hours=1)
    record_some(county)
    assert recheck(text, revision=text.revision, actor=county.reach("office"), now=county.now) == 1
    text.refresh_from_db()
    assert [one.state for one in text.claims.all()] == ["supported", "uncheckable", "uncheckable"]
    assert (text.supported, text.as_of) == (1, county.now)
    assert AuditLine.objects.get(action="claim_audit.rechecked").detail == {"changed": 1}


def test_what_a_person_confirmed_is_held_to_it(county: County) -> None:
    text = held(county, "青山县委举办读书沙龙3场。")
    office = county.reach("office")
    found = confirm(claim(text, "3场"), metric="C4.sessions", revision=1, actor=office, now=county.now)
    assert found.state == "no_record"
    text.refresh_from_db()
    record_some(county)
    recheck(text, revision=text.revision, actor=office, now=county.now)
    found.refresh_from_db()
    assert (found.state, found.revision) == ("supported", 3)


def test_a_stale_page_a_withdrawn_text_and_strangers_are_refused(county: County) -> None:
    text, office = held(county, WORDS), county.reach("office")
    with pytest.raises(Stale):
        recheck(text, revision=text.revision + 1, actor=office, now=county.now)
    with pytest.raises(Refused):
        recheck(text, revision=text.revision, actor=county.reach("east_head"), now=county.now)
    gone = holding.withdraw(text, why="传错了", revision=text.revision, actor=office, now=county.now)
    with pytest.raises(Refused, match="撤回"):
        recheck(gone, revision=gone.revision, actor=office, now=county.now)
