"""A frozen roll, whom it lists and how each got a credential. What a credential was used for is nowhere near."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiyin.core.identifiers import new_uid
from huiyin.organisation.models import Account, Person, Unit


class Roll(models.Model):
    """名册: those eligible for one ballot or one round. Its uid is that of the ballot or round, and of the signing key."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="rolls")
    campaign = models.UUIDField(null=True, blank=True, db_index=True)
    title = models.CharField(_("名称"), max_length=120)
    draw_from = models.DateTimeField(_("领取凭证开始"))
    draw_until = models.DateTimeField(_("领取凭证截止"))
    use_from = models.DateTimeField(_("使用凭证开始"))
    use_until = models.DateTimeField(_("使用凭证截止"))
    frozen_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.CharField(_("作废原因"), max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(draw_from__lt=F("draw_until"))
                & Q(draw_until__lte=F("use_from"))
                & Q(use_from__lt=F("use_until")),
                name="drawing_ends_before_use_begins",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def frozen(self) -> bool:
        """Whether the roll stands; from then on it is corrected in the open."""
        return self.frozen_at is not None

    def drawing(self, now: datetime) -> bool:
        """Whether credentials are handed out now."""
        return self.frozen and self.closed_at is None and self.draw_from <= now < self.draw_until

    def using(self, now: datetime) -> bool:
        """Whether credentials are taken now."""
        return self.frozen and self.closed_at is None and self.use_from <= now < self.use_until


class RollEntry(models.Model):
    """One person on a roll. That they drew is known; when, and which credential, is not."""

    class Way(models.TextChoices):
        NONE = "", _("未领取")
        DEVICE = "device", _("本人设备领取")
        SLIP = "slip", _("纸质凭证")

    class Excused(models.TextChoices):
        """Who need not count as due (rules.md §6.4 ①–⑥), with the superior's consent and the meeting's vote."""

        NONE = "", _("计入应到")
        ILL_MIND = "ill_mind", _("患有精神病或因其他疾病不能表达本人意志")
        ABROAD = "abroad", _("自费出国半年以上")
        PRISON = "prison", _("正在服刑")
        BEDRIDDEN = "bedridden", _("年老体弱卧床不起或长年生病生活不能自理")
        MOVED = "moved", _("工作调动、下派、外出学习工作半年以上，应转未转组织关系")
        RETIRED_AWAY = "retired_away", _("已回原籍长期居住的离退休人员，应转未转组织关系")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    roll = models.ForeignKey(Roll, models.PROTECT, related_name="entries")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    excused = models.CharField(_("不计入应到"), max_length=20, choices=Excused, default=Excused.NONE, blank=True)
    removed = models.BooleanField(default=False)
    way = models.CharField(_("领取方式"), max_length=10, choices=Way, default=Way.NONE, blank=True)
    # The digest of the blinded request: the same request is signed again, another never.
    request = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["roll", "person"], name="once_on_a_roll"),
            models.CheckConstraint(
                condition=Q(way="device", request__gt="") | (~Q(way="device") & Q(request="")),
                name="a_request_where_a_device_drew",
            ),
        ]


class RollCorrection(models.Model):
    """更正: whom a frozen roll gained or lost, why and by whom; everybody on the roll may read it."""

    class Kind(models.TextChoices):
        ADDED = "added", _("补列")
        REMOVED = "removed", _("除名")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    roll = models.ForeignKey(Roll, models.PROTECT, related_name="corrections")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.CharField(_("理由"), max_length=300)
    on = models.DateField(_("日期"))
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")


class Sampling(models.Model):
    """抽样: the roll is drawn by lot from a fixed list (the frame), never chosen. The list's digest is published first."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    roll = models.OneToOneField(Roll, models.PROTECT, related_name="sampling")
    stratified = models.BooleanField(_("按单位分层"), default=False)
    frame_digest = models.CharField(max_length=64)
    people = models.PositiveIntegerField()
    fixed_on = models.DateField()


class SampleLot(models.Model):
    """One person of the frame under a random token; the published list shows the token and the stratum alone."""

    sampling = models.ForeignKey(Sampling, models.PROTECT, related_name="lots")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    token = models.CharField(max_length=32)
    stratum = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sampling", "person"], name="one_lot_a_person"),
            models.UniqueConstraint(fields=["sampling", "token"], name="one_person_a_lot"),
        ]


class SampleDraw(models.Model):
    """一次抽取: fixed before its value was known; drawn once. A further one has a number of its own and a reason."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    sampling = models.ForeignKey(Sampling, models.PROTECT, related_name="draws")
    number = models.PositiveSmallIntegerField()
    size = models.PositiveIntegerField(_("抽取人数"))
    reason = models.CharField(_("补抽理由"), max_length=300, blank=True)
    commitment = models.CharField(max_length=64)
    # Shown after the draw. Whoever reads it before knows nothing: the value is still to come.
    secret = models.CharField(max_length=64)
    source = models.CharField(_("公开数值的出处"), max_length=200)
    due_on = models.DateField(_("公开数值产生的日期"))
    value = models.CharField(_("公开数值"), max_length=200, blank=True)
    seed = models.CharField(max_length=64, blank=True)
    drawn_digest = models.CharField(max_length=64, blank=True)
    drawn_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sampling", "number"], name="one_draw_a_number"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="a_further_draw_has_a_reason"),
            models.CheckConstraint(
                condition=Q(value="", seed="", drawn_on=None) | ~(Q(value="") | Q(seed="") | Q(drawn_on=None)),
                name="drawn_whole_or_not_at_all",
            ),
        ]
