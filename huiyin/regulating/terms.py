"""Settings of regulations with their source (rules.md §11)."""

from django.utils.translation import gettext_lazy as _

from huiyin.core.setting import Setting

REVIEW_YEARS = Setting(
    _("制度几年复查一次"), 5, _("年"), _("定期清理多为 5 年一轮（论文转述）；只用来填好复查日期"), True
)
REMIND_DAYS = Setting(_("制度修订时限提前几天列入待办"), 30, _("天"), _("产品默认，没有统一规定"), True)
SETTINGS = (REVIEW_YEARS, REMIND_DAYS)
