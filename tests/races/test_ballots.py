"""Two devices and two tabs at the same moment: one credential a person, one vote a credential, none beside the close."""

import pytest

from huiyin.anonymity import blind_client
from huiyin.anonymity.models import BoardLine, SealedBallot, SpentToken
from huiyin.anonymity.tokens import message_of
from huiyin.ballots import casting, opening
from huiyin.ballots.models import Ballot
from huiyin.ballots.tests.voting import Voting, a_ballot
from huiyin.conftest import County
from huiyin.core.errors import Refused
from huiyin.eligibility import drawing
from huiyin.eligibility.models import RollEntry
from tests.races.conftest import at_once

pytestmark = [pytest.mark.races, pytest.mark.usefixtures("committed")]


def drawn(voting: Voting) -> bytes:
    """Voter 0 asks with a request of its own, as a second device without the recovery code would."""
    blinded = blind_client.blind(
        drawing.public_key(voting.ballot.uid), blind_client.prepare(message_of(voting.ballot.uid))
    )
    return drawing.draw(
        roll=voting.ballot.roll, person=voting.voters[0], blinded=blinded.message, now=voting.at(0.5)
    )  # fmt: skip


@pytest.mark.parametrize("_turn", range(3))
def test_two_devices_draw_at_once_and_one_gets_a_credential(county: County, _turn: int) -> None:
    voting = a_ballot(county)
    answers = at_once(lambda: drawn(voting), lambda: drawn(voting))
    assert sum(isinstance(answer, bytes) for answer in answers) == 1, answers
    assert sum(isinstance(answer, Refused) for answer in answers) == 1
    assert RollEntry.objects.filter(way=RollEntry.Way.DEVICE).count() == 1


@pytest.mark.parametrize("_turn", range(3))
def test_two_tabs_vote_at_once_and_one_ballot_is_in(county: County, _turn: int) -> None:
    voting = a_ballot(county)
    voting.draw(0)
    answers = at_once(lambda: voting.cast(0, (0, 1, 1)), lambda: voting.cast(0, (1, 0, 1)))
    assert sum(isinstance(answer, str) for answer in answers) == 1, answers
    assert sum(isinstance(answer, Refused) for answer in answers) == 1
    assert (SpentToken.objects.count(), SealedBallot.objects.count(), BoardLine.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize("_turn", range(3))
def test_a_vote_beside_a_voiding_is_in_a_box_that_stands_or_not_at_all(county: County, _turn: int) -> None:
    voting = a_ballot(county)
    voting.draw(0)
    at_once(
        lambda: voting.cast(0, (0, 1, 1)),
        lambda: opening.void(
            ballot=voting.ballot, reason="名单有误", actor=county.reach("office"), now=voting.at(2.5)
        ),
    )  # fmt: skip
    assert voting.fresh().state == Ballot.State.VOID
    assert SealedBallot.objects.count() == 0
    with pytest.raises(Refused):
        casting.open_for_votes(voting.ballot.uid, now=voting.at(2.6))
