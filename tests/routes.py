"""Walks every route of the root urlconf as every part of the cast; `python -m tests.routes --write` writes the table.

The table tests/routes.tsv is reviewed by hand: one row a route and method, one column a part, in each cell the status,
and `wrote` where an audit line came of it.
Each route is asked with a GET and with an empty POST: a page that hides its form must refuse the form's post as well.
Every request is rolled back, and the browser forgets what it was told.
"""

import os
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

if TYPE_CHECKING:  # the world needs Django set up; `--write` starts without
    from tests.world import World

TABLE = Path(__file__).with_name("routes.tsv")
PARTS = (
    "stranger", "office", "east_clerk", "west_clerk", "section_clerk", "east_head", "west_head", "supervisor", "member",
    "discipline", "auditor", "administrator",
)  # fmt: skip
WRITE = "HUIYIN_WRITE_ROUTES"
LOGIN = "/desk/accounts/login/"
API = "api:"


@dataclass(frozen=True)
class Route:
    """One address pattern under its full name."""

    name: str
    pattern: str

    @property
    def public(self) -> bool:
        """Whether it belongs to the public face, where nobody signs in and no cookie is set."""
        return self.pattern.startswith("p/") or not self.pattern


def routes() -> list[Route]:
    """All of them, in the order of the urlconf. A pattern without a name is named by its address."""
    return list(_under(get_resolver().url_patterns, "", ""))


def _under(patterns: list[URLPattern | URLResolver], before: str, space: str) -> Iterator[Route]:
    for one in patterns:
        address = before + str(one.pattern)
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from _under(one.url_patterns, address, inner)
        else:
            yield Route(_name(space, one, address), address)


def _name(space: str, one: URLPattern, address: str) -> str:
    """Its own name; the API gives one name to the routes of all ledgers, so there the address tells them apart."""
    if space.startswith("api:"):
        return f"{space}{one.name} {address}"
    return space + one.name if one.name else f"/{address}"


def address_of(route: Route, world: "World") -> str:
    """The address of 东局's thing behind a route; a route whose keywords nobody gave is refused with a sentence."""
    if route.name.startswith("/"):
        return route.name
    if route.name.startswith(API):
        ledger = "".join(route.pattern.split("/")[3:4])
        return "/" + re.sub("<[^>]+:uid>", str(world.entry_of(ledger)), route.pattern)
    given = world.of(route.name) if "<" in route.pattern else {}
    try:
        return reverse(route.name, kwargs=given) + world.query_of(route.name)
    except NoReverseMatch as refusal:
        raise LookupError(
            f"路由 {route.name}（{route.pattern}）没有对象可问：请在 tests/world/ 里它那一项功能的文件中建一个东局的对象。"
        ) from refusal


def walk(world: "World", client: Client) -> dict[tuple[str, str], str]:
    """(route, method) → what one part of the cast gets."""
    found = {}
    for route in routes():
        address = address_of(route, world)
        for method in ("GET", "POST"):
            found[route.name, method] = _asked(client, method, address, route)
    return found


def _asked(client: Client, method: str, address: str, route: Route) -> str:
    """The status; `login` when sent to sign in, `wrote` when the audit says that something was done."""
    cookies = dict(client.cookies)
    with transaction.atomic():
        before = _lines()
        if method == "POST" and route.name.startswith(API):
            response = client.post(address, {"seen": 1, "reason": "试"}, "application/json")
        else:
            response = client.get(address) if method == "GET" else client.post(address)
        wrote = _lines() > before
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.update(cookies)
    try:
        said = [str(response.status_code)]
        if response.status_code in (301, 302, 303) and response["Location"].startswith(LOGIN):
            said.append("login")
        if wrote:
            said.append("wrote")
        if route.public and (response.has_header("Set-Cookie") or response.cookies):
            said.append("COOKIE")
        return " ".join(said)
    finally:
        response.close()


def _lines() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM core_auditline")
        return int(cursor.fetchone()[0])


def reviewed() -> dict[tuple[str, str], dict[str, str]]:
    """The table: (route, method) → part → status."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    header = lines[0].split("\t")
    rows = [dict(zip(header, line.split("\t"), strict=True)) for line in lines[1:]]
    return {(row["route"], row["method"]): row for row in rows}


def write(part: str, walked: dict[tuple[str, str], str]) -> None:
    """Write one column of the table anew: what the walk found, for review."""
    rows = reviewed() if TABLE.exists() else {}
    keys = dict.fromkeys((*walked, *(key for key in rows if part != PARTS[0])))
    cells = {key: {**dict.fromkeys(PARTS, "-"), **rows.get(key, {}), part: walked.get(key, "-")} for key in keys}
    lines = ["\t".join(("route", "method", *PARTS))]
    lines += ["\t".join((*key, *(row[name] for name in PARTS))) for key, row in cells.items()]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def visitor(part: str, browser: Callable[[str], Client]) -> Client:
    """A browser for one part; the stranger's is not signed in."""
    return Client() if part == "stranger" else browser(part)


if __name__ == "__main__":
    import pytest

    if sys.argv[1:] != ["--write"]:
        raise SystemExit("用法：python -m tests.routes --write")
    os.environ[WRITE] = "1"
    raise SystemExit(pytest.main(["-q", str(TABLE.with_name("test_routes.py")), "-k", "gets_what"]))
