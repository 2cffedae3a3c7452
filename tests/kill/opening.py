"""Runs inside an installation of its own: hands over the last teller's key in a forked process that is killed.

Before each kill the data folder is put back as it was when the box was closed. After it the box is shut with everything
in it, or open with nothing sealed left; then the worker does what is left to do, and no key and no ciphertext is
anywhere in the folder.
"""

import os
import random
import shutil
import signal
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.kill.driver import KILLS, found_county  # isort: skip  # sets Django up for what follows

from django.conf import settings
from django.db import connection, connections

from huiyin.anonymity import keys
from huiyin.anonymity.models import OpenedAnswer, SealedBallot
from huiyin.ballots import form
from huiyin.ballots.models import Ballot
from huiyin.config.jobs import JOBS
from huiyin.core import jobs
from huiyin.core.identifiers import new_uid
from huiyin.organisation.access import reach
from huiyin.organisation.models import Account, Person, Unit
from tests.attacks import voters

PEOPLE = 150
BEGIN = datetime(2013, 9, 2, 1, 0, tzinfo=UTC)


def closed_box() -> voters.Box:
    """Everybody voted, the box is closed, and all tellers but the last have handed their keys over."""
    found_county()
    east, today = Unit.objects.get(code="east"), BEGIN.date()
    office, tellers = reach(Account.objects.get(), today=today), []
    for n in range(2):
        person = Person.objects.create(name=f"监票人{n}", staff_no=f"T10{n}", unit=east)
        Account.objects.create_account(person=person, password="a-long-test-password")
        tellers.append(reach(person.account, today=today))
    box = voters.hold(
        people=voters.a_crowd(east, PEOPLE), unit=east, tellers=tellers, office=office, begins=BEGIN, number=0
    )
    box.cast_all(box.draw_all(lambda act, voter: None), lambda act, voter: None)
    box.close()
    box.hand_key(0)
    return box


def put_back(kept: Path) -> None:
    """The folder as it was."""
    connections.close_all()
    data = Path(settings.DATA_DIR)
    shutil.rmtree(data)
    shutil.copytree(kept, data)
    data.chmod(0o700)


def look(box: voters.Box, sealed: bytes) -> bool:
    """In, or not: never half. Then the worker runs, and the rest is gone from every file. Whether the box was opened."""
    state = Ballot.objects.get().state
    left, opened = SealedBallot.objects.count(), OpenedAnswer.objects.count()
    whole = PEOPLE * len(form.parts([voters.QUESTION]))
    assert (state, left, opened) in {(Ballot.State.CLOSED, PEOPLE, 0), (Ballot.State.COUNTED, 0, whole)}, (
        state,
        left,
        opened,
    )
    if state == Ballot.State.CLOSED:
        box.hand_key(1)
    later = BEGIN + timedelta(days=1)
    assert jobs.recover(now=later) == 0
    job = jobs.claim(worker=new_uid(), now=later)
    assert job is not None, "nothing is left to finish the destruction"
    jobs.run(job, JOBS, clock=lambda: later)
    assert keys.handed_for() == set(), "a teller's key is left"
    assert not SealedBallot.objects.exists()
    connection.close()
    for path in Path(settings.DATA_DIR).rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert sealed not in data, f"a sealed ballot lies in {path.name}"
            assert not any(private in data for _teller, private in box.keys), f"a key lies in {path.name}"
    return state == Ballot.State.COUNTED


def main(seed: int) -> None:
    """Measure an opening, then kill at random moments of it."""
    dice, data = random.Random(seed), Path(settings.DATA_DIR)
    box, kept = closed_box(), Path(settings.DATA_DIR).parent / "kept"
    sealed = bytes(SealedBallot.objects.values_list("sealed", flat=True)[0])[100:200]
    connections.close_all()
    shutil.copytree(data, kept)
    began = time.perf_counter()
    box.hand_key(1)
    whole = time.perf_counter() - began
    within = opened = 0
    for _kill in range(KILLS):
        put_back(kept)
        child = os.fork()
        if not child:
            box.hand_key(1)
            os._exit(0)
        time.sleep(dice.uniform(0, whole))
        os.kill(child, signal.SIGKILL)
        within += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
        opened += look(box, sealed)
    print(f"{within} kills fell within the opening, {opened} boxes were open after it")


if __name__ == "__main__":
    main(int(sys.argv[1]))
