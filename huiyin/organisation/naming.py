"""Who is meant by pasted or imported lines: every line one person, or a sentence that says why not. Nothing is written."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from huiyin.core.errors import Refused
from huiyin.organisation.models import Person, Unit
from huiyin.organisation.paths import within
from huiyin.organisation.people import clean_name

MOST = 5000
_NEAR = 3
_SHOWN = 5
_ABSENT = frozenset({"缺席", "请假", "未到", "缺勤", "病假", "事假", "公差", "否", "×"})
_PRESENT = frozenset({"出席", "参加", "实到", "已到", "到", "是", "√"})
_BREAK = re.compile(r"[\t,，、;；|]+|\s{2,}")
_NUMBER = re.compile(r"(?=.*\d)[0-9A-Za-z\-_/.]+")


@dataclass(frozen=True)
class Line:
    """What one line says, and where it stands, as people say it."""

    where: str
    name: str = ""
    number: str = ""
    unit: str = ""
    absent: bool = False

    def written(self) -> str:
        """The line as it can be read again."""
        return "\t".join((self.name, self.number, self.unit, "缺席" if self.absent else ""))


@dataclass(frozen=True)
class Misfit:
    """A line that names nobody for certain, and what to do about it."""

    where: str
    sentence: str


@dataclass
class Named:
    """People in the order of the lines; with a misfit nothing is taken."""

    people: list[tuple[Person, bool]] = field(default_factory=list)
    misfits: list[Misfit] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def written(self) -> str:
        """All lines as they can be read again when the preview is confirmed."""
        return "\n".join(line.written() for line in self.lines)

    @property
    def absent(self) -> int:
        """How many are marked absent."""
        return sum(absent for _person, absent in self.people)


def serving(day: date, of: str = "") -> Q:
    """People who had not left by `day`; the retired still study. `of` leads from another row to its person."""
    return Q(**{f"{of}left_on__isnull": True}) | Q(**{f"{of}left_on__gt": day})


def pasted(text: str) -> list[Line]:
    """Lines of a pasted column: a name, a staff number, or both with the unit, parted by tabs, commas or spaces."""
    found = [
        _line(written, _("第 %(row)d 行") % {"row": row})
        for row, written in enumerate(unicodedata.normalize("NFKC", text).splitlines(), 1)
        if written.strip()
    ]
    if len(found) > MOST:
        raise Refused(_("一次最多 %(most)d 行，这里有 %(n)d 行，请分几次粘贴。") % {"most": MOST, "n": len(found)})
    return found


def reread(text: str) -> list[Line]:
    """Lines as `Named.written` put them into the preview; whatever else somebody sends in their place names nobody."""
    found = []
    for row, written in enumerate(text.splitlines()[: MOST + 1], 1):
        name, number, unit, absent = (written.split("\t") + [""] * 4)[:4]
        found.append(Line(_("第 %(row)d 行") % {"row": row}, name, number, unit, absent == "缺席"))
    return found


def _line(written: str, where: str) -> Line:
    parts = [part.strip() for part in _BREAK.split(written) if part.strip()]
    # One space may stand inside a name (张 三) or part a name from a number (张三 T001).
    words = [word for part in parts for word in ([part] if len(part.replace(" ", "")) <= 2 else part.split())]
    said = {"name": "", "number": "", "unit": ""}
    absent = False
    for word in words:
        if word in _ABSENT or word in _PRESENT:
            absent = word in _ABSENT
        elif not said["number"] and _NUMBER.fullmatch(word):
            said["number"] = word
        elif not said["name"]:
            said["name"] = clean_name(word)
        elif not said["unit"]:
            said["unit"] = word
    return Line(where, absent=absent, **said)


def resolve(lines: Sequence[Line], *, unit: Unit, day: date) -> Named:
    """Find everybody among the people of `unit` and below; somebody from elsewhere by name together with staff number."""
    book = _Book(unit, day, lines)
    named = Named(lines=list(lines))
    seen: dict[int, str] = {}
    for line in lines:
        try:
            person = book.person(line)
        except Refused as refusal:
            named.misfits.append(Misfit(line.where, refusal.sentence))
            continue
        if person.pk in seen:
            named.misfits.append(
                Misfit(
                    line.where,
                    _("“%(name)s”与%(where)s重复，请删去一行。") % {"name": person.name, "where": seen[person.pk]},
                )
            )
            continue
        seen[person.pk] = line.where
        named.people.append((person, line.absent))
    return named


def everybody(unit: Unit, day: date, *, own: bool) -> list[Person]:
    """Everybody who serves on `day`: of the unit itself, or with all units below."""
    where = Q(unit=unit) if own else within(unit.path, "unit__path")
    return list(Person.objects.filter(serving(day), where).select_related("unit").order_by("pk"))


def the_one(text: str, *, unit: Unit, day: date) -> Person:
    """The one person that a single line names."""
    named = resolve(pasted(text)[:1], unit=unit, day=day)
    if named.misfits:
        raise Refused(named.misfits[0].sentence)
    if not named.people:
        raise Refused(_("请写姓名或工号。"))
    return named.people[0][0]


def everyone_named(text: str, *, unit: Unit, day: date) -> list[Person]:
    """Everybody that pasted lines name; with one misfit, nobody."""
    named = resolve(pasted(text), unit=unit, day=day)
    if named.misfits:
        listed = "".join(f"{one.where}：{one.sentence}" for one in named.misfits[:_SHOWN])
        raise Refused(_("有 %(n)d 行对不上人，没有登记。%(why)s") % {"n": len(named.misfits), "why": listed})
    if not named.people:
        raise Refused(_("请写姓名或工号。"))
    return [person for person, _absent in named.people]


class _Book:
    """The people of a subtree by number and by name; two queries, however many lines ask."""

    def __init__(self, unit: Unit, day: date, lines: Iterable[Line]) -> None:
        self._unit = unit
        own = Person.objects.filter(serving(day), within(unit.path, "unit__path")).select_related("unit").order_by("pk")
        self._by_number: dict[str, Person] = {}
        self._by_name: dict[str, list[Person]] = {}
        for person in own:
            self._by_name.setdefault(person.name, []).append(person)
            if person.staff_no:
                self._by_number[person.staff_no] = person
        far = {line.number for line in lines if line.number and line.name} - self._by_number.keys()
        self._far: dict[str, Person] = {}
        if far:
            for person in Person.objects.filter(serving(day), staff_no__in=far).select_related("unit"):
                self._far[person.staff_no or ""] = person

    def person(self, line: Line) -> Person:
        """The one meant; refused with the sentence that says what is missing."""
        if line.number:
            return self._numbered(line)
        if not line.name:
            raise Refused(_("这一行没有姓名，也没有工号。"))
        return self._named(line)

    def _numbered(self, line: Line) -> Person:
        found = self._by_number.get(line.number)
        if found is None:
            # Name and number must both be known: nobody learns here whose number it is.
            found = self._far.get(line.number)
            if found is None or found.name != line.name:
                raise Refused(
                    _("“%(unit)s”没有工号 %(number)s。外单位人员请把姓名和工号一起填写，两样都要对。")
                    % {"unit": self._unit.name, "number": line.number}
                )
        if line.name and found.name != line.name:
            raise Refused(
                _("工号 %(number)s 是“%(is)s”，这一行写的是“%(name)s”，请核对。")
                % {"number": line.number, "is": found.name, "name": line.name}
            )
        return found

    def _named(self, line: Line) -> Person:
        found = self._by_name.get(line.name, [])
        if line.unit:
            found = [one for one in found if line.unit in {one.unit.name, one.unit.short_name, one.unit.code}] or found
        if len(found) == 1:
            return found[0]
        if found:
            raise Refused(
                _("“%(name)s”不止一个人：%(listed)s。请加上工号。") % {"name": line.name, "listed": _listed(found)}
            )
        near = difflib.get_close_matches(line.name, self._by_name, n=_NEAR, cutoff=0.4)
        if not near:
            raise Refused(
                _("在“%(unit)s”没有找到“%(name)s”。外单位人员请把姓名和工号一起填写。")
                % {"unit": self._unit.name, "name": line.name}
            )
        raise Refused(
            _("在“%(unit)s”没有找到“%(name)s”。相近的有：%(listed)s。")
            % {
                "unit": self._unit.name,
                "name": line.name,
                "listed": _listed([one for name in near for one in self._by_name[name]]),
            }
        )


def _listed(people: Sequence[Person]) -> str:
    words = "、".join(f"{one.name}（{one.unit}，{one.staff_no or '—'}）" for one in people[:_SHOWN])
    return words + (_("等 %(n)d 人") % {"n": len(people)} if len(people) > _SHOWN else "")
