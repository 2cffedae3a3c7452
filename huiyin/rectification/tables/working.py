"""What is done on a measure: progress, evidence, requests for more time."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.core.identifiers import new_uid
from huiyin.core.models import StoredFile
from huiyin.organisation.models import Account
from huiyin.rectification.tables.measures import Measure


class Progress(models.Model):
    """What was done by a day, in the doer's words."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="progress")
    on = models.DateField(_("日期"))
    text = models.TextField(_("进展"), max_length=2000)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()


class Evidence(models.Model):
    """A piece of evidence: what it shows, its stated date, and when the server received it."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="evidence")
    text = models.CharField(_("佐证说明"), max_length=500)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    dated = models.DateField(_("佐证日期"))
    received_at = models.DateTimeField()
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    withdrawn_why = models.CharField(_("撤回理由"), max_length=300, blank=True)


class Extension(models.Model):
    """延期: asked with a reason, granted by the level above, counted and limited."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="extension_requests")
    due_before = models.DateField()
    due_after = models.DateField(_("延至"))
    reason = models.CharField(_("理由"), max_length=300)
    asked_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    asked_on = models.DateField()
    granted = models.BooleanField(null=True)
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(null=True)
    decision_note = models.CharField(_("审批意见"), max_length=300, blank=True)
