"""The 人员 sheet: people known by staff number, else by phone, else by name within their unit."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from huiyin.campaigns.intake.changes import Change, Difference, Effect, difference
from huiyin.campaigns.intake.sheets import Line, Place
from huiyin.campaigns.intake.units import UnitBook
from huiyin.ledgers.engine.excel.columns import Problem
from huiyin.ledgers.engine.excel.dates import parse_date
from huiyin.ledgers.engine.excel.faults import CellProblem
from huiyin.organisation.models import Person
from huiyin.organisation.people import clean_name, clean_phone
from huiyin.organisation.rights import PEOPLE_KEEPERS

_MONTH = re.compile(r"(?P<year>(?:19|20)\d\d)(?:(?P<dot>\.)|[-/年]|(?=\d\d$))(?P<month>\d{1,2})月?")


@dataclass(frozen=True)
class PersonValues:
    """A person as the workbook and the roster together say; `unit` is a code, `key` what other sheets know them by."""

    key: str
    name: str
    staff_no: str
    phone: str
    unit: str
    born: date | None
    education: str
    retired_on: date | None
    remark: str


class PersonBook:
    """All people: those on the roster, and those the workbook adds or changes. Other sheets ask it for people."""

    def __init__(self, lines: list[Line], units: UnitBook, *, today: date) -> None:
        self._units, self._today = units, today
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self._by_staff_no: dict[str, str] = {}
        self._by_name: dict[str, list[tuple[str, str]]] = {}
        self._lines: dict[str, tuple[Line, PersonValues, Person | None]] = {}
        self.existing = _Standing(
            Person.objects.select_related("unit").filter(left_on__isnull=True).order_by("pk"),
            Person.objects.select_related("unit").filter(left_on__isnull=False).order_by("pk"),
        )
        for key, person in self.existing.by_key.items():
            self._know(key, person.name, person.staff_no or "", person.unit.code)
        self._places: dict[tuple[str, str], Place] = {}
        for line in lines:
            self._take(line)

    def changes(self) -> list[Change[PersonValues]]:
        """What each sound line does, in the workbook's order."""
        found = []
        for line, values, person in self._lines.values():
            if not line.sound:
                continue
            if person is None:
                found.append(Change(line.place, values.name, Effect.NEW, values))
                continue
            differences = _differences(person, values)
            effect = Effect.CHANGED if differences else Effect.SAME
            found.append(
                Change(line.place, values.name, effect, values, person.uid, person.revision, tuple(differences))
            )
        return found

    def find(self, staff_no: str, name: str, unit: str) -> str:
        """The key of the one person meant; raises ValueError with the sentence that says what is wrong."""
        name = clean_name(name)
        if staff_no:
            key = self._by_staff_no.get(staff_no)
            if key is None:
                raise ValueError(
                    _("没有工号为“%(no)s”的人员：表里没有，系统里也没有。请先在“人员”表中增加。") % {"no": staff_no}
                )
            known = self.name_of(key)
            if name and known != name:
                raise ValueError(
                    _("工号“%(no)s”登记的是“%(known)s”，这一行写的是“%(name)s”，请核对。")
                    % {"no": staff_no, "known": known, "name": name}
                )
            return key
        named = self._by_name.get(name, [])
        keys = list(dict.fromkeys(key for key, code in named if code == unit)) or list(
            dict.fromkeys(key for key, _code in named)
        )
        if not name or not keys:
            raise ValueError(_("没有找到“%(name)s”，请填写工号，或核对姓名和单位。") % {"name": name})
        if len(keys) > 1:
            raise ValueError(_("有 %(number)s 个人叫“%(name)s”，请填写工号。") % {"number": len(keys), "name": name})
        return keys[0]

    def name_of(self, key: str) -> str:
        """The name behind a key."""
        return self._lines[key][1].name if key in self._lines else self.existing.by_key[key].name

    def _know(self, key: str, name: str, staff_no: str, unit: str) -> None:
        if staff_no:
            self._by_staff_no[staff_no] = key
        self._by_name.setdefault(name, []).append((key, unit))

    def _take(self, line: Line) -> None:
        values = self._values(line)
        if values is None:
            return
        person = self._match(line, values)
        key = self.existing.key_of(person) if person else f"{line.place.file}/{line.place.sheet}/{line.place.row}"
        values = _filled(values, key, person)
        if self._is_double(line, values):
            return
        if key in self._lines:
            self._tell(line, "姓名", _("与%(first)s是同一个人，请只留一行。") % {"first": self._lines[key][0].place})
            return
        self._lines[key] = (line, values, person)
        self._know(key, values.name, values.staff_no, values.unit)
        if line.sound:
            self._check(line, values, person)

    def _values(self, line: Line) -> PersonValues | None:
        name = clean_name(line.text("name"))
        try:
            phone = clean_phone(line.text("phone"))
        except ValueError:
            self._tell(line, "手机号", _("“%(phone)s”不是电话号码，请只填数字。") % {"phone": line.text("phone")})
            phone = ""
        try:
            unit = self._units.find(line.text("unit")) if line.text("unit") else ""
        except ValueError as error:
            self._tell(line, "单位编码", str(error))
            unit = ""
        if not name:
            return None
        try:
            born = _month(line.text("born"), self._today)
        except ValueError as error:
            self._tell(line, "出生年月", str(error))
            born = None
        return PersonValues(
            key="", name=name, staff_no=line.text("staff_no").strip(), phone=phone, unit=unit, born=born,
            education=line.text("education"), retired_on=line.day("retired_on"), remark=line.text("remark"),
        )  # fmt: skip

    def _match(self, line: Line, values: PersonValues) -> Person | None:
        """The person on the roster that a line is about; numbers that point to two people are a problem."""
        by_no = self.existing.by_staff_no.get(values.staff_no)
        by_phone = self.existing.by_phone.get(values.phone)
        if by_no is not None and by_phone is not None and by_no.pk != by_phone.pk:
            self._tell(
                line, "手机号",
                _("这个手机号已登记给“%(name)s”（%(unit)s），请核对。") % {"name": by_phone.name, "unit": by_phone.unit.name},
            )  # fmt: skip
        if by_no is not None:
            return by_no
        if by_phone is not None:
            if by_phone.staff_no and values.staff_no:
                self._tell(
                    line, "手机号",
                    _("这个手机号已登记给“%(name)s”（%(unit)s，工号%(no)s），与本行工号不同，请核对。")
                    % {"name": by_phone.name, "unit": by_phone.unit.name, "no": by_phone.staff_no},
                )  # fmt: skip
            elif by_phone.name != values.name:
                self._tell(
                    line, "手机号",
                    _("这个手机号登记的是“%(known)s”，这一行写的是“%(name)s”，请核对。")
                    % {"known": by_phone.name, "name": values.name},
                )  # fmt: skip
            return by_phone
        same = self.existing.by_name_and_unit.get((values.name, values.unit), [])
        without_no = [person for person in same if not (values.staff_no and person.staff_no)]
        if len(without_no) > 1:
            self._tell(
                line, "姓名", _("系统里这个单位有几个“%(name)s”，请填写工号以便区分。") % {"name": values.name}
            )  # fmt: skip
        return without_no[0] if without_no else None

    def _is_double(self, line: Line, values: PersonValues) -> bool:
        """The same number, or the same name in the unit, on an earlier line: both lines are named."""
        doubled = False
        for column, value in (("工号", values.staff_no), ("手机号", values.phone)):
            first = self._places.setdefault((column, value), line.place) if value else line.place
            if first != line.place:
                self._tell(line, column, _("与%(first)s相同，疑为同一人重复，请核对后只留一行。") % {"first": first})
                doubled = True
        if doubled or not values.unit:
            return doubled
        first = self._places.setdefault((values.name, values.unit), line.place)
        if first == line.place:
            return False
        earlier = next((v for known, v, _p in self._lines.values() if known.place == first), None)
        both = bool(values.staff_no and earlier and earlier.staff_no)
        message = _("与%(first)s同单位同姓名。") % {"first": first}
        if both:
            told = message + _("两人工号不同，按两个人处理；用姓名登录时他们无法区分，请用工号或手机号。")
            self.warnings.append(line.place.problem("姓名", told))
            return False
        self._tell(line, "姓名", message + _("是同一人的请只留一行，确是两个人的请给两人都填写工号。"))
        return True

    def _check(self, line: Line, values: PersonValues, person: Person | None) -> None:
        gone = self.existing.left(values.staff_no, values.phone)
        if gone is not None:
            self._tell(
                line, "姓名", _("“%(name)s”已办理离开，不能再由导入恢复。") % {"name": gone.name}
            )  # fmt: skip
        touched = person is None or bool(_differences(person, values))
        if not touched or not values.unit:
            return
        if person is not None and person.name != values.name:
            told = _("系统里这个人是“%(known)s”，将改名为“%(name)s”。若是两个人，请改正工号。")
            self.warnings.append(line.place.problem("姓名", told % {"known": person.name, "name": values.name}))
        codes = {values.unit, person.unit.code if person else values.unit}
        if not all(self._units.may_keep(code, PEOPLE_KEEPERS) for code in codes):
            self._tell(
                line, "单位编码", _("“%(name)s”的单位不在您的权限范围内，不能新增或修改。") % {"name": values.name}
            )
        closed = self._units.closed_on(values.unit)
        if closed is not None and closed <= self._today and (person is None or person.unit.code != values.unit):
            self._tell(line, "单位编码", _("这个单位已经撤销，不能再增加人员。"))

    def _tell(self, line: Line, column: str, message: str) -> None:
        if line.sound:
            self.problems.append(line.place.problem(column, message))


