"""The numbers signing in works by, with their source."""

from django.utils.translation import gettext_lazy as _

from huiyin.core.setting import Setting

SLIP_DAYS = Setting(_("一次性登录条有效期"), 3, _("日"), _("产品默认，没有统一规定"), True)

SETTINGS = (SLIP_DAYS,)
