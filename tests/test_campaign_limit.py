"""A right for one campaign opens nothing of another: no row, no count, no figure, no file, in the very same unit.

Whatever comes about in the county's campaign must change no page of a person whose right is limited to another one.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.campaigns import services
from huiyin.campaigns.models import Campaign
from huiyin.commitments.models import Due
from huiyin.commitments.tests.test_collecting import a_call
from huiyin.conftest import County
from huiyin.conftest import browser as browser
from huiyin.conftest import county as county
from huiyin.core.errors import Refused
from huiyin.core.tests.replay import replayed
from huiyin.ledgers.books.meetings import MEETINGS
from huiyin.ledgers.engine.services import record
from huiyin.ledgers.registry import LEDGERS
from huiyin.metrics.registry import METRICS
from huiyin.organisation.models import Account, Grant, Person, Role, Unit
from huiyin.portal.limits import POSTS, WRONG_CODES
from huiyin.workspace.desk.todo import collect
from tests import routes
from tests.conformance.ledger_values import make_entry
from tests.world import World, build

Browser = Callable[[str], Client]
# Several roles at once see what each of them sees; who heads a unit is kept from words about it, hence two people.
every_reader = pytest.mark.parametrize(
    "roles", [(Role.OFFICE, Role.SUPERVISOR, Role.DISCIPLINE), (Role.HEAD, Role.CLERK, Role.MEMBER)], ids=lambda r: r[0]
)
NOTHING = {404, 405}
# One's own account and archive, the organisation itself, and report templates, which are the same in every campaign.
OUTSIDE = (
    "account_",
    "mfa_",
    "organisation_",
    "system_",
    "api:openapi",
    "reports_template",
    "reports_new",
    "study_mine",
)
# Addresses that name no thing, but a kind of things.
OF_A_KIND = {
    "figures_one", "ledgers_list", "ledgers_new", "ledgers_template", "ledgers_export", "ledgers_import",
    "rectification_orphan_list", "reports_template_shipped",
}  # fmt: skip
# The part of a workbook that says when it was made.
MADE_AT = "docProps/core.xml"
# Where somebody finds what they owe themselves.
DUTY = ("/desk/", "/desk/commitments/")
# Refused with a sentence before the thing is looked for, so that the answer says nothing of it.
REFUSED_BLIND = {
    "rectification_orphan_settle",
    "rectification_pack",
    "rectification_feedback_new",
    "rectification_packs",
}


@pytest.fixture
def other(county: County) -> Campaign:
    """Another campaign in the same units."""
    POSTS.clear()
    WRONG_CODES.clear()
    more = {"begins_on": date(2013, 6, 1), "state": Campaign.State.RUNNING}
    return replayed(
        "other campaign",
        lambda: Campaign.objects.create(code="other", name="另一活动", unit=county.root, **more),
        on=county, known=county.known,
    )  # fmt: skip


@pytest.fixture
def world(county: County, other: Campaign, tmp_path: Path, browser: Browser) -> World:
    """东局 with one of everything of the county's campaign, beside the other one."""
    return replayed("world", lambda: build(county, tmp_path), on=county, known=county.known)


def limited(county: County, campaign: Campaign, *roles: str, unit: Unit | None = None) -> str:
    """A new person of 东局 who holds `roles` there for one campaign only; their name in the cast."""
    person = Person.objects.create(name="单项", staff_no="L001", unit=county.east)
    account = Account.objects.create_account(person=person, password="a-long-test-password")
    for role in roles:
        Grant.objects.create(
            person=person, role=role, unit=unit or county.east, campaign=campaign.uid, begins_on=date(2013, 1, 1),
            approved_by=account, approved_at=county.now,
        )  # fmt: skip
    county.people["limited"] = person
    return "limited"


def pages() -> Iterator[str]:
    """Every address of the desk and of the API that names no thing: for each ledger, each figure."""
    for route in routes.routes():
        if not route.pattern.startswith("desk/") or route.name.startswith(OUTSIDE):
            continue
        if route.name in OF_A_KIND or (route.name.startswith(routes.API) and "<" not in route.pattern):
            continue
        if "<" not in route.pattern:
            yield f"/{route.pattern}"
    for ledger in LEDGERS:
        for name in ("", "new/", "template/", "export/", "import/"):
            yield f"/desk/ledgers/{ledger.code}/{name}"
        yield f"/desk/api/ledgers/{ledger.code}"
    yield f"/desk/figures/{METRICS[0].code}/"  # the others stand on the page of all figures
    for kind in ("opinions", "items", "problems", "measures", "untold"):
        yield f"/desk/rectification/orphans/{kind}/"


def new_lines(before: list[str], after: list[str]) -> list[str]:
    """What a page says now that it did not say before, or the other way round."""
    return [line for line in (*after, *before) if (line in after) != (line in before)][:4]


def read(client: Client, address: str) -> list[str]:
    """What a page says, line by line, without what differs by chance; or its workbook, row by row as it is written."""
    response = client.get(address)
    try:
        body = response.getvalue()
    finally:
        response.close()
    said = [str(response.status_code)]
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            return said + [
                f"{name}: {row}"
                for name in parts.namelist()
                if name != MADE_AT
                for row in re.split("(?=<row|<si>|<dataValidation )", parts.read(name).decode())
            ]
    return said + re.sub(r"\b[A-Za-z0-9]{64}\b", "", body.decode()).splitlines()


