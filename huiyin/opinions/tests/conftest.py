"""A round of listening at the county: what most tests of opinions start from."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from huiyin.conftest import County
from huiyin.core.tests.replay import replayed
from huiyin.opinions import intake, recording, rounds, triage
from huiyin.opinions.form_receipts import new_form
from huiyin.opinions.models import Channel, Opinion, Piece, RespondentGroup, Round
from huiyin.opinions.slips import Slip, Target
from huiyin.organisation.access import Reach

PEPPER = b"a pepper of the tests"
DAY = date(2013, 8, 20)


@dataclass
class Listening:
    """第一轮 of the county, open, public and anonymous; 群众 are many, 老同志 are three."""

    county: County
    round: Round
    many: RespondentGroup
    few: RespondentGroup
    pepper: bytes = PEPPER
    numbers: dict[str, Opinion] = field(default_factory=dict)

    def known(self) -> list[object]:
        """Itself and its parts, which whatever stands on it goes on sharing (huiyin.core.tests.replay)."""
        return [self, self.round, self.many, self.few, *self.county.known()]

    @property
    def office(self) -> Reach:
        """The reach of the county's office."""
        return self.county.reach("office")

    def when(self) -> dict[str, Any]:  # Any: handed on as keywords of every verb
        """The time of a verb."""
        return {"now": self.county.now, "today": self.county.today}

    def speak(self, words: str = "办事大厅中午没有人。", **more) -> str:
        """Somebody speaks on the public page; returns the code."""
        more.setdefault("form", new_form())
        return intake.speak(round=self.round, words=words, pepper=PEPPER, today=self.county.today, **more)

    def opinion(self, code: str) -> Opinion:
        """The opinion that a code opens."""
        uid = intake.find_by_code(code, pepper=PEPPER)
        assert uid is not None
        return Opinion.objects.get(pk=uid)

    def slip(self, number: str, words: str, *, target: Target | None = None, **more) -> Opinion:
        """A clerk keys in one slip."""
        slip = Slip(
            words=words, day=DAY, channel=Channel.FORM, slip_no=number, target=target or Target(), **more
        )  # fmt: skip
        recording.record_by_clerk(round=self.round, slip=slip, form=new_form(), actor=self.office, **self.when())
        return Opinion.objects.get(round=self.round, slip_no=number)

    def triaged(self, opinion: Opinion, to: str = Opinion.Triage.OPINION, reason: str = "") -> Opinion:
        """The office triages it."""
        return triage.triage(
            opinion=opinion, to=to, seen=opinion.triage, reason=reason, actor=self.office, **self.when()
        )

    def piece(self, number: str, words: str, **more) -> Piece:
        """A slip, triaged as an opinion: its one whole piece."""
        opinion = self.triaged(self.slip(number, words, **more))
        return Piece.objects.select_related("opinion__round").get(opinion=opinion)

    def close(self) -> Round:
        """The round ends."""
        self.round.refresh_from_db()
        self.round = rounds.close_round(
            round=self.round, revision=self.round.revision, actor=self.office, **self.when()
        )
        return self.round


@pytest.fixture
def listening(county: County) -> Listening:
    """第一轮征求意见 with web, form and hotline, asking 群众 (about 3,000) and 离退休老同志 (three)."""
    return replayed("listening", lambda: _listening(county), on=county, known=county.known)


def _listening(county: County) -> Listening:
    office = county.reach("office")
    made = rounds.create_round(
        campaign=county.campaign, unit=county.root, code="round-1", name="第一轮征求意见", opens_on=date(2013, 8, 1),
        public=True, actor=office, now=county.now,
    )  # fmt: skip
    for channel in (Channel.WEB, Channel.FORM, Channel.HOTLINE):
        rounds.set_channel(round=made, channel=channel, actor=office, now=county.now)
    many = rounds.add_group(
        campaign=county.campaign, unit=county.root, name="群众", population=3000, actor=office, now=county.now
    )
    few = rounds.add_group(
        campaign=county.campaign, unit=county.root, name="离退休老同志", population=3, actor=office, now=county.now
    )
    made = rounds.open_round(round=made, revision=made.revision, actor=office, now=county.now)
    return Listening(county, made, many, few)
