"""Stretches of somebody's words by which they could be recognised: shown before they submit, never stored (§2.8 (4))."""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Full-width digits are digits to whoever reads them.
_PLAIN = str.maketrans("０１２３４５６７８９－＠", "0123456789-@")
_HAN = "[\u3400-\u9fff\U00020000-\U0003ffff]"
_PLATE = "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"
_BODY = "科|股|办|室|处|局|站|所|院|校|村|组|班|窗口|岗位|中心|公司|厂"

_KINDS: tuple[tuple[str | Promise, re.Pattern[str]], ...] = (
    (_("身份证号"), re.compile(r"(?<!\d)\d{17}[\dXx](?![\dXx])")),
    (_("手机号"), re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")),
    (_("电话号码"), re.compile(r"(?<!\d)0\d{2,3}-?\d{7,8}(?!\d)")),
    (_("电子邮箱"), re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    (_("车牌号"), re.compile(f"{_PLATE}[A-Z][·• ]?[A-Z0-9]{{5,6}}(?![A-Z0-9])")),
    (_("姓名"), re.compile(f"(?:我叫|我姓|本人叫|本人姓名[是为：:]?|姓名[是为：:])\\s*{_HAN}{{1,4}}")),
    (_("工号、学号"), re.compile(r"(?:工号|学号|警号|编号)[是为：:]?\s*[A-Za-z]*\d{3,}")),
    (_("您的单位或岗位"), re.compile(f"(?:我|本人)(?:是|在)[^，。！？；、\\s]{{1,15}}?(?:{_BODY})")),
)
MOST = 8


@dataclass(frozen=True)
class Hint:
    """What kind of thing could betray the speaker, and the very words."""

    kind: str
    words: str


def hints(text: str) -> list[Hint]:
    """What in the text could tell who wrote it; only a reminder, and never complete."""
    plain = text.translate(_PLAIN)
    found: dict[str, Hint] = {}
    for kind, pattern in _KINDS:
        for match in pattern.finditer(plain):
            words = text[match.start() : match.end()].strip()
            if not any(words in known for known in found):
                found.setdefault(words, Hint(str(kind), words))
    return list(found.values())[:MOST]
