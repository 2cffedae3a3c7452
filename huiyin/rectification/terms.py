"""Settings of rectification with their source; those marked 待确认 have no national rule (rules.md §4.2, §18)."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from huiyin.core import due
from huiyin.core.setting import Setting
from huiyin.rectification.models import Measure

_DAYS, _WORKING_DAYS = _("日"), _("个工作日")
_OURS = _("产品默认，没有统一规定")

IMMEDIATE_DAYS = Setting(_("立行立改默认期限"), 7, _DAYS, _("各地通行做法，没有统一规定"), True)
LIMITED_DAYS = Setting(_("限期整改默认期限"), 60, _DAYS, _("常见 1—3 个月，没有统一规定"), True)
LONG_REPORT_DAYS = Setting(_("长期坚持事项回报进展间隔"), 90, _DAYS, _("每季度回报，不得无期限"), True)
SUPERIOR_DAYS = Setting(_("需上级解决事项报送期限"), 30, _DAYS, _("报送日起跟踪，没有统一规定"), True)
MOST_EXTENSIONS = Setting(_("延期次数上限"), 2, _("次"), _("某地“三色卡”做法：超过两次亮红卡"), True)
ASKING_WORKING_DAYS = Setting(_("问群众等候期限"), 7, _WORKING_DAYS, _("产品承诺：问到并等满七个工作日"), False)
SAMPLE_LEAST = Setting(_("现场抽样询问最少人数"), 3, _("人"), _OURS, True)
LOOK_BACK_DAYS = Setting(_("回头看时间"), 90, _DAYS, _("销号后三个月，没有统一规定"), True)
CLIMB_WORKING_DAYS = Setting(_("超期上升一级的间隔"), due.CLIMB_WORKING_DAYS, _WORKING_DAYS, _OURS, True, built_in=True)
SHEET_DAYS = Setting(_("导入后没有确认的整改任务书保留"), 30, _DAYS, _("产品默认"), True)
IMPORTED_DAYS = Setting(_("已导入的整改任务书原表保留"), 365, _DAYS, _("产品默认，供一年内核对导入了什么"), True)

SETTINGS = (
    IMMEDIATE_DAYS, LIMITED_DAYS, LONG_REPORT_DAYS, SUPERIOR_DAYS, MOST_EXTENSIONS, ASKING_WORKING_DAYS, SAMPLE_LEAST,
    LOOK_BACK_DAYS, CLIMB_WORKING_DAYS, SHEET_DAYS, IMPORTED_DAYS,
)  # fmt: skip

# By the classes of measures, in their order: what a form shows beside the choice.
TERMS: dict[str, Setting] = {
    Measure.Term.IMMEDIATE: IMMEDIATE_DAYS,
    Measure.Term.LIMITED: LIMITED_DAYS,
    Measure.Term.LONG: LONG_REPORT_DAYS,
    Measure.Term.SUPERIOR: SUPERIOR_DAYS,
}
DEFAULT_TERM: dict[str, timedelta] = {term: timedelta(days=setting.value) for term, setting in TERMS.items()}
