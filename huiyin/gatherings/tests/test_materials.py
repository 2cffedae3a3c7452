"""Self-examination materials: the chain, nobody passes their own, every version and remark kept, seen by few."""

import pytest

from huiyin.conftest import NOW, County
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.gatherings import chain, material_reads
from huiyin.gatherings.models import Material, MaterialStep, MaterialText
from huiyin.gatherings.tests.team import SECRET, Team, a_team
from huiyin.ledgers.books.gatherings import SELF_EXAMINATIONS
from huiyin.ledgers.engine.queries import entries

pytestmark = pytest.mark.django_db
State = Material.State


@pytest.fixture
def team(county: County) -> Team:
    return a_team(county)


def test_a_members_material_goes_from_peers_to_head_to_supervisors(team: Team) -> None:
    material = team.hand_in(team.material(team.materials(), "东委"), "东委")
    assert material.state == State.PEER_READ
    assert team.passed(material, "东长").state == State.PEER_READ
    assert team.passed(material, "东副").state == State.HEAD_REVIEW
    assert team.passed(material, "东长").state == State.SUPERVISOR_REVIEW
    assert team.passed(material, "supervisor").state == State.FINALIZED
    (row,) = entries(SELF_EXAMINATIONS).current()
    assert (row.kind, row.drafts, row.unit) == ("personal", 1, team.county.east)


def test_the_heads_own_and_the_teams_go_to_the_superior_as_well(team: Team) -> None:
    round = team.all_final()
    assert {m.state for m in material_reads.materials_of(round)} == {State.FINALIZED}
    assert material_reads.standing(round).complete
    superior = MaterialStep.objects.filter(before=State.SUPERIOR_REVIEW, verb="pass")
    assert {(s.material.kind, s.material.person_id) for s in superior} == {
        ("team", None), ("personal", team.people["东长"].pk)
    }  # fmt: skip
    assert sorted(row.kind for row in entries(SELF_EXAMINATIONS).current()) == ["personal"] * 3 + ["team"]


def test_a_return_needs_a_remark_and_every_version_and_remark_is_kept(team: Team) -> None:
    material = team.hand_in(team.material(team.materials(), "东委"), "东委")
    team.passed(material, "东长", "东副")
    with pytest.raises(Refused, match="意见"):
        chain.send_back(material, remark=" ", revision=material.revision, actor=team.reach("东长"), now=NOW)
    chain.send_back(material, remark="剖析不深", revision=material.revision, actor=team.reach("东长"), now=NOW)
    material.refresh_from_db()
    assert material.state == State.RETURNED
    team.hand_in(material, "东委", "第二稿")
    assert material.state == State.PEER_READ, "the new version goes the whole way"
    assert [v.words.text for v in material_reads.versions_of(material)] == ["第二稿", SECRET]
    assert [s.remark for s in material_reads.steps_of(material) if s.remark] == ["剖析不深"]
    team.passed(material, "东长", "东副", "东长", "supervisor")
    assert entries(SELF_EXAMINATIONS).current().get().drafts == 2


def test_nobody_passes_their_own_or_what_they_wrote(team: Team) -> None:
    round = team.materials()
    own = team.hand_in(team.material(round, "东长"), "东长")
    with pytest.raises(Refused, match="自己"):
        team.passed(own, "东长")
    assert team.passed(own, "东副", "东委").state == State.SUPERVISOR_REVIEW, "the head does not review the head"
    of_team = team.hand_in(team.material(round), "东长")
    assert team.passed(of_team, "东副", "东委").state == State.SUPERVISOR_REVIEW
    by_office = team.material(round)
    with pytest.raises(Refused, match="不能换稿"):
        team.hand_in(by_office, "office")


@pytest.mark.parametrize("who", ["科长", "east_clerk", "office_two", "west_head", "administrator"])
def test_who_is_not_asked_passes_nothing(team: Team, who: str) -> None:
    material = team.hand_in(team.material(team.materials(), "东委"), "东委")
    with pytest.raises(Refused):
        team.passed(material, who)
    with pytest.raises(Refused):
        team.hand_in(team.material(material.round, "东副"), who)


def test_a_stale_page_passes_nothing(team: Team) -> None:
    material = team.hand_in(team.material(team.materials(), "东委"), "东委")
    seen = material.revision
    team.passed(material, "东长")
    with pytest.raises(Stale):
        chain.approve(material, revision=seen, actor=team.reach("东副"), now=NOW)


def test_only_team_one_in_charge_supervisors_and_the_superior_see_it(team: Team) -> None:
    material = team.hand_in(team.material(team.materials(), "东委"), "东委")
    today = team.county.today
    for who in ("东长", "东副", "office", "supervisor", "office_two"):
        assert material_reads.material_seen(material.uid, team.reach(who), today) == material
    for who in ("east_clerk", "科长", "科员", "member", "west_head", "auditor", "administrator", "discipline"):
        with pytest.raises(NotReached):
            material_reads.material_seen(material.uid, team.reach(who), today)
        assert material_reads.rounds_seen(team.reach(who), today) == []
        assert material_reads.waiting(team.reach(who), today) == []


def test_of_the_units_own_office_only_the_one_in_charge_sees_it(team: Team) -> None:
    """For 青山县委 itself nobody stands above: 安办 is in charge, 白办 sees nothing; the result from above is entered."""
    county = team.county
    post = county.post(county.root, "书记", leader=True)
    post.holdings.create(person=team.people["科长"], begins_on=county.today)
    round = chain.begin(
        county.campaign, county.root, in_charge=county.people["office"], actor=team.reach("office"), now=NOW
    )
    material = team.hand_in(team.material(round, "科长"), "科长")
    with pytest.raises(NotReached):
        material_reads.material_seen(material.uid, team.reach("office_two"), county.today)
    assert team.passed(material, "supervisor").state == State.SUPERIOR_REVIEW
    with pytest.raises(Refused, match="上级的审核单位"):
        team.passed(material, "office")
    chain.approve(
        material, revision=material.revision, actor=team.reach("office"), now=NOW, outside="市委活动办 某处长"
    )
    material.refresh_from_db()
    assert material.state == State.FINALIZED


def test_the_words_can_be_cleared_after_the_meeting_and_the_way_stays(team: Team) -> None:
    round = team.all_final()
    with pytest.raises(Refused, match="还没有召开"):
        chain.erase_words(round, actor=team.reach("office"), now=NOW)
    chain.use_in_meeting(round, actor=team.county.account("office"), on=team.county.today)
    with pytest.raises(Refused, match="经办人"):
        chain.erase_words(round, actor=team.reach("office_two"), now=NOW)
    assert chain.erase_words(round, actor=team.reach("office"), now=NOW) == 4
    assert not MaterialText.objects.exists()
    assert MaterialStep.objects.filter(verb="pass").exists()


def test_whoever_passes_finds_it_on_the_desk(team: Team) -> None:
    material = team.hand_in(team.material(team.materials(), "东委"), "东委")
    today = team.county.today
    assert material_reads.waiting(team.reach("东副"), today) == [material]
    assert material_reads.waiting(team.reach("东委"), today) == []
    team.passed(material, "东副")
    assert material_reads.waiting(team.reach("东副"), today) == []
