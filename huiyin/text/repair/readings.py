"""The readings of a character in pinyin, as glosses write them: with tone marks, toneless, or with odd letters."""

import json
import unicodedata
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from huiyin.text.repair.scripts import simple_letter

# For a character class: lower-case letters, those with tone marks, and ɡ as some converters write it.
LETTERS = "a-zɡāáǎàēéěèêīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿ"
TONED = "āáǎàēéěèêīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_NEUTRAL = 5
_TONES = str.maketrans("", "", "\u0304\u0301\u030c\u0300")


@lru_cache(maxsize=60_000)
def has_reading(letter: str, syllable: str) -> bool:
    """Whether a character can be read so; a syllable without a tone mark stands for all of its tones."""
    syllable = syllable.replace("ɡ", "g")
    toned, toneless = readings(letter)
    return syllable in toned or syllable in toneless


@lru_cache(maxsize=20_000)
def has_toned_reading(letter: str, syllable: str, tone: int) -> bool:
    """Whether a character can be read so in one tone, as `ren4` writes it; 5 is the neutral tone."""
    wanted = syllable.replace("v", "ü")
    return any(_toneless(reading) == wanted and _tone(reading) == tone for reading in readings(letter)[0])


def _tone(reading: str) -> int:
    marks = unicodedata.normalize("NFD", reading)
    return next((n for n, mark in enumerate("\u0304\u0301\u030c\u0300", start=1) if mark in marks), _NEUTRAL)


@lru_cache(maxsize=20_000)
def readings(letter: str) -> tuple[frozenset[str], frozenset[str]]:
    """All readings with tones, and the same without (lü also as lv and lu)."""
    table = _table()
    # Also those of the simplified form: 績 alone is only jī, and a machine may have written 編髮(fā) for 编发.
    said = (table.get(str(ord(form)), "") for form in {letter, simple_letter(letter)} if form)
    toned = frozenset(reading for readings in said for reading in readings.split(",") if reading)
    plain = {_toneless(reading) for reading in toned}
    return toned, frozenset(plain | {p.replace("ü", "v") for p in plain} | {p.replace("ü", "u") for p in plain})


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    """The readings of single characters that pypinyin holds: its one file, for the package loads 50 MB of phrases."""
    package = find_spec("pypinyin")
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError("没有安装 pypinyin，不能去掉夹注拼音。请按 requirements.lock 重新安装。")
    file = Path(package.submodule_search_locations[0]) / "pinyin_dict.json"
    table: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return table


def _toneless(reading: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", reading).translate(_TONES))
