"""What the pages of burden share: crumbs, states as word, tone and icon, years and months in addresses."""

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.burden.load import Month
from huiyin.burden.models import FormRequest, Objection
from huiyin.core.errors import NotReached
from huiyin.organisation.models import Unit

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FIRST, _LAST = 1990, 2200
_REQUESTS = {
    FormRequest.State.DRAFT: ("neutral", "edit"),
    FormRequest.State.ISSUED: ("progress", "send"),
    FormRequest.State.WITHDRAWN: ("muted", "circle-minus"),
}
_OBJECTIONS = {
    Objection.Outcome.WAITING: ("warn", "clock"),
    Objection.Outcome.WITHDRAWN: ("ok", "circle-check"),
    Objection.Outcome.EXEMPTED: ("ok", "circle-check"),
    Objection.Outcome.REJECTED: ("muted", "circle-x"),
}
State = tuple[str, str, str]


def crumbs(*rest: tuple[str, str], unit: Unit | None = None) -> list[tuple[str, str]]:
    """减负 › the unit › this page."""
    found = [(_("减负"), reverse("burden_home"))]
    if unit is not None:
        found.append((unit.name, ""))
    return [*found, *rest]


def request_state(form: FormRequest) -> State:
    """(word, tone, icon)."""
    tone, icon = _REQUESTS[FormRequest.State(form.state)]
    return form.get_state_display(), tone, icon


def objection_state(objection: Objection) -> State:
    """(word, tone, icon)."""
    tone, icon = _OBJECTIONS[Objection.Outcome(objection.outcome)]
    return objection.get_outcome_display(), tone, icon


def checked_year(year: int) -> int:
    """A year that can be one."""
    if not _FIRST <= year <= _LAST:
        raise NotReached(_("没有这一年的页面。"))
    return year


def checked_month(year: int, month: int) -> Month:
    """A month that can be one."""
    if not 1 <= month <= 12:
        raise NotReached(_("没有这个月的页面。"))
    return Month(checked_year(year), month)
