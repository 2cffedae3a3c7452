"""Units and where they stand, people and the posts they hold, teams, accounts and what each may do."""

from typing import ClassVar
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiyin.core.identifiers import new_uid
from huiyin.organisation.fields import PathField


class Area(models.Model):
    """片: units worked as one group, each led by an area lead."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    name = models.CharField(_("片区"), max_length=60, unique=True)
    order = models.PositiveIntegerField(default=0)


class Unit(models.Model):
    """One unit of the tree. `path` is derived from `parent` by organisation.tree and by nothing else.

    A path is the chain of ancestors' keys, five base-36 characters each, so a step never changes its meaning: a unit
    that moves keeps its own step, and entries recorded under an old path stay findable through UnitPath.
    """

    class Kind(models.TextChoices):
        COMMITTEE = "committee", _("党委（工委）")
        GENERAL_BRANCH = "general_branch", _("党总支")
        BRANCH = "branch", _("党支部")
        DEPARTMENT = "department", _("部门")
        AFFILIATED = "affiliated", _("直属单位")
        SCHOOL = "school", _("学校")
        ORGAN = "organ", _("机关单位")
        TOWNSHIP = "township", _("乡镇（街道）")
        VILLAGE = "village", _("村（社区）")
        OTHER = "other", _("其他")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    code = models.CharField(_("单位编码"), max_length=40, unique=True)
    name = models.CharField(_("单位名称"), max_length=120)
    short_name = models.CharField(_("简称"), max_length=60, blank=True)
    kind = models.CharField(_("类型"), max_length=20, choices=Kind, default=Kind.DEPARTMENT)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级单位")
    )
    path = PathField(max_length=250, unique=True, editable=False)
    order = models.PositiveIntegerField(_("排序"), default=0)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="units", verbose_name=_("片区"))
    opened_on = models.DateField(_("设立日期"), null=True, blank=True)
    closed_on = models.DateField(_("撤销日期"), null=True, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged_from")
    remark = models.CharField(_("备注"), max_length=300, blank=True)
    # Raised by every change: a form that shows an older number is refused, so two clerks never overwrite each other.
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["parent", "order"])]
        constraints = [
            models.CheckConstraint(condition=~Q(parent=F("id")), name="unit_not_its_own_parent"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(opened_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="unit_closed_after_opened",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name

    @property
    def depth(self) -> int:
        """1 for a root."""
        return len(self.path) // 5


class UnitPath(models.Model):
    """Every path a unit has had: what lets a report read entries as they were recorded before a move."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="paths")
    path = PathField(max_length=250, db_index=True)
    since = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "path"], name="one_row_a_path")]


class Person(models.Model):
    """A person of the organisation, whether or not they sign in."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    name = models.CharField(_("姓名"), max_length=60)
    # Full and initial pinyin in all readings of the surname: typed to find people, never shown, never sorted by.
    pinyin = models.CharField(max_length=600, blank=True, editable=False)
    staff_no = models.CharField(_("工号"), max_length=40, unique=True, null=True, blank=True)
    phone = models.CharField(_("手机号"), max_length=20, unique=True, null=True, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="people", verbose_name=_("所在单位"))
    born = models.DateField(_("出生年月"), null=True, blank=True)
    education = models.CharField(_("学历"), max_length=30, blank=True)
    retired_on = models.DateField(_("退休日期"), null=True, blank=True)
    left_on = models.DateField(_("离开日期"), null=True, blank=True)
    remark = models.CharField(_("备注"), max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["name"])]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A post in a unit; measures follow the post, whoever holds it."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name=_("单位"))
    title = models.CharField(_("职务"), max_length=60)
    rank = models.PositiveIntegerField(_("排序"), default=100)
    leader = models.BooleanField(_("班子成员"), default=False)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "title"], name="one_post_a_title")]

    def __str__(self) -> str:
        return f"{self.unit}{self.title}"


class Holding(models.Model):
    """Who holds a post from when to when, the last day among them; several may hold posts of one title (讲师)."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="holdings")
    begins_on = models.DateField(_("任职日期"))
    ends_on = models.DateField(_("免职日期"), null=True, blank=True)
    remark = models.CharField(_("备注"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "person", "begins_on"], name="one_holding_a_start"),
            models.UniqueConstraint(
                fields=["post", "person"], condition=Q(ends_on__isnull=True), name="held_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("begins_on")), name="holding_ends_after_begin"
            ),
        ]


