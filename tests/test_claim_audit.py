"""The source of the demonstration held against it: what stands in the records is found, and nothing altered passes."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Demonstration

pytestmark = pytest.mark.journeys

SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"

# By hand: (words of the claim, how many claims with these words stand before it, the metric that truly counts it).
COVERED = (
    ("17个子方案", 0, "B3.sub_plans"), ("3次中心组学习交流活动", 0, "C4.sessions"), ("五个组", 0, "D6.teams"),
    ("3天", 0, "D6.days"), ("10户困难户", 0, "D6.households"), ("18类", 0, "D4.categories"), ("127条", 0, "D4.items"),
    ("5名班子成员", 0, "A2.leaders"), ("15次", 0, "H2.visits"), ("60多天", 0, "H2.days"), ("5个省辖市", 0, "H2.cities"),
    ("6个县", 0, "H2.counties"), ("40多个省直单位", 0, "H2.units"), ("5位成员", 0, "A2.leaders"),
    ("5名班子成员", 1, "A2.leaders"), ("六个群众反映强烈的问题", 0, "F4.special_themes"),
    ("28条重点意见", 0, "D4.key_items"), ("51条整改措施", 0, "F1.measures"), ("16项制度", 0, "F6.kept"),
    ("4项制度", 0, "F6.repealed"), ("37项制度", 0, "F6.revised"), ("两个长效机制", 0, "F6.created"),
    ("2个督导组", 0, "G1.supervision_groups"), ("3轮集中征求意见", 0, "D4.rounds"), ("127条", 1, "D4.raw_opinions"),
)  # fmt: skip
# What the records count otherwise than the words do: a team's days and households each, units 个 against visits 个次,
# and 127, which the records know as the consolidated number only.
NOT_EQUAL = {("3天", 0), ("10户困难户", 0), ("40多个省直单位", 0), ("127条", 1)}

# (what stands there, what the copy says instead, words of the altered claim); only the first occurrence is altered.
ALTERED = (
    ("17个子方案", "18个子方案", "18个子方案"), ("组织3次中心组", "组织4次中心组", "4次中心组"),
    ("意见和建议18类127条", "意见和建议19类127条", "19类"), ("意见和建议18类127条", "意见和建议18类126条", "126条"),
    ("5名班子成员15次", "6名班子成员15次", "6名班子成员"), ("成员15次60多天", "成员14次60多天", "14次"),
    ("28条重点意见", "27条重点意见", "27条重点意见"), ("51条整改措施", "52条整改措施", "52条整改措施"),
    ("16项制度", "15项制度", "15项制度"), ("2个督导组", "3个督导组", "3个督导组"),
    ("5名班子成员15次", "5人次班子成员15次", "5人次班子成员"), ("班子5位成员", "班子5人次", "5人次"),
    ("意见和建议18类127条", "意见和建议18类127条次", "127条次"),
    ("先后开展了3轮", "全省先后开展了3轮", "3轮"), ("向直属三校派出了2个督导组", "省委向各市派出了2个督导组", "2个督导组"),
    ("先后制定了集中学习", "全国各地先后制定了集中学习", "17个子方案"),
    ("组织3次中心组", "兄弟单位组织3次中心组", "3次中心组"),
    ("先后开展了3轮", "2012年先后开展了3轮", "3轮"), ("组织3次中心组", "去年组织3次中心组", "3次中心组"),
    ("提出了51条整改措施", "计划提出51条整改措施", "51条整改措施"),
)  # fmt: skip

# A second set, of other kinds, each held through the command: units changed, 多 left out, a part for the whole, another
# time, one number for another, a sum of two, a bound, what was asked for or not done.
ALTERED_OTHERWISE = (
    ("成员15次60多天", "成员15天60多天", "15天"), ("成员15次60多天", "成员15次60多次", "60多次"),
    ("成员15次60多天", "成员15次60天", "60天"), ("5名班子成员15次", "5户班子成员15次", "5户班子成员"),
    ("意见和建议18类127条", "意见和建议18条127条", "18条"), ("意见和建议18类127条", "意见和建议18类230条", "230条"),
    ("51条整改措施", "51类整改措施", "51类"), ("51条整改措施", "5.1万条整改措施", "5.1万条"),
    ("16项制度", "57项制度", "57项制度"), ("16项制度", "20项制度", "20项制度"),
    ("28条重点意见", "51条重点意见", "51条重点意见"), ("51条整改措施", "不超过100条整改措施", "不超过100条"),
    ("先后制定了集中学习", "宣传部先后制定了集中学习", "17个子方案"), ("提出了51条", "办公室提出了51条", "51条整改措施"),
    ("先后开展了3轮", "2013年9月，工委组织部先后开展了3轮", "3轮"), ("先后开展了3轮", "2014年下半年先后开展了3轮", "3轮"),
    ("先后开展了3轮", "二〇一一年先后开展了3轮", "3轮"), ("先后开展了3轮", "第二批活动先后开展了3轮", "3轮"),
    ("组织3次中心组", "没有组织3次中心组", "3次中心组"), ("提出了51条", "尚未提出51条", "51条整改措施"),
    ("向直属三校派出了2个", "要求向直属三校派出2个", "2个督导组"), ("班子5位成员", "部门5位成员", "5位成员"),
    ("班子5位成员", "班子5位成员的家属", "5位成员的家属"), ("组织3次中心组学习", "组织3次支部学习", "3次支部学习"),
    ("16项制度,予以保留", "16项制度,予以废止", "16项制度"),
)  # fmt: skip

BY_COMMAND = """
import io, json
from pathlib import Path
from django.core.management import call_command
out = []
for text in json.load(open({path!r}, encoding="utf-8")):
    Path({path!r} + ".txt").write_text(text, encoding="utf-8")
    printed = io.StringIO()
    try:
        call_command("audit", {path!r} + ".txt", campaign="szgw-2013", json=True, stdout=printed)
    except SystemExit:
        pass
    out.append([row for row in map(json.loads, printed.getvalue().splitlines()) if "state" in row])
