"""A few entries in every book, spread over the county: what the metrics' conformance suite counts."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from huiyin.conftest import County
from huiyin.core.identifiers import new_uid
from huiyin.core.tests.replay import replayed
from huiyin.ledgers.engine.models import EntryRevision
from huiyin.ledgers.engine.services import post, record
from huiyin.ledgers.registry import LEDGERS
from huiyin.organisation.models import Unit

# By book: (unit, day of August 2013, values). Every choice of every metric is met at least once, some columns are blank.
ENTRIES: dict[str, list[tuple[str, int, dict[str, object]]]] = {
    "certified_results": [
        ("root", 5, {"kind": "satisfaction", "name": "东局测评", "rated": "东局", "level": "whole", "listed": 40, "issued": 40,
                     "returned": 38, "valid": 36}),
        ("root", 5, {"kind": "satisfaction", "name": "东局测评", "rated": "东局", "level": "all", "answers": 72, "satisfied": 50,
                     "weights": 5000}),
        ("root", 5, {"kind": "satisfaction", "name": "东局测评", "rated": "东局", "level": "class", "group": "工作",
                     "answers": 72, "satisfied": 50, "weights": 5000}),
        ("root", 5, {"kind": "satisfaction", "name": "东局测评", "rated": "东局", "level": "indicator", "group": "工作",
                     "item": "总体", "answers": 36, "satisfied": 30, "weights": 2900}),
        ("east", 6, {"kind": "election", "name": "支部换届", "level": "whole", "listed": 20, "issued": 20, "returned": 20,
                     "valid": 19, "subjects": 4, "seats": 3, "carried": 3}),
        ("east_section", 7, {"kind": "general", "name": "全委票决", "level": "whole", "listed": 9, "issued": 9, "returned": 9,
                             "valid": 9, "subjects": 2, "carried": 1}),
        ("west", 8, {"kind": "member_appraisal", "name": "民主评议", "level": "whole", "listed": 12, "issued": 12,
                     "returned": 12, "valid": 12, "subjects": 12, "carried": 4}),
    ],
    "meetings": [
        ("root", 5, {"name": "动员会", "kind": "mobilisation", "expected": 60, "attended": 58}),
        ("root", 6, {"name": "中心组学习一", "kind": "central_study", "speakers": 7}),
        ("root", 7, {"name": "读书沙龙", "kind": "study", "speakers": 15}),
        ("east", 7, {"name": "中心组学习二", "kind": "central_study"}),
        ("east_section", 8, {"name": "民主生活会", "kind": "life"}),
        ("west", 9, {"name": "调度会", "kind": "dispatch"}),
    ],
    "inspections": [
        ("east", 10, {"team": "一组", "method": "open", "suggestions": 3}),
        ("east_section", 11, {"team": "一组", "method": "secret", "suggestions": 2}),
        ("west", 12, {"team": "二组", "method": "spot", "suggestions": 4}),
    ],
    "supervision_findings": [
        ("east", 10, {"team": "一组", "finding": "台账不全", "answered_on": date(2013, 8, 15), "verified_on": date(2013, 8, 16)}),
        ("east_section", 11, {"team": "一组", "finding": "整改不实", "answered_on": date(2013, 8, 19)}),
        ("west", 12, {"team": "二组", "finding": "公开不及时"}),
    ],
    "follow_ups": [
        ("east", 12, {"title": "查处公款吃喝", "by_unit": "县委", "due_on": date(2013, 9, 1), "done_on": date(2013, 8, 30), "result": "已公开"}),
        ("west", 13, {"title": "清退办公用房", "by_unit": "县委"}),
    ],
    "visits": [
        ("root", 13, {"visitor": "甲", "kind": "contact_point", "days": 2, "city": "甲市", "county": "甲县", "place_count": 3}),
        ("east", 14, {"visitor": "乙", "kind": "contact_point", "days": 1, "city": "甲市", "county": "乙县", "place_count": 2}),
        ("west", 15, {"visitor": "丙", "kind": "contact_point", "days": 1, "city": "", "county": "", "place_count": 1}),
        ("west", 16, {"visitor": "丁", "kind": "stay", "days": 3, "households": 10}),
    ],
    "documents": [
        ("root", 17, {"title": "实施方案", "kind": "plan"}),
        ("root", 18, {"title": "子方案一", "kind": "sub_plan"}),
        ("east", 19, {"title": "通知", "kind": "notice"}),
        ("root", 19, {"title": "通报", "kind": "circular"}),
    ],
    "regulations": [
        ("root", 20, {"name": "甲办法", "decision": "keep"}),
        ("root", 20, {"name": "乙办法", "decision": "repeal"}),
        ("east", 20, {"name": "丙办法", "decision": "amend"}),
        ("west", 21, {"name": "丁办法", "decision": "lapsed"}),
        ("west", 21, {"name": "戊办法", "decision": "merge"}),
        ("east_section", 22, {"name": "己办法", "decision": "create"}),
    ],
    "study_sessions": [
        ("root", 2, {"name": "组工干部培训班", "kind": "training_class", "days": 3, "expected": 60, "attended": 58}),
        ("east", 3, {"name": "党务培训", "kind": "training_class", "days": None, "attended": 20}),
        ("root", 4, {"name": "宣讲一", "kind": "preaching"}),
        ("root", 4, {"name": "大讲堂", "kind": "lecture_hall"}),
        ("root", 5, {"name": "中心组学习", "kind": "central_group", "days": 7}),
        ("east", 7, {"name": "辅导报告", "kind": "coaching"}),
        ("east", 7, {"name": "现场教学", "kind": "on_site"}),
        ("east", 7, {"name": "专题教学", "kind": "topical"}),
        ("east", 7, {"name": "体验式教学", "kind": "experiential"}),
        ("west", 8, {"name": "外出考察", "kind": "study_visit"}),
        ("west", 8, {"name": "知识竞赛", "kind": "contest"}),
        ("east_section", 9, {"name": "警示报告", "kind": "warning_lecture"}),
        ("east_section", 9, {"name": "警示片", "kind": "warning_film"}),
        ("west", 9, {"name": "参观", "kind": "warning_visit"}),
    ],
    "attendances": [
        ("root", 2, {"person_key": "1", "person_no": "A1", "person": "甲", "session": "培训班", "kind": "training_class", "hours": Decimal("12.0")}),
        ("root", 4, {"person_key": "1", "person_no": "A1", "person": "甲", "session": "宣讲一", "kind": "preaching", "hours": Decimal("2.5")}),
        ("root", 5, {"person_key": "1", "person_no": "A1", "person": "甲", "session": "中心组", "kind": "central_group", "hours": Decimal("20.0")}),
        ("east", 2, {"person_key": "2", "person_no": "", "person": "乙", "session": "组工干部培训班", "kind": "training_class", "hours": None}),
        ("east_section", 9, {"person_key": "3", "session": "警示报告", "kind": "warning_lecture", "took_part": False}),
        ("west", 8, {"person_key": "4", "person_no": "A4", "person": "丁", "session": "知识竞赛", "kind": "contest", "hours": Decimal("1.0")}),
    ],
    "handouts": [
        ("root", 2, {"title": "学习读本", "kind": "book", "given_to": "units", "copies": 30}),
        ("root", 2, {"title": "学习读本", "kind": "book", "given_to": "cadres", "copies": 200}),
        ("east", 3, {"title": "工作手册", "kind": "handbook", "given_to": "others", "copies": None}),
    ],
    "contact_points": [
        ("root", 2, {"leader": "甲", "kind": "village", "name": "甲村"}),
        ("root", 2, {"leader": "甲", "kind": "firm", "name": "乙厂"}),
        ("east", 2, {"leader": "乙", "kind": "county", "name": "丙县"}),
        ("west", 2, {"leader": "丙", "kind": "county", "name": "丁县", "ended_on": date(2013, 8, 20)}),
    ],
    "pairings": [
        ("root", 2, {"kind": "unit_village", "helper": "工委", "helped": "甲村"}),
        ("east", 2, {"kind": "branch_village", "helper": "一支部", "helped": "乙村"}),
        ("west", 2, {"kind": "member_household", "helper": "党员", "helped": "一户", "ended_on": date(2013, 8, 20)}),
        ("west", 3, {"kind": "group_hamlet", "helper": "一组", "helped": "二社"}),
    ],
    "deeds": [
        ("root", 2, {"matter": "修路", "doer": "甲", "beneficiary": "甲村", "finished_on": date(2013, 8, 9), "result": "已通车"}),
        ("east", 2, {"matter": "通水", "doer": "甲", "beneficiary": "乙村", "finished_on": date(2013, 8, 9), "result": "已通水"}),
        ("east_section", 2, {"matter": "装灯", "beneficiary": "", "finished_on": date(2013, 8, 9), "result": "已装"}),
        ("west", 2, {"matter": "送医", "beneficiary": "丙村", "finished_on": None, "result": ""}),
    ],
    "relief": [
        ("root", 2, {"kind": "condolence", "name": "走访", "recipients": "职工", "people": 15, "money": Decimal("3000.00")}),
        ("east", 3, {"kind": "check_up", "name": "体检", "recipients": "群众", "people": 80}),
        ("east", 4, {"kind": "books", "name": "赠书", "recipients": "学校", "units": 3, "pieces": 500}),
        ("east_section", 5, {"kind": "relief_money", "name": "送温暖", "recipients": "群众", "people": 31, "money": Decimal("15500.50")}),
        ("west", 6, {"kind": "student_aid", "name": "助学", "recipients": "学生", "people": 24, "money": Decimal("73600.00")}),
        ("west", 7, {"kind": "goods", "name": "送清凉", "recipients": "工人", "goods_value": Decimal("3000.00")}),
        ("west", 8, {"kind": "living_allowance", "name": "补贴", "recipients": "离任村干部", "people": None}),
        ("root", 9, {"kind": "living_allowance", "name": "补贴", "recipients": "离任村干部", "people": 34}),
    ],
    "volunteering": [
        ("root", 2, {"name": "义诊", "volunteers": 12}),
        ("east", 3, {"name": "法律咨询", "volunteers": 8}),
        ("west", 4, {"name": "技术指导", "volunteers": None}),
    ],
    "donations": [
        ("root", 2, {"kind": "special_dues", "purpose": "建校", "money": Decimal("2998.50")}),
        ("east", 3, {"kind": "money", "purpose": "救灾", "money": Decimal("100.00")}),
        ("west", 4, {"kind": "goods", "purpose": "救灾", "money": None, "goods": "棉被"}),
    ],
    "service_standards": [
        ("root", 2, {"series": "四定", "line": "定岗位"}),
        ("root", 2, {"series": "四定", "line": "定职责"}),
        ("east", 2, {"series": "四零", "line": "零推诿"}),
    ],
    "commitments": [
        ("root", 2, {"by": "team", "person": "班子", "text": "少开会"}),
        ("root", 2, {"by": "leader", "person": "甲", "person_no": "1", "text": "多下去"}),
        ("east", 3, {"by": "post", "person": "乙", "person_no": "2", "text": "当日办"}),
        ("east_section", 3, {"by": "post", "person": "丙", "person_no": "3", "text": "一次说清"}),
        ("west", 3, {"by": "post", "person": "乙", "person_no": "2", "text": "不推诿"}),
    ],
    "declarations": [
        ("root", 2, {"subject": "会员卡", "due": 30, "declared": 30}),
        ("east", 2, {"subject": "会员卡", "due": 20, "declared": 18, "to_correct": 1}),
        ("west", 2, {"subject": "多占住房", "due": 10, "declared": 0}),
    ],
    "provisions": [
        ("root", 2, {"kind": "hard_rule", "series": "若干规定", "line": "一", "text": "不超标准"}),
        ("root", 2, {"kind": "hard_rule", "series": "若干规定", "line": "二", "text": "不摆鲜花"}),
        ("root", 3, {"kind": "key_system", "series": "公开承诺制度", "text": "承诺"}),
        ("east", 3, {"kind": "key_system", "series": "联系群众制度", "text": "联系"}),
        ("west", 3, {"kind": "ban", "series": "四不", "line": "一", "text": "不送卡"}),
    ],
    "upper_documents": [
        ("root", 2, {"level": "central", "title": "意见一", "answered_by": "本级文件"}),
        ("root", 2, {"level": "city", "title": "办法一"}),
        ("east", 3, {"level": "city", "title": "办法二", "checked_on": date(2013, 8, 9)}),
    ],
    "special_indicators": [
        ("root", 2, {"theme": "文山会海", "name": "会议数", "measure_word": "个", "aim": "at_most", "baseline": Decimal(40),
                     "target": Decimal(20), "now": Decimal(18), "met": True}),
        ("east", 3, {"theme": "文山会海", "name": "文件数", "measure_word": "件", "aim": "at_most"}),
        ("west", 3, {"theme": "门难进", "name": "投诉数", "measure_word": "起", "aim": "at_most", "baseline": Decimal(9)}),
    ],
    "information": [
        ("root", 2, {"piece_no": "1", "title": "信息一"}),
        ("root", 3, {"piece_no": "2", "title": "信息二"}),
        ("east", 3, {"piece_no": "3", "title": "信息三"}),
    ],
    "adoptions": [
        ("root", 5, {"piece_no": "1", "outlet": "party_information", "publication": "省信息", "level": "province", "headline": True}),
        ("root", 5, {"piece_no": "1", "outlet": "campaign_bulletin", "publication": "简报", "level": "province"}),
        ("root", 6, {"piece_no": "2", "outlet": "party_information", "publication": "省信息", "level": "province"}),
        ("east", 7, {"piece_no": "3", "outlet": "instruction", "publication": "某领导", "level": "province"}),
        ("west", 7, {"piece_no": "4", "outlet": "own_bulletin", "publication": "本刊", "level": "own"}),
    ],
    "honours": [
        ("root", 2, {"kind": "exemplar", "holder": "甲", "name": "身边典型", "level": "own"}),
        ("east", 2, {"kind": "exemplar", "holder": "乙", "name": "身边典型", "level": "own"}),
        ("west", 3, {"kind": "title", "holder": "丙", "name": "先进个人", "level": "province"}),
    ],
    "publicity": [
        ("root", 2, {"form": "report", "title": "报道一", "medium": "甲报", "level": "province"}),
        ("east", 3, {"form": "column", "title": "专栏", "medium": "甲报", "level": "province"}),
        ("west", 4, {"form": "debate", "title": "辩论", "medium": "", "level": "city"}),
    ],
    "pilots": [
        ("root", 2, {"name": "志愿服务", "scope": "机关", "verdict": "running"}),
        ("east", 2, {"name": "直选", "scope": "两村", "verdict": "extended", "evaluated_on": date(2013, 8, 9), "extended_to": "西局"}),
        ("west", 2, {"name": "旁听", "scope": "一镇", "verdict": "stopped", "evaluated_on": date(2013, 8, 9)}),
    ],
    "broad_activities": [
        ("root", 2, {"kind": "activity", "name": "运动会"}),
        ("root", 3, {"kind": "review", "name": "效能建设", "every": 1}),
        ("east", 3, {"kind": "commendation", "name": "评优", "every": 2}),
        ("west", 3, {"kind": "training", "name": "轮训"}),
    ],
    "expenditures": [
        ("root", 2, {"item": "reception", "period": "下半年", "spent": Decimal("54.70"), "spent_before": Decimal("100.00")}),
        ("east", 2, {"item": "reception", "period": "下半年", "spent": Decimal("20.00"), "spent_before": Decimal("40.00")}),
        ("west", 2, {"item": "reception", "period": "下半年", "spent": Decimal("9.00"), "spent_before": None}),
        ("west", 2, {"item": "car_running", "period": "下半年", "spent": Decimal("7.00"), "spent_before": Decimal("5.00"), "why": "车辆维修"}),
        ("east", 2, {"item": "abroad", "period": "下半年", "spent": Decimal("3.00"), "spent_before": None}),
        ("west", 2, {"item": "car_purchase", "period": "下半年", "spent": Decimal("8.00"), "spent_before": None}),
    ],
    "talks": [
        ("root", 2, {"relation": "team", "turns": 2}),
        ("root", 3, {"relation": "head", "turns": 1}),
        ("east", 3, {"relation": "line", "turns": 1}),
    ],
    "self_examinations": [
        ("root", 2, {"kind": "team", "drafts": 3}),
        ("root", 3, {"kind": "personal", "drafts": 2}),
        ("east", 3, {"kind": "personal", "drafts": 1}),
    ],
    "participants": [
        ("root", 1, {"kind": "committee", "delta": 1}),
        ("east", 1, {"kind": "department", "delta": 1}),
        ("west", 1, {"kind": "department", "delta": 1}),
        ("west", 2, {"kind": "department", "delta": -1}),
    ],
    "teams": [
        ("root", 2, {"name": "领导小组", "kind": "leading", "heads": 1, "deputies": 3}),
        ("root", 3, {"name": "督导一组", "kind": "supervision", "covers": 5, "covers_schools": 3}),
        ("east", 3, {"name": "督导二组", "kind": "supervision", "covers": 2, "covers_schools": 1}),
        ("west", 4, {"name": "调研一组", "kind": "fact_finding"}),
        ("root", 5, {"name": "巡回指导一组", "kind": "guidance", "heads": 1, "members": 2, "people": 3}),
        ("root", 5, {"name": "巡回指导二组", "kind": "guidance", "people": None}),
    ],
    "appointments": [
        ("root", 1, {"person": "甲", "post": "书记", "leader": True, "delta": 1}),
        ("root", 1, {"person": "乙", "post": "副书记", "leader": True, "delta": 1}),
        ("root", 2, {"person": "乙", "post": "副书记", "leader": True, "delta": -1}),
        ("east", 1, {"person": "丙", "post": "科员", "leader": False, "delta": 1}),
    ],
    "actions": [
        ("root", 3, {"name": "动员", "kind": "set", "stage": "一", "stage_order": 1}),
        ("root", 3, {"name": "查摆", "kind": "set", "stage": "二", "stage_order": 2}),
        ("root", 3, {"name": "整改", "kind": "set", "stage": "三", "stage_order": 3}),
        ("root", 4, {"name": "推进", "kind": "promotion", "stage_order": 0}),
        ("east", 4, {"name": "自选", "kind": "own", "stage_order": 0}),
        ("east", 4, {"name": "专项行动", "kind": "special_action", "stage_order": 0}),
        ("west", 4, {"name": "专项整治", "kind": "special_theme", "stage_order": 0}),
        ("root", 4, {"name": "回头看", "kind": "look_back", "stage_order": 0}),
    ],
    "channels": [
        ("root", 10, {"round": "第一轮", "round_code": "r1", "channel": "征求意见表", "issued": 100, "returned": 90, "valid": 88}),
        ("root", 10, {"round": "第一轮", "round_code": "r1", "channel": "网上", "issued": None, "returned": 40, "valid": 40}),
        ("east", 11, {"round": "第二轮", "round_code": "r2", "channel": "征求意见表", "issued": 20, "returned": None, "valid": None}),
    ],
    "opinions": [
        ("root", 9, {"round": "第一轮", "channel": "网上", "group": "职工", "count": 40}),
        ("root", 9, {"round": "第一轮", "channel": "征求意见表", "group": "群众", "count": 90}),
        ("east", 10, {"round": "第二轮", "channel": "网上", "group": "", "count": 6}),
        ("west", 10, {"round": "第二轮", "channel": "网上", "group": "职工", "count": 9}),
    ],
    "items": [
        ("root", 20, {"code": "1", "statement": "文件多", "category_code": "A", "category": "文风", "key": True, "pieces": 4}),
        ("root", 20, {"code": "2", "statement": "会议多", "category_code": "B", "category": "会风", "key": False, "pieces": 3}),
        ("east", 20, {"code": "3", "statement": "检查多", "category_code": "A", "category": "文风", "key": True, "pieces": 2}),
    ],
    "problems": [
        ("root", 21, {"code": "1", "statement": "文件多", "side": "masses", "wind": "形式主义"}),
        ("east", 21, {"code": "2", "statement": "检查多", "side": "self", "wind": "官僚主义"}),
        ("west", 21, {"code": "3", "statement": "会议多", "side": "masses", "wind": "形式主义"}),
    ],
    "measures": [
        ("root", 22, {"code": "1", "statement": "精简文件", "problem_code": "1", "term": "limited", "post": "办公室主任"}),
        ("east", 22, {"code": "2", "statement": "减少检查", "problem_code": "2", "term": "long", "post": "局长"}),
        ("east_section", 22, {"code": "3", "statement": "少开会", "problem_code": "3", "term": "immediate", "post": "科长"}),
        ("west", 22, {"code": "4", "statement": "合并会议", "problem_code": "3", "term": "immediate", "post": "局长"}),
    ],
    "measure_events": [
        ("root", 25, {"measure_code": "1", "event": "checked", "delta": 1}),
        ("root", 26, {"measure_code": "1", "event": "closed", "delta": 1}),
        ("root", 26, {"measure_code": "1", "event": "felt_solved", "delta": 1}),
        ("east", 25, {"measure_code": "2", "event": "checked", "delta": 1}),
        ("east", 26, {"measure_code": "2", "event": "closed", "delta": 1}),
        ("east", 27, {"measure_code": "2", "event": "checked", "delta": -1}),
        ("east", 27, {"measure_code": "2", "event": "closed", "delta": -1}),
        ("east", 27, {"measure_code": "2", "event": "reopened", "delta": 1}),
        ("west", 26, {"measure_code": "4", "event": "not_asked", "delta": 1}),
    ],
}  # fmt: skip


def fill_books(county: County, *, now: datetime | None = None) -> dict[str, list[EntryRevision]]:
    """Enter them through the engine's own doors; the last of each book without a campaign."""
    at = now or county.now - timedelta(hours=1)
    return replayed(("books", at), lambda: _fill_books(county, at), on=county, known=county.known)


