"""Talks, materials and a life meeting of 东局, by the routes that open them."""

from pathlib import Path

from huiyin.conftest import NOW, County
from huiyin.core import files
from huiyin.gatherings import branches, chain
from huiyin.gatherings.tests.team import a_team
from tests.world.keywords import Arguments


def things(county: County, folder: Path) -> dict[str, Arguments]:
    """A round of talks, a material that was handed in with a file, a meeting to come."""
    team = a_team(county)
    talks, materials, meeting = team.talks(), team.materials(), team.meeting()
    material = team.material(materials, "东委")
    stored = files.store([b"words"], name="words.txt", content_type="text/plain", now=NOW)
    version = chain.hand_in(
        material, text="words", file=stored, revision=material.revision, actor=team.reach("东委"), now=NOW
    )
    of_team: Arguments = {"uid": county.campaign.uid, "unit": county.east.uid}
    one: Arguments = {"uid": meeting.uid}
    branch = branches.record(
        county.east, kind="life", preset="ordinary", on=county.today, topics="organisation life",
        ways={team.people["东长"]: ("present", "")}, actor=county.reach("east_clerk"), now=NOW,
    )  # fmt: skip
    round_: Arguments = {"uid": talks.uid}
    return {
        "gatherings_draw_up": of_team, "gatherings_begin": of_team, "gatherings_prepare": of_team,
        "gatherings_talks": round_, "gatherings_paste": round_, "gatherings_add_pair": round_,
        "gatherings_pair": {"uid": team.pair(talks, "东长", "东委").uid},
        "gatherings_materials": {"uid": materials.uid}, "gatherings_material": {"uid": material.uid},
        "gatherings_version_file": {"uid": version.uid},
        "gatherings_branch_new": {"unit": county.east.uid}, "gatherings_branch_meeting": {"uid": branch.uid},
        "gatherings_": one, "gatherings_gate": {**one, "gate": "problems"},
        "gatherings_dated": {**one, "what": "notice"},
    }  # fmt: skip
