"""What the pages of service share: crumbs, states as word, tone and icon."""

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.service.models import ServicePromise

Crumb = tuple[str, str]
State = ServicePromise.State
_STATES = {
    State.OPEN: ("progress", "clock"),
    State.DONE: ("info", "circle-check"),
    State.DECLINED: ("warn", "message"),
    State.TOLD: ("ok", "circle-check"),
}


def crumbs(*more: Crumb) -> list[Crumb]:
    """Where the page lies."""
    return [(_("联系服务"), reverse("service_index")), *more]


def state(row: ServicePromise) -> tuple[str, str, str]:
    """(word, tone, icon)."""
    tone, icon = _STATES[State(row.state)]
    return row.get_state_display(), tone, icon
