"""Thousands of messages at once: found by words, triaged and grouped a page at a time, and nothing written is lost."""

import html
import re
from collections.abc import Callable
from datetime import date

from django.test import Client
from django.urls import reverse

from huiyin.core.models import CalendarDay
from huiyin.opinions import categories, grouping, referral
from huiyin.opinions.models import Item, Opinion, Piece, Placement, Referral
from huiyin.opinions.tests.conftest import Listening

Browser = Callable[[str], Client]
LONG = "开头的话。" + "中间说了很多很多。" * 60 + "结尾的话𠮷。"


def _href(name: str, uid: object) -> str:
    return reverse(name, kwargs={"uid": uid})


def _text(response) -> str:
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())


def _part(pattern: str, page: str) -> str:
    found = re.search(pattern, page)
    assert found is not None, pattern
    return html.unescape(found[1])


def test_what_is_ticked_on_the_waiting_list_is_triaged_for_one_thing_at_once(
    listening: Listening, browser: Browser
) -> None:
    made = [listening.slip(f"{number}", f"第{number}条") for number in range(4)]
    href, client = f"{_href('opinions_list', listening.round.uid)}?standing=waiting", browser("office")
    for to, words, chosen in (("opinion", "意见建议", made[:2]), ("praise", "表扬肯定", made[2:3])):
        answer = client.post(href, {"to": to, "opinion": [str(one.pk) for one in chosen]})
        assert answer.status_code == 303
        assert f"已把 {len(chosen)} 条分办为“{words}”" in _text(client.get(answer["Location"]))
    assert Piece.objects.count() == 2
    assert Opinion.objects.filter(triage=Opinion.Triage.PRAISE).count() == 1
    assert "没有勾选" in _text(client.post(href, {"to": "opinion"}))
    for to in ("invalid", "restricted", "waiting", ""):
        page = _text(client.post(href, {"to": to, "opinion": [str(made[3].pk)]}))
        assert "逐条写明理由" in page
        assert f'value="{made[3].pk}" checked' in page
    made[3].refresh_from_db()
    assert made[3].triage == Opinion.Triage.WAITING
    assert browser("supervisor").post(href, {"to": "opinion", "opinion": [str(made[3].pk)]}).status_code == 404


def test_a_whole_page_is_ticked_by_one_link(listening: Listening, browser: Browser) -> None:
    for number in range(3):
        listening.slip(f"{number}", f"第{number}条")
    href = f"{_href('opinions_list', listening.round.uid)}?standing=waiting"
    page = _text(browser("office").get(href))
    assert page.count(" checked") == 0
    link = _part(r'href="([^"]*tick=all[^"]*)"', page)
    page = _text(browser("office").get(link))
    assert page.count(" checked") == 3
    assert "tick=all" not in _part(r'<form method="post" action="([^"]*)"', page)


def test_words_are_found_and_only_where_all_of_them_stand(listening: Listening, browser: Browser) -> None:
    listening.slip("一", "搅拌站夜里噪音很大。")
    listening.slip("二", "搅拌站灰尘大。")
    listening.slip("三", "办事大厅中午没有人。")
    href = f"{_href('opinions_list', listening.round.uid)}?standing=waiting"
    client = browser("office")
    page = _text(client.get(f"{href}&q=搅拌站"))
    assert "含有“搅拌站”的共 2 条" in page
    assert "办事大厅" not in page
    page = _text(client.get(f"{href}&q=噪音 搅拌站"))
    assert "夜里噪音" in page
    assert "灰尘大" not in page
    assert "没有找到" in _text(client.get(f"{href}&q=路灯"))


def test_words_are_not_listed_by_one_kind_of_people(listening: Listening, browser: Browser) -> None:
    for number in range(6):
        listening.slip(f"{number}", f"第{number}条，路灯不亮。", group=listening.many)
    href, client = _href("opinions_list", listening.round.uid), browser("office")
    assert client.get(f"{href}?q=路灯").status_code == 200
    assert client.get(f"{href}?group=群众").status_code == 404
    assert client.get(f"{href}?group=群众&q=路灯").status_code == 404


def test_long_words_are_folded_and_complete(listening: Listening, browser: Browser) -> None:
    listening.piece("一", LONG)
    listening.slip("二", LONG)
    for href in (
        _href("opinions_list", listening.round.uid),
        f"{_href('opinions_list', listening.round.uid)}?standing=waiting",
        _href("opinions_board", listening.round.uid),
    ):
        page = _text(browser("office").get(href))
        assert f"全文 {len(LONG)} 字" in page
        rest = _part(r"</summary>([^<]*)</details>", page)
        before = page[: page.index('<details class="verbatim">')]
        assert LONG.endswith(rest)
        assert LONG[: -len(rest)] in before


