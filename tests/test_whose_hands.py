"""Whoever handed over a way in counts as its owner: an office cannot sign in a head's place and then check, issue or receive."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from huiyin.conftest import County
from huiyin.conftest import browser as browser
from huiyin.conftest import county as county
from huiyin.core.errors import Refused
from huiyin.core.models import AuditLine
from huiyin.organisation import grants, hands
from huiyin.organisation.accounts import open_account
from huiyin.organisation.models import Role, WayIn
from huiyin.organisation.people import PersonFields, add_person
from huiyin.organisation.sign_in import issue_slip, set_password, use_slip
from huiyin.rectification import closing, visiting
from huiyin.rectification.inbox import feedback_to_confirm
from huiyin.rectification.offers import Verb, offers
from huiyin.rectification.queries import check_queue
from huiyin.rectification.tests.cases import Case, make_case
from huiyin.reports.inbox import to_sign
from huiyin.reports.issuing import issue, send_to_sign
from huiyin.reports.models import Report
from huiyin.reports.tests.cases import drafted

Browser = Callable[[str], Client]
HOUR = timedelta(hours=1)


def let_in(county: County, who: str, by: str) -> None:
    """`by` prints a slip for `who`, and somebody comes in with it."""
    use_slip(issue_slip(county.account(who), actor=county.reach(by), now=county.now), now=county.now)


def ready_to_check(county: County) -> Case:
    """A measure led by 安办's post is signed by 东局's head; 白办 took no part in it."""
    case = make_case(county)
    case.up_to_check()
    return case


@pytest.mark.parametrize("who", ["east_head", "east_clerk"])
def test_who_printed_the_slip_of_a_doer_or_signer_cannot_check(county: County, who: str) -> None:
    let_in(county, who, "office_two")
    case = ready_to_check(county)
    assert list(check_queue(county.reach("office_two"), county.today)) == []
    assert Verb.CHECK not in offers(case.fresh(), county.reach("office_two"), county.today)
    with pytest.raises(Refused, match="登录条"):
        case.check("office_two")
    # Nobody else is kept from it.
    assert [found.pk for found in check_queue(county.reach("supervisor"), county.today)] == [case.measure.pk]
    case.check("supervisor")


def test_without_a_slip_the_same_office_checks(county: County) -> None:
    ready_to_check(county).check("office_two")


def test_a_slip_printed_after_the_signature_takes_nothing_back(county: County) -> None:
    case = ready_to_check(county)
    county.now += HOUR
    let_in(county, "east_head", "office_two")
    case.check("office_two")


def test_a_new_password_by_somebody_elses_slip_opens_nothing_that_was_signed_before(county: County) -> None:
    let_in(county, "east_head", "office_two")
    case = ready_to_check(county)
    county.now += HOUR
    head, office = county.account("east_head"), county.reach("office")
    slip = use_slip(issue_slip(head, actor=office, now=county.now), now=county.now)
    set_password(head, "只有自己知道的一句话", now=county.now, slip=slip)
    assert [way.by for way in hands.ways_into(head)] == [county.account("office")]
    with pytest.raises(Refused, match="登录条"):
        case.check("office_two")


def test_a_password_set_by_the_slip_or_over_the_old_one_does_not_clean_the_hands(county: County) -> None:
    head = county.account("east_head")
    slip = use_slip(issue_slip(head, actor=county.reach("office_two"), now=county.now), now=county.now)
    set_password(head, "只有自己知道的一句话", now=county.now, slip=slip)
    set_password(head, "又换了一句自己知道的话", now=county.now)
    with pytest.raises(Refused, match="登录条"):
        ready_to_check(county).check("office_two")


def test_who_set_a_first_password_holds_a_way_in_and_cannot_check_what_its_owner_did(county: County) -> None:
    fields = PersonFields(name="新来", staff_no="N001", unit=county.east)
    office = county.reach("office_two")
    for password, holders in (("一句很长很长的初始口令", [office.account]), (None, [])):
        newcomer = add_person(fields=fields, actor=office, now=county.now)
        opened = open_account(person=newcomer, password=password, actor=office, now=county.now)
        assert [way.by for way in hands.ways_into(opened)] == holders
        fields = PersonFields(name="又来", staff_no="N002", unit=county.east)
    hands.hand_over(county.account("east_head"), by=office.account, now=county.now)
    with pytest.raises(Refused, match="初始口令"):
        ready_to_check(county).check("office_two")


def test_a_checker_whom_a_doer_let_in_cannot_check_until_the_password_is_their_own(county: County) -> None:
    # 安办 holds the leading post and signs as leader; it opened the supervisor's account as well.
    hands.hand_over(county.account("supervisor"), by=county.account("office"), now=county.now)
    case = ready_to_check(county)
    with pytest.raises(Refused, match="初始口令"):
        case.check("supervisor")
    set_password(county.account("supervisor"), "督导组员自己的一句话", now=county.now)
    case.check("supervisor")


def test_a_right_that_nobody_approved_or_that_ended_cleans_no_hands(county: County) -> None:
    head, office = county.account("east_head"), county.reach("office_two")
    options: dict[str, Any] = {"person": head.person, "unit": county.east, "begins_on": county.today}
    hands.hand_over(head, by=office.account, now=county.now)
    waiting = grants.grant(**options, role=Role.SUPERVISOR, actor=office, now=county.now)
    set_password(head, "甲知道的另一句很长的口令", now=county.now)
    assert [way.by for way in hands.ways_into(head)] == [office.account]
    with pytest.raises(Refused, match="不能使用登录条"):
        issue_slip(head, actor=county.reach("office"), now=county.now)
    grants.approve(waiting, actor=county.reach("office"), now=county.now)
    county.now += timedelta(days=2)
    ended: dict[str, Any] = {"actor": office, "now": county.now}
    grants.end_grant(waiting, on=county.today, today=county.today, **ended)
    set_password(head, "甲知道的第三句很长的口令", now=county.now)
    assert [way.by for way in hands.ways_into(head)] == [office.account]
    with pytest.raises(Refused, match="初始口令"):
        ready_to_check(county).check("office_two")
    county.now -= timedelta(days=2)
    set_password(head, "有人担保以后的一句口令", now=county.now)
    assert not hands.ways_into(head).exists()


def test_a_right_is_not_approved_by_whom_its_grantor_let_in(county: County) -> None:
    given = grants.grant(
        person=county.people["member"], role=Role.SUPERVISOR, unit=county.root, begins_on=county.today,
        actor=county.reach("office"), now=county.now,
    )  # fmt: skip
    assert list(grants.waiting_for(county.reach("office_two"))) == [given]
    hands.hand_over(county.account("office_two"), by=county.account("office"), now=county.now)
    assert not grants.waiting_for(county.reach("office_two")).exists()
    with pytest.raises(Refused, match="初始口令"):
        grants.approve(given, actor=county.reach("office_two"), now=county.now)
    grants.approve(given, actor=county.reach("administrator"), now=county.now)


def test_sampling_and_looking_back_are_kept_from_them_too(county: County) -> None:
    let_in(county, "east_head", "office_two")
    case = ready_to_check(county)
    case.check("supervisor")
    with pytest.raises(Refused, match="另一人"):
        closing.record_sample(
            case.measure.askings.get(), sampled=3, solved=3, actor=county.reach("office_two"), now=county.now
        )


def test_a_report_is_not_issued_by_a_head_whom_its_author_let_in(county: County) -> None:
    let_in(county, "east_head", "office_two")
    county.people["east_head"].grants.update(unit=county.root)
    report = drafted(county, who="office_two").report
    report.refresh_from_db()
    report = send_to_sign(report, revision=report.revision, actor=county.reach("office_two"), now=county.now)
    assert not to_sign(county.reach("east_head")).exists()
    with pytest.raises(Refused, match="登录条"):
        _issue(county, report)
    WayIn.objects.all().delete()
    assert to_sign(county.reach("east_head")).exists()
    _issue(county, report)


def _issue(county: County, report: Report) -> None:
    issue(
        report, revision=report.revision, public=False, actor=county.reach("east_head"), now=county.now, on=county.today
    )


def test_on_site_feedback_is_not_confirmed_by_a_head_whom_its_writer_let_in(county: County) -> None:
    slip = visiting.write_feedback(
        county.east, county.campaign, text="排队长", actor=county.reach("office_two"), now=county.now, on=county.today
    )
    assert visiting.may_confirm(slip, county.reach("east_head"), county.today)
    let_in(county, "east_head", "office_two")
    head = county.reach("east_head")
    assert not visiting.may_confirm(slip, head, county.today)
    assert not feedback_to_confirm(head, county.today).exists()
    with pytest.raises(Refused, match="另一人确认"):
        visiting.confirm_feedback(slip, words="", actor=head, now=county.now, on=county.today)


def test_a_slip_by_the_page_leaves_its_printer_known_and_shown_to_the_owner(county: County, browser: Browser) -> None:
    code = issue_slip(county.account("east_clerk"), actor=county.reach("office"), now=county.now)
    client = Client()
    client.post("/desk/slip/", {"code": code})
    words = {"password1": "一步一个脚印走过来了", "password2": "一步一个脚印走过来了"}
    assert client.post("/desk/slip/password/", words)["Location"] == "/desk/"
    assert [way.by for way in hands.ways_into(county.account("east_clerk"))] == [county.account("office")]
    page = client.get("/desk/account/").content.decode()
    assert "登录方式由谁交给您" in page
    assert "安办（20" in page
    assert "登录方式由谁交给您" in browser("west_clerk").get("/desk/account/").content.decode()
    assert AuditLine.objects.filter(action="slip.used").count() == 1


def test_the_page_says_so_before_a_slip_is_printed(county: County, browser: Browser) -> None:
    page = browser("office").get(f"/desk/organisation/people/{county.people['east_head'].uid}/slip/").content.decode()
    assert "您不能再检查、签发或签收" in page
