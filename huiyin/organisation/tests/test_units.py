"""Adding, amending, moving, closing and merging units: who may, what is refused, what stays."""

from datetime import date

import pytest

from huiyin.core.errors import Refused, Stale
from huiyin.core.models import AuditLine
from huiyin.organisation import queries, tree, units
from huiyin.organisation.models import Grant, Role, Unit, UnitPath
from huiyin.organisation.units import UnitFields


def fields(name, **more):
    return UnitFields(name=name, kind=Unit.Kind.DEPARTMENT, **more)


def add(county, who, parent, code="new", name="新科"):
    return units.add_unit(
        code=code, fields=fields(name), parent=parent, actor=county.reach(who), now=county.now, today=county.today
    )


def test_the_office_adds_a_unit_and_a_clerk_may_not(county):
    made = add(county, "office", county.east)
    assert made.path.startswith(county.east.path)
    with pytest.raises(Refused):
        add(county, "east_clerk", county.east, code="other")


def test_two_units_never_share_a_code(county):
    with pytest.raises(Refused, match="east"):
        add(county, "office", county.root, code="east")


def test_only_an_administrator_of_the_whole_adds_a_root(county):
    with pytest.raises(Refused, match="系统管理员"):
        add(county, "office", None)
    assert add(county, "administrator", None).parent is None


def test_an_office_below_reaches_only_its_own_subtree(county):
    Grant.objects.create(
        person=county.people["east_head"], role=Role.OFFICE, unit=county.east, begins_on=date(2013, 1, 1),
        approved_by=county.account("office"),
    )  # fmt: skip
    add(county, "east_head", county.east_section, code="ok")
    with pytest.raises(Refused):
        add(county, "east_head", county.west)
    with pytest.raises(Refused):
        units.move_unit(
            county.east_section, to=county.west, revision=1, actor=county.reach("east_head"), now=county.now,
            today=county.today,
        )  # fmt: skip


def test_a_second_clerk_with_an_old_form_is_refused(county):
    actor = county.reach("office")
    units.amend_unit(county.east, fields=fields("东局（新）"), revision=1, actor=actor, now=county.now)
    with pytest.raises(Stale):
        units.amend_unit(county.east, fields=fields("东局（旧）"), revision=1, actor=actor, now=county.now)
    assert Unit.objects.get(code="east").name == "东局（新）"


def move(county, unit, to, revision=1, who="office"):
    return units.move_unit(
        unit, to=to, revision=revision, actor=county.reach(who), now=county.now, today=county.today
    )  # fmt: skip


def test_a_move_takes_the_whole_subtree_along_and_keeps_the_old_paths(county):
    old = county.east_section.path
    move(county, county.east, county.west)
    section = Unit.objects.get(code="east_section")
    assert section.path.startswith(county.west.path)
    assert set(UnitPath.objects.filter(unit=section).values_list("path", flat=True)) == {old, section.path}
    assert tree.tree_faults() == []


@pytest.mark.parametrize("to", ["east", "east_section"])
def test_a_unit_never_moves_under_itself(county, to):
    with pytest.raises(Refused, match="自己"):
        move(county, county.east, Unit.objects.get(code=to))
    assert Unit.objects.get(code="east").path == county.east.path
    assert tree.tree_faults() == []


def test_a_moved_unit_leaves_the_old_reach_and_enters_the_new(county):
    move(county, county.east_section, county.west)
    section = Unit.objects.get(code="east_section")
    assert not county.reach("east_clerk").may((Role.CLERK,), section)
    assert county.reach("west_clerk").may((Role.CLERK,), section)


def test_a_chain_of_units_deeper_than_the_path_can_hold_is_refused(county):
    unit = county.east_section
    for n in range(tree.PATH_LENGTH // 5 - unit.depth):
        unit = add(county, "office", unit, code=f"deep{n}")
    with pytest.raises(Refused, match="层"):
        add(county, "office", unit, code="too-deep")
    with pytest.raises(Refused, match="层"):
        move(county, county.east, county.west)


def test_closing_needs_the_units_below_closed_first_and_keeps_everything(county):
    actor = county.reach("office")
    day = date(2013, 8, 31)
    with pytest.raises(Refused, match="下级"):
        units.close_unit(county.east, on=day, revision=1, actor=actor, now=county.now)
    units.close_unit(county.east_section, on=day, revision=1, actor=actor, now=county.now)
    closed = units.close_unit(county.east, on=day, revision=1, actor=actor, now=county.now)
    assert closed.closed_on == day
    assert queries.standing(county.root, day=county.today)[0] == queries.Standing(open=2, closed=2, merged=0)
    assert queries.standing(county.root, day=date(2013, 8, 30))[0].open == 4
    with pytest.raises(Refused, match="撤销"):
        add(county, "office", closed)


def test_merging_is_one_audit_line_and_points_to_the_other(county):
    before = AuditLine.objects.count()
    merged = units.merge_unit(
        county.east_section, into=county.west, on=county.today, revision=1, actor=county.reach("office"), now=county.now
    )
    assert merged.merged_into == county.west
    assert AuditLine.objects.count() == before + 1
    assert queries.standing(county.root, day=county.today)[0] == queries.Standing(open=3, closed=0, merged=1)
    with pytest.raises(Refused):
        units.merge_unit(
            county.east, into=merged, on=county.today, revision=1, actor=county.reach("office"), now=county.now
        )


def test_units_stand_in_the_order_the_office_set_never_by_name_or_key(county):
    actor = county.reach("office")
    units.amend_unit(county.east, fields=fields("东局", order=9), revision=1, actor=actor, now=county.now)
    units.amend_unit(county.west, fields=fields("西局", order=1), revision=1, actor=actor, now=county.now)
    assert [unit.name for unit in queries.children(county.root)] == ["西局", "东局"]
    assert [unit.name for unit in queries.listed(actor, top=county.root)] == ["青山县委", "西局", "东局", "东一科"]


def test_counts_open_onto_the_same_units(county):
    actor = county.reach("office")
    counts = dict(queries.standing(county.root, day=county.today)[1])
    assert counts == {"committee": 1, "department": 3}
    listed = queries.listed(actor, top=county.root, kind="department", state=queries.open_on(county.today))
    assert len(listed) == counts["department"]
    assert queries.subtree_sizes(queries.children(county.root), day=county.today) == {
        county.east.pk: 2,
        county.west.pk: 1,
    }


def test_lists_hold_only_what_is_reached(county):
    found = queries.listed(county.reach("east_clerk"), top=county.root)
    assert {unit.code for unit in found} == {"east", "east_section"}


def test_areas_keep_the_units_they_group(county):
    actor = county.reach("office")
    area = units.area_named("城区片")
    assert area is not None
    units.amend_unit(county.east, fields=fields("东局", area=area), revision=1, actor=actor, now=county.now)
    assert [(area.name, count) for area, count in queries.areas(actor, day=county.today)] == [("城区片", 1)]
    assert [u.code for u in queries.listed(actor, top=county.root, area=area.uid)] == ["east"]
