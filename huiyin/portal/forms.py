"""What public pages ask for. Words are taken as they are: not trimmed, not cut, not corrected."""

import re
import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.core import base64url
from huiyin.core.errors import Refused
from huiyin.opinions.form_receipts import new_form
from huiyin.opinions.models import RespondentGroup, RoundSubject
from huiyin.opinions.terms import WORDS_MOST
from huiyin.opinions.words import checked_words

RATING_WORDS_MOST = 500
CODE_DIGITS = 12
# What people put between groups of digits, and dots and dashes of every kind.
_BETWEEN = re.compile(r"[\s\-–—－‐‑−_·.．、，,:：]+")


class WordsField(forms.CharField):
    """A person's own words: counted in characters as they are stored, refused with a sentence, never changed."""

    def __init__(self, *, rows: int = 10, **kwargs: Any) -> None:  # Any: whatever Django's field takes
        super().__init__(
            strip=False,
            widget=forms.Textarea(attrs={"rows": rows, "data-count": WORDS_MOST, "autocomplete": "off"}),
            error_messages={"required": gettext_lazy("意见内容是空的。请写下要说的话。")},
            **kwargs,
        )

    def clean(self, value: Any) -> str:  # Any: Django's own signature
        """The words, or why they cannot be sealed."""
        text: str = super().clean(value)
        try:
            return checked_words(text)
        except Refused as refusal:
            raise forms.ValidationError(refusal.sentence) from refusal


class OnceForm(forms.Form):
    """A form that is recorded once however often it is sent. Its mark is good for the day it was opened (see speak.py)."""

    form = forms.CharField(widget=forms.HiddenInput, required=False)
    opened = forms.DateField(widget=forms.HiddenInput, required=False)

    @staticmethod
    def marks(today: Any) -> dict[str, Any]:
        """The hidden values of a page opened today."""
        return {"form": new_form(), "opened": today}


class ReceiptForm(forms.Form):
    """A receipt, pasted."""

    receipt = forms.CharField(label=gettext_lazy("收据"), max_length=400, widget=forms.Textarea(attrs={"rows": 4}))


