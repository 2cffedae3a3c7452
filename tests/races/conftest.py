"""Rows that are really committed, for threads of their own; and two acts at the same moment."""

import threading
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from huiyin.conftest import county as county
from huiyin.core.errors import Refused


def _replication_role(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET session_replication_role = {role}")


@pytest.fixture
def _guarded_again(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Runs after the tables were emptied: the append-only guards stand again for whatever test comes next."""
    yield
    with django_db_blocker.unblock():
        _replication_role("origin")


@pytest.fixture
def committed(_guarded_again: None, transactional_db: None) -> Iterator[None]:
    """A database that is emptied afterwards, which the append-only guards would refuse: a superuser's replica has none."""
    if connection.vendor != "postgresql":
        pytest.skip("竞争测试只在 PostgreSQL 上运行（tests/run.sh 会启动一个）")
    yield
    _replication_role("replica")


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run them at the same moment; what each returned or refused, in the order given."""
    gate, answers = threading.Barrier(len(acts)), dict[int, object]()

    def run(number: int, act: Callable[[], object]) -> None:
        try:
            gate.wait(timeout=30)
            answers[number] = act()
        except Exception as fault:  # kept for the test, which says which faults it expects
            answers[number] = fault
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return [answers[number] for number in range(len(acts))]


def one_wins(answers: list[object]) -> object:
    """What the only winner got; the others were refused with a sentence."""
    won = [answer for answer in answers if not isinstance(answer, Exception)]
    lost = [answer for answer in answers if isinstance(answer, Exception)]
    assert len(won) == 1, answers
    assert all(isinstance(answer, Refused) and answer.sentence for answer in lost), lost
    return won[0]
