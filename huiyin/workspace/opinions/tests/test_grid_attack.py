"""Who may ask every page, file and address of a round, before and after, gets no count under its released table.

The attackers only read what the product hands out; what they know of the true numbers is used to judge them.
"""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import product

import pytest
from django.test import Client

from huiyin.ledgers.books.listening import OPINIONS
from huiyin.ledgers.engine.queries import entries
from huiyin.metrics.figure import Scope, figure
from huiyin.metrics.listening import RAW
from huiyin.opinions import grids, rounds
from huiyin.opinions.grid import solving
from huiyin.opinions.grid.table import Cell
from huiyin.opinions.models import GridRelease, Opinion, Piece, Round
from huiyin.opinions.tests.attackers import bounds_by_solver, cells, found_out, tabled
from huiyin.opinions.tests.conftest import Listening
from huiyin.opinions.tests.test_grid_release import group, said, sign

Browser = Callable[[str], Client]
PEOPLE, MATTERS = ("群众", "机关职工", "没有单列"), ("会多", "路灯", "食堂", "涉及几类", "没有归类")
TRUE = {
    ("群众", "会多"): 9, ("群众", "路灯"): 6, ("群众", "食堂"): 7, ("机关职工", "会多"): 2, ("机关职工", "路灯"): 8,
    ("机关职工", "食堂"): 6, ("没有单列", "会多"): 5, ("没有单列", "路灯"): 7, ("没有单列", "食堂"): 5,
}  # fmt: skip
ASKED = (
    "group=机关职工", "category=c0", "unit=东局", "channel=web", "begin=2013-08-20&end=2013-08-20", "day=2013-08-20",
    "as_of=2013-08-20", "month=2013-08", "standing=placed", "q=会多", "format=json", "dimensions=group",
)  # fmt: skip


