"""Ratings by those who raised it, and the daily settling that closes or reopens.

A rating is stored with its day only and takes effect in the next daily settling, so that no step, audit line or posting
shows at what time an anonymous author spoke.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.core import audit
from huiyin.core.errors import Refused
from huiyin.opinions.models import Opinion
from huiyin.rectification import closing
from huiyin.rectification.actions import ASKINGS_SETTLED
from huiyin.rectification.models import Asking, Measure, Rating
from huiyin.rectification.queries import measures_of_opinion
from huiyin.rectification.terms import LOOK_BACK_DAYS
from huiyin.rectification.wording import said


def open_asking(measure: Measure) -> Asking | None:
    """The asking that an author may still answer: the newest one of a measure that is checked or closed."""
    if measure.state not in {Measure.State.CHECKED, Measure.State.CLOSED}:
        return None
    return measure.askings.order_by("-pk").first()


def rate(opinion: UUID, measure: UUID, *, answer: str, words: str, today: date) -> Rating:
    """The author of an opinion (known by code, or by account) rates one measure that came of it. Once an asking.

    No audit line, no actor: who rated is nobody's business.
    """
    if answer not in Rating.Answer.values:
        raise Refused(_("请选择：已解决、部分解决或没有解决。"))
    asked = Measure.objects.filter(uid=measure, askings__of=opinion).first()
    found = asked or measures_of_opinion(opinion).filter(uid=measure).first()
    asking = open_asking(found) if found else None
    if asking is None:
        raise Refused(_("这项整改现在不在评价期内。"))
    words = said(words, Rating, "words")
    try:
        with transaction.atomic():
            return Rating.objects.create(
                asking=asking, opinion=Opinion.objects.get(pk=opinion), answer=answer, words=words, day=today
            )
    except IntegrityError as error:
        raise Refused(_("您已经评价过这项整改。")) from error


def forget_words(opinion: UUID) -> int:
    """What somebody wrote beside their ratings goes when their opinion is erased by law; the answers stay and count.

    The table takes no change: under a recorded erasure the rows are put in anew, without the words. Returns how many.
    """
    rows = list(Rating.objects.filter(opinion=opinion).exclude(words=""))
    Rating.objects.filter(pk__in=[row.pk for row in rows]).delete()
    for row in rows:
        row.words = ""
    Rating.objects.bulk_create(rows)
    return len(rows)


def settle_askings(day: date, now: datetime) -> int:
    """The daily act: reopen what somebody says is not solved, close what was asked and waited for; returns how many.

    Silence is shown as silence: it lets a measure close after seven working days, and never counts as solved.
    """
    settled = 0
    for asking in _to_settle(day).select_related("measure__campaign", "measure__unit").order_by("pk"):
        with transaction.atomic():
            if _settle(asking, day, now):
                settled += 1
    if settled:
        with transaction.atomic():
            audit.record(ASKINGS_SETTLED, actor=None, now=now, count=settled, day=day)
    return settled


def _to_settle(day: date) -> QuerySet[Asking]:
    """The newest askings of measures that wait, and of closed ones those where something said may still change them.

    What was said before a measure was closed was heard then. So a day's work grows with what is open and what came since.
    """
    unsolved = Q(answer=Rating.Answer.NOT_SOLVED)
    solved_since = Q(answer=Rating.Answer.SOLVED, day__gte=OuterRef("closed_on"))
    said_so = Exists(Rating.objects.filter(unsolved | solved_since, asking=OuterRef("pk"), day__lt=day))
    unsolved_on_site = Q(way=Asking.Way.NOTICE, sampled__gt=F("sample_solved") * 2)
    newer = Asking.objects.filter(measure=OuterRef("measure"), pk__gt=OuterRef("pk"))
    return Asking.objects.filter(
        Q(measure__state=Measure.State.CHECKED)
        | Q(measure__state=Measure.State.CLOSED) & (Q(said_so) | unsolved_on_site),
        ~Exists(newer),
    )


def _settle(asking: Asking, day: date, now: datetime) -> bool:
    measure = (
        Measure.objects.select_for_update(of=("self",)).select_related("campaign", "unit").get(pk=asking.measure_id)
    )
    newest = open_asking(measure)
    if newest is None or newest.pk != asking.pk:
        return False
    # Only answers of days that are over: a count that moves at once would tell when somebody spoke.
    answers = list(asking.ratings.filter(day__lt=day).values_list("answer", flat=True))
    against = answers.count(Rating.Answer.NOT_SOLVED)
    unsolved_on_site = asking.way == Asking.Way.NOTICE and asking.sample_solved * 2 < asking.sampled
    if against or unsolved_on_site:
        Asking.objects.filter(pk=asking.pk, closed_on__isnull=True).update(closed_on=day)
        why = _("提意见的人评价没有解决") if against else _("现场抽样询问，多数认为没有解决")
        closing.reopen(measure, why=why, verb="reopen_by_rating", now=now, on=day, account=None)
        return True
    if measure.state == Measure.State.CLOSED:
        return _felt_solved_later(measure, asking, day, now)
    if day <= asking.due_on:
        return False
    if asking.way == Asking.Way.NOTICE and not asking.sampled:
        return False
    Asking.objects.filter(pk=asking.pk).update(closed_on=day)
    closing.close(measure, now=now, on=day, felt_solved=_felt_solved(asking, day))
    closing.plan_look_back(measure, due_on=day + timedelta(days=LOOK_BACK_DAYS.value))
    return True


def _felt_solved(asking: Asking, day: date) -> bool:
    """Somebody who was asked says it is solved; one whose item was linked later may reopen, never approve."""
    return asking.ratings.filter(day__lt=day, answer=Rating.Answer.SOLVED, opinion__in=asking.of.values("pk")).exists()


def _felt_solved_later(measure: Measure, asking: Asking, day: date, now: datetime) -> bool:
    """Somebody answers after the silence had closed it: their “solved” counts from that day."""
    if not _felt_solved(asking, day) or closing.standing_events(measure, "felt_solved"):
        return False
    closing.post_event(measure, "felt_solved", 1, now=now, on=day)
    return True
