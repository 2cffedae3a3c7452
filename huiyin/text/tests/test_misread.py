"""Bytes read in the wrong code come back where they can be nothing else; what reads well is never touched."""

import pytest

from huiyin.text.claims import find_claims
from huiyin.text.repair.pipeline import repair

SAID = "全县共组织集中学习12次，参加人员3200人次，撰写心得体会860篇，群众比较满意。"
AROUND = "第一行写得清清楚楚，开展调研20次。"
CODES = (("utf-8", "latin-1"), ("gb18030", "latin-1"), ("utf-8", "gb18030"))


def wrongly(text: str, code: str, read_as: str) -> str:
    return text.encode(code).decode(read_as, "replace")


@pytest.mark.parametrize(("code", "read_as"), CODES[:2])
def test_a_line_read_in_the_wrong_code_comes_back_whole(code: str, read_as: str) -> None:
    assert repair(f"{AROUND}\n{wrongly(SAID, code, read_as)}\n").clean == f"{AROUND}\n{SAID}\n"


def test_what_the_wrong_code_destroyed_keeps_a_mark_and_the_rest_comes_back() -> None:
    """UTF-8 has three bytes a character and GBK two: one that found no partner is gone."""
    clean = repair(f"{AROUND}\n{wrongly(SAID, 'utf-8', 'gb18030')}\n").clean
    assert clean.startswith(f"{AROUND}\n全县共组织集中学")
    assert "参加人员3200人次，撰写心得体" in clean
    assert clean.count("\ufffd") <= 4


def test_claims_quote_the_original_as_it_stands() -> None:
    original = wrongly(SAID, "utf-8", "latin-1")
    found = list(find_claims(repair(original).text))
    assert [(claim.value, claim.unit) for claim in found] == [(12, "次"), (3200, "人次"), (860, "篇")]
    assert all(claim.quote == original[claim.start : claim.end] for claim in found)


@pytest.mark.parametrize(
    "text",
    [
        AROUND,
        "浜河、鍏山两处，涓流入海，仁者爱人。",
        "“锛”“銆”“鍏”“涓”四个字是乱码里常见的。",
        "单（shàn）雄信、café、naïve、Müller、Ångström、€100、£50。",
        "规格：±0.5°，100µm，½，©2013，§3，¶2，«书名»，ä¸、ï¼ 是乱码。",
        "Der Prüfer schätzt: Äpfel, Öl, Übermaß — 12 Stück.",
    ],
)
def test_rare_characters_and_western_letters_stay(text: str) -> None:
    assert repair(text).clean == text
