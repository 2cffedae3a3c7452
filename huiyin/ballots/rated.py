"""Who is rated has no hand in it: a satisfaction survey is run from above, by people of another body (rules.md §9.1, G19)."""

from django.utils.translation import gettext as _

from huiyin.ballots.models import Ballot
from huiyin.ballots.presets import preset
from huiyin.core.errors import Refused
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Person, Unit


def checked_rated(kind: str, unit: Unit, rated: Unit | None) -> Unit | None:
    """The rated body of a new survey: below the unit that runs it. Other kinds of ballots rate nobody."""
    if not preset(kind).weights:
        return None
    if rated is None:
        raise Refused(_("满意度测评要写明被评单位。"))
    if not is_below(rated, unit):
        raise Refused(
            _("满意度测评由被评单位的上级组织，被评单位自己不能办：请在“%(rated)s”的上级单位名下新建。")
            % {"rated": rated.name}
        )
    return rated


def is_below(rated: Unit, unit: Unit) -> bool:
    """Whether a unit lies below another."""
    return rated.path != unit.path and bool(rated.path.startswith(unit.path))


def is_of_rated(ballot: Ballot, person: Person) -> bool:
    """Whether somebody belongs to the body that is rated, or to a unit of it."""
    return ballot.rated is not None and person.unit.path.startswith(ballot.rated.path)


def require_not_rated(ballot: Ballot, actor: Reach) -> None:
    """An office's right does not reach whom it belongs to: people of the rated body neither run, open nor end it."""
    if is_of_rated(ballot, actor.account.person):
        raise Refused(_("您是被评单位“%(rated)s”的人，不能办理对它的测评。") % {"rated": ballot.rated})
