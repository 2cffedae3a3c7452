"""Whose figures a sentence speaks of: the unit's own and those below it, or another body's."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from huiyin.text.folding import fold

# A name that needs no more than these words could be anybody's: it does not show that a text speaks of the unit.
_GENERIC = re.compile(
    r"(?:机关)?(?:党委|工委|纪委|纪工委|支部|总支|办公室|[一-鿿]{2,4}部|[一-鿿]{2,5}处|[一-鿿]{1,3}科|工会|团委|团工委|妇联|妇工委"
    r"|机关|学校|党校|讲师团|研究室|委员会|领导小组)"
)
# By so many characters names are sorted out before they are looked for.
_START = 3
_TERRITORY = "省市县区州盟旗镇乡村"
# 江淮省直机关工委 is called 省直机关工委 by its own people.
_PLACE = re.compile(rf"^[一-鿿]{{2,3}}(?=[{_TERRITORY}](?:直|委|级|属))")
_LEVELLED = re.compile(rf"[{_TERRITORY}](?:直|委|级|属)[一-鿿]{{3,}}")
# 全县 is the unit itself where the unit is 青山县, 青山县委 or 青山县人民政府.
_RULES_OVER = re.compile(
    r"(省|市|县|区|州|盟|旗|镇|乡|村|街道|社区|校|院|局|厅|公司|系统|国)(?:委|党委|党工委|政府|人民政府|委员会|机关)?$"
)
_ALL = r"全(?:国|省|市|县|区|州|盟|旗|镇|乡|村|街道|社区|社会|行业|校|院|局|厅|公司)"
_ACTS = r"(?=[^，。；、]{0,2}(?:组织|开展|召开|举办|提出|制定|派出|建立|完成|印发))"
_ACTING = re.compile(_ACTS)
_OTHERS = (
    rf"(?:(?:各|其他|其它|兄弟|外|邻|周边|有的|个别|某)(?:[{_TERRITORY}]|地(?!方)|单位(?<!各单位))"
    rf"|各(?:直属|基层|所属)?(?:机关)?(?:党委|党组(?!织)|总支|支部){_ACTS}"
    rf"|[直所下]属[一二三四五六七八九十两0-9]{{0,3}}(?:所|个|家)?(?:学?校|医?院|企业|公司){_ACTS}"
    rf"|上级(?:党委|党组织|机关|部门)?{_ACTS})"
)
_WE = r"我(?:国|省|市|县|区|州|盟|旗|镇|乡|村|街道|社区|校|院|局|厅|公司)"
_HEAD_OF_CLAUSE = r"(?:(?<=[,，、。;；:”》\n])|^)\s*"
# A name has none of the characters that a sentence is held together by: 宣传进乡村 is no village.
_NAME = r"(?:(?![进入到下送建驻走访等和与及的了在向为对各全本我该从由把将按以使让])[一-鿿])"
_NO_NAME = r"(?!根据|遵照|贯彻|落实|围绕|紧扣|坚持|经过|通过|结合|组织|举办|开展|深|先后|严格|认真|协助|配合)"
_POWERS = (
    rf"(?:{_HEAD_OF_CLAUSE}{_NO_NAME}{_NAME}{{2,3}})?(?:[{_TERRITORY}](?:委|政府|人大|政协|纪委|人民政府|直机关)(?!员)|国务院|中纪委"
    rf"|[{_TERRITORY}](?!直|委|属|级){_NAME}{{2,3}}委(?!员|托|派|书记)"
    r"|党中央|中央(?!党校|媒体|八项|电视|企业))"
)
# At the head of a clause a place or a body is who acts: 临泉县先后开展了…, 省财政厅组织…. 挂职干部县(区)、 only stands in a list.
_HEAD = (
    rf"{_HEAD_OF_CLAUSE}{_NO_NAME}"
    rf"(?:{_NAME}{{2,4}}?(?:[省市县区州盟旗镇乡村]|街道|社区)(?![{_TERRITORY}级辖直属委(、])"
    rf"|{_NAME}{{2,12}}?(?:局|厅|公司|集团|大学|学院|医院|法院|检察院|银行|管委会))"
)
# 市直工委, 县直机关工委: another body whose name ends as the unit's own does.
_LOWER = re.compile(r"(?:[市县区州盟旗镇乡]直(?:属)?(?:机关)?|[市县区州盟旗镇乡])$")
# Behind these words a body is spoken to or of; it does not act.
_SPOKEN_OF = re.compile(
    r"(?:向|对|给|为|被|按照?|根据|据|协助|经|在|与|同|和|会同|赴|到|去|前往|走访|深入|以及|及|《|“|落实|贯彻)$"
)
# 全省教育实践活动工作会议, 全国“…”典型: the word only belongs to a name.
_PART_OF_A_NAME = re.compile(
    r"(?:党的|群众|路线|教育|实践|活动|组织|宣传|工作|建设|专题|党建|机关|体育|电视|电话|视频){0,6}"
    r"(?:会议|大会|精神|典型|称号|奖|先进|优秀|人民满意)|[“《]"
)
# A section acts where it opens a clause, with a day or the unit's own name before it or not: 8月，宣传部印发…; 工委办公室提出….
_OPENS = r"(?:(?<=[,，。;；:”》\n])|^)\s*(?:[0-9年月日至]{2,16},?\s*)?"
_NO_SECTION = "(?![门长的内外员])"
_SHORT_SECTIONS = ("工会", "团委", "妇联")
_AT_HEAD = re.compile(r"(?:[,，、。;；:”》\n]|^)\s*(?:近期|期间|同时|目前|为此)?$")


@dataclass(frozen=True, slots=True)
class Names:
    """How a unit and those below it are called: `of_unit` show that a text speaks of it, `own` that a sentence does.

    `sections` are names of units below that could be anybody's (宣传部, 办公室): they count where they open a clause.
    """

    unit: str
    of_unit: tuple[str, ...]
    own: tuple[str, ...]
    below: frozenset[str]
    rules_over: str
    sections: frozenset[str] = frozenset()

    def named_in(self, folded: str) -> bool:
        """Whether a text speaks of the unit at all."""
        return any(name in folded for name in _present(self.of_unit, folded))

    def mentions_in(self, folded: str) -> "re.Pattern[str]":
        """What finds bodies in the sentences of a text. Of thousands of names only those that the text has are looked for."""
        said = _present((*self.own, *self.below), folded) or [self.unit]
        return re.compile(
            f"{self._section(folded)}(?P<own>{_either(said)})|(?P<all>{_ALL})|(?P<others>{_OTHERS})|(?P<we>{_WE})"
            f"|(?P<power>{_POWERS})|(?P<head>{_HEAD})"
        )

    def _section(self, folded: str) -> str:
        """The pattern of a section that acts, where the text has any of their names."""
        said = [name for name in self.sections if name in folded]
        return (
            f"(?P<section>{_OPENS}(?:{_either(self.own)}|[{_TERRITORY}]委)?(?:{_either(said)}){_NO_SECTION})|"
            if said
            else ""
        )


def _either(names: Iterable[str]) -> str:
    """Any of some names, the longest first."""
    return "|".join(map(re.escape, sorted(names, key=lambda name: (-len(name), name))))


def names_of(unit: str, short: str, below: Iterable[tuple[str, str]]) -> Names:
    """Names from the tree: the unit's own, and (full name, short name) of everything below it."""
    said = {fold(unit), fold(_PLACE.sub("", unit)), fold(short)}
    said = {name for name in said if name == fold(unit) or (len(name) > 2 and not _GENERIC.fullmatch(name))}
    lower = [(fold(full), fold(brief)) for full, brief in below]
    full_names = {full for full, _brief in lower if len(full) > 4 and not _GENERIC.fullmatch(full)}
    # 县委组织部 says whose it is by its level, as 省直机关工委 does.
    full_names |= {name for full, _brief in lower if _LEVELLED.fullmatch(name := _PLACE.sub("", full))}
    # 工委, 机关工委: the ends of the unit's own name, as a text about it goes on to call it.
    ends = {fold(unit)[-length:] for length in (2, 4) if len(unit) > length + 1 and _GENERIC.fullmatch(unit[-length:])}
    own = said | ends | {"本单位", "我单位", "我们", "我委"}
    parts = {name for pair in lower for name in pair if len(name) > 2 and not _GENERIC.fullmatch(name)} - own
    sections = {
        name
        for pair in lower
        for name in pair
        if (len(name) > 2 or name in _SHORT_SECTIONS) and _GENERIC.fullmatch(name) and name not in unit
    } - own
    rule = _RULES_OVER.search(unit)
    return Names(
        unit, tuple(sorted(said | full_names)), tuple(sorted(own)), frozenset(parts), rule[1] if rule else "",
        frozenset(sections),
    )  # fmt: skip


