"""Long words in lists: what stands in sight, and the rest behind one tap. Together they are the words, every character."""

from django import template

register = template.Library()
# A fold that hides a line or two costs more than it saves.
_WORTH_FOLDING = 80


@register.filter
def in_sight(words: str, most: int) -> str:
    """What a list shows of words at once."""
    return words if len(words) < most + _WORTH_FOLDING else words[:most]


@register.filter
def folded(words: str, most: int) -> str:
    """What it shows when the fold is opened; empty when everything is in sight."""
    return "" if len(words) < most + _WORTH_FOLDING else words[most:]
