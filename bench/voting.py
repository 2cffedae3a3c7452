"""People drawing and then voting, sent from as many processes as the server has; everything they send is made before.

The voter's half (blinding, unblinding, sealing) stays outside the measured time. Every request is another one; some are
sent by two processes at once, on purpose.
"""

import hashlib
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from multiprocessing import get_context
from typing import TypeVar
from uuid import UUID

from django.db import OperationalError, connections

from bench.data.books import NOW
from bench.data.rows import Draw
from huiyin.anonymity import ballot_box, ballot_sealing, blind_client
from huiyin.anonymity.ballot_sealing import Box
from huiyin.anonymity.tokens import message_of
from huiyin.ballots import casting, form, preparing
from huiyin.ballots.form import NO, YES, Question
from huiyin.ballots.models import Ballot
from huiyin.core.errors import Refused
from huiyin.eligibility import drawing, rolls
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Person, Unit

PROCESSES = 2  # as `huiyin serve` has by default, each with one request at a time
NEEDED = 2  # tellers who open
TWICE = 50  # every so manieth request is sent by both processes
PATIENCE = 3  # so often a request is sent while the store is busy
RATE = 28.0  # a second, where people come by chance: ten times what ten thousand an hour are
SEED = 5
HOUR = timedelta(hours=1)
QUESTION = Question("选举委员", "vote", ("丁一", "王二", "李三", "张四", "刘五", "陈六"), seats=5, write_ins=1)
A = TypeVar("A")
B = TypeVar("B")


@dataclass(frozen=True)
class Slip:
    """What a voter's device holds before drawing."""

    person: int
    prepared: bytes
    blinded: bytes
    inverse: int


@dataclass(frozen=True)
class Vote:
    """A credential with a sealed ballot, ready to be sent."""

    person: int
    prepared: bytes
    signature: bytes
    sealed: bytes


@dataclass(frozen=True)
class Sent:
    """One request: when it began and ended, what came back (nothing where it was refused), how often the store was busy."""

    person: int
    began: float
    ended: float
    back: bytes
    busy: int


@dataclass(frozen=True)
class Held:
    """A frozen ballot, its tellers with their private keys, and its voters."""

    ballot: Ballot
    keys: tuple[tuple[Reach, bytes], ...]
    people: tuple[int, ...]

    def at(self, hours: float) -> datetime:
        """So many hours after drawing began: it is drawn in the first hour, voted in the third."""
        return NOW + hours * HOUR


def hold(unit: Unit, people: Sequence[Person], tellers: Sequence[Reach], *, actor: Reach) -> Held:
    """A ballot prepared and frozen through the services, as the office does it."""
    made = preparing.create_ballot(
        unit=unit, title=f"{len(people)} 人投票", kind="election", draw_from=NOW, draw_until=NOW + HOUR,
        use_from=NOW + 2 * HOUR, use_until=NOW + 3 * HOUR, actor=actor, now=NOW, electronic=True, paper=False,
    )  # fmt: skip
    rolls.put_on(roll=made.roll, people=people, actor=actor, now=NOW)
    made = preparing.ask(ballot=made, revision=1, questions=[QUESTION], actor=actor, now=NOW)
    keys = []
    for one in tellers:
        preparing.name_teller(ballot=made, person=one.account.person, actor=actor, now=NOW)
        private, point = ballot_sealing.new_teller_key()
        preparing.give_public_key(ballot=made, point=point, actor=one, now=NOW)
        keys.append((one, private))
    preparing.freeze(ballot=made, revision=2, needed=NEEDED, actor=actor, now=NOW, voters_checked=True)
    fresh = Ballot.objects.select_related("roll__unit").get(pk=made.pk)
    return Held(fresh, tuple(keys), tuple(one.pk for one in people))


def chosen(person: int) -> list[int]:
    """What a voter marks: everybody but one; one in seven marks all, which is one too many and does not stand."""
    return [NO if n == person % (len(QUESTION.subjects) + 1) else YES for n in range(len(QUESTION.subjects))]


def slips(held: Held) -> list[Slip]:
    """Every voter's blinded request."""
    work = partial(_blinded, drawing.public_key(held.ballot.uid), message_of(held.ballot.uid))
    return _joined(at_once(work, dealt(held.people)))


def votes(held: Held, drawn: Sequence[tuple[Slip, bytes]]) -> list[Vote]:
    """Every voter's credential, unblinded and verified by the voter, with a sealed ballot."""
    work = partial(_sealed, drawing.public_key(held.ballot.uid), casting.box_of(held.ballot))
    return _joined(at_once(work, dealt(drawn)))


def draw_all(held: Held, every: Sequence[Slip]) -> list[Sent]:
    """The burst of drawing; some send the identical request twice."""
    one, other = dealt(every)
    return _joined(at_once(partial(_drawing, held), [one, _with(one[::TWICE], other)]))


def cast_all(held: Held, every: Sequence[Vote], again: Sequence[Vote]) -> list[Sent]:
    """The burst of voting; `again` are other ballots for some of the same credentials, sent at the same time."""
    one, other = dealt(every)
    return _joined(at_once(partial(_casting, held), [one, _with(again, other)]))


