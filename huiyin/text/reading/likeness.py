"""How much a stretch of text looks like Chinese that somebody wrote: what tells one reading of bytes from another."""

import re
from functools import lru_cache

from huiyin.text.folding import folds

# The everyday characters, simplified and traditional: one in four of any text.
_COMMON = re.compile(
    r"[的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    r"三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事"
    r"平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党"
    r"程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干"
    r"做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更"
    r"單風切打白教速花帶安場身車例真務具萬每目至達走積示議聲報鬥完類八離華名確才科張信馬節話米整空元況今集溫傳土許步群廣石記需段"
    r"研界拉林律叫且究觀越織裝影算低持音眾書布复容兒須際商非驗連斷深難近礦千週委素技備半辦青省列習響約支般史感勞便團往酸歷市克何除"
    r"消構府稱太準精值號率族維劃選標寫存候毛親快效斯院查江型眼王按格養易置派層片始卻專狀育廠京識適屬圓包火住調滿縣局照參紅細引聽該"
    r"這為個國時來們學說產後會過對發經動間樣與關員從業實現兩體製機點還應開來問條結解無沒題組長統資級較將計運農區強領導東壓濟階術極"
    r"務單萬縣鄉鎮黨幹訓傳達貫徹習近單位座談會徵求意見整改落實措施群眾路線教育活動]"
)
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_LEAST_FOREIGN = 12
# A list of names has one in six, running text every second.
_STRANGE_LEAST, _STRANGE_SHARE = 30, 14
# A report has more Chinese characters than this; markup and numbers alone have fewer Latin letters.
_FEW_HAN, _HAN_SHARE, _MANY_LETTERS = 10, 20, 40
_HAN, _LETTER = re.compile("[\u3400-\u9fff]"), re.compile("[A-Za-z]")
# Chinese that was escaped for a program stands in Latin letters: unwrapping brings it back.
_ESCAPED = re.compile(r"\\u[0-9A-Fa-f]{4}|&#x?[0-9A-Fa-f]{4,5};")
_GOOD_MARKS = "，。、；：？！“”‘’（）《》〈〉【】「」『』—…·％－～　．＋＝／＊○●◆■□△▲★☆※①②③④⑤⑥⑦⑧⑨⑩〇－–‐×÷℃㎡"


@lru_cache(maxsize=1)
def _classes() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What is written every day, and what hardly ever is, without the rarer characters of GB 2312 and with them."""
    first = "".join(
        bytes((lead, trail)).decode("gb2312", "ignore") for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF)
    )
    second = "".join(
        bytes((lead, trail)).decode("gb2312", "ignore") for lead in range(0xD8, 0xF8) for trail in range(0xA1, 0xFF)
    )
    everyday, rarer = (set(plane) | {old for old, new in folds().items() if new in plane} for plane in (first, second))
    wide = "".join(map(chr, range(0xFF01, 0xFF5F)))
    good = re.compile(f"[{re.escape(''.join(sorted(everyday)) + _GOOD_MARKS + wide)}]")
    fine = re.escape("".join(sorted(everyday | rarer)) + _GOOD_MARKS + wide)
    # Latin letters with tone marks stand in glosses; Greek, kana and the rest in other people's texts.
    odd = re.compile(rf"[^\t\n\r -~\u00a0-\u01ff\u2010-\u2049\u2160-\u217f\u3000-\u3017\ufeff{fine}]")
    seldom = re.compile(f"[^\x00-\x7f{re.escape(''.join(sorted(everyday)) + _GOOD_MARKS + wide)}]")
    return good, odd, seldom


def likeness(text: str) -> float:
    """How likely a reading of some bytes is: everyday characters for it, odd ones and broken places against it."""
    good, odd, _seldom = _classes()
    return len(good.findall(text)) + len(_COMMON.findall(text)) - 3 * len(odd.findall(text))


def is_strange(text: str) -> bool:
    """Whether a longer text holds next to none of the everyday characters: it is in another tongue, or its bytes were."""
    letters, han = len(_LETTER.findall(text)), len(_HAN.findall(text))
    if letters >= _MANY_LETTERS and han < min(_FEW_HAN, letters / _HAN_SHARE):
        return _ESCAPED.search(text) is None
    foreign = len(_FOREIGN.findall(text))
    return foreign >= _STRANGE_LEAST and len(_COMMON.findall(text)) * _STRANGE_SHARE < foreign


def has_odd(text: str) -> bool:
    """Whether anything stands in a text that hardly anybody writes."""
    return _classes()[1].search(text) is not None


def has_seldom(text: str) -> bool:
    """Whether a character stands in a text that is not on the everyday plane, in either script."""
    return _classes()[2].search(text) is not None


def is_odd(text: str) -> bool:
    """Whether most of what is not Latin in a text is nothing that anybody writes."""
    foreign = len(_FOREIGN.findall(text))
    return foreign >= _LEAST_FOREIGN and 2 * len(_classes()[1].findall(text)) > foreign
