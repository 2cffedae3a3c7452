"""What the pages of gatherings share: addresses, crumbs, states as word, tone and icon."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.gatherings.models import LifeMeeting, Material
from huiyin.organisation.models import Unit


def crumbs(*rest: tuple[str, str]) -> list[tuple[str, str]]:
    """谈心和民主生活会 › … › this page."""
    return [(_("谈心和民主生活会"), reverse("gatherings_index")), *rest]


def href(name: str, uid: UUID) -> str:
    """The address of a page about one thing."""
    return reverse(name, kwargs={"uid": uid})


def team_href(name: str, campaign: Campaign, unit: Unit) -> str:
    """The address of a page about one team in one campaign."""
    return reverse(name, kwargs={"uid": campaign.uid, "unit": unit.uid})


_MEETINGS = {
    LifeMeeting.State.PREPARING: ("progress", "clock"),
    LifeMeeting.State.OPENED: ("ok", "circle-check"),
    LifeMeeting.State.CALLED_OFF: ("muted", "ban"),
}
_MATERIALS = {
    Material.State.DRAFT: ("neutral", "circle-dashed"),
    Material.State.RETURNED: ("warn", "arrow-back"),
    Material.State.FINALIZED: ("ok", "circle-check"),
    Material.State.USED: ("ok", "circle-check"),
    Material.State.REVISED: ("ok", "circle-check"),
}


def meeting_state(meeting: LifeMeeting) -> tuple[str, str, str]:
    """(word, tone, icon)."""
    tone, icon = _MEETINGS[LifeMeeting.State(meeting.state)]
    return meeting.get_state_display(), tone, icon


def material_state(material: Material) -> tuple[str, str, str]:
    """(word, tone, icon)."""
    tone, icon = _MATERIALS.get(Material.State(material.state), ("progress", "hourglass"))
    word = _("还没有交稿") if material.state == Material.State.DRAFT else material.get_state_display()
    return word, tone, icon
