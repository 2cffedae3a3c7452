"""清单: page 1 and page 1,000 of a ledger, of opinions and of measures; by key, so that both cost the same."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from bench.results import Found, Line
from bench.rivals import lists as by_hand
from bench.site import Site
from huiyin.opinions.models import Opinion, Round
from huiyin.rectification.filtering import PAGE as MEASURES_PAGE
from huiyin.workspace.ledgers.views import PAGE as BOOK_PAGE
from huiyin.workspace.opinions.shown import PAGE as OPINIONS_PAGE

AIM, FAR = 2.0, 1000
# Pages of fewer rows than the thousandth: the last full one stands for it, and the line says which it is.
Place = tuple[str, int]


def run(site: Site) -> Found:
    """Each list at its first page and far down."""
    found = Found("lists", "清单：第 1 页和第 1,000 页")
    for make in (_meetings, _opinions, _measures):
        found.lines += make(site)
    return found


def _places(total: int, size: int) -> tuple[Place, Place]:
    far = max(0, min(FAR, total // size) - 1)
    return ("第 1 页", 0), (f"第 {far + 1:,} 页", far * size)


def _meetings(site: Site) -> list[Line]:
    book, path, lines = "ledgers_meeting", site.root.path, []
    base = reverse("ledgers_list", kwargs={"code": "meetings"})
    for number, (name, place) in enumerate(_places(site.sizes.meetings * 98 // 100, BOOK_PAGE)):
        mark = by_hand.book_mark(book, path, place)
        address = f"{base}?after={_uid(mark[2])}" if mark else base
        after = mark[:2] if mark else None

        def seen(context: dict[str, Any]) -> object:
            return [int(row.number.rpartition("-")[2]) for row in context["rows"]], number_in(context["position"])

        def rival(after: Any = after) -> object:
            return by_hand.book_page(book, path, after, BOOK_PAGE)

        lines.append(site.page_line(f"会议台账 {name}", address, seen, rival, aim=AIM, key=f"meetings{number}"))
    return lines


def _opinions(site: Site) -> list[Line]:
    around = Round.objects.get(uid=site.world.round)
    reader, lines = site.reach_of(site.world.office).account.person_id, []
    base = reverse("opinions_list", kwargs={"uid": around.uid})
    for number, (name, place) in enumerate(
        _places(Opinion.objects.filter(round=around).count() * 97 // 100, OPINIONS_PAGE)
    ):
        mark = by_hand.opinions_mark(around.pk, reader, place)
        address = f"{base}?{urlencode({'after': _uid(mark)})}" if mark else base

        def seen(context: dict[str, Any]) -> object:
            shown = [(line.opinion.uid, line.words) for line, *_rest in context["rows"]]
            return shown, number_in(context["position"])

        def rival(mark: Any = mark) -> object:
            rows, total = by_hand.opinions_page(around.pk, reader, mark, OPINIONS_PAGE)
            return [(_uid(uid), words) for uid, words in rows], total

        lines.append(site.page_line(f"原始意见 {name}", address, seen, rival, aim=AIM, key=f"opinions{number}"))
    return lines


def _measures(site: Site) -> list[Line]:
    path, lines = site.root.path, []
    base = f"{reverse('rectification_measures')}?campaign={site.campaign.uid}"
    for number, (name, place) in enumerate(_places(site.sizes.measures * 97 // 100, MEASURES_PAGE)):
        mark = by_hand.measures_mark(site.campaign.pk, path, place)
        address = f"{base}&after={mark}" if mark else base

        def seen(context: dict[str, Any]) -> object:
            return [row.code for row, *_rest in context["rows"]], int(context["total"])

        def rival(mark: str = mark) -> object:
            return by_hand.measures_page(site.campaign.pk, path, mark, MEASURES_PAGE)

        lines.append(site.page_line(f"整改措施 {name}", address, seen, rival, aim=AIM, key=f"measures{number}"))
    return lines


def _uid(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(hex=str(value))


def number_in(position: str) -> int:
    """The total in “本页 50 条，共 10000 条以上”."""
    words = position.partition("共")[2]
    return int("".join(c for c in words.partition("条")[0] if c.isdigit()))
