"""Act one: the organisation, its people, accounts and rights."""

import secrets
from datetime import date

from huiyin.campaigns import roster_intake
from huiyin.demo.stage import Play, at
from huiyin.demo.tables import rows
from huiyin.organisation import grants
from huiyin.organisation.accounts import open_account
from huiyin.organisation.founding import Founder, found
from huiyin.organisation.models import Account, Holding, Person, Role, Unit
from huiyin.organisation.people import PersonFields, add_person
from huiyin.organisation.search import the_unit

BEGAN = date(2013, 7, 1)
WORKED = ("units", "people", "holdings")


def found_organisation(play: Play) -> None:
    """Top unit with its first administrator and office, then the roster from Excel."""
    setting, now = play.setting, at(BEGAN)
    made = {name: founder(play, values) for name, values in setting["founders"].items()}
    found(
        name=setting["unit"]["name"], code=setting["unit"]["code"], kind=setting["unit"]["kind"],
        administrator=made["administrator"], office=made["office"], now=now, today=BEGAN,
    )  # fmt: skip
    office = play.cast("office", BEGAN)
    staged = roster_intake.stage_roster(
        [play.book("01")], actor=office, unit=play.top, today=date(2014, 2, 10), sections=WORKED
    )
    if staged.problems:
        raise SystemExit("\n".join(problem.sentence() for problem in staged.problems))
    roster_intake.commit_roster(staged, actor=office, now=at(BEGAN, 11))
    for extra in setting["extra_people"]:
        unit = the_unit(extra["unit"], office)
        add_person(
            fields=PersonFields(name=extra["name"], staff_no=extra["staff_no"], phone=extra["phone"], unit=unit),
            actor=office, now=now,
        )  # fmt: skip
    play.say(f"建立组织：{Unit.objects.count()} 个单位，{Person.objects.count()} 人。")


def give_rights(play: Play) -> None:
    """Accounts for those who act, and what each may do, given by the office and, where two are needed, approved."""
    office = play.cast("office", BEGAN)
    administrator = play.actor(play.setting["founders"]["administrator"]["staff_no"], BEGAN)
    cast, top = play.setting["cast"], play.top
    wanted: list[tuple[str, str, Unit]] = [
        (cast["office_head"], Role.OFFICE, top), (cast["second"], Role.OFFICE, top), (cast["head"], Role.HEAD, top),
        (cast["auditor"], Role.AUDITOR, top), (cast["discipline"], Role.DISCIPLINE, top),
    ]  # fmt: skip
    wanted += [(str(h.person.staff_no), Role.CLERK, h.post.unit) for h in _holders("活动联络员")]
    wanted += [(str(h.person.staff_no), Role.HEAD, h.post.unit) for h in _heads() if h.post.unit_id != top.pk]
    measures = rows(play.book("05")[1], "措施")
    wanted += [(str(row["检查人工号"]), Role.SUPERVISOR, top) for row in measures if row["检查人工号"]]
    shown = {*cast.values(), *play.setting["shown"].values()}
    leaders = Holding.objects.filter(post__unit=top, post__leader=True).select_related("person")
    wanted += [(str(h.person.staff_no), Role.MEMBER, top) for h in leaders]
    for staff_no, role, unit in dict.fromkeys(wanted):
        person = play.person(staff_no)
        if not Account.objects.filter(person=person).exists():
            # Those whom a visitor may play get a password; the others would come by a sign-in slip.
            password = _password(play, staff_no) if staff_no in shown else None
            open_account(person=person, password=password, actor=administrator, now=at(BEGAN, 12))
        by = administrator if role in (Role.AUDITOR, Role.DISCIPLINE) else office
        given = grants.grant(person=person, role=role, actor=by, now=at(BEGAN, 13), begins_on=BEGAN, unit=unit)
        if given.approved_at is None:
            other = office if by is administrator else administrator
            grants.approve(given, actor=other, now=at(BEGAN, 14))
    play.say(f"开通账号：{Account.objects.count()} 个；授权由另一人批准的已批准。")


def _holders(title: str) -> list[Holding]:
    return list(Holding.objects.filter(post__title=title, ends_on__isnull=True).select_related("person", "post__unit"))


def _heads() -> list[Holding]:
    """The first-ranked post of each unit, and whoever held it in turn."""
    found: dict[int, list[Holding]] = {}
    for holding in Holding.objects.select_related("person", "post__unit").order_by("post__rank", "begins_on"):
        held = found.setdefault(holding.post.unit_id, [])
        if not held or held[0].post_id == holding.post_id:
            held.append(holding)
    return [holding for held in found.values() for holding in held]


def founder(play: Play, values: dict[str, str]) -> Founder:
    """One of the first two people of an organisation, with a password of chance."""
    return Founder(values["name"], values["staff_no"], values["phone"], _password(play, values["staff_no"]))


def _password(play: Play, staff_no: str) -> str:
    """A random password, kept for the sheet of sign-ins."""
    password = "-".join(secrets.token_hex(3) for _n in range(3))
    play.passwords[staff_no] = password
    return password
