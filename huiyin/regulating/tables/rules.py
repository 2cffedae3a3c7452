"""制度: one regulation from inventory to decision, its texts kept one after another, and who is to read the newest."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.core.identifiers import new_uid
from huiyin.core.models import StoredFile
from huiyin.ledgers.books.regulations import Regulation
from huiyin.organisation.models import Account, Person, Post, Unit
from huiyin.rectification.models import Problem


class Rule(models.Model):
    """One regulation of a unit; what was decided on it stands in the book each time (rules.md §11)."""

    Decision = Regulation.Decision

    class State(models.TextChoices):
        INVENTORY = "inventory", _("待评估")
        WORKING = "working", _("修订制定中")
        IN_FORCE = "in_force", _("现行有效")
        ENDED = "ended", _("停止执行")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("制定单位"))
    campaign = models.UUIDField(null=True, blank=True)
    name = models.CharField(_("制度名称"), max_length=160)
    document_no = models.CharField(_("文号"), max_length=60, blank=True)
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", verbose_name=_("责任岗位"))
    problem = models.ForeignKey(Problem, models.PROTECT, null=True, related_name="+", verbose_name=_("对应问题"))
    state = models.CharField(max_length=10, choices=State, default=State.INVENTORY)
    decision = models.CharField(_("清理结论"), max_length=10, choices=Decision, blank=True)
    why = models.CharField(_("理由"), max_length=300, blank=True)
    meeting = models.CharField(_("审批会议"), max_length=120, blank=True)
    decided_on = models.DateField(_("决定日期"), null=True)
    due_on = models.DateField(_("完成时限"), null=True)
    review_on = models.DateField(_("复查日期"), null=True)
    # What the public reads is the text that somebody checked for it, not whatever came after.
    public_text = models.ForeignKey("RuleText", models.PROTECT, null=True, related_name="+")
    public_on = models.DateField(_("公开日期"), null=True)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    # Raised by every change: a form that shows an older number is refused.
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["state", "due_on"], name="rule_due"),
            models.Index(fields=["unit", "state"], name="rule_of_unit"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name"], condition=~Q(state="ended"), name="one_standing_rule_a_name"
            ),
            models.CheckConstraint(
                condition=Q(state="inventory", decision="", decided_on__isnull=True)
                | (~Q(state="inventory") & ~Q(decision="") & Q(decided_on__isnull=False)),
                name="rule_decided_or_waiting",
            ),
            models.CheckConstraint(
                condition=~Q(state="working") | Q(due_on__isnull=False, post__isnull=False), name="rule_in_work_has_owner"
            ),
            models.CheckConstraint(
                condition=Q(public_on__isnull=True, public_text__isnull=True)
                | Q(public_on__isnull=False, public_text__isnull=False),
                name="rule_public_with_a_text",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class RuleText(models.Model):
    """One text of a regulation; never changed, the next one stands beside it."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    rule = models.ForeignKey(Rule, models.PROTECT, related_name="texts")
    number = models.PositiveIntegerField()
    document_no = models.CharField(_("文号"), max_length=60, blank=True)
    effective_on = models.DateField(_("施行日期"))
    text = models.TextField(_("正文"))
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    added_on = models.DateField()
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "number"], name="one_text_a_number"),
            models.CheckConstraint(condition=~Q(text=""), name="rule_text_says_something"),
        ]


class RuleReader(models.Model):
    """Somebody who is to read one text. 已读 is said by them or by the clerk; no time and no page is measured."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    text = models.ForeignKey(RuleText, models.PROTECT, related_name="readers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    read_on = models.DateField(null=True)
    read_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["text", "person"], name="one_reader_a_text")]
