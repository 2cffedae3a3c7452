"""Two kinds of number, each with its own tag: a figure over books, and a working count 现况."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from huiyin.metrics.figure import Figure
from huiyin.workspace.figures.address import figure_href

register = template.Library()


@register.simple_tag
def figure(fig: Figure, definition: bool = True) -> SafeString:
    """A figure set apart, its number a link to the page that shows its entries; a percentage with its denominator."""
    context: dict[str, Any] = {
        "label": fig.metric.label,
        "value": fig.text,
        # The sign of a percentage belongs to the number; nothing recorded has no measure word.
        "unit": "" if fig.value is None else fig.metric.suffix,
        "href": figure_href(fig),
        "definition": fig.metric.definition if definition else "",
        "denominator": _denominator(fig),
        "suppressed": fig.suppressed,
        "withheld": fig.text if fig.suppressed else "",
    }
    return render_to_string("ui/figure.html", context)


def _denominator(fig: Figure) -> str:
    return f"{fig.share} {fig.denominator.metric.measure_word}" if fig.share and fig.denominator is not None else ""


@register.simple_tag
def working(label: str, value: int, href: str) -> SafeString:
    """A working count 现况: over a feature's own tables, opens its list, never enters a report."""
    return render_to_string("ui/working_count.html", {"label": label, "value": value, "href": href})
