"""Act three: three rounds of opinions from paper and web, consolidation, signature, feedback to those spoken about."""

from datetime import date

from huiyin.demo.stage import Play, at
from huiyin.demo.tables import rows
from huiyin.opinions import consolidation_workbook, feedback, rounds, signing, slips_columns, slips_workbook
from huiyin.opinions.models import Item, Opinion, Round
from huiyin.opinions.tables.rounds import About

_CHANNELS = {word: code for code, word in slips_columns.CHANNEL_WORDS}
CONSOLIDATED = date(2013, 9, 9)
SIGNED = date(2013, 9, 10)
FED_BACK = date(2013, 9, 11)


def listen(play: Play) -> None:
    """Say who is asked; open each round, bring in its workbook of slips, close it."""
    campaign, top = play.campaign, play.top
    first = play.setting["rounds"][0]["opens_on"]
    office = play.cast("office", first)
    for group in play.setting["groups"]:
        rounds.add_group(
            campaign=campaign,
            unit=top,
            name=group["name"],
            population=group["population"],
            actor=office,
            now=at(first, 8),
        )
    for values in play.setting["rounds"]:
        made = rounds.create_round(
            campaign=campaign, unit=top, code=values["code"], name=values["name"], opens_on=values["opens_on"],
            closes_on=values["closes_on"], actor=office, now=at(values["opens_on"], 8),
        )  # fmt: skip
        path = play.workbooks / values["workbook"]
        for row in rows(path, slips_columns.CHANNEL_SHEET):
            channel = _CHANNELS[str(row["渠道"])]
            rounds.set_channel(round=made, channel=channel, actor=office, now=at(values["opens_on"], 8))
        made = rounds.open_round(round=made, revision=made.revision, actor=office, now=at(values["opens_on"], 9))
        ends = values["closes_on"]
        staged = slips_workbook.stage_slips(
            round=made, name=path.name, path=path, actor=office, now=at(ends, 15), today=ends
        )
        slips_workbook.commit_slips(workbook=staged, actor=office, now=at(ends, 16), today=ends)
        made.refresh_from_db()
        rounds.close_round(round=made, revision=made.revision, actor=office, now=at(ends, 18), today=ends)
    play.say(
        f"听取意见：{len(play.setting['rounds'])} 轮，{Opinion.objects.filter(round__campaign=campaign).count()} 条原始意见。"
    )


def consolidate(play: Play) -> None:
    """Bring in the consolidation made by the office, then its head signs, with the remainder in sight."""
    campaign = play.campaign
    office, head = play.cast("office", CONSOLIDATED), play.cast("office_head", SIGNED)
    last = Round.objects.filter(campaign=campaign).order_by("-number")[0]
    name, path = play.book("04")
    staged = consolidation_workbook.stage_consolidation(
        round=last, name=name, path=path, actor=office, now=at(CONSOLIDATED), today=CONSOLIDATED
    )
    if staged.summary["problem_count"]:
        raise SystemExit(str(staged.summary["problems"][:5]))
    consolidation_workbook.commit_consolidation(
        workbook=staged, actor=office, now=at(CONSOLIDATED, 16), today=CONSOLIDATED
    )
    for made in Round.objects.filter(campaign=campaign).order_by("number"):
        signing.sign_consolidation(
            round=made, revision=made.revision, acknowledgement=signing.acknowledgement_for(made), actor=head,
            now=at(SIGNED, 9 + made.number), today=SIGNED,
        )  # fmt: skip
    play.say(f"梳理签字：{Item.objects.filter(campaign=campaign, removed=False).count()} 条梳理条目。")


def feed_back(play: Play) -> None:
    """原汁原味: the team reads what was said of it, word for word."""
    office = play.cast("office", FED_BACK)
    sheet = feedback.make_sheet(
        campaign=play.campaign, unit=play.top, about=About.TEAM, about_unit=play.top, actor=office, now=at(FED_BACK),
        today=FED_BACK,
    )  # fmt: skip
    feedback.hand_over(sheet=sheet, actor=office, now=at(FED_BACK, 15), today=FED_BACK)
