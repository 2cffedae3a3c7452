"""Finds whom a slip is about from what the clerk wrote: a unit by name or code, a leader by name."""

from collections import defaultdict

from django.utils.translation import gettext as _

from huiyin.core.errors import Refused
from huiyin.opinions.models import About, Round
from huiyin.opinions.slips import Target
from huiyin.organisation.models import Holding, Person, Unit
from huiyin.organisation.paths import within


class Targets:
    """The units and leaders a round's campaign reaches; read once, asked for every row."""

    def __init__(self, round: Round) -> None:
        self._round = round
        root = round.campaign.unit.path
        self._units: dict[str, set[Unit]] = defaultdict(set)
        for unit in Unit.objects.filter(within(root)):
            for word in {unit.name, unit.short_name, unit.code} - {""}:
                self._units[word].add(unit)
        self._leaders: dict[str, set[tuple[Person, Unit]]] = defaultdict(set)
        holdings = Holding.objects.filter(within(root, "post__unit__path"), post__leader=True)
        for holding in holdings.select_related("person", "post__unit"):
            self._leaders[holding.person.name].add((holding.person, holding.post.unit))

    def find(self, about: str, name: str) -> Target:
        """The target, or a refusal that says what to write."""
        if about == About.GENERAL:
            return Target()
        if about == About.PERSON:
            return self._leader(name)
        if not name and about in {About.TEAM, About.SYSTEM}:
            return Target(about, self._round.unit)
        return Target(about, self.unit(name))

    def unit(self, name: str) -> Unit:
        """The one unit so named."""
        if not name:
            raise Refused(_("评价对象是部门单位的，要写明是哪个单位。"))
        found = self._units.get(name, set())
        if not found:
            raise Refused(_("没有名称、简称或编码为“%(name)s”的单位。请写单位全称或编码。") % {"name": name})
        if len(found) > 1:
            raise Refused(
                _("有 %(count)d 个单位都叫“%(name)s”。请改写单位编码。") % {"count": len(found), "name": name}
            )
        return next(iter(found))

    def _leader(self, name: str) -> Target:
        if not name:
            raise Refused(_("评价对象是班子成员的，要写明姓名。"))
        found = self._leaders.get(name, set())
        if not found:
            raise Refused(
                _("没有名叫“%(name)s”的班子成员。请核对姓名，或先在“单位与人员”里登记任职。") % {"name": name}
            )
        if len({person.pk for person, _unit in found}) > 1:
            raise Refused(
                _("有几位班子成员都叫“%(name)s”，分不清是哪一位。请先登记为部门意见，或改名区分。") % {"name": name}
            )
        person, unit = sorted(found, key=lambda pair: pair[1].path)[0]
        return Target(About.PERSON, unit, person)
