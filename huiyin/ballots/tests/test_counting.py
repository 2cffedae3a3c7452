"""A slip counts whole or not at all; whatever is opened, counting never fails and never counts twice."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.ballots import counting, form
from huiyin.ballots.form import BadForm, Question, checked_question

ELECTION = Question("选举委员", "vote", ("甲", "乙", "丙"), seats=2, write_ins=2)
GRADES = Question("测评", "grade", ("理想信念", "组织纪律"), ("好", "较好", "一般", "差"))


def slip(question, chosen, others=()):
    """What an opened ballot leaves: a text for each part."""
    texts = form.read((question,), form.content([chosen], [others]))
    assert texts is not None
    assert len(texts) == len(form.parts((question,)))
    return texts


def count(question, slips):
    """Slips parted, each part counted by itself, as it is stored: without the empty ones."""
    runs = [[text for text in run if text] for run in zip(*slips, strict=True)]
    return counting.count(question, runs or [[] for _part in form.parts((question,))])


@pytest.mark.parametrize(
    ("chosen", "others", "valid"),
    [
        ((0, 0, 1), (), True),
        ((0, 0, 0), (), False),
        ((0, 1, 1), ("丁",), True),
        ((0, 0, 1), ("丁",), False),
        ((0, 2, 2), ("丁",), False),
        ((1, 1, 1), ("丁", "丁"), False),
        ((1, 1, 0), ("甲",), False),
        ((-1, -1, -1), (), True),
    ],
)
def test_election_slips(chosen, others, valid):
    tally = count(ELECTION, [slip(ELECTION, chosen, others)])
    assert (tally.valid, tally.invalid) == ((1, 0) if valid else (0, 1))


def test_nothing_marked_is_an_abstention_and_grades_left_out_are_nothing():
    assert count(ELECTION, [slip(ELECTION, (-1, 0, 1))]).marks == [[0, 0, 1], [1, 0, 0], [0, 1, 0]]
    graded = count(GRADES, [slip(GRADES, chosen) for chosen in ((0, -1), (-1, -1))])
    assert graded.marks == [[1, 0, 0, 0], [0, 0, 0, 0]]
    assert (graded.valid, graded.invalid) == (1, 1)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"[]", b"[[],[]]", b"[[[0,0]],[[]]]", b"[[[0,0,9]],[[]]]", b"[[[0,0,true]],[[]]]", b"\xff\xfe",
        b'[[[0,0,1]],[["' + "长".encode() * 21 + b'"]]]', b'[[[0,0,1]],[["a","b","c"]]]', b"[[[0,0,1.0]],[[]]]",
        b'{"0":1}', b"null", b"[" * 100_000, b"9" * 10_000, b'[[[0,0,1]],[["\\ud800"]]]', b"[[[NaN,0,1]],[[]]]", b"[[[0,0,1]],[[null]]]",
    ],
)  # fmt: skip
def test_what_is_no_answer_to_this_form_says_nothing(content):
    assert form.read((ELECTION,), content) is None


@given(
    st.lists(
        st.tuples(
            st.lists(st.integers(-1, 2), min_size=3, max_size=3), st.lists(st.sampled_from("甲丁戊"), max_size=2)
        ),
        max_size=30,
    )
)
def test_every_valid_slip_marks_each_name_once(slips):
    tally = count(ELECTION, [slip(ELECTION, chosen, others) for chosen, others in slips])
    assert tally.valid + tally.invalid == len(slips)
    assert all(sum(row) == tally.valid for row in tally.marks)


@given(st.lists(st.text(max_size=20), max_size=2), st.lists(st.integers(-1, 2), min_size=3, max_size=3))
def test_no_content_is_longer_than_the_padding(others, chosen):
    assert len(form.content([chosen], [others])) <= form.longest((ELECTION,))


@pytest.mark.parametrize(
    ("question", "word"),
    [
        (Question("", "vote", ("甲",)), "题目"),
        (Question("选举", "vote", ()), "没有列出"),
        (Question("选举", "vote", ("甲", "甲")), "重复"),
        (Question("选举", "vote", ("甲",), ("同意", "反对")), "固定"),
        (Question("测评", "grade", ("甲",), ("好",)), "2 至 9"),
        (Question("测评", "grade", ("甲",), ("好", "差"), seats=1), "名额"),
        (Question("测评", "grade", ("甲",), ("好", "差"), groups=("一", "二")), "对不上"),
        (Question("选举", "vote", ("甲", "乙"), seats=1, write_ins=2), "不能超过名额"),
        (Question("选举", "other", ("甲", "乙")), "两种"),
    ],
)
def test_questions_that_cannot_be_asked(question, word):
    with pytest.raises(BadForm, match=word):
        checked_question(question)


def test_a_form_comes_back_as_it_was_stored():
    assert form.from_data(json.loads(json.dumps(form.to_data((ELECTION, GRADES))))) == (ELECTION, GRADES)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("王\u0000二", "王二"), ("王\u3000二", "王二"), (" 王  二 ", "王二"), ("王\u200b二\u202e", "王二"),
        ("阿不都 · 买买提", "阿不都 · 买买提"), ("Ai  Li", "Ai Li"), ("\ufffe\uffff王二", "王二"), ("𠮷 田", "𠮷田"),
    ],
)  # fmt: skip
def test_a_name_is_counted_by_what_is_seen_of_it(written, name):
    """A NUL would be refused by PostgreSQL's JSON and by Word: one voter could keep the box shut."""
    text = slip(ELECTION, (0, 1, 1), [written])
    assert text == ["0", "1", "1", name, ""]
    assert count(ELECTION, [text, text]).written == {name: 2}


@pytest.mark.parametrize("others", [("丁", "丁"), ("丁", "丁\u200b"), ("丁 ", "丁")])
def test_a_name_written_in_twice_spoils_the_slip_and_raises_nobody(others):
    """rules.md §7.1 单票: a slip stands or falls whole; one name twice is no second vote for it and no half a slip."""
    tally = count(ELECTION, [slip(ELECTION, (1, 1, 1), others), slip(ELECTION, (1, 1, 0), ("丁",))])
    assert (tally.valid, tally.invalid, tally.written) == (1, 1, {"丁": 1})


def test_what_a_slip_says_of_each_name_is_parted_and_a_void_one_says_nothing_of_any():
    """The pattern over many names is a signature; of a slip that does not stand not even the names written in stay."""
    assert form.parts((ELECTION,)) == [(0, n) for n in range(5)]
    assert slip(ELECTION, (0, 1, -1), ("戊",)) == ["0", "1", "2", "戊", ""]
    assert slip(ELECTION, (0, 0, 0), ("戊",)) == ["-2", "-2", "-2", "", ""]


def test_a_name_of_unseen_signs_alone_is_no_name():
    assert count(ELECTION, [slip(ELECTION, (0, 1, 1), ["\u200b"])]).written == {}


def test_a_candidate_set_with_a_gap_is_the_candidate():
    spaced = Question("选举", "vote", ("丁　一", "王二"), seats=1, write_ins=1)
    assert count(spaced, [slip(spaced, (1, 1), ["丁一"])]).invalid == 1
    with pytest.raises(BadForm, match="重复"):
        checked_question(Question("选举", "vote", ("丁　一", "丁一")))


def test_grades_named_twice_are_refused():
    with pytest.raises(BadForm, match="重复的等次"):
        checked_question(Question("测评", "grade", ("甲",), ("好", "好")))
