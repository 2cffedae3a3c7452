"""A round that takes one opinion a person: made, listed and opened through the services, drawn for as a device does it."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from huiyin.anonymity import blind_client
from huiyin.anonymity.tokens import message_of
from huiyin.conftest import County
from huiyin.core.clock import local_date
from huiyin.eligibility import drawing, rolls
from huiyin.eligibility.models import Roll
from huiyin.opinions import intake, once, rounds
from huiyin.opinions.form_receipts import new_form
from huiyin.opinions.models import Channel, Round
from huiyin.opinions.tests.conftest import PEPPER
from huiyin.organisation.models import Person

HOUR = timedelta(hours=1)


@dataclass
class Eligible:
    """东局's round for its own people: drawing in hour 0–1, speaking in hour 2–3."""

    county: County
    round: Round
    people: list[Person]

    @property
    def roll(self) -> Roll:
        """The roll as it stands."""
        return Roll.objects.select_related("unit").get(uid=self.round.uid)

    def draw(self, n: int, *, at: float = 0.5) -> bytes:
        """Person n draws; returns the credential as a device keeps it."""
        public = drawing.public_key(self.round.uid)
        prepared = blind_client.prepare(message_of(self.round.uid))
        blinded = blind_client.blind(public, prepared)
        signature = drawing.draw(
            roll=self.roll, person=self.people[n], blinded=blinded.message, now=self.county.now + at * HOUR
        )
        return prepared[:32] + blind_client.finalise(public, prepared, signature, blinded.inverse)

    def speak(
        self, credential: bytes, words: str = "食堂太贵。", *, form: str = "", at: float = 2.5
    ) -> tuple[str, UUID | None]:
        """Somebody uses a credential."""
        moment = self.county.now + at * HOUR
        return intake.lodge_once(
            round=self.round, words=words, credential=credential, form=form or new_form(), pepper=PEPPER,
            today=local_date(moment), now=moment,
        )  # fmt: skip


def a_draft(county: County, *, code: str = "each", people: int = 6) -> Eligible:
    """The round and its roll, not opened yet."""
    office, now = county.reach("office"), county.now
    made = rounds.create_round(
        campaign=county.campaign, unit=county.east, code=code, name=f"东局{code}征求意见", opens_on=county.today, public=True,
        actor=office, now=now,
    )  # fmt: skip
    rounds.set_channel(round=made, channel=Channel.WEB, actor=office, now=now)
    made.refresh_from_db()
    roll = once.limit_to_roll(
        round=made, revision=made.revision, draw_from=now, draw_until=now + HOUR, use_from=now + 2 * HOUR,
        use_until=now + 3 * HOUR, actor=office, now=now,
    )  # fmt: skip
    listed = [Person.objects.create(name=f"应参加者{n}", unit=county.east) for n in range(people)]
    rolls.put_on(roll=roll, people=listed, actor=office, now=now)
    made.refresh_from_db()
    return Eligible(county, made, listed)


def opened(eligible: Eligible) -> Eligible:
    """The roll frozen, the key made."""
    around = eligible.round
    eligible.round = rounds.open_round(
        round=around, revision=around.revision, actor=eligible.county.reach("office"), now=eligible.county.now
    )
    return eligible
