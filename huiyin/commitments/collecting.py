"""Call for commitments or declarations, hand them in, and close: only then facts go to the books."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Min, Q
from django.utils.translation import gettext as _

from huiyin.commitments.actions import CALLED, CLOSED, HANDED_IN, HANDED_IN_MANY, OPENED
from huiyin.commitments.models import Call, Due
from huiyin.core import audit
from huiyin.core.clock import local_date
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.ledgers.books.commitments import COMMITMENTS, DECLARATIONS
from huiyin.ledgers.engine.many import Fact
from huiyin.ledgers.engine.services import post_many
from huiyin.organisation.access import RECORDERS, Reach
from huiyin.organisation.models import Holding, Person, Unit
from huiyin.organisation.naming import everybody
from huiyin.organisation.paths import within
from huiyin.organisation.queries import official_ranks

SOURCE = "commitment_call"
Kind, Who = Call.Kind, Call.Who
_BY = {Who.EVERYBODY: "post", Who.LEADERS: "leader", Who.UNITS: "team"}


@dataclass(frozen=True)
class Asked:
    """What a call says; `campaign`: which campaign's figures count what is collected."""

    title: str
    kind: str
    who: str
    asked: str
    due_on: date
    public: bool
    campaign: UUID | None = None


@dataclass(frozen=True)
class Handed:
    """One line that a clerk hands in for somebody."""

    person: Person
    text: str
    to_correct: bool


def is_office(actor: Reach, unit: Unit) -> bool:
    """Whether the actor is the unit's own office or clerk; those of units above are not."""
    return any(right.role in RECORDERS and right.path == unit.path and right.campaign is None for right in actor.rights)


@transaction.atomic
def call(unit: Unit, asked: Asked, *, actor: Reach, now: datetime, among: Sequence[Unit] = ()) -> Call:
    """Send a call; who owes it is fixed now, in official order. `among`: of these units below only."""
    if not is_office(actor, unit):
        raise Refused(_("只有“%(unit)s”自己的经办人能发出通知。") % {"unit": unit.name})
    today = local_date(now)
    if asked.due_on < today:
        raise Refused(_("截止日期早于今天，请改正。"))
    if asked.kind == Kind.DECLARATION and asked.public:
        raise Refused(_("事项报告不公示，请去掉“公示”。"))
    if asked.kind == Kind.DECLARATION and asked.who == Who.UNITS:
        raise Refused(_("事项报告由个人提交，请选“每个在职的人”或“班子成员”。"))
    if strangers := [one.name for one in among if not one.path.startswith(unit.path)]:
        words = _("不是“%(unit)s”或它的下级单位：%(names)s。没有发出。")
        raise Refused(words % {"unit": unit.name, "names": "、".join(strangers[:5])})
    made = Call.objects.create(unit=unit, by=actor.account, **vars(asked))
    owed = _owed(unit, asked.who, today)
    if among:
        owed = [(of, person) for of, person in owed if any(of.path.startswith(one.path) for one in among)]
    if not owed:
        raise Refused(_("“%(unit)s”没有应提交的人，没有发出。") % {"unit": unit.name})
    Due.objects.bulk_create(
        (Due(call=made, unit=of, person=person, place=place) for place, (of, person) in enumerate(owed, 1)),
        batch_size=500,
    )
    audit.record(CALLED, actor=actor.account, now=now, subject=made, unit=unit, kind=asked.kind, owed=len(owed))
    return made


def hand_in(
    seen: Due, *, text: str, to_correct: bool, revision: int, actor: Reach, now: datetime
) -> Due:  # fmt: skip
    """One's own, or that of a unit one records for; corrected until the due day, and once it is past handed in late."""
    with transaction.atomic():
        found = _open_call(seen.call)
        row = Due.objects.select_for_update(of=("self",)).select_related("unit", "call").get(pk=seen.pk)
        if not is_own(actor, row):
            raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
        if row.revision != revision:
            raise Stale(_("内容刚被改过，您的修改没有保存。请看过现在的内容再改。"))
        if row.handed_on and found.due_on < local_date(now):
            raise Refused(_("已经截止，交过的不能再修改。"))
        _fill(row, text, to_correct, local_date(now))
        audit.record(HANDED_IN, actor=actor.account, now=now, subject=row, unit=row.unit)
    return row


def hand_in_many(seen: Call, lines: Sequence[Handed], *, actor: Reach, now: datetime) -> int:
    """A clerk hands in for people, all or nobody; what somebody handed in already is not written over."""
    with transaction.atomic():
        found = _open_call(seen)
        wanted = {line.person.pk: line for line in lines}
        rows = list(
            Due.objects.select_for_update(of=("self",)).filter(call=found, person__in=wanted).select_related("unit")
        )
        strangers = wanted.keys() - {row.person_id for row in rows if actor.may(RECORDERS, row.unit)}
        if strangers or not lines:
            names = "、".join(wanted[key].person.name for key in sorted(strangers)[:5])
            raise Refused(_("名单是空的，或有人不在您能代交的范围里：%(names)s。没有登记。") % {"names": names})
        if done := [row for row in rows if row.handed_on]:
            names = "、".join(wanted[row.person_id or 0].person.name for row in done[:5])
            raise Refused(_("已经交过，不能代改：%(names)s。请删去这些行，没有登记。") % {"names": names})
        for row in rows:
            line = wanted[row.person_id or 0]
            _fill(row, line.text, line.to_correct, local_date(now))
        audit.record(HANDED_IN_MANY, actor=actor.account, now=now, subject=found, unit=found.unit, people=len(rows))
    return len(rows)


