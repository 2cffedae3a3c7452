"""The public pages of a ballot: nobody keeps others from voting, and nonsense in an address is no fault."""

import base64
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from huiyin.anonymity.models import BoardLine
from huiyin.ballots.tests.voting import a_ballot
from huiyin.portal.limits import POSTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def voting(county, monkeypatch):
    """A frozen ballot for which one has drawn; the clock stands in the hour of voting."""
    made = a_ballot(county)
    made.draw(0)
    monkeypatch.setattr("huiyin.core.clock.now", lambda: made.at(2.5))
    monkeypatch.setattr("huiyin.core.clock.today", lambda: county.today)
    return made


def text(value):
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


def posted(voting, citizen, *, sealed=None, credential=None):
    """What the page posts."""
    prepared, signature = voting.credentials[0]
    fields = {
        "question": voting.fresh().form_digest,
        "sealed": text(sealed or voting.seal((0, 1, 1))),
        "credential": text(credential or prepared[:32] + signature),
    }
    return citizen.post(
        reverse("portal_ballot", kwargs={"uid": voting.ballot.uid}), urlencode(fields),
        content_type="application/x-www-form-urlencoded",
    )  # fmt: skip


@pytest.mark.proofs
def test_nonsense_posted_by_the_thousand_keeps_nobody_from_voting(voting, citizen):
    request = citizen.get("/p/").wsgi_request
    for _one in range(3000):
        POSTS.count(request, now=voting.at(2.5))
    assert posted(voting, citizen, credential=bytes(416)).status_code == 409
    assert posted(voting, citizen).status_code == 200
    assert BoardLine.objects.count() == 1


def test_a_page_sent_again_by_the_browser_shows_the_same_digest(voting, citizen):
    sealed = voting.seal((0, 1, 1))
    first, again = posted(voting, citizen, sealed=sealed), posted(voting, citizen, sealed=sealed)
    digest = BoardLine.objects.get().digest
    assert digest in first.content.decode()
    assert digest in again.content.decode()


def asked(voting, citizen, digest):
    """The board, asked for one digest as its form does."""
    return citizen.post(
        reverse("portal_ballot_board", kwargs={"uid": voting.ballot.uid}), urlencode({"digest": digest}),
        content_type="application/x-www-form-urlencoded",
    )  # fmt: skip


@pytest.mark.parametrize("nonsense", ["\0", "'", "长" * 300, "../", "0" * 63])
def test_nonsense_asked_of_the_board_is_no_fault(voting, citizen, nonsense):
    board = reverse("portal_ballot_board", kwargs={"uid": voting.ballot.uid})
    assert citizen.get(board, {"after": nonsense}).status_code == 200
    assert "票箱里没有这张选票" in asked(voting, citizen, nonsense or "x").content.decode() or not nonsense.strip("\0")


def test_a_voter_finds_the_digest_by_a_form_and_never_by_an_address(voting, citizen):
    """An address with the digest would stay in the browser's history and in the logs of proxies."""
    page = posted(voting, citizen).content.decode()
    digest = BoardLine.objects.get().digest
    assert f"?digest={digest}" not in page
    assert f'name="digest" value="{digest}"' in page
    answer = asked(voting, citizen, digest)
    assert "这张选票在票箱里" in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    board = reverse("portal_ballot_board", kwargs={"uid": voting.ballot.uid})
    by_address = citizen.get(board, {"digest": digest}).content.decode()
    assert digest not in by_address
    assert "这张选票在票箱里" not in by_address
    assert 'method="get"' not in by_address
