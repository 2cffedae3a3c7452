"""Lists start from what the actor reaches, go by random uid, and give no small group away."""

import pytest

from huiyin.core.errors import NotReached
from huiyin.opinions import counts, inbox, queries
from huiyin.opinions.models import Opinion
from huiyin.opinions.tests.conftest import Listening


@pytest.mark.parametrize("who", ["office", "office_two", "supervisor"])
def test_office_and_supervisors_read(listening: Listening, who: str) -> None:
    listening.slip("一-001", "甲")
    assert queries.opinions(listening.county.reach(who), listening.round).total == 1


@pytest.mark.parametrize(
    "who", ["east_clerk", "west_clerk", "east_head", "member", "discipline", "auditor", "administrator"]
)
def test_others_do_not(listening: Listening, who: str) -> None:
    opinion = listening.slip("一-001", "甲")
    reader = listening.county.reach(who)
    assert queries.opinions(reader, listening.round).lines == ()
    with pytest.raises(NotReached):
        queries.opinion_named(opinion.pk, reader)
    with pytest.raises(NotReached):
        queries.round_named(listening.round.uid, reader)


def test_a_right_in_one_campaign_opens_no_other(listening: Listening) -> None:
    from huiyin.campaigns.models import Campaign
    from huiyin.organisation.models import Grant

    other = Campaign.objects.create(
        code="other", name="另一活动", unit=listening.county.root, begins_on=listening.county.today
    )
    listening.slip("一-001", "甲")
    Grant.objects.filter(person=listening.county.people["office_two"]).update(campaign=other.uid)
    reader = listening.county.reach("office_two")
    assert queries.opinions(reader, listening.round).total == 0
    with pytest.raises(NotReached):
        queries.round_named(listening.round.uid, reader)


def test_a_list_goes_by_uid_and_pages_without_gaps(listening: Listening) -> None:
    for number in range(45):
        listening.slip(f"{number}", f"第{number}条")
    seen: list[Opinion] = []
    after = None
    while True:
        page = queries.opinions(listening.office, listening.round, after=after)
        seen += [line.opinion for line in page.lines]
        after = page.after
        if after is None:
            break
    assert len(seen) == 45
    assert [one.pk for one in seen] == sorted(one.pk for one in seen)
    assert [one.slip_no for one in seen] != [str(number) for number in range(45)]


def test_the_queue_goes_round(listening: Listening) -> None:
    for number in range(3):
        listening.slip(f"{number}", "甲")
    order = sorted(Opinion.objects.values_list("pk", flat=True))
    after, met = None, []
    for _turn in range(4):
        line = inbox.next_waiting(listening.office, listening.round, after)
        assert line is not None
        after = line.opinion.pk
        met.append(after)
    assert met == [*order, order[0]]


def test_every_count_of_a_round_opens_onto_just_those(listening: Listening) -> None:
    listening.piece("一-001", "甲")
    listening.triaged(listening.slip("一-002", "乙"), Opinion.Triage.PRAISE)
    listening.slip("一-003", "丙")
    numbers = counts.round_numbers(listening.office, listening.round)
    for standing in queries.STANDINGS:
        assert queries.opinions(listening.office, listening.round, standing=standing).total == getattr(
            numbers, standing
        )
    with pytest.raises(NotReached):
        queries.opinions(listening.office, listening.round, standing="nonsense")


def test_the_inbox_counts_what_waits_for_each(listening: Listening) -> None:
    listening.slip("一-001", "甲")
    today = listening.county.today
    assert inbox.to_triage(listening.office) == 1
    for who in ("east_clerk", "supervisor", "discipline"):
        assert inbox.to_triage(listening.county.reach(who)) == 0
    assert counts.orphans(listening.office, listening.county.campaign, listening.county.root, today=today).waiting == 1
    assert counts.reached(listening.office, listening.county.campaign, listening.county.root).raw == 1
