"""Settings of study with their source (rules.md §5.4)."""

from django.utils.translation import gettext_lazy as _

from huiyin.core.setting import Setting

_PLAN = _("2019—2023 年党员教育培训规划（二手转述）；2024—2028 年规划数值未读到，沿用")
MEMBER_HOURS = Setting(_("没有规定时，每人每年应学"), 32, _("学时"), _PLAN, True)
LEADER_HOURS = Setting(_("没有规定时，班子成员每年应学"), 56, _("学时"), _PLAN, True)
DAILY_HOURS = Setting(_("一天最多计"), 8, _("学时"), _("某高校办法：1 小时 1 学时，半天不超过 4 学时"), True)
SETTINGS = (MEMBER_HOURS, LEADER_HOURS, DAILY_HOURS)
