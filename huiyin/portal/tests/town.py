"""The county's citizens: what they said in a first round, what became of it, and a second round that listens now."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.conf import settings

from huiyin.conftest import County
from huiyin.core.tests.replay import replayed
from huiyin.opinions import categories, grouping, intake, replying, rounds, signing, triage
from huiyin.opinions.form_receipts import new_form
from huiyin.opinions.models import About, Channel, Item, Opinion, Piece, Round
from huiyin.opinions.publicness import Checked
from huiyin.organisation.models import Grant, Holding, Role, Team, TeamMember
from huiyin.rectification import closing, measures, problems
from huiyin.rectification.models import Asking
from huiyin.rectification.tests.cases import Case
from huiyin.reports import drafting, issuing
from huiyin.reports.models import Report

LOOKED_AT = Checked(privacy=True, work_secrets=True, naming=True)
QUEUE = "办事大厅中午没有人，材料要跑三趟。"


@dataclass
class Town:
    """The county, its first round (closed once `consolidate` ran) and its second, and the codes of who spoke."""

    county: County
    first: Round
    second: Round
    codes: list[str] = field(default_factory=list)

    def when(self) -> dict[str, Any]:
        """The time of a verb."""
        return {"now": self.county.now, "today": self.county.today}

    def speak(self, words: str = QUEUE) -> str:
        """A citizen speaks in the first round; returns the code."""
        code = intake.speak(
            round=self.first, words=words, form=new_form(), pepper=settings.CODE_PEPPER, today=self.county.today
        )
        self.codes.append(code)
        return code

    def opinion(self, code: str) -> Opinion:
        """The opinion that a code opens."""
        uid = intake.find_by_code(code, pepper=settings.CODE_PEPPER)
        assert uid is not None
        return Opinion.objects.get(pk=uid)

    def triaged(self, code: str, to: str = Opinion.Triage.OPINION, reason: str = "") -> Opinion:
        """The office triages what came under a code."""
        opinion = self.opinion(code)
        return triage.triage(
            opinion=opinion, to=to, seen=opinion.triage, reason=reason, actor=self.county.reach("office"), **self.when()
        )

    def item(self, codes: list[str], statement: str = "窗口中午无人值守，办事多次跑") -> Item:
        """The office triages some opinions and puts them into one item of the category 服务."""
        office, county = self.county.reach("office"), self.county
        pieces = [Piece.objects.get(opinion=self.triaged(code)) for code in codes]
        known = county.campaign.categories.filter(code="A01").first()
        category = known or categories.add_category(
            campaign=county.campaign, unit=county.root, code="A01", name="服务意识不强", wind="官僚主义", actor=office,
            now=county.now,
        )  # fmt: skip
        return grouping.create_item(
            campaign=county.campaign, unit=county.root, statement=statement, category=category, pieces=pieces,
            actor=office, **self.when(),
        )  # fmt: skip

    def sign(self) -> None:
        """The first round ends and its consolidation is signed."""
        office = self.county.reach("office")
        self.first = rounds.close_round(
            round=self.first, revision=Round.objects.get(pk=self.first.pk).revision, actor=office, **self.when()
        )
        signing.sign_consolidation(
            round=self.first, revision=self.first.revision, acknowledgement=signing.acknowledgement_for(self.first),
            actor=office, **self.when(),
        )  # fmt: skip

    def sign_ready(self, *codes: str) -> None:
        """Triage what is left, then sign."""
        for code in codes:
            self.triaged(code)
        self.sign()

    def draft(self, item: Item, reply: str = "自9月起中午安排值班，材料一次告知。") -> Item:
        """The office drafts the answer."""
        return replying.draft_reply(
            item=item, reply=reply, revision=_fresh(item).revision, actor=self.county.reach("office"), **self.when()
        )

    def publish(self, item: Item, reply: str = "自9月起中午安排值班，材料一次告知。") -> Item:
        """Drafted, checked by another person, published."""
        item = self.draft(item, reply)
        item = replying.check_reply(
            item=item, checked=LOOKED_AT, revision=item.revision, actor=self.county.reach("office_two"),
            now=self.county.now,
        )  # fmt: skip
        return replying.publish_reply(
            item=item, revision=item.revision, actor=self.county.reach("office"), **self.when()
        )

    def measure(self, item: Item, *, code: str = "1", statement: str = "中午安排人员值班") -> Case:
        """A confirmed problem of an item with one issued measure of 东局局长; the 书记 leads it."""
        county, office = self.county, self.county.reach("office")
        lead, post = county.post(county.root, "书记", leader=True), county.post(county.east, "局长")
        for held, who in ((lead, "office"), (post, "east_head")):
            Holding.objects.get_or_create(post=held, person=county.people[who], begins_on=date(2012, 1, 1))
        problem = problems.add_problem(
            county.campaign, unit=county.root, code=code, statement="窗口服务时间不便民", side="masses",
            wind="官僚主义", actor=office, now=county.now, items=[_fresh(item)],
        )  # fmt: skip
        problem = problems.confirm_problem(
            problem, revision=problem.revision, actor=office, now=county.now, on=county.today
        )
        made = measures.draft_measure(
            problem, code=f"{code}-1", statement=statement, goal="", lead_post=lead, unit=county.east, post=post,
            term="limited", begins_on=county.today - timedelta(days=20), due_on=county.today + timedelta(days=20),
            actor=office, now=county.now,
        )  # fmt: skip
        measures.issue_measures([made], actor=office, now=county.now, on=county.today)
        return Case(county, problem, made)

    def checked(self, item: Item) -> Case:
        """A measure of the item that was worked on and checked: its authors are being asked."""
        case = self.measure(item)
        case.up_to_check()
        case.check()
        return case

    def sampled(self, asking: Asking, *, sampled: int = 8, solved: int = 7) -> None:
        """A supervisor asks some of those served."""
        closing.record_sample(
            asking, sampled=sampled, solved=solved, actor=self.county.reach("supervisor"), now=self.county.now
        )


def issued_report(county: County, *, public: bool = True) -> Report:
    """A bulletin that 安办 drew and 单督, who heads the county here, signed."""
    key = ("issued report", public, county.now)
    return replayed(key, lambda: _issued_report(county, public), on=county, known=county.known)


def _issued_report(county: County, public: bool) -> Report:
    office, head = county.reach("office"), county.people["supervisor"]
    Grant.objects.get_or_create(
        person=head, role=Role.HEAD, unit=county.root, begins_on=date(2013, 1, 1),
        defaults={"approved_by": county.account("office_two"), "approved_at": county.now},
    )  # fmt: skip
    report = drafting.start_report(
        county.campaign, unit=county.root, kind="bulletin", title="活动简报", addressee="各单位", document_no="",
        template=None, actor=office, now=county.now,
    )  # fmt: skip
    drafting.draft(report, revision=report.revision, actor=office, now=county.now)
    report.refresh_from_db()
    report = issuing.send_to_sign(report, revision=report.revision, actor=office, now=county.now)
    return issuing.issue(
        report, revision=report.revision, public=public, actor=county.reach("supervisor"), now=county.now,
        on=county.today,
    )  # fmt: skip


def _fresh(item: Item) -> Item:
    return Item.objects.get(pk=item.pk)


def make_town(county: County) -> Town:
    """Two public rounds of the county with 群众 (3,000) and 老同志 (three); 单督 sits in 第一督导组."""
    office = county.reach("office")
    made = [
        rounds.create_round(
            campaign=county.campaign, unit=county.root, code=f"round-{n}", name=f"第{word}轮征求意见",
            question="对改进作风、方便群众办事，您有什么意见和建议？", opens_on=date(2013, 8, 1), public=True,
            closes_on=closes_on, actor=office, now=county.now,
        )
        for n, word, closes_on in ((1, "一", None), (2, "二", date(2013, 9, 30)))
    ]  # fmt: skip
    for name, population in (("服务对象", 3000), ("离退休老同志", 3)):
        rounds.add_group(
            campaign=county.campaign, unit=county.root, name=name, population=population, actor=office, now=county.now
        )
    for one in made:
        rounds.set_channel(round=one, channel=Channel.WEB, actor=office, now=county.now)
        rounds.declare_subject(round=one, about=About.UNIT, unit=county.east, actor=office, now=county.now)
    opened = [
        rounds.open_round(round=_again(one), revision=_again(one).revision, actor=office, now=county.now)
        for one in made
    ]
    team = Team.objects.create(
        kind=Team.Kind.SUPERVISION, name="第一督导组", unit=county.root, campaign=county.campaign.uid
    )
    TeamMember.objects.create(team=team, person=county.people["supervisor"])
    return Town(county, opened[0], opened[1])


def _again(round: Round) -> Round:
    return Round.objects.select_related("unit", "campaign").get(pk=round.pk)
