"""A few entries in every book, spread over the county: what the metrics' conformance suite counts."""

from datetime import date, datetime, timedelta
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
    "meetings": [
        ("root", 5, {"name": "动员会", "kind": "mobilisation", "expected": 60, "attended": 58}),
        ("root", 6, {"name": "中心组学习一", "kind": "central_study"}),
        ("east", 7, {"name": "中心组学习二", "kind": "central_study"}),
        ("east_section", 8, {"name": "民主生活会", "kind": "life"}),
        ("west", 9, {"name": "调度会", "kind": "dispatch"}),
    ],
    "inspections": [
        ("east", 10, {"team": "一组", "method": "open", "suggestions": 3}),
        ("east_section", 11, {"team": "一组", "method": "secret", "suggestions": 2}),
        ("west", 12, {"team": "二组", "method": "spot", "suggestions": 4}),
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
    ],
    "regulations": [
        ("root", 20, {"name": "甲办法", "decision": "keep"}),
        ("root", 20, {"name": "乙办法", "decision": "repeal"}),
        ("east", 20, {"name": "丙办法", "decision": "amend"}),
        ("west", 21, {"name": "丁办法", "decision": "lapsed"}),
        ("west", 21, {"name": "戊办法", "decision": "merge"}),
        ("east_section", 22, {"name": "己办法", "decision": "create"}),
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
