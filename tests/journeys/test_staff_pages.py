"""The main pages of the desk as four people meet them, at a desk and on a phone: legible, and nothing over the side.

Each goes by the links of the pages themselves, the first of each kind, in the demonstration with its sixty units.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.conftest import Demonstration
from tests.journeys.conftest import DESK, PHONE, Visitor, violations
from tests.journeys.served import CLERK, OFFICE, SUPERVISOR, UNIT_HEAD, serving, shoot, signed_in

pytestmark = pytest.mark.journeys

UID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}")
# The codes of figures and ledgers, the kinds of a list: one of each is looked at.
OF_A_KIND = re.compile(r"(?<=/desk/figures/)[^/]+|(?<=/desk/ledgers/)[^/]+|(?<=/orphans/)[^/]+")
READING = (
    "/desk/", "/desk/started/", "/desk/campaigns/", "/desk/campaigns/*/", "/desk/campaigns/*/plan/",
    "/desk/campaigns/*/matrix/", "/desk/campaigns/*/matrix/units/*/", "/desk/rectification/",
    "/desk/rectification/problems/", "/desk/rectification/problems/*/", "/desk/rectification/measures/",
    "/desk/rectification/measures/*/", "/desk/reports/", "/desk/reports/*/", "/desk/reports/versions/*/",
    "/desk/figures/", "/desk/figures/*/", "/desk/ledgers/", "/desk/ledgers/*/", "/desk/ledgers/*/entries/*/",
)  # fmt: skip
ORPHANS = ("/desk/rectification/orphans/", "/desk/rectification/orphans/*/")
# Who, and the kinds of page that must have been met.
MET: dict[str, tuple[str, ...]] = {
    OFFICE: (
        *READING, *ORPHANS, "/desk/done/", "/desk/campaigns/*/units/", "/desk/campaigns/*/amendments/",
        "/desk/campaigns/amendments/*/", "/desk/opinions/", "/desk/opinions/rounds/*/", "/desk/opinions/rounds/*/board/",
        "/desk/opinions/rounds/*/list/", "/desk/opinions/triage/", "/desk/opinions/items/*/", "/desk/opinions/one/*/",
        "/desk/opinions/sheets/", "/desk/opinions/sheets/*/", "/desk/consolidating/rounds/*/", "/desk/claim-audit/",
        "/desk/ledgers/*/new/", "/desk/ledgers/*/import/", "/desk/organisation/", "/desk/organisation/units/*/",
    ),
    CLERK: (*READING, "/desk/opinions/", "/desk/opinions/referrals/", "/desk/rectification/measures/*/progress/"),
    UNIT_HEAD: (*READING, *ORPHANS, "/desk/opinions/"),
    SUPERVISOR: (*READING, *ORPHANS, "/desk/rectification/check/", "/desk/rectification/packs/"),
}  # fmt: skip
WATCH = """
window.refusedByPolicy = [];
document.addEventListener('securitypolicyviolation', e => window.refusedByPolicy.push(e.violatedDirective + ' ' + e.blockedURI));
"""


@pytest.fixture(scope="module")
def served(demonstration: Demonstration, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a copy of the demonstration that is only read."""
    with serving(demonstration.installation.copy_to(tmp_path_factory.mktemp("read") / "var")) as address:
        yield address


def kind_of(address: str) -> str:
    """An address without what names one thing of many."""
    return OF_A_KIND.sub("*", UID.sub("*", address.split("?")[0].split("#")[0]))


class Walk:
    """One person's walk from their desk by the links they meet; what was wrong, by page."""

    def __init__(self, visitor: Visitor, served: str, axe: str, looked_at: set[str]) -> None:
        self.visitor, self.served, self.axe = visitor, served, axe
        self.looked_at = looked_at  # kinds of page that axe saw already, with anybody
        self.met: dict[str, str] = {}
        self.wrong: dict[str, list[str]] = {}

    def go(self, wanted: set[str]) -> None:
        """Every wanted kind of page that a link leads to, the first of each."""
        waiting = ["/desk/"]
        while waiting:
            address = waiting.pop(0)
            kind = kind_of(address)
            if kind in self.met or kind not in wanted:
                continue
            self.met[kind] = address
            self._look(address, kind)
            found = self.visitor.page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
            waiting += [href for href in found if href.startswith("/desk/") and kind_of(href) not in self.met]

    def _look(self, address: str, kind: str) -> None:
        page, said = self.visitor.page, list[str]()
        page.set_viewport_size({"width": DESK["width"], "height": DESK["height"]})
        answer = page.goto(self.served + address)
        if answer is None or answer.status != 200:
            said.append(f"status {answer.status if answer else None}")
        for width in (DESK, PHONE):
            page.set_viewport_size({"width": width["width"], "height": width["height"]})
            if not self.visitor.fits():
                said.append(f"wider than {width['width']} px")
        if kind not in self.looked_at:
            said += violations(page, self.axe)
            self.looked_at.add(kind)
        shoot(page, f"page-{kind.strip('/').replace('/', '-').replace('*', 'x')}")
        said += page.evaluate("window.refusedByPolicy") + self.visitor.faults
        self.visitor.faults.clear()
        if said:
            self.wrong[address] = said


def test_the_main_pages_of_four_people_fit_and_are_legible_at_both_widths(
    chromium: Browser, served: str, axe: str
) -> None:
    looked_at: set[str] = set()
    wrong: dict[str, dict[str, list[str]]] = {}
    for name, kinds in MET.items():
        visitor = signed_in(chromium, served, name)
        visitor.context.add_init_script(WATCH)
        walk = Walk(visitor, served, axe, looked_at)
        walk.go(set(kinds))
        visitor.context.close()
        walk.wrong |= {kind: ["no link led there"] for kind in kinds if kind not in walk.met}
        if walk.wrong:
            wrong[name] = walk.wrong
    assert wrong == {}
