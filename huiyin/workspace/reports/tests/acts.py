"""What the tests of report pages do as people do: post a form over the page they see, download, drop a Word back."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huiyin.conftest import County
from huiyin.reports.models import Report, Version

Browser = Callable[[str], Client]
Answer = Any  # what Django's test client answers is not a plain HttpResponse to the type checker


def url(name: str, thing: Report | Version) -> str:
    return reverse(name, kwargs={"uid": thing.uid})


def act(client: Client, name: str, report: Report, **data: object) -> Answer:
    """Post one act on a report as its page would, over the revision that stands now."""
    report.refresh_from_db()
    return client.post(url(name, report), {"revision": report.revision, **data})


def begin(client: Client, county: County, kind: str = "closing", **data: str) -> Report:
    answer = client.post(
        reverse("reports_new"),
        {"campaign": county.campaign.uid, "unit": county.root.uid, "kind": kind, "title": "教育实践活动情况", **data},
    )
    assert answer.status_code == 303
    return Report.objects.latest("pk")


def drawn(client: Client, county: County, kind: str = "closing") -> Version:
    report = begin(client, county, kind)
    assert act(client, "reports_draw", report).status_code == 303
    return report.versions.get()


def word(client: Client, version: Version) -> bytes:
    answer = client.get(url("reports_word", version))
    assert answer.status_code == 200
    return bytes(answer.content)


def hand_back(client: Client, report: Report, data: bytes, name: str = "改.docx") -> Answer:
    return act(client, "reports_return", report, file=SimpleUploadedFile(name, data))


def text_of(answer: Answer) -> str:
    return str(answer.content.decode())
