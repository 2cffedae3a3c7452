"""Draws credentials: one a person of the roll, signed blind, so that using it leads back to nobody.

The register keeps that somebody drew, not when. The server repeats only the identical blinded request: a device that
makes its randomness from the recovery code gets the same credential again, and nobody gets a second one.
"""

import hashlib
import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.anonymity import blind_client, keys
from huiyin.anonymity.blind_signatures import PREFIX, Unfit
from huiyin.anonymity.tokens import message_of
from huiyin.core import audit
from huiyin.core.audit import Action
from huiyin.core.clock import SHANGHAI, local_date
from huiyin.core.dates import chinese_moment
from huiyin.core.errors import NotReached, Refused
from huiyin.eligibility.models import Roll, RollEntry
from huiyin.eligibility.rolls import locked_roll
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Person

SLIPS_PRINTED = Action("roll.slips_printed", "打印纸质凭证")
# What drawing asks of a line and of its roll.
_DRAWING = RollEntry.objects.select_related("roll").only(
    "way", "request", "roll__frozen_at", "roll__closed_at", "roll__draw_from", "roll__draw_until"
)
_OPEN = Roll.objects.filter(closed_at=None)


def make_key(roll: Roll, *, now: datetime) -> bytes:
    """The roll's signing key (its public half), made once; the private half lies in no database and no backup."""
    return keys.make(roll.uid, today=local_date(now))


def public_key(uid: UUID) -> bytes:
    """The public half for devices."""
    return keys.public_key(uid)


def destroy_key(roll: Roll, *, now: datetime) -> None:
    """At close: nobody makes a credential afterwards."""
    keys.destroy(roll.uid, today=local_date(now))


def draw(*, roll: Roll, person: Person, blinded: bytes, now: datetime) -> bytes:
    """Sign one person's blinded credential, or the identical request again. No audit line: it would carry the minute.

    Signed before the lock, since no writer should wait for that; nobody sees the signature unless it was registered.
    """
    request = hashlib.sha256(blinded).hexdigest()
    line = _entitled(roll, person, request, now)
    try:
        signature = keys.blind_sign(roll.uid, blinded)
    except Unfit as fault:
        raise Refused(str(fault)) from None
    with transaction.atomic():
        # Only where nothing changed since. The line's own columns are asked, no join: of two that write at once
        # PostgreSQL asks them again for the second, which then finds the line taken.
        untouched = RollEntry.objects.filter(pk=line.pk, removed=False, way=RollEntry.Way.NONE, request="")
        if not untouched.filter(roll__in=_OPEN).update(way=RollEntry.Way.DEVICE, request=request):
            entry = _entitled(roll, person, request, now, locked=True)
            if not entry.request:
                RollEntry.objects.filter(pk=entry.pk).update(way=RollEntry.Way.DEVICE, request=request)
    return signature


def _entitled(roll: Roll, person: Person, request: str, now: datetime, *, locked: bool = False) -> RollEntry:
    """The person's line, locked where it is written next, if this request of theirs may be signed now."""
    lines = _DRAWING.filter(roll=roll, person=person, removed=False)
    # Not `first`, which sorts: there is one line at most, and a whole meeting comes this way at once.
    entry = next(iter(lines.select_for_update(of=("self",)) if locked else lines), None)
    if entry is None:
        raise NotReached(_("您不在这份名册上，不能领取。"))
    if not entry.roll.drawing(now):
        raise Refused(_("现在不是领取凭证的时间：%(from)s 至 %(until)s。") % _window(roll))
    if entry.way == RollEntry.Way.SLIP:
        raise Refused(_("您的凭证已按纸质发放，不能再领一次。"))
    if entry.request not in {"", request}:
        raise Refused(_("您已经领取过凭证，每人一张。换了设备的，请用领取时记下的恢复码找回；没有恢复码就不能再领。"))
    return entry


def print_slips(*, roll: Roll, entries: list[RollEntry], actor: Reach, now: datetime) -> list[bytes]:
    """Credentials for those who get paper: unnumbered, shuffled, known only as so many; returned once and kept nowhere."""
    public = public_key(roll.uid)
    with transaction.atomic():
        locked = locked_roll(roll, actor)
        if not locked.drawing(now):
            raise Refused(_("现在不是领取凭证的时间：%(from)s 至 %(until)s。") % _window(locked))
        chosen = RollEntry.objects.select_for_update().filter(
            roll=locked, pk__in=[one.pk for one in entries], removed=False
        )
        taken = [one for one in chosen if one.way != RollEntry.Way.NONE]
        if taken:
            raise Refused(_("选中的人里有 %(n)d 位已经领取过凭证，请去掉后再打印。") % {"n": len(taken)})
        found = len(chosen)
        chosen.update(way=RollEntry.Way.SLIP)
        slips = [_slip(roll.uid, public) for _one in range(found)]
        audit.record(SLIPS_PRINTED, actor=actor.account, now=now, subject=locked, unit=locked.unit, slips=found)
    secrets.SystemRandom().shuffle(slips)
    return slips


def _slip(uid: UUID, public: bytes) -> bytes:
    """A whole credential as a device would hold it: the random bytes before the message, then the signature."""
    prepared = blind_client.prepare(message_of(uid))
    blinded = blind_client.blind(public, prepared)
    signature = blind_client.finalise(public, prepared, keys.blind_sign(uid, blinded.message), blinded.inverse)
    return prepared[:PREFIX] + signature


def _window(roll: Roll) -> dict[str, str]:
    return {
        "from": chinese_moment(roll.draw_from.astimezone(SHANGHAI)),
        "until": chinese_moment(roll.draw_until.astimezone(SHANGHAI)),
    }
