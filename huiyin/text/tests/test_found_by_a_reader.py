"""What a careful reader of reports found: sums that nearly add up, deeds beside plans, numbers as they are spoken."""

import pytest

from huiyin.text.checks.all import inner_checks
from huiyin.text.checks.finding import Finding, Kind
from huiyin.text.claim import Claim
from huiyin.text.claims import find_claims
from huiyin.text.offsets import untouched
from huiyin.text.reading.source import read


def claims(text: str) -> list[Claim]:
    return list(find_claims(untouched(text)))


def findings(text: str, kind: Kind) -> list[Finding]:
    mapped = untouched(text)
    return [finding for finding in inner_checks(mapped, list(find_claims(mapped))) if finding.kind is kind]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("共168个，其中机关党委2个、党总支9个、党支部156个。", "如分项已列全，请核对"),
        ("征求意见127条，其中班子56条，个人70条。", "56 + 70 = 126"),
        ("共168个；其中机关党委2个；党总支9个；党支部156个。", "2 + 9 + 156 = 167"),
        ("党组织168个（其中机关党委2个；党总支9个；党支部156个）。", "请核对是否漏列"),
        ("党组织168个，包括：机关党委2个；党总支9个；党支部156个。", "请核对是否漏列"),
        ("党员1200名，其中女党员300人、少数民族党员1000人。", "300 + 1000 = 1300"),
        ("1200人次中，群众800人次，干部500人次。", "800 + 500 = 1300"),
    ],
)
def test_parts_that_nearly_make_their_total_or_exceed_it_are_pointed_out(text: str, words: str) -> None:
    (finding,) = findings(text, Kind.SUM)
    assert not finding.passed
    assert words in finding.sentence


@pytest.mark.parametrize(
    "text",
    [
        "征求意见127条，其中班子56条，个人50条。",
        "走访100户；其中困难户30户；帮扶200户。",
        "培训1200人，其中干部300人次、群众1000人次。",
        "共5个，其中一类2个、二类2个。",
        "干部58名，其中科级12名，一般干部40名，另有工勤人员20名。",
    ],
)
def test_parts_that_are_openly_only_some_say_nothing(text: str) -> None:
    assert findings(text, Kind.SUM) == []


@pytest.mark.parametrize(
    "text", ["共168个；其中机关党委2个；党总支9个；党支部157个。", "127条，其中班子56条，个人71条。"]
)
def test_exact_sums_hold(text: str) -> None:
    assert [finding.passed for finding in findings(text, Kind.SUM)] == [True]


def test_persons_are_the_same_in_any_measure_word() -> None:
    (finding,) = findings("全镇共有党员1200名。经统计，党员共1300人。", Kind.TWICE)
    assert "1200名和1300人" in finding.sentence


@pytest.mark.parametrize(
    ("text", "moods"),
    [
        ("计划走访50户，实际走访45户。", ["plan", "done"]),
        ("计划走访50户，已走访45户。", ["plan", "done"]),
        ("计划走访50户，召开会议3次。", ["plan", "plan"]),
        ("原定召开会议3次，已召开会议5次。", ["plan", "done"]),
        ("每户不超过5000元，慰问困难户300户，走访群众20人。", ["rule", "done", "done"]),
        ("必须走访群众100户，召开会议3次。", ["rule", "rule"]),
        ("应走访100户。", ["rule"]),
        ("供应走访物资100件。", ["done"]),
    ],
)
def test_deeds_beside_plans_and_rules(text: str, moods: list[str]) -> None:
    assert [claim.modality for claim in claims(text)] == moods


@pytest.mark.parametrize(
    ("text", "value", "unit", "quote"),
    [
        ("参加3万5千人。", 35_000, "人", "3万5千人"),
        ("投入1亿2千万元。", 120_000_000, "元", "1亿2千万元"),
        ("道路3万5千米。", 35_000, "米", "3万5千米"),
        ("参加廿五人。", 25, "人", "廿五人"),
        ("走访卅户。", 30, "户", "卅户"),
        ("投入资金壹佰贰拾万元。", 1_200_000, "元", "壹佰贰拾万元"),
        ("征求意见一二七条", 127, "条", "一二七条"),
        ("征求意见一百二十七条", 127, "条", "一百二十七条"),
    ],
)
def test_numbers_as_they_are_spoken_and_written_out(text: str, value: float, unit: str, quote: str) -> None:
    (claim,) = claims(text)
    assert (claim.value, claim.unit, claim.quote) == (value, unit, quote)


