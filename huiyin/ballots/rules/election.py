"""Elections with more candidates than seats: quorum, the two lines of majority, ties, too few elected (rules.md §7)."""

from collections.abc import Mapping
from dataclasses import dataclass

from huiyin.ballots.rules.majority import Meeting, Slips, returned_too_many, unsound


@dataclass(frozen=True)
class Elected:
    """The result of one election. `between` reached the older line only and waits for the superior's word."""

    outcome: str
    sentence: str
    winners: tuple[str, ...] = ()
    tied: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    short: int = 0


def fewest_candidates(seats: int) -> int:
    """Candidates must exceed seats by at least a fifth, rounded up (§7.1, §7.2): 1→2, 5→6, 6→8, 100→120."""
    return max(seats + 1, (seats * 6 + 4) // 5)


def candidates_fit(seats: int, candidates: int, *, equal: bool) -> str:
    """Why a list of candidates does not fit the seats; empty when it does. `equal`: 等额, for secretaries only."""
    if seats <= 0:
        return "应选名额要大于 0。"
    if equal:
        return "" if candidates == seats else f"等额选举的候选人应为 {seats} 人，现有 {candidates} 人。"
    fewest = fewest_candidates(seats)
    if candidates < fewest:
        return f"应选 {seats} 人，差额不少于 20%，候选人至少 {fewest} 人，现有 {candidates} 人。"
    return ""


def elect(
    meeting: Meeting, slips: Slips, *, seats: int, votes: Mapping[str, int], edition: str = "2020"
) -> Elected:  # fmt: skip
    """Who is elected by consenting votes for each name, written in or listed.

    Quorum is four fifths of those due. The line is more than half of those due (the stricter reading of the 2020 rules,
    待确认); whoever passes only half of those present lies between the lines and the superior must confirm.
    """
    refusal = unsound(meeting, slips)
    if refusal:
        return Elected("unsound", refusal)
    over = [name for name, n in votes.items() if n > slips.returned - slips.invalid]
    if over:
        return Elected("unsound", f"“{over[0]}”得票超过有效票数，请核对。")
    # 2020: at least four fifths; the 1990 rules said "more than".
    reached = 5 * meeting.present > 4 * meeting.due if edition == "1990" else 5 * meeting.present >= 4 * meeting.due
    if not reached:
        word = "没有超过" if edition == "1990" else "不足"
        return Elected("no_quorum", f"到会 {meeting.present} 人，{word}应到会 {meeting.due} 人的五分之四，会议无效。")
    void = returned_too_many(slips)
    if void is not None:
        return Elected("void", void.sentence)
    whole = meeting.present if edition == "1990" else meeting.due
    ahead = sorted((name for name, n in votes.items() if 2 * n > whole), key=lambda name: -votes[name])
    between = tuple(name for name, n in votes.items() if 2 * n > meeting.present and 2 * n <= whole)
    winners, tied = _seated(ahead, votes, seats)
    short = seats - len(winners)
    return _said(winners, tied, between, short, votes)


def _seated(ahead: list[str], votes: Mapping[str, int], seats: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Those who fit the seats by votes; those who tie at the last seat and do not all fit are voted on again."""
    if len(ahead) <= seats:
        return tuple(ahead), ()
    edge = votes[ahead[seats - 1]]
    if votes[ahead[seats]] < edge:
        return tuple(ahead[:seats]), ()
    return tuple(name for name in ahead if votes[name] > edge), tuple(name for name in ahead if votes[name] == edge)


def _said(
    winners: tuple[str, ...], tied: tuple[str, ...], between: tuple[str, ...], short: int, votes: Mapping[str, int]
) -> Elected:
    parts = []
    if winners:
        parts.append("、".join(f"{name}（{votes[name]} 票）" for name in winners) + "当选")
    if tied:
        parts.append(
            "、".join(tied) + f"得票相等（{votes[tied[0]]} 票），还有 {short} 个名额，应就他们再次投票，得票多的当选"
        )
    if between:
        parts.append("、".join(between) + "得票过实到会半数而未过应到会半数，须上级确认适用哪条当选线（待确认）")
    if short and not tied:
        parts.append(
            f"当选人数比名额少 {short} 人，不足的名额另行选举；接近名额的，经半数以上选举人同意或主席团决定也可减少名额"
        )
    outcome = "runoff" if tied else "confirm" if between and short else "short" if short else "elected"
    return Elected(outcome, "；".join(parts) + "。", winners, tied, between, short)
