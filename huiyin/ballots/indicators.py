"""Indicators of satisfaction surveys as named sets of two levels, class and indicator, each with its source."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class IndicatorSet:
    """A question ready to be asked: classes with their indicators. `unconfirmed` says which wording nobody has read."""

    code: str
    name: str | Promise
    source: str | Promise
    title: str
    classes: tuple[tuple[str, tuple[str, ...]], ...]
    unconfirmed: str | Promise = ""

    @property
    def lines(self) -> str:
        """As the form of a question takes them: “分类：指标”, a line each."""
        return "\n".join(f"{group}：{name}" for group, names in self.classes for name in names)


_TRUST = ("选人用人公信度", ("干部选拔任用工作", "防止和纠正用人上不正之风工作"))
_WORK = ("组织工作满意度", ("组织工作总体情况", "组工干部形象"))

NATIONAL = IndicatorSet(
    "national", _("全国口径：2 类 4 项"), _("2008 年全国组织工作满意度民意调查（规则表 §9.1 民调08）"),
    "对组织工作的满意程度", (_TRUST, _WORK),
)  # fmt: skip
PROVINCE = IndicatorSet(
    "province", _("全省测评：3 类 6 项"),
    _("衡阳 2008 年“讲重作”总结：全省组织工作满意度测评“三大类六项指标”；前两类四项见规则表 §9.1"),
    "对组织工作的满意程度", (_TRUST, _WORK, ("基层组织和队伍", ("基层党组织建设", "党员教育管理"))),
    unconfirmed=_("来源只说三大类六项，没有列名：第三类及其两项的名称待确认，可以改"),
)  # fmt: skip

INDICATOR_SETS = (PROVINCE, NATIONAL)


def indicator_set(code: str) -> IndicatorSet | None:
    """A set by its code; nothing for a code that is none."""
    return next((one for one in INDICATOR_SETS if one.code == code), None)
