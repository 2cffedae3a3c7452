"""Pages as a signed-in person gets them: rendering timed apart, what the page was given kept, queries counted."""

import re
from collections.abc import Callable
from typing import Any, ClassVar

from django.db import connection
from django.template.backends.django import Template
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.measuring import RENDERING, timed
from huiyin.organisation.models import Account
from huiyin.workspace.sign_in import ONE_FACTOR

# What the gate itself asks on every page: the session, the account with its person, its rights.
_GATE = re.compile(r'FROM "(django_session|organisation_account|organisation_grant)"')


class Seen:
    """What the last page rendered was given, and how many queries ran while a template was at work."""

    context: ClassVar[dict[str, Any]] = {}
    in_template: ClassVar[int] = 0
    depth: ClassVar[int] = 0


def watch() -> None:
    """From now on every rendering is timed."""
    plain = Template.render

    def render(self: Template, context: Any = None, request: Any = None) -> Any:
        if Seen.depth:  # a tag that renders a template of its own within the page's
            return plain(self, context, request)
        Seen.context, before = dict(context or {}), len(connection.queries_log)
        Seen.depth = 1
        try:
            with timed(RENDERING.spent):
                return plain(self, context, request)
        finally:
            Seen.depth, Seen.in_template = 0, len(connection.queries_log) - before

    Template.render = render  # type: ignore[method-assign, assignment]  # timed, and otherwise the same


def browser(account: int) -> Client:
    """A client signed in as an account, its second factor taken as shown."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(Account.objects.get(pk=account), backend="huiyin.organisation.sign_in.SignInBackend")
    session = client.session
    session[ONE_FACTOR] = False
    session.save()
    return client


def page(client: Client, address: str, answer: Callable[[dict[str, Any]], object]) -> Callable[[], object]:
    """The page as a question: asked for, rendered, and what its template was given turned into an answer."""

    def ask() -> object:
        got = client.get(address)
        if got.status_code != 200:
            raise RuntimeError(f"{address}：{got.status_code}")
        return answer(Seen.context)

    return ask


def count_queries(client: Client, address: str) -> tuple[int, int]:
    """How many queries a page takes beyond session, user and rights; how many of them while its template is rendered."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return beyond_gate(captured.captured_queries), Seen.in_template


def beyond_gate(queries: list[dict[str, str]]) -> int:
    """How many of the captured queries are a page's own."""
    return sum(1 for query in queries if not _GATE.search(query["sql"]))
