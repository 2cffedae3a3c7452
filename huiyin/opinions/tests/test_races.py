"""Two at the same moment, on PostgreSQL: one opinion a form, one opinion a number, one step after the other."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from huiyin.core.errors import Refused
from huiyin.core.tests.conftest import _armed_again, committed  # noqa: F401 - pytest finds fixtures by name
from huiyin.opinions import grouping
from huiyin.opinions.form_receipts import new_form
from huiyin.opinions.models import Item, Opinion
from huiyin.opinions.tests.conftest import Listening

pytestmark = [pytest.mark.races, pytest.mark.usefixtures("committed")]


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run them at the same moment; what each returned or refused."""
    gate, answers = threading.Barrier(len(acts)), list[object]()

    def run(act: Callable[[], object]) -> None:
        gate.wait()
        try:
            answers.append(act())
        except Refused as refusal:
            answers.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_the_same_form_sent_at_the_same_moment_is_one_opinion(listening: Listening) -> None:
    form = new_form()
    codes = at_once(*[lambda: listening.speak(form=form)] * 4)
    assert len(codes) == 4
    assert len(set(codes)) == 1
    assert Opinion.objects.count() == 1


def test_two_clerks_cannot_use_one_number(listening: Listening) -> None:
    answers = at_once(lambda: listening.slip("一-001", "甲"), lambda: listening.slip("一-001", "乙"))
    assert sorted(isinstance(answer, Refused) for answer in answers) == [False, True]
    assert Opinion.objects.count() == 1


def test_two_new_items_get_two_numbers(listening: Listening) -> None:
    def make() -> Item:
        return grouping.create_item(
            campaign=listening.county.campaign, unit=listening.county.root, statement="甲", actor=listening.office,
            **listening.when(),
        )  # fmt: skip

    at_once(make, make, make)
    assert sorted(Item.objects.values_list("code", flat=True)) == ["001", "002", "003"]
