"""What a round takes in: whether it asks now, what a slip is that others key in, and whether it may be sealed. Seals nothing."""

from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from huiyin.core.dates import chinese_date
from huiyin.core.errors import Refused
from huiyin.opinions.models import About, Channel, Opinion, RespondentGroup, Round, RoundSubject
from huiyin.opinions.terms import SMALLEST_GROUP
from huiyin.opinions.words import checked_words
from huiyin.organisation.models import Person, Unit


@dataclass(frozen=True)
class Target:
    """Whom an opinion is about, as a clerk read it off the paper."""

    about: str = About.GENERAL
    unit: Unit | None = None
    person: Person | None = None


@dataclass(frozen=True)
class Slip:
    """One paper slip or message, checked, ready to be sealed. A signed one has a name."""

    words: str
    day: date
    channel: str
    group: RespondentGroup | None = None
    target: Target = Target()
    slip_no: str = ""
    author_name: str = ""
    author: Person | None = None
    contact: str = ""
    source_file: str = ""
    source_sheet: str = ""
    source_row: int | None = None


def require_new_slip_no(round: Round, slip_no: str) -> None:
    """A number stands for one slip of a round. Asked under a lock on the round, so that two clerks cannot both use it."""
    Round.objects.select_for_update().get(pk=round.pk)
    if slip_no and Opinion.objects.filter(round=round, slip_no=slip_no).exists():
        raise Refused(_("编号“%(no)s”在这一轮已经登记过，请核对编号。") % {"no": slip_no})


def require_open_for_slips(round: Round) -> None:
    """Paper that came in time may be keyed in until the consolidation is signed."""
    if round.once:
        raise Refused(_("“%(round)s”每名应参加者凭凭证提一次，不能代录；代录的请录入另一轮。") % {"round": round.name})
    if round.state == Round.State.DRAFT:
        raise Refused(_("“%(round)s”还没有开始征求，请先开始征求。") % {"round": round.name})
    if round.state == Round.State.SIGNED:
        raise Refused(_("“%(round)s”的梳理已经签字，不能再补录意见；请录入下一轮。") % {"round": round.name})


def checked_slip(round: Round, slip: Slip, *, today: date) -> Slip:
    """The slip with its words checked and its group coarsened; refuses what cannot stand."""
    if slip.day > today:
        raise Refused(_("收到日期 %(day)s 还没有到，请核对日期。") % {"day": slip.day.isoformat()})
    if slip.target.about == About.PERSON and slip.target.person is None:
        raise Refused(_("评价对象是班子成员的，要指明是哪一位。"))
    if slip.channel not in set(round.channels.values_list("channel", flat=True)):
        raise Refused(
            _("“%(round)s”没有登记“%(channel)s”这个渠道，请先在轮次页登记渠道。")
            % {"round": round.name, "channel": Channel(slip.channel).label}
        )
    return replace(slip, words=checked_words(slip.words), group=coarsened(slip.group))


def coarsened(group: RespondentGroup | None) -> RespondentGroup | None:
    """The group, or nothing when fewer than five people could be meant (unknown is taken as fewer)."""
    return group if group is not None and (group.population or 0) >= SMALLEST_GROUP else None


def require_asking(round: Round, today: date, group: RespondentGroup | None, subject: RoundSubject | None) -> None:
    """Whether the public page takes an opinion now, from this group and about this subject."""
    if not round.public:
        raise Refused(_("“%(round)s”不在公开页面征求意见。") % {"round": round.name})
    if round.state != Round.State.OPEN or today < round.opens_on:
        raise Refused(_("“%(round)s”现在不收意见：还没有开始，或已经截止。") % {"round": round.name})
    if round.closes_on is not None and today > round.closes_on:
        raise Refused(_("“%(round)s”已于%(day)s截止。") % {"round": round.name, "day": chinese_date(round.closes_on)})
    if group is not None and group.campaign_id != round.campaign_id:
        raise Refused(_("没有这个征求对象，请刷新页面后重选。"))
    if subject is not None and subject.round_id != round.pk:
        raise Refused(_("没有这个评价对象，请刷新页面后重选。"))
