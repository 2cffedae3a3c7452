"""After the report: what the office read through once more and made public, so that 数据下载 holds what a visitor may take."""

from datetime import date
from typing import Any

from django.db.models import Q

from huiyin.demo.stage import Play, at
from huiyin.ledgers.books.commitments import COMMITMENTS, Commitment
from huiyin.ledgers.books.regulations import REGULATIONS
from huiyin.ledgers.books.service import DEEDS
from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.disclosure import release
from huiyin.ledgers.engine.queries import reached

DISCLOSED = date(2014, 2, 10)
# 办实事 at places everybody passes; what was done for one household or over somebody's hardship stays with the unit.
COMMON_PLACES = ("路灯", "排水沟", "房前堆物")


def disclose(play: Play) -> None:
    """制度废改立, the team's promises (its members' were made public by their call), and deeds at common places."""
    office = play.cast("office", DISCLOSED)
    for ledger, chosen in _chosen():
        seen = (
            reached(ledger, office).current().standing().filter(chosen, campaign=play.campaign.uid).order_by("number")
        )
        count = 0
        for entry in seen.select_related("unit"):
            release(ledger, entry, actor=office, now=at(DISCLOSED, 15), today=DISCLOSED)
            count += 1
        play.say(f"公开台账：《{ledger.name}》核对后公开 {count} 条。")


def _chosen() -> tuple[tuple[Ledger[Any], Q], ...]:  # Any: ledgers of different models
    places = Q()
    for word in COMMON_PLACES:
        places |= Q(matter__contains=word)
    return (
        (REGULATIONS, Q()),
        (COMMITMENTS, Q(by=Commitment.By.TEAM)),
        (DEEDS, places & Q(finished_on__isnull=False) & ~Q(matter__contains="住户")),
    )