def words_of_page(page: str) -> str:
    """A page without its tags, and without what every post form is given afresh."""
    page = re.sub(r"<input[^>]*csrf[^>]*>|<(script|style|nav)\b.*?</\1>", "", page, flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


@dataclass
class Told:
    """What a page or file says of a round's table."""

    rows: dict[tuple[str, str], str]

    def number(self, cell: tuple[str, str]) -> int | None:
        """A cell's number; None where it is not shown."""
        text = self.rows[cell] if cell in self.rows else self.rows[cell[1], cell[0]]
        return None if text == "不单列" else 0 if text in {"—", "0"} else int(text)


def from_page(client: Client, address: str) -> Told:
    page = client.get(address)
    assert page.status_code == 200, address
    body = page.content.decode()
    heads = [words_of_page(head) for head in re.findall(r"<th scope=\"col\"[^>]*>(.*?)</th>", body)]
    found = dict[tuple[str, str], str]()
    for row in re.findall(r"<tr[^>]*>(.*?)</tr>", body, re.S)[1:]:
        texts = [words_of_page(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.S)]
        if texts[2:] == ["整行不单列"]:
            texts = [*texts[:2], *("不单列" for _head in heads[2:])]
        found |= {(texts[1], head): text for head, text in zip(heads[2:], texts[2:], strict=True)}
    return Told(found)


def from_workbook(client: Client, address: str) -> Told:
    rows = cells(client.get(address).content)
    head = next(row for row in rows if row[0] == "序号")
    body = [row for row in rows[rows.index(head) + 1 :] if isinstance(row[0], float | int)]
    return Told(
        {
            (str(row[1]), str(name)): cell if isinstance(cell, str) else str(int(float(str(cell))))
            for row in body for name, cell in zip(head[2:], row[2:], strict=True)
        }
    )  # fmt: skip


def the_truth(listening: Listening) -> None:
    staff = group(listening, "机关职工", 40)
    people = {"群众": listening.many, "机关职工": staff, "没有单列": None}
    for (who, what), count in TRUE.items():
        said(listening, people[who], what, count)


def bounds(told: Told) -> dict[Cell, tuple[int, int]]:
    """What an attacker makes of it, who knows the shown numbers and nothing else."""
    inner = {
        (row, column): TRUE.get((who, what), 0)
        for (row, who), (column, what) in product(enumerate(PEOPLE), enumerate(MATTERS))
    }
    of = tabled((len(PEOPLE), len(MATTERS)), inner)
    names = ((*PEOPLE, "合计"), (*MATTERS, "合计"))
    hidden = set()
    for cell in of.cells():
        number = told.number((names[0][cell[0]], names[1][cell[1]]))
        if number is None:
            hidden.add(cell)
        else:
            assert number == of.counts[cell]
    return {cell: bounds_by_solver(of, cell, hidden) for cell in hidden}


def page_of(round: Round) -> str:
    return f"/desk/opinions/rounds/{round.uid}/grid/"


def every_way(round: Round) -> list[str]:
    return [page_of(round), f"/p/grids/{round.code}/"]


def test_what_is_shown_is_the_same_through_every_door_and_bounds_nobody(listening: Listening, browser: Browser) -> None:
    the_truth(listening)
    sign(listening)
    doors = [
        from_page(browser("office"), page_of(listening.round)),
        from_workbook(browser("office"), f"/desk/opinions/rounds/{listening.round.uid}/grid.xlsx"),
        from_page(Client(), f"/p/grids/{listening.round.code}/"),
        from_workbook(Client(), f"/p/grids/{listening.round.code}.xlsx"),
    ]
    numbers = [{cell: told.number(cell) for cell in told.rows} for told in doors]
    assert all(one == numbers[0] for one in numbers)
    found = bounds(doors[0])
    assert (1, 0) in found
    assert not found_out(found)


def test_the_same_attacker_succeeds_where_only_small_cells_are_hidden(
    listening: Listening, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The positive control, through the same page."""
    monkeypatch.setattr(
        grids, "solve", lambda of, *, least: solving.solve(of, least=least, complement=False)
    )  # fmt: skip
    the_truth(listening)
    sign(listening)
    found = bounds(from_page(browser("office"), page_of(listening.round)))
    assert found == {(1, 0): (2, 2)}


def test_no_filter_no_date_and_no_format_asks_for_another_table(listening: Listening, browser: Browser) -> None:
    the_truth(listening)
    before = [browser("office").get(f"{page_of(listening.round)}?{asked}") for asked in ASKED]
    assert all("#certificate" not in page.content.decode() for page in before), "nothing before the signature"
    sign(listening)
    for client, address in zip((browser("office"), Client()), every_way(listening.round), strict=True):
        plain = words_of_page(client.get(address).content.decode())
        for asked in ASKED:
            assert words_of_page(client.get(f"{address}?{asked}").content.decode()) == plain, asked
    for asked in ASKED:
        assert Client().get(f"/p/grids/{listening.round.code}.xlsx?{asked}").status_code == 200
    assert browser("office").get(f"/desk/opinions/rounds/{listening.round.uid}/list/?group=机关职工").status_code == 404


@pytest.mark.parametrize("who", ["office", "supervisor", "office_two"])
def test_two_readings_of_a_round_around_one_voice_do_not_tell_its_group(
    listening: Listening, browser: Browser, who: str
) -> None:
    staff = group(listening, "机关职工", 40)
    for number in range(12):
        listening.speak(f"路灯{number}", group=listening.many if number % 2 else staff)
    pages = [f"/desk/opinions/rounds/{listening.round.uid}/", page_of(listening.round)]
    before = [words_of_page(browser(who).get(page).content.decode()) for page in pages]
    listening.speak("会多", group=staff)
    after = [words_of_page(browser(who).get(page).content.decode()) for page in pages]
    assert "机关职工" not in before[0]
    assert "机关职工" not in after[0]
    assert before[1] == after[1], "the table's page says nothing while people speak"


def test_a_late_piece_a_correction_or_a_moved_unit_changes_no_released_number(
    listening: Listening, browser: Browser
) -> None:
    the_truth(listening)
    sign(listening)
    before = from_page(browser("office"), page_of(listening.round)).rows
    opinion = Opinion.objects.filter(round=listening.round).exclude(group=None).first()
    assert opinion is not None
    Piece.objects.filter(opinion=opinion).update(replaced=True)
    Opinion.objects.filter(pk=opinion.pk).update(triage=Opinion.Triage.RESTRICTED)
    rounds.set_population(
        group=listening.many, unit=listening.county.root, population=3, actor=listening.office, now=listening.county.now
    )
    listening.round.refresh_from_db()
    sign(listening)
    assert from_page(browser("office"), page_of(listening.round)).rows == before
    assert from_page(Client(), f"/p/grids/{listening.round.code}/").rows == before


def test_the_book_and_the_tables_never_subtract_to_a_few(listening: Listening) -> None:
    """Rounds of 3, 6 and 4 voices one after another: at every moment the figure less the tables is none or five."""
    county = listening.county
    for number, count in enumerate((3, 6, 4, 2, 7), 1):
        said(listening, listening.many if number % 2 else None, f"事{number}", count)
        sign(listening)
        held = int(figure(RAW, Scope(county.root)).value or 0)
        released = sum(grids.sheet_of(one).total or 0 for one in GridRelease.objects.all())
        assert held - released == 0 or abs(held - released) >= 5, (number, held, released)
        made = rounds.create_round(
            campaign=county.campaign, unit=county.root, code=f"later-{number}", name=f"后{number}", public=True,
            opens_on=county.today - timedelta(days=1), actor=listening.office, now=county.now,
        )  # fmt: skip
        rounds.set_channel(round=made, channel="web", actor=listening.office, now=county.now)
        listening.round = rounds.open_round(round=made, revision=made.revision, actor=listening.office, now=county.now)
    assert entries(OPINIONS).exists()


def test_neither_the_api_nor_an_export_gives_voices_behind_an_item(listening: Listening, browser: Browser) -> None:
    the_truth(listening)
    sign(listening)
    office = browser("office")
    rows = office.get("/desk/api/ledgers/items").json()["items"]
    assert rows
    assert all("pieces" not in row for row in rows)
    for uid in [row["uid"] for row in rows]:
        assert "pieces" not in office.get(f"/desk/api/ledgers/items/{uid}").json()
        assert "归入分条" not in words_of_page(office.get(f"/desk/ledgers/items/entries/{uid}/").content.decode())
    head = str(cells(b"".join(_parts(office.get("/desk/ledgers/items/export/")))))
    assert "归入分条" not in head
    assert office.get("/desk/api/ledgers/opinions").status_code in {404, 409, 422}
    for asked in ("category=会多", "from=2013-08-01&to=2013-08-31"):
        assert all("pieces" not in row for row in office.get(f"/desk/api/ledgers/items?{asked}").json()["items"])


def test_who_does_not_reach_the_round_has_no_table_and_a_unit_s_clerk_cannot_declare(
    listening: Listening, browser: Browser
) -> None:
    for who in ("east_clerk", "member"):
        assert browser(who).get(page_of(listening.round)).status_code == 404
        assert browser(who).get(f"/desk/opinions/rounds/{listening.round.uid}/grid.xlsx").status_code == 404
    sent = {"dimensions": ["group"], "revision": listening.round.revision}
    assert browser("east_clerk").post(page_of(listening.round), sent).status_code == 404
    assert browser("supervisor").post(page_of(listening.round), sent).status_code == 404
    assert browser("office").get(f"/desk/opinions/rounds/{listening.round.uid}/grid.xlsx").status_code == 404
    assert browser("office").post(page_of(listening.round), sent).status_code == 303
    assert [one.value for one in grids.declared(listening.round)] == ["group"]
    stale = browser("office").post(page_of(listening.round), {**sent, "dimensions": ["category"]})
    assert "刷新后重试" in words_of_page(stale.content.decode())
    listening.speak()
    listening.round.refresh_from_db()
    late = browser("office").post(page_of(listening.round), {"dimensions": [], "revision": listening.round.revision})
    assert "不能再改" in words_of_page(late.content.decode())
    assert [one.value for one in grids.declared(listening.round)] == ["group"]


def _parts(response) -> list[bytes]:
    return list(response.streaming_content) if response.streaming else [response.content]
