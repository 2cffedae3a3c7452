"""Reads who acts, when and by which verb, as a line tells it around its numbers."""

import re

from huiyin.text.nouns import ACTED, CLAUSE_ENDS, DATE, VERB
from huiyin.text.numerals import NUMERAL

AHEAD, AFTER = 20, 12
SENTENCE_END = re.compile("[。！？\n]")

# Words that close the name of a body; the name itself is looked for backwards from there.
BODY = re.compile(
    "党委(?!会)|党工委|工委|党组(?!织)|支部|总支|委员会|常委会|组织部|政府|领导小组|工作组|督导组|办公室|机关(?![党工])|学校|医院|公司|中心(?!组|城|工作|任务|环节|点|思想|意识|镇|校)|法院|检察院|街道|班子成员|领导班子"
    "|全[国省市县区镇乡村校院局街]|我[国省市县区镇乡村校院局委会街]"
)
COUNT_OF = re.compile(rf"(?:共有|共|各|有)?[0-9{NUMERAL}]+[余多]?[个家支所处座]")
# 223个党员服务中心 are counted as well; 5个督导组 may act.
COUNTED_BODY = re.compile(f".*[0-9{NUMERAL}][个家支所处座][^0-9]*(?<!组)$")
NAME_END = re.compile(f".*[{re.escape(CLAUSE_ENDS)}了的在由向对为是和与经据按从给让使被把将]", re.DOTALL)


class Verbs:
    """The verbs of doing and making of a line, found once from left to right as its numbers come."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found = VERB.finditer(text)
        self._ahead = next(self._found, None)
        self._before: re.Match[str] | None = None

    def beside(self, sentence: int, start: int, end: int) -> str:
        """The last verb of the sentence before a number, or the first right behind it."""
        ahead = self._ahead
        while ahead is not None and ahead.end() <= start:
            self._before = ahead
            ahead = next(self._found, None)
        self._ahead = ahead
        before = self._before
        if before is not None and before.start() >= start - AHEAD and before.start() >= sentence:
            return before[0]
        if ahead is None or ahead.end() > end + AFTER or ahead.start() < end:
            return ""
        return "" if SENTENCE_END.search(self._text, end, ahead.start()) else ahead[0]


class Narration:
    """Who acts and when, as a sentence tells it from left to right; every character is looked at once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._sentence = -1
        self._read = 0
        # Every date has one of these in it.
        self._dated = "年" in text or "月" in text or "以来" in text
        self.time = ""
        self.actor = ""

    def read_to(self, sentence: int, place: int) -> None:
        """Take in the sentence that starts at `sentence` up to a place."""
        text = self._text
        if sentence != self._sentence:
            self._sentence, self._read, self.time, self.actor = sentence, sentence, "", ""
        read = self._read
        if place <= read:
            return
        self._read = place
        if self._dated:
            for match in DATE.finditer(text, read, place):
                self.time = match[0]
        if self.actor:
            return
        body = BODY.search(text, read, place)
        # What a number counts is no actor: 其中机关党委2个.
        while body is not None and body[0][0] not in "全我" and COUNT_OF.match(text, body.end()) is not None:
            body = BODY.search(text, body.end(), place)
        if body is not None:
            low = max(sentence, body.start() - 10)
            cut = NAME_END.match(text, low, body.start())
            self.actor = _actor(text[low if cut is None else cut.end() : body.end()].removeprefix("其中"))


def _actor(name: str) -> str:
    """A name without the verb before it; none where it is counted itself, or is a piece of a title or of a sentence."""
    if COUNTED_BODY.match(name) or "《" in name or any(c.isdigit() for c in name):
        return ""
    acted = list(ACTED.finditer(name))
    return name[acted[-1].end() :] if acted and len(name) > acted[-1].end() + 1 else name
