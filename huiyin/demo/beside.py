"""The smaller campaigns beside the large one, each in an organisation of its own, from founding to an issued report."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from python_calamine import CalamineWorkbook

from huiyin.campaigns import plan_intake, roster_intake, services
from huiyin.campaigns.models import Campaign
from huiyin.demo import balloting, listening, planning, studying
from huiyin.demo.closing_template import closing_template
from huiyin.demo.founding import founder
from huiyin.demo.stage import HERE, Play, at
from huiyin.organisation import grants
from huiyin.organisation.accounts import open_account
from huiyin.organisation.founding import found_another
from huiyin.organisation.models import Role, Unit
from huiyin.organisation.paths import subtree
from huiyin.reports import drafting, issuing, templates
from huiyin.reports.models import Report, Template

WORKED = ("units", "people", "holdings")


@dataclass
class Beside(Play):
    """One of them while it runs; `source` is the text it rebuilds, S0 to S4."""

    source: str = ""

    @cached_property
    def setting(self) -> dict[str, Any]:  # TOML: nested plain values
        """Its part of beside.toml."""
        values: dict[str, Any] = all_settings()[self.source]
        return values

    @property
    def units(self) -> Sequence[Unit]:
        """Who takes part: every unit below the top but those left out."""
        left_out = self.setting["not_taking_part"]
        return list(subtree(self.top).exclude(pk=self.top.pk).exclude(code__in=left_out).order_by("path"))


def all_settings() -> dict[str, Any]:  # TOML: nested plain values
    """What beside.toml says, by source."""
    return tomllib.loads((HERE / "beside.toml").read_text(encoding="utf-8"))


def sources() -> list[str]:
    """The texts that have a campaign here."""
    return list(all_settings())


def campaigns_beside(play: Play) -> list[Beside]:
    """The plays of the smaller campaigns, over the same workbooks and the same sheet of sign-ins."""
    return [Beside(play.workbooks, play.said, play.passwords, source=source) for source in sources()]


def perform(main: Play, play: Beside) -> None:
    """One campaign from founding to its report."""
    found(main, play)
    plan(play)
    gather(play)
    finish(play)
    report(play)
    play.say(f"另一场活动（{play.source}）：{play.top.name}，《{play.campaign.name}》总结报告已印发。")


def found(main: Play, play: Beside) -> None:
    """The large organisation's administrator founds another; its own first two bring in the roster and give rights."""
    setting, day = play.setting, play.setting["founded_on"]
    by = main.actor(main.setting["founders"]["administrator"]["staff_no"], main.setting["campaign"]["begins_on"])
    found_another(
        name=setting["unit"]["name"], code=setting["unit"]["code"], kind=setting["unit"]["kind"],
        administrator=founder(play, setting["founders"]["administrator"]),
        office=founder(play, setting["founders"]["office"]), actor=by, now=at(day), today=day,
    )  # fmt: skip
    office = play.cast("office", day)
    planning.refuse(_roster(play, day, WORKED, hour=11))
    administrator = play.actor(setting["founders"]["administrator"]["staff_no"], day)
    head = play.person(setting["cast"]["head"])
    open_account(person=head, password=None, actor=administrator, now=at(day, 12))
    given = grants.grant(person=head, role=Role.HEAD, actor=office, now=at(day, 13), begins_on=day, unit=play.top)
    if given.approved_at is None:
        grants.approve(given, actor=administrator, now=at(day, 14))


