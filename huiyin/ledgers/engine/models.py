"""What every book's rows share: insert-only revisions of entries, their posting, and the import they came from."""

import json
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Self, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from huiyin.core.clock import local_date
from huiyin.core.identifiers import new_uid
from huiyin.core.models import StoredFile
from huiyin.ledgers.engine.conditions import Rule
from huiyin.organisation.fields import PathField
from huiyin.organisation.models import Account, Unit


class ImportBatch(models.Model):
    """Workbooks dropped at once: staged outside the database, previewed, then committed whole or not at all.

    `unit` is where rows go whose sheet names no unit; who reaches it may see and confirm the batch.
    """

    class State(models.TextChoices):
        READING = "reading", _("正在读取")
        STAGED = "staged", _("待确认")
        CONFIRMED = "confirmed", _("正在入账")
        COMMITTED = "committed", _("已入账")
        DISCARDED = "discarded", _("已放弃")
        FAILED = "failed", _("未能读取")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    ledger = models.CharField(max_length=40)
    account = models.ForeignKey(Account, models.PROTECT)
    unit = models.ForeignKey(Unit, models.PROTECT)
    campaign = models.UUIDField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.READING)
    created_at = models.DateTimeField()
    committed_at = models.DateTimeField(null=True)
    files = models.ManyToManyField(StoredFile)
    # What the preview shows: counts, header matches, the first problems, units not yet in. Never the rows themselves.
    summary = models.JSONField(default=dict)
    error = models.CharField(max_length=500, blank=True)
    # Given once for all rows that correct an entry and carry no reason of their own.
    reason = models.CharField(_("更正理由"), max_length=300, blank=True)
    # Given once for all rows that go beyond a yearly budget; published with them.
    over_budget = models.CharField(_("超预算说明"), max_length=300, blank=True)
    # The clerk says that rows which look like entries already in are different facts.
    keep_repeats = models.BooleanField(default=False)
    # Sheets the clerk leaves out, as [file, sheet]; an empty file stands for any.
    left_out = models.JSONField(default=list)
    job = models.UUIDField(null=True)


class ColumnMapping(models.Model):
    """A header that somebody matched by hand; remembered for the unit's next workbook."""

    ledger = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, models.CASCADE)
    header = models.CharField(max_length=120)
    column = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ledger", "unit", "header"], name="one_mapping_a_header")]


class EntryCounter(models.Model):
    """The last entry number given out in a book."""

    book = models.CharField(max_length=40, unique=True)
    last = models.PositiveBigIntegerField(default=0)


class Release(models.Model):
    """An entry that a person checked and made public; withdrawing keeps the row and says why."""

    book = models.CharField(max_length=40)
    entry = models.UUIDField()
    # The revision that was checked: a later one is not public until somebody has checked it too.
    revision = models.PositiveIntegerField()
    released_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    released_on = models.DateField()
    withdrawn_on = models.DateField(null=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["book", "entry"], condition=Q(withdrawn_on__isnull=True), name="public_once_at_a_time"
            )
        ]


class Posting(models.Model):
    """Which fact a posted entry stands for: one event of one source posts once."""

    source_kind = models.CharField(max_length=40)
    source = models.UUIDField()
    event = models.CharField(max_length=40)
    ordinal = models.PositiveIntegerField(default=1)
    book = models.CharField(max_length=40)
    entry = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source_kind", "source", "event", "ordinal"], name="an_event_posts_once"),
            models.UniqueConstraint(fields=["book", "entry"], name="an_entry_stands_for_one_event"),
        ]


E = TypeVar("E", bound="EntryRevision", covariant=True)


class _Last(Func):
    """No revision follows this one (or none by an instant, when one is given).

    Spelled out, since every question to every book asks it: of an outer join PostgreSQL expects that hardly a row is left
    and sorts whole books; a subquery of Django's own takes longer to put into words than to answer.
    """

    output_field = models.BooleanField()
    template = "NOT EXISTS (SELECT 1 FROM %(book)s later WHERE later.supersedes_id = %(expressions)s)"
    arg_joiner = " AND later.recorded_at <= "

    def __init__(self, *parts: Any, book: str) -> None:  # Any: a column, and perhaps an instant
        super().__init__(*parts, book=f'"{book}"')


def place(unit: int, day: int) -> int:
    """A unit's key and a date's ordinal in one number; no date has more than seven digits."""
    return unit * 10_000_000 + day


