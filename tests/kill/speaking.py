"""Runs inside an installation of its own: one process commits an import of 50,000 rows, another posts opinions meanwhile.

`prepare` makes county, round and a staged import; `commit` waits for a word, writes and says when; `speak` posts through the
product's own WSGI application, several at a time as a server's threads do, until a file appears.
"""

import json
import re
import secrets
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import xlsxwriter
from django.conf import settings
from django.db import connection

from tests.kill.driver import actor, found_county  # isort: skip  # sets Django up for what follows

from bench.wsgi import post
from huiyin.anonymity.models import SealedSlip
from huiyin.campaigns.models import Campaign
from huiyin.core import clock
from huiyin.ledgers.books.meetings import MEETINGS, Meeting
from huiyin.ledgers.engine import staging
from huiyin.ledgers.engine.models import ImportBatch
from huiyin.opinions.models import Opinion, Round, RoundChannel
from huiyin.organisation.models import Unit
from huiyin.portal import work

ROWS, SPEAKERS = 50_000, 10
_CODE = re.compile(r"\d{3}-\d{3}-\d{3}-\d{3}")


def prepare() -> None:
    """County, an open public round, and 50,000 meetings staged and clean."""
    found_county()
    today = clock.today()
    around = Round.objects.create(
        campaign=Campaign.objects.get(), unit=Unit.objects.get(code="root"), code="open", name="第一轮征求意见", public=True,
        opens_on=today - timedelta(days=1), state=Round.State.OPEN,
    )  # fmt: skip
    RoundChannel.objects.create(round=around, channel="web")
    path = Path(settings.DATA_DIR) / "meetings.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("会议")
        sheet.write_row(0, 0, ("会议名称", "会议类别", "日期", "单位"))
        for number in range(1, ROWS + 1):
            sheet.write_row(number, 0, (f"会议第{number}次", "其他会议", "2013-08-01", "东局"))
    batch = staging.stage_files(
        MEETINGS, paths=[path], unit=Unit.objects.get(code="east"), campaign=None, actor=actor(), now=clock.now(),
        today=today,
    )  # fmt: skip
    assert batch.summary["new"] == ROWS, batch.summary
    assert connection.vendor == "sqlite"


def commit() -> None:
    """Write the batch once told to; says when it began and ended."""
    batch = ImportBatch.objects.get()
    print("ready", flush=True)
    sys.stdin.readline()
    began = time.time()
    staging.commit(MEETINGS, batch, actor=actor(), now=clock.now())
    print(json.dumps([began, time.time()]), flush=True)


def speak(stop: str) -> None:
    """Post until the file appears; says of each opinion when it was sent, when it was answered, and how."""
    answers: list[tuple[float, float, bool, int]] = []
    around = Round.objects.get()
    # The same work with one iteration a try: ten speakers on two cores would do little else.
    work.ITERATIONS = 1

    def go_on(speaker: int) -> None:
        number = 0
        while not Path(stop).exists():
            number += 1
            mark, today = secrets.token_hex(16), clock.today()
            riddle = work.challenge(round=around.uid, form=mark, day=today, key=settings.CODE_PEPPER)
            form = {
                "words": f"第{speaker}个人的第{number}条意见：路灯坏了没有人修。", "form": mark,
                "opened": today.isoformat(), "confirmed": "1", "work": work.solve(riddle),
            }  # fmt: skip
            began = time.time()
            status, page = post("/p/speak/open/", form)
            answers.append((began, time.time(), status == 200 and bool(_CODE.search(page)), status))

    threads = [threading.Thread(target=go_on, args=(n,)) for n in range(1, SPEAKERS + 1)]
    for thread in threads:
        thread.start()
    print("speaking", flush=True)
    for thread in threads:
        thread.join()
    print(json.dumps(answers), flush=True)


def count() -> None:
    """What stands in the database afterwards."""
    print(json.dumps([Meeting.objects.count(), Opinion.objects.count(), SealedSlip.objects.count()]))


ACTS: dict[str, Callable[..., None]] = {"prepare": prepare, "commit": commit, "speak": speak, "count": count}

if __name__ == "__main__":
    ACTS[sys.argv[1]](*sys.argv[2:])
