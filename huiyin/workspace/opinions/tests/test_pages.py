"""Every page: who gets it, what stands on it, and that nothing said there runs as a script."""

import re
from collections.abc import Callable, Mapping

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.core.models import AuditLine
from huiyin.core.tests.replay import replayed
from huiyin.opinions import categories, feedback, grouping, intake, referral, signing
from huiyin.opinions.form_receipts import new_form
from huiyin.opinions.models import (
    About,
    ErasureRequest,
    FeedbackSheet,
    Item,
    Opinion,
    Piece,
    Placement,
    Referral,
    RestrictedLead,
    Round,
)
from huiyin.opinions.slips import Target
from huiyin.opinions.tests.conftest import PEPPER, Listening

Browser = Callable[[str], Client]
EVIL = "<script>alert('意见')</script><img src=x onerror=alert(1)> & 𠮷䶮😀"


def _href(name: str, uid: object = None) -> str:
    return reverse(name, kwargs={"uid": uid}) if uid else reverse(name)


def _text(response) -> str:
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())


def _follow(client: Client, href: str, data: Mapping[str, object]) -> str:
    response = client.post(href, data)
    assert response.status_code == 303, response.content.decode()[-3000:]
    return _text(client.get(response["Location"]))


@pytest.fixture
def busy(listening: Listening) -> Listening:
    """A round with everything on it, each text an attack."""
    return replayed("busy", lambda: _busy(listening), on=listening, known=listening.known)


def _busy(listening: Listening) -> Listening:
    county, office, when = listening.county, listening.office, listening.when()
    kept = listening.piece("一-001", EVIL, author_name=EVIL[:60])
    listening.piece("一-002", "甲。乙。")
    listening.slip("一-003", EVIL)
    item = grouping.create_item(
        campaign=county.campaign, unit=county.root, statement=EVIL, pieces=[kept], actor=office, **when
    )
    category = categories.add_category(
        campaign=county.campaign, unit=county.root, code="L01", name=EVIL[:60], wind=EVIL[:40], about=EVIL, actor=office,
        now=county.now,
    )  # fmt: skip
    grouping.set_category(item=item, category=category, revision=item.revision, actor=office, **when)
    said = listening.triaged(listening.slip("一-004", EVIL, target=Target(About.UNIT, county.east)))
    feedback.make_sheet(
        campaign=county.campaign, unit=county.root, about=About.UNIT, about_unit=county.east, actor=office, **when
    )
    sent = referral.send(opinion=said, unit=county.west, actor=office, **when)
    referral.answer(referral=sent, text=EVIL, revision=sent.revision, actor=county.reach("west_clerk"), **when)
    listening.triaged(listening.slip("一-005", EVIL), Opinion.Triage.RESTRICTED, EVIL)
    code = listening.speak(EVIL)
    intake.follow_up(code=code, words=EVIL, form=new_form(), pepper=PEPPER, today=county.today)
    return listening


def _pages(busy: Listening) -> dict[str, str]:
    round, item = busy.round.uid, Item.objects.get().uid
    opinion = Opinion.objects.get(slip_no="一-001").pk
    piece = Piece.objects.get(opinion__slip_no="一-002").pk
    pages = {
        name: _href(name, round)
        for name in (
            "opinions_round", "opinions_round_change", "opinions_channel", "opinions_groups", "opinions_subjects",
            "opinions_round_close", "opinions_entry", "opinions_import", "opinions_list", "opinions_board",
            "opinions_board_import", "opinions_categories", "opinions_steps", "opinions_sign",
        )
    }  # fmt: skip
    return pages | {
        "opinions_round_new": _href("opinions_round_new"),
        "opinions_opinion": _href("opinions_opinion", opinion),
        "opinions_piece": _href("opinions_piece", piece),
        "opinions_item": _href("opinions_item", item),
        "opinions_sheet": _href("opinions_sheet", FeedbackSheet.objects.get().uid),
        "opinions_referral": _href("opinions_referral", Referral.objects.get().uid),
        "opinions_erasures": _href("opinions_erasures"),
    }


