"""What follows from a count: who carried, who is elected, which index; by the ballot's preset, in sentences."""

from dataclasses import dataclass, field

from django.db.models import Q

from huiyin.ballots import casting, counting, form, rating
from huiyin.ballots.counting import Tally
from huiyin.ballots.form import ABSTAIN, NO, YES, Question
from huiyin.ballots.models import Ballot
from huiyin.ballots.presets import preset
from huiyin.ballots.rating import Line
from huiyin.ballots.rules.appraisal import over_cap
from huiyin.ballots.rules.election import Elected, elect
from huiyin.ballots.rules.majority import Meeting, Slips, Verdict, admission, general, pre_election
from huiyin.eligibility.models import RollEntry


@dataclass(frozen=True)
class Answered:
    """One question with its count and what follows from it."""

    question: Question
    tally: Tally
    sentences: tuple[str, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    elected: Elected | None = None
    # Of a satisfaction survey: its indicators, classes and all.
    lines: tuple[Line, ...] = field(default=())

    @property
    def others(self) -> list[tuple[str, int]]:
        """Names written in with their votes, most first."""
        return sorted(self.tally.written.items(), key=lambda pair: (-pair[1], pair[0]))

    @property
    def rows(self) -> list[tuple[str, list[int]]]:
        """(subject, how many for each option), a line each."""
        return list(zip(self.question.subjects, self.tally.marks, strict=True))


@dataclass(frozen=True)
class Heads:
    """Whom the roll lists, who is due, how many took part by each way, slips issued, returned and invalid."""

    listed: int
    due: int
    present: int
    issued: int
    returned: int


def heads(ballot: Ballot) -> Heads:
    """Everybody counted; voters by device count as present, their credential as issued, their ballot as returned."""
    entries = RollEntry.objects.filter(roll=ballot.roll, removed=False)
    listed = entries.count()
    drawn = entries.exclude(way=RollEntry.Way.NONE).count()
    cast = casting.cast_count(ballot)
    paper = ballot.heads
    return Heads(
        listed,
        # Whoever is excused and takes part all the same counts as due: nobody present who was not due.
        entries.filter(~Q(way=RollEntry.Way.NONE) | Q(excused=RollEntry.Excused.NONE)).count(),
        paper.get("present", 0) + (drawn if ballot.electronic else 0),
        paper.get("issued", 0) + (drawn if ballot.electronic else 0), paper.get("returned", 0) + cast,
    )  # fmt: skip


def complete(ballot: Ballot) -> bool:
    """Whether everything is counted: the box opened, heads noted, paper counted by two.

    Before that nothing is shown: half a count is no verdict, and from a count of the box alone, taken from the whole
    later, two or three paper slips could be read.
    """
    if ballot.note or ballot.state not in {Ballot.State.COUNTED, Ballot.State.CERTIFIED}:
        return False
    if ballot.electronic and not ballot.counted:
        return False
    checked = ballot.paper_counts.exclude(checked_by=None).count()
    return not ballot.paper or ("present" in ballot.heads and checked == len(ballot.form))


def result(ballot: Ballot) -> list[Answered]:
    """Every question with what follows; empty before all is counted, and where the box was not opened."""
    if not complete(ballot):
        return []
    counted = heads(ballot)
    paper = {one.question: counting.tally_from(one.counted) for one in ballot.paper_counts.exclude(checked_by=None)}
    found = []
    for n, question in enumerate(form.from_data(ballot.form)):
        box = counting.tally_from(ballot.counted[n]) if ballot.counted else counting.empty(question)
        tally = box.plus(paper[n]) if n in paper else box
        tally.invalid += ballot.nothing
        found.append(_answered(ballot, question, tally, counted))
    return found


def contradictions(ballot: Ballot) -> list[str]:
    """Why these counts cannot be true, a sentence each: such a result is not certified."""
    said = []
    for one in result(ballot):
        if one.elected is not None and one.elected.outcome == "unsound":
            said.append(one.elected.sentence)
        said += [verdict.sentence for verdict in one.verdicts if verdict.outcome == "unsound"]
    return said


def _over_cap(question: Question, tally: Tally) -> str:
    """The warning when more are marked 优秀 by more than half than a third lets; §3.3: a written reason is needed."""
    return over_cap(sum(row[0] > sum(row) / 2 for row in tally.marks), len(question.subjects))


def beyond_cap(ballot: Ballot) -> list[str]:
    """The warning of every question with more 优秀 than a third: certifying wants the reason in writing."""
    if preset(ballot.preset).rule != "member_appraisal":
        return []
    return [warning for one in result(ballot) if (warning := _over_cap(one.question, one.tally))]


def _answered(ballot: Ballot, question: Question, tally: Tally, counted: Heads) -> Answered:
    rule = preset(ballot.preset).rule
    meeting = Meeting(counted.due, counted.present, ballot.heads.get("written", 0))
    slips = Slips(counted.issued, counted.returned, tally.invalid)
    if rule == "election":
        votes = {name: tally.of(n, YES) for n, name in enumerate(question.subjects)} | dict(tally.written)
        elected = elect(meeting, slips, seats=question.seats, votes=votes, edition=ballot.edition)
        return Answered(question, tally, (elected.sentence,), elected=elected)
    if rule in {"admission", "general", "pre_election"}:
        verdicts = tuple(_verdict(ballot, rule, meeting, slips, tally, n) for n in range(len(question.subjects)))
        said = tuple(f"{name}：{one.sentence}" for name, one in zip(question.subjects, verdicts, strict=True))
        return Answered(question, tally, said, verdicts=verdicts)
    if rule == "satisfaction":
        return Answered(
            question, tally, lines=tuple(rating.lines(question, tally.marks, preset(ballot.preset).weights))
        )
    if rule == "member_appraisal":
        warning = _over_cap(question, tally)
        if warning and ballot.cap_reason:
            warning += f"理由：{ballot.cap_reason}"
        note = "测评结果供综合评定参考，不得简单以票定等次。"
        return Answered(question, tally, tuple(part for part in (warning, note) if part))
    return Answered(question, tally)


def _verdict(ballot: Ballot, rule: str, meeting: Meeting, slips: Slips, tally: Tally, n: int) -> Verdict:
    if rule == "admission":
        return admission(
            meeting, slips, yes=tally.of(n, YES), no=tally.of(n, NO), abstain=tally.of(n, ABSTAIN),
            written_yes=ballot.heads.get("written_yes", 0),
        )  # fmt: skip
    if rule == "pre_election":
        return pre_election(meeting, slips, yes=tally.of(n, YES))
    base, _colon, part = ballot.majority.partition(":")
    return general(meeting, slips, yes=tally.of(n, YES), base=base, part=part)
