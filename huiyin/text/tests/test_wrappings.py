"""What a JSON, an SQL dump or a page wraps round a text is taken off as recorded steps, and every place leads back."""

import json
from pathlib import Path

import pytest

from huiyin.text.claims import find_claims
from huiyin.text.cli import main
from huiyin.text.repair.pipeline import repair
from huiyin.text.report import prepared

SAID = "一年来，查摆“四风”问题18类127条。\n群众说'很满意'的占98.5%，走访3200多\n人次，\"回头看\"12次。"
QUOTED = SAID.replace("\n", "\\n").replace("'", "\\'").replace('"', '\\"')
DOUBLED = SAID.replace("'", "''")
PAGE = "".join(f"<p>&nbsp;{line}</p>\n" for line in SAID.split("\n"))
WRAPPED = {
    "json": json.dumps({"id": 1, "content": SAID}),
    "json, plain letters": json.dumps({"content": SAID}, ensure_ascii=False),
    "json in json": json.dumps({"row": json.dumps({"content": SAID})}),
    "page in json": json.dumps({"content": PAGE}, ensure_ascii=False),
    "dump, backslashes": f"INSERT INTO `news` VALUES (1,'{QUOTED}','');\n",
    "dump, doubled quotes": f"INSERT INTO news (id, body) VALUES (1, '{DOUBLED}');\n",
    "page": f"<html><body>{PAGE}</body></html>",
}


@pytest.mark.parametrize("wrapped", WRAPPED.values(), ids=WRAPPED)
def test_claims_are_those_of_the_text_with_places_in_the_file(
    wrapped: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.txt"
    file.write_text(wrapped, encoding="utf-8")
    assert main(["claims", str(file), "--json"]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [each["value"] for each in found] == [claim.value for claim in find_claims(prepared(SAID).text)]
    original = file.read_text(encoding="utf-8")
    assert all(original[each["start"] : each["end"]] == each["quote"] for each in found)


@pytest.mark.parametrize("wrapped", WRAPPED.values(), ids=WRAPPED)
def test_unwrapping_is_recorded_and_can_be_walked_back(
    wrapped: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The steps name each escape; without them the file stays as it is; stretches stand in both texts."""
    file = tmp_path / "a.txt"
    file.write_text(wrapped, encoding="utf-8")
    assert main(["repair", str(file), "--json"]) == 0
    (done,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {step["code"] for step in done["steps"]} & {"escapes", "tags"}
    first = done["steps"][0]
    assert all(wrapped[each["start"] : each["end"]] == each["before"] for each in first["changes"])
    assert all(wrapped[at : at + size] == done["clean"][clean : clean + size] for clean, at, size in done["offsets"])
    assert repair(wrapped, leave_out={"escapes", "escapes_again", "tags", "entities"}).clean == wrapped


@pytest.mark.parametrize(
    "text",
    [r"见 D:\notes\read.txt", "英尺写作 6''，见附件。", "VALUES ('','') 是空值，INSERT INTO t VALUES ('','');"],
)
def test_what_only_looks_escaped_stays(text: str) -> None:
    assert repair(text).clean == text


def test_steps_are_written_as_json_of_the_same_content(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is streamed is what the library keeps."""
    text = '認(rèn)真學(xué)習(xí)"文件"，?；鶎咏M織12次。\n' + "工 作 报 告\n"
    file = tmp_path / "a.txt"
    file.write_text(text, encoding="utf-8")
    assert main(["repair", str(file), "--json"]) == 0
    done = json.loads(capsys.readouterr().out)
    kept = repair(text)
    assert done["clean"] == kept.clean
    assert done["steps"] == [
        {"code": step.code, "label": step.label, "changes": [change._asdict() for change in step.changes]}
        for step in kept.steps
    ]
    assert [each["kind"] for each in done["suspicions"]] == [each.kind for each in kept.suspicions]
