"""Appointments and teams are in the books at once with what the organisation keeps: posting equals source."""

from datetime import date

import pytest
from django.db.models import Sum

from huiyin.campaigns import roster
from huiyin.core.errors import Refused
from huiyin.core.models import AuditLine
from huiyin.ledgers.books.organisation import APPOINTMENTS, TEAMS
from huiyin.ledgers.engine.models import Posting
from huiyin.ledgers.engine.queries import entries
from huiyin.organisation.models import Holding, Team, TeamMember, Unit
from huiyin.organisation.posts import post_named
from huiyin.organisation.teams import Part


def appoint(county, who="east_head", title="局长", leader=True, **more):
    return roster.appoint(
        person=county.people[who], post=county.post(county.east, title, leader=leader), actor=county.reach("office"),
        now=county.now, **{"begins_on": date(2012, 1, 1), **more},
    )  # fmt: skip


def standing(**filters):
    return entries(APPOINTMENTS).current().standing().filter(**filters)


def in_office(leader=True):
    return standing(leader=leader).aggregate(total=Sum("delta"))["total"] or 0


def test_the_book_counts_who_is_in_office(county):
    held = appoint(county)
    appoint(county, "member", "副局长")
    assert in_office() == 2 == Holding.objects.filter(ends_on__isnull=True).count()
    roster.relieve(held, ends_on=county.today, actor=county.reach("office"), now=county.now)
    assert in_office() == 1 == Holding.objects.filter(ends_on__isnull=True).count()


def test_every_event_is_one_entry_with_its_source_date_and_unit(county):
    held = appoint(county, ends_on=date(2013, 8, 1))
    begun, ended = standing().order_by("number")
    assert (begun.delta, begun.fact_date, begun.person, begun.post) == (1, held.begins_on, "东长", "局长")
    assert (ended.delta, ended.fact_date, ended.lineage) == (-1, held.ends_on, county.east.path)
    assert set(Posting.objects.values_list("source", "event")) == {(held.uid, "appointed"), (held.uid, "relieved")}


def test_an_appointment_is_one_audit_line(county):
    before = AuditLine.objects.count()
    appoint(county)
    assert AuditLine.objects.count() == before + 1


def test_what_is_refused_leaves_no_entry(county):
    appoint(county)
    with pytest.raises(Refused):
        appoint(county)
    assert standing().count() == 1


def test_a_corrected_last_day_voids_the_entry_and_enters_it_again(county):
    held = appoint(county, ends_on=date(2013, 8, 1))
    roster.correct_end(
        held, ends_on=date(2013, 8, 31), seen=date(2013, 8, 1), actor=county.reach("office"), now=county.now
    )
    assert [entry.fact_date for entry in standing(delta=-1)] == [date(2013, 8, 31)]
    assert entries(APPOINTMENTS).current().filter(voided=True).count() == 1
    assert in_office() == 0


def test_a_post_that_joins_the_leadership_takes_its_appointments_along(county):
    held = appoint(county, leader=False)
    roster.amend_post(
        held.post, rank=1, leader=True, revision=1, actor=county.reach("office"), now=county.now
    )  # fmt: skip
    assert (in_office(leader=True), in_office(leader=False)) == (1, 0)


def test_a_holding_that_never_entered_the_book_does_not_leave_it(county):
    held = Holding.objects.create(
        post=post_named(unit=county.east, title="局长"), person=county.people["east_head"], begins_on=date(2012, 1, 1)
    )
    roster.relieve(held, ends_on=county.today, actor=county.reach("office"), now=county.now)
    assert not standing().exists()


def test_leaving_ends_posts_in_the_book_too(county):
    appoint(county)
    roster.leave(
        county.people["east_head"], on=county.today, revision=1, actor=county.reach("office"), now=county.now,
        today=county.today,
    )  # fmt: skip
    assert in_office() == 0
    assert Holding.objects.get().ends_on == county.today


def test_a_team_enters_with_its_numbers_of_that_day(county):
    school = Unit.objects.get(code="west")
    Unit.objects.filter(pk=school.pk).update(kind=Unit.Kind.SCHOOL)
    school.refresh_from_db()
    duties = TeamMember.Duty
    team = roster.set_up_team(
        kind=Team.Kind.SUPERVISION, name="第一督导组", unit=county.root, campaign=county.campaign.uid,
        begins_on=date(2013, 7, 8), covers=[school, county.east], actor=county.reach("office"), now=county.now,
        members=[
            Part(county.people["supervisor"], duties.HEAD), Part(county.people["member"], duties.DEPUTY),
            Part(county.people["east_head"], duties.MEMBER), Part(county.people["west_head"], duties.MEMBER),
        ],
    )  # fmt: skip
    entry = entries(TEAMS).current().get()
    assert (entry.name, entry.kind, entry.campaign) == (team.name, team.kind, county.campaign.uid)
    assert (entry.heads, entry.deputies, entry.members) == (1, 1, 2)
    assert (entry.covers, entry.covers_schools, entry.fact_date) == (2, 1, date(2013, 7, 8))
