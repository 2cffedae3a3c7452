"""An installation's own numbers: decided with a source, on record, in force from the next start; promises stay as they are."""

from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from huiyin.core import own_values
from huiyin.core.errors import Refused
from huiyin.core.models import AuditLine
from huiyin.core.setting import Setting
from huiyin.core.terms import LEAST_VOICES
from huiyin.opinions.terms import LONGEST_WORDS, REPLY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_folder_of_its_own(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.DATA_DIR = tmp_path
    own_values.in_force.cache_clear()
    yield
    own_values.in_force.cache_clear()


def told(*words: object, **named: object) -> str:
    out = StringIO()
    call_command("setting", *words, stdout=out, **named)
    return out.getvalue()


def test_a_decision_holds_from_the_next_start_and_the_last_one_counts() -> None:
    assert (REPLY.value, REPLY.to_confirm) == (15, True)
    told("转办答复时限", "10", source="县委办〔2013〕9号")
    assert REPLY.value == 15
    own_values.in_force.cache_clear()
    assert (REPLY.value, REPLY.source, REPLY.to_confirm, REPLY.default) == (10, "县委办〔2013〕9号", False, 15)
    told("转办答复时限", "12", source="县委办〔2014〕1号")
    own_values.in_force.cache_clear()
    assert REPLY.value == 12
    assert [one.value for one in own_values.decisions()] == [10, 12]
    assert "本单位另定" in told()
    assert AuditLine.objects.filter(action="setting.decided").count() == 2


@pytest.mark.parametrize("setting", [LEAST_VOICES, LONGEST_WORDS])
def test_promises_and_built_in_numbers_are_refused(setting: Setting) -> None:
    with pytest.raises(CommandError, match="不能改"):
        told(str(setting.label), "1", source="随便")
    assert not own_values.decisions()


def test_a_promise_is_not_lowered_by_writing_into_the_file_either() -> None:
    own_values.decide(own_values.OwnValue(str(LEAST_VOICES.label), 1, "手写", date(2014, 1, 1)))
    own_values.in_force.cache_clear()
    assert LEAST_VOICES.value == 5


@pytest.mark.parametrize(
    ("words", "source", "why"),
    [
        (("没有这个", "3"), "依据", "没有“没有这个”"), (("转办答复时限", "0"), "依据", "应是 1 至"), (("转办答复时限", "5"), " ", "依据"),
        (("转办答复时限",), "依据", "写全"),
    ],
)  # fmt: skip
def test_what_is_not_said_whole_is_refused(words: tuple[str, ...], source: str, why: str) -> None:
    with pytest.raises(CommandError, match=why):
        told(*words, source=source)
    assert not own_values.decisions()


def test_a_file_changed_by_hand_is_refused_and_not_passed_over(tmp_path: Path) -> None:
    told("转办答复时限", "10", source="县委办〔2013〕9号")
    own_values.file().write_text(own_values.file().read_text(encoding="utf-8") + "{\n", encoding="utf-8")
    own_values.in_force.cache_clear()
    with pytest.raises(Refused, match="第 2 行"):
        _ = REPLY.value
