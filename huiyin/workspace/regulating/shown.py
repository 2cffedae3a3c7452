"""What the pages of regulations share: crumbs, choices, states as word, tone and icon, rows of a paste or a file."""

from pathlib import Path

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.campaigns.scope import campaigns_for_scope
from huiyin.ledgers.engine.excel.plain_rows import pasted_rows, uploaded_rows
from huiyin.organisation.access import Reach
from huiyin.organisation.queries import in_official_order
from huiyin.regulating import queries
from huiyin.regulating.models import Rule
from huiyin.workspace.gate import StaffRequest

Crumb = tuple[str, str]
Choices = list[tuple[str, str]]
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


def choices(actor: Reach) -> tuple[Choices, Choices]:
    """The units one records for, and the campaigns it may be part of."""
    units = in_official_order(queries.entered_for(actor))
    return [(str(one.uid), one.name) for one in units], [(str(one.uid), one.name) for one in campaigns_for_scope(actor)]


def rows_of(text: str, file: TemporaryUploadedFile | None) -> list[list[str]]:
    """The rows of the file when there is one, else of what was pasted."""
    if file:
        return uploaded_rows(file.name or _("表格"), Path(file.temporary_file_path()))
    return pasted_rows(text)


def number(request: StaffRequest, name: str, default: int) -> int:
    """A small number out of the address."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else default
