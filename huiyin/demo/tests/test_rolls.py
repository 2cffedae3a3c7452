"""A roster that a source only counts: as many people as it says, each with a number of their own, whatever stands beside them."""

from huiyin.demo import rolls
from huiyin.demo.build_workbooks import SOURCE, read_layout, read_table

HEADER = ("工号", "姓名", "单位编码", "备注")


def test_a_line_a_person_by_unit() -> None:
    found = [line.split("\t") for line in rolls.lines(HEADER, ["YJ01\t2", "YJ02\t1"])]
    assert [(number, unit, remark) for number, _name, unit, remark in found] == [
        ("YJ0101", "YJ01", ""), ("YJ0102", "YJ01", ""), ("YJ0201", "YJ02", "")
    ]  # fmt: skip
    assert all(len(name) == 3 for _number, name, _unit, _remark in found)


def test_a_unit_taken_out_changes_nobody_elsewhere() -> None:
    whole = list(rolls.lines(HEADER, ["YJ01\t2", "YJ02\t3"]))
    assert list(rolls.lines(HEADER, ["YJ02\t3"])) == whole[2:]


def test_the_roster_has_as_many_cadres_as_the_source_reports_and_no_number_twice() -> None:
    (look,) = (look for look in read_layout().workbooks["20_雁江市名册"] if look.name == "人员")
    rows = read_table(SOURCE / "20_雁江市名册" / "人员.tsv", look).rows
    assert len({row[0] for row in rows}) == len(rows) == 2296