class SpeakForm(OnceForm):
    """The words, and what the speaker may add: whom they speak as, whom they speak of, a name if they wish."""

    words = WordsField(label=gettext_lazy("您要说的话"))
    # What the browser found for the page's challenge (portal/work.py); empty without JavaScript.
    work = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)
    credential = forms.CharField(
        label=gettext_lazy("一次性凭证"),
        help_text=gettext_lazy("在领取凭证的设备上打开本页，会自动填好；换了设备的，把领取时保存的链接粘贴在这里。"),
        error_messages={"required": gettext_lazy("请填凭证：在领取它的设备上打开本页，或粘贴领取时保存的链接。")},
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false", "data-credential": ""}),
    )
    group = forms.ChoiceField(label=gettext_lazy("您属于哪一类（可不选）"), required=False)
    about = forms.ChoiceField(label=gettext_lazy("说的是谁（可不选）"), required=False)
    name = forms.CharField(
        label=gettext_lazy("姓名"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    contact = forms.CharField(
        label=gettext_lazy("联系方式"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(
        self, *args: Any, groups: list[RespondentGroup], subjects: list[RoundSubject], named_only: bool,
        once: bool = False, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        # Groups are known by their name and subjects by their uid: no key stands on a page.
        self.groups = {group.name: group for group in groups}
        self.subjects = {str(subject.uid): subject for subject in subjects}
        self.named_only = named_only
        self._offer("group", [(name, name) for name in self.groups])
        self._offer("about", [(uid, str(subject)) for uid, subject in self.subjects.items()])
        if named_only:
            self.fields["name"].required = True
        # Once for each person: a credential instead of work, and nobody signs.
        for unused in ("work", "name", "contact") if once else ("credential",):
            del self.fields[unused]

    def _offer(self, field: str, choices: list[tuple[str, str]]) -> None:
        if not choices:
            del self.fields[field]
            return
        chooser = self.fields[field]
        if isinstance(chooser, forms.ChoiceField):
            chooser.choices = [("", _("不选")), *choices]

    def clean(self) -> dict[str, Any]:
        """A way to be reached belongs to a name."""
        data = super().clean() or self.cleaned_data
        if data.get("contact", "").strip() and not data.get("name", "").strip():
            self.add_error("name", _("留了联系方式，请同时写姓名；不愿署名的，请把联系方式也删去。"))
        return data

    def clean_credential(self) -> bytes:
        """The bytes of a credential, alone or at the end of the link that was kept."""
        return base64url.read(str(self.cleaned_data["credential"]).rpartition("#")[2])

    @property
    def is_signed(self) -> bool:
        """Whether a name was written."""
        return bool(self.cleaned_data.get("name", "").strip())

    @property
    def group_chosen(self) -> RespondentGroup | None:
        """The respondent group, if one was chosen."""
        return self.groups.get(self.cleaned_data.get("group", ""))

    @property
    def subject_chosen(self) -> RoundSubject | None:
        """Whom the words are about, if somebody was chosen."""
        return self.subjects.get(self.cleaned_data.get("about", ""))


class CodeForm(forms.Form):
    """The query code, however it was written down: together, in groups, with spaces or dashes, in full-width digits."""

    code = forms.CharField(
        label=gettext_lazy("查询码"),
        max_length=60,
        help_text=gettext_lazy("12 位数字，中间的空格和横线写不写都行。"),
        error_messages={"required": gettext_lazy("请填写查询码。")},
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false", "class": "code-word"}
        ),
    )

    def clean_code(self) -> str:
        """Twelve digits, or what is wrong with them."""
        text = _BETWEEN.sub("", unicodedata.normalize("NFKC", str(self.cleaned_data["code"])))
        if not (text.isascii() and text.isdigit()):
            raise forms.ValidationError(_("查询码只有数字，您填的内容里有别的字。请照提交意见后给您的 12 位数字填写。"))
        if len(text) != CODE_DIGITS:
            raise forms.ValidationError(
                _("查询码是 %(right)d 位数字，您填了 %(given)d 位。请对照记下的查询码核对。")
                % {"right": CODE_DIGITS, "given": len(text)}
            )
        return text


class RateForm(forms.Form):
    """已解决 / 部分解决 / 没有解决, with a few words; which measure it is about stands in its prefix."""

    answer = forms.ChoiceField(
        label=gettext_lazy("您看这件事解决了没有"),
        widget=forms.RadioSelect,
        choices=[
            ("solved", gettext_lazy("已解决")),
            ("partly", gettext_lazy("部分解决")),
            ("not_solved", gettext_lazy("没有解决")),
        ],
        error_messages={"required": gettext_lazy("请选择：已解决、部分解决或没有解决。")},
    )
    words = forms.CharField(
        label=gettext_lazy("您的说明（可不写）"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-count": RATING_WORDS_MOST, "autocomplete": "off"}),
    )

    def clean_words(self) -> str:
        """Line ends made one: browsers send two characters for each."""
        return str(self.cleaned_data["words"]).replace("\r\n", "\n")


class AddForm(OnceForm):
    """More words to an opinion already given."""

    words = WordsField(label=gettext_lazy("补充的话"), rows=5)


class ResultsFilter(forms.Form):
    """Which published items to list."""

    campaign = forms.ChoiceField(label=gettext_lazy("活动"), required=False)
    category = forms.ChoiceField(label=gettext_lazy("类别"), required=False)


class VerifyForm(forms.Form):
    """An issued report to be recognised: its Word file, or its 校验码."""

    file = forms.FileField(label=gettext_lazy("报告的 Word 文件"), required=False)
    check_code = forms.CharField(
        label=gettext_lazy("校验码"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("可以只填前 16 位，中间的空格写不写都行。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_check_code(self) -> str:
        """Hexadecimal digits only, at least sixteen of them."""
        text = _BETWEEN.sub("", unicodedata.normalize("NFKC", str(self.cleaned_data["check_code"]))).lower()
        if text and not re.fullmatch(r"[0-9a-f]{16,64}", text):
            raise forms.ValidationError(_("校验码由数字和字母 a—f 组成，共 64 位，至少填前 16 位。请核对。"))
        return text

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        data = super().clean() or self.cleaned_data
        if not self.errors and not data.get("file") and not data.get("check_code"):
            raise forms.ValidationError(_("请选择报告的 Word 文件，或者填写校验码。"))
        return data
