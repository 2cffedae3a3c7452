"""Load of a unit in a month: requests, fields and declared minutes (never observed), from the registry and the product's own."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from huiyin.burden.models import FormRequest
from huiyin.burden.own_askings import OwnAsking, counted
from huiyin.organisation.models import Unit

Frequency = FormRequest.Frequency
_MONTHS = {
    Frequency.MONTHLY.value: range(1, 13), Frequency.QUARTERLY.value: (3, 6, 9, 12), Frequency.HALF_YEARLY.value: (6, 12),
    Frequency.YEARLY.value: (12,),
}  # fmt: skip


@dataclass(frozen=True)
class Month:
    """A calendar month."""

    year: int
    number: int

    @property
    def begin(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def after(self) -> date:
        """The first day of the next month."""
        return self.shifted(1).begin

    def shifted(self, months: int) -> "Month":
        """So many months later."""
        total = self.year * 12 + self.number - 1 + months
        return Month(total // 12, total % 12 + 1)


@dataclass
class Load:
    """What a unit was asked in a month."""

    forms: list[FormRequest] = field(default_factory=list)
    own: list[tuple[OwnAsking, int]] = field(default_factory=list)

    @property
    def requests(self) -> int:
        """How many fillings."""
        return len(self.forms) + sum(times for _asking, times in self.own)

    @property
    def fields(self) -> int:
        """How many fields."""
        return sum(len(form.fields) for form in self.forms) + sum(asking.fields * n for asking, n in self.own)

    @property
    def minutes(self) -> int:
        """Declared minutes."""
        return sum(form.minutes for form in self.forms) + sum(asking.minutes.value * n for asking, n in self.own)


def falls_in(form: FormRequest, month: Month) -> bool:
    """Whether a request is to be filled in that month; once, in the month it went down."""
    if form.issued_on is None or form.issued_on >= month.after:
        return False
    if form.frequency == Frequency.ONCE:
        return form.issued_on >= month.begin
    ends = [day for day in (form.expires_on, form.withdrawn_on) if day is not None]
    return month.number in _MONTHS[form.frequency] and all(day >= month.begin for day in ends)


def loads(units: Sequence[Unit], month: Month) -> dict[int, Load]:
    """The load of each unit (by key) in a month: three queries."""
    keys = [unit.pk for unit in units]
    found = {key: Load() for key in keys}
    alive = Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=month.begin)
    forms = {
        form.pk: form
        for form in FormRequest.objects.filter(
            alive, issued_on__lt=month.after, expires_on__gte=month.begin, receivers__in=keys
        ).select_related("asker").distinct()
        if falls_in(form, month)
    }  # fmt: skip
    links = FormRequest.receivers.through.objects.filter(formrequest__in=forms, unit__in=keys).order_by("pk")
    for form, unit in links.values_list("formrequest", "unit"):
        found[unit].forms.append(forms[form])
    for unit, asking, times in counted(keys, month.begin, month.after):
        found[unit].own.append((asking, times))
    return found
