"""学习: 2,296 archives with a year of records: the list of archives, one person's page, a unit's coverage."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.urls import reverse

from bench.data.books import TODAY
from bench.results import Found
from bench.rivals import study as by_hand
from bench.site import Site
from huiyin.core.identifiers import new_uid
from huiyin.organisation.models import Account, Person, Unit
from huiyin.organisation.paths import within
from huiyin.study.models import Attendee, Session

AIM = 2.0
ARCHIVES, SESSIONS, PAGE = 2296, 20, 50
Seen = dict[str, Any]  # Any: what a template was given


def run(site: Site) -> Found:
    """Made records: every person of some units, twenty sessions each in the year."""
    found = Found("study", "学习档案")
    year = TODAY.year - 1
    top, people = _made(site, year)
    begins, ends = f"{year}-01-01", f"{year}-12-31"
    asked = f"?unit={top.uid}&year={year}"
    found.lines.append(
        site.page_line(
            f"学习档案清单（{len(people):,} 份）", reverse("study_archives") + asked,
            lambda context: [(row.person.pk, row.sessions) for row in context["rows"]],
            lambda: by_hand.archives(top.path, begins, ends, PAGE), aim=AIM,
        )
    )  # fmt: skip
    person = people[len(people) // 2]
    found.lines.append(
        site.page_line(
            "一个人的学习档案", reverse("study_archive", kwargs={"uid": person.uid}) + f"?year={year}",
            _archive, lambda: by_hand.archive(person.pk, begins, ends), aim=AIM,
        )
    )  # fmt: skip
    found.lines.append(
        site.page_line(
            "单位学习情况", reverse("study_unit") + asked, _coverage,
            lambda: by_hand.coverage(top.path, begins, ends), aim=AIM,
        )
    )  # fmt: skip
    found.notes.append(f"参学记录 {Attendee.objects.count():,} 条，全部签认；手写的一边读页面上同样的各样东西")
    return found


def _archive(context: Seen) -> tuple[int, float, list[int]]:
    made = context["archive"]
    return len(made.attended), float(made.hours), list(made.years)


def _coverage(context: Seen) -> Seen:
    whole = context["overview"].whole
    return {"serving": whole.serving, "reached": whole.reached, "times": whole.person_times}


def _made(site: Site, year: int) -> tuple[Unit, list[Person]]:
    """A unit with about so many people, one session a unit and place in the year, everybody there but one in ten."""
    wanted = max(round(ARCHIVES * min(site.sizes.scale * 10, 1)), 20)
    top = site.county
    people = list(
        Person.objects.filter(within(top.path, "unit__path"), left_on=None).select_related("unit").order_by("pk")
    )
    for number in range(len(people), wanted):
        people.append(Person(uid=new_uid(), name=f"学员{number}", unit=people[number % max(len(people), 1)].unit))
    Person.objects.bulk_create([one for one in people if one.pk is None], batch_size=500)
    by_unit: dict[int, list[Person]] = {}
    for one in people:
        by_unit.setdefault(one.unit_id, []).append(one)
    signer = Account.objects.get(pk=site.world.office)
    sessions = [
        Session(
            unit_id=unit, name=f"学习{n}", kind="training_class" if n % 5 == 0 else "branch", hours=Decimal(2),
            day=date(year, 1, 8) + timedelta(days=17 * n), state="signed", signed_by=signer, signed_on=date(year, 12, 31),
        )
        for unit in by_unit
        for n in range(SESSIONS)
    ]  # fmt: skip
    Session.objects.bulk_create(sessions, batch_size=500)
    Attendee.objects.bulk_create(_attendees(sessions, by_unit), batch_size=500)
    return top, people


def _attendees(sessions: list[Session], by_unit: dict[int, list[Person]]) -> Iterator[Attendee]:
    for number, session in enumerate(sessions):
        for place, one in enumerate(by_unit[session.unit_id]):
            yield Attendee(session=session, person=one, unit_id=one.unit_id, present=(number + place) % 10 > 0)
