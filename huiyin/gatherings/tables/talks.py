"""Who must talk with whom, and that they did on a day. What was said has no column, and must never get one."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiyin.campaigns.models import Campaign
from huiyin.core.identifiers import new_uid
from huiyin.ledgers.books.gatherings import Talk
from huiyin.organisation.models import Account, Person, Unit


class TalkRound(models.Model):
    """谈心安排: the talks of one leadership team in one campaign; `norm` is the share of pairs a meeting waits for."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="talk_rounds")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="talk_rounds", verbose_name=_("单位"))
    drawn_up_on = models.DateField()
    due_on = models.DateField(_("谈完的期限"), null=True, blank=True)
    norm = models.PositiveSmallIntegerField(_("谈心够的标准（应谈对子的百分比）"), default=100)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit"], name="talks_once_a_campaign"),
            models.CheckConstraint(condition=Q(norm__gte=1, norm__lte=100), name="talk_norm_is_a_percentage"),
        ]

    def __str__(self) -> str:
        return f"{self.unit}谈心谈话"


class TalkLine(models.Model):
    """Which member of the team is in charge of which department: posts alone do not say it."""

    round = models.ForeignKey(TalkRound, models.CASCADE, related_name="lines")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "unit"], name="one_leader_in_charge")]


class TalkPair(models.Model):
    """Two people who must talk. `one` is of the team; where both are, the one who ranks first when drawn up."""

    Relation = Talk.Relation

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    round = models.ForeignKey(TalkRound, models.PROTECT, related_name="pairs")
    one = models.ForeignKey(Person, models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, models.PROTECT, related_name="+")
    relation = models.CharField(_("谈话关系"), max_length=20, choices=Relation)
    # Why a pair was added that posts do not give, and why one that they give was struck out: never what is said in it.
    added_why = models.CharField(_("补列理由"), max_length=200, blank=True)
    struck_on = models.DateField(null=True)
    struck_why = models.CharField(_("划去理由"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "one", "other"], name="a_pair_once"),
            models.CheckConstraint(condition=~Q(one=F("other")), name="nobody_talks_alone"),
        ]


class TalkHeld(models.Model):
    """That the two talked on this day. No words, no place, no hour."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    pair = models.ForeignKey(TalkPair, models.PROTECT, related_name="talks")
    on = models.DateField(_("谈话日期"))
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    undone_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pair", "on"], condition=Q(undone_on__isnull=True), name="one_talk_a_pair_a_day"
            )
        ]
