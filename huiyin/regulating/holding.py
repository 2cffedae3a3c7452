"""What the verbs on a regulation share: the row locked as it was seen, one who may, its state."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.organisation.access import READERS, RECORDERS, Reach
from huiyin.regulating.models import Rule

State = Rule.State


def locked(seen: Rule, revision: int | None, actor: Reach, states: Collection[State] = tuple(State)) -> Rule:
    """The row as it stands, if it is as it was seen (None: whatever it is) and in a state in which this can be done."""
    row = (
        Rule.objects.select_for_update(of=("self",))
        .select_related("unit", "post__unit", "problem", "public_text")
        .get(pk=seen.pk)
    )
    if not actor.may(RECORDERS, row.unit, row.campaign):
        if not actor.may(READERS, row.unit, row.campaign):
            raise NotReached(_("没有这项制度，或它不在您的权限范围内。"))
        raise Refused(_("您没有为“%(unit)s”登记制度的权限。") % {"unit": row.unit.name})
    if revision is not None and row.revision != revision:
        raise Stale(_("这项制度刚被别人改过，您的修改没有保存。请看过现在的情况再办理。"))
    if row.state not in states:
        raise Refused(_("这项制度现在是“%(state)s”，不能这样办理。") % {"state": row.get_state_display()})
    return row


def save(row: Rule, *fields: str) -> None:
    """Keep the columns that changed under the next revision."""
    row.revision += 1
    row.save(update_fields=[*fields, "revision"])


def said(words: str, most: int, name: str) -> str:
    """A text that must be there and fit."""
    words = words.strip()
    if not words or len(words) > most:
        raise Refused(_("请填“%(name)s”，最多 %(most)d 个字。") % {"name": name, "most": most})
    return words
