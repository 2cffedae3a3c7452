"""Finds the post that a form or a task sheet names, and proposes numbers and names to those who fill one in.

Posts are never made here: an unknown title is refused.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.core.errors import Refused
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Post, Role, Unit
from huiyin.organisation.paths import ancestors

_NEAR = 3
_MOST_OFFERED = 300
_LAST_NUMBER = re.compile(r"\d+(?=\D*$)")


class PostFinder:
    """The posts of some units, loaded once: a task sheet names the same ones many times."""

    def __init__(self, units: Sequence[Unit]) -> None:
        paths = {path for unit in units for path in ancestors(unit.path)}
        self._by_unit: dict[str, dict[str, Post]] = {}
        for post in Post.objects.filter(unit__path__in=paths).select_related("unit").order_by("rank", "pk"):
            self._by_unit.setdefault(post.unit.path, {})[_folded(post.title)] = post

    def responsible(self, unit: Unit, title: str) -> Post:
        """The post of this title in the responsible unit."""
        known = self._by_unit.get(unit.path, {})
        found = known.get(_folded(title))
        if found is None:
            raise Refused(_unknown(title, unit.name, known))
        return found

    def leading(self, unit: Unit, title: str) -> Post:
        """The leader's post of this title in the unit or the nearest unit above it; posts of the leadership first."""
        known: dict[str, Post] = {}
        for path in reversed(ancestors(unit.path)):
            for word, post in self._by_unit.get(path, {}).items():
                known.setdefault(word, post)
        holders = [self._by_unit.get(path, {}).get(_folded(title)) for path in reversed(ancestors(unit.path))]
        named = [post for post in holders if post is not None]
        if not named:
            raise Refused(_unknown(title, _("%(unit)s及其上级") % {"unit": unit.name}, known))
        return next((post for post in named if post.leader), named[0])


def following(codes: Iterable[str], first: str = "1") -> str:
    """The number after the highest one used, written as that one is (P09 → P10, 1-2 → 1-3); `first` when there is none."""
    numbered = [(code, found) for code in codes if (found := _LAST_NUMBER.search(code))]
    if not numbered:
        return first
    code, found = max(numbered, key=lambda pair: (int(pair[1][0]), pair[0]))
    return code[: found.start()] + str(int(found[0]) + 1).zfill(len(found[0])) + code[found.end() :]


def offered_units(actor: Reach, campaign: Campaign) -> list[Unit]:
    """The units that an office may give work to, in the official order; none where they are too many to choose from."""
    reached = actor.units_for((Role.OFFICE,), campaign.uid).filter(closed_on__isnull=True).order_by("path")
    found = list(reached[: _MOST_OFFERED + 1])
    return found if len(found) <= _MOST_OFFERED else []


def offered_posts(units: Sequence[Unit]) -> list[str]:
    """The titles of posts in some units and those above them, each once, leaders' first."""
    paths = {path for unit in units for path in ancestors(unit.path)}
    rows = Post.objects.filter(unit__path__in=paths).order_by("-leader", "unit__path", "rank", "pk")
    return list(dict.fromkeys(rows.values_list("title", flat=True)))[:_MOST_OFFERED]


def _unknown(title: str, where: str, known: Mapping[str, Post]) -> str:
    if not known:
        return _("“%(where)s”还没有登记任何职务，请先在“单位与人员”里登记“%(title)s”。") % {
            "where": where,
            "title": title,
        }
    near = difflib.get_close_matches(_folded(title), known, n=_NEAR, cutoff=0.3) or list(known)[:_NEAR]
    return _("“%(where)s”没有职务“%(title)s”，相近的有：%(near)s。请改正，或先在“单位与人员”里登记这个职务。") % {
        "where": where, "title": title, "near": "、".join(known[word].title for word in near),
    }  # fmt: skip


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