def _fill_books(county: County, at: datetime) -> dict[str, list[EntryRevision]]:
    made: dict[str, list[EntryRevision]] = {}
    for ledger in LEDGERS:
        rows = ENTRIES[ledger.code]
        campaigns: list[UUID | None] = [*(county.campaign.uid for _row in rows[:-1]), None]
        made[ledger.code] = [
            enter(county, ledger.code, unit, day, values, at=at, campaign=campaign)
            for (unit, day, values), campaign in zip(rows, campaigns, strict=True)
        ]
    return made


def enter(
    county: County, book: str, unit: str, day: int, values: dict[str, object], *, at: datetime, campaign: UUID | None
) -> EntryRevision:
    """One entry: by hand where people keep the book, posted where features do."""
    ledger = next(ledger for ledger in LEDGERS if ledger.code == book)
    where: Unit = {
        "root": county.root, "east": county.east, "east_section": county.east_section, "west": county.west,
    }[unit]  # fmt: skip
    on = date(2013, 8, day)
    made: EntryRevision
    if ledger.by_hand:
        office = county.reach("office")
        made = record(ledger, unit=where, fact_date=on, values=values, actor=office, now=at, campaign=campaign)
        return made
    made = post(
        ledger, source_kind="test", source=new_uid(), event="entered", unit=where, fact_date=on, values=values,
        account=county.account("office"), now=at, campaign=campaign,
    )  # fmt: skip
    return made
