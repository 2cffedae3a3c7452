"""谈心谈话和对照检查台账: that people have talked, and that materials were passed (rows E2, E3). What was said is nowhere."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.models import EntryRevision
from huiyin.ledgers.themes import Theme


class Talk(EntryRevision):
    """One talk between two people on one day, counted for each of a leadership team who took part (`turns`).

    There is no column for what was said, and there must never be one (features.md G16).
    """

    class Relation(models.TextChoices):
        TEAM = "team", _("班子成员之间")
        HEAD = "head", _("主要负责人与部门负责人")
        LINE = "line", _("班子成员与分管人员")
        GRASS_ROOTS = "grass_roots", _("班子成员与基层干部群众")
        OTHER = "other", _("其他")

    relation = models.CharField(_("谈话关系"), max_length=20, choices=Relation)
    turns = models.PositiveIntegerField(_("班子成员谈话人次"), default=0)
    people = models.PositiveIntegerField(_("谈话人数"), default=2)

    class Meta(EntryRevision.Meta):
        pass


class SelfExamination(EntryRevision):
    """A self-examination material that passed its chain of review; the text itself is nowhere in the books."""

    class Kind(models.TextChoices):
        TEAM = "team", _("领导班子")
        PERSONAL = "personal", _("个人")

    kind = models.CharField(_("材料类别"), max_length=10, choices=Kind)
    drafts = models.PositiveIntegerField(_("修改稿数"), default=1)

    class Meta(EntryRevision.Meta):
        pass


TALKS = Ledger(
    code="talks",
    theme=Theme.FINDING,
    name=_("谈心谈话台账"),
    about=_("谈过话的事实和日期，由谈话安排记入；谈了什么不记录。"),
    model=Talk,
    columns=("relation", "turns", "people"),
    filters=("relation",),
    by_hand=False,
)
SELF_EXAMINATIONS = Ledger(
    code="self_examinations",
    theme=Theme.FINDING,
    name=_("对照检查材料台账"),
    about=_("审核通过的对照检查材料，由审核环节记入；材料内容不在台账里。"),
    model=SelfExamination,
    columns=("kind", "drafts"),
    filters=("kind",),
    by_hand=False,
)
