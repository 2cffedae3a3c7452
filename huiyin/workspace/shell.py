"""What every staff page's frame shows: the menu a person's rights call for, who they are, where to complain."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.organisation.access import READERS, Reach
from huiyin.organisation.models import Role


@dataclass(frozen=True)
class NavItem:
    """One line of the menu."""

    label: str
    href: str
    icon: str
    active: bool


@dataclass(frozen=True)
class NavGroup:
    """Lines of the menu under one heading."""

    title: str
    items: tuple[NavItem, ...]


# (group, label, url name, icon, roles that see it). A small unit's clerk sees one page of work, not the office's menu.
MENU: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (
    ("我的工作", "待办", "desk_home", "inbox", tuple(Role)),
    ("我的工作", "台账", "ledgers_index", "list", READERS),
    ("活动", "活动", "campaigns_list", "flag", READERS),
    ("活动", "征求意见", "opinions_rounds", "message", (Role.OFFICE, Role.HEAD, Role.CLERK, Role.DISCIPLINE)),
    ("活动", "问题与整改", "rectification_board", "clipboard-check", READERS),
    ("活动", "专项整治", "special_index", "list-check", READERS),
    ("活动", "断点清单", "rectification_orphans", "link", (Role.OFFICE, Role.HEAD, Role.SUPERVISOR)),
    ("活动", "谈心和民主生活会", "gatherings_index", "users", (*READERS, Role.MEMBER)),
    ("活动", "投票与测评", "ballots_index", "shield", tuple(Role)),
    ("日常工作", "学习", "study_index", "books", tuple(Role)),
    ("日常工作", "联系服务", "service_index", "users", READERS),
    ("日常工作", "志愿服务记录", "service_volunteer_mine", "users", (Role.MEMBER,)),
    ("日常工作", "制度废改立", "regulating_index", "gavel", READERS),
    ("日常工作", "来文落实", "directives_index", "file-text", READERS),
    ("日常工作", "承诺与报告", "commitments_index", "clipboard-check", tuple(Role)),
    ("日常工作", "减负", "burden_home", "scale", READERS),
    ("日常工作", "督导检查", "supervision_index", "eye", READERS),
    ("数字与报告", "数字", "figures_index", "chart", READERS),
    ("数字与报告", "报告", "reports_list", "file-text", READERS),
    ("数字与报告", "核对材料", "claim_audit_list", "scale", (Role.OFFICE, Role.HEAD, Role.SUPERVISOR)),
    ("组织", "单位与人员", "organisation_home", "building", (*READERS, Role.ADMINISTRATOR)),
    ("系统", "系统运行", "system_home", "settings", (Role.ADMINISTRATOR,)),
    ("系统", "默认参数", "system_defaults", "list-check", (Role.OFFICE, Role.ADMINISTRATOR)),
    ("系统", "审计", "system_audit", "lock", (Role.AUDITOR,)),
)


def frame(request: HttpRequest) -> dict[str, object]:
    """Context processor of staff pages; public pages get nothing (they touch neither session nor user)."""
    reach = getattr(request, "reach", None)  # set by SecondFactorMiddleware for signed-in people only
    if not isinstance(reach, Reach):
        return {}
    lines = [(group, label, reverse(name), icon) for group, label, name, icon, roles in MENU if reach.is_one_of(*roles)]
    home = reverse("desk_home")
    # The longest address that the page lies under is the line one stands on.
    here = max((href for *_line, href, _icon in lines if href != home and request.path.startswith(href)), default=home)
    groups: dict[str, list[NavItem]] = {}
    for group, label, href, icon in lines:
        active = href == here and (href != home or request.path == home)
        groups.setdefault(group, []).append(NavItem(_(label), href, icon, active))
    person = reach.account.person
    return {
        "nav": [NavGroup(_(title), tuple(items)) for title, items in groups.items()],
        "inbox_href": reverse("desk_home"),
        "person_name": person.name,
        "organisation_name": person.unit.name,
        "account_href": reverse("account_home"),
        "logout_href": reverse("account_logout"),
        "complaint_text": settings.FEEDBACK_CONTACT,
        "demonstration": settings.DEMONSTRATION,
    }
