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
    ("20多位中心组成员", 0, "C4.speakers"), ("15位党员代表", 0, "C4.salon_speakers"), ("2次专题教学", 0, "C5.topical"),
    ("1次体验式教学", 0, "C5.experiential"), ("1场辅导报告", 0, "C5.coaching"), ("近3万元", 0, "H4.donated"),
    ("8名“身边典型”", 0, "J4.exemplars"), ("14个", 0, "H1.contact_points"), ("150名特困党员", 0, "H3.condoled"),
    ("3万多元", 0, "H3.condolence_money"), ("50多名在职党员干部", 0, "H3.doers"), ("1200多件", 0, "H3.deeds"),
    ("8000多名群众", 0, "H3.check_ups"), ("10个单位", 0, "H3.book_units"), ("2万多册", 0, "H3.books"),
    ("3100多名困难群众", 0, "H3.relieved"), ("150多万元", 0, "H3.relief_money"), ("240名考上大学", 0, "H3.students"),
    ("73.6万元", 0, "H3.student_money"), ("30多万元", 0, "H3.goods_value"), ("8项公开承诺", 0, "F7.team_commitments"),
    ("50多名机关党员干部", 0, "F7.post_committers"), ("35人次", 0, "E2.talks_each"),
    ("一场党的群众路线专题报告", 0, "C3.lecture_hall"), ("54场宣讲活动", 0, "C3.preachings"), ("24篇", 0, "K3.written"),
    ("14篇", 0, "K3.in_party_information"), ("16项硬性规定", 0, "F6.hard_rules"), ("45%以上", 0, "M2.reception_drop"),
    ("9篇", 0, "K3.headlines"), ("4篇", 0, "K3.in_bulletin"), ("21天以上", 0, "C4.central_days"),
    ("9次", 0, "C5.on_site"), ("100%", 0, "C1.taken_part"),
)  # fmt: skip
# Said in persons, units and households, recorded in person-times and the like: shown as two ways of counting, never as
# supported (promise 1).
COUNTED_OTHERWISE = {
    ("20多位中心组成员", 0), ("15位党员代表", 0), ("150名特困党员", 0), ("8000多名群众", 0), ("10个单位", 0),
    ("3100多名困难群众", 0), ("240名考上大学", 0), ("40多个省直单位", 0),
}  # fmt: skip
# What the records count otherwise than the words do: a team's days and households each, and 127, which the records know as the
# consolidated number only. 其中9篇 is a part, 均在21天以上 is said of every branch
# as well; 刊用4篇 and 9次现场教学 are proposed, not sure enough to be judged before a person has confirmed them.
NOT_EQUAL = {
    ("3天", 0), ("10户困难户", 0), ("127条", 1), ("9篇", 0), ("21天以上", 0), ("4篇", 0), ("9次", 0), *COUNTED_OTHERWISE,
}  # fmt: skip

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

