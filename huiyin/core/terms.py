"""The number that several features work by: how few people are never shown by themselves."""

from django.utils.translation import gettext_lazy as _

from huiyin.core.setting import Setting

LEAST_VOICES = Setting(
    _("单独列出的最少人数"), 5, _("人"), _("少于五的不单列，合计也推算不出（通行的统计披露做法）"), False
)
