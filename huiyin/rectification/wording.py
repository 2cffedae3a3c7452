"""Words as they are kept: trimmed, present where they must be, never longer than their column; always a sentence."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from huiyin.core.errors import Refused


def said(text: str, model: type[models.Model], column: str, *, missing: str = "") -> str:
    """The text to keep in a column; `missing` is the sentence for whoever left it empty."""
    words = text.strip()
    if missing and not words:
        raise Refused(missing)
    field = model._meta.get_field(column)
    longest = field.max_length if isinstance(field, models.Field) else None
    if longest is not None and len(words) > longest:
        raise Refused(
            _("“%(field)s”最多 %(most)d 个字，现在有 %(now)d 个字，请删减。")
            % {"field": _label(model, column), "most": longest, "now": len(words)}
        )
    if "\x00" in words:
        raise Refused(_("文字里有看不见的控制字符，请删去后重新填写。"))
    return words


def require_valid(row: models.Model) -> None:
    """The model's own checks, each as a sentence that names its field."""
    try:
        row.full_clean(validate_unique=False)
    except ValidationError as error:
        raise Refused(
            " ".join(
                "；".join(messages) if name == "__all__" else f"{_label(type(row), name)}：{'；'.join(messages)}"
                for name, messages in error.message_dict.items()
            )
        ) from error


def _label(model: type[models.Model], column: str) -> str:
    field = model._meta.get_field(column)
    return str(field.verbose_name) if isinstance(field, models.Field) else column