def draw_paced(held: Held, every: Sequence[Slip]) -> list[Sent]:
    """Drawing as people come: at random moments, RATE a second over all processes."""
    return _joined(at_once(partial(_drawing, held, pace=RATE / PROCESSES), dealt(every)))


def cast_paced(held: Held, every: Sequence[Vote]) -> list[Sent]:
    """Voting as people come."""
    return _joined(at_once(partial(_casting, held, pace=RATE / PROCESSES), dealt(every)))


def twice(held: Held, every: Sequence[Vote]) -> list[Vote]:
    """For some credentials a second ballot, sealed anew: of two tabs only one may vote."""
    box = casting.box_of(held.ballot)
    return [
        Vote(vote.person, vote.prepared, vote.signature, seal(box, vote.person)) for vote in dealt(every)[0][::TWICE]
    ]


def seal(box: Box, person: int) -> bytes:
    """A voter's ballot, sealed."""
    return ballot_sealing.seal(box, form.content([chosen(person)], [[]]))


def draw(held: Held, slip: Slip) -> bytes:
    """One request as the page hands it on."""
    return drawing.draw(
        roll=held.ballot.roll, person=Person(pk=slip.person), blinded=slip.blinded, now=held.at(0.5)
    )  # fmt: skip


def cast(held: Held, vote: Vote) -> bytes:
    """One ballot as the page hands it on; the digest it has on the board."""
    digest = casting.cast(
        uid=held.ballot.uid, question=held.ballot.form_digest, token=vote.prepared[: -len(message_of(held.ballot.uid))],
        signature=vote.signature, sealed=vote.sealed, now=held.at(2.5),
    )  # fmt: skip
    return bytes.fromhex(digest)


def opened(uid: UUID) -> list[Counter[str]]:
    """How often each answer came out of the box, by parts of the question, as after every opening."""
    found = ballot_box.counted(uid)
    return [found.get(at, Counter()) for at, _part in enumerate(form.parts([QUESTION]))]


def digest(vote: Vote) -> str:
    """What the board shows of it."""
    return hashlib.sha256(vote.sealed).hexdigest()


def at_once(work: Callable[[list[A]], list[B]], parts: Sequence[list[A]]) -> list[list[B]]:
    """The parts at the same time, each in a process forked from this one with a connection of its own, as gunicorn's are."""
    connections.close_all()
    with ProcessPoolExecutor(len(parts), mp_context=get_context("fork")) as pool:
        return list(pool.map(work, parts))


def dealt(things: Sequence[A]) -> list[list[A]]:
    """In turn to each process."""
    return [list(things[n::PROCESSES]) for n in range(PROCESSES)]


def _with(some: Sequence[A], other: Sequence[A]) -> list[A]:
    """The other process's part with these at the places where the first process has theirs."""
    found = list(other)
    for n, thing in enumerate(some):
        found.insert(n * (TWICE + 1), thing)
    return found


def _joined(parts: Sequence[list[A]]) -> list[A]:
    return [thing for part in parts for thing in part]


def _blinded(public: bytes, message: bytes, people: list[int]) -> list[Slip]:
    found = []
    for person in people:
        prepared = blind_client.prepare(message)
        blinded = blind_client.blind(public, prepared)
        found.append(Slip(person, prepared, blinded.message, blinded.inverse))
    return found


def _sealed(public: bytes, box: Box, drawn: list[tuple[Slip, bytes]]) -> list[Vote]:
    return [
        Vote(
            slip.person, slip.prepared, blind_client.finalise(public, slip.prepared, signature, slip.inverse),
            seal(box, slip.person),
        )
        for slip, signature in drawn
    ]  # fmt: skip


def _drawing(held: Held, some: list[Slip], pace: float = 0) -> list[Sent]:
    return [_sent(slip.person, due, partial(draw, held, slip)) for slip, due in _when(some, pace)]


def _casting(held: Held, some: list[Vote], pace: float = 0) -> list[Sent]:
    return [_sent(vote.person, due, partial(cast, held, vote)) for vote, due in _when(some, pace)]


def _when(some: Sequence[A], pace: float) -> Iterator[tuple[A, float]]:
    """Each with the moment it comes: at once when the one before has its answer, or `pace` a second by chance."""
    chance, due = Draw(SEED, f"voting {os.getpid()}"), time.monotonic()
    for one in some:
        if pace:
            due += chance.random.expovariate(pace)
            time.sleep(max(0.0, due - time.monotonic()))
        yield one, due if pace else time.monotonic()


def _sent(person: int, began: float, request: Callable[[], bytes]) -> Sent:
    """Until there is an answer, as a person would press again; a store that stays busy is a fault.

    `began` is when it came, also where the process was still at another: one clock for all processes of a machine.
    """
    for busy in range(PATIENCE):
        try:
            back = request()
        except Refused:
            back = b""
        except OperationalError:
            if busy == PATIENCE - 1:
                raise
            continue
        return Sent(person, began, time.monotonic(), back, busy)
    raise AssertionError("the last attempt answers or raises")