def _present(names: Iterable[str], folded: str) -> list[str]:
    """The names that a text has; one pass over the text leaves few to look for."""
    there = {folded[at : at + _START] for at in range(len(folded))}
    return [name for name in names if (len(name) < _START or name[:_START] in there) and name in folded]


def other_body(names: Names, mentions: "re.Pattern[str]", before: str, behind: str) -> str:
    """The other body whose figure a claim is, or "": `before` and `behind` are its sentence (folded) around the number.

    The last body that acts before the number is whose figure it is. Once another body has acted, only the unit's own
    name at the head of a clause takes the sentence back: 全省利用一周时间，由工委成员带队 stays 全省.
    """
    foreign = ""
    for match in mentions.finditer(before):
        said = match[0].strip()
        lower = _LOWER.search(before, 0, match.start()) if match["own"] and said not in names.of_unit else None
        if (
            lower is not None
            and _ACTING.match(before, match.end()) is not None
            and not names.unit.endswith(lower[0] + said)
        ):
            foreign = lower[0] + said
        elif _is_own(names, match, said):
            if not foreign or _AT_HEAD.search(before, 0, match.start()):
                foreign = ""
        elif match["all"] or match["we"]:
            if not _PART_OF_A_NAME.match(before, match.end()):
                foreign = said
        elif not _SPOKEN_OF.search(before, max(0, match.start() - 4), match.start()):
            foreign = said
    if foreign:
        return foreign
    wider = re.search(f"{_ALL}|{_OTHERS}", behind)
    return wider[0] if wider is not None and wider[0][1:] != names.rules_over else ""


def _is_own(names: Names, match: "re.Match[str]", said: str) -> bool:
    """Whether a mention is of the unit itself; one of those below is a part of it, whose number is not the whole's."""
    if match["own"]:
        return said not in names.below
    if match["all"] or match["we"]:
        return said[1:] == names.rules_over
    if match["power"]:
        return said in names.unit
    if match.groupdict().get("section"):
        return False
    return any(name in said for name in names.own)
