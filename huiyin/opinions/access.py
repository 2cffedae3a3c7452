"""Who may read opinions and who may act on them; nobody reads what is said of them before it is fed back."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.core.errors import NotReached, Refused
from huiyin.opinions.models import About, FeedbackLine, Opinion, Round
from huiyin.organisation.access import RECORDERS, Reach
from huiyin.organisation.models import Role, Unit
from huiyin.organisation.paths import ancestors

# A head or clerk of a unit answers what is referred to them; they do not read everything that was said.
WORDS_READERS = (Role.OFFICE, Role.SUPERVISOR)


def held(actor: Reach, roles: Iterable[str], *, unit: str, campaign: str) -> Q:
    """Rows whose `unit` path the actor reaches with one of `roles`, each right within its own campaign."""
    return actor.within(roles, unit, campaign=campaign)


def spoken_about(actor: Reach) -> Q:
    """Opinions about the actor, or about a body whose head, leader or clerk the actor is (design §5a).

    About a unit: heads and clerks anywhere in it. About its team, one of its leaders or its whole system: those of that
    very unit, and everybody who ever held a leader's post there.
    """
    mine = Q(about_person=actor.account.person_id)
    # A few paths, where the same questions asked of every opinion would take the store most of its time.
    if own := actor.ever_own:
        inside = sorted({path for each in own for path in ancestors(each)})
        mine |= Q(about=About.UNIT, about_unit__path__in=inside)
        mine |= Q(about__in=(About.TEAM, About.PERSON, About.SYSTEM), about_unit__path__in=sorted(own))
    return mine


def fed_back() -> Exists:
    """Opinions that stand on a feedback sheet which was handed over."""
    return Exists(FeedbackLine.objects.filter(opinion=OuterRef("pk"), sheet__handed_over_on__isnull=False))


def visible(actor: Reach) -> QuerySet[Opinion]:
    """The opinions an actor may read today: within reach, not restricted, not about themselves until fed back."""
    return (
        Opinion.objects.filter(held(actor, WORDS_READERS, unit="round__unit__path", campaign="round__campaign__uid"))
        .exclude(triage=Opinion.Triage.RESTRICTED)
        .filter(~spoken_about(actor) | fed_back())
    )


def may_read(actor: Reach, opinion: str) -> Exists:
    """The same asked of rows that name an opinion in the column `opinion`: of each by itself, as of a few it should be.

    `opinion__in=visible(actor)` has SQLite collect every opinion of the installation first, whatever is shown.
    """
    return Exists(visible(actor).filter(pk=OuterRef(opinion)))


def require_office(actor: Reach, unit: Unit, campaign: Campaign) -> None:
    """Only the office of the unit, or of one above it, runs its rounds and consolidates."""
    if not actor.may((Role.OFFICE,), unit, campaign.uid):
        raise Refused(_("只有“%(unit)s”或其上级的活动办公室可以办理。") % {"unit": unit.name})


def require_recorder(actor: Reach, around: Round) -> None:
    """Slips are keyed in by the office or a clerk of the unit that runs the round."""
    if not actor.may(RECORDERS, around.unit, around.campaign.uid):
        raise Refused(_("您没有为“%(unit)s”登记意见的权限。") % {"unit": around.unit.name})


def require_sees(actor: Reach, opinion: Opinion) -> None:
    """Whoever may not read an opinion may not act on it, and is not told that it exists."""
    if not visible(actor).filter(pk=opinion.pk).exists():
        raise NotReached(_("没有这条意见，或它不在您的权限范围内。"))
