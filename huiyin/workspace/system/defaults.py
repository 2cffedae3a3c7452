"""默认参数与待确认事项: every number the product works by, and what nobody has confirmed yet. Each feature's are listed here."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.ballots import coaching
from huiyin.burden import terms as burden
from huiyin.campaigns import terms as campaigns
from huiyin.core.setting import Label, Setting
from huiyin.directives import terms as directives
from huiyin.gatherings import terms as gatherings
from huiyin.ledgers import terms as ledgers
from huiyin.opinions import coached
from huiyin.opinions import terms as opinions
from huiyin.organisation import terms as organisation
from huiyin.organisation.models import Role
from huiyin.rectification import terms as rectification
from huiyin.regulating import terms as regulating
from huiyin.service import terms as service
from huiyin.special import terms as special
from huiyin.study import terms as study
from huiyin.supervision import terms as supervision
from huiyin.workspace.gate import StaffRequest, staff


@dataclass(frozen=True)
class Question:
    """What no text at hand answers: what it is about, where it matters, and what the product does meanwhile."""

    about: Label
    where: Label
    meanwhile: Label


GROUPS: tuple[tuple[Label, tuple[Setting, ...]], ...] = (
    (gettext_lazy("活动"), campaigns.SETTINGS),
    (gettext_lazy("征求意见"), opinions.SETTINGS),
    (gettext_lazy("问题与整改"), rectification.SETTINGS),
    (gettext_lazy("专项整治"), special.SETTINGS),
    (gettext_lazy("谈心和民主生活会"), gatherings.SETTINGS),
    (gettext_lazy("制度废改立"), regulating.SETTINGS),
    (gettext_lazy("来文落实"), directives.SETTINGS),
    (gettext_lazy("联系服务"), service.SETTINGS),
    (gettext_lazy("学习"), study.SETTINGS),
    (gettext_lazy("督导检查"), supervision.SETTINGS),
    (gettext_lazy("台账"), ledgers.SETTINGS),
    (gettext_lazy("减负"), burden.SETTINGS),
    (gettext_lazy("满意度测评的雷同提示"), coaching.SETTINGS),
    (gettext_lazy("意见雷同和集中的提示"), coached.SETTINGS),
    (gettext_lazy("多久以后登记算迟报，按台账分别规定"), ledgers.LATE_AFTER),
    (gettext_lazy("登录"), organisation.SETTINGS),
)
# rules.md §19, as far as it touches what is built.
QUESTIONS = (
    Question(
        gettext_lazy("信访诉求告知、办结的法定天数"), gettext_lazy("意见分办为“信访诉求”时"),
        gettext_lazy("不计时，只提示同时告知信访工作机构"),
    ),
    Question(
        gettext_lazy("2026 年的放假调休安排"), gettext_lazy("按工作日计算的期限"),
        gettext_lazy("按节假日表里的日期计算，表中标有“待确认”；有出入的，由系统管理员在节假日表改正"),
    ),
)  # fmt: skip


@staff("GET", roles=(Role.OFFICE, Role.ADMINISTRATOR))
def listed(request: StaffRequest) -> HttpResponse:
    """Value, unit, source and whether it waits to be confirmed, feature by feature."""
    context = {
        "crumbs": [(_("默认参数与待确认事项"), "")],
        "groups": GROUPS,
        "questions": QUESTIONS,
        "calendar_href": reverse("system_calendar") if request.reach.is_one_of(Role.ADMINISTRATOR) else "",
        "waiting": sum(setting.to_confirm for _title, settings in GROUPS for setting in settings),
    }
    return render(request, "workspace/system/defaults.html", context)
