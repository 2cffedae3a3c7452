"""The verbs on people: add, amend, leave. One person is one row, known by staff number, phone, or name within a unit."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from dataclasses import fields as dataclass_fields
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from huiyin.core import audit
from huiyin.core.audit import Action
from huiyin.core.clock import local_date
from huiyin.core.errors import Refused, Stale
from huiyin.organisation import grants
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Account, Holding, Person, Unit
from huiyin.organisation.pinyin import index
from huiyin.organisation.rights import PEOPLE_KEEPERS, STRUCTURE_KEEPERS, require

PERSON_ADDED = Action("person.added", "新增人员")
PERSON_AMENDED = Action("person.amended", "修改人员信息")
PERSON_LEFT = Action("person.left", "办理人员离开")
_PHONE = re.compile(r"\d{5,20}")
_HAN = re.compile("[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


@dataclass(frozen=True, kw_only=True)
class PersonFields:
    """What is kept of a person; a blank staff number or phone is none."""

    name: str
    unit: Unit
    staff_no: str = ""
    phone: str = ""
    born: date | None = None
    education: str = ""
    retired_on: date | None = None
    remark: str = ""


def clean_name(name: str) -> str:
    """A name without the spaces that tables put between two characters; a name in letters keeps single ones."""
    return "".join(name.split()) if _HAN.search(name) else " ".join(name.split())


def clean_phone(phone: str) -> str:
    """Digits only; a country code before eleven digits is dropped. Raises ValueError for what is no number."""
    digits = re.sub(r"[\s\-—()（）+]", "", unicodedata.normalize("NFKC", phone))
    if len(digits) == 13 and digits.startswith("86"):
        digits = digits[2:]
    if digits and not _PHONE.fullmatch(digits):
        raise ValueError(phone)
    return digits


def cleaned(fields: PersonFields) -> PersonFields:
    """The fields as they are stored; refused with the sentence that names the field."""
    name = clean_name(fields.name)
    if not name:
        raise Refused(_("姓名不能空着。"))
    try:
        phone = clean_phone(fields.phone)
    except ValueError as error:
        raise Refused(_("手机号“%(phone)s”不是电话号码，请只填数字。") % {"phone": fields.phone}) from error
    return replace(
        fields,
        name=name,
        phone=phone,
        staff_no=unicodedata.normalize("NFKC", fields.staff_no).strip(),
        education=fields.education.strip(),
        remark=fields.remark.strip(),
    )


def add_person(*, fields: PersonFields, actor: Reach, now: datetime) -> Person:
    """Add one person to a unit; somebody with the same number, or the same name in the unit, refuses."""
    fields = cleaned(fields)
    require(actor, PEOPLE_KEEPERS, fields.unit)
    if fields.unit.closed_on is not None and fields.unit.closed_on <= local_date(now):
        raise Refused(_("“%(unit)s”已经撤销，不能再增加人员。") % {"unit": fields.unit.name})
    _refuse_double(fields, actor, but=None)
    person = Person(**_values(fields))
    try:
        with transaction.atomic():
            person.save(force_insert=True)
            audit.record(PERSON_ADDED, actor=actor.account, now=now, subject=person, unit=fields.unit)
    except IntegrityError as error:
        raise Refused(_("这个工号或手机号刚被别人登记，没有重复增加。请刷新后查看。")) from error
    return person


def add_people(*, rows: Sequence[PersonFields], actor: Reach) -> list[Person]:
    """Add many validated people at once; for an import, which holds the transaction and writes the audit line."""
    for unit in {row.unit for row in rows}:
        require(actor, PEOPLE_KEEPERS, unit)
    people = [Person(**_values(cleaned(row))) for row in rows]
    try:
        Person.objects.bulk_create(people, batch_size=500)
    except IntegrityError as error:
        raise Stale(_("有工号或手机号刚被别人登记，整批没有写入。请重新预览。")) from error
    # Not every SQLite hands the keys back, so they are asked for.
    made = Person.objects.in_bulk([person.uid for person in people], field_name="uid")
    return [made[person.uid] for person in people]


def amend_person(
    person: Person, *, fields: PersonFields, revision: int, actor: Reach, now: datetime, audited: bool = True
) -> Person:
    """Change what is kept of a person; refused when somebody else changed it since the form was opened."""
    fields = cleaned(fields)
    require(actor, PEOPLE_KEEPERS, person.unit)
    require(actor, PEOPLE_KEEPERS, fields.unit)
    _refuse_double(fields, actor, but=person)
    values = _values(fields)
    changed = ",".join(
        sorted(name for name, value in values.items() if name != "pinyin" and getattr(person, name) != value)
    )
    try:
        with transaction.atomic():
            written = Person.objects.filter(pk=person.pk, revision=revision).update(
                **values, revision=F("revision") + 1
            )
            if not written:
                raise _stale(person)
            if audited:
                audit.record(
                    PERSON_AMENDED, actor=actor.account, now=now, subject=person, unit=fields.unit, fields=changed
                )
    except IntegrityError as error:
        raise Refused(_("这个工号或手机号刚被别人登记，您的修改没有保存。")) from error
    person.refresh_from_db()
    return person


def leave(person: Person, *, on: date, revision: int, actor: Reach, now: datetime, today: date) -> Person:
    """办理离开: the person holds no post any more; their rights end with the day, their account is shut."""
    require(actor, STRUCTURE_KEEPERS, person.unit)
    if person.pk == actor.account.person_id:
        raise Refused(_("不能给自己办理离开，请由其他人办理。"))
    held = Holding.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on), person=person).select_related(
        "post__unit"
    )
    posts = "、".join(str(holding.post) for holding in held)
    if posts:
        raise Refused(
            _("“%(name)s”还担任：%(posts)s。请先免去职务，再办理离开。") % {"name": person.name, "posts": posts}
        )  # fmt: skip
    with transaction.atomic():
        written = Person.objects.filter(pk=person.pk, revision=revision, left_on__isnull=True).update(
            left_on=on, revision=F("revision") + 1
        )
        if not written:
            raise _stale(person)
        ended = grants.end_all(person, on=on, today=today)
        if on <= today:
            Account.objects.filter(person=person).update(is_active=False)
        audit.record(
            PERSON_LEFT, actor=actor.account, now=now, subject=person, unit=person.unit, on=on, rights_ended=ended
        )
    person.refresh_from_db()
    return person


def doubles(fields: PersonFields) -> list[Person]:
    """People already there whom these fields would double: the same number, or the same name in the unit.

    Two people of one name in one unit are told apart by their staff numbers, so both must have one.
    """
    same = Q(name=fields.name, unit=fields.unit, left_on__isnull=True)
    if fields.staff_no:
        same = Q(staff_no=fields.staff_no) | (same & Q(staff_no__isnull=True))
    if fields.phone:
        same |= Q(phone=fields.phone)
    return list(Person.objects.filter(same).select_related("unit").order_by("pk"))


def _refuse_double(fields: PersonFields, actor: Reach, *, but: Person | None) -> None:
    for other in doubles(fields):
        if but is not None and other.pk == but.pk:
            continue
        if not actor.may(PEOPLE_KEEPERS, other.unit):
            raise Refused(_("这个工号或手机号已登记给其他单位的人员，请核对；确需调入的，由上级活动办公室办理。"))
        about = {"name": other.name, "unit": other.unit.name}
        if fields.phone and other.phone == fields.phone:
            raise Refused(_("这个手机号已登记给“%(name)s”（%(unit)s），请核对。") % about)
        if fields.staff_no and other.staff_no == fields.staff_no:
            raise Refused(_("这个工号已登记给“%(name)s”（%(unit)s），请核对。") % about)
        raise Refused(
            _("“%(unit)s”已有“%(name)s”。是同一人的，不要重复增加；确是两个人的，请给两人都填写工号以便区分。") % about
        )  # fmt: skip


def _values(fields: PersonFields) -> dict[str, object]:
    values: dict[str, object] = {field.name: getattr(fields, field.name) for field in dataclass_fields(fields)}
    values.update(pinyin=index(fields.name), staff_no=fields.staff_no or None, phone=fields.phone or None)
    return values


def _stale(person: Person) -> Stale:
    return Stale(_("“%(name)s”的信息刚被别人改过，您的修改没有保存。请刷新后重新修改。") % {"name": person.name})
