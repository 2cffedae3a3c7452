"""Ways round promise 4 that a hostile reader found; each is tried and must fail."""

from datetime import timedelta

import pytest

from huiyin.core.errors import Refused
from huiyin.opinions.models import Placement
from huiyin.organisation import posts, teams
from huiyin.organisation.models import Holding, Team
from huiyin.organisation.sign_in import issue_slip
from huiyin.organisation.teams import Part
from huiyin.rectification import asking, measures, working
from huiyin.rectification.doers import took_part
from huiyin.rectification.measures import RouteLine
from huiyin.rectification.models import Measure, RouteStep
from huiyin.rectification.queries import opinions_behind
from huiyin.rectification.tests.cases import make_case


def test_writing_back_the_end_of_a_holding_makes_nobody_less_of_a_doer(county):
    case = make_case(county)
    Holding.objects.create(
        post=case.measure.post, person=county.people["supervisor"], begins_on=county.today - timedelta(days=900)
    )
    case.up_to_check()
    holding = Holding.objects.get(post=case.measure.post, person=county.people["supervisor"])
    posts.relieve(
        holding, ends_on=case.measure.begins_on - timedelta(days=1), actor=county.reach("office"), now=county.now
    )
    with pytest.raises(Refused, match="另一人检查"):
        case.check()


def test_a_tick_taken_back_by_another_still_counts_for_the_one_who_ticked(county):
    case = make_case(county)
    RouteStep.objects.create(measure=case.measure, order=1, text=RouteLine("合并报表").text)
    case.work()
    for who, day in (("east_clerk", county.today), ("east_head", None)):
        working.tick_route(
            case.measure, done={1: day}, revision=case.fresh().revision, actor=county.reach(who), now=county.now
        )
    for who in ("east_clerk", "east_head"):
        assert Measure.objects.filter(took_part(county.people[who].pk), pk=case.measure.pk).exists()


def test_moving_the_opinion_away_after_the_check_does_not_silence_who_was_asked(county):
    case = make_case(county, opinions=1)
    case.up_to_check()
    case.check()
    (author,) = opinions_behind(case.measure)
    Placement.objects.filter(piece__opinion=author).delete()
    asking.rate(author.pk, case.measure.uid, answer="not_solved", words="", today=county.today)
    assert asking.settle_askings(county.today + timedelta(days=1), county.now) == 1
    assert case.fresh().state == Measure.State.IN_PROGRESS


def test_an_office_prints_no_slip_for_those_who_check_or_hold_others_words(county):
    for who in ("supervisor", "discipline", "auditor", "administrator", "office_two"):
        with pytest.raises(Refused, match="须用口令登录"):
            issue_slip(county.account(who), actor=county.reach("office"), now=county.now)
    assert issue_slip(county.account("east_clerk"), actor=county.reach("office"), now=county.now)


def test_a_measure_that_waits_for_its_authors_cannot_be_voided(county):
    case = make_case(county, opinions=1)
    case.up_to_check()
    case.check()
    with pytest.raises(Refused, match="不能作废"):
        measures.void_measure(case.measure, reason="重复", actor=county.reach("office"), **case.step())


def test_who_holds_a_right_through_a_team_does_not_widen_what_it_covers(county):
    team = Team.objects.create(kind=Team.Kind.OFFICE, name="活动办", unit=county.root)
    team.covers.set([county.west])
    county.people["office"].grants.create(
        role="office", team=team, begins_on=county.today, granted_by=county.account("office_two"),
        approved_by=county.account("administrator"), approved_at=county.now,
    )  # fmt: skip
    with pytest.raises(Refused, match="由另一位"):
        teams.change(
            team,
            members=[Part(county.people["member"])],
            covers=[county.root],
            revision=team.revision,
            actor=county.reach("office"),
            now=county.now,
        )
