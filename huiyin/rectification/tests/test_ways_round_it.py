"""Ways round promise 4 that a hostile reader found; each is tried and must fail."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from huiyin.core.errors import Refused
from huiyin.opinions import erase, grouping, triage
from huiyin.opinions.by_code import mine
from huiyin.opinions.models import Item, Opinion, Placement
from huiyin.organisation import posts, teams
from huiyin.organisation.models import Holding, Team
from huiyin.organisation.sign_in import issue_slip
from huiyin.organisation.teams import Part
from huiyin.rectification import asking, measures, working
from huiyin.rectification.answers import answers
from huiyin.rectification.doers import took_part
from huiyin.rectification.measures import RouteLine
from huiyin.rectification.models import Measure, Rating, RouteStep
from huiyin.rectification.public import measures_of_mine
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


def test_moving_the_opinion_to_the_restricted_register_before_the_check_silences_nobody(county):
    case = make_case(county, opinions=2)
    voice, other = opinions_behind(case.measure).order_by("pk")
    triage.triage(
        opinion=voice, to=Opinion.Triage.RESTRICTED, seen=voice.triage, reason="线索", actor=county.reach("office"),
        now=county.now, today=county.today,
    )  # fmt: skip
    assert not Placement.objects.filter(piece__opinion=voice).exists()
    assert mine(voice.pk).pieces == (), "nothing is told of it but that it was moved, until its author is asked"
    assert [one.measure.statement for one in measures_of_mine(voice.pk, today=county.today)] == []
    case.up_to_check()
    case.check()
    asked = case.measure.askings.get()
    assert (asked.way, asked.asked, set(asked.of.all())) == (asked.Way.AUTHORS, 2, {voice, other})
    (told,) = measures_of_mine(voice.pk, today=county.today)
    assert told.may_rate
    asking.rate(voice.pk, case.measure.uid, answer="not_solved", words="", today=county.today)
    assert asking.settle_askings(county.today + timedelta(days=1), county.now) == 1
    assert case.fresh().state == Measure.State.IN_PROGRESS


def test_erasing_an_opinion_takes_the_words_beside_its_ratings_and_leaves_the_answers(county):
    case = make_case(county, opinions=2)
    case.up_to_check()
    case.check()
    author, other = opinions_behind(case.measure).order_by("pk")
    for voice, words in ((author, "我是西河村甲某，还没好。"), (other, "可以。")):
        asking.rate(voice.pk, case.measure.uid, answer="solved", words=words, today=county.today)
    kept = Rating.objects.get(opinion=author)
    with pytest.raises(DatabaseError), transaction.atomic():
        asking.forget_words(author.pk)
    erasure = erase.request_erasure(
        opinion=author,
        basis="个人信息保护法第四十七条",
        actor=county.reach("office"),
        now=county.now,
        today=county.today,
    )
    erase.agree_to_erasure(
        request=erasure,
        forget=asking.forget_words,
        actor=county.reach("office_two"),
        now=county.now,
        today=county.today,
    )
    again = Rating.objects.get(opinion=author)
    assert (again.pk, again.answer, again.day, again.words) == (kept.pk, kept.answer, kept.day, "")
    assert Rating.objects.get(opinion=other).words == "可以。"
    settled_on = case.measure.askings.get().due_on + timedelta(days=1)
    asking.settle_askings(settled_on, county.now)
    (told,) = answers(case.fresh(), settled_on)
    assert (told.solved, told.words) == (2, ("可以。",))


def test_words_beside_a_rating_are_shown_once_the_asking_is_over_never_day_by_day(county):
    """The words of one day less those of the day before would be the words of who spoke in between."""
    case = make_case(county, opinions=2)
    case.up_to_check()
    case.check()
    (author, _other) = opinions_behind(case.measure).order_by("pk")
    asking.rate(author.pk, case.measure.uid, answer="partly", words="只少了一张表。", today=county.today)
    last = case.measure.askings.get().due_on
    (told,) = answers(case.fresh(), last)
    assert (told.words, told.is_settled) == ((), False)
    asking.settle_askings(last + timedelta(days=1), county.now)
    (told,) = answers(case.fresh(), last + timedelta(days=1))
    assert (told.words, told.is_settled) == (("只少了一张表。",), True)


def test_merging_an_item_after_a_voice_was_moved_away_carries_the_voice_along(county):
    case = make_case(county, opinions=1)
    (voice,) = opinions_behind(case.measure)
    (item,) = case.problem.items.all()
    Item.objects.filter(pk=item.pk).update(state=Item.State.OPEN)
    into = Item.objects.create(campaign=county.campaign, unit=county.root, code="002", statement="报表多")
    office, when = county.reach("office"), {"now": county.now, "today": county.today}
    triage.triage(opinion=voice, to=Opinion.Triage.RESTRICTED, seen=voice.triage, reason="线索", actor=office, **when)
    grouping.merge_items(items=[item], into=into, actor=office, **when)
    assert not opinions_behind(case.measure).exists()
    case.problem.items.set([into])
    assert list(opinions_behind(case.measure)) == [voice]


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
