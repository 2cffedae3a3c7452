"""Categories of a campaign: made by hand, or the 四风 preset with its usual sub-items (rules.md §2.6)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.core import audit
from huiyin.core.audit import Action
from huiyin.core.errors import Refused
from huiyin.opinions.access import require_office
from huiyin.opinions.models import Category
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Unit

CATEGORY_ADDED = Action("category.added", "新增梳理类别")
PRESET_USED = Action("category.preset", "采用四风分类")

FOUR_WINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("形式主义", ("文山会海", "急功近利", "好大喜功", "重形式轻内容", "重布置轻落实", "检查评比泛滥", "形象工程、政绩工程")),
    ("官僚主义", ("服务意识不强", "办事效率不高", "门难进、脸难看、话难听、事难办", "脱离群众")),
    ("享乐主义", ("精神懈怠", "贪图安逸、追求享受", "缺乏激情、担当、创新勇气")),
    ("奢靡之风", ("违反廉洁从政规定", "铺张浪费", "公款送礼吃喝", "超标配车、多占办公用房", "“三公”开支过大")),
)  # fmt: skip


def add_category(
    *, campaign: Campaign, unit: Unit, code: str, name: str, actor: Reach, now: datetime, wind: str = "",
    about: str = "",
) -> Category:  # fmt: skip
    """One category, filed after the others."""
    require_office(actor, unit, campaign)
    code, name, wind, about = code.strip(), name.strip(), wind.strip(), about.strip()
    if not code or not name or len(code) > 20 or len(name) > 60 or len(wind) > 40 or len(about) > 300:
        raise Refused(_("请填类别编码（20 个字以内）和名称（60 个字以内）；大类不超过 40 个字，说明不超过 300 个字。"))
    with transaction.atomic():
        Campaign.objects.select_for_update().get(pk=campaign.pk)
        if Category.objects.filter(campaign=campaign, code=code).exists():
            raise Refused(_("类别编码“%(code)s”已被使用，请换一个。") % {"code": code})
        made = Category.objects.create(
            campaign=campaign, code=code, name=name, wind=wind, about=about,
            order=Category.objects.filter(campaign=campaign).count() + 1,
        )  # fmt: skip
        audit.record(CATEGORY_ADDED, actor=actor.account, now=now, subject=campaign, unit=unit, code=code)
    return made


def use_four_winds(*, campaign: Campaign, unit: Unit, actor: Reach, now: datetime) -> int:
    """The preset for a campaign that has no categories yet; returns how many were made."""
    require_office(actor, unit, campaign)
    with transaction.atomic():
        Campaign.objects.select_for_update().get(pk=campaign.pk)
        if Category.objects.filter(campaign=campaign).exists():
            raise Refused(_("本活动已有梳理类别，不能再套用四风分类。可以逐个添加。"))
        made = [
            Category(campaign=campaign, code=f"{first}{second:02d}", name=name, wind=wind, order=first * 100 + second)
            for first, (wind, names) in enumerate(FOUR_WINDS, 1)
            for second, name in enumerate(names, 1)
        ]
        Category.objects.bulk_create(made)
        audit.record(PRESET_USED, actor=actor.account, now=now, subject=campaign, unit=unit, count=len(made))
    return len(made)