def plan(play: Beside) -> None:
    """Draft, the plan from Excel where there is one, approve, set up teams, issue to units, start."""
    values, day = play.setting["campaign"], play.setting["started_on"]
    office = play.cast("office", day)
    planned = play.setting.get("plan", "")
    campaign = services.create_campaign(
        unit=play.top, name=values["name"], code=values["code"], theme=values["theme"], begins_on=values["begins_on"],
        ends_on=values["ends_on"], stage_mode=Campaign.StageMode.YEARLY if planned else Campaign.StageMode.SEQUENTIAL,
        reconstruction=play.setting["reconstruction"], actor=office, now=at(day, 8),
    )  # fmt: skip
    if planned:
        staged = plan_intake.stage_plan([play.book(planned)], campaign=campaign, actor=office, today=day)
        planning.refuse(staged.problems)
        plan_intake.commit_plan(staged, actor=office, now=at(day, 8, 30), today=day)
        campaign.refresh_from_db()
    services.approve_plan(campaign, revision=campaign.revision, on=day, actor=office, now=at(day, 9))
    planning.refuse(_roster(play, day, ("teams",), hour=10))
    services.issue_to_units(play.campaign, play.units, on=day, actor=office, now=at(day, 11))
    services.start(play.campaign, actor=office, now=at(day, 12))


def gather(play: Beside) -> None:
    """Opinions where they were asked for, study by person, and the year's ledgers."""
    if "rounds" in play.setting:
        listening.listen(play)
    if "study" in play.setting:
        studying.study(play, play.setting["study"], roster=play.setting["roster"])
    _keep(play)
    if "ballots" in play.setting:
        balloting.hold_ballots(play, play.setting["ballots"])


def _keep(play: Beside) -> None:
    """Each book from its sheet of the workbook of ledgers."""
    _name, path = play.book(play.setting["books"])
    sheets = CalamineWorkbook.from_path(str(path)).sheet_names
    for code, own in play.setting["ledgers"]:
        others = tuple(sheet for sheet in sheets if sheet != own)
        planning.keep_ledger(play, code, play.setting["books"], play.setting["handed_in"], without=others)


def finish(play: Beside) -> None:
    """Stages open and close by the year; then the campaign sums up."""
    begins = play.setting["started_on"]
    for order, ends in enumerate(play.setting.get("stages_end", []), start=1):
        office = play.cast("office", ends)
        stage = play.campaign.stages.get(order=order)
        stage = services.open_stage(stage, on=begins, actor=office, now=at(begins, 13))
        services.close_stage(stage, on=ends, actor=office, now=at(ends))
        begins = ends + timedelta(days=1)
    day = play.setting["handed_in"]
    services.begin_summary(play.campaign, actor=play.cast("office", day), now=at(day, 17))


def report(play: Beside) -> Report:
    """The closing report from the office's own template, signed by the head, open to everybody."""
    values, day = play.setting["report"], play.setting["handed_in"] + timedelta(days=1)
    office, head, campaign = play.cast("office", day), play.cast("head", day), play.campaign
    template = templates.upload_template(
        Template.Kind.CLOSING, name=f"总结报告（{play.top.name}）", unit=play.top,
        data=closing_template(HERE / "report" / values["text"]), file_name="总结报告模板.docx", actor=office, now=at(day, 9),
    )  # fmt: skip
    made = drafting.start_report(
        campaign, unit=play.top, kind=Template.Kind.CLOSING, title=values["title"], addressee=values["addressee"],
        document_no=values["document_no"], template=template, actor=office, now=at(day, 10),
    )  # fmt: skip
    drafting.draft(made, revision=made.revision, actor=office, now=at(day, 11))
    made.refresh_from_db()
    made = issuing.send_to_sign(made, revision=made.revision, actor=office, now=at(day, 15))
    return issuing.issue(made, revision=made.revision, public=True, actor=head, now=at(day, 16), on=day)


def _roster(play: Beside, day: date, sections: tuple[str, ...], *, hour: int) -> Sequence[object]:
    """Import these sheets of the roster; the problems, if any."""
    office, campaign = play.cast("office", day), None if sections == WORKED else play.campaign.uid
    staged = roster_intake.stage_roster(
        [play.book(play.setting["roster"])],
        actor=office,
        unit=play.top,
        today=day,
        campaign=campaign,
        sections=sections,
    )
    if not staged.problems:
        roster_intake.commit_roster(staged, actor=office, now=at(day, hour))
    return staged.problems
