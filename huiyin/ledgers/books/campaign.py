"""活动动作: the actions of a campaign's plan, posted when the plan is approved."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.models import EntryRevision
from huiyin.ledgers.themes import Theme


class ActionKind(models.TextChoices):
    """What an action of a plan is."""

    SET = "set", _("规定动作")
    OWN = "own", _("自选动作")
    PROMOTION = "promotion", _("推进方案事项")
    SPECIAL_ACTION = "special_action", _("专项行动")
    SPECIAL_THEME = "special_theme", _("专项整治")
    LOOK_BACK = "look_back", _("回头看内容")


class PlannedAction(EntryRevision):
    """One action of an approved plan."""

    name = models.CharField(_("动作"), max_length=160)
    stage = models.CharField(_("环节"), max_length=80, blank=True)
    stage_order = models.PositiveIntegerField(_("环节序号"), default=0)
    kind = models.CharField(_("类别"), max_length=20, choices=ActionKind)

    class Meta(EntryRevision.Meta):
        pass


ACTIONS = Ledger(
    code="actions",
    theme=Theme.PLANNING,
    name=_("活动动作"),
    about=_("活动方案中的规定动作、自选动作和推进事项，方案批准时记入。一行是一个动作。"),
    model=PlannedAction,
    columns=("name", "stage", "stage_order", "kind"),
    filters=("kind", "stage"),
    by_hand=False,
    title_column="name",
)
