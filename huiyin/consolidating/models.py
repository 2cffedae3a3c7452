"""Runs of the machine, the cards it proposes, what people decided about them, and what they looked at.

Nobody's words are kept here, but for a card's draft wording: it goes when one of its originals is erased. Respondent
groups are never counted by card: a card of three and its groups could tell who spoke.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.campaigns.models import Campaign
from huiyin.core.identifiers import new_uid
from huiyin.opinions.models import Category, GroupingStep, Item, Opinion, Piece
from huiyin.organisation.models import Account, Unit


class Run(models.Model):
    """One reading of a board's remainder by the machine."""

    class State(models.TextChoices):
        WAITING = "waiting", _("等待归并")
        DONE = "done", _("已提出建议")
        FAILED = "failed", _("没有完成")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    # The background job's uid; its row is core's and may be swept one day.
    job = models.UUIDField(null=True)
    # Sorting open cards anew after corrections, and nothing else.
    sort_only = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    finished_at = models.DateTimeField(null=True)
    pieces = models.PositiveIntegerField(default=0)  # read
    cards = models.PositiveIntegerField(default=0)  # proposed
    left = models.PositiveIntegerField(default=0)  # in no card: left alone rather than forced
    # Whether the sentence model was asked for; its name and version where it read along, else why it did not.
    with_model = models.BooleanField(default=False)
    model = models.CharField(max_length=60, blank=True, default="")
    without_model = models.CharField(max_length=400, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "unit"], condition=Q(state="waiting"), name="one_waiting_run_a_board"
            )
        ]


class Card(models.Model):
    """Pieces that belong together, as the machine proposes or a person shaped it; accepted, it is an item."""

    class Kind(models.TextChoices):
        NEW = "new", _("新条目")
        REPEAT = "repeat", _("重复意见")
        PLACE = "place", _("归入已有条目")
        OTHER_VIEW = "other_view", _("不同意见")

    class State(models.TextChoices):
        OPEN = "open", _("待定")
        ACCEPTED = "accepted", _("已接受")
        REFUSED = "refused", _("不接受")
        MERGED = "merged", _("已并入另一张")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    label = models.CharField(_("条目表述"), max_length=1000, blank=True)
    # Where a PLACE card leads; for any other, the item that accepting it made.
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="+")
    category = models.ForeignKey(Category, models.SET_NULL, null=True, related_name="+")
    confidence = models.FloatField(null=True)  # of the machine, 0 to 1
    # The sentence model that had a say in putting these together; blank where words alone did.
    model = models.CharField(max_length=60, blank=True, default="")
    size = models.PositiveIntegerField()
    # Null is the machine. Whoever shapes a card takes it over: no later run touches it.
    named_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    sorted_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    shaped_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    # The step that accepting it was: where somebody takes it back, the card is open again.
    step = models.ForeignKey(GroupingStep, models.PROTECT, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["campaign", "unit", "-size", "uid"])]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit", "number"], name="one_card_a_number"),
            models.CheckConstraint(
                condition=~Q(kind="place") | Q(item__isnull=False), name="placing_card_names_its_item"
            ),
        ]

    def __str__(self) -> str:
        return self.label


class CardPiece(models.Model):
    """A piece on a card. `near` is the original it was put beside: of an item, or of the card when it repeats it."""

    class By(models.TextChoices):
        MACHINE = "machine", _("机器放入")
        PERSON = "person", _("人工放入")

    card = models.ForeignKey(Card, models.CASCADE, related_name="lines")
    piece = models.ForeignKey(Piece, models.PROTECT, related_name="card_lines")
    rank = models.PositiveIntegerField()  # representatives first
    representative = models.BooleanField(default=False)
    repeats = models.BooleanField(default=False)
    near = models.ForeignKey(Piece, models.SET_NULL, null=True, related_name="+")
    by = models.CharField(max_length=7, choices=By, default=By.MACHINE)

    class Meta:
        indexes = [models.Index(fields=["card", "rank"])]
        constraints = [models.UniqueConstraint(fields=["card", "piece"], name="a_piece_once_on_a_card")]


