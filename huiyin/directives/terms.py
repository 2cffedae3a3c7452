"""Settings of documents from above with their source."""

from django.utils.translation import gettext_lazy as _

from huiyin.core.setting import Setting

REMIND_DAYS = Setting(_("来文落实时限提前几天提醒"), 7, _("天"), _("产品默认，各地督办时限不一"), True)
SETTINGS = (REMIND_DAYS,)
