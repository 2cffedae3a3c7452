"""An appraisal of members by device, all of it on the pages: from the question to the certificate and the public table.

The office asks, lists, names tellers and freezes; tellers make their keys; a member draws, votes on a phone and finds the
ballot on the board; the office closes, the tellers open, and more 优秀 than a third is certified only with a reason.
"""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.urls import reverse
from playwright.sync_api import Browser

from huiyin.ballots import opening
from huiyin.ballots.models import Ballot
from huiyin.ballots.rules.appraisal import MEMBER_GRADES
from huiyin.ballots.tests.surveying import HAPPY, TELLERS, UNHAPPY, a_survey, answer
from huiyin.ballots.tests.voting import Voting
from huiyin.conftest import County
from huiyin.organisation.models import Person
from tests.journeys.conftest import Visitor
from tests.journeys.test_secret_ballot import Hands, visitor
from tests.journeys.test_secret_ballot import hands as hands
from tests.journeys.test_survey import of_office, seen

pytestmark = pytest.mark.journeys
APPRAISED, REASON = ("甲某", "乙某", "丙某"), "承担防汛抢险，支部大会讨论同意。"


def confirmed(one: Visitor, button: str) -> None:
    """Press a button that asks once more."""
    one.page.click(f"button:has-text('{button}')")
    one.page.click("dialog[open] button:has-text('确定')")


def prepared(office: Visitor, server: str, people: list[Person], axe: str, shots: Path) -> Ballot:
    """Made, asked, listed and given tellers, as the office does it."""
    page = office.page
    page.goto(server + reverse("ballots_new"))
    page.select_option("select[name=unit]", label="东局")
    page.fill("input[name=title]", "2013年度民主评议党员测评")
    page.select_option("select[name=kind]", value="member_appraisal")
    page.select_option("select[name=ways]", value="electronic")
    for name, hour in (("draw_from", 10), ("draw_until", 11), ("use_from", 12), ("use_until", 13)):
        page.fill(f"input[name={name}]", f"2013-09-02T{hour}:00")
    seen(office, axe, shots, "vote-01-new")
    page.click("main button[type=submit]")
    page.wait_for_selector("text=已新建")
    made = Ballot.objects.select_related("roll__unit").get()
    page.click("a:has-text('拟定选票')")
    page.fill("input[name=title]", "民主评议党员")
    page.fill("textarea[name=subjects]", "\n".join(APPRAISED))
    seen(office, axe, shots, "vote-02-question")
    page.click("main button:has-text('拟定')")
    page.wait_for_selector("text=选票已拟定")
    page.click("a:has-text('列名册')")
    page.fill("textarea[name=names]", "\n".join(one.name for one in people))
    page.click("main button:has-text('列入')")
    page.wait_for_selector(f"text=列入 {len(people)} 人")
    seen(office, axe, shots, "vote-03-roll")
    page.goto(server + reverse("ballots_one", kwargs={"uid": made.uid}))
    for teller in ("东联", "东长"):
        page.fill("input[name=name]", teller)
        page.click("button:has-text('推选') >> nth=0")
        page.wait_for_selector("text=已列为监票人")
    return made


