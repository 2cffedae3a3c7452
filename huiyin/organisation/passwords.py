"""What a password must be, said in the words of our pages; listed in the settings."""

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    NumericPasswordValidator,
)
from django.utils.translation import gettext as _


class LongEnough(MinimumLengthValidator):
    """At least so many characters."""

    def get_error_message(self) -> str:
        """The sentence under the field."""
        return _("口令太短，至少要 %(n)d 个字。") % {"n": self.min_length}


class NotCommon(CommonPasswordValidator):
    """None of those that everybody tries first."""

    def get_error_message(self) -> str:
        """The sentence under the field."""
        return _("这个口令太常见，容易被猜到，请换一个。")


class NotOnlyDigits(NumericPasswordValidator):
    """Not digits alone: birthdays and phone numbers."""

    def get_error_message(self) -> str:
        """The sentence under the field."""
        return _("口令不能全是数字，请加上文字或字母。")
