"""The door of an import: upload with the test browser, let the worker work, read the preview."""

from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

from django.test import Client
from django.urls import reverse

from huiyin.conftest import County
from huiyin.core import jobs
from huiyin.ledgers.engine.models import ImportBatch
from huiyin.ledgers.jobs import JOBS


def work(county: County) -> None:
    """The worker does everything that waits."""
    jobs.work(JOBS, (), clock=lambda: county.now, today=lambda: county.today, until_idle=True)


def send(client: Client, *paths: Path, code: str = "meetings", **data: Any) -> Any:
    """The answer to an upload."""
    here = reverse("ledgers_import", kwargs={"code": code})
    page = client.get(here)
    own = page.context["form"].initial.get("unit") if page.status_code == 200 else None
    if own is not None:
        data.setdefault("unit", str(own.uid))
    with ExitStack() as stack:
        files = [stack.enter_context(path.open("rb")) for path in paths]
        return client.post(here, {"files": files, **data})


def upload(county: County, client: Client, *paths: Path, code: str = "meetings", **data: Any) -> ImportBatch:
    """Upload and let the worker read; the batch as it stands then."""
    answer = send(client, *paths, code=code, **data)
    assert answer.status_code == 303, answer.content.decode()
    work(county)
    return ImportBatch.objects.get(uid=answer["Location"].rstrip("/").rsplit("/", 1)[-1])


def href(batch: ImportBatch, step: str = "", **more: object) -> str:
    """An address of a batch."""
    name = f"ledgers_batch_{step}" if step else "ledgers_batch"
    return reverse(name, kwargs={"code": batch.ledger, "uid": batch.uid, **more})


def preview(client: Client, batch: ImportBatch) -> str:
    """The page of a batch."""
    answer = client.get(href(batch))
    assert answer.status_code == 200
    return str(answer.content.decode())


def confirm(county: County, client: Client, batch: ImportBatch) -> Any:
    """Press 确认入账 and let the worker work; the answer to the press."""
    answer = client.post(href(batch, "confirm"), {"seen": batch.summary["digest"]})
    work(county)
    batch.refresh_from_db()
    return answer


def fetched(client: Client, path: str, target: Path) -> Path:
    """Download a file."""
    with closing(client.get(path)) as answer:
        assert answer.status_code == 200
        target.write_bytes(answer.getvalue())
    return target