@pytest.mark.walks
@every_reader
def test_what_happens_in_a_campaign_changes_no_page_of_one_limited_to_another(
    county: County, other: Campaign, browser: Browser, tmp_path: Path, roles: tuple[str, ...]
) -> None:
    who = limited(county, other, *roles)
    client = browser(who)
    services.issue_to_units(
        other, [county.east, county.west], on=county.today, actor=county.reach("office"), now=county.now
    )
    for n, ledger in enumerate(LEDGERS, 100):
        make_entry(ledger, replace(county, campaign=other), county.east, n)
    before = {address: read(client, address) for address in pages()}
    assert len(before) > 100
    # Of their own campaign: standards to be read again, nothing else.
    theirs = collect(county.reach(who), county.today + timedelta(days=60))
    assert {todo.kind for todo in theirs} <= {"岗位职责"}
    build(county, tmp_path)
    # What is asked of them as a person is their own duty, in no campaign: it has its own test below.
    assert Due.objects.filter(person=county.people[who]).delete()[0] == 1
    for n, ledger in enumerate(LEDGERS):
        if ledger.of_campaigns:  # who holds which post is no campaign's doing, and is counted in every one
            make_entry(ledger, county, county.east, n)
    # Two months on everything is overdue and has climbed: still none of it is theirs.
    assert collect(county.reach(who), county.today + timedelta(days=60)) == theirs
    after = {address: read(client, address) for address in before}
    assert {
        address: new_lines(before[address], after[address]) for address in before if before[address] != after[address]
    } == {}


@every_reader
def test_of_a_call_one_limited_to_a_campaign_is_shown_what_they_owe_themselves_and_no_more(
    county: County, other: Campaign, browser: Browser, roles: tuple[str, ...]
) -> None:
    who = limited(county, other, *roles)
    client = browser(who)
    before = {address: read(client, address) for address in DUTY}
    found = a_call(county)
    own = reverse("commitments_own", kwargs={"uid": found.dues.get(person=county.people[who]).uid})
    new = {address: set(read(client, address)) - set(before[address]) for address in DUTY}
    for address, lines in new.items():
        assert [line for line in lines if own in line], address
        linked = {link for line in lines for link in re.findall(r'href="(/desk/commitments/[0-9a-f-]{36}[^"]*)"', line)}
        linked |= {
            link for line in lines for link in re.findall(r'href="(/desk/commitments/\w+/[0-9a-f-]{36}[^"]*)"', line)
        }
        assert linked == {own}, address
    assert client.get(own).status_code == 200
    for name in ("commitments_call", "commitments_paste"):
        assert client.get(reverse(name, kwargs={"uid": found.uid})).status_code == 404, name
    for due in found.dues.exclude(person=county.people[who]):
        assert client.get(reverse("commitments_own", kwargs={"uid": due.uid})).status_code == 404


@pytest.mark.walks
@every_reader
def test_no_thing_of_a_campaign_opens_for_one_limited_to_another(
    county: County, other: Campaign, world: World, browser: Browser, roles: tuple[str, ...]
) -> None:
    client = browser(limited(county, other, *roles))
    opened = {}
    for route in routes.routes():
        if not route.pattern.startswith("desk/") or "<" not in route.pattern:
            continue
        if route.name.startswith(OUTSIDE) or route.name in OF_A_KIND - {"rectification_orphan_list"}:
            continue
        for method in ("GET", "POST"):
            got = routes._asked(client, method, routes.address_of(route, world), route)
            if int(got.split()[0]) not in NOTHING and not (got == "409" and route.name in REFUSED_BLIND):
                opened[f"{route.name} {method}"] = got
    for name in ("board", "problems", "measures", "orphans"):
        address = f"{reverse(f'rectification_{name}')}?campaign={county.campaign.uid}"
        if client.get(address).status_code not in {404, 409}:
            opened[address] = "GET"
    assert opened == {}


def test_figures_of_a_campaign_are_named_by_no_address_of_one_limited_to_another(
    county: County, other: Campaign, browser: Browser
) -> None:
    client = browser(limited(county, other, Role.OFFICE, unit=county.root))
    code = METRICS[0].code
    assert client.get(f"/desk/figures/{code}/?campaign={other.uid}").status_code == 200
    assert client.get(f"/desk/figures/{code}/?campaign={other.uid}&unit=all").status_code == 200
    for query in (f"campaign={county.campaign.uid}", f"unit=all&campaign={county.campaign.uid}"):
        assert client.get(f"/desk/figures/{code}/?{query}").status_code == 404, query
    # An address that names no campaign shows the one the right is for, never all of them together.
    assert "另一活动" in client.get(f"/desk/figures/{code}/").content.decode()


@pytest.mark.proofs
def test_a_right_for_a_campaign_opens_what_a_right_for_all_opens_there(
    county: County, world: World, browser: Browser
) -> None:
    client = browser(limited(county, county.campaign, Role.CLERK))
    names = {
        "ledgers_entry", "ledgers_revise", "ledgers_list", "ledgers_new", "rectification_measure", "opinions_round",
        "opinions_entry", "rectification_board", "opinions_referral", "organisation_unit", "figures_index",
    }  # fmt: skip
    addresses = [routes.address_of(route, world) for route in routes.routes() if route.name in names]
    addresses.append(reverse("campaigns_units", kwargs={"uid": county.campaign.uid}))
    assert len(addresses) == len(names) + 1
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)


def test_who_may_record_for_one_campaign_only_is_told_to_name_it(county: County, other: Campaign) -> None:
    clerk = county.reach(limited(county, other, Role.CLERK))

    def meeting(campaign: UUID | None) -> None:
        record(
            MEETINGS, unit=county.east, fact_date=county.today, values={"name": "学习", "kind": "central_study"},
            actor=clerk, now=county.now, campaign=campaign,
        )  # fmt: skip

    meeting(other.uid)
    with pytest.raises(Refused, match="请选择所属活动"):
        meeting(None)
    with pytest.raises(Refused, match="您没有为"):
        meeting(county.campaign.uid)
