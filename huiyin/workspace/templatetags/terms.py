"""Marks a term counted in working days where the holidays of one of its years are not entered: 暂算 (rules.md §6.5)."""

from datetime import date

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from huiyin.core.holidays import years_entered

register = template.Library()
# Where one rendering keeps what it has read.
YEARS = "years with holidays entered"


@register.simple_tag(takes_context=True)
def provisional(context: Context, begin: date | None, end: date | None) -> SafeString | str:
    """The mark 暂算 after a term from `begin` to `end`, or nothing; one query a page however many terms it shows."""
    if begin is None or end is None:
        return ""
    if context.render_context.get(YEARS) is None:
        context.render_context[YEARS] = frozenset(years_entered())
    if context.render_context[YEARS].issuperset(range(begin.year, end.year + 1)):
        return ""
    return mark_safe(  # noqa: S308 - both parts are ours
        "　" + render_to_string("ui/state.html", {"word": _("暂算"), "tone": "neutral", "icon": "clock"})
    )
