"""The demonstration's figures are those of the source.

That each is moved by its own records and by nothing else: tests/test_demo_rows.py (a row out of each workbook) and
tests/journeys/test_void_measure.py (through the pages). That none is written down in the product:
tests/test_no_expected_figure.py.
"""

import json

import pytest

from tests.conftest import Demonstration
from tests.reported import BESIDE, REPORTED

LOOK = """
import json
from huiyin.campaigns.models import Campaign
from huiyin.claim_audit.queries import demonstrated
from huiyin.reports.models import Report
texts = demonstrated()
print(json.dumps({
    "campaigns": list(Campaign.objects.exclude(code="huiyin-demo").values_list("code", flat=True)),
    "reports": {r.campaign.code: [r.state, r.public] for r in Report.objects.select_related("campaign")},
    "texts": [[t.unit.name, t.title] for t in texts],
    "states": [[t.title, [t.supported, t.differs, t.no_record, t.uncheckable]] for t in texts],
}, ensure_ascii=False))
"""

# What a citizen takes from 数据下载, and what the entries hold that is nobody's to take.
TAKEN = """
import csv, io, json, re
from django.test import Client
from huiyin.ledgers.books.service import DEEDS
from huiyin.ledgers.engine.disclosure import public_entries
citizen = Client(HTTP_HOST="127.0.0.1")
page = citizen.get("/p/data/").content.decode()
def rows(code):
    got = citizen.get(f"/p/data/{code}.csv")
    return list(csv.reader(io.StringIO(b"".join(got.streaming_content).decode("utf-8-sig"))))
print(json.dumps({
    "counts": {code: int(n) for code, n in re.findall(r'href="/p/data/([a-z_]+)\\.csv">(\\d+)</a>', page)},
    "files": {code: rows(code) for code in ("regulations", "commitments", "deeds", "relief")},
    "doers": sorted(set(public_entries(DEEDS).values_list("doer", flat=True))),
}, ensure_ascii=False))
"""

# The rooms of everyday work, and what the sheet of sign-ins offers a visitor to look up.
ROOMS = """
import json, re
from django.conf import settings
from django.test import Client
from huiyin.commitments.models import Call
from huiyin.directives.models import Trace
from huiyin.ledgers.books.commitments import COMMITMENTS
from huiyin.ledgers.books.regulations import REGULATIONS
from huiyin.ledgers.engine.queries import entries
from huiyin.regulating.models import Rule
from huiyin.special.models import Indicator
from huiyin.demo.stage import Play
campaign = Play().campaign.uid
sheet = (settings.DATA_DIR / "demo" / "sign-ins.txt").read_text(encoding="utf-8")
(code,) = re.findall(r"[0-9]{3}(?:-[0-9]{3}){3}", sheet)
citizen = Client(HTTP_HOST="127.0.0.1")
print(json.dumps({
    "rules": sorted(Rule.objects.values_list("name", flat=True)),
    "booked": sorted(entries(REGULATIONS).current().standing().filter(campaign=campaign).values_list("name", flat=True)),
    "compared": Rule.objects.filter(texts__number=2).count(),
    "public": Rule.objects.filter(public_on__isnull=False).count(),
    "promised": entries(COMMITMENTS).current().standing().filter(campaign=campaign).count(),
    "calls": [[c.closed_on is None, c.dues.filter(handed_on=None).count()] for c in Call.objects.order_by("pk")],
    "themes": Indicator.objects.values("theme").distinct().count(),
    "traced": Trace.objects.values("document").distinct().count(),
    "followed": citizen.post("/p/follow/", f"code={code}", "application/x-www-form-urlencoded").content.decode(),
}, ensure_ascii=False))
"""

pytestmark = pytest.mark.journeys


def test_the_figures_of_the_source_come_out_equal(demonstration: Demonstration) -> None:
    found = {code: demonstration.figures.get(code) for code in REPORTED}
    assert found == REPORTED


def test_more_raw_opinions_than_items_and_at_least_eight_groups(demonstration: Demonstration) -> None:
    figures = demonstration.figures
    assert (figures["D2.groups"] or 0) >= 8
    assert (figures["D4.raw_opinions"] or 0) > (figures["D4.items"] or 0)
    assert [code for code in REPORTED if figures[code] is None] == []


def test_the_figures_of_the_other_sources_come_out_equal_each_in_its_own_campaign(
    demonstration: Demonstration,
) -> None:
    found = {
        source: {code: demonstration.beside[source].get(code) for code in reported}
        for source, reported in BESIDE.items()
    }
    assert found == BESIDE
    assert demonstration.beside.keys() == BESIDE.keys()


def test_every_campaign_has_an_issued_report_and_a_text_held_against_it(demonstration: Demonstration) -> None:
    found = json.loads(demonstration.installation.python(LOOK))
    assert found["reports"] == {name: ["issued", True] for name in found["campaigns"]}
    assert found["texts"] == [
        ["江淮省直机关工委", "待核对的汇报"], ["雁江市委", "S0 演示用稿"], ["云梧县委", "S1 演示用稿"],
        ["沙埠县委", "S3 演示用稿"], ["清川县直属机关党工委", "S4 演示用稿"],
    ]  # fmt: skip
    for _title, states in found["states"]:
        assert all(states), "supported, differing, without record and not countable stand in every text of our own"


def test_the_visitor_finds_released_ledgers_and_nothing_of_anybody_in_them(demonstration: Demonstration) -> None:
    found = json.loads(demonstration.installation.python(TAKEN))
    counts, files = found["counts"], found["files"]
    assert {code: len(rows) - 1 for code, rows in files.items()} == {code: counts.get(code, 0) for code in files}
    assert set(counts) == {"regulations", "commitments", "deeds"}
    inventory = sum(REPORTED[f"F6.{decision}"] or 0 for decision in ("kept", "repealed", "revised"))
    assert counts["regulations"] >= inventory
    assert {row[2] for row in files["commitments"][1:]} == {"领导班子", "班子成员"}, (
        "ordinary posts are named to nobody"
    )
    assert files["deeds"][0] == ["办理单位", "受理日期", "事项", "办结日期", "办理结果"]
    deeds = "".join(cell for row in files["deeds"] for cell in row)
    assert "住户" not in deeds
    assert found["doers"]
    assert [name for name in found["doers"] if name in deeds] == []


def test_the_rooms_of_everyday_work_hold_what_the_books_hold(demonstration: Demonstration) -> None:
    found = json.loads(demonstration.installation.python(ROOMS))
    inventory = [REPORTED[f"F6.{decision}"] for decision in ("kept", "repealed", "revised", "created")]
    assert found["rules"] == found["booked"], "each regulation once, in the workbench and in the book"
    assert len(found["rules"]) == sum(inventory)
    assert found["compared"] > 0
    assert 0 < found["public"] < len(found["rules"])
    assert found["promised"] == REPORTED["F7.team_commitments"] + REPORTED["F7.post_committers"]
    assert [missing > 0 for is_open, missing in found["calls"] if is_open] == [True]
    assert found["themes"] == REPORTED["F4.special_themes"] + REPORTED["F4.special_actions"]
    assert found["traced"] > 0


def test_the_query_code_on_the_sheet_of_sign_ins_opens_an_answer(demonstration: Demonstration) -> None:
    page = json.loads(demonstration.installation.python(ROOMS))["followed"]
    assert "叫号机" in page
    assert "一层党务服务窗口留一个人工口" in page