def read_one(row: Due, *, actor: Reach, now: datetime) -> str:
    """The text of a declaration, for the calling unit's own office; every look leaves a line."""
    if not is_office(actor, row.call.unit) or row.handed_on is None:
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    with transaction.atomic():
        audit.record(OPENED, actor=actor.account, now=now, subject=row, unit=row.call.unit)
    return row.text


def close(seen: Call, *, revision: int, actor: Reach, now: datetime) -> int:
    """Close once and post; a unit from which nothing came is not counted."""
    with transaction.atomic():
        found = locked(seen)
        if not is_office(actor, found.unit):
            raise Refused(_("只有“%(unit)s”自己的经办人能收齐记账。") % {"unit": found.unit.name})
        require_unchanged(found, revision)
        today = local_date(now)
        rows = list(found.dues.select_related("unit", "person"))
        facts = _sums(found, rows, today) if found.kind == Kind.DECLARATION else _each(found, rows, today)
        if not facts:
            raise Refused(_("还没有人提交，不能收齐记账。"))
        if found.kind == Kind.DECLARATION:
            post_many(
                DECLARATIONS, source_kind=SOURCE, facts=facts, account=actor.account, now=now, campaign=found.campaign
            )  # fmt: skip
        else:
            post_many(
                COMMITMENTS, source_kind=SOURCE, facts=facts, account=actor.account, now=now, campaign=found.campaign
            )
        found.closed_on, found.revision = today, found.revision + 1
        found.save(update_fields=["closed_on", "revision"])
        audit.record(CLOSED, actor=actor.account, now=now, subject=found, unit=found.unit, posted=len(facts))
    return len(facts)


def require_unchanged(found: Call, revision: int) -> None:
    """Neither closed nor withdrawn, and as the page showed it."""
    if not found.standing or found.revision != revision:
        raise Stale(_("这份通知刚被别人办理过，请刷新后再看。"))


def is_own(actor: Reach, row: Due) -> bool:
    """One's own row, or that of a unit of which one is the office."""
    return row.person_id == actor.account.person_id if row.person_id else is_office(actor, row.unit)


def _owed(unit: Unit, who: str, today: date) -> list[tuple[Unit, Person | None]]:
    if who == Who.UNITS:
        below = within(unit.path, "path") & (Q(closed_on__isnull=True) | Q(closed_on__gt=today))
        rows: list[tuple[Unit, Person | None]] = [(one, None) for one in Unit.objects.filter(below)]
        ranks: dict[int, int] = {}
    else:
        people = [one for one in everybody(unit, today, own=False) if one.retired_on is None or one.retired_on > today]
        held = Holding.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today), begins_on__lte=today)
        held = held.filter(within(unit.path, "post__unit__path"))
        if who == Who.LEADERS:
            held = held.filter(post__leader=True)
        ranks = dict(held.order_by().values_list("person").annotate(first=Min("post__rank")))
        rows = [(one.unit, one) for one in people if who != Who.LEADERS or one.pk in ranks]
    order = official_ranks(of.path for of, _person in rows)
    last = 10**9
    return sorted(
        rows, key=lambda r: (order[r[0].path], ranks.get(r[1].pk, last) if r[1] else 0, r[1].pk if r[1] else 0)
    )


def locked(seen: Call) -> Call:
    """The call as it stands, held until the transaction ends."""
    return Call.objects.select_for_update(of=("self",)).select_related("unit").get(pk=seen.pk)


def _open_call(seen: Call) -> Call:
    found = locked(seen)
    if not found.standing:
        raise Refused(_("已经收齐或撤回，不能再提交、修改。"))
    return found


def _fill(row: Due, text: str, to_correct: bool, today: date) -> None:
    text = text.strip()
    if not text or len(text) > 1000:
        raise Refused(_("请写明内容，没有情况的写“无”，最多 1000 个字。"))
    row.text, row.to_correct, row.handed_on, row.revision = text, to_correct, today, row.revision + 1
    row.save(update_fields=["text", "to_correct", "handed_on", "revision"])


def _sums(found: Call, rows: Sequence[Due], today: date) -> list[Fact]:
    units = {row.unit_id: row.unit for row in rows}
    due = Counter(row.unit_id for row in rows)
    declared = Counter(row.unit_id for row in rows if row.handed_on)
    wrong = Counter(row.unit_id for row in rows if row.handed_on and row.to_correct)
    return [
        Fact(
            source=found.uid, event="closed", ordinal=ordinal, unit=units[key], fact_date=today,
            values={"subject": found.title, "due": due[key], "declared": declared[key], "to_correct": wrong[key]},
        )
        for ordinal, key in enumerate((key for key in units if declared[key]), 1)
    ]  # fmt: skip


def _each(found: Call, rows: Sequence[Due], today: date) -> list[Fact]:
    return [
        Fact(
            source=row.uid, event="closed", ordinal=1, unit=row.unit, fact_date=row.handed_on or today,
            values={
                "by": _BY[Who(found.who)], "person": row.person.name if row.person else row.unit.name[:60],
                "person_no": (row.person.staff_no or "") if row.person else "", "text": row.text,
            },
        )
        for row in rows if row.handed_on
    ]  # fmt: skip
