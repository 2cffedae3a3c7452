"""Act two: the campaign, its plan, teams, units, and the everyday ledgers."""

from collections.abc import Sequence
from datetime import date

from huiyin.campaigns import plan_intake, roster_intake, services
from huiyin.campaigns.models import Campaign
from huiyin.demo.stage import Play, at
from huiyin.ledgers.engine import staging
from huiyin.ledgers.registry import BY_CODE
from huiyin.organisation.models import Unit

PLANNED, ISSUED = date(2013, 7, 8), date(2013, 7, 11)


def plan_campaign(play: Play) -> None:
    """Draft, plan from Excel, approve, set up teams, issue to units, start."""
    office, values = play.cast("office", PLANNED), play.setting["campaign"]
    campaign = services.create_campaign(
        unit=play.top, name=values["name"], code=values["code"], theme=values["theme"], begins_on=values["begins_on"],
        ends_on=values["ends_on"], reconstruction=play.setting["reconstruction"], actor=office, now=at(PLANNED),
    )  # fmt: skip
    staged = plan_intake.stage_plan([play.book("02")], campaign=campaign, actor=office, today=PLANNED)
    refuse(staged.problems)
    plan_intake.commit_plan(staged, actor=office, now=at(PLANNED, 11), today=PLANNED)
    campaign.refresh_from_db()
    services.approve_plan(campaign, revision=campaign.revision, on=ISSUED, actor=office, now=at(ISSUED, 9))
    teams = roster_intake.stage_roster(
        [play.book("01")], actor=office, unit=play.top, today=ISSUED, campaign=campaign.uid, sections=("teams",)
    )
    refuse(teams.problems)
    roster_intake.commit_roster(teams, actor=office, now=at(ISSUED, 10))
    units = list(Unit.objects.filter(closed_on__isnull=True).order_by("path"))
    guiding = [unit for unit in units if unit.pk == play.top.pk]
    services.issue_to_units(campaign, units, on=ISSUED, actor=office, now=at(ISSUED, 11), guiding=guiding)
    services.start(play.campaign, actor=office, now=at(ISSUED, 12))
    play.say(f"部署活动：{campaign.actions.count()} 个动作和事项，下达 {len(units)} 个单位。")


def open_stage(play: Play, order: int, day: date) -> None:
    """Close the stage before, open this one."""
    office = play.cast("office", day)
    stages = {stage.order: stage for stage in play.campaign.stages.all()}
    if order - 1 in stages:
        services.close_stage(stages[order - 1], on=day, actor=office, now=at(day, 8))
    if order in stages:
        services.open_stage(stages[order], on=day, actor=office, now=at(day, 9))


def keep_ledger(play: Play, code: str, book: str, day: date, *, without: tuple[str, ...] = ()) -> int:
    """Import one everyday ledger from its workbook; sheets that are no ledger are left out by name."""
    office = play.cast("office", day)
    name, path = play.book(book)
    batch = staging.stage_files(
        BY_CODE[code], paths=[path], unit=play.top, campaign=play.campaign.uid, actor=office, now=at(day, 15), today=day,
        left_out=[("", sheet) for sheet in without],
    )  # fmt: skip
    if batch.summary.get("problem_total"):
        raise SystemExit(f"{name}：{batch.summary['problems'][:5]}")
    return staging.commit(BY_CODE[code], batch, actor=office, now=at(day, 16))


def finish_stages(play: Play, day: date) -> Campaign:
    """The last stage closes; the campaign sums up."""
    office = play.cast("office", day)
    last = play.campaign.stages.order_by("-order").first()
    if last is not None:
        services.close_stage(last, on=day, actor=office, now=at(day, 8))
    return services.begin_summary(play.campaign, actor=office, now=at(day, 9))


def refuse(problems: Sequence[object]) -> None:
    """An import with problems ends the play, which has no clerk to mend them."""
    if problems:
        raise SystemExit("\n".join(str(getattr(p, "sentence", lambda p=p: p)()) for p in problems))