def test_every_page_opens_for_the_office_and_runs_no_script(busy: Listening, browser: Browser) -> None:
    client = browser("office")
    pages = _pages(busy) | {
        name: _href(name)
        for name in (
            "opinions_rounds",
            "opinions_triage",
            "opinions_sheets",
            "opinions_referrals",
            "opinions_restricted",
        )
    }
    for name, href in pages.items():
        page = _text(client.get(href))
        assert "<script>alert" not in page, name
        assert "onerror=alert(1)>" not in page.replace("onerror=alert(1)&gt;", ""), name
        assert not re.search(r'<[^>]+ (style|onclick|onload)="', page), name
        assert page.count("<h1") == 1, name
    for name in (
        "opinions_opinion",
        "opinions_item",
        "opinions_list",
        "opinions_sheet",
        "opinions_referral",
        "opinions_triage",
        "opinions_board",
    ):
        page = _text(client.get(pages[name]))
        assert "𠮷䶮😀" in page or name == "opinions_board", name


@pytest.mark.parametrize(
    "who", ["west_clerk", "east_clerk", "west_head", "member", "administrator", "auditor", "discipline"]
)
def test_the_neighbour_with_a_link_finds_nothing(busy: Listening, browser: Browser, who: str) -> None:
    client = browser(who)
    for name, href in _pages(busy).items():
        if name == "opinions_referral" and who in {"west_clerk", "west_head"}:
            continue
        assert client.get(href).status_code == 404, (name, who)
        assert client.post(href, {"do": "remove", "revision": "1"}).status_code in {404, 405}, (name, who)
    opinion = Opinion.objects.get(slip_no="一-003").pk
    before = AuditLine.objects.count()
    for name, uid in (
        ("opinions_round_open", busy.round.uid), ("opinions_undo_last", busy.round.uid), ("opinions_untriage", opinion),
        ("opinions_refer", opinion), ("opinions_erase", opinion), ("opinions_additions_read", opinion),
        ("opinions_sheet_hide", FeedbackSheet.objects.get().uid), ("opinions_sheet_hand_over", FeedbackSheet.objects.get().uid),
    ):  # fmt: skip
        assert (
            client.post(_href(name, uid), {"reason": "甲", "unit": "west", "working_days": "5"}).status_code == 404
        ), name
    judged = client.post(_href("opinions_triage"), {"opinion": str(opinion), "seen": "waiting", "to": "praise"})
    assert judged.status_code == 404
    assert AuditLine.objects.count() == before


def test_a_supervisor_reads_and_changes_nothing(busy: Listening, browser: Browser) -> None:
    client, pages = browser("supervisor"), _pages(busy)
    before = AuditLine.objects.count()
    for name in ("opinions_round", "opinions_list", "opinions_opinion", "opinions_item", "opinions_board"):
        page = _text(client.get(pages[name]))
        assert 'name="do"' not in page, name
    for name in ("opinions_item", "opinions_board", "opinions_sign", "opinions_entry", "opinions_piece"):
        assert client.post(pages[name], {"do": "place"}).status_code == 404, name
    assert AuditLine.objects.count() == before


def test_the_restricted_register_opens_for_discipline_only(busy: Listening, browser: Browser) -> None:
    href = _href("opinions_lead", RestrictedLead.objects.get().uid)
    assert "待办理" in _text(browser("discipline").get(_href("opinions_restricted")))
    page = _text(browser("discipline").get(href))
    assert "𠮷䶮😀" in page
    assert "<script>alert" not in page
    for who in ("office", "office_two", "supervisor", "east_clerk"):
        assert browser(who).get(href).status_code == 404
    assert "不在您的权限范围内" in _text(browser("office").get(_href("opinions_restricted")))
    page = _follow(browser("discipline"), href, {"reason": "已转初核"})
    assert "已转初核" in page


