"""查办理情况: a question of the office is shown to whoever holds the code, and answered on the same page."""

import pytest
from django.test import Client

from huiyin.opinions import inquiring
from huiyin.opinions.models import Addition, Inquiry
from huiyin.portal.tests.pages import FOLLOW, hidden, post, text
from huiyin.portal.tests.town import Town

pytestmark = pytest.mark.urls("huiyin.portal.tests.alone")


@pytest.fixture
def asked(town: Town) -> tuple[str, Inquiry]:
    """A code, and what the office asks about its opinion."""
    code = town.speak()
    made = inquiring.ask_back(
        opinion=town.opinion(code), words="是哪个窗口？", actor=town.county.reach("office"), **town.when()
    )
    return code, made


def form_of(page: str, act: str) -> dict[str, str]:
    """The hidden values of the form that answers, without those of the others."""
    part = page[page.index(f'value="{act}"') :]
    return {name.partition(f"{act}-")[2]: value for name, value in _inputs(part[: part.index("</form>")])}


def _inputs(part: str) -> list[tuple[str, str]]:
    class Page:
        content = part.encode()

    return [(name, value) for name, value in hidden(Page()).items() if "-" in name]


def test_the_question_is_shown_and_the_answer_taken_without_javascript(
    town: Town, citizen: Client, asked: tuple[str, Inquiry]
) -> None:
    code, inquiry = asked
    act = f"answer-{inquiry.pk.hex}"
    opened = post(citizen, FOLLOW, {"code": code})
    assert "是哪个窗口？" in text(opened)
    assert "只问事情，不问您是谁" in text(opened)
    assert town.county.people["office"].name not in text(opened)
    marks = form_of(opened.content.decode(), act)
    values = {f"{act}-{name}": value for name, value in marks.items()}
    empty = post(citizen, FOLLOW, {"code": code, "act": act, **values, f"{act}-words": " "})
    assert "没有提交" in text(empty)
    done = post(citizen, FOLLOW, {"code": code, "act": act, **values, f"{act}-words": "二号窗口。"})
    assert "您补充的话已原样收到" in text(done)
    assert "您已回答" in text(done)
    again = post(citizen, FOLLOW, {"code": code, "act": act, **values, f"{act}-words": "二号窗口。"})
    assert again.status_code == 200
    assert Addition.objects.get().answers == inquiry


@pytest.mark.parametrize("act", ["answer-", "answer-nonsense", "answer-" + "0" * 32])
def test_no_such_question_is_no_answer(town: Town, citizen: Client, asked: tuple[str, Inquiry], act: str) -> None:
    code, _inquiry = asked
    opened = post(citizen, FOLLOW, {"code": code})
    marks = form_of(opened.content.decode(), "add")
    values = {f"{act}-{name}": value for name, value in marks.items()}
    refused = post(citizen, FOLLOW, {"code": code, "act": act, **values, f"{act}-words": "答。"})
    assert "没有这个追问" in text(refused)
    assert not Addition.objects.exists()
