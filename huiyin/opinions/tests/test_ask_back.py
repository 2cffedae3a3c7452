"""Two ways by the code: the office asks about the matter, the author answers; a call or a letter gets the same rights."""

import logging

import pytest

from huiyin.core.errors import NotReached, Refused
from huiyin.core.models import AuditLine
from huiyin.opinions import inquiring, intake, recording
from huiyin.opinions.by_code import mine
from huiyin.opinions.form_receipts import new_form
from huiyin.opinions.models import Addition, Author, Channel, FormReceipt, Inquiry, Opinion
from huiyin.opinions.recording import RECORDED
from huiyin.opinions.slips import Slip
from huiyin.opinions.terms import INQUIRIES
from huiyin.opinions.tests.conftest import DAY, PEPPER, Listening


def ask(listening: Listening, opinion: Opinion, words: str = "是哪个窗口，大约几点？", who: str = "office") -> Inquiry:
    """Somebody asks back."""
    return inquiring.ask_back(opinion=opinion, words=words, actor=listening.county.reach(who), **listening.when())


def answer(listening: Listening, code: str, words: str, inquiry: Inquiry | None) -> None:
    """The holder of the code answers."""
    intake.follow_up(
        code=code, words=words, form=new_form(), pepper=PEPPER, today=listening.county.today,
        inquiry=inquiry.pk if inquiry else None,
    )  # fmt: skip


def test_the_author_reads_the_question_by_the_code_and_answers_it(listening: Listening) -> None:
    code = listening.speak()
    opinion = listening.opinion(code)
    asked = ask(listening, opinion)
    (shown,) = mine(opinion.pk).asked
    assert (shown.words, shown.on, shown.answered) == ("是哪个窗口，大约几点？", listening.county.today, False)
    answer(listening, code, "二号窗口，中午十二点。", asked)
    told = mine(opinion.pk)
    assert told.asked[0].answered
    assert [words for _day, words in told.additions] == ["二号窗口，中午十二点。"]
    added = Addition.objects.get()
    assert (added.answers_id, added.read) == (asked.pk, False)


def test_what_the_author_reads_does_not_say_who_asks(listening: Listening) -> None:
    opinion = listening.opinion(listening.speak())
    ask(listening, opinion)
    assert listening.county.people["office"].name not in str(mine(opinion.pk))


def test_answering_writes_no_line_and_no_log(listening: Listening, caplog: pytest.LogCaptureFixture) -> None:
    code = listening.speak()
    asked = ask(listening, listening.opinion(code))
    before = AuditLine.objects.count()
    rows = list(Inquiry.objects.values())
    with caplog.at_level(logging.DEBUG):
        answer(listening, code, "二号窗口。", asked)
    assert AuditLine.objects.count() == before
    # Nothing of the question changes with the answer: its row would show when.
    assert list(Inquiry.objects.values()) == rows
    assert [r.getMessage() for r in caplog.records if not r.name.startswith("django.db")] == []


@pytest.mark.parametrize(
    "words",
    [
        "您是谁？",
        "请留下姓名",
        "您的电话是多少",
        "您是哪个科室的？",
        "请问贵姓",
        "是谁说的这件事",
        "加个微信",
        "您在什么岗位？",
    ],
)
def test_the_office_may_not_ask_who_said_it(listening: Listening, words: str) -> None:
    opinion = listening.opinion(listening.speak())
    with pytest.raises(Refused, match="不能打听是谁说的"):
        ask(listening, opinion, words)
    assert not Inquiry.objects.exists()


@pytest.mark.parametrize("words", ["哪个窗口没有人？", "事情发生在几月？", "是哪一项收费？", "您说的路灯在什么路段？"])
def test_questions_about_the_matter_pass(listening: Listening, words: str) -> None:
    assert ask(listening, listening.opinion(listening.speak()), words).words == words


def test_a_few_questions_and_no_more_and_none_that_is_empty(listening: Listening) -> None:
    opinion = listening.opinion(listening.speak())
    for _n in range(INQUIRIES.value):
        ask(listening, opinion)
    with pytest.raises(Refused, match="不能再问"):
        ask(listening, opinion)
    with pytest.raises(Refused, match="要问的事"):
        ask(listening, listening.opinion(listening.speak("另一件。")), "  ")


def test_who_may_not_read_it_asks_nothing_and_another_opinions_question_is_not_answered(listening: Listening) -> None:
    first, second = listening.speak(), listening.speak("另一件。")
    with pytest.raises(NotReached):
        ask(listening, listening.opinion(first), who="west_clerk")
    with pytest.raises(Refused):
        ask(listening, listening.opinion(first), who="supervisor")
    asked = ask(listening, listening.opinion(first))
    with pytest.raises(Refused, match="没有这个追问"):
        answer(listening, second, "冒答。", asked)
    assert not Addition.objects.exists()


def test_a_slip_without_a_code_cannot_be_asked(listening: Listening) -> None:
    with pytest.raises(Refused, match="没有给查询码"):
        ask(listening, listening.slip("001", "路灯坏了。"))


def recorded(listening: Listening, form: str = "", **more) -> str:
    """A clerk keys in a call and hands out the code."""
    slip = Slip(words="路灯坏了三个月。", day=DAY, channel=Channel.HOTLINE, **more)
    return recording.record_with_code(
        round=listening.round, slip=slip, form=form or new_form(), pepper=PEPPER, actor=listening.office,
        **listening.when(),
    )  # fmt: skip


def test_a_call_gets_a_code_and_with_it_the_same_rights(listening: Listening) -> None:
    code = recorded(listening)
    opinion = listening.opinion(code)
    assert (opinion.kind, opinion.channel) == (Opinion.Kind.ANONYMOUS, Channel.HOTLINE)
    asked = ask(listening, opinion, "在什么路段？")
    answer(listening, code, "人民路。", asked)
    assert mine(opinion.pk).words == "路灯坏了三个月。"


def test_the_clerks_line_names_the_round_and_neither_opinion_nor_code(listening: Listening) -> None:
    code = recorded(listening)
    line = AuditLine.objects.filter(action=RECORDED.code).latest("pk")
    assert line.subject == listening.round.uid
    assert str(listening.opinion(code).pk) not in str(line.detail)
    assert code not in str(line.detail)
    assert code not in str(list(FormReceipt.objects.values()))


def test_the_same_form_sent_twice_gives_the_same_code_and_one_opinion(listening: Listening) -> None:
    form = new_form()
    assert recorded(listening, form) == recorded(listening, form)
    assert Opinion.objects.count() == 1


def test_a_letter_with_a_name_is_signed_and_a_number_is_used_once(listening: Listening) -> None:
    code = recorded(listening, author_name="甲某", contact="某街", slip_no="信-1")
    assert listening.opinion(code).kind == Opinion.Kind.NAMED
    assert Author.objects.get().name == "甲某"
    with pytest.raises(Refused, match="已经登记过"):
        recorded(listening, slip_no="信-1")
    assert Opinion.objects.count() == 1


def test_who_records_nothing_gives_no_codes(listening: Listening) -> None:
    slip = Slip(words="甲", day=DAY, channel=Channel.HOTLINE)
    with pytest.raises(Refused):
        recording.record_with_code(
            round=listening.round, slip=slip, form=new_form(), pepper=PEPPER,
            actor=listening.county.reach("west_clerk"), **listening.when(),
        )  # fmt: skip
