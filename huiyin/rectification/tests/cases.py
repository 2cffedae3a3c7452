"""A problem and a measure of 东局, and the steps up to a check, for the tests of this feature."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from huiyin.anonymity.models import SealedSlip
from huiyin.conftest import County
from huiyin.core.identifiers import new_uid
from huiyin.core.tests.replay import replayed
from huiyin.opinions.models import Item, Opinion, Piece, Placement, Round
from huiyin.organisation.models import Holding
from huiyin.rectification import closing, measures, problems, working
from huiyin.rectification.models import Check, Measure, Problem


@dataclass
class Case:
    """The county with one confirmed problem and one measure, moved along by its own people."""

    county: County
    problem: Problem
    measure: Measure

    def known(self) -> list[object]:
        """Itself and its parts, which whatever stands on it goes on sharing (huiyin.core.tests.replay)."""
        return [self, self.problem, self.measure, *self.county.known()]

    def fresh(self) -> Measure:
        """The measure as the database has it."""
        self.measure = Measure.objects.select_related("unit", "campaign", "post", "lead_post").get(pk=self.measure.pk)
        return self.measure

    # Any: passed on as keywords.
    def step(self) -> dict[str, Any]:
        """What every verb is told: the revision seen, the time, the date."""
        return {"revision": self.fresh().revision, "now": self.county.now, "on": self.county.today}

    def work(self, *, dated: date | None = None) -> None:
        """Progress and one piece of evidence by 东局's clerk."""
        clerk = self.county.reach("east_clerk")
        working.add_progress(self.measure, text="已合并三份月报", actor=clerk, **self.step())
        working.add_evidence(
            self.measure, text="合并后的报表", dated=dated or self.county.today, file=None,
            revision=self.fresh().revision, actor=clerk, now=self.county.now, today=self.county.today,
        )  # fmt: skip

    def up_to_check(self) -> None:
        """Worked on, submitted, signed by the head, agreed by the leader."""
        self.work()
        closing.submit(self.measure, text="", actor=self.county.reach("east_clerk"), **self.step())
        closing.review_by_unit(self.measure, agreed=True, note="", actor=self.county.reach("east_head"), **self.step())
        closing.review_by_leader(self.measure, agreed=True, note="", actor=self.county.reach("office"), **self.step())

    def check(self, who: str = "supervisor", *, place: str = "东局办事大厅") -> Check:
        """A check that passes."""
        return closing.check(
            self.measure, passed=True, note="看了报表，问了三个科室", method="现场", place=place,
            seen=closing.standing_evidence(self.measure), actor=self.county.reach(who), **self.step(),
        )  # fmt: skip


def move_to(county: County, day: date) -> None:
    """Let the county's clock stand at ten in the morning of another day."""
    county.now, county.today = county.now + (day - county.today), day


def make_case(county: County, *, opinions: int = 0) -> Case:
    """安办 leads (holds 书记 of the root); the responsible post is 东局局长, held by 东长."""
    key = ("case", opinions, county.now, county.today)
    return replayed(key, lambda: _make_case(county, opinions), on=county, known=county.known)


def _make_case(county: County, opinions: int) -> Case:
    lead = county.post(county.root, "书记", leader=True)
    Holding.objects.create(post=lead, person=county.people["office"], begins_on=date(2012, 1, 1))
    post = county.post(county.east, "局长")
    Holding.objects.create(post=post, person=county.people["east_head"], begins_on=date(2012, 1, 1))
    item = _item(county, opinions) if opinions else None
    problem = problems.add_problem(
        county.campaign, unit=county.root, code="1", statement="报表多头报送", side="masses", wind="形式主义",
        actor=county.reach("office"), now=county.now, items=[item] if item else [],
    )  # fmt: skip
    problem = problems.confirm_problem(
        problem, revision=problem.revision, actor=county.reach("office"), now=county.now, on=county.today
    )
    measure = measures.draft_measure(
        problem, code="1-1", statement="合并三份月报", goal="一数一源", lead_post=lead, unit=county.east, post=post,
        term="limited", begins_on=county.today - timedelta(days=20), due_on=county.today + timedelta(days=20),
        actor=county.reach("office"), now=county.now,
    )  # fmt: skip
    measures.issue_measures([measure], actor=county.reach("office"), now=county.now, on=county.today)
    return Case(county, problem, measure)


def _item(county: County, opinions: int) -> Item:
    round_ = Round.objects.create(
        campaign=county.campaign, unit=county.root, code="r1", name="第一轮", opens_on=county.today
    )
    item = Item.objects.create(
        campaign=county.campaign, unit=county.root, code="001", statement="报表太多", state=Item.State.SIGNED
    )
    for _n in range(opinions):
        uid = new_uid()
        SealedSlip.objects.create(uid=uid, box=round_.uid, day=county.today, words="报表太多", salt="x")
        opinion = Opinion.objects.create(
            uid=uid, round=round_, kind="anonymous", channel="web", day=county.today, triage="opinion"
        )
        piece = Piece.objects.create(opinion=opinion)
        Placement.objects.create(item=item, piece=piece, placed_by=county.account("office"), placed_on=county.today)
    return item
