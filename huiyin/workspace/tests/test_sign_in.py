"""Three ways in and no other; the second factor cannot be walked round; a slip opens one door once."""

import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client, override_settings

from huiyin.conftest import County
from huiyin.core import clock, shared_cache
from huiyin.core.errors import Refused
from huiyin.core.models import AuditLine
from huiyin.core.tests.test_limiter import in_a_process_of_its_own
from huiyin.organisation.models import Account, Grant, Person, Role, SignInSlip
from huiyin.organisation.sign_in import find_account, issue_slip, use_slip
from huiyin.workspace.account.views import SLIP_GUESSES
from huiyin.workspace.tests.signing import PASSWORD, enrol, sign_in, totp


@pytest.fixture(autouse=True)
def _no_limits_left_over():
    cache.clear()
    SLIP_GUESSES.clear()


@pytest.fixture(autouse=True)
def _stand_still(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: county.now)
    monkeypatch.setattr(clock, "today", lambda: county.today)


@pytest.mark.parametrize(
    ("login", "unit"),
    [
        ("19900000003", ""), ("T003", ""), ("东联", "东局"), ("东联", "east"), (" 199-0000 0003 ", ""),
        ("１９９０００００００３", ""), ("+8619900000003", ""), ("Ｔ００３", ""),
    ],
)  # fmt: skip
def test_phone_staff_number_or_name_and_unit_open_the_door(county: County, login: str, unit: str) -> None:
    client, answer = sign_in(login, unit=unit)
    assert answer.status_code == 302, answer.content.decode()
    assert answer["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200
    assert client.session["_auth_user_id"] == str(county.account("east_clerk").pk)


@pytest.mark.parametrize(
    ("login", "unit", "password"),
    [
        ("T003", "", "wrong"), ("东联", "", PASSWORD), ("东联", "西局", PASSWORD), ("无此人", "东局", PASSWORD),
        ("", "", PASSWORD),
    ],
)  # fmt: skip
def test_anything_else_is_refused_with_one_sentence(county: County, login: str, unit: str, password: str) -> None:
    client, answer = sign_in(login, password, unit)
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session
    page = answer.content.decode()
    assert "账号或口令不对" in page or "必填" in page
    assert "该字段" not in page or login == ""


def test_an_ambiguous_name_names_nobody(county: County) -> None:
    twin = Person.objects.create(name="东联", staff_no="T900", unit=county.east)
    Account.objects.create_account(person=twin, password=PASSWORD)
    assert find_account("东联", "东局") is None
    _client, answer = sign_in("东联", unit="东局")
    assert "同一单位有重名的，请用手机号或工号登录" in answer.content.decode()
    assert sign_in("T900")[1].status_code == 302


def test_a_shut_account_stays_outside(county: County) -> None:
    Account.objects.filter(pk=county.account("east_clerk").pk).update(is_active=False)
    client, answer = sign_in("T003")
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_guessing_a_password_is_limited_by_account_whatever_it_is_called(county: County) -> None:
    for login, unit in (("T003", ""), ("19900000003", ""), ("东联", "东局"), ("T003", ""), ("东联", "east")):
        sign_in(login, "wrong-password", unit)
    client, answer = sign_in("T003")
    assert "输错次数过多，请过 5 分钟再试" in answer.content.decode()
    assert "_auth_user_id" not in client.session
    assert sign_in("T006")[1].status_code == 302, "a neighbour is not locked out with them"


@override_settings(CACHES={"default": {"BACKEND": "huiyin.core.shared_cache.SharedCache"}})
def test_guesses_are_limited_by_what_all_processes_of_a_server_know(county: County) -> None:
    cache.clear()
    for _n in range(5):
        sign_in("T003", "wrong")
    _client, answer = sign_in("T003", PASSWORD)
    assert "输错次数过多" in answer.content.decode()
    assert b"T003" not in shared_cache._SHARED.read()
    in_a_process_of_its_own(cache.clear)
    _client, answer = sign_in("T003")
    assert answer.status_code == 302


def test_the_session_key_is_new_after_sign_in_and_pages_are_never_kept(county: County) -> None:
    client = Client()
    session = client.session
    session["planted"] = True
    session.save()
    before = client.session.session_key
    sign_in("T003", client=client)
    assert client.session.session_key != before
    for path in ("/desk/", "/desk/account/", "/desk/accounts/password/change/"):
        assert "no-store" in client.get(path)["Cache-Control"], path
    names = {shown.get("username") for shown in client.session["account_authentication_methods"]}
    assert names == {None}, "the session keeps no copy of what was typed"


def test_only_what_is_used_of_allauth_answers(county: County) -> None:
    client, _ = sign_in("T003")
    for path in (
        "signup/", "email/", "confirm-email/", "confirm-email/abc/", "password/reset/done/", "password/reset/key/a-b/",
        "login/code/confirm/", "2fa/recovery-codes/download/", "2fa/webauthn/", "3rdparty/", "",
    ):  # fmt: skip
        assert client.get(f"/desk/accounts/{path}").status_code == 404, path
        assert Client().get(f"/desk/accounts/{path}").status_code == 404, path
    page = Client().get("/desk/accounts/password/reset/").content.decode()
    assert "登录条" in page
    assert "<form" not in page


# --- the second factor ---


def test_an_office_sets_up_a_second_factor_before_anything_else(county: County) -> None:
    client, answer = sign_in("T001")
    assert answer["Location"] == "/desk/"
    for path in (
        "/desk/",
        "/desk/account/",
        "/desk/system/",
        "/desk/accounts/password/change/",
        "/desk/slip/password/",
    ):
        assert client.get(path)["Location"] == "/desk/accounts/2fa/totp/activate/", path
    assert client.post("/desk/account/")["Location"] == "/desk/accounts/2fa/totp/activate/"
    key = client.session.session_key
    enrol(client)
    assert client.session.session_key != key
    codes = client.get("/desk/accounts/2fa/recovery-codes/").content.decode()
    assert len(re.findall(r"<samp>\d{4} \d{4}</samp>", codes)) == 10
    assert client.get("/desk/").status_code == 200
    assert AuditLine.objects.filter(action="second_factor.on", actor=county.account("office").uid).count() == 1


def test_the_next_sign_in_asks_for_it_and_a_wrong_code_does_not_do(county: County) -> None:
    secret = enrol(sign_in("T001")[0])
    client, answer = sign_in("T001")
    assert answer["Location"] == "/desk/accounts/2fa/authenticate/"
    assert "_auth_user_id" not in client.session
    assert client.get("/desk/")["Location"].startswith("/desk/accounts/login/")
    wrong = f"{(int(totp(secret)) + 1) % 10**6:06d}"
    assert "验证码不对" in client.post("/desk/accounts/2fa/authenticate/", {"code": wrong}).content.decode()
    assert client.post("/desk/accounts/2fa/authenticate/", {"code": totp(secret)})["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200


def test_a_recovery_code_serves_once(county: County) -> None:
    first, _ = sign_in("T001")
    enrol(first)
    page = first.get("/desk/accounts/2fa/recovery-codes/").content.decode()
    code = "".join(re.findall(r"<samp>(\d{4}) (\d{4})</samp>", page)[0])
    client, _ = sign_in("T001")
    assert client.post("/desk/accounts/2fa/authenticate/", {"code": code})["Location"] == "/desk/"
    again, _ = sign_in("T001")
    assert "验证码不对" in again.post("/desk/accounts/2fa/authenticate/", {"code": code}).content.decode()


def test_a_session_of_one_factor_gains_nothing_when_totp_is_switched_on_elsewhere(county: County) -> None:
    stolen, _ = sign_in("T001")
    secret = enrol(sign_in("T001")[0])
    answer = stolen.get("/desk/?page=2")
    assert answer["Location"] == "/desk/accounts/2fa/reauthenticate/?next=%2Fdesk%2F%3Fpage%3D2"
    for path in (
        "/desk/accounts/2fa/totp/deactivate/", "/desk/accounts/2fa/recovery-codes/", "/desk/accounts/2fa/recovery-codes/generate/",
        "/desk/accounts/password/change/", "/desk/accounts/2fa/",
    ):  # fmt: skip
        assert stolen.get(path)["Location"].startswith("/desk/accounts/2fa/reauthenticate/"), path
        assert stolen.post(path)["Location"].startswith("/desk/accounts/2fa/reauthenticate/"), path
    done = stolen.post("/desk/accounts/2fa/reauthenticate/?next=/desk/", {"code": totp(secret)})
    assert done["Location"] == "/desk/"
    assert stolen.get("/desk/").status_code == 200


def test_an_office_cannot_switch_its_second_factor_off_but_a_member_can(county: County) -> None:
    office, _ = sign_in("T001")
    enrol(office)
    assert "不能停用" in office.get("/desk/accounts/2fa/totp/deactivate/").content.decode()
    assert office.post("/desk/accounts/2fa/totp/deactivate/").status_code == 200
    assert Authenticator.objects.filter(user=county.account("office"), type="totp").exists()
    member, _ = sign_in("T009")
    enrol(member)
    assert member.post("/desk/accounts/2fa/totp/deactivate/")["Location"] == "/desk/accounts/2fa/"
    assert not Authenticator.objects.filter(user=county.account("member")).exists()
    assert AuditLine.objects.filter(action="second_factor.off").count() == 1


def test_a_right_that_comes_later_asks_for_the_second_factor_at_once(county: County) -> None:
    client, _ = sign_in("T009")
    assert client.get("/desk/").status_code == 200
    Grant.objects.create(
        person=county.people["member"], role=Role.OFFICE, unit=county.east, begins_on=county.today,
        approved_by=county.account("office"), approved_at=county.now,
    )  # fmt: skip
    assert client.get("/desk/")["Location"] == "/desk/accounts/2fa/totp/activate/"


def test_the_totp_key_is_not_readable_in_the_database(county: County) -> None:
    secret = enrol(sign_in("T001")[0])
    kept = Authenticator.objects.get(user=county.account("office"), type="totp").data
    assert secret not in str(kept)


def test_second_factor_codes_cannot_be_guessed_for_long(county: County) -> None:
    enrol(sign_in("T001")[0])
    client, _ = sign_in("T001")
    for guess in range(6):
        page = client.post("/desk/accounts/2fa/authenticate/", {"code": f"{guess:06d}"}).content.decode()
    assert "输错次数过多" in page


# --- passwords ---


def test_changing_the_password_ends_other_sessions_and_is_audited(county: County) -> None:
    here, _ = sign_in("T003")
    elsewhere, _ = sign_in("T003")
    new = {"oldpassword": PASSWORD, "password1": "山高水长都要走到头", "password2": "山高水长都要走到头"}
    assert (
        "现在的口令不对" in here.post("/desk/accounts/password/change/", {**new, "oldpassword": "x"}).content.decode()
    )
    short = here.post("/desk/accounts/password/change/", {**new, "password1": "短", "password2": "短"})
    assert short.status_code == 200
    weak = here.post("/desk/accounts/password/change/", {**new, "password1": "8" * 12, "password2": "8" * 12})
    assert weak.status_code == 200
    assert "数字" in weak.content.decode()
    long = {"password1": "山高水长都要走到头的", "password2": "山高水长都要走到头的"}
    answer = here.post("/desk/accounts/password/change/", {**new, **long})
    assert answer.status_code == 302, answer.content.decode()
    assert here.get("/desk/").status_code == 200
    assert elsewhere.get("/desk/")["Location"].startswith("/desk/accounts/login/")
    assert AuditLine.objects.filter(action="password.set", actor=county.account("east_clerk").uid).count() == 1


def test_reauthentication_asks_for_the_password_and_limits_guesses(county: County) -> None:
    client, _ = sign_in("T009")
    assert client.get("/desk/accounts/2fa/totp/activate/").status_code == 200, "not again right after signing in"
    session = client.session
    session["account_authentication_methods"] = [
        {**shown, "at": shown["at"] - 3600} for shown in session["account_authentication_methods"]
    ]
    session.save()
    answer = client.get("/desk/accounts/2fa/totp/activate/")
    assert answer["Location"].startswith("/desk/accounts/reauthenticate/?next=")
    assert "口令不对" in client.post(answer["Location"], {"password": "wrong"}).content.decode()
    assert client.post(answer["Location"], {"password": PASSWORD})["Location"] == "/desk/accounts/2fa/totp/activate/"
    for _guess in range(6):
        page = client.post("/desk/accounts/reauthenticate/", {"password": "wrong"}).content.decode()
    assert "输错次数过多" in page


# --- slips ---


def test_a_slip_opens_the_door_once_and_asks_for_a_password(county: County) -> None:
    code = issue_slip(county.account("east_clerk"), actor=county.reach("office"), now=county.now)
    assert re.fullmatch(r"[2-9A-HJKMNP-Z]{4}(-[2-9A-HJKMNP-Z]{4}){2}", code)
    client = Client()
    answer = client.post("/desk/slip/", {"code": code.replace("-", " ").lower()})
    assert answer.status_code == 303
    assert answer["Location"] == "/desk/slip/password/"
    page = client.get("/desk/slip/password/").content.decode()
    assert "这次不设置" in page
    assert 'href="/desk/"' in page
    assert client.get("/desk/").status_code == 200
    new = {"password1": "一步一个脚印走过来", "password2": "一步一个脚印走过来了"}
    assert client.post("/desk/slip/password/", new).status_code == 200, "two different passwords"
    new = {"password1": "一步一个脚印走过来了", "password2": "一步一个脚印走过来了"}
    assert client.post("/desk/slip/password/", new)["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200
    assert sign_in("T003", "一步一个脚印走过来了")[1].status_code == 302
    again = Client().post("/desk/slip/", {"code": code})
    assert again.status_code == 422
    assert "登录条无效、已使用或已过期" in again.content.decode()
    assert AuditLine.objects.filter(action="slip.used").count() == 1


def test_the_old_password_is_asked_again_when_the_slip_is_long_past(county: County) -> None:
    code = issue_slip(county.account("east_clerk"), actor=county.reach("office"), now=county.now)
    client = Client()
    client.post("/desk/slip/", {"code": code})
    session = client.session
    session["huiyin.by_slip_until"] = time.time() - 1
    session.save()
    assert client.post("/desk/slip/password/", {"password1": "x", "password2": "x"})["Location"].endswith("/change/")


def test_a_slip_dies_after_three_days_with_a_newer_one_and_with_a_new_password(county: County) -> None:
    clerk, office = county.account("east_clerk"), county.reach("office")
    old = issue_slip(clerk, actor=office, now=county.now)
    new = issue_slip(clerk, actor=office, now=county.now)
    with pytest.raises(Refused):
        use_slip(old, now=county.now)
    with pytest.raises(Refused):
        use_slip(new, now=county.now + timedelta(days=3))
    third = issue_slip(clerk, actor=office, now=county.now)
    client, _ = sign_in("T003")
    long = "山高水长都要走到头的"
    client.post("/desk/accounts/password/change/", {"oldpassword": PASSWORD, "password1": long, "password2": long})
    with pytest.raises(Refused):
        use_slip(third, now=county.now)


@pytest.mark.parametrize(("who", "by"), [("office_two", "office"), ("administrator", "office"), ("office", "office")])
def test_no_slip_for_an_office_or_an_administrator(county: County, who: str, by: str) -> None:
    with pytest.raises(Refused):
        issue_slip(county.account(who), actor=county.reach(by), now=county.now)


def test_no_slip_from_a_neighbour_and_none_for_a_shut_account(county: County) -> None:
    with pytest.raises(Refused):
        issue_slip(county.account("east_clerk"), actor=county.reach("west_clerk"), now=county.now)
    account = county.account("west_clerk")
    account.is_active = False
    account.save()
    with pytest.raises(Refused, match="已停用"):
        issue_slip(account, actor=county.reach("office"), now=county.now)


def test_a_slip_of_somebody_who_has_become_an_office_opens_nothing(county: County) -> None:
    code = issue_slip(county.account("member"), actor=county.reach("office"), now=county.now)
    Grant.objects.create(
        person=county.people["member"], role=Role.ADMINISTRATOR, unit=county.root, begins_on=county.today,
        approved_by=county.account("office"), approved_at=county.now,
    )  # fmt: skip
    assert Client().post("/desk/slip/", {"code": code}).status_code == 422
    assert SignInSlip.objects.get().used_at is None


def test_a_slip_session_never_counts_as_two_factors(county: County) -> None:
    code = issue_slip(county.account("member"), actor=county.reach("office"), now=county.now)
    enrol(sign_in("T009")[0])
    client = Client()
    client.post("/desk/slip/", {"code": code})
    Grant.objects.create(
        person=county.people["member"], role=Role.OFFICE, unit=county.east, begins_on=county.today,
        approved_by=county.account("office"), approved_at=county.now,
    )  # fmt: skip
    assert client.get("/desk/")["Location"].startswith("/desk/accounts/2fa/reauthenticate/")


def test_guessing_slips_is_limited_and_says_how_long_to_wait(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    code = issue_slip(county.account("east_clerk"), actor=county.reach("office"), now=county.now)
    for _guess in range(5):
        assert Client().post("/desk/slip/", {"code": "AAAA-BBBB-CCCC"}).status_code == 422
    limited = Client().post("/desk/slip/", {"code": code})
    assert limited.status_code == 429
    assert "请过 11 分钟 再试" in limited.content.decode()
    assert Client(REMOTE_ADDR="10.1.2.3").post("/desk/slip/", {"code": "AAAA"}).status_code == 422, "others go on"
    monkeypatch.setattr(clock, "now", lambda: county.now + timedelta(minutes=10, seconds=1))
    assert Client().post("/desk/slip/", {"code": code}).status_code == 303


def test_a_slip_replaces_whoever_was_signed_in(county: County) -> None:
    client, _ = sign_in("T009")
    code = issue_slip(county.account("east_clerk"), actor=county.reach("office"), now=county.now)
    client.post("/desk/slip/", {"code": code})
    assert client.session["_auth_user_id"] == str(county.account("east_clerk").pk)
