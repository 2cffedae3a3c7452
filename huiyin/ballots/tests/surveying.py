"""A satisfaction survey of 东局 run by 青山县委: three classes with six indicators, filled in by people of 西局."""

import hashlib
from datetime import timedelta

from huiyin.anonymity import ballot_sealing
from huiyin.ballots import casting, form, opening, preparing
from huiyin.ballots.form import Question
from huiyin.ballots.indicators import PROVINCE
from huiyin.ballots.models import Ballot
from huiyin.ballots.presets import SATISFACTION
from huiyin.ballots.tests.voting import HOUR, Voting
from huiyin.eligibility import rolls
from huiyin.organisation.models import Person

TELLERS = ("west_clerk", "supervisor", "discipline")
CODE = "0123-4567-89AB-CDEF-GHJK-MNPQ-RST"
HAPPY, UNHAPPY = (0, 0, 1, 0, 1, 0), (1, 2, 4, 0, 1, 3)


def indicators():
    """The question of the province's set."""
    pairs = [(group, name) for group, names in PROVINCE.classes for name in names]
    return Question(
        PROVINCE.title, "grade", tuple(name for _group, name in pairs), SATISFACTION.options,
        groups=tuple(group for group, _name in pairs),
    )  # fmt: skip


def code(n):
    """A code of 28 letters, and its digest as a voter's device seals it."""
    letters = hashlib.sha256(f"{n}".encode()).hexdigest()[:28].upper()
    return letters, hashlib.sha256(b"huiyin-again-1" + letters.encode()).hexdigest()


def prepared(county, *, rated="east", electronic=True, paper=False, hours=0, public_result=False):
    """A survey in preparation: drawing in hour 0–1, voting in hour 2–3, both so many hours later."""
    office, begins = county.reach("office"), county.now + hours * HOUR
    ballot = preparing.create_ballot(
        unit=county.root, rated=getattr(county, rated), title="东局满意度测评", kind="satisfaction", draw_from=begins,
        draw_until=begins + HOUR, use_from=begins + 2 * HOUR, use_until=begins + 3 * HOUR, actor=office,
        now=county.now, electronic=electronic, paper=paper, public_result=public_result,
    )  # fmt: skip
    preparing.ask(ballot=ballot, revision=1, questions=[indicators()], actor=office, now=county.now)
    return Ballot.objects.select_related("roll__unit", "rated").get(pk=ballot.pk)


def frozen(county, ballot, voters=(), *, now=None):
    """Tellers named and ready, the roll as given, and all of it frozen."""
    office, now = county.reach("office"), now or county.now
    if voters:
        rolls.put_on(roll=ballot.roll, people=voters, actor=office, now=now)
    keys = {}
    for who in TELLERS:
        preparing.name_teller(ballot=ballot, person=county.people[who], actor=office, now=now)
        keys[who], point = ballot_sealing.new_teller_key()
        preparing.give_public_key(ballot=ballot, point=point, actor=county.reach(who), now=now)
    preparing.freeze(ballot=ballot, revision=2, needed=2, actor=office, now=now)
    made = Ballot.objects.select_related("roll__unit", "rated").get(pk=ballot.pk)
    return Voting(county, made, list(voters), keys, form.from_data(made.form)[0])


def a_survey(county, *, voters=8, **how):
    """A frozen survey with voters of 西局."""
    people = [Person.objects.create(name=f"群众{n}", unit=county.west) for n in range(voters)]
    return frozen(county, prepared(county, **how), people)


def answer(survey, n, grades, code_digest=""):
    """Voter n draws and answers; the ballot is sealed as a device does it."""
    prepared_part, signature = survey.draw(n)
    content = form.content([grades], [[code_digest] if code_digest else []])
    return casting.cast(
        uid=survey.ballot.uid, question=survey.fresh().form_digest, token=prepared_part[:32], signature=signature,
        sealed=ballot_sealing.seal(casting.box_of(survey.fresh()), content), now=survey.at(2.5),
    )  # fmt: skip


def opened(survey, *, certify=True):
    """Closed by the office, opened by two tellers, certified."""
    county, later = survey.county, survey.at(3)
    opening.close(ballot=survey.ballot, actor=county.reach("office"), now=later)
    for who in TELLERS[:2]:
        opening.hand_key(ballot=survey.fresh(), private=survey.teller_keys[who], actor=county.reach(who), now=later)
    if certify:
        opening.certify(ballot=survey.fresh(), actor=county.reach("office"), now=later)
    return survey.fresh()


WEEK = timedelta(days=7)
