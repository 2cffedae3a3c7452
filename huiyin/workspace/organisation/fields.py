"""Form fields that take a unit or a person as people write them, and the forms that know who is asking."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from huiyin.core.dates import meant
from huiyin.core.errors import Refused
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Person, Unit
from huiyin.organisation.search import the_person, the_unit
from huiyin.workspace.gate import StaffRequest

T = TypeVar("T")
DAY = {"type": "date"}


class UnitField(forms.CharField):
    """One unit in reach: its code, full name, short name, or the way down to it."""

    actor: Reach

    def clean(self, value: Any) -> Any:
        """The unit, or None when blank; a refusal says which units were meant."""
        text = super().clean(value)
        return _found(the_unit, text, self.actor) if text else None

    def prepare_value(self, value: Any) -> Any:
        """A unit shows as its code, which finds it again."""
        return value.code if isinstance(value, Unit) else value


class UnitsField(UnitField):
    """Several units, one a line or separated by 、."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), **options)

    def clean(self, value: Any) -> Any:
        """The units in the order written, each once."""
        text = forms.CharField.clean(self, value)
        found = [_found(the_unit, line, self.actor) for line in lines(text)]
        return list({unit.pk: unit for unit in found}.values())

    def prepare_value(self, value: Any) -> Any:
        """Units show as their codes."""
        return "\n".join(unit.code for unit in value) if isinstance(value, list) else value


class PersonField(forms.CharField):
    """One person in reach: staff number, phone number, or a name that fits only one."""

    actor: Reach

    def clean(self, value: Any) -> Any:
        """The person, or None when blank; a refusal lists who was meant."""
        text = super().clean(value)
        return _found(the_person, text, self.actor) if text else None

    def prepare_value(self, value: Any) -> Any:
        """A person shows as their staff number, phone or name."""
        return (value.staff_no or value.phone or value.name) if isinstance(value, Person) else value


class PeopleField(PersonField):
    """Several people, one a line or separated by 、."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), **options)

    def clean(self, value: Any) -> Any:
        """The people in the order written."""
        text = forms.CharField.clean(self, value)
        return [_found(the_person, line, self.actor) for line in lines(text)]

    def prepare_value(self, value: Any) -> Any:
        """People show as what finds them again."""
        if isinstance(value, list):
            return "\n".join(str(PersonField.prepare_value(self, person)) for person in value)
        return value


class StaffForm(forms.Form):
    """A form of a staff page; `seen` is the revision that the page showed."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Reach, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields([name for name in self.fields if name != "seen"])
        for field in self.fields.values():
            if isinstance(field, UnitField | PersonField):
                field.actor = actor

    @property
    def revision(self) -> int:
        """The revision seen; 0 fits none, so that a page without it is refused."""
        return int(self.cleaned_data.get("seen") or 0)


def day_field(label: Any, **options: Any) -> forms.DateField:
    """A date."""
    return forms.DateField(
        label=label, validators=[meant], widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"), **options
    )


def lines(text: str) -> list[str]:
    """What a box lists: one a line, or separated by 、，,；;."""
    for sign in "、，,；;\r":
        text = text.replace(sign, "\n")
    return [line.strip() for line in text.split("\n") if line.strip()]


S = TypeVar("S", bound=StaffForm)


def bound(form: type[S], request: StaffRequest, **options: Any) -> S:
    """The form of this request: bound when it was sent, else with its initial values."""
    data = request.POST if request.method == "POST" else None
    files = request.FILES if request.method == "POST" else None
    return form(data, files, actor=request.reach, **options)


def done(request: StaffRequest, form: forms.Form, act: Callable[[], T]) -> T | None:
    """Do the form's verb when it was sent and is sound; a refusal stands at the head of the form, and None comes back."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return act()
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return None


def _found(find: Callable[[str, Reach], T], text: str, actor: Reach) -> T:
    try:
        return find(text, actor)
    except Refused as refusal:
        raise ValidationError(refusal.sentence) from refusal


UNIT_HELP = _("填单位编码、全称或简称；重名的填编码。")
PERSON_HELP = _("填工号、手机号或姓名；重名的填工号。")
