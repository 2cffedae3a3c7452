"""谁说的查不到: an anonymous opinion leaves no line, job, session, log, serial or time behind."""

import logging
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from huiyin.anonymity.models import SealedSlip
from huiyin.core.errors import NotReached, Refused
from huiyin.core.models import AuditLine, Job
from huiyin.ledgers.engine.models import Posting
from huiyin.opinions import intake, rounds
from huiyin.opinions.batches import post_daily_batches
from huiyin.opinions.form_receipts import new_form
from huiyin.opinions.intake import grouped
from huiyin.opinions.models import About, Addition, Author, FormReceipt, Opinion, Round
from huiyin.opinions.tests.conftest import PEPPER, Listening

ANONYMOUS_ROWS = (SealedSlip, Opinion, Addition, FormReceipt)


@pytest.mark.parametrize("model", ANONYMOUS_ROWS)
def test_an_anonymous_row_has_no_serial_no_instant_and_no_person(model: type[models.Model]) -> None:
    fields = model._meta.concrete_fields
    assert not [f.name for f in fields if isinstance(f, models.AutoField | models.DateTimeField | models.TimeField)]
    assert model._meta.pk is not None
    assert not isinstance(model._meta.pk, models.IntegerField)
    names = {f.name for f in fields}
    assert not names & {"account", "session", "ip", "address", "user_agent", "created_at", "at", "sequence", "author"}


def test_speaking_writes_to_four_tables_and_nothing_else(listening: Listening) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        listening.speak(group=listening.many)
    written = [
        q["sql"].split('"')[1] for q in queries if q["sql"].lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))
    ]
    assert sorted(written) == [
        "anonymity_lodgeddigest", "anonymity_sealedslip", "opinions_formreceipt", "opinions_opinion",
    ]  # fmt: skip


def test_speaking_leaves_no_line_job_session_posting_or_log(
    listening: Listening, caplog: pytest.LogCaptureFixture
) -> None:
    def counts() -> tuple[int, ...]:
        return tuple(model.objects.count() for model in (AuditLine, Job, Session, Posting, Author))

    before = counts()
    with caplog.at_level(logging.DEBUG):
        listening.speak("院子里的路灯坏了三个月。")
        listening.speak("食堂太贵。", group=listening.few)
    assert counts() == before
    # Django's own query log is off outside debugging; nothing of ours may speak at any level.
    assert [r.getMessage() for r in caplog.records if not r.name.startswith("django.db")] == []


def test_only_the_day_is_kept(listening: Listening) -> None:
    code = listening.speak()
    assert listening.opinion(code).day == listening.county.today
    assert SealedSlip.objects.get().day == listening.county.today


def test_a_group_under_five_or_unknown_is_never_stored(listening: Listening) -> None:
    unknown = rounds.add_group(
        campaign=listening.county.campaign, unit=listening.county.root, name="未知", population=None,
        actor=listening.office, now=listening.county.now,
    )  # fmt: skip
    assert listening.opinion(listening.speak("甲", group=listening.many)).group == listening.many
    assert listening.opinion(listening.speak("乙", group=listening.few)).group is None
    assert listening.opinion(listening.speak("丙", group=unknown)).group is None


def test_raising_the_number_later_brings_nothing_back(listening: Listening) -> None:
    code = listening.speak(group=listening.few)
    rounds.set_population(
        group=listening.few, unit=listening.county.root, population=50, actor=listening.office,
        now=listening.county.now,
    )  # fmt: skip
    assert listening.opinion(code).group is None


def test_the_same_form_sent_twice_is_one_opinion_with_one_code(listening: Listening) -> None:
    form = new_form()
    first, second = listening.speak(form=form), listening.speak(form=form)
    assert first == second
    assert Opinion.objects.count() == SealedSlip.objects.count() == 1


def test_a_page_shared_by_a_cache_loses_nobodys_words(listening: Listening) -> None:
    form = new_form()
    codes = {listening.speak("甲说的", form=form), listening.speak("乙说的", form=form)}
    assert len(codes) == 2
    assert set(intake.words_of(Opinion.objects.values_list("pk", flat=True)).values()) == {"甲说的", "乙说的"}


def test_the_receipt_names_no_opinion_and_goes_with_the_next_day(listening: Listening) -> None:
    form = new_form()
    code = listening.speak(form=form)
    receipt = FormReceipt.objects.get()
    opinion = listening.opinion(code)
    assert opinion.pk.hex not in receipt.key
    assert code != receipt.locked
    assert form not in receipt.key
    post_daily_batches(listening.county.today, listening.county.now)
    assert FormReceipt.objects.exists()
    post_daily_batches(listening.county.today + timedelta(days=1), listening.county.now)
    assert not FormReceipt.objects.exists()


def test_a_page_without_its_mark_is_refused(listening: Listening) -> None:
    with pytest.raises(Refused, match="防重复提交"):
        listening.speak(form="made-up")


