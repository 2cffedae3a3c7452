"""Settings of supervision with their source; none has a national rule (rules.md §1.5, §13.1)."""

from django.utils.translation import gettext_lazy as _

from huiyin.core.setting import Setting

_OURS = _("产品默认，没有统一规定")
AWAY_YEARS = Setting(_("在该单位任过职的督导组员回避年限"), 3, _("年"), _OURS, True)
MONTH_CAP = Setting(_("一个单位每月接受走访检查上限"), 1, _("次"), _("减负要求每月实地检查有上限，数值未读到"), True)
YEAR_CAP = Setting(_("一个单位每年接受走访检查上限"), 4, _("次"), _("减负要求检查总量管控，数值未读到"), True)
ANSWER_WORKING_DAYS = Setting(_("督导发现的答复期限"), 10, _("个工作日"), _OURS, True)
TELL_WORKING_DAYS = Setting(
    _("走访后多少日内向单位反馈"), 5, _("个工作日"), _("督导要求即时反馈，天数没有统一规定"), True
)
SETTINGS = (AWAY_YEARS, MONTH_CAP, YEAR_CAP, ANSWER_WORKING_DAYS, TELL_WORKING_DAYS)