def test_a_round_is_made_set_up_opened_and_closed(browser: Browser, county) -> None:
    client = browser("office")
    page = _follow(
        client, _href("opinions_round_new"),
        {
            "campaign": str(county.campaign.uid), "unit": str(county.root.uid), "name": "第一轮", "code": "r1",
            "question": "请提意见", "opens_on": "2013-09-01", "public": "on", "anonymous": "on",
        },
    )  # fmt: skip
    assert "准备中" in page
    round = Round.objects.get()
    assert "请先登记至少一个渠道" in _follow(client, _href("opinions_round_open", round.uid), {"revision": "1"})
    page = _follow(client, _href("opinions_channel", round.uid), {"channel": "web"})
    page = _follow(
        client,
        _href("opinions_channel", round.uid),
        {"channel": "form", "issued": "620", "returned": "578", "valid": "571"},
    )
    assert "93.2%" in page
    refused = _text(
        client.post(_href("opinions_channel", round.uid), {"channel": "form", "issued": "1", "returned": "2"})
    )
    assert "收回份数多于发放份数" in refused
    _follow(client, _href("opinions_groups", round.uid), {"name": "群众", "population": "300"})
    assert "301" in _follow(client, _href("opinions_groups", round.uid), {"name": "群众", "population": "301"})
    assert "东局部门单位" in _follow(client, _href("opinions_subjects", round.uid), {"about": "unit", "name": "东局"})
    assert "没有名称、简称或编码" in _text(
        client.post(_href("opinions_subjects", round.uid), {"about": "unit", "name": "无"})
    )
    assert "正在征求" in _follow(client, _href("opinions_round_open", round.uid), {"revision": "1"})
    round.refresh_from_db()
    page = _follow(client, _href("opinions_round_close", round.uid), {"revision": str(round.revision)})
    assert "已截止" in page


def test_slips_follow_one_another_on_one_page(listening: Listening, browser: Browser) -> None:
    client, href = browser("office"), _href("opinions_entry", listening.round.uid)
    form = re.search(r'name="form" value="([0-9a-f]{32})"', _text(client.get(href)))
    assert form
    slip = {
        "slip_no": "一-009", "channel": "form", "day": "2013-08-20", "group": "群众", "subject": "",
        "words": "  前有空格\r\n第二行", "author_name": "", "contact": "", "form": form[1],
    }  # fmt: skip
    response = client.post(href, slip)
    page = _text(client.get(response["Location"]))
    assert 'value="一-010"' in page
    assert "已登记，请录下一条" in page
    opinion = Opinion.objects.get()
    assert intake.words_of([opinion.pk])[opinion.pk] == "  前有空格\n第二行"
    assert "没有重复登记" in _follow(client, href, slip)
    refused = _text(client.post(href, {**slip, "form": new_form(), "words": "别的话"}))
    assert "编号“一-009”在这一轮已经登记过" in refused
    assert "别的话" in refused
    assert Opinion.objects.count() == 1


def test_ten_thousand_characters_pass_and_one_more_is_told(listening: Listening, browser: Browser) -> None:
    client, href = browser("office"), _href("opinions_entry", listening.round.uid)
    slip = {"channel": "form", "day": "2013-08-20", "words": "𠮷" * 10_000, "form": new_form()}
    assert client.post(href, slip).status_code == 303
    page = _text(client.post(href, {**slip, "words": "𠮷" * 10_001, "form": new_form()}))
    assert "10001" in page or "10000" in page
    assert Opinion.objects.count() == 1


