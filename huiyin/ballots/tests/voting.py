"""A branch that votes: a ballot made, frozen and voted on through the services, as the pages do it."""

from dataclasses import dataclass, field
from datetime import timedelta

from huiyin.anonymity import ballot_sealing, blind_client
from huiyin.anonymity.tokens import message_of
from huiyin.ballots import casting, form, preparing
from huiyin.ballots.form import Question
from huiyin.ballots.models import Ballot
from huiyin.conftest import County
from huiyin.eligibility import drawing, rolls
from huiyin.organisation.models import Person

HOUR = timedelta(hours=1)
ELECTION = Question("选举支部委员", "vote", ("丁一", "王二", "李三"), seats=2, write_ins=1)
GENERAL = Question("表决事项", "vote", ("修订章程", "年度预算"))
GRADES = Question("班子测评", "grade", ("政治素质", "作风"), ("好", "较好", "一般", "差"))


@dataclass
class Voting:
    """A ballot with its voters; `at` is how many hours after the beginning something happens."""

    county: County
    ballot: Ballot
    voters: list[Person]
    teller_keys: dict[str, bytes]
    question: Question
    credentials: dict[int, tuple[bytes, bytes]] = field(default_factory=dict)

    def at(self, hours):
        """The moment so many hours after drawing began."""
        return self.county.now + hours * HOUR

    def fresh(self):
        """The ballot as it stands."""
        return Ballot.objects.select_related("roll__unit").get(pk=self.ballot.pk)

    def draw(self, n, *, at=0.5):
        """Voter n draws; returns the credential."""
        public = drawing.public_key(self.ballot.uid)
        prepared = blind_client.prepare(message_of(self.ballot.uid))
        blinded = blind_client.blind(public, prepared)
        signature = drawing.draw(roll=self.ballot.roll, person=self.voters[n], blinded=blinded.message, now=self.at(at))
        self.credentials[n] = (prepared, blind_client.finalise(public, prepared, signature, blinded.inverse))
        return self.credentials[n]

    def seal(self, chosen, others=()):
        """A filled-in slip, sealed."""
        return ballot_sealing.seal(casting.box_of(self.fresh()), form.content([chosen], [list(others)]))

    def cast(self, n, chosen, others=(), *, at=2.5):
        """Voter n votes; returns the digest."""
        prepared, signature = self.credentials[n]
        return casting.cast(
            uid=self.ballot.uid, question=self.fresh().form_digest, token=prepared[:32], signature=signature,
            sealed=self.seal(chosen, others), now=self.at(at),
        )  # fmt: skip


def a_ballot(county, *, question=ELECTION, kind="election", voters=7, needed=2, electronic=True, paper=False):
    """A frozen ballot of the east bureau: drawing in hour 0–1, voting in hour 2–3; three tellers, two of whom open."""
    people = [Person.objects.create(name=f"投票人{n}", unit=county.east) for n in range(voters)]
    office = county.reach("office")
    ballot = preparing.create_ballot(
        unit=county.east, title="东局投票", kind=kind, draw_from=county.now, draw_until=county.now + HOUR,
        use_from=county.now + 2 * HOUR, use_until=county.now + 3 * HOUR, actor=office, now=county.now,
        electronic=electronic, paper=paper,
    )  # fmt: skip
    rolls.put_on(roll=ballot.roll, people=people, actor=office, now=county.now)
    ballot = preparing.ask(ballot=ballot, revision=1, questions=[question], actor=office, now=county.now)
    keys = {}
    for who in ("east_clerk", "member", "supervisor"):
        preparing.name_teller(ballot=ballot, person=county.people[who], actor=office, now=county.now)
        keys[who], point = ballot_sealing.new_teller_key()
        preparing.give_public_key(ballot=ballot, point=point, actor=county.reach(who), now=county.now)
    preparing.freeze(ballot=ballot, revision=2, needed=needed, actor=office, now=county.now, voters_checked=True)
    made = Ballot.objects.select_related("roll__unit").get(pk=ballot.pk)
    return Voting(county, made, people, keys, question)
