"""What the framework says to people who fill in forms is said in this product's words, and dates are meant."""

import gettext
import re
from datetime import date
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from huiyin.core.dates import meant, mistyped

CATALOGUE = Path(settings.PACKAGE_DIR) / "locale" / "zh_Hans" / "LC_MESSAGES" / "django"


class Asked(forms.Form):
    name = forms.CharField(max_length=3)
    number = forms.IntegerField(min_value=0, max_value=9)
    sum = forms.DecimalField(max_digits=4, decimal_places=2)
    on = forms.DateField()
    kind = forms.ChoiceField(choices=[("a", "甲")])


@pytest.mark.parametrize(
    ("field", "given", "said"),
    [
        ("name", "", "必须填写。"),
        ("name", "一二三四", "最多 3 个字，现在 4 个，请删减。"),
        ("number", "-1", "不能小于 0。"),
        ("number", "10", "不能大于 9。"),
        ("number", "几", "请填整数。"),
        ("sum", "123.45", "数字连小数最多 4 位。"),
        ("sum", "1.234", "小数最多 2 位。"),
        ("on", "明天", "请填日期，如 2014-02-11。"),
        ("kind", "b", "“b”不在可选的各项里，请重新选择。"),
    ],
)
def test_a_form_says_what_is_wrong_in_plain_words(field: str, given: str, said: str) -> None:
    assert Asked({field: given}).errors[field] == [said]


def test_the_compiled_words_are_those_that_were_written() -> None:
    with CATALOGUE.with_suffix(".mo").open("rb") as compiled:
        known = gettext.GNUTranslations(compiled)
    written = CATALOGUE.with_suffix(".po").read_text(encoding="utf-8")
    pairs = re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', written, re.M)
    plurals = re.findall(r'^msgid "(.+)"\nmsgid_plural "(.+)"\nmsgstr\[0\] "(.+)"$', written, re.M)
    assert len(pairs) + len(plurals) == written.count("\nmsgid ") - 1
    assert [known.gettext(said) for said, _ in pairs] == [ours for _, ours in pairs]
    assert [known.ngettext(one, many, 2) for one, many, _ in plurals] == [ours for *_, ours in plurals]


@pytest.mark.parametrize("day", [date(214, 2, 11), date(1899, 12, 31), date(2100, 1, 1)])
def test_a_year_that_cannot_be_meant_is_named(day: date) -> None:
    assert f"年份 {day.year} " in mistyped(day)
    with pytest.raises(ValidationError, match="请核对"):
        meant(day)


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2014, 2, 11), date(2099, 12, 31)])
def test_a_year_that_can_be_meant_is_not_asked_about(day: date) -> None:
    assert mistyped(day) == ""
    meant(day)
