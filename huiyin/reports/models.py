"""A report, its versions, the figures each version took, and the lines on what is not known."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.campaigns.models import Campaign, Stage
from huiyin.campaigns.stage_order import titled
from huiyin.core.identifiers import new_uid
from huiyin.core.models import StoredFile
from huiyin.organisation.models import Account, Unit


class Template(models.Model):
    """A Word template that an office edits; every upload is a new row."""

    class Kind(models.TextChoices):
        CLOSING = "closing", _("总结报告")
        BULLETIN = "bulletin", _("简报")
        TABLES = "tables", _("统计表")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(_("模板名称"), max_length=80)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField()
    retired = models.BooleanField(default=False)


class Report(models.Model):
    """A report of one campaign and unit. Issued reports are frozen; what the records say later shows beside them."""

    class State(models.TextChoices):
        DRAFT = "draft", _("起草")
        SIGNING = "signing", _("送签")
        ISSUED = "issued", _("已印发")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="reports")
    # Only what was done in this stage (a year, where stages are years); none: the whole campaign.
    stage = models.ForeignKey(Stage, models.PROTECT, null=True, related_name="+", verbose_name=_("环节（年度）"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Template.Kind)
    number = models.PositiveIntegerField(_("期号"), default=1)
    title = models.CharField(_("标题"), max_length=160)
    document_no = models.CharField(_("文号"), max_length=60, blank=True)
    addressee = models.CharField(_("主送机关"), max_length=200, blank=True)
    template = models.ForeignKey(Template, models.PROTECT, null=True, related_name="+")
    # What people write around the figures, by the template's names; lists of paragraphs, or one line.
    words = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    issued_on = models.DateField(null=True)
    issued_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    public = models.BooleanField(_("公开"), default=False)
    sent_back_why = models.CharField(_("退回理由"), max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit", "kind", "number"], name="one_report_a_number")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def stage_title(self) -> str:
        """The stage as pages and templates call it, with its year; empty for a report of the whole campaign."""
        return titled(self.campaign.stage_mode, self.stage) if self.stage else ""

    @property
    def about(self) -> str:
        """What it speaks of: the campaign, and the stage of it."""
        return f"{self.campaign.name}（{self.stage_title}）" if self.stage else self.campaign.name


class Version(models.Model):
    """A draft made from the records at one instant, or the Word that came back edited (then `base` is that draft)."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    report = models.ForeignKey(Report, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    as_of = models.DateTimeField()
    made_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    word = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    # The Word edited in WPS and dropped back: the words of record once signed.
    returned = models.BooleanField(default=False)
    base = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    accepted = models.BooleanField(default=False)
    check_code = models.CharField(_("校验码"), max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="one_version_a_number")]


class TakenFigure(models.Model):
    """A figure as a version took it: what was counted, by which definition, when, and over which revisions.

    `code` is the metric's, followed by @ and the unit's code where a table prints the figure of one unit below.
    """

    version = models.ForeignKey(Version, models.CASCADE, related_name="figures")
    code = models.CharField(max_length=120)
    metric_version = models.PositiveIntegerField()
    label = models.CharField(max_length=120)
    definition = models.CharField(max_length=500)
    measure_word = models.CharField(max_length=20)
    scope = models.JSONField()
    value = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    text = models.CharField(max_length=60)
    entries = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "code"], name="one_figure_a_code")]

    @property
    def metric_code(self) -> str:
        """The metric's own code."""
        return self.code.partition("@")[0]


class UnknownLine(models.Model):
    """One line of 附件1《数据口径和未掌握情况说明》; the head may explain it, nobody may leave it out."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="unknowns")
    code = models.CharField(max_length=40)
    text = models.CharField(max_length=500)
    explanation = models.CharField(_("负责人说明"), max_length=500, blank=True)
    explained_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "code"], name="one_line_a_code")]


class ChangeNote(models.Model):
    """Why a figure differs between the draft and what is signed, or where a number typed in Word comes from.

    `key` names the change; `sentence` says it in words, as it stood when the note was written.
    """

    version = models.ForeignKey(Version, models.CASCADE, related_name="notes")
    key = models.CharField(max_length=64)
    figure_code = models.CharField(max_length=120, blank=True)
    sentence = models.CharField(max_length=400)
    note = models.CharField(max_length=500)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField()
