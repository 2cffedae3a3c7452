"""The readings of a character in pinyin, as glosses write them: with tone marks, toneless, or with odd letters."""

import re
import unicodedata
from functools import lru_cache

from huiyin.text.repair.scripts import simple_letter

# For a character class: lower-case letters, those with tone marks, and ɡ as some converters write it.
LETTERS = "a-zɡāáǎàēéěèêīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿ"
GLOSS = re.compile(rf"[(（][{LETTERS}]{{1,6}}[)）]")
# What is left of a gloss when its opening bracket was destroyed with the character: yáng)
GLOSS_END = re.compile(rf"([{LETTERS}]{{1,6}})[)）]")
_TONES = str.maketrans("", "", "\u0304\u0301\u030c\u0300")


@lru_cache(maxsize=60_000)
def has_reading(letter: str, syllable: str) -> bool:
    """Whether a character can be read so; a syllable without a tone mark stands for all of its tones."""
    syllable = syllable.replace("ɡ", "g")
    toned, toneless = _readings(letter)
    return syllable in toned or syllable in toneless


@lru_cache(maxsize=20_000)
def _readings(letter: str) -> tuple[frozenset[str], frozenset[str]]:
    """All readings with tones, and the same without (lü also as lv and lu)."""
    # 56 MB of tables, wanted only by texts that hold glosses.
    from pypinyin import Style, pinyin

    # Also those of the simplified form: 績 alone is only jī, and a machine may have written 編髮(fā) for 编发.
    toned = frozenset(
        reading
        for form in {letter, simple_letter(letter)}
        for said in pinyin(form, style=Style.TONE, heteronym=True, errors="ignore")
        for reading in said
    )
    plain = {_toneless(reading) for reading in toned}
    return toned, frozenset(plain | {p.replace("ü", "v") for p in plain} | {p.replace("ü", "u") for p in plain})


def _toneless(reading: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", reading).translate(_TONES))
