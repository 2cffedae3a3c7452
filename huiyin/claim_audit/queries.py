"""Reads of held texts within reach, what needs a look first."""

import json
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.campaigns.queries import reached
from huiyin.claim_audit.access import AUDITORS, may_audit, readable
from huiyin.claim_audit.batches import Ranked, ranked
from huiyin.claim_audit.models import Batch, HeldClaim, HeldText, TextErasure
from huiyin.core import files
from huiyin.core.errors import NotReached
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Unit

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

State = HeldText.State


def texts(actor: Reach, *, with_withdrawn: bool = False) -> "QuerySet[WithAnnotations[HeldText, Ranked]]":
    """The texts an actor may read; those that differ from the records first, then those that could not be read."""
    found = HeldText.objects.filter(readable(actor)).select_related(
        "campaign", "unit", "held_by__person", "batch", "likely_unit"
    )
    if not with_withdrawn:
        found = found.filter(withdrawn_at__isnull=True)
    return ranked(found).order_by("rank", F("wrong").desc(), "-pk")


def demonstrated(*, most: int = 20) -> list[HeldText]:
    """The texts read in a demonstration, for its door, which leads everybody to them as those who brought them."""
    rows = HeldText.objects.filter(state=State.READ, withdrawn_at__isnull=True).order_by("pk")
    return list(rows.select_related("unit", "campaign", "held_by")[:most])


def text(uid: UUID, actor: Reach) -> HeldText:
    """One text within reach, withdrawn ones as well."""
    found = (
        texts(actor, with_withdrawn=True)
        .select_related("file", "reading", "withdrawn_by__person", "likely_unit")
        .filter(uid=uid)
    )
    one = found.first()
    if one is None:
        raise NotReached(_("没有这份材料，或它不在您的权限范围内。"))
    return one


def claim(text_: HeldText, uid: UUID) -> HeldClaim:
    """One claim of a text that was reached."""
    found = text_.claims.select_related("confirmation__by__person", "decided_by__person").filter(uid=uid).first()
    if found is None:
        raise NotReached(_("没有这一处说法。"))
    found.text = text_
    return found


def claims(text_: HeldText, states: Sequence[str] = ()) -> list[HeldClaim]:
    """The claims of a text in its order, of some states only when named."""
    found = text_.claims.select_related("confirmation__by__person", "decided_by__person").order_by("order")
    return list(found.filter(state__in=states) if states else found)


def open_erasures(actor: Reach) -> list[TextErasure]:
    """Requests of 依法删除 within reach that wait for a second person, oldest first."""
    rows = TextErasure.objects.filter(agreed__isnull=True, text__in=HeldText.objects.filter(readable(actor)))
    return list(rows.select_related("text").order_by("pk"))


def only_text(found: Batch) -> HeldText | None:
    """The text of a batch of one."""
    rows = list(found.texts.all()[:2])
    return rows[0] if len(rows) == 1 else None


def batches_named(uids: Collection[UUID], actor: Reach) -> list[tuple[Batch, bool]]:
    """Of these batches those within reach, each with whether something in it is still to be read."""
    unread = HeldText.objects.filter(batch=OuterRef("pk"), state__in=(State.WAITING, State.READING))
    rows = Batch.objects.filter(readable(actor), uid__in=uids).annotate(reading=Exists(unread))
    return [(row, row.reading) for row in rows.select_related("campaign", "unit")]


def unread_batches(actor: Reach, *, most: int = 5) -> list[Batch]:
    """Batches that still have texts to read, newest first."""
    waiting = Q(texts__state__in=(State.WAITING, State.READING))
    return list(Batch.objects.filter(readable(actor)).filter(waiting).distinct().order_by("-pk")[:most])


def campaigns(actor: Reach) -> list[Campaign]:
    """The campaigns whose texts an actor may audit for some unit, newest first."""
    return [
        one
        for one in reached(actor).select_related("unit").order_by("-begins_on", "-pk")
        if actor.paths_for(AUDITORS, one.uid)
    ]


def unit_for(campaign: Campaign, actor: Reach) -> Unit:
    """Whose records a text is held against: the campaign's unit, or the actor's own where the campaign's lies above."""
    if may_audit(actor, campaign.unit, campaign):
        return campaign.unit
    own = actor.units_for(AUDITORS, campaign.uid).order_by("path").first()
    if own is None:
        raise NotReached(_("没有这个活动，或它不在您的权限范围内。"))
    return own


def reading_of(text_: HeldText) -> dict[str, Any]:  # plain JSON values
    """The clean text, the repair steps and what to look at, as the text was read."""
    if text_.reading is None:
        return {"clean": "", "steps": [], "suspicions": []}
    found: dict[str, Any] = json.loads(files.read(text_.reading))
    return found
