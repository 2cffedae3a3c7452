"""What a ballot asks and what an answer may be; pure, so that a page, the count and a test read the same thing."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

YES, NO, ABSTAIN = 0, 1, 2
VOTE_OPTIONS = ("赞成", "不赞成", "弃权")
# A name of a candidate written in by the voter.
NAME_MOST = 20
BLANK = -1
# A question whose every grade was left out: the slip is not counted for it.
EMPTY = -2
# "丁　一" is how a list is set in type, not another person's name.
_GAP = re.compile(
    r"(?<=[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]) (?=[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])"
)


class BadForm(ValueError):
    """A question that cannot be asked; the message is a whole sentence."""


@dataclass(frozen=True)
class Question:
    """One question: each subject gets one of the options. `seats` bounds how many may be chosen (0: no bound).

    kind "vote": 赞成 / 不赞成 / 弃权 on each name, with up to `write_ins` other names, each in the place of a 不赞成.
    kind "grade": one grade for each subject (好 / 较好 / 一般 / 差 …); `groups` names the class of each subject, if any.
    """

    title: str
    kind: str
    subjects: tuple[str, ...]
    options: tuple[str, ...] = VOTE_OPTIONS
    seats: int = 0
    write_ins: int = 0
    groups: tuple[str, ...] = field(default=())


def checked_question(one: Question) -> Question:
    """A question that can be asked, or a sentence why not."""
    if one.kind not in {"vote", "grade"}:
        raise BadForm("题目只有“表决（选举）”和“评分（测评）”两种。")
    if not one.title.strip():
        raise BadForm("每道题要有题目。")
    if not one.subjects or any(not name.strip() for name in one.subjects):
        raise BadForm(f"“{one.title}”没有列出对象（姓名、事项或指标），请补上。")
    if len(set(map(one_name, one.subjects))) != len(one.subjects):
        raise BadForm(f"“{one.title}”里有重复的对象；同名的请加单位或其他字样区别。")
    if one.kind == "vote" and one.options != VOTE_OPTIONS:
        raise BadForm("表决的选项固定为赞成、不赞成、弃权。")
    if one.kind == "grade" and not 2 <= len(one.options) <= 9:
        raise BadForm(f"“{one.title}”的等次应为 2 至 9 个。")
    if len(set(one.options)) != len(one.options):
        raise BadForm(f"“{one.title}”里有重复的等次。")
    if one.kind == "grade" and (one.seats or one.write_ins):
        raise BadForm("评分题没有名额，也不能另选他人。")
    if one.groups and len(one.groups) != len(one.subjects):
        raise BadForm(f"“{one.title}”的指标和分类对不上，请核对。")
    if one.write_ins > max(one.seats, 0):
        raise BadForm(f"“{one.title}”能另选的人数不能超过名额。")
    return one


def to_data(questions: Sequence[Question]) -> list[dict[str, Any]]:
    """The form as stored."""
    return [asdict(one) for one in questions]


def from_data(data: Sequence[dict[str, Any]]) -> tuple[Question, ...]:
    """The form as it was stored."""
    return tuple(
        Question(
            title=one["title"], kind=one["kind"], subjects=tuple(one["subjects"]), options=tuple(one["options"]),
            seats=one["seats"], write_ins=one["write_ins"], groups=tuple(one["groups"]),
        )
        for one in data
    )  # fmt: skip


def digest(questions: Sequence[Question]) -> bytes:
    """What a sealed ballot is bound to: an answer to another wording does not open."""
    text = json.dumps(to_data(questions), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).digest()


def longest(questions: Sequence[Question]) -> int:
    """Bytes of the longest content that an answer to this form can have; a sign of a name takes at most six bytes."""
    each = sum(3 * len(one.subjects) + one.write_ins * (6 * NAME_MOST + 3) + 16 for one in questions)
    return each + 16


def content(choices: Sequence[Sequence[int]], others: Sequence[Sequence[str]]) -> bytes:
    """An answer as it is sealed (browsers write the same)."""
    return json.dumps(
        [list(map(list, choices)), list(map(list, others))], ensure_ascii=False, separators=(",", ":")
    ).encode()


def parts(questions: Sequence[Question]) -> list[tuple[int, int]]:
    """Into what opened ballots are parted: (question, subject) of a grade, (question, 0) of a vote, which counts whole.

    Grades of one ballot do not stay together: a pattern over thirty subjects is a signature.
    """
    return [
        (n, subject)
        for n, one in enumerate(questions)
        for subject in (range(len(one.subjects)) if one.kind == "grade" else (0,))
    ]


def read(questions: Sequence[Question], sealed: bytes) -> list[str] | None:
    """An opened ballot as one canonical text for each part (`parts`); None when it is not an answer to this form at all.

    Whether an answer stands (too many chosen, several options) is for the count: here only the shape is asked.
    """
    try:
        data = json.loads(sealed.decode())
    except (ValueError, RecursionError):
        return None
    if not (isinstance(data, list) and len(data) == 2 and all(isinstance(part, list) for part in data)):
        return None
    choices, others = data
    if len(choices) != len(questions) or len(others) != len(questions):
        return None
    texts = []
    for one, chosen, written in zip(questions, choices, others, strict=True):
        if not _fits(one, chosen, written):
            return None
        if one.kind == "grade":
            left_empty = all(option == BLANK for option in chosen)
            texts += [str(EMPTY if left_empty else option) for option in chosen]
            continue
        names = sorted(one_name(name) for name in written)
        texts.append(json.dumps([chosen, [name for name in names if name]], ensure_ascii=False, separators=(",", ":")))
    return texts


def one_name(text: str) -> str:
    """A name as it is counted: no signs that are not seen, no gap between two Chinese signs.

    Neither a database nor Word takes every sign; one voter's NUL must not keep the whole box shut.
    """
    seen = "".join(sign for sign in " ".join(text.split()) if _seen(sign))
    return _GAP.sub("", " ".join(seen.split()))


def _seen(sign: str) -> bool:
    return unicodedata.category(sign) not in {"Cc", "Cf", "Cs"} and ord(sign) & 0xFFFE != 0xFFFE


def _fits(one: Question, chosen: Any, written: Any) -> bool:
    return (
        isinstance(chosen, list)
        and len(chosen) == len(one.subjects)
        and all(type(n) is int and BLANK <= n < len(one.options) for n in chosen)
        and isinstance(written, list)
        and len(written) <= one.write_ins
        and all(isinstance(name, str) and len(name) <= NAME_MOST and _writable(name) for name in written)
    )


def _writable(name: str) -> bool:
    """Half of a pair of surrogates is a text to JSON and to no database."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
