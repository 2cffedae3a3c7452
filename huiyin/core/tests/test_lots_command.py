"""`huiyin lots` draws again what was published; something else published ends with 1, a list that is none with 3."""

import pytest
from django.core.management import CommandError, call_command

from huiyin.core import drawing_lots
from huiyin.core.drawing_lots import Lot

SECRET, VALUE = "ab" * 32, "01 02 03"


@pytest.fixture
def published(tmp_path):
    """A list of 20 in two strata and what six drawn of it come to."""
    lots = [Lot(f"{k:032x}", ("甲", "乙")[k % 2]) for k in range(20)]
    file = tmp_path / "lots.txt"
    file.write_text(drawing_lots.frame_text(lots), encoding="utf-8")
    seed = drawing_lots.seed_of(drawing_lots.frame_digest(lots), SECRET, VALUE)
    return file, drawing_lots.list_digest(drawing_lots.drawn(lots, seed=seed, size=6))


def test_the_same_comes_out(published, capsys):
    file, digest = published
    call_command("lots", str(file), secret=SECRET, value=VALUE, size=6, expect=digest)
    said = capsys.readouterr().out
    assert digest in said
    assert drawing_lots.commitment(SECRET) in said


def test_another_value_ends_with_1(published):
    file, digest = published
    with pytest.raises(SystemExit) as ended:
        call_command("lots", str(file), secret=SECRET, value="01 02 04", size=6, expect=digest)
    assert ended.value.code == 1


@pytest.mark.parametrize("size", [0, 21])
def test_a_number_that_does_not_fit_is_said(published, size):
    with pytest.raises(CommandError, match="1 与 20 之间"):
        call_command("lots", str(published[0]), secret=SECRET, value=VALUE, size=size)


def test_a_list_that_is_none_ends_with_3(tmp_path):
    (tmp_path / "x.txt").write_text("甲\n乙\n", encoding="utf-8")
    for name in ("x.txt", "none.txt"):
        with pytest.raises(CommandError) as refused:
            call_command("lots", str(tmp_path / name), secret=SECRET, value=VALUE, size=6)
        assert refused.value.returncode == 3
