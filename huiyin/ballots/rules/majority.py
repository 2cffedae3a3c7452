"""Meetings that stand or not, and votes that carry or not: admission of members and the general majorities.

Sources: rules.md §6.4 (发展党员票决), §7.4 (表决方式字典).
"""

from dataclasses import dataclass
from fractions import Fraction

# §7.4: the base (those due, or those present) and the part of it that must be exceeded.
BASES = {"due": "应到会", "present": "到会"}
PARTS = {"4/5": Fraction(4, 5), "3/4": Fraction(3, 4), "2/3": Fraction(2, 3), "1/2": Fraction(1, 2)}


@dataclass(frozen=True)
class Meeting:
    """Counted heads: due with a vote, present, and those who sent a written opinion beforehand without being there."""

    due: int
    present: int
    written: int = 0


@dataclass(frozen=True)
class Slips:
    """Counted slips: issued, returned, and those that do not stand."""

    issued: int
    returned: int
    invalid: int = 0


@dataclass(frozen=True)
class Verdict:
    """What follows, in one word for the machine and one sentence for people."""

    outcome: str
    sentence: str

    @property
    def carried(self) -> bool:
        """Whether the vote carried."""
        return self.outcome == "carried"


def unsound(meeting: Meeting, slips: Slips) -> str:
    """Why these counts cannot be true, as a sentence; empty when they can."""
    if meeting.due <= 0:
        return "应到会人数要大于 0。"
    if meeting.present + meeting.written > meeting.due:
        return f"到会 {meeting.present} 人加会前书面意见 {meeting.written} 人，超过应到会 {meeting.due} 人，请核对。"
    if slips.issued > meeting.present:
        return f"发出 {slips.issued} 张，超过到会有表决权的 {meeting.present} 人，请核对。"
    if slips.invalid > slips.returned:
        return f"无效票 {slips.invalid} 张，超过收回的 {slips.returned} 张，请核对。"
    return ""


def returned_too_many(slips: Slips) -> Verdict | None:
    """More slips returned than issued: the vote is void (§7.1 收回票)."""
    if slips.returned > slips.issued:
        return Verdict("void", f"收回 {slips.returned} 张，多于发出的 {slips.issued} 张，投票无效，应当重投。")
    return None


def admission(meeting: Meeting, slips: Slips, *, yes: int, no: int, abstain: int, written_yes: int = 0) -> Verdict:
    """Whether an applicant is admitted: present > due/2, and consent, written included, > due/2 (§6.4)."""
    refusal = unsound(meeting, slips)
    if refusal:
        return Verdict("unsound", refusal)
    if written_yes > meeting.written:
        return Verdict("unsound", f"书面赞成 {written_yes} 人，超过提交书面意见的 {meeting.written} 人，请核对。")
    if 2 * meeting.present <= meeting.due:
        return Verdict("no_quorum", f"到会 {meeting.present} 人，没有超过应到会 {meeting.due} 人的半数，会议无效。")
    void = returned_too_many(slips)
    if void is not None:
        return void
    if yes + no + abstain + slips.invalid != slips.returned:
        return Verdict(
            "unsound",
            f"赞成 {yes}、不赞成 {no}、弃权 {abstain}、无效 {slips.invalid} 加起来不等于收回的 {slips.returned} 张，请核对。",
        )
    total = yes + written_yes
    shown = f"赞成 {total} 票" + (f"（其中会前书面赞成 {written_yes} 票）" if written_yes else "")
    if 2 * total > meeting.due:
        return Verdict("carried", f"{shown}，超过应到会 {meeting.due} 人的半数，通过。")
    return Verdict("lost", f"{shown}，没有超过应到会 {meeting.due} 人的半数，未通过。")


def pre_election(meeting: Meeting, slips: Slips, *, yes: int) -> Verdict:
    """Whether a name becomes a formal candidate: consent > half of those due, however many came (§7.1 预选)."""
    refusal = unsound(meeting, slips)
    if refusal:
        return Verdict("unsound", refusal)
    void = returned_too_many(slips)
    if void is not None:
        return void
    if yes > slips.returned - slips.invalid:
        return Verdict("unsound", f"赞成 {yes} 票，多于有效票 {slips.returned - slips.invalid} 张，请核对。")
    if 2 * yes > meeting.due:
        return Verdict("carried", f"赞成 {yes} 票，超过应到会 {meeting.due} 人的半数，列为正式候选人。")
    return Verdict("lost", f"赞成 {yes} 票，没有超过应到会 {meeting.due} 人的半数，不列为正式候选人。")


def general(meeting: Meeting, slips: Slips, *, yes: int, base: str, part: str) -> Verdict:
    """A vote by a named majority (§7.4): yes must exceed `part` of those due or present; "all" wants everyone present.

    Half of those due must be there, exactly half is enough (§5.3, 支部18 第 11 条; an admission wants more, §6.4).
    """
    refusal = unsound(meeting, slips)
    if refusal:
        return Verdict("unsound", refusal)
    if 2 * meeting.present < meeting.due:
        return Verdict("no_quorum", f"到会 {meeting.present} 人，不足应到会 {meeting.due} 人的半数，会议无效。")
    void = returned_too_many(slips)
    if void is not None:
        return void
    if part == "all":
        needed = meeting.present
        if yes == needed > 0:
            return Verdict("carried", f"赞成 {yes} 票，到会 {needed} 人全票通过。")
        return Verdict("lost", f"赞成 {yes} 票，到会 {needed} 人，不是全票，未通过。")
    whole = meeting.due if base == "due" else meeting.present
    name = f"{BASES[base]} {whole} 人的 {part}"
    if yes > PARTS[part] * whole:
        return Verdict("carried", f"赞成 {yes} 票，超过{name}，通过。")
    return Verdict("lost", f"赞成 {yes} 票，没有超过{name}，未通过。")
