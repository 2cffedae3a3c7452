"""Self-examination materials on their way through the hands that pass them; the words lie in rows that can be erased."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.campaigns.models import Campaign
from huiyin.core.identifiers import new_uid
from huiyin.core.models import StoredFile
from huiyin.ledgers.books.gatherings import SelfExamination
from huiyin.organisation.models import Account, Person, Unit


class MaterialRound(models.Model):
    """The materials of one leadership team for one campaign. Of its office only `in_charge` sees them."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="material_rounds")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="material_rounds", verbose_name=_("单位"))
    in_charge = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("经办人"))
    due_on = models.DateField(_("交稿期限"), null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "unit"], name="materials_once_a_campaign")]

    def __str__(self) -> str:
        return f"{self.unit}对照检查材料"


class Material(models.Model):
    """One material: the team's (no person) or a member's own."""

    Kind = SelfExamination.Kind

    class State(models.TextChoices):
        DRAFT = "draft", _("起草")
        PEER_READ = "peer_read", _("互阅")
        HEAD_REVIEW = "head_review", _("主要负责人审")
        SUPERVISOR_REVIEW = "supervisor_review", _("督导组审")
        SUPERIOR_REVIEW = "superior_review", _("上级审")
        RETURNED = "returned", _("退回修改")
        FINALIZED = "finalized", _("审定")
        USED = "used_in_meeting", _("已在会上使用")
        REVISED = "revised_after", _("会后修改")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    round = models.ForeignKey(MaterialRound, models.PROTECT, related_name="materials")
    kind = models.CharField(max_length=10, choices=Kind)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "person"], name="one_material_a_member"),
            models.UniqueConstraint(fields=["round"], condition=Q(person__isnull=True), name="one_material_of_a_team"),
            models.CheckConstraint(
                condition=Q(kind="team", person__isnull=True) | Q(kind="personal", person__isnull=False),
                name="a_personal_material_has_its_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person.name}对照检查材料" if self.person else f"{self.round.unit}领导班子对照检查材料"


class MaterialVersion(models.Model):
    """One version as it was handed in. The digest stays when its words are erased."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    material = models.ForeignKey(Material, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    file = models.ForeignKey(StoredFile, models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    on = models.DateField()
    erased_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["material", "number"], name="one_material_version_a_number")]


class MaterialText(models.Model):
    """The words of a version, in a row of their own so that they can be erased."""

    version = models.OneToOneField(MaterialVersion, models.CASCADE, related_name="words")
    text = models.TextField()


class MaterialStep(models.Model):
    """Who did what with which version; a remark on a return is kept."""

    class Verb(models.TextChoices):
        HAND_IN = "hand_in", _("交稿")
        READ = "read", _("已互阅")
        PASS = "pass", _("同意")
        RETURN = "return", _("退回")
        USE = "use", _("会上使用")
        REVISE = "revise", _("会后修改")
        ERASE = "erase", _("清除文字")

    material = models.ForeignKey(Material, models.PROTECT, related_name="steps")
    version = models.PositiveIntegerField()
    verb = models.CharField(max_length=10, choices=Verb)
    before = models.CharField(max_length=20, choices=Material.State)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    on = models.DateField()
    remark = models.CharField(max_length=1000, blank=True)
    # Who passed it where the superior is not in the system: as the office in charge entered it.
    outside = models.CharField(max_length=120, blank=True)
