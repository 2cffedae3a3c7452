"""`huiyin audit`: what it prints, its exit codes, and that it writes nothing."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from huiyin.campaigns.models import Campaign
from huiyin.claim_audit.confirming import confirm
from huiyin.claim_audit.management.commands.audit import NO_DATABASE, Command
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


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ([], "少了“文件、--campaign”，请写在命令后面。"),
        (["a.txt"], "少了“--campaign”，请写在命令后面。"),
        (["a.txt", "--campaign"], "“--campaign”后面少了要写的内容。"),
        (["a.txt", "--campaign", "qunzhong", "--wrong"], "不认识“--wrong”：没有这个选项，或多写了一项。"),
        (["a.txt", "--campaign", "none"], "没有代号为“none”的活动。"),
    ],
)
def test_a_mistake_in_what_was_typed_is_two_and_said_in_chinese(
    county: County, typed: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        Command().run_from_argv(["huiyin", "audit", *typed])
    told = capsys.readouterr().err
    assert stopped.value.code == 2
    assert told.startswith(said)
    assert not [word for word in ("Error", "usage", "error") if word in told]


def test_an_installation_without_tables_is_two_and_said(
    county: County, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {Campaign._meta.db_table} RENAME TO elsewhere")
    with pytest.raises(SystemExit) as stopped:
        Command().run_from_argv(["huiyin", "audit", "a.txt", "--campaign", "qunzhong"])
    assert (stopped.value.code, capsys.readouterr().err.strip()) == (2, NO_DATABASE)


def test_help_is_in_chinese_and_tells_the_codes(county: County, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        Command().run_from_argv(["huiyin", "audit", "--help"])
    shown = capsys.readouterr().out
    assert stopped.value.code == 0
    assert not [word for word in ("usage", "options", "traceback", "settings") if word in shown]
    assert "退出码：0 " in shown


def test_what_cannot_be_read_is_three_and_said_and_the_others_are_read(
    county: County, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record_some(county)
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    good = write(tmp_path, REPORT)
    with pytest.raises(SystemExit) as stopped:
        call_command("audit", str(tmp_path / "none.txt"), str(tmp_path), str(empty), good, campaign="qunzhong")
    said = capsys.readouterr()
    assert stopped.value.code == 3
    assert [line.split("：", 1)[1] for line in said.err.splitlines()] == [
        "没有这个文件。", "是文件夹，请写出其中的文件。", "这是空文件，没有内容可读。",
    ]  # fmt: skip
    assert f"{good}：共 4 处数量说法：" in said.out


def test_a_text_on_standard_input_is_read(
    county: County, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    record_some(county)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("青山县委组织了3次中心组学习。".encode())))
    call_command("audit", "-", campaign="qunzhong")
    assert "-：共 1 处数量说法：有据 1 处" in capsys.readouterr().out


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
