"""听取意见: channels of each round, opinions received in daily batches, and consolidated items."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.models import EntryRevision
from huiyin.ledgers.themes import Theme


class ChannelReturn(EntryRevision):
    """One channel of a round: forms issued, returned and valid. Blank is not reported, which is not nil."""

    round = models.CharField(_("轮次"), max_length=80)
    # What tells two rounds of one name apart. Null: a column with a default would rebuild this append-only table.
    round_code = models.CharField(_("轮次代号"), max_length=40, null=True, blank=True)  # noqa: DJ001
    channel = models.CharField(_("渠道"), max_length=20)
    issued = models.PositiveIntegerField(_("发放份数"), null=True, blank=True)
    returned = models.PositiveIntegerField(_("收回份数"), null=True, blank=True)
    valid = models.PositiveIntegerField(_("有效份数"), null=True, blank=True)

    class Meta(EntryRevision.Meta):
        pass


class OpinionBatch(EntryRevision):
    """How many opinions came in on one day through one channel: never one opinion, so no row betrays its author."""

    round = models.CharField(_("轮次"), max_length=80)
    channel = models.CharField(_("渠道"), max_length=20)
    group = models.CharField(_("征求对象"), max_length=40, blank=True)
    count = models.PositiveIntegerField(_("原始条数"))

    class Meta(EntryRevision.Meta):
        pass


class ConsolidatedItem(EntryRevision):
    """One consolidated item of a round whose consolidation was signed."""

    code = models.CharField(_("条目编号"), max_length=20)
    statement = models.TextField(_("条目"), max_length=1000)
    category_code = models.CharField(_("类别编码"), max_length=20)
    category = models.CharField(_("类别"), max_length=60)
    key = models.BooleanField(_("重点条目"), default=False)
    pieces = models.PositiveIntegerField(_("归入分条数"))

    class Meta(EntryRevision.Meta):
        pass


CHANNELS = Ledger(
    code="channels",
    theme=Theme.LISTENING,
    name=_("征求意见渠道"),
    about=_("每轮各渠道的发放、收回、有效份数，轮次结束时记入。"),
    model=ChannelReturn,
    columns=("round", "round_code", "channel", "issued", "returned", "valid"),
    filters=("round", "channel"),
    by_hand=False,
    title_column="round",
)
OPINIONS = Ledger(
    code="opinions",
    theme=Theme.LISTENING,
    name=_("征求意见（原始条数）"),
    about=_("每天各渠道收到的原始意见条数，按日成批记入；一行是一批，不是一条意见。"),
    model=OpinionBatch,
    columns=("round", "channel", "count"),
    # The group of a day's few opinions would name their authors: counted as a kind, shown to nobody.
    kept=("group",),
    sealed="count",
    by_hand=False,
    title_column="round",
)
ITEMS = Ledger(
    code="items",
    theme=Theme.LISTENING,
    name=_("梳理条目"),
    about=_("归并签字后的梳理条目，含类别和是否重点。一行是一个条目。"),
    model=ConsolidatedItem,
    columns=("code", "statement", "category_code", "category", "key"),
    # How many voices stand behind one item is finer than the table a round releases, and grows one by one.
    kept=("pieces",),
    filters=("category", "key"),
    by_hand=False,
    title_column="statement",
)
