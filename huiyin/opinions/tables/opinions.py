"""Opinions (without words: those lie in the sealed box), who signed them, what was added, and how they came in."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.core.identifiers import new_uid
from huiyin.core.models import StoredFile
from huiyin.opinions.tables.rounds import About, Channel, RespondentGroup, Round
from huiyin.organisation.models import Account, Person, Unit


class Opinion(models.Model):
    """One opinion as it came. Its words are in the sealed box under the same uid and never change."""

    About = About

    class Kind(models.TextChoices):
        ANONYMOUS = "anonymous", _("匿名")
        NAMED = "named", _("署名")
        CLERK = "clerk", _("代录")

    class Triage(models.TextChoices):
        WAITING = "waiting", _("待分办")
        OPINION = "opinion", _("意见建议")
        COMPLAINT = "complaint", _("信访诉求")
        PRAISE = "praise", _("表扬肯定")
        INVALID = "invalid", _("无效")
        RESTRICTED = "restricted", _("专项登记")

    uid = models.UUIDField(primary_key=True, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="opinions")
    kind = models.CharField(max_length=10, choices=Kind)
    channel = models.CharField(_("渠道"), max_length=12, choices=Channel)
    group = models.ForeignKey(RespondentGroup, models.PROTECT, null=True, blank=True, related_name="opinions")
    about = models.CharField(_("评价对象"), max_length=10, choices=About, default=About.GENERAL)
    about_unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    about_person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    day = models.DateField(_("收到日期"))
    triage = models.CharField(max_length=12, choices=Triage, default=Triage.WAITING)
    triage_reason = models.CharField(_("分办理由"), max_length=300, blank=True)
    # The number on a paper slip, given by the clerk who holds the pile; empty for what people type themselves.
    slip_no = models.CharField(_("原始编号"), max_length=40, blank=True)
    source_file = models.CharField(max_length=200, blank=True)
    source_sheet = models.CharField(max_length=100, blank=True)
    source_row = models.PositiveIntegerField(null=True)
    # Counted in a posted daily batch; the batch itself names no opinion.
    posted = models.BooleanField(default=False)
    # Counted in a released table (opinions.grids); no later one counts it again.
    released = models.BooleanField(default=False)
    erased = models.BooleanField(default=False)
    # In the index of near-duplicates (consolidating.repeats), which takes in many at once, by night: then true. Empty for what
    # came since; a column that may be empty is added without writing the table anew.
    banded = models.BooleanField(null=True, editable=False)

    class Meta:
        # A round's list goes by random uid: whole, or what was taken for one thing. What is not yet banded is little.
        indexes = [
            models.Index(fields=["round", "triage", "uid"]), models.Index(fields=["round", "uid"]),
            models.Index(fields=["round", "uid"], condition=Q(banded__isnull=True), name="opinions_not_yet_banded"),
        ]  # fmt: skip
        constraints = [
            models.UniqueConstraint(fields=["round", "slip_no"], condition=~Q(slip_no=""), name="one_opinion_a_slip_no")
        ]


class Author(models.Model):
    """Who signed a named opinion. Erasable; anonymous opinions have none."""

    opinion = models.OneToOneField(Opinion, models.CASCADE, related_name="author")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("署名"), max_length=60, blank=True)
    contact = models.CharField(_("联系方式"), max_length=60, blank=True)


class Addition(models.Model):
    """What an author added later by the code. Words lie in the sealed box under the same uid; no time finer than the day."""

    uid = models.UUIDField(primary_key=True, editable=False)
    opinion = models.ForeignKey(Opinion, models.PROTECT, related_name="additions")
    # Which question of the office it answers, if it is an answer (tables/inquiries.py).
    answers = models.ForeignKey("opinions.Inquiry", models.PROTECT, null=True, related_name="answers")
    day = models.DateField(_("追加日期"))
    read = models.BooleanField(_("已阅"), default=False)
    erased = models.BooleanField(default=False)


class FormReceipt(models.Model):
    """That a form was sent, so that sending it again records nothing twice. Lives until the next daily batch.

    `key` is a keyed digest of the page's random nonce, the round and the words; `locked` is the query code under a pad
    made from the same nonce. The nonce itself is kept nowhere, so a row leads neither to an opinion nor to a person.
    """

    key = models.CharField(primary_key=True, max_length=64)
    locked = models.CharField(max_length=12, blank=True)
    day = models.DateField()


class StagedWorkbook(models.Model):
    """A workbook of slips or of consolidation, read and shown, not yet recorded. The file goes once it is decided."""

    class Kind(models.TextChoices):
        SLIPS = "slips", _("征求意见台账")
        CONSOLIDATION = "consolidation", _("意见梳理台账")

    class State(models.TextChoices):
        STAGED = "staged", _("待确认")
        COMMITTED = "committed", _("已登记")
        DISCARDED = "discarded", _("已放弃")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    kind = models.CharField(max_length=14, choices=Kind)
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.STAGED)
    day = models.DateField()
    # Counts and problems as the preview shows them; never anybody's words.
    summary = models.JSONField(default=dict)
