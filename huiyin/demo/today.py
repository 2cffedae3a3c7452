"""Act six: a round that is open now, so that a visitor can speak and follow what becomes of it; and the sign-ins."""

from datetime import date, datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from django.conf import settings

from huiyin.campaigns import services
from huiyin.campaigns.models import Campaign
from huiyin.core import audit, holidays
from huiyin.demo.stage import Play, at
from huiyin.opinions import form_receipts, intake, referral, rounds, triage
from huiyin.opinions.models import Opinion, Round
from huiyin.opinions.publicness import Checked
from huiyin.organisation.access import SECOND_FACTOR
from huiyin.organisation.models import Account, Grant

FIRST_YEAR, LAST_YEAR = 2013, 2014


def know_holidays(play: Play, now: datetime) -> None:
    """The official arrangements of the years in the play: seven working days are counted by them."""
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        holidays.load(year, actor=None, now=now)


def open_round_today(play: Play, today: date) -> None:
    """A standing campaign with one public round: one anonymous opinion was answered long since, one came today."""
    values = play.setting["open_round"]
    opens = values["opens_on"]
    office = play.cast("office", opens)
    campaign = services.create_campaign(
        unit=play.top, name=values["campaign"], code=values["campaign_code"],
        begins_on=values["begins_on"], stage_mode=Campaign.StageMode.PARALLEL,
        reconstruction=play.setting["reconstruction"], actor=office, now=at(opens, 8),
    )  # fmt: skip
    services.approve_plan(campaign, revision=campaign.revision, on=opens, actor=office, now=at(opens, 9))
    services.issue_to_units(campaign, [play.top], on=opens, actor=office, now=at(opens, 9))
    campaign.refresh_from_db()
    services.start(campaign, actor=office, now=at(opens, 9))
    for name, population in values["groups"]:
        rounds.add_group(
            campaign=campaign, unit=play.top, name=name, population=population, actor=office, now=at(opens, 9)
        )
    made = rounds.create_round(
        campaign=campaign, unit=play.top, code=values["code"], name=values["name"], question=values["question"],
        opens_on=opens, public=True, standing=True, actor=office, now=at(opens, 10),
    )  # fmt: skip
    rounds.set_channel(round=made, channel="web", actor=office, now=at(opens, 10))
    made = rounds.open_round(round=made, revision=made.revision, actor=office, now=at(opens, 10))
    play.code = _answered(play, made, values["answered"])
    _spoken(made, values["waiting_words"], today)
    play.say(f"今天开放的征求意见：《{made.name}》，已有 {Opinion.objects.filter(round=made).count()} 条意见。")


def _answered(play: Play, made: Round, values: dict[str, Any]) -> str:  # TOML: texts and dates
    """Spoken, triaged, sent to a unit, answered by its clerk and checked by a second person; returns its code."""
    code = _spoken(made, values["words"], values["spoken_on"])
    day = values["triaged_on"]
    office = play.cast("office", day)
    opinion = triage.triage(
        opinion=made.opinions.get(), to=Opinion.Triage.OPINION, seen=Opinion.Triage.WAITING, actor=office, now=at(day),
        today=day,
    )  # fmt: skip
    sent = referral.send(opinion=opinion, unit=play.unit(values["unit"]), actor=office, now=at(day, 11), today=day)
    day = values["answered_on"]
    sent = referral.answer(
        referral=sent, text=values["answer"], revision=sent.revision,
        actor=play.actor(values["answered_by"], day), now=at(day), today=day,
    )  # fmt: skip
    day = values["checked_on"]
    referral.check(
        referral=sent, checked=Checked(True, True, True), revision=sent.revision, actor=play.cast("second", day),
        now=at(day), today=day,
    )  # fmt: skip
    return code


def _spoken(made: Round, words: str, day: date) -> str:
    return intake.speak(round=made, words=words, form=form_receipts.new_form(), pepper=settings.CODE_PEPPER, today=day)


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
