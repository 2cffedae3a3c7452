"""The sign-off board's part: a card that waits, one that was accepted, a sample."""

from datetime import date
from pathlib import Path

from huiyin.conftest import County
from huiyin.consolidating import deciding, runs, sampling
from huiyin.consolidating import working as machine
from huiyin.consolidating.models import Card, CardStep
from huiyin.opinions import recording, triage
from huiyin.opinions.form_receipts import new_form
from huiyin.opinions.models import Channel, Opinion, Round
from huiyin.opinions.slips import Slip
from tests.world.keywords import Arguments, time_of, uid_of


def things(county: County, folder: Path) -> dict[str, Arguments]:
    """On the board of that round: a card that waits, one that was accepted, and a sample of what lies in it."""
    office, when = county.reach("office"), time_of(county)
    made = Round.objects.select_related("campaign", "unit").get(code="east-1")
    for number, words in enumerate(("门口的路灯坏了没有人修", "走廊的水管漏水没有人管"), 101):
        for copy in (number, number + 10):
            one = Slip(words=words, day=date(2013, 8, 20), channel=Channel.FORM, slip_no=str(copy))
            recording.record_by_clerk(round=made, slip=one, form=new_form(), actor=office, **when)
            kept = Opinion.objects.get(round=made, slip_no=str(copy))
            triage.triage(opinion=kept, to=Opinion.Triage.OPINION, seen=kept.triage, reason="", actor=office, **when)
    run = runs.ask(campaign=made.campaign, unit=made.unit, actor=office, now=county.now)
    machine.work(run.uid, clock=lambda: county.now, progress=lambda done, total: None)
    waiting, taken = Card.objects.filter(campaign=made.campaign, unit=made.unit).order_by("number")[:2]
    item = deciding.accept(card=taken, revision=taken.revision, actor=office, **when)
    sample = sampling.draw(
        campaign=made.campaign, unit=made.unit, number=2, seed=1, actor=office, now=county.now
    )  # fmt: skip
    return {
        "consolidating_": uid_of(made), "consolidating_undo": {**uid_of(made), "step": CardStep.objects.get().uid},
        "consolidating_undo_last": uid_of(made), "consolidating_card": uid_of(waiting),
        "consolidating_sample": uid_of(sample), "consolidating_samples": uid_of(made),
        "consolidating_item_history": uid_of(item),
    }  # fmt: skip
