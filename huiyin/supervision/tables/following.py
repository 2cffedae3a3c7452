"""Matters followed up to their result (督办), and circulars that name units (通报)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiyin.core.identifiers import new_uid
from huiyin.core.models import StoredFile
from huiyin.organisation.models import Account, Person, Unit
from huiyin.supervision.tables.visits import Finding


class FollowUp(models.Model):
    """One matter that a unit must see through by a day; whoever set it says whether the result stands."""

    class State(models.TextChoices):
        OPEN = "open", _("督办中")
        REPORTED = "reported", _("已报结果，待审")
        DONE = "done", _("已办结")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    by_unit = models.ForeignKey(Unit, models.PROTECT, related_name="follow_ups_set", verbose_name=_("督办单位"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="follow_ups", verbose_name=_("承办单位"))
    campaign = models.UUIDField(null=True, blank=True, db_index=True)
    title = models.CharField(_("督办事项"), max_length=160)
    matter = models.CharField(_("要求"), max_length=1000)
    finding = models.OneToOneField(Finding, models.PROTECT, null=True, blank=True, related_name="follow_up")
    begins_on = models.DateField()
    due_on = models.DateField(_("办结期限"))
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    result = models.CharField(_("办理结果"), max_length=2000, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    reported_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    reported_on = models.DateField(null=True, blank=True)
    words = models.CharField(_("审核意见"), max_length=500, blank=True)
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    done_on = models.DateField(null=True, blank=True)
    set_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["unit", "state"])]
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gte=F("begins_on")), name="follow_up_due_after_begin"),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_on__isnull=False), name="follow_up_done_on_a_day"
            ),
        ]  # fmt: skip


class Circular(models.Model):
    """A circular: drafted by one, released by another."""

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        RELEASED = "released", _("已印发")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="circulars", verbose_name=_("发文单位"))
    campaign = models.UUIDField(null=True, blank=True, db_index=True)
    title = models.CharField(_("标题"), max_length=160)
    document_no = models.CharField(_("文号"), max_length=60, blank=True)
    addressee = models.CharField(_("主送"), max_length=200)
    text = models.TextField(_("正文"), max_length=6000)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    drafted_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    released_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    released_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(released_by__isnull=True) | ~Q(released_by=F("drafted_by")),
                name="circular_released_by_another",
            ),
        ]


class Named(models.Model):
    """A unit that a circular names, for what; a person only after the unit answered the finding."""

    circular = models.ForeignKey(Circular, models.PROTECT, related_name="named")
    order = models.PositiveIntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("通报单位"))
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    finding = models.ForeignKey(Finding, models.PROTECT, null=True, blank=True, related_name="named_in")
    text = models.CharField(_("通报事项"), max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circular", "order"], name="one_named_a_place")]
