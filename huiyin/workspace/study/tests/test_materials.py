"""Materials through the door people use: handed out into the book, 已读 said by the receiver or the clerk for them."""

from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huiyin.conftest import County
from huiyin.ledgers.books.study import HANDOUTS
from huiyin.ledgers.engine.queries import entries
from huiyin.study.models import Material, Receipt

Browser = Callable[[str], Client]


def _handed(county: County, client: Client, **more: object) -> None:
    sent = {
        "unit": str(county.east.uid), "title": "学习读本", "kind": "book", "day": "2013-08-20", "given_to": "cadres",
        "names": "东联\n党员", **more,
    }  # fmt: skip
    assert client.post(reverse("study_material_new"), sent).status_code == 303


def test_a_clerk_hands_out_and_the_book_counts_the_copies(county: County, browser: Browser) -> None:
    client = browser("east_clerk")
    _handed(county, client, file=SimpleUploadedFile("读本.txt", "全文".encode()))
    material = Material.objects.get()
    more = reverse("study_hand_on", kwargs={"uid": material.uid})
    assert "已登记补发" in client.post(more, {"names": "东长\n党员"}, follow=True).content.decode()
    assert "都已经领过" in client.post(more, {"names": "东长"}, follow=True).content.decode()
    assert [row.copies for row in entries(HANDOUTS).current().order_by("number")] == [2, 1]
    page = reverse("study_material", kwargs={"uid": material.uid})
    for who, status in (
        ("member", 200),
        ("east_head", 200),
        ("office", 200),
        ("west_clerk", 404),
        ("section_clerk", 404),
    ):
        assert browser(who).get(page).status_code == status, who
        kept = reverse("study_material_file", kwargs={"uid": material.uid})
        assert browser(who).get(kept).status_code == status, who
    # A receiver sees their own copy, not who else got one.
    seen = browser("member").get(page).content.decode()
    assert "党员" in seen
    assert "东长" not in seen
    assert browser("member").post(more, {"names": "东长"}).status_code == 404


def test_read_is_said_by_the_receiver_or_the_clerk_and_by_nobody_else(county: County, browser: Browser) -> None:
    _handed(county, browser("east_clerk"))
    material = Material.objects.get()
    said = reverse("study_read", kwargs={"uid": material.uid})
    mine = Receipt.objects.get(person=county.people["member"])
    theirs = Receipt.objects.get(person=county.people["east_clerk"])
    assert browser("member").post(said, {"receipt": str(theirs.uid)}).status_code == 404
    assert browser("east_head").post(said, {"receipt": str(mine.uid)}).status_code == 404
    assert browser("west_clerk").post(said, {"receipt": str(mine.uid)}).status_code == 404
    assert browser("member").post(said, {"receipt": str(mine.uid)}).status_code == 303
    assert browser("east_clerk").post(said, {"receipt": str(theirs.uid)}).status_code == 303
    assert "没有勾选" in browser("east_clerk").post(said, {}, follow=True).content.decode()
    mine.refresh_from_db()
    assert (mine.read_on, mine.read_by) == (county.today, county.account("member"))


def test_units_right_below_receive_and_misfits_hand_out_nothing(county: County, browser: Browser) -> None:
    office = browser("office")
    _handed(county, office, unit=str(county.root.uid), given_to="units", names="")
    assert {row.unit.name for row in Receipt.objects.filter(person=None)} == {"东局", "西局"}
    material = Material.objects.get()
    assert browser("west_clerk").get(reverse("study_material", kwargs={"uid": material.uid})).status_code == 200
    sent = {
        "unit": str(county.east.uid), "title": "另一本", "kind": "book", "day": "2013-08-20", "given_to": "cadres",
        "names": "没有的人",
    }  # fmt: skip
    page = browser("east_clerk").post(reverse("study_material_new"), sent)
    assert "有 1 行对不上人，没有登记" in page.content.decode()
    assert "晚于今天" in browser("east_clerk").post(
        reverse("study_material_new"), sent | {"day": "2013-09-30", "names": "东长"}
    ).content.decode()  # fmt: skip
    assert browser("member").get(reverse("study_material_new")).status_code == 404
    assert Material.objects.count() == 1
