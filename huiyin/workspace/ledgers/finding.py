"""The filter over the index of ledgers: sent by address, so that it works without a script."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.registry import LEDGERS, found
from huiyin.ledgers.themes import Theme

BY_HAND, POSTED = "by_hand", "posted"


class BookForm(forms.Form):
    """Words, theme, and who fills the ledger."""

    q = forms.CharField(
        label=_("找台账"), required=False, max_length=60, help_text=_("名称、说明或栏目里的字，如“走访 天数”。")
    )
    theme = forms.ChoiceField(label=_("主题"), required=False, choices=[("", _("全部主题")), *Theme.choices])
    how = forms.ChoiceField(
        label=_("怎样记入"), required=False,
        choices=[("", _("全部")), (BY_HAND, _("手工登记、导入")), (POSTED, _("办理环节自动记入"))],
    )  # fmt: skip

    def ledgers(self) -> list[Ledger[Any]]:
        """The ledgers chosen; all of them beside an answer that cannot be read."""
        if not self.is_valid():
            return list(LEDGERS)
        given = self.cleaned_data
        return found(given["q"], given["theme"], by_hand={BY_HAND: True, POSTED: False}.get(given["how"]))
