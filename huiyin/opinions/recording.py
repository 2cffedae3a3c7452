"""What a clerk keys in: one slip, call, letter or visit, with or without a code for its author.

The audit line names the round, not the opinion: the minute of entry must not lead to who had just rung up.
"""

from datetime import date, datetime

from django.db import transaction

from huiyin.core import audit
from huiyin.core.audit import Action
from huiyin.opinions import intake
from huiyin.opinions.access import require_recorder
from huiyin.opinions.form_receipts import first_time, receipt_key
from huiyin.opinions.models import Round
from huiyin.opinions.slips import Slip, checked_slip, require_new_slip_no, require_open_for_slips
from huiyin.organisation.access import Reach

RECORDED = Action("opinion.recorded", "代录意见")


def record_by_clerk(*, round: Round, slip: Slip, form: str, actor: Reach, now: datetime, today: date) -> bool:
    """One of them; False when this very form was recorded before.

    The count is posted with the day's batch, or when the round closes.
    """
    require_recorder(actor, round)
    require_open_for_slips(round)
    slip = checked_slip(round, slip, today=today)
    key = receipt_key(b"clerk", form, round, slip.words + slip.slip_no)
    with transaction.atomic():
        if not first_time(key, today):
            return False
        require_new_slip_no(round, slip.slip_no)
        intake.seal_slips(round, [slip])
        _note(round, slip, actor, now)
    return True


def record_with_code(
    *, round: Round, slip: Slip, form: str, pepper: bytes, actor: Reach, now: datetime, today: date
) -> str:  # fmt: skip
    """One whose author gets a code, and with it the rights of whoever typed it: to follow, add, rate.

    Returns the code, to be told to the author and kept by nobody else; the same one for a form sent twice.
    """
    require_recorder(actor, round)
    require_open_for_slips(round)
    checked = checked_slip(round, slip, today=today)

    def also() -> None:
        require_new_slip_no(round, checked.slip_no)
        _note(round, checked, actor, now)

    return intake.seal_with_code(round, checked, form=form, pepper=pepper, today=today, also=also)


def _note(round: Round, slip: Slip, actor: Reach, now: datetime) -> None:
    audit.record(RECORDED, actor=actor.account, now=now, subject=round, unit=round.unit, channel=slip.channel)
