"""Why a password is refused is said in Chinese, and in the word of our pages."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from huiyin.organisation.passwords import LongEnough, NotCommon, NotOnlyDigits


def judge(password: str) -> None:
    """As the settings have it."""
    validate_password(password, password_validators=[LongEnough(min_length=10), NotCommon(), NotOnlyDigits()])


@pytest.mark.parametrize(
    ("password", "said"),
    [("一步一步走", "口令太短，至少要 10 个字"), ("1q2w3e4r5t6y7u", "太常见"), ("139005720139", "不能全是数字")],
)
def test_a_weak_password_is_refused_with_a_sentence(password: str, said: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        judge(password)
    assert said in "".join(refusal.value.messages)


def test_a_long_sentence_of_ones_own_will_do() -> None:
    judge("一步一个脚印走过来了")