class _At(Func):
    """The row's place is one of these, however many: one parameter, and each store's fastest way.

    SQLite looks every place up in the index by unit and date; PostgreSQL walks that index beside a hash of the places.
    """

    output_field = models.BooleanField()
    _sqlite = "(%(expressions)s) IN (SELECT value / 10000000, date(value %% 10000000 + 1721424.5) FROM json_each(%%s))"
    # Inside COALESCE the planner does not weigh place by place how likely each is: half of the time.
    _postgresql = "COALESCE(%(expressions)s - '0001-01-01'::date + 1) = ANY (%%s::bigint[]), FALSE)"

    def __init__(self, places: tuple[int, ...]) -> None:
        super().__init__("unit", "fact_date")
        self._places = places

    # Any: as Django hands them through.
    def as_sqlite(self, compiler: Any, connection: Any, **_context: Any) -> tuple[str, tuple[str, ...]]:
        words, _none = self.as_sql(compiler, connection, template=self._sqlite)
        return words, (json.dumps(self._places),)

    def as_postgresql(self, compiler: Any, connection: Any, **_context: Any) -> tuple[str, tuple[str, ...]]:
        words, _none = self.as_sql(compiler, connection, template=self._postgresql, arg_joiner=" * 10000000 + (")
        return words, (f"{{{','.join(map(str, self._places))}}}",)


class EntryQuerySet(models.QuerySet[E]):
    """Reads of a book. `current` and `as_of` choose revisions; the other filters choose entries."""

    def current(self) -> Self:
        """The newest revision of every entry, voided ones among them."""
        return self.filter(_Last("pk", book=self.model._meta.db_table))

    def as_of(self, instant: datetime | Value | None) -> Self:
        """The revisions that stood at `instant` (None: now)."""
        if instant is None:
            return self.current()
        moment = instant if isinstance(instant, Value) else Value(instant, models.DateTimeField())
        last = _Last("pk", moment, book=self.model._meta.db_table)
        return self.filter(last, recorded_at__lte=instant)

    def at(self, places: tuple[int, ...]) -> Self:
        """The revisions of these units on these days (see `place`)."""
        return self.filter(_At(places))

    def standing(self) -> Self:
        """Without voided entries: what figures count."""
        return self.filter(voided=False)


class EntryRevision(models.Model):
    """One revision of one entry. Rows are only ever inserted (a trigger in each book's migration refuses the rest).

    `unit` is where the fact belongs, `lineage` the path that unit had when it was recorded: reports read as recorded,
    rights read today's tree. `fact_date` is when it happened, `first_recorded_at` when it was entered.
    """

    entry = models.UUIDField(default=new_uid, editable=False)
    number = models.PositiveBigIntegerField(editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="superseded_by", editable=False)
    voided = models.BooleanField(default=False, editable=False)
    correction = models.CharField(max_length=300, blank=True, editable=False)
    recorded_at = models.DateTimeField(editable=False)
    first_recorded_at = models.DateTimeField(editable=False)
    recorded_by = models.ForeignKey(
        Account, models.PROTECT, null=True, related_name="+", editable=False, db_index=False
    )
    # Indexes are few and chosen: every one of them lengthens the time an import holds the write lock.
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("单位"), db_index=False)
    lineage = PathField(max_length=250, editable=False)
    fact_date = models.DateField(_("日期"))
    campaign = models.UUIDField(null=True, editable=False)
    batch = models.ForeignKey(ImportBatch, models.PROTECT, null=True, related_name="+", editable=False)
    source_file = models.CharField(max_length=200, blank=True, editable=False)
    source_sheet = models.CharField(max_length=100, blank=True, editable=False)
    source_row = models.PositiveIntegerField(null=True, editable=False)
    remark = models.CharField(_("备注"), max_length=300, blank=True)

    # What is asked of every new row beside the constraints, where a database cannot ask it or older rows never met it.
    rules: ClassVar[tuple[Rule, ...]] = ()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["entry", "revision"], name="%(class)s_one_row_a_revision"),
            models.UniqueConstraint(fields=["number", "revision"], name="%(class)s_one_number_an_entry"),
            models.CheckConstraint(
                condition=Q(revision=1, supersedes__isnull=True) | Q(revision__gt=1, supersedes__isnull=False),
                name="%(class)s_revisions_chain",
            ),
        ]
        indexes = [
            models.Index(F("fact_date").desc(), F("id").desc(), name="%(class)s_newest"),
            models.Index(F("unit"), F("fact_date").desc(), F("id").desc(), name="%(class)s_of_unit"),
            # Figures of a subtree, of one campaign or of all. None by campaign alone: whoever asks for a whole campaign asks
            # for most of the book, and a list would be sorted where it can be walked by date.
            models.Index(F("lineage"), F("campaign"), name="%(class)s_lineage"),
        ]

    @property
    def uid(self) -> UUID:
        """The entry's uid, the same for all its revisions."""
        return self.entry

    @property
    def entry_no(self) -> str:
        """The number people quote: installation, book, running number."""
        return f"{settings.INSTALLATION}-{self._meta.model_name}-{self.number:06d}"

    def late_by(self, allowed: timedelta) -> int:
        """Days between the fact and its entry beyond what is allowed; 0 when in time."""
        entered: date = local_date(self.first_recorded_at)
        return max(0, (entered - self.fact_date - allowed).days)
