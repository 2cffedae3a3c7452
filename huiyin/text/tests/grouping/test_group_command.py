"""`huiyin group` prints a line for each opinion and the themes at the end, and says what is wrong with a file."""

import json
import subprocess
import sys

import pytest

from huiyin.text.grouping.group_command import main
from huiyin.text.tests.grouping.opinions import BREAKFAST, EVERYTHING, LAMPS, NO_BREAKFAST


def written(folder, rows):
    file = folder / "opinions.jsonl"
    file.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows), encoding="utf-8")
    return str(file)


def test_each_line_has_an_answer_and_the_themes_come_last(tmp_path, capsys):
    rows = [{"id": f"n{at}", "text": text} for at, text in enumerate([*EVERYTHING, f"{LAMPS[0]}！"])]
    assert main([written(tmp_path, rows), "--json"]) == 0
    *lines, last = map(json.loads, capsys.readouterr().out.splitlines())
    assert [line["id"] for line in lines] == [row["id"] for row in rows]
    assert {lines[0]["duplicate_of"], lines[-1]["duplicate_of"]} == {None, "n0"} or lines[0]["duplicate_of"] == rows[
        -1
    ]["id"]
    assert lines[0]["theme"] == lines[-1]["theme"]
    for theme in last["themes"]:
        members = [line["id"] for line in lines if line["theme"] == theme["theme"]]
        assert theme["size"] == len(members)
        assert theme["label"]
        assert set(theme["representatives"]) <= set(members)


def test_without_json_the_themes_are_shown_to_read(tmp_path, capsys):
    assert main([written(tmp_path, [{"id": at, "text": text} for at, text in enumerate(EVERYTHING)])]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"意见 {len(EVERYTHING)} 条")
    assert "意见相反" in shown


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ('{"id": 1}\n', "第 1 行：缺少 text"),
        ('{"text": "路灯"}\n', "第 1 行：缺少 id"),
        ('{"id": 1, "text": 5}\n', "第 1 行：text 应是文字"),
        ("[1]\n", "第 1 行：应是一个 JSON 对象"),
        ('\n{"id": 1,\n', "第 2 行：不是完整的 JSON"),
        ('{"id": true, "text": "路灯"}\n', "第 1 行：id 应是文字或整数"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(tmp_path, capsys, content, sentence):
    file = tmp_path / "bad.jsonl"
    file.write_text(content, encoding="utf-8")
    assert main([str(file), "--json"]) == 3
    said = capsys.readouterr()
    assert sentence in said.err
    assert said.out == ""


def test_an_id_that_stands_twice_is_told_and_both_lines_are_read(tmp_path, capsys):
    file = tmp_path / "twice.jsonl"
    file.write_text('{"id": 1, "text": "路灯不亮"}\n{"id": 1, "text": "公交太少"}\n', encoding="utf-8")
    assert main([str(file), "--json"]) == 0
    said = capsys.readouterr()
    assert "第 2 行：id 1 与第 1 行相同" in said.err
    assert [json.loads(line)["id"] for line in said.out.splitlines()[:-1]] == [1, 1]


def test_a_file_that_is_missing_or_in_another_encoding_is_refused(tmp_path, capsys):
    assert main([str(tmp_path / "none.jsonl")]) == 3
    assert main([str(tmp_path)]) == 3
    other = tmp_path / "gbk.jsonl"
    other.write_bytes('{"id": 1, "text": "路灯"}'.encode("gbk"))
    assert main([str(other)]) == 3
    assert "不是 UTF-8" in capsys.readouterr().err


def test_the_order_of_the_file_changes_nothing_also_among_twins(tmp_path, capsys):
    rows = [
        {"id": number, "text": text} for number, text in enumerate([*LAMPS, LAMPS[0], LAMPS[1], "河边的栏杆松了。"])
    ]
    said = []
    for order in (rows, rows[::-1]):
        assert main([written(tmp_path, order), "--json"]) == 0
        *lines, themes = capsys.readouterr().out.splitlines()
        assert [json.loads(line)["id"] for line in lines] == [row["id"] for row in order]
        said.append((sorted(lines), themes))
    assert said[0] == said[1]


def test_themes_that_want_the_opposite_name_one_another(tmp_path, capsys):
    rows = [{"id": number, "text": text} for number, text in enumerate(EVERYTHING)]
    assert main([written(tmp_path, rows), "--json"]) == 0
    *lines, last = map(json.loads, capsys.readouterr().out.splitlines())
    themes = {theme["theme"]: theme for theme in last["themes"]}
    held = {line["id"]: line["theme"] for line in lines}
    one, other = held[EVERYTHING.index(BREAKFAST[0])], held[EVERYTHING.index(NO_BREAKFAST)]
    assert one != other
    assert {"theme": other, "label": themes[other]["label"], "why": "不同意见"} in themes[one]["opposed_to"]
    assert all(
        any(back["theme"] == number for back in themes[link["theme"]]["opposed_to"])
        for number, theme in themes.items()
        for link in theme["opposed_to"]
    )


def test_every_theme_stands_under_one_heading_and_opposed_themes_never_under_the_same(tmp_path, capsys):
    rows = [{"id": number, "text": text} for number, text in enumerate(EVERYTHING)]
    assert main([written(tmp_path, rows), "--json"]) == 0
    *lines, last = map(json.loads, capsys.readouterr().out.splitlines())
    topic_of = {theme["theme"]: theme["topic"] for theme in last["themes"]}
    label_of = {theme["theme"]: theme["label"] for theme in last["themes"]}
    assert sorted(number for topic in last["topics"] for number in topic["themes"]) == sorted(topic_of)
    for topic in last["topics"]:
        assert topic["label"] == label_of[topic["themes"][0]]
        assert {topic_of[number] for number in topic["themes"]} == {topic["topic"]}
        assert topic["size"] == sum(line["topic"] == topic["topic"] for line in lines)
    assert all(line["topic"] == topic_of.get(line["theme"]) for line in lines)
    assert all(topic_of[link["theme"]] != theme["topic"] for theme in last["themes"] for link in theme["opposed_to"])


def test_an_empty_file_has_no_themes(tmp_path, capsys):
    assert main([written(tmp_path, []), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"themes": [], "topics": []}


@pytest.mark.proofs
def test_the_command_needs_no_django(tmp_path):
    file = written(tmp_path, [{"id": 1, "text": LAMPS[0]}])
    code = (
        "import sys; from huiyin.text.grouping.group_command import main; "
        f"main([{file!r}, '--json']); sys.exit('django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0
