"""`huiyin import-opinions`: all lines or none, none twice, every fault with its line."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from huiyin.core.errors import Refused
from huiyin.core.models import AuditLine
from huiyin.ledgers.books.listening import OpinionBatch
from huiyin.opinions import intake
from huiyin.opinions.messages import decoded, import_messages
from huiyin.opinions.models import Channel, Opinion
from huiyin.opinions.tests.conftest import Listening

GOOD: list[dict[str, object]] = [
    {"id": "1", "title": "路灯", "text": "路灯坏了。", "time": "2013/8/2 11:25:05", "likes": 3},
    {"id": "2", "title": "𠮷䶮", "text": "<b>名字</b>打不出。\n第二行", "time": "2013-08-02 08:00:00", "likes": 0},
    {"id": 3, "title": "", "text": "没有题目。", "time": "2013-08-03"},
]


def _lines(rows: list[dict[str, object]]) -> str:
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)


def _import(listening: Listening, text: str, **more):
    return import_messages(
        round=listening.round, text=text, source_file="信件.jsonl", actor=None, **listening.when(), **more
    )  # fmt: skip


def test_every_message_becomes_an_opinion_word_for_word(listening: Listening) -> None:
    taken = _import(listening, _lines(GOOD))
    assert (taken.lines, taken.recorded, taken.known) == (3, 3, 0)
    rows = {row.slip_no: row for row in Opinion.objects.all()}
    words = intake.words_of(row.pk for row in rows.values())
    assert words[rows["1"].pk] == "路灯\n路灯坏了。"
    assert words[rows["2"].pk] == "𠮷䶮\n<b>名字</b>打不出。\n第二行"
    assert words[rows["3"].pk] == "没有题目。"
    assert {row.channel for row in rows.values()} == {Channel.WEB}
    # Three are too few to be counted by themselves (see test_batch).
    assert not OpinionBatch.objects.exists()
    assert Opinion.objects.filter(posted=False).count() == 3
    line = AuditLine.objects.get(action="opinion.imported")
    assert line.detail["count"] == 3


def test_running_it_again_imports_nothing_twice(listening: Listening) -> None:
    _import(listening, _lines(GOOD[:2]))
    again = _import(listening, _lines(GOOD))
    assert (again.recorded, again.known) == (1, 2)
    _import(listening, _lines(GOOD))
    assert Opinion.objects.count() == 3
    assert AuditLine.objects.filter(action="opinion.imported").count() == 2


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        ("{not json", "第 2 行：不是完整的 JSON"),
        ('["a"]', "第 2 行：应是一个 {…}"),
        ('{"id": "9", "title": "甲", "text": " ", "time": "2013-8-2"}', "第 2 行：缺少 text"),
        ('{"title": "甲", "text": "乙", "time": "2013-8-2"}', "第 2 行：缺少 id"),
        ('{"id": "9", "text": "乙"}', "第 2 行：缺少 time"),
        ('{"id": "9", "text": "乙", "time": "2013-13-40"}', "第 2 行：没有“2013-13-40”这一天"),
        ('{"id": "9", "text": "乙", "time": "2013-12-30"}', "第 2 行：收到日期 2013-12-30 还没有到"),
        ('{"id": "9", "text": "' + "字" * 10_001 + '", "time": "2013-8-2"}', "第 2 行：意见有 10001 个字"),
        ('{"id": "9", "text": "好\\u0007", "time": "2013-8-2"}', "第 2 行：第 2 个字符是看不见的控制字符"),
        ('{"id": "1", "text": "又一封", "time": "2013-8-2"}', "第 2 行：编号“1”和第 1 行重复"),
    ],
)
def test_one_bad_line_keeps_every_line_out(listening: Listening, bad: str, sentence: str) -> None:
    with pytest.raises(Refused) as refusal:
        _import(listening, _lines(GOOD[:1]) + "\n" + bad + "\n" + _lines(GOOD[1:]))
    assert sentence in refusal.value.sentence
    assert "没有登记任何一条" in refusal.value.sentence
    assert not Opinion.objects.exists()


def test_the_same_number_with_other_words_is_refused(listening: Listening) -> None:
    _import(listening, _lines(GOOD))
    with pytest.raises(Refused, match="第 1 行：编号“1”在这一轮已经登记过，但文字不同"):
        _import(listening, _lines([{**GOOD[0], "text": "改过的"}]))


def test_both_usual_encodings_are_read(listening: Listening) -> None:
    text = "路灯𠮷"
    assert decoded(text.encode("utf-8-sig"), "甲") == decoded(text.encode("gb18030"), "甲") == text
    with pytest.raises(Refused, match="《甲》的文字编码认不出"):
        decoded(b"\xff\xff\xff\x00", "甲")


def test_the_command_says_what_it_did(
    listening: Listening, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huiyin.core.clock.now", lambda: listening.county.now)
    monkeypatch.setattr("huiyin.core.clock.today", lambda: listening.county.today)
    file = tmp_path / "信件.jsonl"
    file.write_text(_lines(GOOD), encoding="gb18030")
    call_command("import_opinions", str(file), round="round-1")
    assert "《信件.jsonl》共 3 条：新登记 3 条，先前已登记 0 条" in capsys.readouterr().out
    for arguments, sentence in (
        ({"round": "nowhere"}, "没有代号为“nowhere”"), ({"round": "round-1", "channel": "box"}, "没有登记“意见箱”"),
    ):  # fmt: skip
        with pytest.raises(CommandError, match=sentence):
            call_command("import_opinions", str(file), **arguments)
    with pytest.raises(CommandError, match="打不开"):
        call_command("import_opinions", str(tmp_path / "没有.jsonl"), round="round-1")