def test_an_appraisal_by_device_from_the_question_to_the_certificate(
    chromium: Browser, server: str, county: County, hands: Hands, axe: str, shots: Path
) -> None:
    people = [county.people["member"], *(Person.objects.create(name=f"评议人{n}", unit=county.east) for n in range(6))]
    office = of_office(chromium, server, county)
    ballot = prepared(office, server, people, axe, shots)

    def at(name: str) -> str:
        return server + reverse(name, kwargs={"uid": ballot.uid})

    # Before the tellers have their keys nothing is frozen.
    confirmed(office, "定稿")
    office.page.wait_for_selector("text=密钥")
    assert Ballot.objects.get().state == Ballot.State.DRAFT
    keys = {}
    for who in ("east_clerk", "east_head"):
        teller = visitor(chromium, server, county.people[who])
        teller.page.goto(at("ballots_teller"))
        teller.page.click("button:has-text('生成密钥')")
        teller.page.wait_for_selector("#teller-secret", state="visible")
        keys[who] = teller.page.input_value("#teller-secret")
        seen(teller, axe, shots, "vote-04-teller")
        teller.page.click("button:has-text('交公钥')")
        teller.page.wait_for_selector("text=您已交公钥")
        assert teller.faults == []
        teller.context.close()
    office.page.goto(at("ballots_one"))
    seen(office, axe, shots, "vote-05-ready")
    confirmed(office, "定稿")
    office.page.wait_for_selector("text=已定稿")
    seen(office, axe, shots, "vote-06-frozen")

    hands.hours = 0.5
    member = visitor(chromium, server, county.people["member"])
    member.page.goto(at("ballots_draw"))
    seen(member, axe, shots, "vote-07-draw")
    member.page.click("button:has-text('领取')")
    member.page.wait_for_selector("#recovery-code", state="visible")
    link = member.page.input_value("#vote-link")
    seen(member, axe, shots, "vote-08-drawn")
    member.context.close()
    others = Voting(county, Ballot.objects.select_related("roll__unit").get(), people[1:], {}, None)  # type: ignore[arg-type]  # what is asked stands in the ballot
    for n in range(6):
        others.draw(n)

    hands.hours = 2.5
    voter = visitor(chromium, server, None)
    voter.page.goto(f"{at('portal_ballot')}#{link.split('#', 1)[1]}")
    for n, grade in enumerate((0, 0, 1)):
        voter.page.check(f"input[data-choice='0-{n}'][value='{grade}']")
    seen(voter, axe, shots, "vote-09-paper")
    voter.page.click("button:has-text('密封并投票')")
    voter.page.wait_for_selector("text=选票已投入票箱")
    seen(voter, axe, shots, "vote-10-cast")
    voter.page.click("text=到公示板核对")
    voter.page.wait_for_selector("text=这张选票在票箱里")
    seen(voter, axe, shots, "vote-11-board")
    assert voter.leaves_nothing()
    assert voter.faults == []
    voter.context.close()
    for n in range(6):
        others.cast(n, (0, 0, 2) if n < 5 else (1, 1, 1))

    hands.hours = 3.5
    office.page.goto(at("ballots_one"))
    office.page.click("button:has-text('截止投票')")
    office.page.wait_for_selector("text=投票已截止")
    office.page.wait_for_selector("text=已交 0 位，满 2 位自动开票")
    seen(office, axe, shots, "vote-12-closed")
    for n, (who, key) in enumerate(keys.items(), 1):
        teller = visitor(chromium, server, county.people[who])
        teller.page.goto(at("ballots_teller"))
        teller.page.fill("#secret", key)
        seen(teller, axe, shots, f"vote-13-handing-{n}")
        teller.page.click("button:has-text('交密钥')")
        teller.page.wait_for_selector("text=密钥已")
        teller.context.close()
    office.page.goto(at("ballots_one"))
    office.page.wait_for_selector("text=确需超过的要写明理由")
    seen(office, axe, shots, "vote-14-counted")
    # Two of three are 优秀 by more than half: without the reason in writing the result is not confirmed.
    confirmed(office, "确认计票结果")
    office.page.wait_for_selector("text=再确认结果")
    seen(office, axe, shots, "vote-15-no-reason")
    assert Ballot.objects.get().state == Ballot.State.COUNTED
    office.page.fill("textarea[name=cap_reason]", REASON)
    confirmed(office, "确认计票结果")
    office.page.wait_for_selector("text=计票结果已确认")
    assert office.page.locator("text=办公室要办的").count() == 0
    seen(office, axe, shots, "vote-16-certified")
    done = Ballot.objects.get()
    assert done.counted[0]["marks"] == [[6, 1, 0, 0], [6, 1, 0, 0], [0, 2, 5, 0]]
    assert (done.state, done.cap_reason) == (Ballot.State.CERTIFIED, REASON)
    with office.page.expect_download() as waited:
        office.page.click("a:has-text('计票结果报告单')")
    kept = shots / "vote-17-certificate.docx"
    waited.value.save_as(kept)
    text = ZipFile(BytesIO(kept.read_bytes())).read("word/document.xml").decode()
    assert all(name in text for name in (*APPRAISED, *MEMBER_GRADES, REASON, "东联", "东长"))
    assert not any(one.name in text for one in people[1:])
    assert office.faults == []


def test_a_survey_declared_public_shows_its_table_once_it_is_certified(
    chromium: Browser, server: str, county: County, hands: Hands, axe: str, shots: Path
) -> None:
    survey = a_survey(county, public_result=True)
    for n in range(7):
        answer(survey, n, UNHAPPY if n < 3 else HAPPY)
    hands.hours = 3.5
    opening.close(ballot=survey.ballot, actor=county.reach("office"), now=survey.at(3.5))
    for who in TELLERS[:2]:
        opening.hand_key(
            ballot=survey.fresh(), private=survey.teller_keys[who], actor=county.reach(who), now=survey.at(3.5)
        )  # fmt: skip

    def at(name: str) -> str:
        return server + reverse(name, kwargs={"uid": survey.ballot.uid})

    anybody = visitor(chromium, server, None)
    anybody.page.goto(at("portal_survey"))
    anybody.page.wait_for_selector("text=确认以后在这里公布")
    assert anybody.page.locator("main table").count() == 0
    office = of_office(chromium, server, county)
    office.page.goto(at("ballots_one"))
    confirmed(office, "确认计票结果")
    office.page.wait_for_selector("text=计票结果已确认")
    seen(office, axe, shots, "vote-18-survey-certified")
    anybody.page.reload()
    assert anybody.page.locator("main tbody tr").count() == 10  # three classes, six indicators, the total
    assert "收回 7 份" in anybody.page.inner_text("main")
    seen(anybody, axe, shots, "vote-19-survey-public")
    assert anybody.leaves_nothing()
    assert anybody.faults == []
    assert office.faults == []
