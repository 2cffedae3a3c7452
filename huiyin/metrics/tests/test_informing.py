"""Information items: a piece that many adopt is one piece (gap G30); nothing of it is a score."""

import pytest

from huiyin.conftest import NOW, County
from huiyin.ledgers.books.informing import ADOPTIONS, Adoption
from huiyin.ledgers.engine.services import record, void
from huiyin.metrics.figure import figures
from huiyin.metrics.informing import ADOPTED, HEADLINES, IN_BULLETIN, IN_PARTY_INFORMATION, INSTRUCTIONS
from huiyin.metrics.scope import Scope

pytestmark = pytest.mark.django_db
ASKED = (ADOPTED, IN_PARTY_INFORMATION, HEADLINES, IN_BULLETIN, INSTRUCTIONS)


def test_adopted_by_three_levels_it_is_one_piece(county: County) -> None:
    def adopted(piece: str, outlet: str, publication: str, level: str, *, headline: bool = False) -> Adoption:
        return record(
            ADOPTIONS, unit=county.east, fact_date=county.today, actor=county.reach("east_clerk"), now=NOW,
            values={
                "piece_no": piece, "title": "窗口错时服务", "outlet": outlet, "publication": publication, "level": level,
                "headline": headline,
            },
        )  # fmt: skip

    def told() -> list[tuple[object, int]]:
        found = figures(ASKED, Scope(county.root))
        return [(found[one.code].value, found[one.code].entries) for one in ASKED]

    adopted("07", "party_information", "县委信息", "county", headline=True)
    adopted("07", "party_information", "市委信息", "city")
    last = adopted("07", "campaign_bulletin", "省活动简报", "province")
    adopted("07", "instruction", "县委书记", "county")
    assert told() == [(1, 3), (1, 2), (1, 1), (1, 1), (1, 1)]
    adopted("08", "own_bulletin", "机关简报", "county")
    assert told()[0] == (2, 4)
    void(ADOPTIONS, last, reason="登重了", actor=county.reach("east_clerk"), now=NOW)
    assert told()[0] == (2, 3)
    assert told()[3] == (0, 0)


def test_two_units_that_number_alike_wrote_two_pieces(county: County) -> None:
    for unit, clerk in ((county.east, "east_clerk"), (county.west, "west_clerk")):
        record(
            ADOPTIONS, unit=unit, fact_date=county.today, actor=county.reach(clerk), now=NOW,
            values={
                "piece_no": "07", "title": "", "outlet": "party_information", "publication": "县委信息", "level": "county",
                "headline": False,
            },
        )  # fmt: skip
    assert [
        figures([IN_PARTY_INFORMATION], Scope(unit))["K3.in_party_information"].value
        for unit in (county.root, county.east)
    ] == [2, 1]
