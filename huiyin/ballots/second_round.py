"""复评: those who were unhappy and left a code read under it what was put right, and say whether it got better.

Nothing is sent and nobody is looked for: the notice lies there for whoever holds a code. An opened box gives the
digests of the codes of unhappy answers and nothing else; answers to the second question are counted in total only.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.ballots import casting, form
from huiyin.ballots.models import Ballot, SecondRound
from huiyin.ballots.rated import require_not_rated
from huiyin.core import audit
from huiyin.core.audit import Action
from huiyin.core.clock import local_date
from huiyin.core.dates import chinese_date
from huiyin.core.errors import Refused
from huiyin.eligibility.rolls import require_office
from huiyin.organisation.access import Reach

BEGUN = Action("ballot.second_round", "发出复评通知")

# In this order on every page and in every count.
ANSWERS = ("改进了", "没有变化", "更差了")
# Fewer answers than these are not shown.
FEWEST = 5
SHORTEST, LONGEST = timedelta(days=7), timedelta(days=90)
NOTICE_MOST = 2000
_LETTERS = re.compile("[0-9A-HJKMNP-TV-Z]{28}")


@dataclass(frozen=True)
class Outcome:
    """How a second round came out: how many answered, and what, where enough did."""

    answered: int | None
    counts: Mapping[str, int] | None


def begin(*, ballot: Ballot, notice: str, ends: date, actor: Reach, now: datetime) -> SecondRound:
    """Put the notice under the codes, once; it is not rewritten, ended early or taken back."""
    notice, today = notice.strip(), local_date(now)
    with transaction.atomic():
        locked = Ballot.objects.select_for_update().select_related("roll__unit", "rated").get(pk=ballot.pk)
        require_office(actor, locked.roll.unit, locked.roll.campaign)
        require_not_rated(locked, actor)
        if locked.state != Ballot.State.CERTIFIED:
            raise Refused(_("结果确认以后才能发复评通知。"))
        if question_of(locked) is None or not locked.electronic:
            raise Refused(_("这次投票没有复评码，不能复评。"))
        if SecondRound.objects.filter(ballot=locked).exists():
            raise Refused(_("复评通知已经发出，不能改，也不能再发。"))
        if not notice or len(notice) > NOTICE_MOST:
            raise Refused(_("请写明整改了什么，%(most)d 字以内。") % {"most": NOTICE_MOST})
        if not SHORTEST <= ends - today <= LONGEST:
            raise Refused(_("复评要留出 7 至 90 天，让人有时间来看。"))
        made = SecondRound.objects.create(ballot=locked, notice=notice, begins=today, ends=ends, by=actor.account)
        audit.record(
            BEGUN, actor=actor.account, now=now, subject=made, unit=locked.roll.unit, ends=ends.isoformat(),
            notice=hashlib.sha256(notice.encode()).hexdigest(),
        )  # fmt: skip
    return made


def question_of(ballot: Ballot) -> int | None:
    """The number of the question whose answers may leave a code."""
    return next((n for n, one in enumerate(form.from_data(ballot.form)) if one.codes), None)


def code_digest(typed: str) -> str:
    """The digest of a code as it was typed; a slip of the pen gets a sentence (frontend/src/ballot/vote.ts writes it)."""
    letters = re.sub("[^0-9A-Z]", "", typed.upper().replace("O", "0").replace("I", "1").replace("L", "1"))
    if not _LETTERS.fullmatch(letters):
        raise Refused(_("复评码应为 28 位字母和数字，请对照记下的再输一次。"))
    return hashlib.sha256(b"huiyin-again-1" + letters.encode()).hexdigest()


def noticed(ballot: Ballot, typed: str) -> str:
    """The digest of a code for which there is a notice. One left by somebody content is answered like a wrong one."""
    digest, question = code_digest(typed), question_of(ballot)
    if question is None or not casting.left_code(ballot, question, digest):
        raise Refused(
            _("这个码下没有通知。通知只给选过“不太满意”“不满意”并留了码的人，而且要在开票以后；请核对有没有抄错。")
        )
    return digest


def round_of(ballot: Ballot) -> SecondRound | None:
    """The second round of a survey, if it was begun."""
    return SecondRound.objects.filter(ballot=ballot).first()


def has_answered(second: SecondRound, digest: str) -> bool:
    """Whether a code was used."""
    return casting.answered_again(second.uid, digest)


def answer(*, ballot: Ballot, typed: str, chosen: int, now: datetime) -> None:
    """One answer for a code. Neither who, when nor which code stands beside it."""
    digest, second = noticed(ballot, typed), round_of(ballot)
    if second is None:
        raise Refused(_("复评还没有开始，请过些时候再来。"))
    if not second.begins <= local_date(now) <= second.ends:
        raise Refused(_("复评已在%(day)s截止。") % {"day": chinese_date(second.ends)})
    if not 0 <= chosen < len(ANSWERS):
        raise Refused(_("请选一项：改进了、没有变化、更差了。"))
    casting.answer_again(second.uid, digest=digest, answer=str(chosen))


def outcome(second: SecondRound, *, today: date) -> Outcome:
    """What was answered, in total, after the last day; fewer than five answers are not shown."""
    if today <= second.ends:
        return Outcome(None, None)
    counts = casting.second_answers_of(second.uid)
    answered = sum(counts.values())
    if answered < FEWEST:
        return Outcome(None, None)
    return Outcome(answered, {name: counts[str(n)] for n, name in enumerate(ANSWERS)})
