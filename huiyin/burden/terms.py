"""Settings of the load on units below, with their source; what each asking takes is declared, never observed."""

from django.utils.translation import gettext_lazy as _

from huiyin.campaigns.models import Action
from huiyin.core.setting import Setting

OBJECTION_DAYS = Setting(_("对下级异议的答复期限"), 7, _("个工作日"), _("产品默认"), True)
ACTION_MINUTES = {
    Action.Kind.SET.value: Setting(_("一个规定动作填报约需"), 30, _("分钟"), _("产品默认"), True),
    Action.Kind.OWN.value: Setting(_("一个自选动作填报约需"), 30, _("分钟"), _("产品默认"), True),
    Action.Kind.PROMOTION.value: Setting(_("一项推进方案事项填报约需"), 20, _("分钟"), _("产品默认"), True),
    Action.Kind.SPECIAL_ACTION.value: Setting(_("一个专项行动填报约需"), 60, _("分钟"), _("产品默认"), True),
    Action.Kind.SPECIAL_THEME.value: Setting(_("一个专项整治填报约需"), 60, _("分钟"), _("产品默认"), True),
    Action.Kind.LOOK_BACK.value: Setting(_("一项回头看内容填报约需"), 30, _("分钟"), _("产品默认"), True),
}
SLIP_MINUTES = Setting(_("发放和收回一轮征求意见表约需"), 30, _("分钟"), _("产品默认"), True)
REFERRAL_MINUTES = Setting(_("答复一条转办意见约需"), 30, _("分钟"), _("产品默认"), True)
MEASURE_MINUTES = Setting(_("报送一条整改措施的佐证约需"), 30, _("分钟"), _("产品默认"), True)
FINDING_MINUTES = Setting(_("答复一个督导发现的问题约需"), 60, _("分钟"), _("产品默认"), True)
FOLLOW_UP_MINUTES = Setting(_("报送一件督办事项的结果约需"), 60, _("分钟"), _("产品默认"), True)
MATERIAL_MINUTES = Setting(_("写一稿对照检查材料约需"), 240, _("分钟"), _("产品默认"), True)
DECLARATION_MINUTES = Setting(_("报一份事项报告约需"), 15, _("分钟"), _("产品默认"), True)
COMMITMENT_MINUTES = Setting(_("写一项公开承诺约需"), 30, _("分钟"), _("产品默认"), True)
INDICATOR_MINUTES = Setting(_("报一项专项整治指标约需"), 15, _("分钟"), _("产品默认"), True)
SETTINGS = (
    OBJECTION_DAYS, *ACTION_MINUTES.values(), SLIP_MINUTES, REFERRAL_MINUTES, MEASURE_MINUTES, FINDING_MINUTES,
    FOLLOW_UP_MINUTES, MATERIAL_MINUTES, DECLARATION_MINUTES, COMMITMENT_MINUTES, INDICATOR_MINUTES,
)  # fmt: skip
