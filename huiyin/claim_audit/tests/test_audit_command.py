"""`huiyin audit`: what it prints, its exit codes, and that it writes nothing."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from huiyin.claim_audit.confirming import confirm
from huiyin.claim_audit.models import HeldText
from huiyin.claim_audit.tests.cases import REPORT, claim, held, record_some
from huiyin.conftest import County
from huiyin.core.models import AuditLine


def write(folder: Path, words: str) -> str:
    path = folder / "report.txt"
    path.write_text(words, encoding="utf-8")
    return str(path)


@pytest.fixture(autouse=True)
def _clock(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huiyin.core.clock.now", lambda: county.now)
    monkeypatch.setattr("huiyin.core.clock.today", lambda: county.today)


def test_all_supported_is_zero(county: County, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record_some(county)
    call_command("audit", write(tmp_path, "青山县委组织了3次中心组学习。"), campaign="qunzhong")
    out = capsys.readouterr().out
    assert "有据\t3次中心组学习\t中心组学习\t记录为3次，与文中一致。" in out
    assert "有据 1 处" in out


def test_nothing_to_check_is_zero(county: County, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("audit", write(tmp_path, "青山县委高度重视。"), campaign="qunzhong")
    assert "共 0 处" in capsys.readouterr().out


def test_a_difference_is_one(county: County, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record_some(county)
    before = AuditLine.objects.count()
    with pytest.raises(SystemExit) as stopped:
        call_command("audit", write(tmp_path, REPORT), campaign="qunzhong", json=True)
    assert stopped.value.code == 1
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["state"] for row in rows] == ["supported", "differs", "no_record", "uncheckable"]
    assert all(REPORT[row["start"] : row["end"]] == row["quote"] for row in rows)
    assert (HeldText.objects.count(), AuditLine.objects.count()) == (0, before)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"campaign": "none"}, "没有代号为“none”的活动"),
        ({"campaign": "qunzhong", "unit": "none"}, "没有编码为“none”的单位"),
    ],
)
def test_an_unknown_campaign_or_unit_is_two(
    county: County, tmp_path: Path, options: dict[str, str], sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence) as refused:
        call_command("audit", write(tmp_path, REPORT), **options)
    assert refused.value.returncode == 2


def test_no_such_file_is_three(county: County, tmp_path: Path) -> None:
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(CommandError) as refused:
            call_command("audit", str(path), campaign="qunzhong")
        assert refused.value.returncode == 3


def test_a_file_that_cannot_be_read_is_three(county: County, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="空文件") as refused:
        call_command("audit", write(tmp_path, ""), campaign="qunzhong")
    assert refused.value.returncode == 3


def test_what_people_confirmed_is_used(county: County, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record_some(county)
    words = "青山县委举办读书沙龙3场。"
    confirm(
        claim(held(county, words), "3场"),
        metric="C4.sessions",
        revision=1,
        actor=county.reach("office"),
        now=county.now,
    )
    call_command("audit", write(tmp_path, words), campaign="qunzhong", json=True)
    assert json.loads(capsys.readouterr().out)["remembered"]


def test_a_unit_below_is_held_against_its_own_records(
    county: County, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record_some(county)
    call_command("audit", write(tmp_path, "东局组织了3次中心组学习。"), campaign="qunzhong", unit="east", json=True)
    assert json.loads(capsys.readouterr().out)["state"] == "no_record"


def test_the_audit_prints_claims_and_checks_as_the_text_room_does(
    county: County, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "青山县委征求意见127条，其中班子56条，个人70条。"
    path = tmp_path / "report.txt"
    path.write_text(text, encoding="utf-8")
    call_command("audit", str(path), campaign="qunzhong", json=True)
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {row["doc"] for row in rows} == {str(path)}
    assert rows[0]["verb"] == "征求"
    (check,) = [row for row in rows if "check" in row]
    assert [place["quote"] for place in check["passages"]] == ["127条", "56条", "70条"]
    assert all(text[place["start"] : place["end"]] == place["quote"] for place in check["passages"])


def test_the_audit_says_why_a_file_cannot_be_read(county: County, tmp_path: Path) -> None:
    for path, sentence in ((tmp_path / "none.txt", "：没有这个文件。"), (tmp_path, "：是文件夹，请写出其中的文件。")):
        with pytest.raises(CommandError, match=sentence) as refused:
            call_command("audit", str(path), campaign="qunzhong")
        assert refused.value.returncode == 3
