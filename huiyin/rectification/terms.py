"""Settings of rectification with their source; those marked 待确认 have no national rule (rules.md §4.2, §18)."""

from dataclasses import dataclass
from datetime import timedelta

from huiyin.rectification.models import Measure


@dataclass(frozen=True)
class Setting:
    """A value, where it comes from, and whether it still has to be confirmed by the user."""

    label: str
    value: int
    unit: str
    source: str
    to_confirm: bool


IMMEDIATE_DAYS = Setting("立行立改默认期限", 7, "日", "各地通行做法，没有统一规定", True)
LIMITED_DAYS = Setting("限期整改默认期限", 60, "日", "常见 1—3 个月", True)
LONG_REPORT_DAYS = Setting("长期坚持事项回报进展间隔", 90, "日", "每季度回报，不得无期限", True)
SUPERIOR_DAYS = Setting("需上级解决事项报送期限", 30, "日", "报送日起跟踪，没有统一规定", True)
MOST_EXTENSIONS = Setting("延期次数上限", 2, "次", "某地“三色卡”做法：超过两次亮红卡", True)
ASKING_WORKING_DAYS = Setting("问群众等候期限", 7, "个工作日", "产品承诺：问到并等满七个工作日", False)
SAMPLE_LEAST = Setting("现场抽样询问最少人数", 3, "人", "产品默认", True)
LOOK_BACK_DAYS = Setting("回头看时间", 90, "日", "销号后三个月", True)
CLIMB_WORKING_DAYS = Setting("超期上升一级的间隔", 5, "个工作日", "产品默认", True)

SETTINGS = (
    IMMEDIATE_DAYS, LIMITED_DAYS, LONG_REPORT_DAYS, SUPERIOR_DAYS, MOST_EXTENSIONS, ASKING_WORKING_DAYS, SAMPLE_LEAST,
    LOOK_BACK_DAYS, CLIMB_WORKING_DAYS,
)  # fmt: skip

DEFAULT_TERM: dict[str, timedelta] = {
    Measure.Term.IMMEDIATE: timedelta(days=IMMEDIATE_DAYS.value),
    Measure.Term.LIMITED: timedelta(days=LIMITED_DAYS.value),
    Measure.Term.LONG: timedelta(days=LONG_REPORT_DAYS.value),
    Measure.Term.SUPERIOR: timedelta(days=SUPERIOR_DAYS.value),
}
