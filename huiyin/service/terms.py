"""Settings of service with their source."""

from django.utils.translation import gettext_lazy as _

from huiyin.core.setting import Setting

EXTENSIONS = Setting(_("答应群众的事最多延期"), 2, _("次"), _("与整改措施同：默认 2 次"), True)
NAMES_KEPT = Setting(_("帮扶名单的姓名保留"), 730, _("日"), _("产品默认，够两次年度检查；未见统一规定"), True)
RECENT = Setting(_("同一对象多少日内再次帮扶就提示"), 365, _("日"), _("产品默认，只作提示"), True)
SETTINGS = (EXTENSIONS, NAMES_KEPT, RECENT)
