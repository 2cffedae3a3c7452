"""试点到推广: a pilot is judged once it was evaluated, and what is extended names the units it is extended to (row L2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.core.clock import local_date
from huiyin.core.errors import Refused
from huiyin.ledgers.books.informing import PILOTS, Pilot
from huiyin.ledgers.engine import queries
from huiyin.ledgers.engine.services import is_posted, revise
from huiyin.organisation.access import RECORDERS, Reach
from huiyin.organisation.models import Unit
from huiyin.organisation.queries import in_official_order, official_ranks
from huiyin.service import pilot_units
from huiyin.service.pilot_units import APART, Named

Verdict = Pilot.Verdict
PAGE = 50


@dataclass(frozen=True)
class Judgement:
    """What a pilot came to, and where it goes on."""

    verdict: str
    evaluated_on: date
    why: str
    units: Sequence[Unit] = ()


def pilots(actor: Reach, *, to: Unit | None = None) -> list[tuple[Pilot, list[Named]]]:
    """Those in reach, newest first, each with the units it was extended to; `to`: only what was extended to that unit."""
    rows = queries.reached(PILOTS, actor).current().standing().select_related("unit").order_by("-fact_date", "-pk")
    if to is not None:
        rows = rows.filter(pilot_units.meant(to))
    found = list(rows)
    pairs = list(zip(found, pilot_units.named(found), strict=True))
    return pairs if to is None else [pair for pair in pairs if any(one.unit == to for one in pair[1])]


def pilot_named(uid: UUID, actor: Reach) -> tuple[Pilot, list[Named]]:
    """One of them; a neighbour's is not there."""
    row = queries.entry(PILOTS, uid, actor)
    return row, pilot_units.named([row])[0]


def may_judge(row: Pilot, actor: Reach) -> bool:
    """Who records for the unit that leads it, while it stands."""
    return not row.voided and actor.may(RECORDERS, row.unit, row.campaign) and not is_posted(PILOTS, row)


def below(row: Pilot) -> list[Unit]:
    """The units directly below the one that leads it, in official order: most pilots go on there."""
    return in_official_order(row.unit.children.filter(closed_on__isnull=True))


def judge(uid: UUID, said: Judgement, *, revision: int, actor: Reach, now: datetime) -> Pilot:
    """Extend, change or stop a pilot after its evaluation; the book keeps what it said before. More units may follow."""
    seen = queries.revision(PILOTS, uid, revision, actor)
    if said.verdict not in {Verdict.EXTENDED, Verdict.ADJUSTED, Verdict.STOPPED}:
        raise Refused(_("请选推广、调整后继续或停止。"))
    if not said.why.strip():
        raise Refused(_("请写评估意见。"))
    if not seen.fact_date <= said.evaluated_on <= local_date(now):
        raise Refused(_("评估日期应在启动日期以后、今天以前，请改正。"))
    if said.verdict == Verdict.EXTENDED and not said.units:
        raise Refused(_("推广要写明推广到哪些单位。"))
    if said.verdict != Verdict.EXTENDED and said.units:
        raise Refused(_("没有推广的，不填推广到的单位。"))
    if closed := [one.name for one in said.units if one.closed_on is not None and one.closed_on <= local_date(now)]:
        raise Refused(_("已撤销的单位不能列入：%(names)s。") % {"names": APART.join(closed[:5])})
    ranks = official_ranks(one.path for one in said.units)
    units = sorted(set(said.units), key=lambda one: ranks[one.path])
    with transaction.atomic():
        written = pilot_units.keep(uid, units)
        return revise(
            PILOTS, seen, reason=_("登记试点评估结果"), actor=actor, now=now,
            values={
                "verdict": said.verdict, "evaluated_on": said.evaluated_on, "why": said.why.strip(),
                "extended_to": written,
            },
        )  # fmt: skip
