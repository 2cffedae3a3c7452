"""`huiyin claims` prints one object a line and says plainly what it could not read."""

import codecs
import json
from pathlib import Path

import pytest

from huiyin.text.cli import main
from huiyin.text.exit_codes import FINE, UNREADABLE

REPORT = "今年以来，共举办培训班12期，培训党员900多人次。"


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_each_claim_is_one_line_with_places_in_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "总结.txt"
    file.write_text(REPORT, encoding="utf-8")
    assert main(["claims", str(file), "--json"]) == FINE
    first, second = lines(capsys)
    assert (first["doc"], first["value"], first["unit"], first["approx"]) == (str(file), 12, "期", "exact")
    assert (second["value"], second["unit"], second["approx"], second["modality"]) == (900, "人次", "at_least", "done")
    assert REPORT[int(str(first["start"])) : int(str(first["end"]))] == first["quote"]


@pytest.mark.parametrize(
    "data", [REPORT.encode("gb18030"), codecs.BOM_UTF16_LE + REPORT.encode("utf-16-le"), REPORT.encode("utf-8-sig")]
)
def test_other_encodings_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(data)
    assert main(["claims", str(file), "--json"]) == FINE
    assert [line["value"] for line in lines(capsys)] == [12, 900]


def test_checks_are_printed_when_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.txt"
    file.write_text("党员118名,其中女党员121名。", encoding="utf-8")
    assert main(["claims", str(file), "--json", "--checks"]) == FINE
    assert lines(capsys)[-1]["check"] == "sum"
    assert main(["claims", str(file), "--checks"]) == FINE
    assert "请核对" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空文件"),
        (b" \n ", "空文件"),
        (b"PK\x03\x04\x00\x00", "不是 Word、Excel"),
        (b"\x00\x01\xfd" * 9, "不是文本"),
        (b"\x81\xff\xff" * 9, "看不出这个文件的文字编码"),
    ],
)
def test_what_cannot_be_read_gets_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes, words: str
) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(data)
    assert main(["claims", str(file)]) == UNREADABLE
    assert words in capsys.readouterr().err


def test_one_bad_file_does_not_keep_back_the_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.txt"
    file.write_text(REPORT, encoding="utf-8")
    assert main(["claims", str(tmp_path / "无"), str(tmp_path), str(file), "--json"]) == UNREADABLE
    captured = capsys.readouterr()
    assert "没有这个文件" in captured.err
    assert "是文件夹" in captured.err
    assert len(captured.out.splitlines()) == 2


def test_a_text_without_claims_is_said_to_have_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.txt"
    file.write_text("A plain English page with 12 apples.", encoding="utf-8")
    assert main(["claims", str(file)]) == FINE
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "没有找到数量主张" in captured.err


def test_a_wrong_command_line_ends_with_two() -> None:
    with pytest.raises(SystemExit) as ended:
        main(["claims"])
    assert ended.value.code == 2


def test_repair_prints_the_clean_text_and_with_json_the_way_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each stretch of the clean text is found in the original at the place that is printed."""
    original = "全縣組織集中學(xué)習(xí)12次,參(cān)加干部3200人次。"
    file = tmp_path / "a.txt"
    file.write_text(original, encoding="utf-8")
    assert main(["repair", str(file)]) == FINE
    assert capsys.readouterr().out == "全县组织集中学习12次,参加干部3200人次。\n"
    assert main(["repair", str(file), "--json"]) == FINE
    (done,) = lines(capsys)
    clean, runs, steps = str(done["clean"]), done["offsets"], done["steps"]
    assert isinstance(runs, list)
    assert isinstance(steps, list)
    assert [step["code"] for step in steps] == ["glosses", "simplify"]
    assert all(original[change["start"] : change["end"]] == change["before"] for change in steps[0]["changes"])
    assert "12次" in [original[start : start + size] for _at, start, size in runs][2]
    assert sum(size for *_places, size in runs) == len(clean)
    assert main(["repair", str(file), "--without", "simplify"]) == FINE
    assert "縣" in capsys.readouterr().out
