"""A person has a barred claim held against the records: with a reason, for this text only, and it can be taken back."""

import pytest

from huiyin.claim_audit import confirming, deciding, holding, rechecking
from huiyin.claim_audit.models import Confirmation, HeldClaim, HeldText
from huiyin.claim_audit.out.lines import lines
from huiyin.claim_audit.tests.cases import claim, held, record_some
from huiyin.conftest import County
from huiyin.core.errors import Refused, Stale
from huiyin.core.models import AuditLine
from huiyin.metrics.registry import METRICS

# 全省 bars it: the records are the county's.
WORDS = "青山县委活动情况。全省组织了3次中心组学习。"
WHY = "这里的全省指本县各系统"


def decided(county: County, found: HeldClaim, *, why: str = WHY, revision: int = 1, who: str = "office") -> HeldClaim:
    return deciding.decide(
        found, metric="C4.sessions", why=why, revision=revision, actor=county.reach(who), now=county.now
    )


def test_a_barred_claim_is_held_against_the_records_with_a_reason(county: County) -> None:
    record_some(county)
    text = held(county, WORDS)
    found = claim(text, "3次")
    assert found.state == "uncheckable"
    done = decided(county, found)
    assert (done.state, done.metric, done.decided_why) == ("supported", "C4.sessions", WHY)
    text.refresh_from_db()
    assert (text.supported, text.uncheckable) == (1, 0)
    assert "全省" in done.barred
    line = AuditLine.objects.get(action="claim_audit.decided")
    assert line.detail["metric"] == "C4.sessions"
    assert WHY not in str(line.detail)


def test_it_is_shown_as_a_persons_decision_in_what_goes_out(county: County) -> None:
    record_some(county)
    done = decided(county, claim(held(county, WORDS), "3次"))
    (said,) = [line.confirmed for line in lines([done], [])]
    assert WHY in said
    assert "决定照样核对" in said
    assert "系统认为无法核对" in said


def test_nothing_is_learned_for_other_texts(county: County) -> None:
    record_some(county)
    decided(county, claim(held(county, WORDS), "3次"))
    assert not Confirmation.objects.exists()
    assert claim(held(county, WORDS), "3次").state == "uncheckable"


def test_it_is_held_again_when_the_text_is_rechecked(county: County) -> None:
    record_some(county)
    text = held(county, WORDS)
    decided(county, claim(text, "3次"))
    record_some(county, study=1, sub_plans=0)
    text.refresh_from_db()
    rechecking.recheck(text, revision=text.revision, actor=county.reach("office"), now=county.now)
    assert claim(text, "3次").state == "differs"


def test_it_can_be_taken_back_and_ends_when_the_claim_is_confirmed_for_good(county: County) -> None:
    record_some(county)
    office = county.reach("office")
    done = decided(county, claim(held(county, WORDS), "3次"))
    back = deciding.take_back(done, revision=2, actor=office, now=county.now)
    assert (back.state, back.sentence, back.decided_by, back.metric) == ("uncheckable", back.barred, None, "")
    with pytest.raises(Refused, match="没有人工决定"):
        deciding.take_back(back, revision=3, actor=office, now=county.now)
    again = decided(county, back, revision=3)
    kept = confirming.confirm(again, metric="C4.sessions", revision=4, actor=office, now=county.now)
    assert (kept.state, kept.decided_by) == ("uncheckable", None)


def test_who_may_not_or_gives_no_reason_is_refused(county: County) -> None:
    record_some(county)
    text = held(county, WORDS + "组织了3次中心组学习。")
    found = claim(text, "3次")
    with pytest.raises(Refused, match="督导组可以核对"):
        decided(county, found, who="east_head")
    for why in ("", " 是的 ", "长" * 301):
        with pytest.raises(Refused, match="为什么照样核对"):
            decided(county, found, why=why)
    with pytest.raises(Refused, match="选择一个指标"):
        deciding.decide(found, metric="", why=WHY, revision=1, actor=county.reach("office"), now=county.now)
    with pytest.raises(Stale):
        decided(county, found, revision=7)


def test_a_claim_that_nothing_bars_is_confirmed_and_heads_are_never_held_against_events(county: County) -> None:
    record_some(county)
    open_one = claim(held(county, "青山县委组织了3次中心组学习。"), "3次")
    with pytest.raises(Refused, match="确认或改正"):
        decided(county, open_one)
    events = next(
        metric for metric in METRICS if len(str(metric.measure_word)) > 1 and str(metric.measure_word).endswith("次")
    )
    heads = claim(held(county, f"青山县委活动情况。全省走访3{str(events.measure_word)[0]}单位。"), "3")
    with pytest.raises(Refused, match="口径不同"):
        deciding.decide(heads, metric=events.code, why=WHY, revision=1, actor=county.reach("office"), now=county.now)


def test_a_withdrawn_text_is_left_as_it_is(county: County) -> None:
    record_some(county)
    text = held(county, WORDS)
    holding.withdraw(text, why="放错了", revision=1, actor=county.reach("office"), now=county.now)
    with pytest.raises(Refused, match="已经撤回"):
        decided(county, claim(HeldText.objects.get(pk=text.pk), "3次"))
