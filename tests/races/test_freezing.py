"""A roll is frozen as it was seen, or not at all: whoever edits it at the same moment comes before and is seen, or is refused."""

import threading
from collections.abc import Callable

import pytest

from huiyin.anonymity import ballot_sealing, blind_signatures, keys
from huiyin.ballots import preparing
from huiyin.ballots.models import Ballot
from huiyin.ballots.tests.voting import GENERAL, HOUR
from huiyin.conftest import County
from huiyin.core.errors import Refused, Stale
from huiyin.eligibility import rolls
from huiyin.eligibility.models import RollEntry
from huiyin.organisation.models import Person
from tests.races.conftest import at_once, one_wins

pytestmark = [pytest.mark.races, pytest.mark.usefixtures("committed")]


@pytest.fixture(autouse=True)
def _keys_of_its_own(settings, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys go into a folder that ends with the test; one is made for all."""
    settings.DATA_DIR = tmp_path
    made = blind_signatures.new_key()
    monkeypatch.setattr(keys, "new_key", lambda: made)


def a_draft(county: County) -> Ballot:
    """A ballot ready to be frozen, with six on its roll."""
    office, now = county.reach("office"), county.now
    people = [Person.objects.create(name=f"投票人{n}", unit=county.east) for n in range(6)]
    made = preparing.create_ballot(
        unit=county.east, title="东局投票", kind="general", draw_from=now, draw_until=now + HOUR,
        use_from=now + 2 * HOUR, use_until=now + 3 * HOUR, actor=office, now=now,
    )  # fmt: skip
    rolls.put_on(roll=made.roll, people=people, actor=office, now=now)
    made = preparing.ask(ballot=made, revision=1, questions=[GENERAL], actor=office, now=now)
    for who in ("east_clerk", "member"):
        preparing.name_teller(ballot=made, person=county.people[who], actor=office, now=now)
        _private, point = ballot_sealing.new_teller_key()
        preparing.give_public_key(ballot=made, point=point, actor=county.reach(who), now=now)
    return Ballot.objects.select_related("roll__unit").get(pk=made.pk)


def freezing(county: County, ballot: Ballot) -> Callable[[], object]:
    """Freezes what the page showed a moment ago."""
    seen, office = preparing.standing(ballot), county.reach("office")
    return lambda: preparing.freeze(
        ballot=ballot, revision=ballot.revision, needed=2, actor=office, now=county.now, seen=seen
    )


def edits(county: County, ballot: Ballot) -> dict[str, Callable[[], object]]:
    """What somebody else may do to the roll meanwhile."""
    office, late = county.reach("office"), Person.objects.create(name="后来的人", unit=county.east)
    entry = RollEntry.objects.filter(roll=ballot.roll).first()
    assert entry is not None

    def excuse() -> str:
        rolls.excuse(entry=entry, why="abroad", actor=office, now=county.now)
        return "excused"

    return {
        "list": lambda: rolls.put_on(roll=ballot.roll, people=[late], actor=office, now=county.now),
        "excuse": excuse,
    }


@pytest.mark.parametrize("how", ["list", "excuse"])
@pytest.mark.parametrize("_turn", range(5))
def test_frozen_beside_an_edit_one_of_them_is_refused(county: County, how: str, _turn: int) -> None:
    ballot = a_draft(county)
    answers = at_once(freezing(county, ballot), edits(county, ballot)[how])
    one_wins(answers)
    assert not isinstance(answers[0], Refused) or isinstance(answers[0], Stale)


@pytest.mark.parametrize("how", ["list", "excuse"])
def test_an_edit_between_the_look_and_the_freezing_waits(
    county: County, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one begins just after the roll was held against what was seen: without the lock both would win."""
    ballot, looked, plain = a_draft(county), threading.Event(), preparing.standing
    freeze, edit, done = freezing(county, ballot), edits(county, ballot)[how], threading.Event()

    def slowly(one: Ballot) -> str:
        found = plain(one)
        looked.set()
        assert not done.wait(timeout=1.0), "the roll was edited behind the look"
        return found

    def after_the_look() -> object:
        assert looked.wait(timeout=30)
        answer = edit()
        done.set()
        return answer

    monkeypatch.setattr(preparing, "standing", slowly)
    answers = at_once(freeze, after_the_look)
    assert one_wins(answers) is answers[0]
    assert isinstance(answers[1], Refused)
    assert ballot.roll.entries.count() == 6
