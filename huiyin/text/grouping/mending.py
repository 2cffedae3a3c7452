"""Repairs the texts that a broken conversion has garbled, before anything compares or counts their words."""

import re
from collections.abc import Sequence

from huiyin.text.offsets import untouched
from huiyin.text.repair.pipeline import repair

# Bracketed readings after a character and bytes read in the wrong way; nothing else is worth the slow repair.
_GARBLED = re.compile(
    r"[\u4e00-\u9fff][(（][a-zāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜü]{1,6}[)）]|[\ue000-\uf8ff]|锟斤拷|[ÃÂåäæçèé][\x80-\xbf¡-¿]"
)
# UTF-8 that somebody's program took for a Western or a Chinese code page: what its most usual characters turn into.
_MISREAD = re.compile(
    r"[åäæçèéïã][\x80-\xff\u0152-\u02dc\u2013-\u2122]{2}|[锛銆鐨鏄涓鍦浜缁鍔炰瑕寤][^\n]{0,12}[锛銆鐨鏄涓鍦浜缁鍔炰瑕寤勬]"
)
_TAKEN_FOR = ("latin-1", "cp1252", "gb18030")
_HAN = re.compile(r"[\u4e00-\u9fff]")


def mended(texts: Sequence[str]) -> list[str]:
    """The texts, those repaired that show the signs of a broken conversion."""
    return [_mended(reread(text)) for text in texts]


def reread(text: str) -> str:
    """The text as it was written, where all its bytes were taken for another code page; any other stays as it is."""
    if not _MISREAD.search(text):
        return text
    for page in _TAKEN_FOR:
        try:
            found = text.encode(page).decode("utf-8")
        except UnicodeError:
            continue
        if _HAN.search(found) and len(found) < len(text):
            return found
    return text


def _mended(text: str) -> str:
    return repair(untouched(text)).clean if _GARBLED.search(text) else text
