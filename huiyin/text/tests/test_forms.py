"""A sentence that came before with other figures is read as if nobody had read it before."""

import random
import re

import pytest

from eval.claims import own
from huiyin.text import claims as reader
from huiyin.text.claim import Claim
from huiyin.text.claims import find_claims
from huiyin.text.forms import TIED, with_stand_ins
from huiyin.text.offsets import untouched

FIGURES = (
    "1",
    "2",
    "7",
    "10",
    "12",
    "24",
    "15",
    "83",
    "100",
    "101",
    "360",
    "2013",
    "1998",
    "1949",
    "4096",
    "12345",
    "05",
)


def read(text: str) -> list[Claim]:
    return list(find_claims(untouched(text)))


def read_alone(text: str) -> list[Claim]:
    reader._memory.cache_clear()
    reader._same.cache_clear()
    return read(text)


def with_figures(text: str, draw: random.Random) -> str:
    """Other figures: now and then of any size, else as long as those that stand there."""

    def other(found: re.Match[str]) -> str:
        if draw.random() < 0.3:
            return draw.choice(FIGURES)
        return "".join(draw.choice("0123456789") for _ in found[0])

    return re.sub("[0-9]+", other, text)


@pytest.mark.parametrize("split", ["tune", "held", "held2", "fresh", "unseen", "first", "second"])
def test_other_figures_are_read_as_if_they_came_first(split: str) -> None:
    draw = random.Random(split)
    texts = [with_figures(document.text, draw) for document in own(split) for _ in range(12)]
    together = [read(text) for text in texts]
    assert together == [read_alone(text) for text in texts]


def test_the_figures_of_a_form_are_its_own() -> None:
    sentences = [f"{year}年，全县举办培训班{n}期，投入{n}.5万元。" for year, n in ((2013, 12), (2014, 37), (2015, 58))]
    found = read("\n".join(sentences))
    assert [claim.value for claim in found] == [12, 125000, 37, 375000, 58, 585000]
    assert [claim.time for claim in found] == ["2013年"] * 2 + ["2014年"] * 2 + ["2015年"] * 2


@pytest.mark.parametrize(
    "sentence",
    [
        "每组10至20人。",
        "占2/3以上。",
        "投入3万5千元。",
        "共20几个。",
        "百分之12。",
        "捐款38 650元。",
        "1户1策。",
        "10%-15%。",
    ],
)
def test_figures_that_are_held_against_each_other_have_no_form(sentence: str) -> None:
    assert TIED.search(sentence) is not None


def test_a_stand_in_is_as_long_as_its_figure() -> None:
    text = "2013年9月，走访1250户、10人次，历时24小时，投入38.5万元，编号0571。"
    standing = with_stand_ins(text)
    assert len(standing) == len(text)
    assert re.sub("[0-9]", "0", standing) == re.sub("[0-9]", "0", text)


@pytest.mark.parametrize(
    ("sentence", "figures", "counted"),
    [
        ("窗口开放{}小时。", (36, 48, 12, 24), (36, 48, 12)),
        ("工程历时{}年。", (100, 365, 500, 12), (100, 12)),
        ("做到{}个确保。", (36, 48, 12, 10), (36, 48, 12)),
    ],
)
def test_a_figure_that_decides_is_not_stood_in_for(
    sentence: str, figures: tuple[int, ...], counted: tuple[int, ...]
) -> None:
    text = "\n".join(map(sentence.format, figures))
    assert tuple(claim.value for claim in read_alone(text)) == counted
