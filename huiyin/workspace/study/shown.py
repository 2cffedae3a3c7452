"""What the study pages share: crumbs, the year and page in an address, states as word and icon, units to choose from."""

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Unit
from huiyin.study import queries
from huiyin.study.models import Session
from huiyin.workspace.acts import uid_or_none
from huiyin.workspace.gate import StaffRequest

Crumb = tuple[str, str]
Choices = list[tuple[str, str]]


def crumbs(*more: Crumb) -> list[Crumb]:
    """Where the page lies."""
    return [(_("学习"), reverse("study_index")), *more]


def session_href(session: Session) -> str:
    """The page of a session."""
    return reverse("study_session", kwargs={"uid": session.uid})


def number(request: StaffRequest, name: str, *, least: int, most: int, otherwise: int) -> int:
    """A whole number out of the address; anything else is `otherwise`."""
    text = request.GET.get(name, "")
    found = int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else otherwise
    return found if least <= found <= most else otherwise


def year(request: StaffRequest) -> int:
    """The year the page is of; this one unless the address says otherwise."""
    return number(request, "year", least=1990, most=2200, otherwise=clock.today().year)


def page(request: StaffRequest) -> int:
    """The page of a list, from 0."""
    return number(request, "page", least=0, most=100_000, otherwise=0)


def unit_of(request: StaffRequest, units: list[Unit]) -> Unit | None:
    """The unit in the address, if it is among those one may choose; else the first."""
    wanted = uid_or_none(request.GET.get("unit", ""))
    return next((one for one in units if one.uid == wanted), units[0] if units else None)


def read_unit(request: StaffRequest) -> Unit | None:
    """The unit in the address, or the topmost one whose study one may read; one out of reach is not there."""
    if not request.GET.get("unit"):
        return queries.topmost(request.reach)
    wanted = uid_or_none(request.GET["unit"])
    return queries.read_unit(wanted, request.reach) if wanted else None


def kept_choices(actor: Reach) -> tuple[Choices, Choices]:
    """Units and campaigns for a form."""
    units = [(str(one.uid), one.name) for one in queries.keeping_units(actor)]
    return units, [(str(one.uid), one.name) for one in queries.campaigns_open(actor, clock.today())]


def pager(page_now: int, total: int, size: int, query: str) -> dict[str, str]:
    """Addresses of the neighbouring pages and where one is."""
    last = max(0, (total - 1) // size)
    return {
        "newer_href": f"?{query}&page={page_now - 1}" if page_now else "",
        "older_href": f"?{query}&page={page_now + 1}" if page_now < last else "",
        "position": _("第 %(page)d 页，共 %(pages)d 页") % {"page": page_now + 1, "pages": last + 1},
    }


STATES = {
    Session.State.OPEN: ("progress", "circle-dot"),
    Session.State.SIGNED: ("ok", "circle-check"),
    Session.State.VOID: ("muted", "ban"),
}


def state(session: Session) -> tuple[str, str, str]:
    """Word, tone and icon."""
    return (session.get_state_display(), *STATES[Session.State(session.state)])
