"""Ballots, their tellers, what was counted on paper, and the result. No row here knows of any one vote."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.core.identifiers import new_uid
from huiyin.eligibility.models import Roll
from huiyin.organisation.models import Account, Person, Unit


class Ballot(models.Model):
    """投票: one question paper for one roll. Its uid is the roll's."""

    class State(models.TextChoices):
        DRAFT = "draft", _("筹备")
        FROZEN = "frozen", _("已定稿")
        CLOSED = "closed", _("已截止，待开票")
        COUNTED = "counted", _("已计票")
        CERTIFIED = "certified", _("已确认")
        VOID = "void", _("作废重办")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    roll = models.OneToOneField(Roll, models.PROTECT, related_name="ballot")
    preset = models.CharField(_("类别"), max_length=30)
    edition = models.CharField(max_length=10)
    electronic = models.BooleanField(_("电子投票"), default=True)
    paper = models.BooleanField(_("纸票"), default=False)
    # The questions (form.to_data); from freezing on with the digest to which every sealed ballot is bound.
    form = models.JSONField(default=list)
    form_digest = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    needed = models.PositiveSmallIntegerField(_("开票所需监票人数"), default=2)
    # For a general vote: base and part of the majority (rules.majority).
    majority = models.CharField(max_length=20, default="due:1/2")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    # Heads: present, written opinions beforehand (with how many consents), slips of paper issued and returned.
    heads = models.JSONField(default=dict)
    # By question: the count of the box; `nothing` ballots that said nothing readable.
    counted = models.JSONField(default=list)
    nothing = models.PositiveIntegerField(default=0)
    counted_on = models.DateField(null=True)
    certified_on = models.DateField(null=True)
    note = models.TextField(_("说明"), blank=True)
    # Of a satisfaction survey: the body that is rated, always below the unit whose office runs it (rating_rights).
    rated = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("被评单位"))
    # Which signs of coached answers the opening showed (coaching.Sign); no count, no answer, nobody.
    signs = models.JSONField(default=list)
    # Decided when the survey is made, before anybody knows what comes out: its released result stands on the public page.
    public_result = models.BooleanField(_("确认后公开结果"), default=False)
    # Of an appraisal with more 优秀 than a third: why, as the certificate says it (rules.md §3.3).
    cap_reason = models.TextField(_("优秀超过三分之一的理由"), blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(electronic=True) | Q(paper=True), name="a_way_to_vote"),
            models.CheckConstraint(condition=Q(state="draft") | ~Q(form_digest=""), name="a_frozen_question"),
        ]

    def __str__(self) -> str:
        return self.roll.title


class Teller(models.Model):
    """监票人: holds one of the keys. The private one comes after close, lies in no database and goes with the opening."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="tellers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    # From 1, in the order named: the place of this teller's share in every sealed ballot.
    number = models.PositiveSmallIntegerField()
    public = models.BinaryField(null=True)
    handed_in = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ballot", "person"], name="teller_once_a_ballot"),
            models.UniqueConstraint(fields=["ballot", "number"], name="one_teller_a_number"),
        ]


class PaperCount(models.Model):
    """Paper slips counted for one question by one person and counted again by another; both must agree."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="paper_counts")
    question = models.PositiveSmallIntegerField()
    counted = models.JSONField()
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    checked_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ballot", "question"], name="one_paper_count_a_question"),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=models.F("by")), name="paper_counted_by_two"
            ),
        ]


class SecondRound(models.Model):
    """复评: those who were unhappy and left a code read what was put right and say whether it got better. Opens once."""

    # The box of the second answers: no ballot's uid, no roll's.
    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    ballot = models.OneToOneField(Ballot, models.PROTECT, related_name="second_round")
    notice = models.TextField(_("整改情况"))
    begins = models.DateField(_("复评开始"))
    ends = models.DateField(_("复评截止"))
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(begins__lt=models.F("ends")), name="second_round_has_days")]
