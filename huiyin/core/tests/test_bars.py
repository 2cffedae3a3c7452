"""Bars stand for their numbers: one scale, no bar for what is withheld, nothing drawn where nothing is compared."""

from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string

from huiyin.core.bars import Bar, Bars, Total, bars


def made(*rows: Bar, **more: Any) -> Bars | None:  # Any: handed on as keywords
    """A chart of opinions by channel."""
    return bars(rows, title="各渠道的原始意见", unit="条", named="渠道", counted="原始意见", **more)


def drawn(*rows: Bar, **more: Any) -> str:  # Any: handed on as keywords
    """The partial as a page shows it."""
    return render_to_string("ui/bars.html", {"bars": made(*rows, **more)})


def test_the_longest_number_has_the_whole_width_and_the_others_their_share() -> None:
    found = made(Bar("网上", 40, "/a"), Bar("信箱", 10, "/b"), Bar("热线", 0, "/c"))
    assert found is not None
    assert [row.width for row in found.rows] == ["100.0%", "25.0%", ""]


def test_every_number_stands_beside_its_bar_and_opens_its_records() -> None:
    page = drawn(Bar("网上", 40, "/a?channel=web"), Bar("信箱", Decimal("10.5"), "/b"))
    assert '<a class="fig-inline" href="/a?channel=web">40</a>' in page
    assert '<a class="fig-inline" href="/b">10.5</a>' in page


def test_a_withheld_number_has_its_word_and_no_bar_and_lengthens_no_other() -> None:
    rows = [Bar("群众", 20, "/a"), Bar("老同志", None, "#small", "少于5"), Bar("职工", 10, "/b")]
    found = made(*rows)
    assert found is not None
    assert [(row.bar.printed, row.width) for row in found.rows] == [("20", "100.0%"), ("少于5", ""), ("10", "50.0%")]
    page = drawn(*rows)
    assert '<a class="fig-inline" href="#small">少于5</a>' in page
    assert page.count("<rect") == 2 * 2  # each bar once for a wide page, once for a phone


def test_a_part_is_filled_within_its_outline_and_has_its_own_number() -> None:
    page = drawn(Bar("限期整改", 8, "/all", part=2, part_href="/closed"), Bar("长期坚持", 4, "/x"), part="已销号")
    assert 'width="100.0%" height="13" fill="none"' in page
    assert 'width="25.0%" height="14" fill="currentColor"' in page
    assert '<a class="fig-inline" href="/closed">2</a>' in page


def test_nothing_is_drawn_where_there_is_nothing_to_compare() -> None:
    assert made(Bar("网上", 40, "/a")) is None
    assert made(Bar("网上", 0, "/a"), Bar("信箱", None, "/b", "少于5")) is None
    assert made(always=True) is None
    assert made(Bar("网上", 0, "/a"), always=True) is not None


def test_a_page_with_bars_asks_for_no_style_and_no_script() -> None:
    page = drawn(Bar("网上", 40, "/a"), Bar("<b>信箱</b>", 10, "/b"), total=Total("50", "/all"), working=True)
    assert "style=" not in page
    assert "<script" not in page
    assert "&lt;b&gt;信箱" in page
    assert "现况" in page
    assert '<a class="fig-inline" href="/all">50</a>' in page
