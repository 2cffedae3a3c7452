"""Written texts held for audit: their claims, what they say against themselves, and what people confirmed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.campaigns.models import Campaign
from huiyin.core.identifiers import new_uid
from huiyin.core.models import StoredFile
from huiyin.organisation.erasure_requests import ErasureAsked
from huiyin.organisation.models import Account, Unit


class Batch(models.Model):
    """Texts that came in together; one job reads them."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    held_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    held_at = models.DateTimeField()
    job = models.UUIDField()


class HeldText(models.Model):
    """A report written elsewhere, held against one campaign's records. It holds claims, never facts."""

    class State(models.TextChoices):
        WAITING = "waiting", _("等待读取")
        READING = "reading", _("正在读取")
        READ = "read", _("已核对")
        FAILED = "failed", _("读不了")
        ERASED = "erased", _("已依法删除")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="texts")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    title = models.CharField(_("标题"), max_length=200)
    # What the file's name or the first lines say whose report it is; a person takes it over or not.
    likely_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    # Empty once it was erased by law; the counts stay.
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    # The repaired text with its steps, as it was read: places of claims hold in it whatever the program learns later.
    reading = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=20, blank=True)
    encoding = models.CharField(max_length=30, blank=True)
    note = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    sentence = models.CharField(max_length=500, blank=True)
    # How often its reading was begun: a text at which the worker itself dies again and again must not hold up the rest.
    tries = models.PositiveSmallIntegerField(default=0)
    names_unit = models.BooleanField(default=False)
    supported = models.PositiveIntegerField(default=0)
    differs = models.PositiveIntegerField(default=0)
    # Of those that differ, the ones that only count otherwise (人 and 人次).
    otherwise = models.PositiveIntegerField(default=0)
    no_record = models.PositiveIntegerField(default=0)
    uncheckable = models.PositiveIntegerField(default=0)
    faults = models.PositiveIntegerField(default=0)
    held_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    held_at = models.DateTimeField()
    as_of = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(_("撤回理由"), max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["unit", "state"])]

    def __str__(self) -> str:
        return self.title


class Confirmation(models.Model):
    """A person said what a phrase counts; kept for good, and used for later texts of the unit and those below it.

    An empty metric says: no metric counts this.
    """

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    key = models.CharField(max_length=300)
    metric = models.CharField(max_length=60, blank=True)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit", "key"])]


class HeldClaim(models.Model):
    """A claim of a text: where it stands, what it says, and how it stands against the records."""

    class State(models.TextChoices):
        SUPPORTED = "supported", _("有据")
        DIFFERS = "differs", _("与记录不符")
        NO_RECORD = "no_record", _("没有记录")
        UNCHECKABLE = "uncheckable", _("无法核对")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    text = models.ForeignKey(HeldText, models.PROTECT, related_name="claims")
    order = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    clean_start = models.PositiveIntegerField()
    clean_end = models.PositiveIntegerField()
    quote = models.TextField()
    # Numbers as text: a report may write more digits than any column holds. `high` is empty unless a range is said.
    low = models.CharField(max_length=60)
    high = models.CharField(max_length=60, blank=True)
    approx = models.CharField(max_length=10)
    unit = models.CharField(max_length=30, blank=True)
    what = models.CharField(max_length=200, blank=True)
    verb = models.CharField(max_length=60, blank=True)
    actor = models.CharField(max_length=100, blank=True)
    time = models.CharField(max_length=60, blank=True)
    modality = models.CharField(max_length=10)
    # Why it cannot be checked whatever metric it speaks of (another body, another year, a plan); empty when it can.
    barred = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=12, choices=State)
    sentence = models.CharField(max_length=400)
    metric = models.CharField(max_length=60, blank=True)
    proposals = models.JSONField(default=list)
    key = models.CharField(max_length=300)
    confirmation = models.ForeignKey(Confirmation, models.PROTECT, null=True, related_name="+")
    # A person had it held against the records although the program barred it: for this text only, never remembered.
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_why = models.CharField(_("理由"), max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["text", "order"], name="one_claim_a_place")]
        indexes = [models.Index(fields=["text", "state"])]


class InnerFinding(models.Model):
    """What a text says against itself, or what held when it was checked; no record is needed for it."""

    text = models.ForeignKey(HeldText, models.PROTECT, related_name="findings")
    order = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    passed = models.BooleanField()
    sentence = models.CharField(max_length=500)
    passages = models.JSONField(default=list)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["text", "order"], name="one_finding_a_place")]


class TextErasure(ErasureAsked):
    """依法删除 of a held text, asked by one person on a legal basis and decided by another."""

    text = models.ForeignKey(HeldText, models.PROTECT, related_name="erasures")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("requested_by")),
                name="text_erasure_decided_by_another",
            ),
            models.UniqueConstraint(
                fields=["text"], condition=models.Q(agreed__isnull=True), name="one_open_erasure_a_text"
            ),
        ]