def test_the_opinion_that_was_opened_is_the_one_that_is_judged(listening: Listening, browser: Browser) -> None:
    made = [listening.slip(f"{number}", f"第{number}条") for number in range(5)]
    client = browser("office")
    for one in made:
        page = _text(client.get(_href("opinions_opinion", one.pk)))
        link = _part(r'href="([^"]*one=[^"]*)"', page)
        assert f'name="opinion" value="{one.pk}"' in _text(client.get(link))
    listening.triaged(made[0])
    link = f"{reverse('opinions_triage')}?one={made[0].pk}"
    assert f'value="{made[0].pk}"' not in _text(client.get(link))
    assert "第1条" not in browser("east_clerk").get(f"{reverse('opinions_triage')}?one={made[1].pk}").content.decode()


def test_a_refused_board_form_keeps_what_was_ticked_and_written(listening: Listening, browser: Browser) -> None:
    a, b = listening.piece("一", "会多。"), listening.piece("二", "会长。")
    href, client = _href("opinions_board", listening.round.uid), browser("office")
    page = _text(client.post(href, {"do": "create", "statement": "", "piece": [str(a.pk)], "key": "on"}))
    assert "请写条目的表述" in page
    assert f'value="{a.pk}" checked' in page
    assert f'value="{b.pk}" checked' not in page
    assert 'name="key" checked' in page
    page = _text(client.post(href, {"do": "create", "statement": "会多会长。"}))
    assert "请先勾选" in page
    assert "会多会长。</textarea>" in page
    settle = {"do": "settle", "settlement": "explained", "reason": "", "piece": [str(a.pk), str(b.pk)]}
    page = _text(client.post(href, settle))
    assert "请写明理由" in page
    assert page.count('value="explained" selected') == 1
    assert not Item.objects.exists()
    assert not Placement.objects.exists()


def test_what_was_found_by_words_goes_into_an_item_and_the_search_stays(listening: Listening, browser: Browser) -> None:
    pieces = [listening.piece(f"{number}", f"第{number}条，搅拌站太吵。") for number in range(10)]
    listening.piece("另", "路灯不亮。")
    href, client = _href("opinions_board", listening.round.uid), browser("office")
    page = _text(client.get(f"{href}?q=搅拌站&tick=all"))
    assert page.count(" checked") == 10
    answer = client.post(
        f"{href}?q=搅拌站&tick=all",
        {"do": "create", "statement": "搅拌站太吵。", "piece": [str(one.pk) for one in pieces]},
    )
    assert answer.status_code == 303
    page = _text(client.get(answer["Location"]))
    assert "已建新条目，放入 10 条" in page
    assert 'value="搅拌站"' in page
    assert page.count(" checked") == 0


def test_several_pieces_are_settled_with_one_reason_and_undone_together(listening: Listening, browser: Browser) -> None:
    pieces = [listening.piece(f"{number}", f"第{number}条") for number in range(3)]
    href, client = _href("opinions_board", listening.round.uid), browser("office")
    values = {"settlement": "explained", "reason": "窗口已当面说明", "piece": [str(one.pk) for one in pieces[:2]]}
    assert client.post(href, {"do": "settle", **values}).status_code == 303
    assert Piece.objects.filter(settlement="explained", settlement_reason="窗口已当面说明").count() == 2
    page = _text(client.post(href, {"do": "settle", **values, "settlement": "lost"}))
    assert "请选去向" in page
    client.post(_href("opinions_undo_last", listening.round.uid))
    assert not Piece.objects.exclude(settlement="").exists()
    assert browser("supervisor").post(href, {"do": "settle", **values}).status_code == 404


def test_a_piece_settled_from_a_search_leads_back_to_the_search(listening: Listening, browser: Browser) -> None:
    piece = listening.piece("一", "搅拌站太吵。")
    client = browser("office")
    page = _text(client.get(f"{_href('opinions_board', listening.round.uid)}?q=搅拌站"))
    link = _part(rf'href="({_href("opinions_piece", piece.pk)}[^"]*)"', page)
    answer = client.post(link, {"do": "settle", "settlement": "explained", "reason": "已说明"})
    assert "q=" in answer["Location"]