# A third set: other years and plans named in words, what is only meant to be done, bodies whose names end alike, 多 added,
# tens of thousands, other nouns.
ALTERED_AGAIN = (
    ("提出了51条整改措施", "2012年提出了51条整改措施", "51条整改措施"), ("提出了51条整改措施", "上年度提出了51条整改措施", "51条整改措施"),
    ("提出了51条整改措施", "2015年提出了51条整改措施", "51条整改措施"),
    ("提出了51条整改措施", "到2016年,提出了51条整改措施", "51条整改措施"),
    ("提出了51条整改措施", "活动开始前一年,提出了51条整改措施", "51条整改措施"),
    ("提出了51条整改措施", "“十一五”期间,提出了51条整改措施", "51条整改措施"),
    ("提出了51条整改措施", "在上一轮主题教育中,提出了51条整改措施", "51条整改措施"),
    ("提出了51条整改措施", "前年提出了51条整改措施", "51条整改措施"), ("先后开展了3轮", "2013年上半年先后开展了3轮", "3轮"),
    ("组织3次中心组", "2013年3月组织3次中心组", "3次中心组"), ("派出了2个督导组", "2014年12月派出了2个督导组", "2个督导组"),
    ("提出了51条整改措施", "拟提出51条整改措施", "51条整改措施"), ("提出了51条整改措施", "将提出51条整改措施", "51条整改措施"),
    ("提出了51条整改措施", "准备提出51条整改措施", "51条整改措施"), ("提出了51条整改措施", "力争提出51条整改措施", "51条整改措施"),
    ("提出了51条整改措施", "打算提出51条整改措施", "51条整改措施"), ("提出了51条整改措施", "正在研究提出51条整改措施", "51条整改措施"),
    ("提出了51条整改措施", "要提出51条整改措施", "51条整改措施"), ("提出了51条整改措施", "应提出51条整改措施", "51条整改措施"),
    ("提出了51条整改措施", "争取提出51条整改措施", "51条整改措施"), ("提出了51条整改措施", "下一步提出51条整改措施", "51条整改措施"),
    ("组织3次中心组", "市直工委组织3次中心组", "3次中心组"), ("组织3次中心组", "省财政厅组织3次中心组", "3次中心组"),
    ("组织3次中心组", "省委组织部组织3次中心组", "3次中心组"), ("组织3次中心组", "各直属机关党委组织3次中心组", "3次中心组"),
    ("组织3次中心组", "某市委组织3次中心组", "3次中心组"), ("组织3次中心组", "合肥市组织3次中心组", "3次中心组"),
    ("组织3次中心组", "直属三校组织3次中心组", "3次中心组"), ("组织3次中心组", "省发改委机关党委组织3次中心组", "3次中心组"),
    ("组织3次中心组", "省国资委组织3次中心组", "3次中心组"), ("组织3次中心组", "上级组织3次中心组", "3次中心组"),
    ("51条整改措施", "51万条整改措施", "51万条"), ("18类127条", "18类127万条", "127万条"), ("成员15次60多天", "成员15万次60多天", "15万次"),
    ("先后开展了3轮集中", "先后开展了3个月集中", "3个月"), ("28条重点意见", "28名重点意见", "28名"),
    ("51条整改措施", "51余条整改措施", "51余条"), ("51条整改措施", "超过51条整改措施", "超过51条"), ("18类127条", "18类127余条", "127余条"),
    ("28条重点意见", "28条多重点意见", "28条"), ("51条整改措施", "近60条整改措施", "近60条"), ("15次60多天", "15次70多天", "70多天"),
    ("15次60多天", "15次60天以内", "60天"), ("提出了51条", "其中,党员提出了51条", "51条整改措施"),
    ("51条整改措施", "整改措施若干,其中51条整改措施", "51条整改措施"), ("51条整改措施", "51条整改建议", "51条整改建议"),
    ("28条重点意见", "28条一般意见", "28条一般意见"), ("17个子方案", "17个子课题", "17个子课题"),
    ("派出了2个督导组", "派出了2个调研组", "2个调研组"), ("3轮集中征求意见", "3轮集中学习", "3轮集中学习"),
    ("37项制度指定责任部门进行修订", "37项制度指定责任部门进行废止", "37项制度"), ("5个省辖市", "5个省", "5个省"),
    ("派出了2个督导组", "未派出2个督导组", "2个督导组"), ("提出了51条", "取消了51条", "51条整改措施"), ("18类127条", "127类18条", "127类"),
    ("提出了51条", "每个支部提出了51条", "51条整改措施"), ("5名班子成员15次", "5名班子成员人均15次", "15次"),
    ("先后开展了3轮", "平均开展了3轮", "3轮"),
)  # fmt: skip

# A fourth set: the everyday work, a mean and a drop among it.
ALTERED_EVERYDAY = (
    ("54场宣讲活动", "55场宣讲活动", "55场宣讲活动"), ("1200多件", "1300多件", "1300多件"), ("1200多件", "1200件", "1200件"),
    ("采用14篇", "采用15篇", "15篇"), ("信息24篇", "信息25篇", "25篇"), ("信息24篇", "信息24万篇", "24万篇"),
    ("信息24篇", "信息24期", "24期"),
    ("人均谈心35人次", "人均谈心36人次", "36人次"), ("人均谈心35人次", "谈心35人次", "35人次"),
    ("人均谈心35人次", "共谈心35人次", "35人次"), ("人均谈心35人次", "人均谈心175人次", "175人次"),
    ("人均谈心35人次", "每个支部谈心35人次", "35人次"), ("人均谈心35人次", "党委书记人均走访35人次", "35人次"),
    ("同比减少45%以上", "同比减少50%以上", "50%以上"), ("同比减少45%以上", "同比增加45%以上", "45%以上"),
    ("同比减少45%以上", "占全部支出的45%以上", "45%以上"), ("16项硬性规定", "17项硬性规定", "17项硬性规定"),
    ("73.6万元", "74.6万元", "74.6万元"), ("150多万元", "160多万元", "160多万元"), ("8项公开承诺", "9项公开承诺", "9项公开承诺"),
    ("2万多册", "3万多册", "3万多册"), ("8名“身边典型”", "9名“身边典型”", "9名“身边典型”"), ("基层联系点14个", "基层联系点15个", "15个"),
    ("2次专题教学", "3次专题教学", "3次专题教学"), ("近3万元", "近5万元", "近5万元"), ("54场宣讲活动", "54次党课", "54次党课"),
)  # fmt: skip

