"""Runs inside an installation of its own: people draw, vote, and their boxes are opened; somebody looks around every act.

Prints what is known of the voters of each box, and leaves a copy of the folder as it was before the last box was closed
(`mid`, after that night's acts). `plants` are leaks put in on purpose, so that the attack itself is tested: "kept" leaves
the rewriting out, "rows" numbers the rows of tables again, "unshuffled" opens in the order of the box, "arrival" in that
in which ballots came, "stamp" notes the instant of each credential that is spent, "log" what was opened, as it is
opened.
"""

import json
import secrets
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from tests.kill.driver import found_county  # isort: skip  # sets Django up for what follows

from django.conf import settings
from django.db import connection

from huiyin.anonymity import ballot_box, ballot_sealing, blind_signatures, keys
from huiyin.anonymity.models import SealedBallot
from huiyin.config.jobs import DAILY, JOBS
from huiyin.core import clock, jobs, orderless
from huiyin.core.identifiers import new_uid
from huiyin.organisation.access import reach
from huiyin.organisation.models import Account, Person, Unit
from tests.attacks import voters
from tests.attacks.looking import Eyes
from tests.attacks.speaking import give_numbers_back

BEGIN = datetime(2013, 9, 2, 1, 0, tzinfo=UTC)


class Unshuffled:
    """A shuffling that leaves everything where it is."""

    def shuffle(self, answers: list[object]) -> None:
        """Nothing."""


def plant(leaks: set[str]) -> None:
    """Put leaks into this process."""
    if "rows" in leaks:
        give_numbers_back()
    if leaks & {"unshuffled", "arrival"}:
        secrets.SystemRandom = Unshuffled  # type: ignore[misc, assignment]  # planted
    if "arrival" in leaks:

        def as_they_came(uid: UUID) -> Iterator[bytes]:
            for ballot in SealedBallot.objects.raw(
                "SELECT * FROM anonymity_sealedballot WHERE key = %s ORDER BY rowid", [uid.hex]
            ):
                yield bytes(ballot.sealed)

        ballot_box._sealed = as_they_came
    if "stamp" in leaks:
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE planted (digest TEXT, at REAL)")
            cursor.execute(
                "CREATE TRIGGER planted_stamp AFTER INSERT ON anonymity_spenttoken "
                "BEGIN INSERT INTO planted SELECT NEW.digest, 1 + coalesce(max(at), 0) FROM planted; END"
            )
    if "log" in leaks:
        plain = ballot_sealing.open_one

        def logged(box: ballot_sealing.Box, sealed: bytes, keys: dict[int, bytes]) -> bytes | None:
            content = plain(box, sealed, keys)
            with (Path(settings.DATA_DIR) / "opening.log").open("ab") as log:
                log.write(b"opened " + (content or b"nothing") + b"\n")
            return content

        ballot_box.open_one = logged  # type: ignore[attr-defined]  # planted


def main(boxes: int, people: int, leaks: set[str]) -> None:
    """Hold the ballots one after the other; each night does its acts."""
    found_county()
    moment = BEGIN
    clock.now = lambda: moment
    clock.today = lambda: clock.local_date(moment)
    # Making a key takes the better part of a second, and which one it is plays no part.
    made = blind_signatures.new_key()
    keys.new_key = lambda: made  # type: ignore[attr-defined]  # its own import of it
    plant(leaks)
    east = Unit.objects.get(code="east")
    office = reach(Account.objects.get(), today=clock.today())
    tellers = []
    for n in range(2):
        person = Person.objects.create(name=f"监票人{n}", staff_no=f"T10{n}", unit=east)
        Account.objects.create_account(person=person, password="a-long-test-password")
        tellers.append(reach(person.account, today=clock.today()))
    acts = tuple(act for act in DAILY if act.name != orderless.ACT or "kept" not in leaks)
    told = []
    for number in range(boxes):
        crowd = voters.a_crowd(east, people)
        box = voters.hold(people=crowd, unit=east, tellers=tellers, office=office, begins=moment, number=number)
        look = Eyes(Path(settings.DATA_DIR), {voters.mark_of(number)})
        box.cast_all(box.draw_all(look), look)
        if number == boxes - 1:
            moment += timedelta(days=1)
            jobs.catch_up(acts, today=clock.today(), now=clock.now())
            connection.close()
            shutil.copytree(settings.DATA_DIR, Path(settings.DATA_DIR).parent / "mid")
        box.open(look)
        if "kept" not in leaks:
            job = jobs.claim(worker=new_uid(), now=moment + timedelta(days=1))
            assert job is not None
            jobs.run(job, JOBS, clock=clock.now)
        moment += timedelta(days=1)
        jobs.catch_up(acts, today=clock.today(), now=clock.now())
        told.append([{"answer": one.says, **one.known} for one in box.voters])
    connection.close()
    print(json.dumps(told))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), set(sys.argv[3:]))
