"""Writes a staged roster through the verbs of the organisation, in one transaction and with one audit line."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.campaigns import roster
from huiyin.campaigns.intake.changes import Change, Effect
from huiyin.campaigns.intake.holdings import HoldingValues
from huiyin.campaigns.intake.people import PersonValues
from huiyin.campaigns.intake.teams import TeamValues
from huiyin.campaigns.intake.units import UnitValues
from huiyin.core import audit
from huiyin.core.audit import Action as AuditAction
from huiyin.core.errors import Stale
from huiyin.organisation import people, posts, teams, units
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Area, Holding, Person, Post, Team, Unit
from huiyin.organisation.people import PersonFields
from huiyin.organisation.posts import NewHolding
from huiyin.organisation.teams import Part
from huiyin.organisation.units import NewUnit, UnitFields

ROSTER_IMPORTED = AuditAction("roster.imported", "批量导入组织机构和人员")


class Committing:
    """One import while it is written: units and people are looked up by what the workbook calls them."""

    def __init__(self, *, actor: Reach, now: datetime, today: date, unit: Unit, campaign: UUID | None) -> None:
        self._actor, self._now, self._today = actor, now, today
        self._unit, self._campaign = unit, campaign
        self._units: dict[str, Unit] = {}
        self._people: dict[str, Person] = {}
        self._posts: dict[tuple[str, str], Post] = {}
        self._areas: dict[str, Area | None] = {}

    @transaction.atomic
    def write(
        self,
        unit_changes: Sequence[Change[UnitValues]],
        person_changes: Sequence[Change[PersonValues]],
        holding_changes: Sequence[Change[HoldingValues]],
        team_changes: Sequence[Change[TeamValues]],
        *,
        digest: str,
        counts: Mapping[str, int],
    ) -> None:
        """Everything or nothing."""
        self._write_units(unit_changes)
        self._close_units(unit_changes)
        # A moved unit took those below it along: their paths are read afresh from here on.
        self._units.clear()
        codes = {change.values.unit for change in person_changes if change.effect is not Effect.SAME}
        codes |= {change.values.unit for change in holding_changes if change.effect is not Effect.SAME}
        self._units.update({unit.code: unit for unit in Unit.objects.in_bulk(list(codes), field_name="code").values()})
        self._write_people(person_changes)
        self._write_holdings([change for change in holding_changes if change.effect is not Effect.SAME])
        for team_change in team_changes:
            if team_change.effect is not Effect.SAME:
                self._write_team(team_change)
        audit.record(
            ROSTER_IMPORTED, actor=self._actor.account, now=self._now, subject=self._unit, unit=self._unit,
            campaign=self._campaign, digest=digest, **counts,
        )  # fmt: skip

    def _write_units(self, changes: Sequence[Change[UnitValues]]) -> None:
        """In the order staged, superiors first; new units that wait for no other are added together."""
        waiting: dict[str, UnitValues] = {}
        for change in changes:
            if change.effect is Effect.CHANGED or change.values.parent in waiting:
                self._add_units(waiting)
                waiting = {}
            if change.effect is Effect.NEW:
                waiting[change.values.code] = change.values
            elif change.effect is Effect.CHANGED:
                self._change_unit(change)
        self._add_units(waiting)

    def _add_units(self, waiting: Mapping[str, UnitValues]) -> None:
        rows = [
            NewUnit(values.code, self._unit_fields(values), self._unit_of(values.parent) if values.parent else None)
            for values in waiting.values()
        ]
        for unit in units.add_units(rows=rows, actor=self._actor, today=self._today):
            self._units[unit.code] = unit

    def _change_unit(self, change: Change[UnitValues]) -> None:
        values = change.values
        parent = self._unit_of(values.parent) if values.parent else None
        unit = Unit.objects.select_related("parent").get(uid=change.target)
        unit = units.amend_unit(
            unit, fields=self._unit_fields(values), revision=change.revision, actor=self._actor, now=self._now,
            audited=False,
        )  # fmt: skip
        if (parent.pk if parent else None) != unit.parent_id:
            unit = units.move_unit(
                unit, to=parent, revision=unit.revision, actor=self._actor, now=self._now, today=self._today,
                audited=False,
            )  # fmt: skip
        self._units[values.code] = unit

    def _unit_fields(self, values: UnitValues) -> UnitFields:
        return UnitFields(
            name=values.name, kind=values.kind, short_name=values.short_name, order=values.order,
            area=self._area(values.area), opened_on=values.opened_on, remark=values.remark,
        )  # fmt: skip

    def _area(self, name: str) -> Area | None:
        if name not in self._areas:
            self._areas[name] = units.area_named(name)
        return self._areas[name]

    def _close_units(self, changes: Sequence[Change[UnitValues]]) -> None:
        """The deepest first: a unit closes after those below it."""
        for change in reversed(changes):
            if change.effect is Effect.SAME or change.values.closed_on is None:
                continue
            unit = Unit.objects.get(code=change.values.code)
            if unit.closed_on is None:
                self._units[unit.code] = units.close_unit(
                    unit, on=change.values.closed_on, revision=unit.revision, actor=self._actor, now=self._now,
                    audited=False,
                )  # fmt: skip

    def _write_people(self, changes: Sequence[Change[PersonValues]]) -> None:
        new = [change.values for change in changes if change.effect is Effect.NEW]
        made = people.add_people(rows=[self._fields(values) for values in new], actor=self._actor)
        self._people.update(zip((values.key for values in new), made, strict=True))
        for change in changes:
            if change.effect is Effect.CHANGED:
                person = Person.objects.select_related("unit").get(uid=change.target)
                self._people[change.values.key] = people.amend_person(
                    person, fields=self._fields(change.values), revision=change.revision, actor=self._actor,
                    now=self._now, audited=False,
                )  # fmt: skip

    def _write_holdings(self, changes: Sequence[Change[HoldingValues]]) -> None:
        """Posts and changed holdings line by line, then all new holdings at once."""
        new: list[NewHolding] = []
        for change in changes:
            values, post = change.values, self._post(change)
            if change.effect is Effect.NEW:
                new.append(
                    NewHolding(
                        self._person(values.person), post, values.begins_on, values.ends_on, remark=values.remark
                    )
                )
            else:
                self._change_holding(change)
        roster.appoint_many(rows=new, actor=self._actor, now=self._now)

    def _change_holding(self, change: Change[HoldingValues]) -> None:
        values = change.values
        holding = Holding.objects.select_related("post__unit", "person").get(uid=change.target)
        if values.ends_on is not None and holding.ends_on is None:
            holding = roster.relieve(holding, ends_on=values.ends_on, actor=self._actor, now=self._now, audited=False)
        elif values.ends_on is not None and holding.ends_on is not None and holding.ends_on != values.ends_on:
            holding = roster.correct_end(
                holding, ends_on=values.ends_on, seen=holding.ends_on, actor=self._actor, now=self._now, audited=False
            )
        if values.remark and values.remark != holding.remark:
            posts.remark(holding, remark=values.remark, actor=self._actor, now=self._now, audited=False)

    def _post(self, change: Change[HoldingValues]) -> Post:
        """The post of a line, made or amended once; somebody else's change since staging refuses the import."""
        values = change.values
        if values.post in self._posts:
            return self._posts[values.post]
        post = posts.post_named(
            unit=self._unit_of(values.unit), title=values.title, rank=100 if values.rank is None else values.rank,
            leader=bool(values.leader),
        )  # fmt: skip
        if change.revision and change.revision != post.revision:
            raise Stale(_("“%(post)s”刚被别人改过，整批没有写入。请重新预览。") % {"post": str(post)})
        rank = post.rank if values.rank is None else values.rank
        leader = post.leader if values.leader is None else values.leader
        if (post.rank, post.leader) != (rank, leader):
            post = roster.amend_post(
                post, rank=rank, leader=leader, revision=post.revision, actor=self._actor, now=self._now, audited=False
            )
        self._posts[values.post] = post
        return post

    def _write_team(self, change: Change[TeamValues]) -> None:
        values = change.values
        members = [Part(self._person(key), duty) for key, duty in values.members]
        covers = [self._unit_of(code) for code in values.covers]
        if change.effect is Effect.NEW:
            roster.set_up_team(
                kind=values.kind, name=values.name, unit=self._unit_of(values.unit), members=members, covers=covers,
                campaign=self._campaign, begins_on=values.begins_on or self._today, actor=self._actor, now=self._now,
                audited=False,
            )  # fmt: skip
            return
        team = Team.objects.select_related("unit").get(uid=change.target)
        teams.change(
            team, members=members, covers=covers, revision=change.revision, actor=self._actor, now=self._now,
            audited=False,
        )  # fmt: skip

    def _unit_of(self, code: str) -> Unit:
        if code not in self._units:
            unit = Unit.objects.filter(code=code).first()
            if unit is None:
                raise Stale(_("单位“%(code)s”刚被改动，整批没有写入。请重新预览。") % {"code": code})
            self._units[code] = unit
        return self._units[code]

    def _person(self, key: str) -> Person:
        if key not in self._people:
            self._people[key] = Person.objects.select_related("unit").get(uid=UUID(key))
        return self._people[key]

    def _fields(self, values: PersonValues) -> PersonFields:
        return PersonFields(
            name=values.name, unit=self._unit_of(values.unit), staff_no=values.staff_no, phone=values.phone,
            born=values.born, education=values.education, retired_on=values.retired_on, remark=values.remark,
        )  # fmt: skip