def test_the_queue_goes_on_after_each_judgement_and_undoes_the_last(listening: Listening, browser: Browser) -> None:
    client = browser("office")
    for number in range(3):
        listening.slip(f"{number}", f"第{number}条")
    href = f"{_href('opinions_triage')}?round={listening.round.uid}"

    def judge(page: str, to: str, reason: str = ""):
        uid = re.search(r'name="opinion" value="([0-9a-f-]{36})"', page)
        assert uid
        return uid[1], client.post(href, {"opinion": uid[1], "seen": "waiting", "to": to, "reason": reason})

    uid, response = judge(_text(client.get(href)), "praise")
    page = _text(client.get(response["Location"]))
    assert uid in page
    assert "撤销上一条" in page
    other, response = judge(page, "invalid")
    refused = _text(response)
    assert "要写明理由" in refused
    assert f'value="{other}"' in refused
    _uid, response = judge(refused, "invalid", "无实际内容")
    assert response.status_code == 303
    _follow(client, _href("opinions_untriage", uid), {})
    assert sorted(Opinion.objects.values_list("triage", flat=True)) == ["invalid", "waiting", "waiting"]
    assert client.post(href, {"opinion": uid, "seen": "waiting", "to": "nonsense"}).status_code == 409
    # Somebody else was quicker: that is said, and the next one is there.
    late = client.post(href, {"opinion": other, "seen": "waiting", "to": "praise"}, follow=True)
    page = _text(late)
    assert "刚被别人分办过" in page
    assert f'name="opinion" value="{other}"' not in page
    assert 'name="opinion" value=' in page


def test_the_board_works_with_nothing_but_forms(listening: Listening, browser: Browser) -> None:
    client = browser("office")
    a, b = listening.piece("一-001", "会多。文多。"), listening.piece("一-002", "会太长。")
    href = _href("opinions_board", listening.round.uid)
    assert "请先勾选" in _text(client.post(href, {"do": "place"}))
    _follow(client, href, {"do": "create", "statement": "会多会长。", "piece": [str(a.pk)], "key": "on"})
    item = Item.objects.get()
    assert item.key
    # Another clerk still has the page on which the piece lies in no item.
    for late in ({"do": "create", "statement": "会太多。"}, {"do": "place", "item": str(item.uid)}):
        page = _text(browser("office").post(href, late | {"piece": [str(a.pk)]}))
        assert "刚被别人归入条目“001”" in page
    assert Item.objects.count() == Placement.objects.count() == 1
    _follow(client, href, {"do": "place", "piece": [str(b.pk)], "item": str(item.uid)})
    assert Placement.objects.count() == 2
    page = _text(client.get(_href("opinions_item", item.uid)))
    assert "会太长。" in page
    _follow(client, _href("opinions_item", item.uid), {"do": "remove", "piece": [str(a.pk)]})
    page = _text(client.get(f"{href}?q=文多"))
    assert "会多。文多。" in page
    assert "没有找到" in _text(client.get(f"{href}?q=路灯"))
    _follow(client, _href("opinions_piece", a.pk), {"do": "split", "at": ["3"]})
    assert sorted(Piece.objects.filter(opinion=a.opinion, replaced=False).values_list("begin", "end")) == [
        (0, 3),
        (3, 6),
    ]
    _follow(client, _href("opinions_undo_last", listening.round.uid), {})
    assert Piece.objects.filter(opinion=a.opinion, replaced=False).count() == 1
    _follow(client, _href("opinions_piece", a.pk), {"do": "settle", "settlement": "explained", "reason": "已说明"})
    assert Piece.objects.get(pk=a.pk).settlement == "explained"
    _follow(
        client, _href("opinions_item", item.uid), {"do": "save", "statement": "会长。", "category": "", "revision": "1"}
    )
    item.refresh_from_db()
    assert (item.statement, item.key) == ("会长。", False)
    stale = {"do": "save", "statement": "又改", "category": "", "revision": "1"}
    page = _text(client.post(_href("opinions_item", item.uid), stale))
    assert "刚被别人改过" in page
    assert "又改</textarea>" in page


def test_signing_asks_for_the_words_and_shows_the_remainder(listening: Listening, browser: Browser) -> None:
    client = browser("office")
    listening.piece("一-001", "甲")
    listening.close()
    href = _href("opinions_sign", listening.round.uid)
    assert "未归并1条，情况属实" in _text(client.get(href))
    revision = str(Round.objects.get().revision)
    assert "请照写" in _text(client.post(href, {"acknowledgement": "同意", "revision": revision}))
    page = _follow(
        client, href, {"acknowledgement": signing.acknowledgement_for(listening.round), "revision": revision}
    )
    assert "梳理已签字" in page


