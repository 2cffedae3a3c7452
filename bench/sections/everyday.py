"""日常台账: every book that the other parts leave empty, filled by its own rules: its list, and how many entries it has."""

from typing import Any

from django.urls import reverse

from bench.data.everyday import Book, empty_books, fill_books
from bench.measuring import compare
from bench.results import Found, Line
from bench.rivals import everyday as by_hand
from bench.rivals.lists import book_page
from bench.sections.lists import number_in
from bench.site import Site
from huiyin.metrics.figure import Scope, figures
from huiyin.metrics.metric import Metric
from huiyin.metrics.registry import METRICS
from huiyin.workspace.ledgers.views import PAGE

AIM, EACH, SEED = 2.0, 20_000, 20260302


def run(site: Site) -> Found:
    """Nothing here names a book: a new one is measured from the day it is declared."""
    books, each = empty_books(), max(round(EACH * site.sizes.scale), 60)
    fill_books(books, each, site.campaign.uid, site.world.office, SEED)
    found = Found("everyday", f"日常台账：{len(books)} 本，每本 {each:,} 条")
    found.lines += [_list(site, book) for book in books]
    found.lines.append(_figures(site, books))
    found.notes.append("会议、督导检查、走访、发文、制度和活动、意见、整改各本在“清单”“数字”里")
    return found


def _list(site: Site, book: Book) -> Line:
    address, table, path = (
        reverse("ledgers_list", kwargs={"code": book.code}),
        book.model._meta.db_table,
        site.root.path,
    )

    def seen(context: dict[str, Any]) -> object:
        return [int(row.number.rpartition("-")[2]) for row in context["rows"]], number_in(context["position"])

    return site.page_line(
        f"《{book.name}》第 1 页", address, seen, lambda: book_page(table, path, None, PAGE), aim=AIM
    )  # fmt: skip


def _figures(site: Site, books: list[Book]) -> Line:
    """Every figure over these books that counts, sums or tells apart whole columns, at the city."""
    among = {book.code for book in books}
    plain = [
        one for one in METRICS
        if isinstance(one, Metric) and one.ledger.code in among and not one.select and not one.least
    ]  # fmt: skip
    scope = Scope(unit=site.root, campaign=site.campaign.uid)

    def product() -> object:
        return {code: (fig.value, fig.entries) for code, fig in figures(plain, scope).items()}

    return compare(
        f"{len(plain)} 个指标 figures（市级）", product, lambda: by_hand.figures(plain, site.root.path, site.campaign.uid),
        aim=AIM,
    )  # fmt: skip
