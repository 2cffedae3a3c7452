"""Runs inside an installation of its own: spends credentials one after the other in a forked process that is killed.

Each credential is spent for one slip that names it; after every kill the two sides are held against each other.
"""

import os
import random
import secrets
import signal
import sys
import time
from datetime import date

from tests.kill.driver import KILLS  # isort: skip  # sets Django up for what follows

from django.db import connections

from huiyin.anonymity import keys, tokens
from huiyin.anonymity.blind_client import blind, finalise, prepare
from huiyin.anonymity.models import SealedSlip, SpentToken
from huiyin.anonymity.sealed_box import seal_many
from huiyin.core import clock
from huiyin.core.identifiers import new_uid

DRAWN = 400
MEASURED = 20


def main(seed: int) -> None:
    """Draw, then spend, kill, look, and go on with what is unspent; at the end every credential was used exactly once."""
    dice, ballot = random.Random(seed), new_uid()
    today = clock.today()
    public = keys.make(ballot, today=today)
    waiting: dict[bytes, bytes] = {}
    for _ in range(DRAWN):
        prepared = prepare(tokens.message_of(ballot))
        asked = blind(public, prepared)
        waiting[prepared] = finalise(public, prepared, keys.blind_sign(ballot, asked.message), asked.inverse)

    def spend(some: dict[bytes, bytes]) -> None:
        for prepared, signature in some.items():
            # What is stored names its credential, which no real slip does: so that the two sides can be compared.
            words = [(tokens.digest_of(prepared) + "同意" * 500, today)] * 3

            def store(slips: list[tuple[str, date]] = words) -> None:
                for slip in slips:
                    seal_many(box=ballot, slips=[slip])

            tokens.spend(ballot, prepared=prepared, signature=signature, then=store)

    # A fast machine would have spent them all before the last kill: each kill comes within its own share of them.
    first = dict(list(waiting.items())[:MEASURED])
    began = time.perf_counter()
    spend(first)
    share = (time.perf_counter() - began) / MEASURED * (DRAWN - MEASURED) / KILLS
    waiting = {one: signature for one, signature in waiting.items() if one not in first}
    within = 0
    for _ in range(KILLS):
        connections.close_all()
        child = os.fork()
        if not child:
            random.seed(secrets.token_bytes(16))
            spend(waiting)
            os._exit(0)
        time.sleep(0.005 + dice.uniform(0, share))
        os.kill(child, signal.SIGKILL)
        within += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
        spent = set(SpentToken.objects.values_list("digest", flat=True))
        stored = [words[:64] for words in SealedSlip.objects.values_list("words", flat=True)]
        assert set(stored) == spent, "a vote without its credential, or a credential without its vote"
        assert len(stored) == 3 * len(spent), "half of what a credential was spent for"
        waiting = {one: signature for one, signature in waiting.items() if tokens.digest_of(one) not in spent}
    spend(waiting)
    assert tokens.spent(ballot) == DRAWN
    assert SealedSlip.objects.count() == 3 * DRAWN
    print(f"{within} kills fell within the spending")


if __name__ == "__main__":
    main(int(sys.argv[1]))
