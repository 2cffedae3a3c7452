"""Supervisors on the spot: what a 走访包 holds, records drawn from a shown seed, and 反馈单 confirmed the same day."""

import hashlib
import re
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.core import audit
from huiyin.core.clock import local_date
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.ledgers.books.inspections import INSPECTIONS, Inspection
from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.queries import reached
from huiyin.ledgers.registry import BY_CODE, LEDGERS
from huiyin.organisation.access import Reach
from huiyin.organisation.hands import same_hands
from huiyin.organisation.models import Role, Unit
from huiyin.organisation.paths import within
from huiyin.organisation.queries import in_official_order
from huiyin.rectification.actions import FEEDBACK_CONFIRMED, FEEDBACK_WRITTEN
from huiyin.rectification.models import Measure, OnSiteFeedback
from huiyin.rectification.queries import measures, within_reach
from huiyin.rectification.states import OPEN_STATES
from huiyin.rectification.wording import said

VISITORS = (Role.SUPERVISOR, Role.OFFICE)
# What one A4 page holds beside its headings and the 反馈单 to be signed; the style sheet gives each a line of its own.
MEASURES = 12
FINDINGS = 3
DRAWN = 5
SLIPS = 2
AT_ONCE = 30
_SEED = re.compile(r"\d{8}")
# By deadline; what is suspended waits for nobody, and what has no deadline comes after what has one.
_URGENT = (
    Case(When(state=Measure.State.SUSPENDED, then=1), default=0), F("due_on").asc(nulls_last=True), "code",
)  # fmt: skip


@dataclass(frozen=True)
class DrawnRecord:
    """A record of the unit, drawn by lot, to be looked at on the spot against its originals."""

    ledger: str
    book: str
    entry: UUID
    number: str
    fact_date: date
    title: str
    unit: str


@dataclass(frozen=True)
class Pack:
    """What a supervisor takes along to one unit: of the open measures the most urgent, and how many more there are."""

    unit: Unit
    measures: list[Measure]
    more: int
    findings: list[Inspection]
    seed: str
    population: int
    drawn: list[DrawnRecord]
    feedback: list[OnSiteFeedback]


def new_seed() -> str:
    """Eight digits, drawn anew for each visit so that nobody can know the draw beforehand."""
    return f"{secrets.randbelow(10**8):08d}"


def units_to_visit(actor: Reach, campaign: Campaign) -> list[Unit]:
    """The units one may visit in a campaign, in the official order."""
    return in_official_order(actor.units_for(VISITORS, campaign.uid).filter(closed_on__isnull=True))


def tour(uids: Collection[UUID], actor: Reach, campaign: Campaign) -> list[Unit]:
    """Several of them, in the official order; one that is not among them refuses the whole."""
    wanted = set(uids)
    found = in_official_order(actor.units_for(VISITORS, campaign.uid).filter(uid__in=wanted))
    if len(found) != len(wanted):
        raise NotReached(_("没有这个单位，或它不在您督导的范围内。"))
    return found


def unit_to_visit(uid: UUID, actor: Reach, campaign: Campaign) -> Unit:
    """One of them."""
    found = actor.units_for(VISITORS, campaign.uid).filter(uid=uid).first()
    if found is None:
        raise NotReached(_("没有这个单位，或它不在您督导的范围内。"))
    return found


def pack(unit: Unit, campaign: Campaign, *, seed: str, actor: Reach) -> Pack:
    """The pack of one unit. The same seed over the same records draws the same ones again."""
    require_seed(seed)
    listed = measures(actor).filter(within(unit.path, "unit__path"), campaign=campaign, state__in=OPEN_STATES)
    findings = reached(INSPECTIONS, actor).current().standing().filter(within(unit.path, "unit__path"))
    population, drawn = draw(unit, campaign, seed=seed, actor=actor)
    urgent = list(listed.order_by(*_URGENT)[:MEASURES])
    return Pack(
        unit=unit, measures=urgent, more=listed.count() - len(urgent), seed=seed, population=population, drawn=drawn,
        findings=list(findings.exclude(finding="").select_related("unit").order_by("-fact_date", "-number")[:FINDINGS]),
        feedback=list(slips(actor).filter(unit=unit, campaign=campaign)[:SLIPS]),
    )  # fmt: skip


def packs(units: Sequence[Unit], campaign: Campaign, *, seed: str, actor: Reach) -> list[Pack]:
    """The packs of a tour, all drawn by one seed; so many at once as a browser prints in one go."""
    if len(units) > AT_ONCE:
        raise Refused(
            _("一次最多打印 %(most)d 个单位的走访包，现在选了 %(count)d 个。请分几次打印。")
            % {"most": AT_ONCE, "count": len(units)}
        )
    return [pack(unit, campaign, seed=seed, actor=actor) for unit in units]


def require_seed(seed: str) -> None:
    """Refuse what is no seed."""
    if not _SEED.fullmatch(seed):
        raise Refused(_("抽签种子是 8 位数字，请核对。"))


