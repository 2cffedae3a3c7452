"""Tables every feature leans on: audit lines and blocks, jobs, daily acts, files, holidays, erasures."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.core.identifiers import new_uid


class AuditLine(models.Model):
    """One verb call. Holds codes, counts and digests; never a name, an address or somebody's words."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    at = models.DateTimeField()
    actor = models.UUIDField(null=True)
    action = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject = models.UUIDField(null=True)
    unit = models.UUIDField(null=True)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["subject"]),
            models.Index(fields=["action", "at"]),
            # Newest first of one person: their 已办 and 我发起的.
            models.Index(fields=["actor", "id"], name="audit_lines_of_one_actor"),
        ]


class AuditBlock(models.Model):
    """Committed audit lines sealed together; each block's hash covers the one before it."""

    height = models.PositiveBigIntegerField(unique=True)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    count = models.PositiveIntegerField()
    sealed_at = models.DateTimeField()


class AuditMembership(models.Model):
    """Which block a line was sealed into: a table of its own, so that sealing never updates a line."""

    line = models.OneToOneField(AuditLine, on_delete=models.PROTECT, related_name="membership")
    block = models.ForeignKey(AuditBlock, on_delete=models.PROTECT, related_name="members")
    position = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["block", "position"], name="one_line_a_position")]


class Erasure(models.Model):
    """依法删除: who asked, who agreed, on what legal basis. Its row is what lets the triggers pass."""

    subject_uid = models.UUIDField(unique=True)
    basis = models.CharField(max_length=300)
    requested_by = models.UUIDField()
    approved_by = models.UUIDField()
    erased_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(requested_by=models.F("approved_by")), name="erasure_needs_two_people"
            )
        ]


class Job(models.Model):
    """Background work as a row: claimed under a lease, retried with growing pauses, recovered from a dead worker."""

    class State(models.TextChoices):
        WAITING = "waiting", _("等待执行")
        RUNNING = "running", _("正在执行")
        DONE = "done", _("已完成")
        FAILED = "failed", _("未能完成")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    name = models.CharField(max_length=80)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    requested_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    run_after = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    worker = models.UUIDField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done_parts = models.PositiveIntegerField(default=0)
    all_parts = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "run_after"])]


class Worker(models.Model):
    """A worker process that is alive: its row is renewed while it lives and removed when it stops."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()


class DailyRun(models.Model):
    """A daily act that was done for a day; missing days are caught up after days off."""

    name = models.CharField(max_length=80)
    day = models.DateField()
    done_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "day"], name="one_run_a_day")]


class Setback(models.Model):
    """A daily act that does not succeed for the present: since when, with which fault, and when it is tried again."""

    name = models.CharField(max_length=80, unique=True)
    day = models.DateField()
    # The kind of the fault and its place in the program, never its message.
    fault = models.CharField(max_length=200)
    tries = models.PositiveIntegerField()
    since = models.DateTimeField()
    last_try = models.DateTimeField()
    next_try = models.DateTimeField()


class StoredFile(models.Model):
    """A file kept under its content's SHA-256; the row is written after the bytes are safe on disk."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    stored_at = models.DateTimeField()


class CalendarDay(models.Model):
    """A dated exception to the week: a public holiday off, or a weekend worked in exchange (调休)."""

    day = models.DateField(unique=True)
    working = models.BooleanField()
    name = models.CharField(max_length=30)
