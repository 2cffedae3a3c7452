"""Repairs the texts that a broken conversion has garbled, before anything compares or counts their words."""

import re
from collections.abc import Sequence

from huiyin.text.offsets import untouched
from huiyin.text.repair.pipeline import repair

# Bracketed readings after a character and bytes read in the wrong way; nothing else is worth the slow repair.
_GARBLED = re.compile(
    r"[\u4e00-\u9fff][(（][a-zāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜü]{1,6}[)）]|[\ue000-\uf8ff]|锟斤拷|[ÃÂåäæçèé][\x80-\xbf¡-¿]"
)


def mended(texts: Sequence[str]) -> list[str]:
    """The texts, those repaired that show the signs of a broken conversion."""
    return [repair(untouched(text)).clean if _GARBLED.search(text) else text for text in texts]