def draw(unit: Unit, campaign: Campaign, *, seed: str, actor: Reach) -> tuple[int, list[DrawnRecord]]:
    """How many records of the campaign the unit has, and the few that the seed draws; every record has the same chance.

    Each entry's place in the draw is the hash of seed and entry: anybody can work it out again, nobody can steer it.
    """
    # Any: rows of several books side by side.
    books: list[QuerySet[Any, Any]] = [_rows(ledger, unit, campaign, actor) for ledger in LEDGERS if ledger.by_hand]
    rows = list(books[0].union(*books[1:], all=True))
    rows.sort(key=lambda row: hashlib.sha256(f"{seed}:{row['entry']}".encode()).digest())
    return len(rows), [_drawn(row) for row in rows[:DRAWN]]


def _rows(ledger: Ledger[Any], unit: Unit, campaign: Campaign, actor: Reach) -> QuerySet[Any, Any]:
    title = Cast(F(ledger.title_column), CharField()) if ledger.title_column else Value("")
    return (
        reached(ledger, actor)
        .current()
        .standing()
        .filter(within(unit.path, "unit__path"), campaign=campaign.uid)
        .order_by()
        .annotate(book=Value(ledger.code, CharField()), heading=title, body=F("unit__name"))
        .values("book", "entry", "number", "fact_date", "heading", "body")
    )


# Any: a row of values.
def _drawn(row: dict[str, Any]) -> DrawnRecord:
    ledger = BY_CODE[row["book"]]
    entry = ledger.model(number=row["number"])
    return DrawnRecord(
        ledger=str(ledger.name), book=ledger.code, entry=UUID(str(row["entry"])), number=entry.entry_no,
        fact_date=row["fact_date"], title=row["heading"], unit=row["body"],
    )  # fmt: skip


def slips(actor: Reach) -> QuerySet[OnSiteFeedback]:
    """The on-site feedback of units within reach, newest first."""
    return (
        OnSiteFeedback.objects.filter(within_reach(actor))
        .select_related("unit", "campaign", "supervisor__person", "confirmed_by__person")
        .order_by("-on", "-pk")
    )


def slip(uid: UUID, actor: Reach) -> OnSiteFeedback:
    """One on-site feedback within reach."""
    found = slips(actor).filter(uid=uid).first()
    if found is None:
        raise NotReached(_("没有这张反馈单，或它不在您的权限范围内。"))
    return found


def may_confirm(feedback: OnSiteFeedback, actor: Reach, today: date) -> bool:
    """The unit's head, on the very day, and not whoever wrote it."""
    return (
        feedback.confirmed_on is None
        and feedback.on == today
        and actor.may((Role.HEAD,), feedback.unit, feedback.campaign.uid)
        and not same_hands(actor.account.person_id, feedback.supervisor)
    )


@transaction.atomic
def write_feedback(
    unit: Unit, campaign: Campaign, *, text: str, actor: Reach, now: datetime, on: date, seed: str = ""
) -> OnSiteFeedback:
    """What was found, told to the unit before leaving; sent twice on one day it stands once."""
    if not actor.may(VISITORS, unit, campaign.uid):
        raise Refused(_("只有督导“%(unit)s”的督导组员或上级活动办公室可以填写反馈单。") % {"unit": unit.name})
    if on != local_date(now):
        raise Refused(_("反馈单在现场当日填写，日期须是今天。"))
    text = said(text, OnSiteFeedback, "text", missing=_("请写明现场反馈的意见。"))
    if seed:
        require_seed(seed)
    if OnSiteFeedback.objects.filter(unit=unit, campaign=campaign, on=on, text=text, supervisor=actor.account).exists():
        raise Refused(_("同样内容的反馈单今天已经填写过，没有重复保存。"))
    made = OnSiteFeedback.objects.create(
        campaign=campaign, unit=unit, on=on, text=text, seed=seed, supervisor=actor.account, written_at=now
    )
    audit.record(FEEDBACK_WRITTEN, actor=actor.account, now=now, subject=made, unit=unit)
    return made


@transaction.atomic
def confirm_feedback(feedback: OnSiteFeedback, *, words: str, actor: Reach, now: datetime, on: date) -> OnSiteFeedback:
    """The unit's head confirms the same day what was told; a day later it stays shown as 当日未确认."""
    if not actor.may((Role.HEAD,), feedback.unit, feedback.campaign.uid):
        raise Refused(_("须由“%(unit)s”的负责人确认。") % {"unit": feedback.unit.name})
    if same_hands(actor.account.person_id, feedback.supervisor):
        raise Refused(_("反馈单须由被督导单位的另一人确认。"))
    if on != feedback.on:
        raise Refused(_("反馈单须当日确认，现在已过当日；请督导组重新到现场反馈。"))
    words = said(words, OnSiteFeedback, "unit_words")
    done = OnSiteFeedback.objects.filter(pk=feedback.pk, confirmed_on__isnull=True).update(
        confirmed_by=actor.account, confirmed_on=on, unit_words=words
    )
    if not done:
        raise Stale(_("这张反馈单已经确认过。"))
    audit.record(FEEDBACK_CONFIRMED, actor=actor.account, now=now, subject=feedback, unit=feedback.unit)
    feedback.refresh_from_db()
    return feedback
