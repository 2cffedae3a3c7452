"""The numbers this feature works by, in one place; those marked 待确认 have no rule behind them yet."""

from django.utils.translation import gettext_lazy as _

from huiyin.core.setting import Setting
from huiyin.core.terms import LEAST_VOICES

REPLY = Setting(_("转办答复时限"), 15, _("个工作日"), _("没有读到原文规定，由各活动自定"), True)
ADDITIONS = Setting(_("一条意见最多追加"), 20, _("次"), _("产品默认，防止被灌满"), True)
INQUIRIES = Setting(_("一条意见最多追问提意见的人"), 3, _("次"), _("产品默认，不缠问"), True)
STAGING = Setting(_("上传后没有确认的意见表保留"), 7, _("日"), _("产品默认"), True)
LONGEST_WORDS = Setting(_("一条意见最长"), 10_000, _("字"), _("产品默认"), True, built_in=True)
# Some 384,000 iterations in all: how this makes two seconds of a slow phone, docs/adr/2026-11-22-work-before-words.md.
WORK = Setting(_("匿名提交前浏览器每次试算的迭代"), 750, _("次"), _("产品默认：慢手机 2 秒以内"), True, built_in=True)
SLOW_LANE = Setting(_("没有做计算的提交，全站每半小时最多收"), 60, _("条"), _("产品默认，防止被灌满"), True)

SETTINGS = (LEAST_VOICES, REPLY, ADDITIONS, INQUIRIES, STAGING, LONGEST_WORDS, WORK, SLOW_LANE)

SMALLEST_GROUP = LEAST_VOICES.value  # rules.md §2.8 (3), survey.min_cell
WORDS_MOST = LONGEST_WORDS.value
SIMILAR_ENOUGH = 0.25
