"""A category table comes in whole or not at all, and nothing before somebody confirmed it."""

from pathlib import Path

import pytest

from huiyin.consolidating import category_import
from huiyin.consolidating.category_import import File
from huiyin.consolidating.tests.conftest import Desk
from huiyin.core.errors import Refused
from huiyin.opinions import categories
from huiyin.opinions.models import Category

LEVELS = "level1\tlevel2\tlevel3\n城乡建设\t安全生产\t事故处理\n城乡建设\t安全生产\t安全管理\n教育\t学校\t收费\n"


def read(desk: Desk, folder: Path, text: str) -> category_import.Plan:
    path = folder / "table.tsv"
    path.write_text(text, encoding="utf-8")
    return category_import.read(File("类别.tsv", path), campaign=desk.listening.county.campaign)


def take(desk: Desk, packed: str, who: str = "office") -> int:
    return category_import.take(
        packed=packed, **desk.board, actor=desk.listening.county.reach(who), now=desk.listening.county.now
    )


def test_a_table_of_levels_becomes_categories_once_it_is_confirmed(desk: Desk, tmp_path: Path) -> None:
    plan = read(desk, tmp_path, LEVELS)
    assert not plan.problems
    assert not Category.objects.exists()
    with pytest.raises(Refused, match="活动办公室"):
        take(desk, plan.packed(), "east_clerk")
    assert take(desk, plan.packed()) == 3
    assert list(Category.objects.values_list("name", "wind")) == [
        ("事故处理", "城乡建设·安全生产"), ("安全管理", "城乡建设·安全生产"), ("收费", "教育·学校"),
    ]  # fmt: skip
    with pytest.raises(Refused, match="没有导入任何类别"):
        take(desk, plan.packed())
    assert Category.objects.count() == 3


def test_one_problem_and_nothing_is_taken(desk: Desk, tmp_path: Path) -> None:
    categories.add_category(
        **desk.board, code="A01", name="已有", actor=desk.listening.office, now=desk.listening.county.now
    )
    plan = read(desk, tmp_path, "编码\t名称\nA01\t另一个\nA02\t第二个\n")
    assert plan.problems == ("第 1 个类别“另一个”的编码“A01”在本活动里已有。",)
    with pytest.raises(Refused):
        take(desk, plan.packed())
    assert Category.objects.count() == 1


def test_numbers_of_a_table_without_codes_go_on_beside_those_in_use(desk: Desk, tmp_path: Path) -> None:
    take(desk, read(desk, tmp_path, "名称\n甲类\n乙类\n").packed())
    assert take(desk, read(desk, tmp_path, "名称\n丙类\n").packed()) == 1
    assert Category.objects.values("code").distinct().count() == 3


@pytest.mark.parametrize("text", ["", "没有栏名\n甲\n", "名称\n\n", "编码\t名称\nA\t\n"])
def test_a_table_that_is_none_is_told_by_a_sentence(desk: Desk, tmp_path: Path, text: str) -> None:
    plan = read(desk, tmp_path, text)
    assert plan.problems
    assert all(problem.endswith(("。", "）")) for problem in plan.problems)


@pytest.mark.parametrize("packed", ["", "[", "{}", '[["a"]]', '[["", "", "", ""]]', "[[1,2,3,4]]", "[]"])
def test_a_form_made_up_takes_nothing(desk: Desk, packed: str) -> None:
    with pytest.raises(Refused):
        take(desk, packed)
    assert not Category.objects.exists()
