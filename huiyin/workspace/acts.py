"""What pages with acts share: a verb tried, the revision that was shown, uids out of addresses and forms."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages

from huiyin.core.errors import NotReached, Refused
from huiyin.workspace.gate import StaffRequest


def tried(request: StaffRequest, act: Callable[[], object], done: str) -> bool:
    """Do a verb; a refusal becomes a message on the page one returns to. What is not reached stays a 404."""
    try:
        act()
    except NotReached:
        raise
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return False
    messages.success(request, done)
    return True


def revision(request: StaffRequest) -> int:
    """The revision the page showed; 0, which no row has, when it is missing or made up."""
    text = request.POST.get("revision", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def uid_or_none(text: str) -> UUID | None:
    """A uid from an address or a form; anything else is nothing."""
    try:
        return UUID(text)
    except ValueError:
        return None


def chosen(request: StaffRequest, name: str) -> list[UUID]:
    """The ticked uids of a form."""
    return [uid for uid in map(uid_or_none, request.POST.getlist(name)) if uid]