def test_a_refused_referral_keeps_what_was_written(listening: Listening, browser: Browser) -> None:
    opinion = listening.triaged(listening.slip("一", "路灯不亮。"))
    client = browser("office")
    href = _href("opinions_refer", opinion.pk)
    page = _text(client.post(href, {"unit": "没有这个单位", "working_days": "9"}))
    assert "没有名称、简称或编码" in page
    assert 'value="没有这个单位"' in page
    assert 'value="9"' in page
    assert "1" in _text(client.post(href, {"unit": listening.county.west.name, "working_days": "500"}))
    assert not Referral.objects.exists()
    assert client.post(href, {"unit": listening.county.west.name, "working_days": "9"}).status_code == 303
    sent = Referral.objects.get()
    referral.answer(
        referral=sent, text="已换灯。", revision=sent.revision, actor=listening.county.reach("west_clerk"),
        **listening.when(),
    )  # fmt: skip
    sent.refresh_from_db()
    href, seen = _href("opinions_referral", sent.uid), str(sent.revision)
    assert "核对" in _text(client.post(href, {"do": "check", "privacy": "on", "revision": seen}))
    page = _text(client.post(href, {"do": "send_back", "reason": "字太少", "revision": "99"}))
    assert "字太少</textarea>" in page


def test_what_keeps_a_round_from_being_signed_stands_on_the_page_before_one_signs(
    listening: Listening, browser: Browser
) -> None:
    county, office = listening.county, listening.office
    piece = listening.piece("一", "路灯不亮。")
    grouping.create_item(
        campaign=county.campaign, unit=county.root, statement="路灯", pieces=[piece], actor=office, **listening.when()
    )
    listening.slip("二", "还没有分办的。")
    listening.close()
    href, client = _href("opinions_sign", listening.round.uid), browser("office")
    page = _text(client.get(href))
    assert "还有 1 条意见没有分办" in page
    assert "还没有归类" in page
    category = categories.add_category(
        campaign=county.campaign, unit=county.root, code="1", name="公共设施", actor=office, now=county.now
    )
    item = Item.objects.get()
    grouping.set_category(item=item, category=category, revision=item.revision, actor=office, **listening.when())
    listening.triaged(Opinion.objects.get(slip_no="二"), Opinion.Triage.PRAISE)
    assert "签字以前还要办好" not in _text(client.get(href))
    listening.round.refresh_from_db()
    answer = client.post(href, {"acknowledgement": "未归并0条，情况属实", "revision": str(listening.round.revision)})
    assert "已签字，1 个条目记入台账" in _text(client.get(answer["Location"]))


def test_a_list_of_referrals_tells_one_from_another_and_an_answer_by_whom(
    listening: Listening, browser: Browser
) -> None:
    for number, words in enumerate(("路灯不亮，三个月了。", "食堂太贵。")):
        referral.send(
            opinion=listening.triaged(listening.slip(f"{number}", words)), unit=listening.county.west,
            actor=listening.office, **listening.when(),
        )  # fmt: skip
    page = _text(browser("west_clerk").get(reverse("opinions_referrals")))
    assert "路灯不亮" in page
    assert "食堂太贵" in page
    assert "路灯" not in _text(browser("east_clerk").get(reverse("opinions_referrals")))
    sent = Referral.objects.order_by("pk")[0]
    client = browser("west_clerk")
    href = _href("opinions_referral", sent.uid)
    client.post(href, {"do": "answer", "text": "已换灯。", "revision": str(sent.revision)})
    page = _text(browser("office").get(href))
    assert listening.county.people["west_clerk"].name in page
    assert "没有查询码" in page, "keyed in by a clerk: nobody can look it up"


def test_a_term_is_marked_while_the_holidays_of_its_year_are_not_entered(
    listening: Listening, browser: Browser
) -> None:
    opinion = listening.triaged(listening.slip("一", "路灯不亮。"))
    sent = referral.send(opinion=opinion, unit=listening.county.west, actor=listening.office, **listening.when())
    client = browser("west_clerk")
    for href in (_href("opinions_referral", sent.uid), reverse("opinions_referrals")):
        assert "暂算" in _text(client.get(href))
    CalendarDay.objects.create(day=date(sent.due_on.year, 10, 1), working=False, name="国庆节")
    for href in (_href("opinions_referral", sent.uid), reverse("opinions_referrals")):
        assert "暂算" not in _text(client.get(href))
