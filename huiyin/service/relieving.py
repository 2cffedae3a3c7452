"""People helped, entered by list: the book gets sums, the names stay with the unit, are opened in writing, and go."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiyin.core import audit
from huiyin.core.clock import local_date
from huiyin.core.errors import Refused
from huiyin.ledgers.books.service import RELIEF, Relief
from huiyin.ledgers.engine.services import post, require_recorder
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Unit
from huiyin.service.actions import RELIEF_ENTERED, RELIEF_ERASED, RELIEF_OPENED
from huiyin.service.models import ReliefList, ReliefRecipient
from huiyin.service.relief_reads import may_open
from huiyin.service.terms import NAMES_KEPT, RECENT

SOURCE = "relief_list"
MOST = 5000


@dataclass(frozen=True)
class Helped:
    """One person helped, in yuan; the household tells two people of one name apart."""

    name: str
    household: str = ""
    money: Decimal = Decimal(0)
    goods: str = ""
    goods_value: Decimal = Decimal(0)


@dataclass(frozen=True)
class Occasion:
    """What was done, when, and whose money it was."""

    kind: str
    name: str
    held_on: date
    source: str


@transaction.atomic
def enter(
    unit: Unit, occasion: Occasion, rows: Sequence[Helped], *, actor: Reach, now: datetime, campaign: UUID | None = None
) -> ReliefList:
    """The list of one occasion, all rows or none; people, money and goods are sums of its rows and go into the book."""
    require_recorder(actor, unit, campaign)
    _sound(occasion, rows, local_date(now))
    made = ReliefList(
        unit=unit, campaign=campaign, kind=occasion.kind, name=occasion.name.strip(), held_on=occasion.held_on,
        source=occasion.source.strip(), people=len(rows), money=sum((row.money for row in rows), Decimal(0)),
        goods_value=sum((row.goods_value for row in rows), Decimal(0)), by=actor.account,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_("这一天的这项活动已经登记过名单，没有重复登记。")) from error
    ReliefRecipient.objects.bulk_create(
        (
            ReliefRecipient(
                list=made, name=row.name.strip(), household=row.household.strip(), money=row.money,
                goods=row.goods.strip(), goods_value=row.goods_value,
            )
            for row in rows
        ),
        batch_size=500,
    )  # fmt: skip
    post(
        RELIEF, source_kind=SOURCE, source=made.uid, event="given", unit=unit, fact_date=made.held_on,
        values={
            "kind": made.kind, "name": made.name, "recipients": _("名单内 %(n)d 人") % {"n": made.people},
            "people": made.people, "money": made.money, "goods": _goods(rows), "goods_value": made.goods_value,
            "source": made.source,
        },
        account=actor.account, now=now, campaign=campaign, audited=False,
    )  # fmt: skip
    audit.record(RELIEF_ENTERED, actor=actor.account, now=now, subject=made, unit=unit, people=made.people)
    return made


def helped_lately(unit: Unit, rows: Sequence[Helped], *, on: date) -> dict[int, list[ReliefList]]:
    """Rows (by index) whose name and household stand in another of the unit's own lists of late: a hint, no bar."""
    since = on - timedelta(days=RECENT.value)
    there = ReliefRecipient.objects.filter(
        list__unit=unit, list__held_on__gte=since, name__in={row.name.strip() for row in rows}
    ).select_related("list")
    known: dict[tuple[str, str], list[ReliefList]] = {}
    for one in there.order_by("-list__held_on", "pk"):
        known.setdefault((one.name, one.household), []).append(one.list)
    found = ((at, known.get((row.name.strip(), row.household.strip()))) for at, row in enumerate(rows))
    return {at: lists for at, lists in found if lists}


def open_names(seen: ReliefList, *, reason: str, actor: Reach, now: datetime) -> list[ReliefRecipient]:
    """The names, for those who keep the list; each opening says why and stands in the audit chain."""
    reason = reason.strip()
    if not may_open(seen, actor):
        raise Refused(_("受助人姓名只有登记单位的经办人和活动办公室能看。需要核查的，请到登记单位当面查阅。"))
    if seen.erased_on is not None:
        raise Refused(_("姓名已于 %(on)s 到期清除，只留合计。") % {"on": seen.erased_on})
    if not reason or len(reason) > 100:
        raise Refused(_("请写明为什么查看，最多 100 个字。"))
    with transaction.atomic():
        audit.record(RELIEF_OPENED, actor=actor.account, now=now, subject=seen, unit=seen.unit, reason=reason)
    return list(seen.recipients.order_by("pk"))


def erase_old(day: date, now: datetime) -> None:
    """Delete the names whose time has run out; sums stay in the book."""
    before = day - timedelta(days=NAMES_KEPT.value)
    for row in ReliefList.objects.filter(erased_on__isnull=True, held_on__lt=before).select_related("unit"):
        with transaction.atomic():
            if not ReliefList.objects.filter(pk=row.pk, erased_on__isnull=True).update(erased_on=day):
                continue
            gone, _kinds = ReliefRecipient.objects.filter(list=row).delete()
            audit.record(RELIEF_ERASED, actor=None, now=now, subject=row, unit=row.unit, people=gone)


def _goods(rows: Sequence[Helped]) -> str:
    """The kinds of goods in the list, each once."""
    return "、".join(Counter(row.goods.strip() for row in rows if row.goods.strip()))[:120]


def _sound(occasion: Occasion, rows: Sequence[Helped], today: date) -> None:
    if occasion.kind not in Relief.Kind.values or not occasion.name.strip() or not occasion.source.strip():
        raise Refused(_("请填帮扶类别、活动名称和资金来源。"))
    if occasion.held_on > today:
        raise Refused(_("活动日期晚于今天。这里只登记已经发放的，请改正。"))
    if not rows or len(rows) > MOST:
        raise Refused(_("一份名单 1 至 %(most)d 人。") % {"most": MOST})
    seen: dict[tuple[str, str], int] = {}
    for number, row in enumerate(rows, 1):
        where = _("第 %(n)d 行：") % {"n": number}
        if not row.name.strip() or len(row.name.strip()) > 60 or len(row.household.strip()) > 120:
            raise Refused(where + _("请填姓名（最多 60 个字）；住址或户号最多 120 个字。"))
        if row.money < 0 or row.goods_value < 0 or max(row.money, row.goods_value) >= Decimal(10) ** 10:
            raise Refused(where + _("金额应是 0 以上的数。"))
        if not (row.money or row.goods.strip() or occasion.kind in _SERVICES):
            raise Refused(where + _("请填金额或物品。"))
        first = seen.setdefault((row.name.strip(), row.household.strip()), number)
        if first != number:
            raise Refused(where + _("和第 %(first)d 行是同一个人。同名的请填住址或户号。") % {"first": first})


# Help that is neither money nor goods.
_SERVICES = {Relief.Kind.CHECK_UP, Relief.Kind.EMERGENCY, Relief.Kind.CONDOLENCE, Relief.Kind.OTHER}
