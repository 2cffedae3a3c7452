"""Checks words before they are sealed: how long, and nothing in them that nobody can see. Otherwise they stay as they are."""

import re

from django.utils.translation import gettext as _

from huiyin.core.errors import Refused
from huiyin.opinions.terms import WORDS_MOST

# Tab and line feed are part of writing; a lone surrogate cannot be stored at all.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")


def checked_words(text: str) -> str:
    """The words with line ends made one (browsers send two characters for each), or a refusal that says where."""
    words = text.replace("\r\n", "\n").replace("\r", "\n")
    if not words.strip():
        raise Refused(_("意见内容是空的。请写下要说的话。"))
    if len(words) > WORDS_MOST:
        raise Refused(
            _("意见有 %(length)d 个字，最多 %(most)d 个字。请分成几条提交，或删减后再提交。")
            % {"length": len(words), "most": WORDS_MOST}
        )
    found = _UNSEEN.search(words)
    if found:
        raise Refused(
            _("第 %(place)d 个字符是看不见的控制字符（U+%(code)04X），多半是从别处复制带来的。请删去后再提交。")
            % {"place": found.start() + 1, "code": ord(found[0])}
        )
    return words
