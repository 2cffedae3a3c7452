"""走访台账: visits and fieldwork, with days, places and households."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.models import EntryRevision
from huiyin.ledgers.themes import Theme


class Visit(EntryRevision):
    """One visit. Days are calendar days of this visit; households are 户 called on (户次 when summed)."""

    class Kind(models.TextChoices):
        CONTACT_POINT = "contact_point", _("联系点走访")
        SURVEY = "survey", _("集中调研")
        STAY = "stay", _("驻村走访")
        OTHER = "other", _("其他走访")

    visitor = models.CharField(_("走访人"), max_length=120)
    kind = models.CharField(_("走访类型"), max_length=20, choices=Kind)
    ends_on = models.DateField(_("结束日期"), null=True, blank=True)
    days = models.PositiveIntegerField(_("天数"))
    city = models.CharField(_("地市"), max_length=60, blank=True)
    county = models.CharField(_("县（市、区）"), max_length=60, blank=True)
    places = models.TextField(_("走访单位"), max_length=2000, blank=True)
    place_count = models.PositiveIntegerField(_("走访单位数"), default=0)
    households = models.PositiveIntegerField(_("走访户数"), default=0)
    findings = models.TextField(_("了解情况"), max_length=4000, blank=True)

    class Meta(EntryRevision.Meta):
        pass


VISITS = Ledger(
    code="visits",
    theme=Theme.SERVICE,
    name=_("走访台账"),
    about=_("走访和蹲点调研：谁去、几天、去了哪里、走访多少户。一行是一次走访。"),
    model=Visit,
    columns=("visitor", "kind", "ends_on", "days", "city", "county", "places", "place_count", "households", "findings"),
    filters=("kind", "city"),
    key=("visitor", "kind", "places"),
    aliases=(
        ("fact_date", ("开始日期", "走访日期")),
        ("unit", ("派出单位", "单位编码")),
        ("city", ("走访地市", "走访地（市）", "地（市）")),
        ("county", ("县区", "走访县（市、区）")),
        ("places", ("走访地点", "走访对象")),
        ("findings", ("反映情况", "情况")),
    ),
    title_column="visitor",
    unit_label=_("派出单位"),
    date_label=_("开始日期"),
)
