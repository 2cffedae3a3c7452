"""The county: a small fixed organisation that every test knows by name."""

import gc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import cast

import pytest
import pytest_django
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import StateApps
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as trying

from huiyin.anonymity import blind_signatures, keys, sealed_box
from huiyin.campaigns.models import Campaign, Stage
from huiyin.core.immutable import Immutable
from huiyin.core.orderless import Orderless
from huiyin.core.tests.replay import replayed
from huiyin.organisation import tree
from huiyin.organisation.access import Reach, reach
from huiyin.organisation.models import Account, Grant, Person, Post, Role, Unit
from huiyin.workspace.sign_in import ONE_FACTOR

# How long one example takes is the machine's doing: no time limit stands inside a test.
trying.register_profile("huiyin", deadline=None, suppress_health_check=[HealthCheck.too_slow])
trying.load_profile("huiyin")
# What trying one query code costs in the product; the tests, which draw thousands, do with next to nothing.
REAL_COST = sealed_box.COST
# The groups that the everyday run leaves out (pyproject.toml says what each is).
GROUPS = frozenset({"walks", "proofs", "kill", "races", "journeys"})
NOW = datetime(2013, 9, 2, 2, 0, tzinfo=UTC)
TODAY = date(2013, 9, 2)


@dataclass
class County:
    """县委 above 东局 and 西局; 东局 has 东一科. One person for each part, named by what they do."""

    root: Unit
    east: Unit
    east_section: Unit
    west: Unit
    campaign: Campaign
    people: dict[str, Person]

    now: datetime = NOW
    today: date = TODAY

    def account(self, who: str) -> Account:
        """The account of one of the cast."""
        return self.people[who].account

    def reach(self, who: str) -> Reach:
        """What one of the cast reaches today."""
        return reach(Account.objects.select_related("person__unit").get(person=self.people[who]), today=self.today)

    def known(self) -> list[object]:
        """Itself and its parts, which whatever stands on it goes on sharing (huiyin.core.tests.replay)."""
        return [self, self.root, self.east, self.east_section, self.west, self.campaign, *self.people.values()]

    def post(self, unit: Unit, title: str, *, leader: bool = False) -> Post:
        """A post, made on first use."""
        return Post.objects.get_or_create(unit=unit, title=title, defaults={"leader": leader})[0]


# name: (Chinese name, unit, role, unit of the right)
CAST = {
    "office": ("安办", "root", Role.OFFICE, "root"),
    "office_two": ("白办", "root", Role.OFFICE, "root"),
    "east_clerk": ("东联", "east", Role.CLERK, "east"),
    "east_head": ("东长", "east", Role.HEAD, "east"),
    "section_clerk": ("科联", "east_section", Role.CLERK, "east_section"),
    "west_clerk": ("西联", "west", Role.CLERK, "west"),
    "west_head": ("西长", "west", Role.HEAD, "west"),
    "supervisor": ("单督", "root", Role.SUPERVISOR, "root"),
    "member": ("党员", "east", Role.MEMBER, "east"),
    "discipline": ("纪检", "root", Role.DISCIPLINE, "root"),
    "auditor": ("审计", "root", Role.AUDITOR, "root"),
    "administrator": ("管理", "root", Role.ADMINISTRATOR, "root"),
}


def pytest_deselected(items: Sequence[pytest.Item]) -> None:
    """A run of a group reads only the files that name its mark (tests/run.sh): no other test may bear it."""
    for item in items:
        for mark in GROUPS.intersection(mark.name for mark in item.iter_markers()):
            if f"mark.{mark}" not in _text(item.path):
                raise pytest.UsageError(
                    f"{item.nodeid} 属于 {mark} 组，但 {item.path.name} 里没有写 pytest.mark.{mark}。"
                )


@cache
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the collector need not walk through it thousands of times."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def cheap_codes() -> Iterator[None]:
    """Query codes at no cost; huiyin/anonymity/tests/test_cost.py asks at the real one.

    And a signing key is proved sound once, not by every ballot that is made with it: that takes a tenth of a second.
    """
    sealed_box.COST = 2
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "public_of", cache(blind_signatures.public_of))
        yield


@pytest.fixture(scope="session")
def django_db_use_migrations() -> bool:
    """Tables straight from the models on SQLite, where migrations take most of a short run; PostgreSQL runs them."""
    return connection.vendor == "postgresql"


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_use_migrations: bool, django_db_blocker: pytest_django.DjangoDbBlocker
) -> None:
    """Arm the append-only tables and take away row numbers, as the migrations would have; once, though two ask."""
    with django_db_blocker.unblock():
        if django_db_use_migrations or _armed():
            return
    # pytest-django hides the migrations while it makes the tables; from here on they are to be found again.
    settings.MIGRATION_MODULES = {}
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        for migration in MigrationLoader(None).disk_migrations.values():
            for step in migration.operations:
                if isinstance(step, Immutable | Orderless):
                    step.code(cast(StateApps, apps), editor)
    with django_db_blocker.unblock():
        recorder = MigrationRecorder(connection)
        recorder.ensure_schema()
        for app, name in MigrationLoader(None).disk_migrations:
            recorder.record_applied(app, name)


def _armed() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'")
        return bool(cursor.fetchone()[0])


@pytest.fixture
def county(db: None) -> County:
    """The county on 2 September 2013 with a running campaign of three stages."""
    return replayed("county", _county)


def _county() -> County:
    made: dict[str, Unit] = {}
    for key, name, kind, parent in (
        ("root", "青山县委", Unit.Kind.COMMITTEE, None),
        ("east", "东局", Unit.Kind.DEPARTMENT, "root"),
        ("east_section", "东一科", Unit.Kind.DEPARTMENT, "east"),
        ("west", "西局", Unit.Kind.DEPARTMENT, "root"),
    ):
        made[key] = tree.add_unit(
            actor=None, now=NOW, today=TODAY, name=name, code=key, kind=kind, parent=made[parent] if parent else None
        )
    people: dict[str, Person] = {}
    for number, (who, (name, unit, role, on)) in enumerate(CAST.items(), 1):
        person = Person.objects.create(
            name=name, staff_no=f"T{number:03d}", phone=f"1990000{number:04d}", unit=made[unit]
        )
        account = Account.objects.create_account(person=person, password="a-long-test-password")
        Grant.objects.create(
            person=person, role=role, unit=made[on], begins_on=date(2013, 1, 1), approved_by=account, approved_at=NOW
        )
        people[who] = person
    campaign = Campaign.objects.create(
        code="qunzhong", name="群众路线教育实践活动", unit=made["root"], begins_on=date(2013, 7, 1),
        state=Campaign.State.RUNNING,
    )  # fmt: skip
    for order, name in enumerate(("学习教育、听取意见", "查摆问题、开展批评", "整改落实、建章立制"), 1):
        Stage.objects.create(campaign=campaign, order=order, name=name)
    return County(made["root"], made["east"], made["east_section"], made["west"], campaign, people)


@pytest.fixture
def browser(county: County, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Client]:
    """`browser("east_clerk")`: a signed-in client (second factor taken as done). The clock stands at county.now."""
    monkeypatch.setattr("huiyin.core.clock.now", lambda: county.now)
    monkeypatch.setattr("huiyin.core.clock.today", lambda: county.today)

    def sign_in(who: str) -> Client:
        client = Client()
        client.force_login(county.account(who), backend="huiyin.organisation.sign_in.SignInBackend")
        session = client.session
        session[ONE_FACTOR] = False
        session.save()
        return client

    return sign_in
