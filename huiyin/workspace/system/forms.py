"""Forms of running the system and of reading the audit chain."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.core.models import Job
from huiyin.workspace.system.actions import actions

DAY = {"type": "date"}


class JobFilter(forms.Form):
    """Jobs in one state."""

    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), *Job.State.choices])
    before = forms.UUIDField(required=False, widget=forms.HiddenInput)


class AuditFilter(forms.Form):
    """Audit lines of one action, or of some days."""

    action = forms.ChoiceField(label=_("事项"), required=False)
    begin = forms.DateField(label=_("从"), required=False, widget=forms.DateInput(attrs=DAY))
    end = forms.DateField(label=_("到"), required=False, widget=forms.DateInput(attrs=DAY))
    before = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = sorted(actions().values(), key=lambda action: action.code)
        field = self.fields["action"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("全部")), *((action.code, action.sentence) for action in known)]


class BlockFilter(forms.Form):
    """Blocks below a height."""

    before = forms.IntegerField(required=False, min_value=1)


class YearForm(forms.Form):
    """A year of the calendar."""

    year = forms.IntegerField(label=_("年份"), min_value=1949, max_value=2199)


class ExceptionForm(forms.Form):
    """A day off, or worked, against its weekday."""

    day = forms.DateField(label=_("日期"), widget=forms.DateInput(attrs=DAY))
    working = forms.TypedChoiceField(
        label=_("这一天"),
        choices=[("0", _("放假")), ("1", _("调休上班"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        initial="0",
    )
    name = forms.CharField(label=_("名称"), max_length=30, help_text=_("如“国庆节”“国庆节调休上班”。"))


class DayForm(forms.Form):
    """One day of the calendar."""

    day = forms.DateField()
