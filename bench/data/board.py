"""A board for the machine to read: one round of a township that had none, every opinion loose, read once through the services."""

import time
from dataclasses import dataclass

from bench.data import wording
from bench.data.books import NOW, TODAY
from bench.data.rows import Draw, fill
from eval.grouping.noise import made
from huiyin.anonymity.models import SealedSlip
from huiyin.campaigns.models import Campaign
from huiyin.consolidating import runs, working
from huiyin.consolidating.models import Run
from huiyin.opinions.models import Opinion, Piece, Round
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Unit


@dataclass(frozen=True)
class Board:
    """The round, how many pieces lie on its board, and how long the worker read them."""

    round: Round
    pieces: int
    run: Run
    seconds: float


def make_board(campaign: Campaign, unit: Unit, count: int, *, actor: Reach, seed: int) -> Board:
    """Write `count` opinions taken as such, and have the worker's own job propose cards."""
    code = f"board-{count}"
    around = Round.objects.create(
        campaign=campaign, unit=unit, code=code, name=f"{count:,} 条意见", opens_on=TODAY, state=Round.State.OPEN
    )
    draw = Draw(seed, code)
    # Half as the bench's other opinions, which share their matters; half invented one by one, many of them copied on.
    words = [wording.opinion(draw) for _each in range(count // 2)]
    words += [one.text for one in made(count - len(words), seed=seed)]
    draw.random.shuffle(words)
    uids = [draw.uid() for _each in words]
    fill(
        Opinion, "uid about_unit_id", ((uid, unit.pk if draw.chance(0.2) else None) for uid in uids), round_id=around.pk,
        kind="anonymous", channel="web", about="general", day=TODAY, triage="opinion",
    )  # fmt: skip
    fill(
        SealedSlip, "uid words salt", ((uid, text, draw.word(32)) for uid, text in zip(uids, words, strict=True)),
        box=around.uid, day=TODAY,
    )  # fmt: skip
    fill(Piece, "uid opinion_id", ((draw.uid(), uid) for uid in uids))
    run = runs.ask(campaign=campaign, unit=unit, actor=actor, now=NOW)
    began = time.perf_counter()
    working.work(run.uid, clock=lambda: NOW, progress=_unheard)
    took = time.perf_counter() - began
    run.refresh_from_db()
    return Board(around, count, run, took)


def _unheard(done: int, total: int | None) -> None:
    """Nobody waits for a word about how far it is."""
