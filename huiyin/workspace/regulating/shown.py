"""What the pages of regulations share: crumbs, states as word, tone and icon."""

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.regulating.models import Rule
from huiyin.workspace.gate import StaffRequest

Crumb = tuple[str, str]
_STATES = {
    Rule.State.INVENTORY: ("warn", "hourglass"),
    Rule.State.WORKING: ("progress", "edit"),
    Rule.State.IN_FORCE: ("ok", "circle-check"),
    Rule.State.ENDED: ("muted", "ban"),
}


def crumbs(*more: Crumb) -> list[Crumb]:
    """Where the page lies."""
    return [(_("制度废改立"), reverse("regulating_index") if more else ""), *more]


def of(row: Rule, last: str) -> list[Crumb]:
    """Below one regulation."""
    return crumbs((row.name, href(row)), (last, ""))


def href(row: Rule) -> str:
    """The page of one regulation."""
    return reverse("regulating_rule", kwargs={"uid": row.uid})


def state(row: Rule) -> tuple[str, str, str]:
    """(word, tone, icon)."""
    tone, icon = _STATES[Rule.State(row.state)]
    return row.get_state_display(), tone, icon


def number(request: StaffRequest, name: str, default: int) -> int:
    """A small number out of the address."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else default
