"""Rounds, their channels, and opinions as they were sealed: words in the box, a row without time, order or person."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from bench.data import wording
from bench.data.books import TODAY, Fact, write
from bench.data.campaign import Made, Round, rounds_of
from bench.data.people import Staff
from bench.data.rows import Draw, Row, fill
from bench.data.tree import Node, Tree, days
from bench.sizes import Sizes
from huiyin.anonymity.models import SealedSlip
from huiyin.ledgers.books.listening import CHANNELS, OPINIONS
from huiyin.opinions.batches import channel_label
from huiyin.opinions.models import Author, Opinion, RoundChannel
from huiyin.opinions.models import Round as RoundRow

_CHANNELS = ("web", "form", "box", "symposium", "hotline", "survey", "visit")
_COUNTED = {"form", "survey"}  # channels that hand out forms
# How often an opinion is taken for what; those of a round still open mostly wait.
_TRIAGES = (("opinion", 0.80), ("complaint", 0.08), ("praise", 0.06), ("invalid", 0.05), ("restricted", 0.01))
_OPEN_TRIAGES = (("waiting", 0.60), ("opinion", 0.35), ("complaint", 0.05))
_ABOUT = (("general", 0.70), ("unit", 0.12), ("team", 0.10), ("person", 0.05), ("system", 0.03))


@dataclass
class Heard:
    """What consolidation starts from: the opinions taken as such, by round; and which of them can be asked back."""

    rounds: list[Round]
    asking: dict[int, list[UUID]] = field(default_factory=dict)  # round → opinions taken as 意见建议
    lengths: dict[UUID, int] = field(default_factory=dict)
    coded: set[UUID] = field(default_factory=set)  # anonymous, with a query code
    signed: list[UUID] = field(default_factory=list)


def make_opinions(sizes: Sizes, tree: Tree, staff: Staff, campaign: Made, seed: int) -> Heard:
    """Draw and write rounds, sealed words and opinions; post returns and the daily counts."""
    draw = Draw(seed, "listening")
    heard = Heard(rounds_of(tree, draw))
    office = staff.accounts[staff.office[0]]
    fill(
        RoundRow, "id uid unit_id code name number opens_on closes_on state signed_by_id signed_on",
        (
            (r.pk, r.uid, r.node.pk, r.code, r.name, r.pk if r.pk < 4 else 1, r.begins, r.ends, r.state)
            + ((office, r.ends) if r.state == "signed" else (None, None))
            for r in heard.rounds
        ),
        campaign_id=campaign.pk, public=True, question="您对改进作风有什么意见和建议？",
    )  # fmt: skip
    returns = list(_returns(draw, sizes, heard.rounds))
    write(CHANNELS, "round round_code channel issued returned valid", returns, draw, campaign.uid)
    counts: Counter[Row] = Counter()
    slips: list[Row] = []
    fill(
        Opinion, "uid round_id kind channel group_id about about_unit_id about_person_id day triage slip_no source_file",
        _opinions(draw, sizes, staff, campaign, heard, counts, slips), posted=True,
    )  # fmt: skip
    fill(SealedSlip, "uid box day words code_digest salt", slips)
    fill(Author, "opinion_id name contact", ((uid, wording.person(draw), "") for uid in heard.signed))
    write(OPINIONS, "round channel group count", list(_daily(heard.rounds, counts)), draw, campaign.uid)
    return heard


def _returns(draw: Draw, sizes: Sizes, rounds: list[Round]) -> Iterator[Fact]:
    rows = []
    for around in rounds:
        for channel in _CHANNELS:
            issued = max(10, int(sizes.opinions * around.share / 5)) if channel in _COUNTED else None
            returned = int(issued * draw.random.uniform(0.6, 0.95)) if issued else None
            valid = int(returned * 0.97) if returned else None
            rows.append((around.pk, channel, issued, returned, valid))
            if around.state != "open":
                yield Fact(
                    around.node, around.ends, (around.name, around.code, channel_label(channel), issued, returned, valid), None,
                    ("round", around.uid, f"closed.{channel}", 1),
                )  # fmt: skip
    fill(RoundChannel, "round_id channel issued returned valid", rows)


def _opinions(
    draw: Draw, sizes: Sizes, staff: Staff, campaign: Made, heard: Heard, counts: Counter[Row], slips: list[Row]
) -> Iterator[Row]:
    """Rows of opinions; the words, and how many came in by day, channel and group, on the side."""
    names, choices = list(campaign.groups), draw.random.choices
    for around in heard.rounds:
        inside = list(around.node.subtree())
        window = days(around.begins, min(around.ends, TODAY.replace(day=1)))
        triages = list(zip(*(_OPEN_TRIAGES if around.state == "open" else _TRIAGES), strict=True))
        asking = heard.asking.setdefault(around.pk, [])
        for number in range(round(sizes.opinions * around.share)):
            uid, words, day = draw.uid(), wording.opinion(draw), draw.random.choice(window)
            channel = choices(_CHANNELS, (50, 20, 10, 5, 5, 6, 4))[0]
            by_web = channel == "web"
            kind = ("anonymous" if draw.chance(0.9) else "named") if by_web else "clerk"
            group = draw.random.choice(names) if draw.chance(0.6) else ""
            triage = choices(triages[0], triages[1])[0]
            slips.append((uid, around.uid, day, words, draw.word(64) if by_web else None, draw.word(32)))
            counts[around.pk, day, channel, group] += 1
            if triage == "opinion":
                asking.append(uid)
                heard.lengths[uid] = len(words)
            if kind == "anonymous":
                heard.coded.add(uid)
            elif kind == "named" or draw.chance(0.05):
                heard.signed.append(uid)
            slip_no = f"{number:06d}" if channel == "form" else ""
            yield (
                uid, around.pk, kind, channel, campaign.groups.get(group), *_about(draw, staff, inside), day, triage, slip_no,
                "意见台账.xlsx" if slip_no else "",
            )  # fmt: skip


def _about(draw: Draw, staff: Staff, inside: list[Node]) -> tuple[str, int | None, int | None]:
    about = draw.random.choices([a for a, _ in _ABOUT], [share for _, share in _ABOUT])[0]
    if about == "general":
        return about, None, None
    unit = draw.random.choice(inside).pk
    return about, unit, staff.head[unit] if about == "person" else None


def _daily(rounds: list[Round], counts: Counter[Row]) -> Iterator[Fact]:
    by_key, ordinals = {around.pk: around for around in rounds}, Counter[int]()
    for (pk, day, channel, group), count in counts.items():
        around = by_key[pk]
        ordinals[pk] += 1
        values = (around.name, channel_label(channel), group, count)
        yield Fact(around.node, day, values, None, ("round", around.uid, "received", ordinals[pk]))


def last_day(around: Round) -> date:
    """The day things about a round were decided: its end, or the last day that is over."""
    return min(around.ends, TODAY.replace(day=1))