@pytest.mark.parametrize(
    "text",
    [
        "见第3.1节。",
        "见第3.1节和2.3条。",
        "成千上万人。",
        "设备八成新。",
        "有一万个理由。",
        "突出1个中心、2个重点、3个突破。",
        "由七一四所承担。",
        "从一三五条看。",
        "队伍百人。",
    ],
)
def test_what_counts_nothing_is_no_claim(text: str) -> None:
    assert claims(text) == []


def test_things_that_are_counted_upwards_are_still_counted() -> None:
    assert [claim.value for claim in claims("新建1个党委、2个党支部、3个党小组。")] == [1, 2, 3]


@pytest.mark.parametrize("text", ["7月15日至7月10日", "2013年7月15日至7月10日", "2013年9月5日至3日", "9月5日至31日"])
def test_spans_that_end_before_they_begin(text: str) -> None:
    assert len(findings(text, Kind.DATES)) == 1


@pytest.mark.parametrize("text", ["7月10日至7月15日", "11月3日至1月2日", "2013年9月3日至5日"])
def test_spans_in_order_say_nothing(text: str) -> None:
    assert findings(text, Kind.DATES) == []


@pytest.mark.parametrize(
    ("text", "times"), [("一个都不少", 1), ("一个也不能少", 1), ("不漏一户、不落一人", 2), ("不少于一人", 0)]
)
def test_wording_without_exceptions(text: str, times: int) -> None:
    assert len(findings(text, Kind.ABSOLUTE)) == times


def test_an_old_and_a_new_share_are_not_asked_for_again() -> None:
    said = [finding.sentence for finding in findings("覆盖率由85%提高到98%。", Kind.BASE)]
    assert not [sentence for sentence in said if "没有原来的数和现在的数" in sentence]
    (alone,) = findings("覆盖率提高98%。", Kind.BASE)
    assert "没有原来的数和现在的数" in alone.sentence


def test_a_text_in_another_tongue_is_pointed_out() -> None:
    assert "可能不是中文" in read(b"This report says nothing in Chinese, whatever its numbers may be: 127 items.").note
    assert not read(
        "全县党组织168个（County party organisations, as counted by the Organisation Department）".encode()
    ).note
    assert not read(
        b'{"text": "' + "".join(f"\\u{ord(c):04x}" for c in "征求意见建议共127条，走访困难群众").encode() + b'"}'
    ).note


def test_a_numbered_part_is_told_from_a_count_behind_it() -> None:
    assert [claim.value for claim in claims("完成第二条、3项任务。")] == [3]


def test_those_who_act_are_told_from_those_that_are_counted() -> None:
    assert [claim.actor for claim in claims("县委组织部走访5户。")] == ["县委组织部"]
    assert [claim.actor for claim in claims("班子成员12次走访农户。")] == ["班子成员"]
    assert [claim.actor for claim in claims("建成223个党员服务中心、331个管理站。")] == ["", ""]


def test_what_stands_around_a_number_stays_in_its_sentence() -> None:
    visits, people, closed = claims("接待来访86批1203人次。办结78件。")
    assert (visits.verb, people.verb, closed.verb) == ("", "", "办结")
    organisations, part = claims("党组织168个，其中机关党委2个。")
    assert (organisations.verb, organisations.actor, organisations.what) == ("", "", "党组织")
    assert (part.actor, part.what) == ("", "机关党委")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("即上述机关党委2个。", "机关党委"),
        ("计划今年走访50户。", "走访"),
        ("党组织分别为机关党委2个、党总支9个。", "机关党委"),
        ("计划生育户30户。", "计划生育户"),
    ],
)
def test_what_is_counted_has_no_words_before_it(text: str, what: str) -> None:
    assert claims(text)[0].what == what
