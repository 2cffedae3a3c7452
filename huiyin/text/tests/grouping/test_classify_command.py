"""`huiyin classify` prints one object a line and says plainly which line it could not use."""

import json
from pathlib import Path

import pytest

from huiyin.text.grouping.classify_command import FINE, UNREADABLE, main

EXAMPLES = [("物业乱收费", "城乡建设"), ("小区停水", "城乡建设"), ("医院误诊", "卫生计生"), ("看病太贵", "卫生计生")]


def written(path: Path, rows: list[dict[str, object]]) -> str:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return str(path)


@pytest.fixture
def opinions(tmp_path: Path) -> str:
    texts = ["物业电梯坏了没人修", "医生态度差", ""]
    return written(tmp_path / "f.jsonl", [{"id": at, "text": text} for at, text in enumerate(texts, start=1)])


@pytest.fixture
def examples(tmp_path: Path) -> str:
    return written(tmp_path / "ex.jsonl", [{"text": text, "category": category} for text, category in EXAMPLES])


def test_each_opinion_is_one_line(opinions: str, examples: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([opinions, "--examples", examples, "--json"]) == FINE
    first, second, third = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (first["id"], first["category"], first["runner_up"]) == (1, "城乡建设", "卫生计生")
    assert second["category"] == "卫生计生"
    assert 0.5 <= second["confidence"] <= 1
    assert third == {"id": 3, "category": None, "confidence": 0.0, "runner_up": None}


def test_a_table_alone_is_enough(opinions: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "t.tsv"
    table.write_text("level1\tlevel2\n城乡建设\t物业服务\n卫生计生\t医务人员\n", encoding="utf-8")
    assert main([opinions, "--categories", str(table), "--json"]) == FINE
    assert [json.loads(line)["category"] for line in capsys.readouterr().out.splitlines()] == [
        "城乡建设/物业服务",
        "卫生计生/医务人员",
        None,
    ]


def test_examples_may_name_a_category_by_code_name_or_path(
    opinions: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "t.tsv"
    table.write_text("code\tname\tabove\nA1\t物业服务\t城乡建设\nB1\t医务人员\t卫生计生\n", encoding="utf-8")
    labels = ("A1", "物业服务", "城乡建设/物业服务", "B1")
    rows: list[dict[str, object]] = [{"text": f"例子{at}", "category": label} for at, label in enumerate(labels)]
    examples = written(tmp_path / "ex.jsonl", rows)
    assert main([opinions, "--categories", str(table), "--examples", examples, "--json"]) == FINE
    assert [json.loads(line)["category"] for line in capsys.readouterr().out.splitlines()][:2] == ["A1", "B1"]


def test_a_readable_summary(opinions: str, examples: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([opinions, "--examples", examples]) == FINE
    out = capsys.readouterr().out
    assert "意见 3 条" in out
    assert "（看不出）　1 条" in out


def test_bad_files_are_answered_with_sentences(
    opinions: str, examples: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "t.tsv"
    table.write_text("name\n城乡建设\n", encoding="utf-8")
    nothing = written(tmp_path / "none.jsonl", [])
    blank = written(tmp_path / "blank.jsonl", [{"text": "停水", "category": " "}, {"text": "停电", "category": "甲"}])
    for arguments, sentence in (
        ([opinions, "--examples", str(tmp_path / "没有.jsonl")], "没有这个文件"),
        ([opinions, "--examples", nothing], "里面没有例子"),
        ([opinions, "--examples", blank], "第 1 行：category 是空的"),
        ([opinions, "--examples", examples, "--categories", str(table)], "第 3 行：类别表中没有“卫生计生”"),
        ([opinions, "--examples", opinions], "缺少 category"),
    ):
        assert main(arguments) == UNREADABLE
        caught = capsys.readouterr()
        assert sentence in caught.err
        assert not caught.out


def test_a_single_category_is_nothing_to_choose_from_and_that_is_said(
    opinions: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = written(tmp_path / "one.jsonl", [{"text": "物业乱收费", "category": "城乡建设"}])
    assert main([opinions, "--examples", one, "--json"]) == FINE
    told = capsys.readouterr()
    assert "只有“城乡建设”一个类别" in told.err
    found = [json.loads(line) for line in told.out.splitlines()]
    assert [row["category"] for row in found] == ["城乡建设", "城乡建设", None]
    assert {row["confidence"] for row in found} == {None}
    assert main([opinions, "--examples", one]) == FINE
    assert "%" not in capsys.readouterr().out


def test_neither_examples_nor_table_is_a_wrong_command_line(opinions: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([opinions])
    assert stopped.value.code == 2
