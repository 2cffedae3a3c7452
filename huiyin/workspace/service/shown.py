"""What the pages of service share: crumbs, choices, states as word, tone and icon, the rows of a paste or a file."""

from pathlib import Path

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.campaigns.scope import campaigns_for_scope
from huiyin.ledgers.engine.excel.plain_rows import pasted_rows, uploaded_rows
from huiyin.organisation.access import Reach
from huiyin.organisation.queries import in_official_order
from huiyin.service import promise_reads
from huiyin.service.models import ServicePromise

Crumb = tuple[str, str]
Choices = list[tuple[str, str]]
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


def choices(actor: Reach) -> tuple[Choices, Choices]:
    """The units one records for, and the campaigns it may be part of."""
    units = in_official_order(promise_reads.entered_for(actor))
    return [(str(one.uid), one.name) for one in units], [(str(one.uid), one.name) for one in campaigns_for_scope(actor)]


def state(row: ServicePromise) -> tuple[str, str, str]:
    """(word, tone, icon)."""
    tone, icon = _STATES[State(row.state)]
    return row.get_state_display(), tone, icon


def rows_of(text: str, file: TemporaryUploadedFile | None) -> list[list[str]]:
    """The rows of the file when there is one, else of what was pasted."""
    if file:
        return uploaded_rows(file.name or _("表格"), Path(file.temporary_file_path()))
    return pasted_rows(text)
