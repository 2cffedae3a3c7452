"""What is done the quick way comes out as it would the plain way."""

import json

from hypothesis import given
from hypothesis import strategies as st

from huiyin.text.checks.dates import DATE, with_months
from huiyin.text.checks.steps import POINT
from huiyin.text.claim_table import ClaimTable
from huiyin.text.claims import find_claims
from huiyin.text.offsets import untouched
from huiyin.text.report import prepared

DATED = [
    "月",
    "年",
    "日",
    "1",
    "9",
    "20",
    "2013年",
    "12月",
    "次年",
    "第二年",
    "明年",
    "号",
    "上旬",
    "初",
    "份",
    ".",
    "，",
    "党",
]
TEXT = "全縣(xiàn)共舉辦“主題\\黨日”12.5期，\n参加1200—1500人次，占党员总数的65%；近3年增速-6.4%。"


@given(st.lists(st.sampled_from(DATED), max_size=9).map("".join))
def test_dates_are_found_at_their_months(text: str) -> None:
    for pattern in (DATE, POINT):
        assert [m.span() for m in with_months(pattern, text)] == [m.span() for m in pattern.finditer(text)]


def test_a_claim_is_written_as_its_object_is() -> None:
    for claim in find_claims(prepared(TEXT * 2).text):
        assert claim.json_line('a"b.txt') == json.dumps(claim.as_json('a"b.txt'), ensure_ascii=False)


def test_a_table_of_claims_gives_back_what_was_kept() -> None:
    claims = list(find_claims(prepared(TEXT).text))
    table = ClaimTable(TEXT)
    assert list(table.kept(claims)) == claims == list(table) == [table[n] for n in range(len(claims))]
    assert table[-1] == claims[-1]


@given(
    st.text(alphabet="ab", min_size=1, max_size=60),
    st.lists(st.tuples(st.integers(0, 59), st.integers(0, 3), st.sampled_from(["", "x", "yz"])), max_size=8),
    st.lists(st.tuples(st.integers(0, 59), st.integers(0, 3), st.sampled_from(["", "x", "yz"])), max_size=8),
    st.lists(st.tuples(st.integers(0, 80), st.integers(0, 9)), max_size=12),
)
def test_passages_asked_for_in_order_lead_to_the_same_places(text, first, second, asked) -> None:
    mapped = untouched(text)
    for edits in (first, second):
        done, fitting = 0, []
        for start, size, new in sorted(edits):
            if start >= done and start + size <= len(mapped.clean):
                fitting.append((start, start + size, new))
                done = start + size
        mapped = mapped.rewritten(fitting)
    onward = mapped.offsets.onward()
    for start, size in sorted(asked):
        if start + size <= len(mapped.clean):
            assert onward.span(start, start + size) == mapped.offsets.span(start, start + size)
