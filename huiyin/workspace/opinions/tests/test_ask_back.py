"""The office asks back on an opinion's page; a clerk hands out a code on the answer to the post, and nowhere else."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from huiyin.opinions import intake
from huiyin.opinions.form_receipts import new_form
from huiyin.opinions.models import Inquiry, Opinion
from huiyin.opinions.terms import INQUIRIES
from huiyin.opinions.tests.conftest import listening as listening

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(county, monkeypatch):
    monkeypatch.setattr("huiyin.core.clock.now", lambda: county.now)
    monkeypatch.setattr("huiyin.core.clock.today", lambda: county.today)


def asking(opinion):
    return reverse("opinions_ask_back", kwargs={"uid": opinion.pk})


def test_the_office_asks_and_a_refused_question_comes_back_as_written(listening, browser):
    opinion = listening.opinion(listening.speak())
    client = browser("office")
    refused = client.post(asking(opinion), {"words": "您是谁？"}, follow=True)
    assert "不能打听是谁说的" in refused.content.decode()
    assert "您是谁？" in refused.content.decode()
    assert client.post(asking(opinion), {"words": "是哪个窗口？"}).status_code == 303
    shown = client.get(reverse("opinions_opinion", kwargs={"uid": opinion.pk})).content.decode()
    assert "是哪个窗口？" in shown
    assert Inquiry.objects.count() == 1
    assert f"{INQUIRIES.label} {INQUIRIES.value} {INQUIRIES.unit}</span> <span" in shown, "and that nobody confirmed it"


def test_who_does_not_reach_it_finds_no_page(listening, browser):
    opinion = listening.opinion(listening.speak())
    for who in ("west_clerk", "member", "east_head"):
        assert browser(who).post(asking(opinion), {"words": "是哪个窗口？"}).status_code == 404
    assert not Inquiry.objects.exists()


def test_a_clerk_hands_out_a_code_that_stands_in_no_address(listening, browser):
    entry = reverse("opinions_entry", kwargs={"uid": listening.round.uid})
    client = browser("office")
    assert "不拍照、不扫描上传" in client.get(entry).content.decode()
    values = {"channel": "hotline", "day": "2013-08-20", "words": "路灯坏了。", "with_code": "on", "form": new_form()}
    answer = client.post(entry, values)
    code = re.search(r'id="code-word">([\d-]+)<', answer.content.decode())
    assert code is not None
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    again = client.post(entry, values).content.decode()
    assert code[1] in again
    assert Opinion.objects.count() == 1
    assert intake.find_by_code(code[1], pepper=settings.CODE_PEPPER) == Opinion.objects.get().pk
    assert (
        code[1]
        not in client.get(reverse("opinions_opinion", kwargs={"uid": Opinion.objects.get().pk})).content.decode()
    )


def test_the_entry_page_takes_no_picture(listening, browser):
    page = browser("office").get(reverse("opinions_entry", kwargs={"uid": listening.round.uid})).content.decode()
    assert 'type="file"' not in page
    assert "multipart" not in page
