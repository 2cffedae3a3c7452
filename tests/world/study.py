"""Study of 东局, by the routes that open it: an open session with a wish to correct a signed one, a work, a requirement, a material."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from huiyin.conftest import County
from huiyin.organisation import naming
from huiyin.study import asking, materials, requirements, works
from huiyin.study.materials import Handing
from huiyin.study.tests.stage import a_session, signed
from tests.world.keywords import Arguments


def things(county: County, folder: Path) -> dict[str, Arguments]:
    """Everything under 东局; the person is its member."""
    clerk, member = county.reach("east_clerk"), county.people["member"]
    held = signed(county, people=("member", "east_head"), absent=("member",), name="已签认的学习")
    one = {"uid": a_session(county, people=("member",)).uid}
    asked = asking.ask(session=held.uid, present=True, words="我在", account=county.account("member"), now=county.now)
    (work,) = works.hand_in(
        people=[member], kind="essay", title="学习体会", day=date(2013, 8, 21), actor=clerk, now=county.now
    )
    rule = requirements.require(
        unit=county.root, year=2013, what="hours", leaders_only=False, amount=Decimal(40), source="方案",
        actor=county.reach("office"), now=county.now,
    )  # fmt: skip
    handing = Handing(
        title="学习读本", kind="book", given_to="cadres", day=date(2013, 8, 20),
        file=("读本.txt", "text/plain", ["全文".encode()]),
    )  # fmt: skip
    material = materials.hand_out(
        unit=county.east, campaign=None, handing=handing, lines=naming.pasted("党员"), actor=clerk, now=county.now
    )
    person = {"uid": member.uid}
    return {
        "study_": one, "study_answer": {"uid": asked.uid}, "study_archive": person, "study_archives": {},
        "study_hand_in": person, "study_taken": {**person, "form": "excel"}, "study_work_withdraw": {"uid": work.uid},
        "study_rule_withdraw": {"uid": rule.uid}, "study_material": {"uid": material.uid},
        "study_material_new": {}, "study_materials": {}, "study_read": {"uid": material.uid},
        "study_hand_on": {"uid": material.uid}, "study_index": {}, "study_new": {}, "study_blank": {}, "study_mine": {},
        "study_ask": {}, "study_many": {}, "study_unit": {}, "study_rules": {},
    }  # fmt: skip
