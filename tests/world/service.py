"""Contact and service of 东局, by the routes that open it: a promise at a contact point, a list of people helped."""

from pathlib import Path

from huiyin.conftest import NOW, County
from huiyin.ledgers.books.informing import PILOTS
from huiyin.ledgers.books.service import CONTACT_POINTS
from huiyin.ledgers.engine.services import record
from huiyin.service.tests.test_promises import a_promise
from huiyin.service.tests.test_relief import a_list
from huiyin.workspace.service.tests.test_volunteers import a_list as volunteer_list
from tests.world.keywords import Arguments, uid_of


def things(county: County, folder: Path) -> dict[str, Arguments]:
    """A promise, a list, and the contact point whose page shows what was promised there."""
    point = record(
        CONTACT_POINTS, unit=county.east, fact_date=county.today, values={"leader": "东长", "kind": "village", "name": "柳树村"},
        actor=county.reach("east_clerk"), now=NOW, campaign=county.campaign.uid,
    )  # fmt: skip
    list_ = volunteer_list(county)
    pilot = record(
        PILOTS, unit=county.east, fact_date=county.today, values={"name": "one window", "scope": "one", "verdict": "running"},
        actor=county.reach("east_clerk"), now=NOW,
    )  # fmt: skip
    member: Arguments = {"uid": county.people["member"].uid}
    return {
        "service_pilots": {}, "service_pilot": {"uid": pilot.entry},
        "service_volunteers": {}, "service_volunteers_new": {}, "service_volunteer_mine": {},
        "service_volunteer_list": uid_of(list_), "service_volunteer": member,
        "service_certificate": {**member, "unit": county.east.uid},
        "service_promise": uid_of(a_promise(county)), "service_relief": uid_of(a_list(county)),
        "service_place": {"book": CONTACT_POINTS.code, "uid": point.entry},
        "service_posts": {}, "service_post_sheet": uid_of(county.east),
        "service_promise_new": {}, "service_paste": {}, "service_relief_new": {}, "service_reliefs": {}, "service_index": {},
    }  # fmt: skip