print(json.dumps(out, ensure_ascii=False))
"""

SCRIPT = """
import json, sys
from huiyin.campaigns.models import Campaign
from huiyin.claim_audit.auditing import audit, records_of
from huiyin.core import clock
from huiyin.text.reading.source import read
campaign = Campaign.objects.select_related("unit").get(code="szgw-2013")
records = records_of(campaign, campaign.unit, as_of=clock.now(), today=clock.today())
out = []
for text in json.load(open({path!r}, encoding="utf-8")):
    done = audit(read(text.encode()).text, records, {{}})
    out.append({{
        "claims": [
            [" ".join(j.claim.quote.split()), j.verdict.state.value, [p.metric.code for p in j.proposals], j.verdict.sentence]
            for j in done.claims
        ],
        "checks": [[str(f.kind), f.passed, f.sentence, [p.quote for p in f.passages]] for f in done.findings],
    }})
print(json.dumps(out, ensure_ascii=False))
"""

Audit = Callable[[list[str]], list[dict[str, list[list[object]]]]]


@pytest.fixture
def audited(demonstration: Demonstration, tmp_path: Path) -> Audit:
    """Texts held against the demonstration, in its own process."""

    def hold(texts: list[str]) -> list[dict[str, list[list[object]]]]:
        path = tmp_path / "texts.json"
        path.write_text(json.dumps(texts, ensure_ascii=False), encoding="utf-8")
        found: list[dict[str, list[list[object]]]] = json.loads(
            demonstration.installation.python(SCRIPT.format(path=str(path)))
        )
        return found

    return hold


def source(number: int) -> str:
    (path,) = SEEDS.glob(f"{number:03d}_*.txt")
    return path.read_bytes().decode("utf-8")


def claim_saying(claims: list[list[object]], words: str, before: int = 0) -> list[object]:
    found = [claim for claim in claims if str(claim[0]).startswith(words)]
    assert len(found) > before, (words, [claim[0] for claim in claims])
    return found[before]


def test_every_claim_of_the_source_that_a_metric_covers_is_matched_first_or_second(audited: Audit) -> None:
    (s2,) = audited([source(2)])
    for words, before, metric in COVERED:
        claim = claim_saying(s2["claims"], words, before)
        assert metric in list(claim[2])[:2], claim  # type: ignore[call-overload]
        supported = (words, before) not in NOT_EQUAL
        assert (claim[1] == "supported") == supported, claim
    assert len([claim for claim in s2["claims"] if claim[1] == "supported"]) == len(COVERED) - len(NOT_EQUAL)


def test_the_number_given_as_sorted_and_as_verbatim_shows_as_two_ways_of_counting(audited: Audit) -> None:
    (s2,) = audited([source(2)])
    (called,) = [check for check in s2["checks"] if check[0] == "called"]
    assert not called[1]
    assert "口径不一" in str(called[2])
    assert called[3] == ["127条", "127条"]


def test_no_altered_copy_of_the_source_is_supported_where_it_was_altered(audited: Audit) -> None:
    copies = []
    for there, instead, _words in ALTERED:
        assert there in source(2)
        copies.append(source(2).replace(there, instead, 1))
    assert len(copies) == 20
    passed = [
        (instead, claim)
        for (_there, instead, words), copy in zip(ALTERED, audited(copies), strict=True)
        for claim in copy["claims"]
        if str(claim[0]).startswith(words) and claim[1] == "supported"
    ]
    assert passed == []


def test_no_copy_altered_in_other_ways_is_supported_by_the_command(
    demonstration: Demonstration, tmp_path: Path
) -> None:
    whole, path = source(2), tmp_path / "copies.json"
    copies = [whole.replace(there, instead, 1) for there, instead, _words in ALTERED_OTHERWISE]
    assert whole not in copies
    path.write_text(json.dumps(copies, ensure_ascii=False), encoding="utf-8")
    audits = json.loads(demonstration.installation.python(BY_COMMAND.format(path=str(path))))
    for (there, instead, words), rows in zip(ALTERED_OTHERWISE, audits, strict=True):
        at = whole.index(there)
        here = [row for row in rows if row["quote"].startswith(words) and at <= row["start"] < at + len(instead) + 80]
        assert here, (instead, [row["quote"] for row in rows])
        assert [row["sentence"] for row in here if row["state"] == "supported"] == [], instead


def test_nothing_in_the_other_sources_is_supported(audited: Audit) -> None:
    others = audited([source(number) for number in (0, 1, 3, 4)])
    states = {str(claim[1]) for text in others for claim in text["claims"]}
    assert states == {"uncheckable"}


HOLD = """
import json
from huiyin.claim_audit import holding, reading
from huiyin.claim_audit.models import HeldText
from huiyin.demo.run import derived
from huiyin.demo.stage import Play, at
from datetime import date
play, day = Play(), date(2014, 2, 11)
before = derived(play)
given = [holding.pasted(text, title=str(n), now=at(day)) for n, text in enumerate(json.load(open({path!r}, encoding="utf-8")))]
batch = holding.hold(given, campaign=play.campaign, unit=play.top, actor=play.cast("office", day), now=at(day))
reading.read_batch(batch.uid, now=at(day), today=day, progress=lambda done, total: None)
states = list(HeldText.objects.filter(batch=batch).values_list("state", flat=True))
print(json.dumps([before, derived(play), states], ensure_ascii=False))
"""


def test_importing_all_five_sources_changes_no_figure(demonstration: Demonstration, tmp_path: Path) -> None:
    path = tmp_path / "texts.json"
    path.write_text(json.dumps([source(number) for number in range(5)], ensure_ascii=False), encoding="utf-8")
    copy = demonstration.installation.copy_to(tmp_path / "var")
    before, after, states = json.loads(copy.python(HOLD.format(path=str(path))))
    assert before == after == demonstration.figures
    assert states == ["read"] * 5


def test_the_demonstrations_own_report_shows_all_four_states_and_its_two_wrong_numbers(
    demonstration: Demonstration,
) -> None:
    report = Path(__file__).resolve().parents[1] / "huiyin" / "demo" / "report" / "待核对的汇报.txt"
    done = demonstration.installation.run("audit", str(report), "--campaign", "szgw-2013", "--json")
    assert done.returncode == 1, done.stderr
    claims = [row for row in map(json.loads, done.stdout.splitlines()) if "state" in row]
    assert {row["state"] for row in claims} == {"supported", "differs", "no_record", "uncheckable"}
    assert [row["quote"] for row in claims if row["state"] == "differs"] == ["18次", "53条整改措施"]
