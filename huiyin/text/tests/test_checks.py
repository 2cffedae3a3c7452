"""A report is held against itself."""

import pytest

from huiyin.text.checks.all import inner_checks
from huiyin.text.checks.finding import Finding, Kind
from huiyin.text.claims import find_claims
from huiyin.text.offsets import untouched


def findings(text: str, kind: Kind) -> list[Finding]:
    mapped = untouched(text)
    return [finding for finding in inner_checks(mapped, list(find_claims(mapped))) if finding.kind is kind]


def test_parts_that_make_their_total_pass() -> None:
    (finding,) = findings("基层党组织共168个(其中:机关党委2个、党总支9个、党支部157个),党员2789人。", Kind.SUM)
    assert finding.passed
    assert finding.sentence == "分项相加与总数一致：2 + 9 + 157 = 168个。"
    assert [passage.quote for passage in finding.passages] == ["168个", "2个", "9个", "157个"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("给予处分286人(其中党纪处分275人、政务处分23人)。", "275 + 23 = 298"),
        ("党员118名,其中女党员121名。", "分项不应大于总数"),
        ("党组织168个(其中:机关党委2个、党总支8个、党支部157个)。", "请核对是否漏列"),
    ],
)
def test_parts_that_do_not_are_pointed_out(text: str, words: str) -> None:
    (finding,) = findings(text, Kind.SUM)
    assert not finding.passed
    assert words in finding.sentence


@pytest.mark.parametrize(
    "text", ["党员118名,其中女党员21名。", "党员100多名,其中女党员90名、男党员60名。", "辖12个乡镇、3个街道。"]
)
def test_a_part_alone_or_round_numbers_say_nothing(text: str) -> None:
    assert findings(text, Kind.SUM) == []


def test_one_thing_with_two_values_is_pointed_out() -> None:
    (finding,) = findings("全县共有乡镇23个。我们走遍各地。全县共有乡镇24个。", Kind.TWICE)
    assert "23个和24个" in finding.sentence


@pytest.mark.parametrize(
    "text",
    [
        "全县共有乡镇23个。全县共有乡镇23个。",
        "全年累计走访农户200多户。全年累计走访农户213户。",
        "走访农户20户。走访农户30户。",
    ],
)
def test_values_that_may_both_hold_are_left_alone(text: str) -> None:
    assert findings(text, Kind.TWICE) == []


def test_one_number_called_sorted_and_verbatim_is_pointed_out() -> None:
    (finding,) = findings("共收集汇总意见18类127条。……共征求到原汁原味的意见127条。", Kind.CALLED)
    assert finding.sentence.startswith("口径不一")


def test_a_share_without_its_base_is_pointed_out() -> None:
    assert len(findings("参学率达到98%。", Kind.BASE)) == 1
    assert findings("应到120人,参学率达到98%。", Kind.BASE) == []


def test_wording_without_exceptions_is_pointed_out_but_not_a_motto() -> None:
    assert len(findings("参学对象一个不漏,回收率达到100%。", Kind.ABSOLUTE)) == 2
    assert findings("确立“服务受理零差错、零投诉”的标准。", Kind.ABSOLUTE) == []


@pytest.mark.parametrize(
    "text",
    [
        "2月30日召开大会。",
        "13月5日。",
        "从2014年3月至2013年5月。",
        "第一阶段(2008年9月)抓学习;第二阶段(2008年8月)抓整改。",
    ],
)
def test_dates_that_cannot_be_are_pointed_out(text: str) -> None:
    assert len(findings(text, Kind.DATES)) == 1


@pytest.mark.parametrize(
    "text", ["2013年12月至2014年2月。", "2008年9月至10月。", "2月29日。", "第一阶段(2008年3月);第二阶段(2008年6月)。"]
)
def test_dates_in_order_are_left_alone(text: str) -> None:
    assert findings(text, Kind.DATES) == []


