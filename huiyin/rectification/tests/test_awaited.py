"""A measure says whose act it waits for, and what keeps that act from coming."""

from datetime import timedelta

from django.urls import reverse

from huiyin.organisation.models import Account, Grant, Holding, Role
from huiyin.rectification import closing
from huiyin.rectification.awaited import awaited
from huiyin.rectification.tests.cases import make_case


def _submitted(county):
    case = make_case(county)
    case.work()
    closing.submit(case.measure, text="", actor=county.reach("east_clerk"), **case.step())
    return case


def _at_the_leader(county):
    case = _submitted(county)
    closing.review_by_unit(case.measure, agreed=True, note="", actor=county.reach("east_head"), **case.step())
    return case


def test_while_it_is_worked_on_it_waits_for_nobody_else(county):
    assert awaited(make_case(county).measure, county.today) == ""


def test_the_heads_signature_is_awaited_and_a_unit_without_a_head_is_told(county):
    case = _submitted(county)
    assert awaited(case.fresh(), county.today) == "等“东局”的负责人审签。"
    Grant.objects.filter(role=Role.HEAD, person=county.people["east_head"]).update(
        ends_on=county.today - timedelta(days=1)
    )
    assert "还没有人有负责人权限" in awaited(case.fresh(), county.today)


def test_the_leader_is_named_and_one_who_cannot_sign_in_or_left_is_told(county, browser):
    case = _at_the_leader(county)
    assert awaited(case.fresh(), county.today).startswith("等牵头领导“书记”安办审定")
    account = Account.objects.filter(person=county.people["office"])
    account.update(is_active=False)
    assert "还没有可以登录的账号" in awaited(case.fresh(), county.today)
    account.update(is_active=True)
    Holding.objects.filter(post=case.measure.lead_post).update(ends_on=county.today - timedelta(days=1))
    assert "现在没有人担任" in awaited(case.fresh(), county.today)
    page = browser("office_two").get(reverse("rectification_measure", kwargs={"uid": case.measure.uid}))
    assert "现在没有人担任" in page.content.decode()


def test_whoever_opens_a_step_that_is_not_theirs_reads_whose_it_is(county, browser):
    case = _at_the_leader(county)
    refused = browser("office_two").get(reverse("rectification_leader_review", kwargs={"uid": case.measure.uid}))
    assert refused.status_code == 409
    assert "等牵头领导“书记”安办审定" in refused.content.decode()
    west = browser("west_clerk").get(reverse("rectification_leader_review", kwargs={"uid": case.measure.uid}))
    assert west.status_code == 404


def test_the_check_is_awaited_from_others_than_the_doers(county):
    case = _at_the_leader(county)
    closing.review_by_leader(case.measure, agreed=True, note="", actor=county.reach("office"), **case.step())
    assert "参与过办理和审签的人不能检查" in awaited(case.fresh(), county.today)
