"""Consolidation: pieces of opinions, items, categories, and every step that led there."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiyin.campaigns.models import Campaign
from huiyin.core.identifiers import new_uid
from huiyin.opinions.tables.opinions import Opinion
from huiyin.organisation.models import Account, Unit


class Settlement(models.TextChoices):
    """How something that goes no further is settled, always with a reason (断点清单)."""

    NOT_ADOPTED = "not_adopted", _("不采纳")
    REFERRED = "referred", _("转办")
    EXPLAINED = "explained", _("已解释")
    DUPLICATE = "duplicate", _("重复")


class Piece(models.Model):
    """A stretch of one opinion's words about one matter: the whole opinion by default, cut only when needed."""

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    opinion = models.ForeignKey(Opinion, models.PROTECT, related_name="pieces")
    # Character offsets into the words; null is from the start, or to the end.
    begin = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    order = models.PositiveIntegerField(default=1)
    replaced = models.BooleanField(default=False)
    settlement = models.CharField(max_length=12, choices=Settlement, blank=True)
    # Why it stays 未归并 for now, in the office's words.
    remainder_note = models.CharField(_("暂未归并的原因"), max_length=300, blank=True)
    settlement_reason = models.CharField(max_length=300, blank=True)
    # Somebody looked at privacy, work secrets and naming: whoever raised it may read the reason by code.
    reason_told = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(begin__isnull=True) | Q(end__isnull=True) | Q(end__gt=F("begin")), name="piece_not_empty"
            )
        ]


class Category(models.Model):
    """A category of a campaign; `wind` is the head it falls under (四风 or any other)."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="categories")
    code = models.CharField(_("类别编码"), max_length=20)
    name = models.CharField(_("类别名称"), max_length=60)
    wind = models.CharField(_("大类"), max_length=40, blank=True)
    about = models.CharField(_("说明"), max_length=300, blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "code"]
        constraints = [models.UniqueConstraint(fields=["campaign", "code"], name="one_category_a_code")]

    def __str__(self) -> str:
        return self.name


class Item(models.Model):
    """A consolidated item: many pieces, each kept word for word and reachable; one category."""

    class State(models.TextChoices):
        OPEN = "open", _("梳理中")
        SIGNED = "signed", _("已签字")
        ADOPTED = "adopted", _("已列入问题")
        SETTLED = "settled", _("已说明去向")
        REPLIED = "replied", _("已答复")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="items")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    code = models.CharField(_("条目编号"), max_length=20)
    statement = models.CharField(_("条目"), max_length=1000)
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="items")
    key = models.BooleanField(_("重点条目"), default=False)
    pieces = models.ManyToManyField(Piece, through="Placement", related_name="items")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    settlement = models.CharField(max_length=12, choices=Settlement, blank=True)
    settlement_reason = models.CharField(max_length=300, blank=True)
    reason_told = models.BooleanField(default=False)  # as of a piece
    # The public answer (意见办理情况); shown only after a person checked privacy, work secrets and naming.
    reply = models.TextField(_("答复"), max_length=2000, blank=True)
    reply_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    reply_checked_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    reply_sent_back_why = models.CharField(max_length=300, blank=True)
    replied_on = models.DateField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)
    published_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    removed = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "unit", "code"], condition=Q(removed=False), name="one_item_a_code"
            )
        ]

    def __str__(self) -> str:
        return self.statement


class Placement(models.Model):
    """A piece in an item, put there by a person."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="placements")
    piece = models.ForeignKey(Piece, models.PROTECT, related_name="placements")
    placed_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    placed_on = models.DateField()
    # A signature stands on it, though the round may go on (常设征求).
    signed = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "piece"], name="a_piece_once_in_an_item")]


class GroupingStep(models.Model):
    """One step of consolidation with what it changed, so that it can be undone."""

    class Verb(models.TextChoices):
        CREATE = "create", _("新建条目")
        PLACE = "place", _("归入条目")
        REMOVE = "remove", _("移出条目")
        MOVE = "move", _("移到另一条目")
        MERGE = "merge", _("合并条目")
        SPLIT_ITEM = "split_item", _("分出新条目")
        RENAME = "rename", _("修改条目表述")
        CATEGORY = "category", _("修改类别")
        KEY = "key", _("修改重点标记")
        DROP = "drop", _("取消空条目")
        SPLIT = "split", _("拆分意见")
        JOIN = "join", _("还原拆分")
        SETTLE = "settle", _("说明去向")
        IMPORT = "import", _("导入意见梳理台账")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="grouping_steps")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    verb = models.CharField(max_length=20, choices=Verb)
    # {"touched": uids of items and pieces, "inverse": operations}; see opinions.steps.
    undo = models.JSONField()
    undone_at = models.DateTimeField(null=True)
    # A signature stands on it: no longer to be undone.
    sealed = models.BooleanField(default=False)
