"""No expected figure of the demonstration stands as a literal in `huiyin/`: they come from the workbooks, or not at all."""

import subprocess
from pathlib import Path

import pytest

from huiyin.metrics.registry import BY_CODE
from tests.literals import Expected, Standing, find
from tests.reported import REPORTED

ROOT = Path(__file__).resolve().parents[1]
# A share of the whole is 100, which stands wherever a share is made: it tells of nothing planted.
EXPECTED = Expected(frozenset(REPORTED.values()) - {100}, frozenset(BY_CODE))
# Where a figure would be put in by somebody who wants it to come out.
CLOSE_BY = (
    "huiyin/demo/",
    "huiyin/metrics/",
    "huiyin/reports/",
    "huiyin/workspace/figures/",
    "huiyin/workspace/reports/",
)
FAR = ("huiyin/reports/word/", "huiyin/reports/pdf/")  # how a page is laid out: sizes in points
# What is not looked through: nothing of it runs. Neither do the pages for people who read the code (*.md).
LEFT_OUT = {
    "tests": "where expected figures belong",
    "migrations": "columns and their widths, made by a program",
    "huiyin/demo/source/": "the demonstration's workbooks as text",
    "huiyin/demo/workbooks/": "the demonstration's workbooks",
    "huiyin/demo/report/待核对的汇报.txt": "a report written elsewhere, to be held against the records; two of its numbers are wrong",
    "django.mo": "the sentences of django.po, compiled; django.po is looked through",
    "huiyin/static/": "built by Vite from frontend/, holds no figure of a server's",
}
# The reviewed exceptions: (file, number) → what the number is. A row that no longer stands there fails.
REVIEWED = {
    ("huiyin/core/holidays.py", 28): "days of official holidays",
    ("huiyin/reports/word/bookmarks.py", 28): "longest name of a bookmark",
    ("huiyin/reports/word/styles.py", 28): "half-points of letters",
    ("huiyin/text/nouns.py", 28): "characters looked at behind a number",
    ("huiyin/text/reading/packages.py", 63): "most columns a Word table may have",
    ("huiyin/text/grouping/sites.py", 63): "six bits",
    ("huiyin/reports/figures.py", 50): "how many changes a page lists",
    ("huiyin/reports/sheet.py", 50): "how many late things a page lists",
    ("huiyin/workspace/figures/views.py", 50): "rows of a page",
    ("huiyin/workspace/reports/views.py", 50): "rows of a page",
    ("huiyin/reports/public.py", 16): "letters of the shortest code that is looked for",
    ("huiyin/demo/setting.toml", 16): "how many secretaries were asked: invented, counted by no figure",
    ("huiyin/demo/build_workbooks.py", 12): "points of letters",
    ("huiyin/demo/build_workbooks.py", 18): "points of letters",
    ("huiyin/metrics/fingerprints.py", 12): "places of a uid's parts",
    ("huiyin/metrics/fingerprints.py", 21): "places of a uid's parts",
    ("huiyin/demo/following.py", 21): "days by which three units are late: counted by no figure",
    ("huiyin/workspace/reports/signing.py", 24): "characters shown beside a change",
    ("huiyin/metrics/fingerprints.py", 17): "places of a uid's parts",
}  # fmt: skip


def looked_through() -> list[str]:
    """Every text file of the product under its own name, but those left out."""
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard", "huiyin"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return [
        name
        for name in sorted(filter(None, listed.split("\0")))
        if (ROOT / name).is_file()
        and not name.endswith(".md")
        and not any(part in name.split("/") or name.startswith(part) for part in LEFT_OUT)
    ]


def close_by(name: str) -> bool:
    """Whether every figure above ten is looked for."""
    return name.startswith(CLOSE_BY) and not name.startswith(FAR)


def standing() -> list[Standing]:
    """All that stands in the product."""
    return [
        one
        for name in looked_through()
        for one in find(name, (ROOT / name).read_text(encoding="utf-8"), EXPECTED, close_by=close_by(name))
    ]


@pytest.mark.proofs
def test_no_expected_figure_stands_in_the_product() -> None:
    found = standing()
    unknown = [
        f"{one.path}:{one.line} {one.number} {one.words}" for one in found if (one.path, one.number) not in REVIEWED
    ]
    assert unknown == []
    assert {(one.path, one.number) for one in found} == set(REVIEWED), "an exception that is needed no more"


def test_everything_that_runs_is_looked_through() -> None:
    names = looked_through()
    assert {Path(name).suffix for name in names} >= {".py", ".html", ".toml", ".tsv", ".txt"}
    assert len(names) > 800
    assert sum(close_by(name) for name in names) > 60
    assert not [name for name in names if name.endswith((".xlsx", ".json"))], "a kind of file nobody reads here"


