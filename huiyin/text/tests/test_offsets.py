"""A place in a cleaned text leads back to the place it came from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.text.offsets import Edit, OffsetMap, rewrite, untouched


def naive(text: str, edits: list[Edit]) -> tuple[str, list[tuple[int, int]]]:
    """The same by one pair for each clean character."""
    out: list[str] = []
    back: list[tuple[int, int]] = []
    done = 0
    for start, end, replacement in edits:
        out.append(text[done:start])
        back += [(i, i + 1) for i in range(done, start)]
        out.append(replacement)
        back += [(start, end)] * len(replacement)
        done = end
    out.append(text[done:])
    back += [(i, i + 1) for i in range(done, len(text))]
    return "".join(out), back


@st.composite
def edited(draw: st.DrawFn, text: str) -> list[Edit]:
    places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    pairs = list(zip(places[::2], places[1::2], strict=False))
    return [Edit(a, b, draw(st.text("XYZ", max_size=3))) for a, b in pairs]


@st.composite
def cleanings(draw: st.DrawFn) -> tuple[str, list[list[Edit]]]:
    text = draw(st.text("甲乙丙丁", max_size=20))
    steps: list[list[Edit]] = []
    now = text
    for _ in range(draw(st.integers(0, 3))):
        edits = draw(edited(now))
        steps.append(edits)
        now = naive(now, edits)[0]
    return text, steps


@given(cleanings())
def test_every_span_leads_to_what_its_characters_came_from(case: tuple[str, list[list[Edit]]]) -> None:
    text, steps = case
    mapped = untouched(text)
    back = [(i, i + 1) for i in range(len(text))]
    for edits in steps:
        expected, inner = naive(mapped.clean, edits)
        back = [(back[a][0] if a < b else None, back[b - 1][1] if a < b else None) for a, b in inner]  # type: ignore[misc]
        if any(first is None for first, _ in back):
            return  # an inserted character came from nowhere: only its place is kept, checked below
        mapped = mapped.rewritten(edits)
        assert mapped.clean == expected
    for start in range(len(mapped.clean)):
        for end in range(start + 1, len(mapped.clean) + 1):
            first, last = mapped.offsets.span(start, end)
            assert first == back[start][0]
            assert last == max(back[end - 1][1], back[start][0])


@given(cleanings())
def test_spans_stay_inside_the_original_and_in_order(case: tuple[str, list[list[Edit]]]) -> None:
    text, steps = case
    mapped = untouched(text)
    for edits in steps:
        mapped = mapped.rewritten(edits)
    previous = 0
    for start in range(len(mapped.clean) + 1):
        first, last = mapped.offsets.span(start, min(start + 1, len(mapped.clean)))
        assert previous <= first <= last <= len(text)
        previous = first


def test_an_untouched_text_is_its_own_original() -> None:
    mapped = untouched("全县270个村").rewritten([])
    assert mapped.offsets == OffsetMap()
    assert mapped.quote(2, 7) == "270个村"


def test_removed_glosses_come_back_in_the_quote() -> None:
    mapped = untouched("192個(gè)組織").rewritten([Edit(4, 8, "")])
    assert mapped.clean == "192個組織"
    assert mapped.quote(0, 6) == "192個(gè)組織"


@pytest.mark.parametrize(
    "edits", [[Edit(3, 4, ""), Edit(1, 2, "")], [Edit(0, 3, ""), Edit(2, 4, "")], [Edit(2, 99, "")]]
)
def test_edits_that_overlap_or_leave_the_text_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="改动第"):
        rewrite("甲乙丙丁戊", edits)


def test_a_replacement_of_another_length_is_refused_as_one_for_one() -> None:
    with pytest.raises(ValueError, match="长度变了"):
        untouched("甲乙").replaced("甲")
