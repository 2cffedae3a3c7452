"""Runs inside an installation of its own: people of a roll draw credentials, then each speaks once through the public page.

Prints, for each round, what is known of everybody and what is theirs (speakers.py), and leaves a copy of the folder as it
was after the night of the last round's speaking, before it was closed (`mid`). With "eyes" somebody looks at the folder
around every act. The others are leaks put in on purpose: "rows" numbers the rows of tables again, "kept" leaves the
nightly rewriting out, "stamp" notes the instant of each opinion, credential and receipt, "log" writes an access log with
addresses in full, "unblinded" hands out credentials that the server has seen.
"""

import json
import shutil
import sys
from datetime import timedelta
from pathlib import Path

from tests.kill.driver import found_county  # isort: skip  # sets Django up for what follows

from django.conf import settings
from django.db import connection

from huiyin.anonymity import blind_signatures, keys, sealed_box
from huiyin.config.jobs import DAILY
from huiyin.core import clock, jobs, orderless
from huiyin.organisation.access import reach
from huiyin.organisation.models import Account, Person, Unit
from tests.attacks import speakers
from tests.attacks.looking import Eyes
from tests.attacks.speakers import HOUR, Known, Look
from tests.attacks.speaking import BEGIN, give_numbers_back
from tests.attacks.voters import a_crowd

# What a stamp is noted of: the table, and the column that names its row.
STAMPED = (("anonymity_sealedslip", "uid"), ("anonymity_spenttoken", "digest"), ("anonymity_lodgeddigest", "digest"))


def note_instants() -> None:
    """Triggers that write down when each row came: the clock stands still here, so it counts."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE planted (what TEXT, at REAL)")
        for table, column in STAMPED:
            cursor.execute(
                f"CREATE TRIGGER planted_{table} AFTER INSERT ON {table} "
                f"BEGIN INSERT INTO planted SELECT NEW.{column}, 1 + coalesce(max(at), 0) FROM planted; END"
            )


def eyes(words: dict[Person, str]) -> Look:
    """Somebody who looks around every act; what is not said yet may stand nowhere."""
    seen = Eyes(Path(settings.DATA_DIR), [one[:40] for one in words.values()])

    def look(act: str, known: Known | None) -> None:
        if act == "speak" and known is not None:
            seen.unsaid.discard(known["words"][:40])
        seen(act, known)

    return look


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
    root, east = Unit.objects.get(code="root"), Unit.objects.get(code="east")
    told = []
    for number in range(number_of_rounds):
        office = reach(Account.objects.get(), today=clock.today())
        crowd = a_crowd(east, people)
        known: dict[Person, Known] = {person: {"place on the roll": n} for n, person in enumerate(crowd)}
        around = speakers.opened_round(number, crowd, unit=root, office=office)
        words = speakers.words_for(dict.fromkeys(crowd, b""))
        look: Look = eyes(words) if "eyes" in plants else lambda act, one: None
        held = speakers.draw_all(around, crowd, known, look=look, office=office, blinded="unblinded" not in plants)
        moment += 3 * HOUR
        speakers.speak_all(around, held, words, known, look=look, logged="log" in plants)
        moment += timedelta(days=1)
        jobs.catch_up(acts, today=clock.today(), now=clock.now())
        look("night", None)
        if number == number_of_rounds - 1:
            connection.close()
            shutil.copytree(settings.DATA_DIR, Path(settings.DATA_DIR).parent / "mid")
        moment += timedelta(days=1)
        speakers.closed_round(around, office=reach(Account.objects.get(), today=clock.today()))
        look("close", None)
        jobs.catch_up(acts, today=clock.today(), now=clock.now())
        told.append(list(known.values()))
    connection.close()
    print(json.dumps(told))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), set(sys.argv[3:]))
