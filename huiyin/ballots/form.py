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
# A question that this ballot does not count for: every grade left out, or a vote that does not stand (`stands`).
VOID = -2
# From this grade of five on somebody is unhappy (不太满意, 不满意) and may leave the digest of a code.
UNHAPPY_FROM = 3
_CODE = re.compile("[0-9a-f]{64}")
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
    # Whether an answer may carry the digest of a code under which those unhappy look up the notice of a second round.
    codes: bool = False

    @property
    def rows(self) -> list[dict[str, str]]:
        """Class and name of each subject, for a page that shows them by class."""
        groups = self.groups or ("",) * len(self.subjects)
        return [{"group": group, "name": name} for group, name in zip(groups, self.subjects, strict=True)]


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
    if one.codes and (one.kind != "grade" or len(one.options) <= UNHAPPY_FROM):
        raise BadForm("只有五档的评分题能留复评码。")
    if one.groups and len(one.groups) != len(one.subjects):
        raise BadForm(f"“{one.title}”的指标和分类对不上，请核对。")
    if one.write_ins > max(one.seats, 0):
        raise BadForm(f"“{one.title}”能另选的人数不能超过名额。")
    return one


def to_data(questions: Sequence[Question]) -> list[dict[str, Any]]:
    """The form as stored."""
    # Left out where it is not asked: the digests of forms written before stay what they were.
    return [{name: value for name, value in asdict(one).items() if name != "codes" or value} for one in questions]


def from_data(data: Sequence[dict[str, Any]]) -> tuple[Question, ...]:
    """The form as it was stored."""
    return tuple(
        Question(
            title=one["title"], kind=one["kind"], subjects=tuple(one["subjects"]), options=tuple(one["options"]),
            seats=one["seats"], write_ins=one["write_ins"], groups=tuple(one["groups"]), codes=one.get("codes", False),
        )
        for one in data
    )  # fmt: skip


def digest(questions: Sequence[Question]) -> bytes:
    """What a sealed ballot is bound to: an answer to another wording does not open."""
    text = json.dumps(to_data(questions), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).digest()


def longest(questions: Sequence[Question]) -> int:
    """Bytes of the longest content that an answer to this form can have; a sign of a name takes at most six bytes."""
    each = sum(3 * len(one.subjects) + one.write_ins * (6 * NAME_MOST + 3) + 16 + 67 * one.codes for one in questions)
    return each + 16


def content(choices: Sequence[Sequence[int]], others: Sequence[Sequence[str]]) -> bytes:
    """An answer as it is sealed (browsers write the same)."""
    return json.dumps(
        [list(map(list, choices)), list(map(list, others))], ensure_ascii=False, separators=(",", ":")
    ).encode()


def parts(questions: Sequence[Question]) -> list[tuple[int, int]]:
    """Into what opened ballots are parted, each (question, place): a subject each, then a code or a name written in each.

    What one ballot says of two subjects does not stay together: a pattern over many of them is a signature. Whether a
    vote stands as a whole (rules.md §7.1 单票) is asked before it is parted.
    """
    return [
        (n, place) for n, one in enumerate(questions) for place in range(len(one.subjects) + one.codes + one.write_ins)
    ]


def kept_under(questions: Sequence[Question]) -> list[int]:
    """For each part the one under whose number it is stored: names written in to one question all under the first of them.

    Stored by their places, a name in the second would tell that its ballot wrote another one in the first.
    """
    placed, found = parts(questions), list[int]()
    for at, (n, place) in enumerate(placed):
        written = place - len(questions[n].subjects) - questions[n].codes
        found.append(at - max(0, written))
    return found


def read(questions: Sequence[Question], sealed: bytes) -> list[str] | None:
    """An opened ballot as one canonical text for each part (`parts`); None when it is not an answer to this form at all.

    A part without anything in it (no name written in, no code left) is an empty text.
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
        texts += _grades(one, chosen, written) if one.kind == "grade" else _votes(one, chosen, written)
    return texts


def stands(one: Question, chosen: Sequence[int], written: Sequence[str]) -> bool:
    """Whether a vote is valid: no more chosen than seats, another name only in the place of a 不赞成, none doubled."""
    if len(set(written)) != len(written) or set(written) & set(map(one_name, one.subjects)):
        return False
    if len(written) > list(chosen).count(NO):
        return False
    return not one.seats or list(chosen).count(YES) + len(written) <= one.seats


def _grades(one: Question, chosen: list[int], written: list[str]) -> list[str]:
    left_empty = all(option == BLANK for option in chosen)
    texts = [str(VOID if left_empty else option) for option in chosen]
    if one.codes:
        # Whoever is content left a code for nothing: it goes with the sealed ballot.
        texts.append("".join(written) if max(chosen) >= UNHAPPY_FROM else "")
    return texts


def _votes(one: Question, chosen: list[int], written: list[str]) -> list[str]:
    names = sorted(name for name in map(one_name, written) if name)
    if not stands(one, chosen, names):
        return [str(VOID)] * len(chosen) + [""] * one.write_ins
    # Nothing marked is no consent: it counts as an abstention.
    options = [str(ABSTAIN if option == BLANK else option) for option in chosen]
    return options + names + [""] * (one.write_ins - len(names))


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
        and (_fits_code(one, written) if one.codes else _fits_names(one, written))
    )


def _fits_code(one: Question, written: list[Any]) -> bool:
    return len(written) <= 1 and all(isinstance(code, str) and _CODE.fullmatch(code) is not None for code in written)


def _fits_names(one: Question, written: list[Any]) -> bool:
    return len(written) <= one.write_ins and all(
        isinstance(name, str) and len(name) <= NAME_MOST and _writable(name) for name in written
    )


def _writable(name: str) -> bool:
    """Half of a pair of surrogates is a text to JSON and to no database."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
