"""Before anything said is public a person looks for three things: privacy, work secrets, naming (design §5a)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.core.errors import Refused

SAME_HANDS = gettext_lazy("写答复的人的登录条或初始口令是您交给的，或者您的是对方交给的：答复要由另一个人核对。")


@dataclass(frozen=True)
class Checked:
    """What the person ticked."""

    privacy: bool
    work_secrets: bool
    naming: bool


def require_checked(checked: Checked) -> None:
    """All three, or a sentence that names what is missing."""
    missing = [
        label
        for done, label in (
            (checked.privacy, _("个人隐私")),
            (checked.work_secrets, _("工作秘密")),
            (checked.naming, _("点名")),
        )
        if not done
    ]
    if missing:
        raise Refused(_("公开前还要核对：%(missing)s。请逐项看过后勾选。") % {"missing": "、".join(missing)})
