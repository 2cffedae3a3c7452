"""Settings of special rectification with their source (rules.md §4.6 names no interval)."""

from django.utils.translation import gettext_lazy as _

from huiyin.core.setting import Setting

QUIET_DAYS = Setting(_("专项整治指标多久没有新的现值算断档"), 30, _("天"), _("产品默认，没有统一规定"), True)
SETTINGS = (QUIET_DAYS,)
