"""People of a roll who draw credentials and then speak once each, with all that is known of them and all that is theirs.

One record a person. What the attacker knows of the person: the place on the roll, when they drew, their blinded request,
when they spoke. What is theirs: what they said, the credential that was spent for it, the receipt they got.
"""

import hashlib
import random
import re
import secrets
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from bench.wsgi import post
from huiyin.anonymity import blind_client
from huiyin.anonymity.tokens import digest_of, message_of
from huiyin.campaigns.models import Campaign
from huiyin.core import base64url, clock
from huiyin.eligibility import drawing, rolls
from huiyin.eligibility.models import RollEntry
from huiyin.opinions import once, rounds
from huiyin.opinions.models import Round
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Person, Unit
from tests.attacks.words import words_of_a_day

HOUR = timedelta(hours=1)
Known = dict[str, Any]  # whatever sorts, under the name of what it is
# Looks at the data after an act: what was done, and whose record gets what it changed.
Look = Callable[[str, Known | None], None]
_RECEIPT = re.compile(r"HY1\.\d{8}\.([0-9A-Za-z_-]{43})\.")


def opened_round(number: int, people: list[Person], *, unit: Unit, office: Reach) -> Round:
    """A round for these people: drawing in the first hour, speaking from the third on until the next day."""
    now = clock.now()
    made = rounds.create_round(
        campaign=Campaign.objects.get(), unit=unit, code=f"each{number}", name=f"第{number}轮", opens_on=clock.today(),
        public=True, actor=office, now=now,
    )  # fmt: skip
    once.limit_to_roll(
        round=made, revision=made.revision, draw_from=now, draw_until=now + HOUR, use_from=now + 2 * HOUR,
        use_until=now + 27 * HOUR, actor=office, now=now,
    )  # fmt: skip
    made.refresh_from_db()
    rolls.put_on(roll=once.roll_of(made), people=people, actor=office, now=now)
    rounds.set_channel(round=made, channel="web", actor=office, now=now)
    return rounds.open_round(round=made, revision=made.revision, actor=office, now=now)


def closed_round(around: Round, *, office: Reach) -> None:
    """After the last moment, by the office: the key that makes credentials goes."""
    around.refresh_from_db()
    rounds.close_round(
        round=around, revision=around.revision, actor=office, now=clock.now(), today=clock.today()
    )  # fmt: skip


def draw_all(
    around: Round, people: list[Person], known: dict[Person, Known], *, look: Look, office: Reach, blinded: bool = True
) -> dict[Person, bytes]:
    """Everybody draws, in an order of its own; a quarter gets printed slips. Not `blinded`: a device that blinds nothing."""
    roll, public, held = once.roll_of(around), drawing.public_key(around.uid), {}
    order = random.sample(people, len(people))
    on_paper = order[: len(order) // 4]
    for n, person in enumerate(order[len(on_paper) :]):
        prepared = blind_client.prepare(message_of(around.uid))
        asked = blind_client.blind(public, prepared)
        signature = drawing.draw(roll=roll, person=person, blinded=asked.message, now=clock.now())
        held[person] = prepared[:32] + blind_client.finalise(public, prepared, signature, asked.inverse)
        entry = RollEntry.objects.filter(roll=roll, person=person)
        if not blinded:
            entry.update(request=digest_of(prepared))
        known[person] |= {"drawn as": n, "request": entry.get().request}
        look("draw", known[person])
    entries = list(RollEntry.objects.filter(roll=roll, person__in=on_paper))
    slips = drawing.print_slips(roll=roll, entries=entries, actor=office, now=clock.now())
    look("print", None)
    # They draw from the stack, each unseen.
    return held | dict(zip(on_paper, random.sample(slips, len(slips)), strict=True))


def words_for(held: dict[Person, bytes]) -> dict[Person, str]:
    """What each of them will say."""
    return dict(zip(held, words_of_a_day(len(held)), strict=True))


def speak_all(
    around: Round, held: dict[Person, bytes], words: dict[Person, str], known: dict[Person, Known], *, look: Look,
    logged: bool = False,
) -> None:  # fmt: skip
    """Everybody speaks through the public page, in another order; `logged`, a server writes down what it was asked."""
    for n, person in enumerate(random.sample(list(held), len(held))):
        credential, said = base64url.written(held[person]), words[person]
        form = {
            "words": said, "form": secrets.token_hex(16), "opened": clock.today().isoformat(), "confirmed": "1",
            "credential": credential,
        }  # fmt: skip
        status, page = post(f"/p/speak/{around.code}/", form)
        receipt = _RECEIPT.search(page)
        assert status == 200, page
        assert receipt is not None, page
        known[person] |= {
            "spoke as": n, "words": said, "receipt": base64url.read(receipt[1]).hex(),
            "credential": hashlib.sha256(held[person][:32] + message_of(around.uid)).hexdigest(),
        }  # fmt: skip
        look("speak", known[person])
        if logged:
            with (Path(settings.DATA_DIR) / "access.log").open("a") as log:
                log.write(f"POST /p/speak/{around.code}/?credential={credential} 200 {len(said.encode())}\n")