# What somebody would plant to make a figure come out, in files of each kind.
PLANTED = {
    "a constant": ("core/plain.py", "ITEMS = 127\n"),
    "a default": ("opinions/plain.py", "def items(found: int = 51) -> int:\n    return found\n"),
    "a return": ("api/plain.py", "def kept(rows):\n    return 37\n"),
    "a comparison": ("portal/plain.py", "WHOLE = len(rows) == 57\n"),
    "a sum": ("campaigns/plain.py", "ITEMS = 120 + 7\n"),
    "a product": ("campaigns/plain.py", "MEASURES = 3 * 17\n"),
    "a text that is a number": ("ledgers/plain.py", 'ITEMS = int("127")\n'),
    "a changed record": ("ledgers/plain.py", "entry = replace(entry, value=127)\nother = entry.replace(count=51)\n"),
    "a float": ("ledgers/plain.py", "SHARE = 51.0 / rows\n"),
    "a sentence": ("rectification/plain.py", 'SAID = _("共梳理意见 127 条")\n'),
    "a sentence put together": ("rectification/plain.py", 'SAID = f"{name}提出51条整改措施"\n'),
    "a small figure beside its code": ("config/plain.py", 'KNOWN = {"D4.rounds": 3}\n'),
    "a pair with its code": ("config/plain.py", 'KNOWN = (("F6.repealed", 4),)\n'),
    "a call with its code": ("config/plain.py", 'show("F6.kept", value=16)\n'),
    "a test for its code": ("metrics/plain.py", 'def worth(code):\n    if code == "F6.repealed":\n        return 4\n'),
    "a choice by its code": ("config/plain.py", 'value = 16 if code == "F6.kept" else found\n'),
    "a match on its code": ("config/plain.py", 'match code:\n    case "F6.kept":\n        value = 16\n'),
    "a value put under its code": ("config/plain.py", 'known["F6.created"] = 2\n'),
    "a figure of the days in the demonstration": ("demo/plain.py", "DAYS = 15\n"),
    "eighteen in the metrics": ("metrics/plain.py", "CATEGORIES = 18\n"),
    "fifty in a report": ("reports/plain.py", "HOUSEHOLDS = 50\n"),
    "a page": ("templates/workspace/plain.html", "<p>梳理条目 <b>127</b> 条</p>\n"),
    "a setting": ("demo/plain.toml", "[figures]\nkept = 16\n"),
    "a fixture": ("demo/plain.json", '[{"code": "D4.items", "value": 127}]\n'),
    "a table": ("metrics/plain.tsv", "D4.items\t127\n"),
    "a text": ("demo/plain.txt", "我们收到意见 127 条。\n"),
}  # fmt: skip

HARMLESS = {
    "a date": ("demo/plain.py", "DAY = date(2013, 12, 28)\nWHEN = at(DAY, 16, 50)\n"),
    "the last of February": ("core/plain.py", "moved = day.replace(year=year, day=28)\n"),
    "octal and hexadecimal": ("core/plain.py", "MODE = 0o077\nLAST = 0x7F\n"),
    "an hour's seconds": ("core/plain.py", "TERM = timedelta(minutes=15)\nAGE = 12 * 3600\n"),
    "widths, states and pages": ("opinions/plain.py", "state = Char(max_length=12)\nPAGE = 50\nif code == 404: pass\n"),
    "words that tell": ("text/plain.py", '"""18类127条 has two numbers."""\nA = 1  # 51条\n'),
    "a code alone": ("metrics/plain.py", 'ITEMS = Metric(code="D4.items", version=version)\n'),
    "a paragraph's number": ("metrics/plain.py", 'SAID = "规定第127号，见第 51 页"\n'),
    "an attribute": ("templates/workspace/plain.html", '<td rowspan="28" data-n="{{ n|add:51 }}">{{ n }}</td>{# 127 #}\n'),
    "a date in TOML": ("demo/plain.toml", "day = 2013-12-28\n"),
}  # fmt: skip


def _found(name: str, source: str) -> list[Standing]:
    return find(f"huiyin/{name}", source, EXPECTED, close_by=close_by(f"huiyin/{name}"))


@pytest.mark.parametrize("plant", PLANTED.values(), ids=PLANTED)
def test_a_planted_figure_is_found(plant: tuple[str, str]) -> None:
    assert _found(*plant)


@pytest.mark.parametrize("plant", HARMLESS.values(), ids=HARMLESS)
def test_what_is_no_figure_is_left_alone(plant: tuple[str, str]) -> None:
    assert _found(*plant) == []
