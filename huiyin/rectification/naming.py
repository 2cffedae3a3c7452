"""Finds the post that a form or a task sheet names. Posts are never made here: an unknown title is refused."""

import difflib
import unicodedata
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from huiyin.core.errors import Refused
from huiyin.organisation.models import Post, Unit
from huiyin.organisation.paths import ancestors

_NEAR = 3


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