class _Standing:
    """The people on the roster now, by everything they are known by; and the numbers of those who left."""

    def __init__(self, present: Iterable[Person], gone: Iterable[Person]) -> None:
        self.by_key: dict[str, Person] = {}
        self.by_staff_no: dict[str, Person] = {}
        self.by_phone: dict[str, Person] = {}
        self.by_name_and_unit: dict[tuple[str, str], list[Person]] = {}
        self._gone: dict[str, Person] = {}
        for person in present:
            self.by_key[self.key_of(person)] = person
            if person.staff_no:
                self.by_staff_no[person.staff_no] = person
            if person.phone:
                self.by_phone[person.phone] = person
            self.by_name_and_unit.setdefault((person.name, person.unit.code), []).append(person)
        for person in gone:
            self._gone.update({number: person for number in (person.staff_no, person.phone) if number})

    def key_of(self, person: Person) -> str:
        """What a standing person is known by in this import."""
        return str(person.uid)

    def left(self, staff_no: str, phone: str) -> Person | None:
        """Somebody who left and still owns one of these numbers."""
        return self._gone.get(staff_no) or self._gone.get(phone)


def _month(text: str, today: date) -> date | None:
    """A month as rosters write it (its first day), or a full date; raises ValueError with the sentence."""
    text = "".join(unicodedata.normalize("NFKC", text).split())
    if not text:
        return None
    month = _MONTH.fullmatch(text)
    if month is None:
        try:
            return parse_date(text, today)
        except CellProblem as problem:
            raise ValueError(problem.message) from problem
    if month["dot"] and month["month"] == "1":
        # Excel drops the last nought of 1970.10.
        raise ValueError(_("“%(text)s”看不出是 1 月还是 10 月。请写成 1970-01 或 1970-10 的样子。") % {"text": text})
    try:
        return date(int(month["year"]), int(month["month"]), 1)
    except ValueError as error:
        raise ValueError(_("“%(text)s”不是年月。请写成 1970-03 的样子。") % {"text": text}) from error


def _filled(values: PersonValues, key: str, person: Person | None) -> PersonValues:
    """The line's values over what is known: a blank says nothing."""
    return PersonValues(
        key=key,
        name=values.name,
        staff_no=values.staff_no or ((person.staff_no or "") if person else ""),
        phone=values.phone or ((person.phone or "") if person else ""),
        unit=values.unit or (person.unit.code if person else ""),
        born=values.born or (person.born if person else None),
        education=values.education or (person.education if person else ""),
        retired_on=values.retired_on or (person.retired_on if person else None),
        remark=values.remark or (person.remark if person else ""),
    )


def _differences(person: Person, values: PersonValues) -> list[Difference]:
    return [
        *difference("姓名", person.name, values.name),
        *difference("工号", person.staff_no, values.staff_no),
        *difference("手机号", person.phone, values.phone),
        *difference("单位编码", person.unit.code, values.unit),
        *difference("出生年月", person.born, values.born),
        *difference("学历", person.education, values.education),
        *difference("退休日期", person.retired_on, values.retired_on),
        *difference("备注", person.remark, values.remark),
    ]
