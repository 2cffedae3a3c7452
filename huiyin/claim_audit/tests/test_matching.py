"""A claim finds its metric by what is counted, in which word and by which verb; the value takes no part."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.claim_audit.judging import agrees
from huiyin.claim_audit.matching import Proposal, counted_otherwise, phrase_key, proposals, surroundings
from huiyin.metrics.registry import METRICS
from huiyin.text.claim import Claim
from huiyin.text.claims import find_claims
from huiyin.text.offsets import untouched


def read(sentence: str, number: int = 0) -> tuple[Claim, list[Proposal], str]:
    """A claim of a sentence, its proposals and its phrase key."""
    claim = list(find_claims(untouched(sentence)))[number]
    clause = surroundings(sentence, claim)
    return claim, proposals(claim, clause, METRICS), phrase_key(claim, clause, METRICS)


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("印发了17个子方案。", "B3.sub_plans"), ("中心组集中学习3次。", "C4.sessions"), ("先后开展3轮征求意见。", "D4.rounds"),
        ("共收到意见和建议230条。", "D4.raw_opinions"), ("经梳理归纳，形成意见127条。", "D4.items"),
        ("提出整改措施51条。", "F1.measures"), ("发放征求意见表1660份。", "D1.issued"), ("收回征求意见表1571份。", "D1.returned"),
        ("对16项制度，予以保留。", "F6.kept"), ("废止制度4项。", "F6.repealed"), ("派出2个督导组。", "G1.supervision_groups"),
        ("召开专题民主生活会1次。", "E4.life_meetings"), ("开展专项整治6个。", "F4.special_themes"),
        ("梳理规章制度57项，保留16项，废止4项。", "F6.reviewed"), ("收到原始意见230条，梳理为18类127条。", "D4.raw_opinions"),
        ("发放意见表、问卷1660份，收回1571份。", "D1.issued"),
        ("共召开会议33次。", "M1.meetings"),
        ("印发文件36份。", "M1.documents"), ("回收率94.6%。", "D1.return_rate"),
    ],
)  # fmt: skip
def test_what_is_said_finds_its_metric(sentence: str, code: str) -> None:
    _claim, found, _key = read(sentence)
    assert [one.metric.code for one in found][:1] == [code]
    assert found[0].sure
    assert found[0].reason.startswith("说到“")


@pytest.mark.parametrize(
    "sentence",
    [
        "安装路灯150盏。",
        "植树2万株。",
        "修缮房屋投入3万元。",
        "放映电影54场。",
        "参观展览3次。",
        "召开推进会议3次。",
        "学习文件5份。",
        "任务完成率95%。",
    ],
)
def test_what_no_metric_counts_is_sure_of_none(sentence: str) -> None:
    _claim, found, _key = read(sentence)
    assert not [one for one in found if one.sure]


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("调研组驻村走访困难户50户。", "D6.households"), ("走访省直单位42个。", "H2.units"),
        ("走访慰问特困党员150名。", "H3.condoled"), ("为8000多位群众免费体检。", "H3.check_ups"),
        ("资助学生240人。", "H3.students"), ("班子成员5人次。", "A2.leaders"),
    ],
)  # fmt: skip
def test_heads_find_the_metric_of_events_and_are_told_apart_from_it(sentence: str, code: str) -> None:
    claim, found, _key = read(sentence)
    assert (found[0].metric.code, found[0].other_count, found[0].sure) == (code, True, True)
    assert "口径不同" in found[0].reason
    assert counted_otherwise(claim.unit, found[0].metric)


def test_a_passing_word_does_not_make_heads_of_a_metrics_events() -> None:
    _claim, found, _key = read("慰问期间，两名专家学者为党员讲课。")
    assert not [one for one in found if one.sure]


def test_an_issue_is_no_piece() -> None:
    _claim, found, _key = read("编报活动信息24期。")
    assert not [one for one in found if one.metric.code == "K3.written"]


def test_the_end_of_a_name_without_its_head_nearby_is_shown_and_not_judged_by() -> None:
    (_claim, found, _key), (_other, true, _its) = read("部门5位成员认真撰写。"), read("班子5位成员认真撰写。")
    assert (found[0].metric.code, found[0].sure, true[0].sure) == ("A2.leaders", False, True)


@pytest.mark.parametrize("sentence", ["班子成员5人次。", "子方案17个次。", "整改措施51条次。"])
def test_events_are_never_taken_for_heads(sentence: str) -> None:
    for claim in find_claims(untouched(sentence)):
        found = proposals(claim, surroundings(sentence, claim), METRICS)
        assert not [one for one in found if one.sure and not one.other_count]


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_the_value_changes_neither_proposals_nor_key(first: int, second: int) -> None:
    one, other = (read(f"共收集汇总意见和建议{value}条，提出措施。") for value in (first, second))
    assert one[1] == other[1]
    assert one[2] == other[2]


def test_the_verb_tells_phrases_apart_that_count_the_same_thing() -> None:
    keys = {read(sentence)[2] for sentence in ("16项制度予以保留。", "4项制度予以废止。", "37项制度予以修订。")}
    assert len(keys) == 3


@pytest.mark.parametrize(
    ("value", "approx", "recorded", "holds"),
    [
        (51, "exact", "51", True), (51, "exact", "52", False), (60, "at_least", "63", True), (60, "at_least", "70", False),
        (60, "at_least", "59", False), (1200, "at_least", "1299", True), (1200, "at_least", "1300", False),
        (50, "at_most", "49", True), (50, "at_most", "51", False), (30000, "about", "29000", True),
        (30000, "about", "26000", False), ((2, 4), "exact", "3", True), ((2, 4), "exact", "5", False),
        (94.6, "exact", "94.638", True), (94.7, "exact", "94.638", False), (95, "exact", "94.638", True), (0, "at_least", "0", True),
    ],
)  # fmt: skip
def test_a_number_is_held_to_what_its_words_say(value: object, approx: str, recorded: str, holds: bool) -> None:
    assert agrees(value, approx, Decimal(recorded)) is holds  # type: ignore[arg-type]


@given(st.integers(0, 10**14), st.sampled_from(("exact", "at_least", "at_most", "about")))
def test_any_number_agrees_with_itself(value: int, approx: str) -> None:
    assert agrees(value, approx, Decimal(value))
