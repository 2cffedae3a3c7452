"""The scope filter of the figures pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.campaigns.scope import campaigns_for_scope
from huiyin.metrics.scope import Scope
from huiyin.organisation.access import READERS, Reach
from huiyin.organisation.scope import default_scope_units


class ScopeForm(forms.Form):
    """Unit, campaign, period: the names are those of the address."""

    unit = forms.ChoiceField(label=_("单位"), required=False)
    campaign = forms.ChoiceField(label=_("活动"), required=False)
    begin = forms.DateField(label=_("起"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    end = forms.DateField(label=_("止"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, scope: Scope, *, reach: Reach, **kwargs: Any) -> None:  # Any: Django's form constructor
        """Shows the scope of the page; the page itself reads and judges the address."""
        super().__init__(
            initial={
                "unit": str(scope.unit.uid) if scope.unit else "", "campaign": str(scope.campaign or ""),
                "begin": scope.begin, "end": scope.end,
            },
            **kwargs,
        )  # fmt: skip
        units = default_scope_units(reach, scope.campaign)
        if scope.unit is not None and scope.unit not in units:
            units = [scope.unit, *units]
        self.fields["unit"] = forms.ChoiceField(
            label=_("单位"), required=False, choices=[(str(unit.uid), unit.name) for unit in units]
        )
        # A right for one campaign shows no figure of all of them.
        every = [("", _("不限活动"))] if reach.paths_for(READERS, None) else []
        self.fields["campaign"] = forms.ChoiceField(
            label=_("活动"), required=False,
            choices=[*every, *((str(c.uid), c.name) for c in campaigns_for_scope(reach))],
        )  # fmt: skip
        self.order_fields(["unit", "campaign", "begin", "end"])
