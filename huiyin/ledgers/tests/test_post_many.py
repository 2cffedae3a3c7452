"""Many facts of one verb enter a book as one fact does: numbered, once for an event, checked, and no more than one audit line."""

from datetime import date
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from huiyin.conftest import County
from huiyin.core.errors import Refused
from huiyin.core.identifiers import new_uid
from huiyin.core.models import AuditLine
from huiyin.ledgers.books.organisation import APPOINTMENTS, Appointment
from huiyin.ledgers.engine.many import Fact
from huiyin.ledgers.engine.models import EntryCounter, Posting
from huiyin.ledgers.engine.services import post, post_many


def fact(county: County, name: str, values: dict[str, object] | None = None, *, source: UUID | None = None) -> Fact:
    said = {"person": name, "post": "局长", "leader": True, "delta": 1, **(values or {})}
    return Fact(source or new_uid(), "appointed", county.east, date(2013, 8, 1), said)


def enter(county: County, facts: list[Fact]) -> int:
    return post_many(
        APPOINTMENTS, source_kind="test", facts=facts, account=county.account("office"), now=county.now, campaign=None
    )


def test_they_stand_as_if_posted_one_after_the_other(county: County) -> None:
    before, facts = AuditLine.objects.count(), [fact(county, f"人{n}") for n in range(5)]
    assert enter(county, facts) == 5
    first = Appointment.objects.get(number=1)
    alone = post(
        APPOINTMENTS, source_kind="test", source=new_uid(), event="appointed", unit=county.east,
        fact_date=date(2013, 8, 1), values=facts[0].values, account=county.account("office"), now=county.now,
        campaign=None, audited=False,
    )  # fmt: skip
    own = {"id", "entry", "number"}
    columns = [field.attname for field in Appointment._meta.concrete_fields if field.name not in own]
    assert [getattr(first, name) for name in columns] == [getattr(alone, name) for name in columns]
    rows = Appointment.objects.order_by("number")
    assert [(row.number, row.person) for row in rows] == [*((n + 1, f"人{n}") for n in range(5)), (6, "人0")]
    assert EntryCounter.objects.get(book="appointments").last == 6
    entries = dict(Posting.objects.values_list("source", "entry"))
    assert [entries[one.source] for one in facts] == [row.entry for row in rows[:5]]
    assert AuditLine.objects.count() == before, "the verb writes its own line"


def test_an_event_that_was_posted_enters_none_of_them(county: County) -> None:
    posted = fact(county, "甲")
    enter(county, [posted])
    with pytest.raises(IntegrityError), transaction.atomic():
        enter(county, [fact(county, "乙"), fact(county, "丙", source=posted.source)])
    assert list(Appointment.objects.values_list("person", flat=True)) == ["甲"]
    assert Posting.objects.count() == EntryCounter.objects.get(book="appointments").last == 1


@pytest.mark.parametrize(
    ("value", "sentence"), [({"post": ""}, "职务"), ({"post": "长" * 61}, "60"), ({"person": "甲\0"}, "控制")]
)
def test_one_that_breaks_a_rule_refuses_all(county: County, value: dict[str, object], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        enter(county, [fact(county, "甲"), fact(county, "乙", value)])
    assert not Appointment.objects.exists()
    assert not Posting.objects.exists()


def test_a_column_that_is_not_declared_is_refused(county: County) -> None:
    with pytest.raises(ValueError, match="voided"):
        enter(county, [fact(county, "甲", {"voided": True})])


def test_many_ask_no_more_questions_than_few(county: County) -> None:
    def questions(count: int) -> int:
        with CaptureQueriesContext(connection) as asked:
            enter(county, [fact(county, f"人{n}") for n in range(count)])
        return len(asked)

    enter(county, [fact(county, "甲")])
    assert questions(100) == questions(2)
    assert enter(county, []) == 0
