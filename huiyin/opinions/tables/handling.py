"""What is done with opinions: referrals, feedback sheets, restricted leads, lawful erasure."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiyin.campaigns.models import Campaign
from huiyin.core.identifiers import new_uid
from huiyin.opinions.tables.consolidation import Item
from huiyin.opinions.tables.opinions import Opinion
from huiyin.opinions.tables.rounds import About
from huiyin.organisation.erasure_requests import ErasureAsked
from huiyin.organisation.models import Account, Person, Unit


class Referral(models.Model):
    """An opinion sent to a unit for an answer, with a clock in working days."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    opinion = models.ForeignKey(Opinion, models.PROTECT, related_name="referrals")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="referrals", verbose_name=_("承办单位"))
    sent_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    sent_on = models.DateField()
    due_on = models.DateField()
    answer = models.TextField(_("答复"), max_length=2000, blank=True)
    answered_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    answered_on = models.DateField(null=True)
    # The unit sent the opinion back: not its matter.
    returned_why = models.CharField(max_length=300, blank=True)
    returned_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    # The checker sent the answer back to be written anew.
    sent_back_why = models.CharField(max_length=300, blank=True)
    # A person looked at privacy, work secrets and naming before the author could read it.
    checked_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    checked_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)


class FeedbackSheet(models.Model):
    """原汁原味反馈稿: what was said of a team, person or unit, word for word, handed to them."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="feedback_sheets")
    # The unit whose rounds it draws from: its office makes the sheet.
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    about = models.CharField(max_length=10, choices=About)
    about_unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    about_person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    made_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    made_on = models.DateField()
    handed_over_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    handed_over_on = models.DateField(null=True, blank=True)


class FeedbackLine(models.Model):
    """One opinion on a feedback sheet; `hidden` are [begin, end) stretches shown as 〔略〕."""

    sheet = models.ForeignKey(FeedbackSheet, models.CASCADE, related_name="lines")
    opinion = models.ForeignKey(Opinion, models.PROTECT, related_name="feedback_lines")
    hidden = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "opinion"], name="once_on_a_sheet")]


class RestrictedLead(models.Model):
    """违纪线索: out of every ordinary list from triage on; only discipline staff of the unit's subtree read it."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    opinion = models.OneToOneField(Opinion, models.PROTECT, related_name="lead")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    # The items it was taken out of: whoever raised them is asked whether they were solved, also after this.
    items = models.ManyToManyField(Item, related_name="leads", blank=True)
    reason = models.CharField(_("移交理由"), max_length=300, blank=True)
    moved_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    moved_on = models.DateField()
    handled = models.CharField(max_length=300, blank=True)
    handled_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    handled_on = models.DateField(null=True)


class ErasureRequest(ErasureAsked):
    """依法删除, asked by one person on a legal basis and waiting for another to agree."""

    opinion = models.ForeignKey(Opinion, models.PROTECT, related_name="erasure_requests")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("requested_by")),
                name="erasure_decided_by_another",
            ),
            models.UniqueConstraint(
                fields=["opinion"], condition=Q(agreed__isnull=True), name="one_open_erasure_an_opinion"
            ),
        ]
