"""Act six: a round that is open now, so that a visitor can speak and follow what becomes of it; and the sign-ins."""

from datetime import date, datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from django.conf import settings

from huiyin.campaigns import services
from huiyin.campaigns.models import Campaign
from huiyin.core import audit, holidays
from huiyin.demo.stage import Play
from huiyin.opinions import form_receipts, intake, rounds
from huiyin.opinions.models import Opinion
from huiyin.organisation.access import SECOND_FACTOR
from huiyin.organisation.models import Account, Grant

FIRST_YEAR, LAST_YEAR = 2013, 2014


def know_holidays(play: Play, now: datetime) -> None:
    """The official arrangements of the years in the play: seven working days are counted by them."""
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        holidays.load(year, actor=None, now=now)


def open_round_today(play: Play, today: date, now: datetime) -> None:
    """A standing campaign of today with one public round; one anonymous opinion is already in it."""
    values = play.setting["open_round"]
    office = play.cast("office", today)
    campaign = services.create_campaign(
        unit=play.top, name=values["campaign"], code=values["campaign_code"],
        begins_on=values["begins_on"],
        stage_mode=Campaign.StageMode.PARALLEL, reconstruction=play.setting["reconstruction"], actor=office, now=now,
    )  # fmt: skip
    services.approve_plan(campaign, revision=campaign.revision, on=today, actor=office, now=now)
    services.issue_to_units(campaign, [play.top], on=today, actor=office, now=now)
    campaign.refresh_from_db()
    services.start(campaign, actor=office, now=now)
    for name, population in values["groups"]:
        rounds.add_group(campaign=campaign, unit=play.top, name=name, population=population, actor=office, now=now)
    made = rounds.create_round(
        campaign=campaign, unit=play.top, code=values["code"], name=values["name"], question=values["question"],
        opens_on=today, public=True, standing=True, actor=office, now=now,
    )  # fmt: skip
    rounds.set_channel(round=made, channel="web", actor=office, now=now)
    made = rounds.open_round(round=made, revision=made.revision, actor=office, now=now)
    play.code = intake.speak(
        round=made, words=values["first_words"], form=form_receipts.new_form(), pepper=settings.CODE_PEPPER, today=today
    )
    play.say(f"今天开放的征求意见：《{made.name}》，已有 {Opinion.objects.filter(round=made).count()} 条意见。")


def set_second_factors(play: Play) -> dict[str, str]:
    """TOTP for those who must have it; returns staff number → secret, for the sheet of sign-ins."""
    secrets: dict[str, str] = {}
    for grant in Grant.objects.filter(role__in=SECOND_FACTOR).select_related("person"):
        account = Account.objects.get(person=grant.person)
        if not Authenticator.objects.filter(user=account).exists():
            secret = generate_totp_secret()
            TOTP.activate(account, secret)
            secrets[str(grant.person.staff_no)] = secret
    return secrets


def present_code(secret: str) -> str:
    """The six digits that hold now."""
    counters = list(yield_hotp_counters_from_time())
    return f"{hotp_value(secret, counters[len(counters) // 2]):06d}"


def seal(now: datetime) -> None:
    """Seal what the play wrote, so that `huiyin verify` has something to stand on."""
    while audit.seal(now=now) is not None:
        pass
