"""Sixty texts through the page's door, the worker killed while it reads them: none is lost, none read twice.

Every text is read by the same steps, each text's in its own transaction: a kill falls into a step as often among sixty
texts as among many more, since the share of the time that the step takes is the same.
"""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Count
from django.test import Client
from django.urls import reverse

from huiyin.campaigns.models import Campaign
from huiyin.claim_audit.models import Batch, HeldText
from huiyin.config.jobs import JOBS
from huiyin.core import clock, files, jobs
from huiyin.core.models import Job, StoredFile
from huiyin.ledgers.books.meetings import MEETINGS
from huiyin.ledgers.engine.services import record
from huiyin.organisation.access import reach
from huiyin.organisation.models import Account, Unit
from huiyin.workspace.sign_in import ONE_FACTOR

TEXTS = 60
LEASE = timedelta(seconds=0.5)
WORDS = "青山县委组织了3次中心组学习，印发了2个子方案。\n开展宣讲活动54场。计划再组织4次中心组学习。\n"


def upload() -> None:
    """One zip, by the page of the office."""
    account = Account.objects.get(person__staff_no="T001")
    record(
        MEETINGS, unit=Unit.objects.get(code="root"), fact_date=date(2013, 8, 1),
        values={"name": "中心组学习", "kind": "central_study"}, actor=reach(account, today=clock.today()),
        now=clock.now(), campaign=Campaign.objects.get().uid,
    )  # fmt: skip
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(TEXTS):
            archive.writestr(f"{number:03d}.txt", f"{WORDS}第{number}份。")
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(account, backend="huiyin.organisation.sign_in.SignInBackend")
    session = client.session
    session[ONE_FACTOR] = False
    session.save()
    answer = client.post(
        reverse("claim_audit_new"),
        {"campaign": str(Campaign.objects.get().uid), "files": SimpleUploadedFile("材料.zip", packed.getvalue())},
    )
    assert answer.status_code == 303, (answer.status_code, answer.content[:2000])
    assert HeldText.objects.count() == TEXTS


def read(now: Callable[[], datetime] = clock.now) -> None:
    """The worker's loop with a lease of half a second."""
    jobs.LEASE, jobs.BEAT, jobs.LOOK_ROUND = LEASE, timedelta(seconds=0.1), timedelta(seconds=0.1)
    jobs.work(JOBS, (), clock=now, today=clock.today, until_idle=True)


def look() -> None:
    """A text is read with all its claims and its reading, or has none of them."""
    for text in HeldText.objects.annotate(n=Count("claims")):
        wanted = 4 if text.state == HeldText.State.READ else 0
        assert text.n == wanted, f"{text.title}: {text.state} with {text.n} claims"
        assert (text.reading_id is not None) == bool(wanted), text.title
        assert text.supported + text.differs + text.no_record + text.uncheckable == wanted, text.title


def complete() -> None:
    """Another worker goes on where the first stopped: what was read is not read again."""
    before = dict(HeldText.objects.filter(state=HeldText.State.READ).values_list("pk", "as_of"))
    read(now=lambda: clock.now() + LEASE * 1.2)
    assert {job.state for job in Job.objects.all()} == {Job.State.DONE}, list(
        Job.objects.values("name", "state", "error")
    )
    assert HeldText.objects.filter(state=HeldText.State.READ).count() == TEXTS
    look()
    assert {pk: at for pk, at in HeldText.objects.values_list("pk", "as_of") if pk in before} == before
    assert Batch.objects.count() == 1
    named = HeldText.objects.values("reading")
    assert not StoredFile.objects.filter(name="reading.json").exclude(pk__in=named).exists(), "readings nobody names"
    assert files.missing() == []
