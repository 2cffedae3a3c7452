"""Runs inside an installation of its own: people of a roll draw credentials, then each speaks once through the public page.

Prints, for each round, what is known of everybody: their place on the roll, when they drew, their blinded request, when they
spoke, the credential that was spent then, what they said and the receipt they got. `plants` are leaks put in on purpose:
"rows" numbers the rows of tables again, "kept" leaves the nightly rewriting out, "stamp" notes the instant of each
opinion, credential and receipt, "log" writes an access log.
"""

import json
import random
import re
import secrets
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.kill.driver import found_county  # isort: skip  # sets Django up for what follows

from django.conf import settings
from django.db import connection

from bench.wsgi import post
from huiyin.anonymity import blind_client, blind_signatures, keys, sealed_box
from huiyin.anonymity.tokens import digest_of, message_of
from huiyin.campaigns.models import Campaign
from huiyin.config.jobs import DAILY
from huiyin.core import base64url, clock, jobs, orderless
from huiyin.eligibility import drawing, rolls
from huiyin.eligibility.models import RollEntry
from huiyin.opinions import once, rounds
from huiyin.opinions.models import Round
from huiyin.organisation.access import reach
from huiyin.organisation.models import Account, Person, Unit
from tests.attacks.speaking import BEGIN, give_numbers_back
from tests.attacks.voters import a_crowd
from tests.attacks.words import words_of_a_day

HOUR = timedelta(hours=1)
_RECEIPT = re.compile(r"HY1\.\d{8}\.([0-9A-Za-z_-]{43})\.")
# What a stamp is noted of: the table, and the column that names its row.
STAMPED = (("anonymity_sealedslip", "uid"), ("anonymity_spenttoken", "digest"), ("anonymity_lodgeddigest", "digest"))
Known = dict[str, Any]


def note_instants() -> None:
    """Triggers that write down when each row came: the clock stands still here, so it counts."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE planted (what TEXT, at REAL)")
        for table, column in STAMPED:
            cursor.execute(
                f"CREATE TRIGGER planted_{table} AFTER INSERT ON {table} "
                f"BEGIN INSERT INTO planted SELECT NEW.{column}, 1 + coalesce(max(at), 0) FROM planted; END"
            )


def opened_round(number: int, people: list[Person]) -> Round:
    """A round for these people: drawing in the first hour, speaking in the third and fourth."""
    office = reach(Account.objects.get(), today=clock.today())
    now, campaign = clock.now(), Campaign.objects.get()
    made = rounds.create_round(
        campaign=campaign, unit=Unit.objects.get(code="root"), code=f"each{number}", name=f"第{number}轮",
        opens_on=clock.today(), public=True, actor=office, now=now,
    )  # fmt: skip
    once.limit_to_roll(
        round=made, revision=made.revision, draw_from=now, draw_until=now + HOUR, use_from=now + 2 * HOUR,
        use_until=now + 5 * HOUR, actor=office, now=now,
    )  # fmt: skip
    made.refresh_from_db()
    rolls.put_on(roll=once.roll_of(made), people=people, actor=office, now=now)
    rounds.set_channel(round=made, channel="web", actor=office, now=now)
    return rounds.open_round(round=made, revision=made.revision, actor=office, now=now)


def draw_all(around: Round, people: list[Person], known: dict[Person, Known]) -> dict[Person, bytes]:
    """Everybody draws, in an order of its own."""
    roll, public, held = once.roll_of(around), drawing.public_key(around.uid), {}
    for n, person in enumerate(random.sample(people, len(people))):
        prepared = blind_client.prepare(message_of(around.uid))
        asked = blind_client.blind(public, prepared)
        signature = drawing.draw(roll=roll, person=person, blinded=asked.message, now=clock.now())
        held[person] = prepared[:32] + blind_client.finalise(public, prepared, signature, asked.inverse)
        known[person] |= {
            "drawn as": n, "request": RollEntry.objects.get(roll=roll, person=person).request,
            "credential": digest_of(prepared),
        }  # fmt: skip
    return held


def speak_all(around: Round, held: dict[Person, bytes], known: dict[Person, Known], *, logged: bool) -> None:
    """Everybody speaks, in another order."""
    order = random.sample(list(held), len(held))
    for n, (person, words) in enumerate(zip(order, words_of_a_day(len(order)), strict=True)):
        form = {
            "words": words, "form": secrets.token_hex(16), "opened": clock.today().isoformat(), "confirmed": "1",
            "credential": base64url.written(held[person]),
        }  # fmt: skip
        status, page = post(f"/p/speak/{around.code}/", form)
        receipt = _RECEIPT.search(page)
        assert status == 200, page
        assert receipt is not None, page
        known[person] |= {"spoke as": n, "words": words, "receipt": base64url.read(receipt[1]).hex()}
        if logged:
            with (Path(settings.DATA_DIR) / "access.log").open("a") as log:
                log.write(f"POST /p/speak/{around.code}/ 200 {len(words.encode())}\n")


def main(number_of_rounds: int, people: int, plants: set[str]) -> None:
    """Hold the rounds one after the other; each night does its acts."""
    sealed_box.COST = 2
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    found_county()
    moment = BEGIN
    clock.now = lambda: moment
    clock.today = lambda: clock.local_date(moment)
    made = blind_signatures.new_key()
    keys.new_key = lambda: made  # type: ignore[attr-defined]  # its own import of it
    if "rows" in plants:
        give_numbers_back()
    if "stamp" in plants:
        note_instants()
    acts = tuple(act for act in DAILY if act.name != orderless.ACT or "kept" not in plants)
    told = []
    for number in range(number_of_rounds):
        crowd = a_crowd(Unit.objects.get(code="east"), people)
        known: dict[Person, Known] = {person: {"place on the roll": n} for n, person in enumerate(crowd)}
        around = opened_round(number, crowd)
        held = draw_all(around, crowd, known)
        moment += 3 * HOUR
        speak_all(around, held, known, logged="log" in plants)
        moment += timedelta(days=1)
        jobs.catch_up(acts, today=clock.today(), now=clock.now())
        told.append(list(known.values()))
    connection.close()
    print(json.dumps(told))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), set(sys.argv[3:]))
