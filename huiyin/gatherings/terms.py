"""Settings of gatherings with their source (rules.md §3.1)."""

from django.utils.translation import gettext_lazy as _

from huiyin.core.setting import Setting

NOTICE_DAYS = Setting(_("专题民主生活会提前多少日报告上级"), 7, _("日"), _("有的单位提前一周，未见统一规定"), True)
REPORT_DAYS = Setting(_("专题民主生活会后多少日内报告上级"), 15, _("日"), _("2016年规定的天数未核实，按常见做法"), True)
TALK_NORM = Setting(_("谈心够的标准：已谈对子占应谈对子"), 100, _("%"), _("产品默认，每个单位可另定"), True)
_BRANCH = _("《中国共产党支部工作条例（试行）》，另加几日余地")
# By kind of meeting (gatherings.tables.branches): after how many days without one a branch is named.
SILENT_DAYS = {
    "general": Setting(_("支部党员大会多少日没有登记就提示"), 100, _("日"), _BRANCH, True),
    "committee": Setting(_("支委会多少日没有登记就提示"), 40, _("日"), _BRANCH, True),
    "group": Setting(_("党小组会多少日没有登记就提示"), 40, _("日"), _BRANCH, True),
    "life": Setting(_("组织生活会多少日没有登记就提示"), 400, _("日"), _BRANCH, True),
}
SETTINGS = (NOTICE_DAYS, REPORT_DAYS, TALK_NORM, *SILENT_DAYS.values())
