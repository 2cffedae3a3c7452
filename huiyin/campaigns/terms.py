"""Settings of campaigns with their source; none of them is laid down by a rule."""

from django.utils.translation import gettext_lazy as _

from huiyin.core.setting import Setting

MARK_LATE_DAYS = Setting(_("动作做完多少日以后登记算迟报"), 7, _("日"), _("产品默认"), True)
NUDGE_DAYS = Setting(_("催办单提前多少日列出将到期的动作"), 7, _("日"), _("产品默认"), True)

UPLOAD_DAYS = Setting(_("导入后没有确认的名册、方案表格保留"), 30, _("日"), _("产品默认"), True)
IMPORTED_DAYS = Setting(_("已导入的名册、方案原表保留"), 365, _("日"), _("产品默认，供一年内核对导入了什么"), True)
SETTINGS = (MARK_LATE_DAYS, NUDGE_DAYS, UPLOAD_DAYS, IMPORTED_DAYS)