class Opposite(models.Model):
    """Two cards, or a card and an item, that want opposite things of the same matter: never proposed as one.

    `hinted`: nobody wishes the opposite outright; one side complains of what the other defends, as far as the machine can
    tell. That is shown, and a person may still put the two together.
    """

    card = models.ForeignKey(Card, models.CASCADE, related_name="opposites")
    other = models.ForeignKey(Card, models.CASCADE, null=True, related_name="opposed_by")
    item = models.ForeignKey(Item, models.CASCADE, null=True, related_name="+")
    hinted = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["card", "other"], name="opposite_cards_once"),
            models.UniqueConstraint(fields=["card", "item"], name="opposite_item_once"),
            models.CheckConstraint(
                condition=Q(other__isnull=False, item__isnull=True) | Q(other__isnull=True, item__isnull=False),
                name="opposite_to_one_thing",
            ),
        ]


class Apart(models.Model):
    """A person said that these pieces do not belong together: those of different sides, or, on side 0, all of them."""

    ALL = 0

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    verdict = models.UUIDField()  # the step that said so
    piece = models.ForeignKey(Piece, models.PROTECT, related_name="+")
    side = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["campaign", "unit"])]
        constraints = [models.UniqueConstraint(fields=["verdict", "piece"], name="one_side_a_verdict")]


class NotHere(models.Model):
    """A person said that a piece does not belong into an item: it is not proposed there again."""

    verdict = models.UUIDField()
    piece = models.ForeignKey(Piece, models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["verdict", "piece", "item"], name="not_here_once")]


class Guess(models.Model):
    """The category the machine takes a loose piece for, and how sure it is."""

    piece = models.OneToOneField(Piece, models.CASCADE, primary_key=True, related_name="guess")
    category = models.ForeignKey(Category, models.CASCADE, related_name="+")
    confidence = models.FloatField()


class Look(models.Model):
    """That a person looked at a piece: one by one, or with the card it stood on."""

    class How(models.TextChoices):
        ONE = "one", _("逐条看过")
        CARD = "card", _("随卡确认")

    piece = models.OneToOneField(Piece, models.CASCADE, primary_key=True, related_name="look")
    how = models.CharField(max_length=4, choices=How)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    on = models.DateField()


class CardStep(models.Model):
    """One act of a person on the cards, with its inverse (see huiyin.consolidating.undoing)."""

    class Verb(models.TextChoices):
        ACCEPT = "accept", _("接受卡片")
        REFUSE = "refuse", _("不接受卡片")
        SPLIT = "split", _("分出一张卡片")
        MERGE = "merge", _("合并卡片")
        MOVE = "move", _("移到另一张卡片")
        PLACE = "place", _("直接归入条目")
        DROP = "drop", _("移出卡片")
        RENAME = "rename", _("改写表述")
        CATEGORY = "category", _("改类别")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    verb = models.CharField(max_length=10, choices=Verb)
    # {"cards": uids of those it changed, "inverse": operations}
    undo = models.JSONField()
    card_number = models.PositiveIntegerField()
    pieces = models.PositiveIntegerField(default=0)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["campaign", "unit", "-id"])]


class Sample(models.Model):
    """抽查: pieces drawn at random from accepted cards, judged by a person who is not told where they lie."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    seed = models.PositiveIntegerField()
    population = models.PositiveIntegerField()
    drawn_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()


class SampleLine(models.Model):
    """One piece of a sample, the item it lay in when drawn, and the items it is shown among."""

    sample = models.ForeignKey(Sample, models.CASCADE, related_name="lines")
    order = models.PositiveIntegerField()
    piece = models.ForeignKey(Piece, models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    among = models.JSONField(default=list)  # uids of items, its own among them
    right = models.BooleanField(null=True)
    judged_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    judged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sample", "order"], name="one_line_a_place_in_a_sample")]


class Band(models.Model):
    """Where an opinion stands in the index of near-duplicates: equal bands are likely twins. Goes with the words.

    No running number and no time: rows are written many at once in the order of what they hold, and laid down anew by night.
    """

    pk = models.CompositePrimaryKey("band", "opinion")
    band = models.BigIntegerField()
    opinion = models.ForeignKey(Opinion, models.CASCADE, related_name="+")
