"""Posts and who holds them: appoint, relieve, correct a date; the holder of a post on a day.

The last day of a holding belongs to it: relieved on the 14th means the successor begins on the 15th, and if both give
one day the successor counts as the holder. `campaigns.roster` wraps these verbs and posts them to the books.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.core import audit
from huiyin.core.audit import Action
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Holding, Person, Post, Unit
from huiyin.organisation.rights import PEOPLE_KEEPERS, STRUCTURE_READERS, require

POST_AMENDED = Action("post.amended", "修改职务")
APPOINTED = Action("post.appointed", "任职")
RELIEVED = Action("post.relieved", "免职")
REMARKED = Action("post.remarked", "任职备注")
END_CORRECTED = Action("post.end_corrected", "更正免职日期")
Span = tuple[date, date | None]  # the first day of a holding, and the last


def post_named(*, unit: Unit, title: str, rank: int = 100, leader: bool = False) -> Post:
    """The post of this title in the unit, made on first use."""
    title = "".join(title.split())
    if not title:
        raise Refused(_("职务名称不能空着。"))
    return Post.objects.get_or_create(unit=unit, title=title, defaults={"rank": rank, "leader": leader})[0]


def amend_post(
    post: Post, *, rank: int, leader: bool, revision: int, actor: Reach, now: datetime, audited: bool = True
) -> Post:
    """Change where a post ranks and whether it is of the leadership; its title stays what measures refer to."""
    require(actor, PEOPLE_KEEPERS, post.unit)
    with transaction.atomic():
        written = Post.objects.filter(pk=post.pk, revision=revision).update(
            rank=rank, leader=leader, revision=F("revision") + 1
        )
        if not written:
            raise Stale(_("“%(post)s”刚被别人改过，您的修改没有保存。请刷新后重试。") % {"post": post.title})
        if audited:
            audit.record(
                POST_AMENDED, actor=actor.account, now=now, subject=post, unit=post.unit, rank=rank, leader=leader
            )
    post.refresh_from_db()
    return post


@dataclass(frozen=True, slots=True)
class NewHolding:
    """One appointment of many."""

    person: Person
    post: Post
    begins_on: date
    ends_on: date | None = None
    remark: str = ""


def appoint(
    *,
    person: Person,
    post: Post,
    begins_on: date,
    actor: Reach,
    now: datetime,
    ends_on: date | None = None,
    remark: str = "",
    audited: bool = True,
) -> Holding:
    """`person` takes up `post` from `begins_on`."""
    require(actor, PEOPLE_KEEPERS, post.unit)
    row = NewHolding(person, post, begins_on, ends_on, remark)
    _refuse_impossible(row)
    refusal = _already_held(row)
    standing = Holding.objects.filter(person=person, post=post).values_list("begins_on", "ends_on")
    if any(_meet((begins_on, ends_on), other) for other in standing):
        raise refusal
    try:
        with transaction.atomic():
            holding = Holding.objects.create(
                person=person, post=post, begins_on=begins_on, ends_on=ends_on, remark=remark.strip()
            )
            if audited:
                audit.record(
                    APPOINTED, actor=actor.account, now=now, subject=holding, unit=post.unit, post=post.uid,
                    person=person.uid, begins_on=begins_on, ends_on=ends_on,
                )  # fmt: skip
    except IntegrityError as error:
        raise refusal from error
    return holding


def appoint_many(*, rows: Sequence[NewHolding], actor: Reach) -> list[Holding]:
    """Many appointments at once; for an import, which holds the transaction and writes the audit line."""
    for unit in {row.post.unit for row in rows}:
        require(actor, PEOPLE_KEEPERS, unit)
    held: dict[tuple[int, int], list[Span]] = {}
    standing = Holding.objects.filter(post__in={row.post.pk for row in rows})
    for person, post, begins_on, ends_on in standing.values_list("person_id", "post_id", "begins_on", "ends_on"):
        held.setdefault((person, post), []).append((begins_on, ends_on))
    for row in rows:
        _refuse_impossible(row)
        span, others = (row.begins_on, row.ends_on), held.setdefault((row.person.pk, row.post.pk), [])
        if any(_meet(span, other) for other in others):
            raise _already_held(row)
        others.append(span)
    made = [
        Holding(
            person=row.person, post=row.post, begins_on=row.begins_on, ends_on=row.ends_on, remark=row.remark.strip()
        )
        for row in rows
    ]
    try:
        Holding.objects.bulk_create(made, batch_size=500)
    except IntegrityError as error:
        raise Stale(_("有任职刚被别人登记，整批没有写入。请重新预览。")) from error
    return made


def _refuse_impossible(row: NewHolding) -> None:
    """Nobody takes up a post after leaving, or in a unit that is no more."""
    if row.person.left_on is not None and row.person.left_on <= row.begins_on:
        raise Refused(_("“%(name)s”在这之前已经离开，不能任职。") % {"name": row.person.name})
    closed_on = row.post.unit.closed_on
    if closed_on is not None and closed_on <= row.begins_on:
        raise Refused(_("“%(unit)s”在这之前已经撤销，不能任职。") % {"unit": row.post.unit.name})
    if row.ends_on is not None and row.ends_on < row.begins_on:
        raise Refused(_("免职日期早于任职日期，请改正。"))


def _already_held(row: NewHolding) -> Refused:
    return Refused(
        _("“%(name)s”这段时间已担任“%(post)s”，不能重复任职。") % {"name": row.person.name, "post": str(row.post)}
    )


def _meet(one: Span, other: Span) -> bool:
    """Whether two holdings of one post have a day in common; without a last day one goes on."""
    return one[0] <= (other[1] or date.max) and other[0] <= (one[1] or date.max)


def relieve(holding: Holding, *, ends_on: date, actor: Reach, now: datetime, audited: bool = True) -> Holding:
    """The holder leaves the post; `ends_on` is the last day."""
    require(actor, PEOPLE_KEEPERS, holding.post.unit)
    if ends_on < holding.begins_on:
        raise Refused(_("免职日期早于任职日期，请改正。"))
    with transaction.atomic():
        if not Holding.objects.filter(pk=holding.pk, ends_on__isnull=True).update(ends_on=ends_on):
            raise Stale(_("这项任职刚被别人办理了免职，请刷新查看。"))
        if audited:
            audit.record(
                RELIEVED, actor=actor.account, now=now, subject=holding, unit=holding.post.unit, ends_on=ends_on
            )
    holding.refresh_from_db()
    return holding


def correct_end(
    holding: Holding, *, ends_on: date, seen: date, actor: Reach, now: datetime, audited: bool = True
) -> Holding:
    """Put a wrongly recorded last day right; `seen` is the day the form showed."""
    require(actor, PEOPLE_KEEPERS, holding.post.unit)
    if ends_on < holding.begins_on:
        raise Refused(_("免职日期早于任职日期，请改正。"))
    with transaction.atomic():
        if not Holding.objects.filter(pk=holding.pk, ends_on=seen).update(ends_on=ends_on):
            raise Stale(_("这项任职的免职日期刚被别人改过，请刷新查看。"))
        if audited:
            audit.record(
                END_CORRECTED, actor=actor.account, now=now, subject=holding, unit=holding.post.unit, seen=seen,
                ends_on=ends_on,
            )  # fmt: skip
    holding.refresh_from_db()
    return holding


def remark(holding: Holding, *, remark: str, actor: Reach, now: datetime, audited: bool = True) -> Holding:
    """Note something about a holding (交流任…、到龄免职)."""
    require(actor, PEOPLE_KEEPERS, holding.post.unit)
    with transaction.atomic():
        Holding.objects.filter(pk=holding.pk).update(remark=remark.strip())
        if audited:
            audit.record(REMARKED, actor=actor.account, now=now, subject=holding, unit=holding.post.unit)
    holding.refresh_from_db()
    return holding


def held_on(day: date) -> Q:
    """Holdings in force on `day`."""
    return Q(begins_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))


def holders_on(post: Post, day: date) -> list[Person]:
    """Everybody who holds the post on `day`, the newest first."""
    holdings = Holding.objects.filter(held_on(day), post=post).select_related("person__unit")
    return [holding.person for holding in holdings.order_by("-begins_on", "-pk")]


def holder_on(post: Post, day: date) -> Person | None:
    """Who holds the post on `day`; the newest holder when two meet on one day. Measures follow the post through this."""
    return next(iter(holders_on(post, day)), None)


def posts_of(unit: Unit, *, day: date) -> tuple[list[tuple[Post, list[Holding]]], list[Holding]]:
    """The unit's posts in official order, each with who holds it on `day`; and the holdings that ended before it."""
    posts = list(Post.objects.filter(unit=unit).order_by("rank", "pk"))
    held: dict[int, list[Holding]] = {post.pk: [] for post in posts}
    past: list[Holding] = []
    for holding in history_of(posts):
        if holding.ends_on is not None and holding.ends_on < day:
            past.append(holding)
        elif holding.begins_on <= day:
            held[holding.post_id].insert(0, holding)
    return [(post, held[post.pk]) for post in posts], past


def history_of(posts: Iterable[Post]) -> list[Holding]:
    """All holdings of some posts, newest first."""
    return list(
        Holding.objects.filter(post__in=list(posts)).select_related("person", "post").order_by("-begins_on", "-pk")
    )


def holdings_of(person: Person) -> QuerySet[Holding]:
    """Everything a person held or holds, newest first."""
    return Holding.objects.filter(person=person).select_related("post__unit").order_by("-begins_on", "-pk")


def post_reached(uid: UUID, actor: Reach) -> Post:
    """One post of a unit in reach."""
    found = Post.objects.filter(actor.within_structure(STRUCTURE_READERS), uid=uid).select_related("unit").first()
    if found is None:
        raise NotReached(_("没有这个职务，或它不在您的权限范围内。"))
    return found


def holding_reached(uid: UUID, actor: Reach) -> Holding:
    """One holding in a unit in reach."""
    found = (
        Holding.objects.filter(actor.within_structure(STRUCTURE_READERS, "post__unit__path"), uid=uid)
        .select_related("post__unit", "person")
        .first()
    )
    if found is None:
        raise NotReached(_("没有这项任职，或它不在您的权限范围内。"))
    return found