@pytest.mark.parametrize(
    "words",
    [
        "𠮷䶮的名字打不出来",
        "家裡的路燈壞了",
        "路灯坏了😀",
        "<script>alert(1)</script>&amp;",
        " 前有空格\t后有\n换行 ",
        "字" * 10_000,
    ],
)
def test_words_are_kept_to_the_letter(listening: Listening, words: str) -> None:
    opinion = listening.opinion(listening.speak(words))
    assert intake.words_of([opinion.pk]) == {opinion.pk: words}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("", "是空的"), ("  \n\t ", "是空的"), ("字" * 10_001, "有 10001 个字，最多 10000 个字"),
        ("好\x07的", "第 2 个字符是看不见的控制字符（U\\+0007）"), ("\ud800", "控制字符"),
    ],
)  # fmt: skip
def test_words_that_cannot_stand_are_refused_with_a_sentence(listening: Listening, words: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        listening.speak(words)
    assert not Opinion.objects.exists()
    assert not SealedSlip.objects.exists()
    assert not FormReceipt.objects.exists()


def test_browser_line_ends_are_one_character(listening: Listening) -> None:
    opinion = listening.opinion(listening.speak("一\r\n二\r三"))
    assert intake.words_of([opinion.pk])[opinion.pk] == "一\n二\n三"


def test_only_declared_people_and_units_can_be_named(listening: Listening) -> None:
    county = listening.county
    declared = rounds.declare_subject(
        round=listening.round, about=About.UNIT, unit=county.east, actor=listening.office, now=county.now
    )
    opinion = listening.opinion(listening.speak(subject=declared))
    assert (opinion.about, opinion.about_unit) == (About.UNIT, county.east)
    other = rounds.create_round(
        campaign=county.campaign, unit=county.root, code="round-2", name="第二轮", opens_on=county.today,
        actor=listening.office, now=county.now,
    )  # fmt: skip
    foreign = rounds.declare_subject(
        round=other, about=About.UNIT, unit=county.west, actor=listening.office, now=county.now
    )
    with pytest.raises(Refused, match="评价对象"):
        listening.speak(subject=foreign)


def test_a_round_that_is_not_asking_takes_nothing(listening: Listening) -> None:
    Round.objects.update(public=False)
    listening.round.refresh_from_db()
    with pytest.raises(Refused, match="不在公开页面"):
        listening.speak()
    Round.objects.update(public=True, closes_on=listening.county.today - timedelta(days=1))
    listening.round.refresh_from_db()
    with pytest.raises(Refused, match="已于2013年9月1日截止"):
        listening.speak()
    Round.objects.update(closes_on=None, state=Round.State.CLOSED)
    listening.round.refresh_from_db()
    with pytest.raises(Refused, match="现在不收意见"):
        listening.speak()


def test_the_code_opens_its_own_opinion_only(listening: Listening) -> None:
    code, other = listening.speak("一"), listening.speak("二")
    assert intake.find_by_code(grouped(code), pepper=PEPPER) == listening.opinion(code).pk
    assert listening.opinion(code) != listening.opinion(other)
    assert intake.find_by_code(code, pepper=b"another pepper") is None
    assert intake.find_by_code("000-000-000-00", pepper=PEPPER) is None
    assert len(code) == 12
    assert grouped("123456789012") == "123-456-789-012"


def test_who_holds_the_code_can_add_and_leaves_as_little(listening: Listening) -> None:
    code, form = listening.speak(), new_form()
    before = AuditLine.objects.count()
    for _twice in range(2):
        intake.follow_up(
            code=code, words="补充：昨天又去了一次。", form=form, pepper=PEPPER, today=listening.county.today
        )
    added = Addition.objects.get()
    assert added.opinion == listening.opinion(code)
    assert AuditLine.objects.count() == before
    assert intake.words_of([added.pk]) == {added.pk: "补充：昨天又去了一次。"}
    with pytest.raises(NotReached):
        intake.follow_up(code="111111111111", words="甲", form=new_form(), pepper=PEPPER, today=listening.county.today)


def test_a_signed_opinion_has_its_name_in_an_erasable_row_and_in_no_line(listening: Listening) -> None:
    form = new_form()
    codes = {
        intake.speak_named(
            round=listening.round, words="我愿意署名。", name="甲某", contact="19900000000", form=form, pepper=PEPPER,
            **listening.when(),
        )
        for _twice in range(2)
    }  # fmt: skip
    assert len(codes) == 1
    assert Author.objects.get().name == "甲某"
    line = AuditLine.objects.get(action="opinion.spoken_named")
    assert line.subject == listening.round.uid
    assert "甲某" not in str(line.detail)
    with pytest.raises(Refused, match="写姓名"):
        intake.speak_named(
            round=listening.round, words="甲", name=" ", contact="", form=new_form(), pepper=PEPPER, **listening.when()
        )


def test_a_round_for_signed_opinions_takes_no_anonymous_ones(listening: Listening) -> None:
    Round.objects.update(anonymous=False)
    listening.round.refresh_from_db()
    with pytest.raises(Refused, match="署名"):
        listening.speak()
