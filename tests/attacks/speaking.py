"""Runs inside an installation of its own: a roll of people speaks in a known order, day after day; then the days' acts run.

Prints each day's words and spent credentials in the order of arrival. `plants` are leaks put in on purpose, so that the attack itself is tested:
"rows" gives every table its row numbers back, "kept" leaves the nightly rewriting out, "stamp" notes the instant of each
slip, "log" writes an access log.
"""

import json
import re
import secrets
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.kill.driver import found_county  # isort: skip  # sets Django up for what follows

from django.conf import settings
from django.db import connection

from bench.wsgi import post
from huiyin.anonymity import sealed_box
from huiyin.campaigns.models import Campaign
from huiyin.config.jobs import DAILY
from huiyin.core import clock, jobs, orderless
from huiyin.core.identifiers import new_uid
from huiyin.opinions import intake
from huiyin.opinions.models import Round, RoundChannel
from huiyin.organisation.models import Unit
from tests.attacks.credentials import spending
from tests.attacks.words import words_of_a_day

_CODE = re.compile(r"\d{3}-\d{3}-\d{3}-\d{3}")
BEGIN = datetime(2013, 9, 2, 1, 0, tzinfo=UTC)


def give_numbers_back() -> None:
    """The tables as they were before: rows numbered as they come."""
    for table in orderless.orderless_tables():
        with connection.cursor() as cursor:
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [table])
            created = cursor.fetchone()[0]
            cursor.execute(
                "SELECT sql FROM sqlite_master WHERE tbl_name = %s AND type != 'table' AND sql IS NOT NULL", [table]
            )
            around = [row[0] for row in cursor.fetchall()]
            cursor.execute("PRAGMA foreign_keys = OFF")
            cursor.execute(f'DROP TABLE "{table}"')
            for sql in (created.removesuffix(" WITHOUT ROWID"), *around):
                cursor.execute(sql)


def note_instants() -> None:
    """A trigger that writes down when each slip came: the clock stands still here, so it counts."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE planted (slip TEXT, at REAL)")
        cursor.execute(
            "CREATE TRIGGER planted_stamp AFTER INSERT ON anonymity_sealedslip "
            "BEGIN INSERT INTO planted SELECT NEW.uid, 1 + coalesce(max(at), 0) FROM planted; END"
        )


def main(days: int, people: int, plants: set[str]) -> None:
    """Speak, and let each night do its acts."""
    sealed_box.COST = 2
    # Names of static files without a digest: gathering them takes longer than all speaking.
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    found_county()
    moment = BEGIN
    clock.now = lambda: moment
    clock.today = lambda: clock.local_date(moment)
    around = Round.objects.create(
        campaign=Campaign.objects.get(), unit=Unit.objects.get(code="root"), code="open", name="第一轮征求意见",
        public=True, opens_on=clock.today(), state=Round.State.OPEN,
    )  # fmt: skip
    RoundChannel.objects.create(round=around, channel="web")
    if "rows" in plants:
        give_numbers_back()
    if "stamp" in plants:
        note_instants()
    acts = tuple(act for act in DAILY if act.name != orderless.ACT or "kept" not in plants)
    told = []
    for _day in range(days):
        said, spent = words_of_a_day(people), []
        for words, digest in zip(said, spending(new_uid(), people=people, today=clock.today()), strict=True):
            spent.append(digest)
            form = {
                "words": words, "form": secrets.token_hex(16), "opened": clock.today().isoformat(), "confirmed": "1",
            }  # fmt: skip
            status, page = post("/p/speak/open/", form)
            code = _CODE.search(page)
            assert status == 200, page
            assert code is not None, page
            if len(words) % 3 == 0:
                # Some say more at once, by their code.
                intake.follow_up(
                    code=code[0], words=f"再补充一句：{secrets.token_hex(20)}。", form=secrets.token_hex(16),
                    pepper=settings.CODE_PEPPER, today=clock.today(),
                )  # fmt: skip
            if "log" in plants:
                with (Path(settings.DATA_DIR) / "access.log").open("a") as log:
                    log.write(f"POST /p/speak/open/ 200 {len(words.encode())}\n")
            moment += timedelta(minutes=7)
        told.append((said, spent))
        moment += timedelta(days=1)
        done = jobs.catch_up(acts, today=clock.today(), now=clock.now())
        assert {name for name, _ in done} == {act.name for act in acts}, done
    connection.close()
    print(json.dumps(told))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), set(sys.argv[3:]))
