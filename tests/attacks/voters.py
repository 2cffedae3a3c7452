"""People who draw, vote and have their box opened, each with an answer that is theirs alone, and all that is known of them.

The attacker knows the roll, who drew and when, who voted and when, and has looked at the data before and after each of
these acts: so each person's request, spent credential and line of the board are known too. What each answered is the
test's own knowledge: names written in, one a person, so that whoever finds the name has found the ballot.
"""

import random
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from huiyin.anonymity import ballot_sealing, blind_client
from huiyin.anonymity.tokens import digest_of, message_of
from huiyin.ballots import casting, form, opening, preparing
from huiyin.ballots.form import NO, Question
from huiyin.ballots.models import Ballot
from huiyin.eligibility import drawing, rolls
from huiyin.eligibility.models import RollEntry
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Person, Unit
from tests.attacks.speakers import Look

HOUR = timedelta(hours=1)
# Stands before every name written in: one search finds any answer in a byte of whatever was taken.
MARK = "龘靐"


def mark_of(number: int) -> str:
    """The same for the box of this number alone: what earlier ones said lies opened."""
    return MARK + chr(0x3400 + number)


QUESTION = Question("选举", "vote", ("丁一", "王二", "李三"), seats=2, write_ins=1)


@dataclass
class Voter:
    """Somebody, their answer, and what the attacker knows of them: a number or a text under the name of what it is."""

    person: Person
    says: str
    known: dict[str, Any] = field(default_factory=dict)  # Any: whatever sorts


def hold(
    *, people: list[Person], unit: Unit, tellers: list[Reach], office: Reach, begins: datetime, number: int
) -> "Box":
    """A frozen ballot for these people."""
    made = preparing.create_ballot(
        unit=unit, title="投票", kind="election", draw_from=begins, draw_until=begins + HOUR, use_from=begins + 2 * HOUR,
        use_until=begins + 3 * HOUR, actor=office, now=begins, electronic=True, paper=False,
    )  # fmt: skip
    rolls.put_on(roll=made.roll, people=people, actor=office, now=begins)
    made = preparing.ask(ballot=made, revision=1, questions=[QUESTION], actor=office, now=begins)
    keys = []
    for one in tellers:
        preparing.name_teller(ballot=made, person=one.account.person, actor=office, now=begins)
        private, point = ballot_sealing.new_teller_key()
        preparing.give_public_key(ballot=made, point=point, actor=one, now=begins)
        keys.append((one, private))
    preparing.freeze(
        ballot=made, revision=2, needed=len(keys), actor=office, now=begins, voters_checked=True
    )  # fmt: skip
    names = random.sample(
        [mark_of(number) + chr(n) * (1 + n % 15) for n in range(0x4E00, 0x4E00 + 2 * len(people))], len(people)
    )
    voters = [
        Voter(person, name, {"place on the roll": n})
        for n, (person, name) in enumerate(zip(people, names, strict=True))
    ]
    fresh = Ballot.objects.select_related("roll__unit").get(pk=made.pk)
    return Box(fresh, keys, office, begins, voters)


@dataclass
class Box:
    """One ballot with its voters."""

    ballot: Ballot
    keys: list[tuple[Reach, bytes]]
    office: Reach
    begins: datetime
    voters: list[Voter]

    def draw_all(self, look: Look) -> dict[Person, tuple[bytes, bytes]]:
        """Everybody draws, in an order of its own; a third gets printed slips."""
        public, held = drawing.public_key(self.ballot.uid), {}
        order = random.sample(self.voters, len(self.voters))
        on_paper = order[: len(order) // 3]
        for n, one in enumerate(order[len(on_paper) :]):
            prepared = blind_client.prepare(message_of(self.ballot.uid))
            asked = blind_client.blind(public, prepared)
            signature = drawing.draw(
                roll=self.ballot.roll, person=one.person, blinded=asked.message, now=self.begins + HOUR / 2
            )
            held[one.person] = prepared, blind_client.finalise(public, prepared, signature, asked.inverse)
            one.known |= {
                "drawn as": n,
                "request": RollEntry.objects.get(roll=self.ballot.roll, person=one.person).request,
            }
            look("draw", one.known)
        entries = RollEntry.objects.filter(roll=self.ballot.roll, person__in=[one.person for one in on_paper])
        slips = drawing.print_slips(
            roll=self.ballot.roll, entries=list(entries), actor=self.office, now=self.begins + HOUR / 2
        )
        look("print", None)
        # They draw from the stack, each unseen.
        for one, slip in zip(on_paper, random.sample(slips, len(slips)), strict=True):
            held[one.person] = slip[:32] + message_of(self.ballot.uid), slip[32:]
        return held

    def cast_all(self, held: Mapping[Person, tuple[bytes, bytes]], look: Look) -> None:
        """Everybody votes, in another order."""
        for n, one in enumerate(random.sample(self.voters, len(self.voters))):
            prepared, signature = held[one.person]
            sealed = ballot_sealing.seal(
                casting.box_of(self.ballot), form.content([[NO] * len(QUESTION.subjects)], [[one.says]])
            )
            digest = casting.cast(
                uid=self.ballot.uid, question=self.ballot.form_digest, token=prepared[:32], signature=signature,
                sealed=sealed, now=self.begins + 2.5 * HOUR,
            )  # fmt: skip
            one.known |= {"voted as": n, "line of the board": digest, "credential": digest_of(prepared),
                          "sealed": sealed.hex()}  # fmt: skip
            look("cast", one.known)

    def open(self, look: Look) -> None:
        """Closed, and opened by the tellers."""
        self.close()
        look("close", None)
        for n, _teller in enumerate(self.keys):
            self.hand_key(n)
            look("hand a key", None)

    def close(self) -> None:
        """No vote comes in any more."""
        opening.close(ballot=self.ballot, actor=self.office, now=self.begins + 3 * HOUR)

    def hand_key(self, teller: int) -> None:
        """One teller's key; with the last one the box is opened."""
        one, private = self.keys[teller]
        opening.hand_key(ballot=self.ballot, private=private, actor=one, now=self.begins + 4 * HOUR)


def a_crowd(unit: Unit, people: int) -> list[Person]:
    """Fresh people of a unit."""
    return [Person.objects.create(name=f"投票人{secrets.token_hex(4)}", unit=unit) for _each in range(people)]
