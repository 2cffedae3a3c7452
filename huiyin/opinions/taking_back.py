"""What every kind of undoable step shares: one's own last one, one by its name, and that nobody went on from it.

A step is a row with campaign, unit, account, `undo` (what it touched, and its inverse) and `undone_at`.
"""

from typing import TypeVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from huiyin.core.errors import NotReached, Refused
from huiyin.opinions.access import held
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Role

Step = TypeVar("Step", bound=models.Model)


def last_own(steps: models.QuerySet[Step], actor: Reach) -> Step:
    """The actor's own last step of these that still stands."""
    own = steps.filter(account=actor.account, undone_at__isnull=True)
    last = own.select_related("campaign", "unit").order_by("-pk").first()
    if last is None:
        raise Refused(_("没有可以撤销的步骤。"))
    return last


def named(steps: models.QuerySet[Step], uid: UUID, actor: Reach) -> Step:
    """One step, if the actor's office runs its board."""
    here = steps.filter(held(actor, (Role.OFFICE,), unit="unit__path", campaign="campaign__uid"), uid=uid)
    step = here.select_related("campaign", "unit").first()
    if step is None:
        raise NotReached(_("没有这一步，或它不在您的权限范围内。"))
    return step


def refuse_if_built_upon(
    later: models.QuerySet[Step], touched: set[str], *, under: str, verbs: type[models.TextChoices], sentence: str
) -> None:
    """Refuse when a later step that still stands touched something of `touched`, in the sentence's words.

    `under` is where a step keeps what it touched; the sentence takes the later step's verb and whose it was.
    """
    standing = later.filter(undone_at__isnull=True).order_by("pk")
    for undo, verb, who in standing.values_list("undo", "verb", "account__person__name").iterator():
        if touched.intersection(undo[under]):
            raise Refused(sentence % {"verb": verbs(verb).label, "who": who})
