"""Runs inside an installation of its own: people speak once each by credential in a forked process that is killed.

Every opinion names its credential, which no real one does; after every kill the two sides are held against each other, and
whoever was cut off sends the very same form again, as a browser does.
"""

import os
import random
import secrets
import signal
import sys
import time
from datetime import timedelta

from tests.kill.driver import KILLS, found_county  # isort: skip  # sets Django up for what follows

from django.conf import settings
from django.db import connections

from huiyin.anonymity import keys, sealed_box, tokens
from huiyin.anonymity.blind_client import blind, finalise, prepare
from huiyin.anonymity.models import LodgedDigest, SealedSlip, SpentToken
from huiyin.campaigns.models import Campaign
from huiyin.core import clock
from huiyin.core.clock import local_date
from huiyin.eligibility.models import Roll
from huiyin.opinions import form_receipts, intake
from huiyin.opinions.models import FormReceipt, Opinion, Round
from huiyin.organisation.models import Unit

SPEAKERS, MEASURED = 200, 20


def prepared_round() -> Round:
    """A round whose credentials are used now."""
    now, unit, campaign = clock.now(), Unit.objects.get(code="root"), Campaign.objects.get()
    day = timedelta(days=1)
    around = Round.objects.create(
        campaign=campaign, unit=unit, code="each", name="每人一次", public=True, once=True, opens_on=local_date(now - day),
        closes_on=local_date(now + day), state=Round.State.OPEN,
    )  # fmt: skip
    Roll.objects.create(
        uid=around.uid, unit=unit, campaign=campaign.uid, title="每人一次", draw_from=now - 3 * day,
        draw_until=now - 2 * day, use_from=now - day, use_until=now + day, frozen_at=now - 3 * day,
    )  # fmt: skip
    return around


def main(seed: int) -> None:
    """Draw, then speak, kill, look, and go on with those who are not in; at the end everybody is in exactly once."""
    sealed_box.COST = 2
    found_county()
    dice, around = random.Random(seed), prepared_round()
    public = keys.make(around.uid, today=clock.today())
    waiting: dict[str, tuple[bytes, str]] = {}
    for _ in range(SPEAKERS):
        drawn = prepare(tokens.message_of(around.uid))
        asked = blind(public, drawn)
        signature = finalise(public, drawn, keys.blind_sign(around.uid, asked.message), asked.inverse)
        waiting[tokens.digest_of(drawn)] = (drawn[:32] + signature, form_receipts.new_form())

    def speak(some: dict[str, tuple[bytes, str]]) -> None:
        for digest, (credential, form) in some.items():
            intake.lodge_once(
                round=around, words=digest + "路灯坏了。" * 500, credential=credential, form=form,
                pepper=settings.CODE_PEPPER, today=clock.today(), now=clock.now(),
            )  # fmt: skip

    first = dict(list(waiting.items())[:MEASURED])
    began = time.perf_counter()
    speak(first)
    share = (time.perf_counter() - began) / MEASURED * (SPEAKERS - MEASURED) / KILLS
    everybody = dict(waiting)
    waiting = {digest: one for digest, one in waiting.items() if digest not in first}
    within = 0
    for _ in range(KILLS):
        connections.close_all()
        child = os.fork()
        if not child:
            random.seed(secrets.token_bytes(16))
            speak(waiting)
            os._exit(0)
        time.sleep(0.005 + dice.uniform(0, share))
        os.kill(child, signal.SIGKILL)
        within += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
        spent = look()
        waiting = {digest: one for digest, one in waiting.items() if digest not in spent}
    # Everybody presses once more, also those who are in and never saw their code: nobody is in twice.
    speak(everybody)
    assert len(look()) == SPEAKERS
    print(f"{within} kills fell within the speaking")


def look() -> set[str]:
    """The credentials that are spent; every one with its opinion, words, digest and receipt, and nothing besides."""
    spent = set(SpentToken.objects.values_list("digest", flat=True))
    said = {uid: words[:64] for uid, words in SealedSlip.objects.values_list("uid", "words")}
    assert set(said.values()) == spent, "an opinion without its credential, or a credential without its opinion"
    assert set(Opinion.objects.values_list("uid", flat=True)) == set(said), "words without their row"
    numbers = {len(spent), len(said), LodgedDigest.objects.count(), FormReceipt.objects.count()}
    assert len(numbers) == 1, "half of what a credential was spent for"
    return spent


if __name__ == "__main__":
    main(int(sys.argv[1]))
