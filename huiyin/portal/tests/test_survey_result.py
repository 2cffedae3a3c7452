"""The released result of a survey declared public, as anybody sees it once it is certified: nothing under five."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.ballots import opening
from huiyin.ballots.public import released
from huiyin.ballots.tests.surveying import HAPPY, a_survey, answer, opened
from huiyin.core.clock import local_date
from huiyin.reports.ballot_certificate import certificate_word

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_rewriting(monkeypatch):
    monkeypatch.setattr("huiyin.core.orderless.forget", lambda: None)


def page(survey):
    return Client().get(reverse("portal_survey", kwargs={"uid": survey.ballot.uid})).content.decode()


def test_certified_and_declared_public_it_stands_with_slips_and_the_certificates_check(county):
    survey = a_survey(county, public_result=True)
    for n in range(6):
        answer(survey, n, HAPPY)
    opened(survey, certify=False)
    assert "计票结果确认以后在这里公布" in page(survey)
    assert "总计" not in page(survey)
    opening.certify(ballot=survey.fresh(), actor=county.reach("office"), now=survey.at(3))
    found = released(survey.fresh())
    assert found is not None
    seen, check = page(survey), found.check
    for word in (
        "应发 8 份，发出 6 份，收回 6 份，收回率 100.0%",
        "有效票 6 张",
        "总计",
        "选人用人公信度",
        "不是百分比",
        check,
    ):
        assert word in seen, word
    assert local_date(survey.at(3)) == survey.fresh().certified_on
    with ZipFile(BytesIO(certificate_word(survey.fresh(), written_at=survey.at(4)))) as word_file:
        assert check in word_file.read("word/document.xml").decode()


def test_not_declared_public_nothing_is_shown(county):
    survey = a_survey(county)
    for n in range(6):
        answer(survey, n, HAPPY)
    opened(survey)
    assert released(survey.fresh()) is None
    assert "满意度指数（分）" not in page(survey)


def test_an_indicator_of_fewer_than_five_stands_on_no_public_page_nor_what_gives_it_away(county):
    survey = a_survey(county, public_result=True)
    for n in range(8):
        answer(survey, n, (*HAPPY[:5], 0 if n < 4 else -1))
    opened(survey)
    found = released(survey.fresh())
    assert found is not None
    names = {line.name for line in found.lines}
    hidden, kept = survey.question.subjects[5], survey.question.subjects[0]
    assert hidden not in names
    assert "总计" not in names
    assert survey.question.groups[5] not in names
    assert kept in names
    seen = page(survey)
    assert hidden not in seen
    assert "不足 5 份的指标" in seen
