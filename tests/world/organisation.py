"""The organisation part: a post and who holds it, a team, a right to approve, a roster handed in."""

from datetime import date
from pathlib import Path

from huiyin.campaigns import uploads as intake_uploads
from huiyin.campaigns.models import IntakeUpload
from huiyin.conftest import County
from huiyin.organisation import grants, teams
from huiyin.organisation.models import Holding, Role, Team
from huiyin.organisation.teams import Part
from tests.world.keywords import DEMO, Arguments, uid_of


def things(county: County, folder: Path) -> dict[str, Arguments]:
    """东局's posts, team, rights and roster."""
    office = county.reach("office")
    lead, post = county.post(county.root, "书记", leader=True), county.post(county.east, "局长")
    Holding.objects.create(post=lead, person=county.people["office"], begins_on=date(2012, 1, 1))
    held = Holding.objects.create(post=post, person=county.people["east_head"], begins_on=date(2012, 1, 1))
    team = teams.set_up(
        kind=Team.Kind.FACT_FINDING, name="东局调研组", unit=county.east, covers=[county.east_section],
        members=[Part(county.people["east_clerk"])], actor=office, now=county.now,
    )  # fmt: skip
    given = grants.grant(
        person=county.people["member"], role=Role.OFFICE, unit=county.east, actor=office, now=county.now,
        begins_on=county.today,
    )  # fmt: skip
    roster = intake_uploads.keep(
        [("机构.xlsx", [next(DEMO.glob("01*")).read_bytes()])], kind=IntakeUpload.Kind.ROSTER, unit=county.east,
        actor=county.reach("office"), now=county.now,
    )  # fmt: skip
    person = uid_of(county.people["east_head"])
    return {
        "organisation_unit": uid_of(county.east), "organisation_units": uid_of(county.east), "organisation_root_add": {},
        "organisation_person": person, "organisation_appoint": uid_of(county.east),
        "organisation_team": uid_of(team), "organisation_team_add": uid_of(county.east),
        "organisation_person_add": uid_of(county.east),
        "organisation_people": {}, "organisation_account": person, "organisation_slip": person,
        "organisation_grant": person, "organisation_grant_approve": uid_of(given), "organisation_grant_end": uid_of(given),
        "organisation_relieve": uid_of(held), "organisation_post_edit": uid_of(post), "organisation_rights": {},
        "organisation_roster": {}, "organisation_roster_preview": uid_of(roster),
        "organisation_roster_template": {"code": "units"},
    }  # fmt: skip