def test_what_was_kept_and_what_was_abolished_is_a_list_and_no_contradiction() -> None:
    assert findings("全委对16项制度予以保留,对4项制度予以废止。", Kind.TWICE) == []
    assert findings("全委共有16项制度予以保留。全委共有4项制度予以废止。", Kind.TWICE) == []
    assert len(findings("全委共有制度16项。\n全委共有制度18项。", Kind.TWICE)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "召开会议12次，参学率达到98%。",
        "历时3天，满意率98%。",
        "投入资金30万元，群众满意度达到98%。",
        "女党员21名，占党员总数的18%。",
        "召开会议12次，公务接待费下降45%。",
        "召开座谈会12场，满意率98%。",
        "整改问题30个，群众满意率98%。",
        "新建公路12公里，通村率达到98%。",
        "开展宣讲54场，党员覆盖面达到98%。",
        "举办培训班12期，党员受训率98%。",
    ],
)
def test_a_count_of_something_else_is_no_base(text: str) -> None:
    assert len(findings(text, Kind.BASE)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "发放问卷300份，满意率95%。",
        "办结信访事项45件，办结率98%。",
        "党员118名，其中女党员21名，占党员总数的18%。",
        "全县干部4000名。提拔干部12名，占全县干部总数的3%。",
        "印发文件41份，控制在5页以内的占92%。",
        "公务接待费支出20万元，下降45%。",
        "力争满意率达到98%。",
    ],
)
def test_a_count_that_can_be_the_base_is_enough(text: str) -> None:
    assert findings(text, Kind.BASE) == []


@pytest.mark.parametrize(
    "text",
    [
        "活动于2013年7月启动，6月结束。",
        "工程2013年10月开工，2013年5月竣工。",
        "自2013年5月起开展集中整治，截止2013年3月底。",
        "3月20日印发通知，要求各单位3月10日前报送总结。",
        "3月发出通知，2月召开动员会。",
        "2013年8月召开动员大会，随后于7月开展学习。",
        "2013年8月5日召开动员会，2013年7月20日进行总结。",
    ],
)
def test_steps_in_the_wrong_order_are_pointed_out(text: str) -> None:
    (finding,) = findings(text, Kind.DATES)
    assert "日期却在前" in finding.sentence


@pytest.mark.parametrize(
    "text",
    [
        "活动于2013年7月启动，2014年1月结束。",
        "2013年12月启动，次年3月结束。",
        "12月20日印发通知，要求1月10日前报送总结。",
        "2月召开动员会，3月发出通知。",
        "5月走访农户20户，4月走访30户。",
        "2013年5月启动以来进展顺利，3月又新增两户。",
        "一期2019年5月竣工，二期2019年8月开工。",
        "老楼2019年5月完工，2019年8月开工新楼。",
        "2016年立项，2018年验收。",
        "2018年立项12个，2016年立项9个，2016年验收7个。",
    ],
)
def test_steps_in_order_or_of_no_order_are_left_alone(text: str) -> None:
    assert findings(text, Kind.DATES) == []


@pytest.mark.parametrize(
    "text",
    [
        "项目于2019年5月竣工，2019年8月开工。",
        "大桥2018年10月建成通车，2018年12月动工建设。",
        "该工程2018年立项，2016年验收。",
    ],
)
def test_what_ended_before_it_began_is_pointed_out(text: str) -> None:
    (finding,) = findings(text, Kind.DATES)
    assert "结束早于开始" in finding.sentence


@pytest.mark.parametrize(
    "text",
    [
        "造林1200亩，成活率95%。",
        "监测水质120次，达标率98%。",
        "检查道路12公里，合格率98%。",
        "受理诉求320件，办结率98%，满意率97%。",
        "办理群众来信320件，群众满意率97%。",
        "培训党员120人，培训率98%。",
    ],
)
def test_what_was_measured_or_dealt_with_is_a_base(text: str) -> None:
    assert findings(text, Kind.BASE) == []


@pytest.mark.parametrize(
    "text",
    [
        "第二阶段从2013年10月开始，第三阶段从2013年9月开始。",
        "第三阶段从2013年9月开始，第二阶段从2013年10月开始。",
    ],
)
def test_a_later_stage_before_an_earlier_one_is_pointed_out_in_either_order(text: str) -> None:
    (finding,) = findings(text, Kind.DATES)
    assert finding.sentence.startswith("“第三阶段从2013年9月”早于前一阶段的")


@pytest.mark.parametrize(
    "text",
    [
        "第一阶段自2013年7月启动，第二阶段自2013年9月启动。",
        "第三阶段从2013年9月开始，第二阶段从2013年8月开始。",
        "第一批单位从2013年7月开始，第二步从2013年6月做起。",
        "第三批从2013年9月开始。第二批工作的总结从2013年10月开始。",
    ],
)
def test_stages_in_order_and_of_different_runs_are_left_alone(text: str) -> None:
    assert findings(text, Kind.DATES) == []
