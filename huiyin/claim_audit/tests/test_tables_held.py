"""A number in a table is held against the records by what stands at the heads, and only where it is the unit's own."""

from huiyin.claim_audit.tests.cases import claim, held, record_some
from huiyin.conftest import County


def test_the_head_of_the_row_finds_the_metric_and_a_planned_number_is_barred(county: County) -> None:
    record_some(county)
    text = held(county, "青山县委活动情况\n项目\t计划数\t完成数\n中心组学习\t4次\t3次\n印发子方案\t2个\t2个\n")
    done = claim(text, "3次")
    assert (done.what, done.metric, done.state) == ("中心组学习", "C4.sessions", "supported")
    planned = claim(text, "4次")
    assert (planned.modality, planned.state) == ("plan", "uncheckable")
    assert [one.state for one in text.claims.filter(quote="2个")] == ["uncheckable", "differs"]


def test_the_head_of_the_column_finds_it_for_a_bare_number_and_a_row_of_a_unit_below_is_barred(county: County) -> None:
    record_some(county)
    text = held(county, "青山县委活动情况\n单位\t中心组学习（次）\n东一科\t1\n合计\t3\n")
    total, part = claim(text, "3"), claim(text, "1")
    assert (total.what, total.unit, total.metric, total.state) == ("中心组学习", "次", "C4.sessions", "supported")
    assert (part.what, part.state) == ("中心组学习", "uncheckable")
    assert "东一科" in part.barred