# The same claims in other words: what is true must be found, too.
PARAPHRASED = (
    ("工委共收集意见和建议127条", "127条", "D4.items"), ("工委把收集到的意见建议汇总归纳为18类", "18类", "D4.categories"),
    ("工委针对重点意见,制定整改措施51条", "51条", "F1.measures"), ("工委研究提出整改措施五十一条", "五十一条", "F1.measures"),
    ("工委梳理出重点意见28条", "28条", "D4.key_items"), ("工委制定了集中学习等子方案17个", "17个", "B3.sub_plans"),
    ("工委印发17个子方案", "17个", "B3.sub_plans"), ("工委中心组集中学习3次", "3次", "C4.sessions"),
    ("工委组织中心组学习交流活动三次", "三次", "C4.sessions"), ("工委班子成员集中走访15次", "15次", "H2.visits"),
    ("工委班子成员走访了5个省辖市", "5个", "H2.cities"), ("工委班子成员先后到6个县(市、区)走访", "6个", "H2.counties"),
    ("工委保留制度16项", "16项", "F6.kept"), ("工委予以保留的制度有16项", "16项", "F6.kept"), ("工委废止制度4项", "4项", "F6.repealed"),
    ("工委修订完善制度37项", "37项", "F6.revised"), ("工委新建立长效机制2个", "2个", "F6.created"),
    ("工委向直属三校派出督导组2个", "2个", "G1.supervision_groups"), ("工委派出两个督导组", "两个", "G1.supervision_groups"),
    ("工委集中征求意见3轮", "3轮", "D4.rounds"), ("工委开展集中征求意见工作三轮", "三轮", "D4.rounds"),
    ("工委领导班子成员5名", "5名", "A2.leaders"), ("工委组成五个调研组进驻基层", "五个", "D6.teams"),
    ("工委对6个群众反映强烈的问题进行了专项整治", "6个", "F4.special_themes"), ("工委共提出51条整改措施", "51条", "F1.measures"),
    ("工委班子成员集中走访60多天", "60多天", "H2.days"),
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
        if (words, before) in COUNTED_OTHERWISE:
            assert (claim[1], str(claim[3]).startswith("口径不同（")) == ("differs", True), claim
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


def test_no_copy_altered_a_third_time_is_supported_where_it_was_altered(audited: Audit) -> None:
    whole = source(2)
    copies = [whole.replace(there, instead, 1) for there, instead, _words in ALTERED_AGAIN]
    assert whole not in copies
    passed = []
    for (_there, instead, words), copy in zip(ALTERED_AGAIN, audited(copies), strict=True):
        # No true claim of the source begins with the altered words but the one that was altered.
        here = [claim for claim in copy["claims"] if str(claim[0]).replace(" ", "").startswith(words)]
        assert here, instead
        passed += [(instead, claim) for claim in here if claim[1] == "supported"]
    assert passed == []


def test_no_copy_with_the_everyday_work_altered_is_supported_where_it_was_altered(audited: Audit) -> None:
    whole = source(2)
    copies = [whole.replace(there, instead, 1) for there, instead, _words in ALTERED_EVERYDAY]
    assert whole not in copies
    passed = []
    for (_there, instead, words), copy in zip(ALTERED_EVERYDAY, audited(copies), strict=True):
        here = [claim for claim in copy["claims"] if str(claim[0]).replace(" ", "").startswith(words)]
        assert here, instead
        passed += [(instead, claim) for claim in here if claim[1] == "supported"]
    assert passed == []


def test_what_is_true_is_supported_in_other_words(audited: Audit) -> None:
    texts = [f"安徽省直工委党的群众路线教育实践活动总结\n{said}。\n" for said, _words, _metric in PARAPHRASED]
    for (said, words, metric), text in zip(PARAPHRASED, audited(texts), strict=True):
        claim = claim_saying(text["claims"], words)
        assert metric in list(claim[2])[:2], (said, claim)  # type: ignore[call-overload]
        assert claim[1] == "supported", (said, claim)


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
