"""机构与任职: participating units, teams set up, and appointments, posted by the verbs that make them official."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.models import EntryRevision
from huiyin.ledgers.themes import Theme
from huiyin.organisation.models import Team, Unit


class Participant(EntryRevision):
    """A unit taking part in a campaign. `delta` is −1 when it leaves."""

    kind = models.CharField(_("单位类型"), max_length=20, choices=Unit.Kind)
    guides_others = models.BooleanField(_("同时指导下级"), default=False)
    delta = models.SmallIntegerField(_("增减"), default=1)

    class Meta(EntryRevision.Meta):
        pass


class TeamSet(EntryRevision):
    """A team set up, as it stood when it was set up."""

    name = models.CharField(_("组名"), max_length=80)
    kind = models.CharField(_("组别"), max_length=20, choices=Team.Kind)
    heads = models.PositiveIntegerField(_("组长"), default=0)
    deputies = models.PositiveIntegerField(_("副组长"), default=0)
    members = models.PositiveIntegerField(_("成员"), default=0)
    people = models.PositiveIntegerField(_("人数"), null=True, blank=True)
    covers = models.PositiveIntegerField(_("负责单位数"), default=0)
    covers_schools = models.PositiveIntegerField(_("其中学校"), default=0)

    class Meta(EntryRevision.Meta):
        pass


class Appointment(EntryRevision):
    """A person takes up (+1) or leaves (−1) a post."""

    person = models.CharField(_("姓名"), max_length=60)
    post = models.CharField(_("职务"), max_length=60)
    leader = models.BooleanField(_("班子成员"), default=False)
    delta = models.SmallIntegerField(_("增减"), default=1)

    class Meta(EntryRevision.Meta):
        pass


PARTICIPANTS = Ledger(
    code="participants",
    theme=Theme.ORGANISATION,
    name=_("参加单位"),
    about=_("参加活动的单位，由活动下达时记入。"),
    model=Participant,
    columns=("kind", "guides_others", "delta"),
    filters=("kind",),
    by_hand=False,
)
TEAMS = Ledger(
    code="teams",
    theme=Theme.ORGANISATION,
    name=_("工作组"),
    about=_("领导小组、活动办、督导组、调研组，由组建时记入，人数是组建时的人数。"),
    model=TeamSet,
    columns=("name", "kind", "heads", "deputies", "members", "people", "covers", "covers_schools"),
    filters=("kind",),
    by_hand=False,
    title_column="name",
)
APPOINTMENTS = Ledger(
    code="appointments",
    theme=Theme.ORGANISATION,
    name=_("任免记录"),
    about=_("任职记 +1，免职记 −1，合计即在任人数（人职）。"),
    model=Appointment,
    columns=("person", "post", "leader", "delta"),
    filters=("post",),
    by_hand=False,
    of_campaigns=False,
    title_column="person",
)