class Team(models.Model):
    """A group for a campaign or for good; `campaign` is the campaign's uid, since campaigns stand above."""

    class Kind(models.TextChoices):
        LEADING = "leading", _("领导小组")
        OFFICE = "office", _("活动办公室")
        SUPERVISION = "supervision", _("督导组")
        GUIDANCE = "guidance", _("巡回指导组")
        FACT_FINDING = "fact_finding", _("调研组")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    kind = models.CharField(_("组别"), max_length=20, choices=Kind)
    name = models.CharField(_("组名"), max_length=80)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="teams", verbose_name=_("设立单位"))
    campaign = models.UUIDField(null=True, blank=True, db_index=True)
    begins_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    covers = models.ManyToManyField(Unit, related_name="covering_teams", verbose_name=_("负责单位"))
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "campaign", "name"], name="one_team_a_name"),
            models.UniqueConstraint(
                fields=["unit", "name"], condition=Q(campaign__isnull=True), name="one_standing_team_a_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TeamMember(models.Model):
    """A person's part in a team."""

    class Duty(models.TextChoices):
        HEAD = "head", _("组长（主任）")
        DEPUTY = "deputy", _("副组长（副主任）")
        MEMBER = "member", _("成员")

    team = models.ForeignKey(Team, models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="team_parts")
    duty = models.CharField(max_length=10, choices=Duty, default=Duty.MEMBER)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "person"], name="once_in_a_team")]


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; the login is a random word nobody types, people sign in by phone, staff number or name."""

    def create_account(self, *, person: Person, password: str | None = None) -> "Account":
        """An account for a person; without a password they can enter only by a sign-in slip."""
        account = self.model(login=new_uid().hex, person=person)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """A person's way in. Rights are Grants, never columns here."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    login = models.CharField(max_length=40, unique=True)
    person = models.OneToOneField(Person, models.PROTECT, related_name="account")
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[AccountManager] = AccountManager()

    def __str__(self) -> str:
        return self.person.name

    @property
    def name(self) -> str:
        """The person's name, for the top bar."""
        return self.person.name


class Role(models.TextChoices):
    """design §1: what a right lets a person do, always within a subtree or a team."""

    OFFICE = "office", _("活动办公室")
    CLERK = "clerk", _("单位联络员")
    HEAD = "head", _("单位负责人")
    SUPERVISOR = "supervisor", _("督导组员")
    MEMBER = "member", _("党员、干部")
    DISCIPLINE = "discipline", _("纪检监察人员")
    AUDITOR = "auditor", _("审计员")
    ADMINISTRATOR = "administrator", _("系统管理员")


# Rights that only take effect when a second person approves: they open other rights, or what is sealed from the rest.
# A supervisor closes measures: a ghost made by one person alone must not become one.
TWO_PERSON_ROLES = (Role.OFFICE, Role.SUPERVISOR, Role.DISCIPLINE, Role.AUDITOR, Role.ADMINISTRATOR)


class Grant(models.Model):
    """A right: (person, role, subtree or team, campaign or all, from, to, granted by). Takes effect once approved.

    The rights of TWO_PERSON_ROLES need a second person; the others are approved by whoever grants them. Nobody grants or
    approves a right of their own.
    """

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="grants", verbose_name=_("人员"))
    role = models.CharField(_("角色"), max_length=20, choices=Role)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="grants", verbose_name=_("单位"))
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="grants")
    campaign = models.UUIDField(null=True, blank=True)
    begins_on = models.DateField(_("起"))
    ends_on = models.DateField(_("止"), null=True, blank=True)
    granted_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="granted")
    approved_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="approved")
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "role"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False, team__isnull=True) | Q(unit__isnull=True, team__isnull=False),
                name="grant_on_a_subtree_or_a_team",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | Q(granted_by__isnull=True)
                | ~Q(approved_by=F("granted_by"))
                | ~Q(role__in=[role.value for role in TWO_PERSON_ROLES]),
                name="grant_approved_by_another",
            ),
        ]


class SignInSlip(models.Model):
    """A printed one-time sign-in slip; only its digest is kept, and it dies on use or after its days."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="slips")
    digest = models.CharField(max_length=64, unique=True)
    issued_by = models.ForeignKey(Account, models.PROTECT, related_name="slips_issued")
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class WayIn(models.Model):
    """Who handed over the way into an account, by a slip that was used or by its first password, and until when it lasts.

    Whoever knows the way in may be the one who comes in: see organisation.hands.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="ways_in")
    by = models.ForeignKey(Account, models.PROTECT, related_name="ways_handed")
    slip = models.OneToOneField(SignInSlip, models.PROTECT, null=True, related_name="way_in")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)


def uid_of(thing: Unit | Team | None) -> UUID | None:
    """The uid, or None."""
    return thing.uid if thing else None