def test_a_sheet_is_redacted_by_pasting_and_handed_over(busy: Listening, browser: Browser) -> None:
    client, sheet = browser("office"), FeedbackSheet.objects.get()
    opinion = Opinion.objects.get(slip_no="一-004")
    href = _href("opinions_sheet_hide", sheet.uid)
    page = _follow(client, href, {"opinion": str(opinion.pk), "stretch": "𠮷䶮", "do": "hide"})
    assert "〔略〕😀" in page
    assert "没有这段文字" in _follow(client, href, {"opinion": str(opinion.pk), "stretch": "不存在", "do": "hide"})
    assert browser("east_head").get(_href("opinions_sheet", sheet.uid)).status_code == 404
    _follow(client, _href("opinions_sheet_hand_over", sheet.uid), {})
    page = _text(browser("east_head").get(_href("opinions_sheet", sheet.uid)))
    assert "〔略〕😀" in page
    assert "𠮷䶮" not in page
    assert client.post(href, {"opinion": str(opinion.pk), "stretch": "img", "do": "hide"}).status_code == 409


def test_an_answer_goes_from_the_unit_to_a_second_person(busy: Listening, browser: Browser) -> None:
    sent = Referral.objects.get()
    href = _href("opinions_referral", sent.uid)
    assert "已答复，待核对" in _text(browser("west_clerk").get(href))
    data = {"do": "check", "revision": str(sent.revision), "privacy": "on", "naming": "on"}
    assert "工作秘密" in _text(browser("office").post(href, data))
    page = _follow(browser("office"), href, {**data, "work_secrets": "on"})
    assert "答复已核对" in page


def test_erasure_needs_another_person(busy: Listening, browser: Browser) -> None:
    opinion = Opinion.objects.get(slip_no="一-001")
    _follow(browser("office"), _href("opinions_erase", opinion.pk), {"reason": "个人信息保护法第四十七条"})
    href = _href("opinions_erasure", ErasureRequest.objects.get().uid)
    assert "同意删除" not in _text(browser("office").get(href))
    assert "不能自己同意" in _follow(browser("office"), href, {"do": "agree"})
    _follow(browser("office_two"), href, {"do": "agree"})
    for name, uid in (("opinions_opinion", opinion.pk), ("opinions_item", Item.objects.get().uid)):
        page = _text(browser("office").get(_href(name, uid)))
        assert "依法删除" in page
    assert opinion.pk not in intake.words_of([opinion.pk])


def test_no_count_stands_without_its_list(busy: Listening, browser: Browser) -> None:
    page = _text(browser("office").get(_href("opinions_round", busy.round.uid)))
    for href in re.findall(r'class="now" href="([^"]+)"', page):
        assert browser("office").get(href.replace("&amp;", "&")).status_code == 200, href
    assert "不足五条的和能推算出来的不单列" in page


@pytest.mark.parametrize(
    ("address", "said", "unsaid"),
    [
        ("https://say.example", "不问姓名", "海报上已照此写明"),
        ("http://say.example", "网上只收署名的；不署名的请用意见箱、信件", "不问姓名"),
        ("http://127.0.0.1:8000", "手机扫码打不开，这里只能看样子", "网上只收署名的"),
    ],
)
def test_a_poster_promises_no_more_than_the_public_address_keeps(
    listening: Listening, browser: Browser, settings, address: str, said: str, unsaid: str
) -> None:
    settings.PUBLIC_URL = address
    page = _text(browser("office").get(_href("opinions_poster", listening.round.uid)))
    assert said in page
    assert unsaid not in page


def test_who_runs_a_round_reads_by_which_unconfirmed_defaults_it_takes_words(
    listening: Listening, browser: Browser
) -> None:
    page = _text(browser("office").get(_href("opinions_round", listening.round.uid)))
    for words in ("一条意见最长 10000 字", "没有做计算的提交，全站每半小时最多收 60 条", "待确认"):
        assert words in page
    assert "一条意见最长 10000 字" in _text(browser("office").get(_href("opinions_entry", listening.round.uid)))
