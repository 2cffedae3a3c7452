"""Lists of people helped, as others see them: sums, and names with all but the family name hidden."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from huiyin.core.errors import NotReached
from huiyin.organisation.access import READERS, RECORDERS, Reach
from huiyin.service.models import ReliefList

# Two-character family names that are common enough to be hidden as one.
_DOUBLE = frozenset(
    (
        "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯", "南宫", "长孙", "宇文",
        "端木", "百里", "呼延",
    )
)  # fmt: skip


def lists(actor: Reach) -> QuerySet[ReliefList]:
    """Those of units in reach, newest first."""
    found = ReliefList.objects.filter(actor.within(READERS, campaign="campaign")).select_related("unit")
    return found.order_by("-held_on", "-pk")


def list_named(uid: UUID, actor: Reach) -> ReliefList:
    """One of them; a neighbour's is not there."""
    found = lists(actor).filter(uid=uid).first()
    if found is None:
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    return found


def may_open(seen: ReliefList, actor: Reach) -> bool:
    """Names are for who records for that very unit and for who entered them, not for those who record above it."""
    if seen.by_id == actor.account.pk and actor.may(RECORDERS, seen.unit, seen.campaign):
        return True
    held = (right for right in actor.rights if right.role in RECORDERS and right.campaign in {None, seen.campaign})
    return any(right.path == seen.unit.path for right in held)


def masked(name: str) -> str:
    """The family name and a star for each other character: 张*、欧阳**. For the notice that is put up in public."""
    name = "".join(name.split())
    family = 2 if name[:2] in _DOUBLE and len(name) > 2 else 1
    return name[:family] + "*" * max(1, len(name) - family)


def notice(seen: ReliefList) -> list[tuple[str, str]]:
    """(masked name, what they were given), for 公示; empty once the names are gone. Addresses are never in it."""
    return [(masked(one.name), _given(one.money, one.goods)) for one in seen.recipients.order_by("pk")]


def _given(money: object, goods: str) -> str:
    said = [_("%(money)s 元") % {"money": money}] if money else []
    return "、".join([*said, *([goods] if goods else [])])
