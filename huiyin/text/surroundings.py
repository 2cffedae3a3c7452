"""Reads what stands around a number: what is counted, the verb, who did it and when."""

import re

from huiyin.text.measure_words import Kind, measure_at
from huiyin.text.numerals import NUMERAL
from huiyin.text.quantity import Quantity
from huiyin.text.vocabulary import BETWEEN, MAKING, STOPS, words

CLAUSE_ENDS = "，。；、,;:!?！？()“”…\n 【】|"
AHEAD, AFTER = 20, 12
SENTENCE_ENDS = "。！？\n"
SENTENCE_END = re.compile(f"[{SENTENCE_ENDS}]")
BEHIND = 28

# Conditions between a measure word and its noun: 25名30岁以上优秀年轻干部.
CONDITION = re.compile(r"[0-9]{2}(?:周)?岁以[上下](?:的)?")
HEAD = re.compile(rf"的?[^{re.escape(CLAUSE_ENDS)}0-9]{{1,18}}")
QUOTED_HEAD = re.compile(r"“[^”\n]{1,12}”")
STOP = re.compile(
    "|".join(sorted(STOPS, key=len, reverse=True))
    + rf"|获(?!奖)|被|对(?![象口照接联])|到(?![位期会场岗])|从(?![严业事教政军医警优简])|赴|划为|设岗|解决|[{NUMERAL}]+[名个次人项条篇户家]"
)
CLAUSE_SPLIT = re.compile(f"[{re.escape(CLAUSE_ENDS)}]")
TAILS = frozenset(BETWEEN)
# For each last character the lengths to try, longest first.
TAIL_LENGTHS = {
    last: tuple(sorted({len(word) for word in BETWEEN if word[-1] == last}, reverse=True))
    for last in {word[-1] for word in BETWEEN}
}
# 党组织168个: here 组织 is what is counted.
_NO_NOUN = "".join(f"(?<!{kind}组织)" for kind in ("党", "[党群]团", "基层", "社会", "自治", "经济", "民间"))
VERB = re.compile(
    "(?:"
    + "|".join(
        verb.replace("组织", f"组织{_NO_NOUN}") if verb.startswith("组织") else verb
        for verb in sorted((verb for verb in MAKING if len(verb) > 1), key=len, reverse=True)
    )
    + ")(?!员|部门?|生活|关系|委|系统|班|率|会$)"
)
# Verbs that also begin a noun: 撰写调研报告, 举办培训活动.
NOUNLIKE = frozenset(words("调研 培训 检查 督查 考察 建设 发展 整改 处分 处理 救助 帮扶 表彰 办理 辅导"))
PARTICLE = re.compile(r"^(?:其中|共有|共|已有|已|先后|累计|了|出了|出|到了|到|过|起|对|为|向|给|以|将|把|和|与|及|并)+")
DIGIT = re.compile(r"^.*[0-9%][万亿余多来]*")
# 12人和8人: what joins two numbers is nothing that is counted.
JOINED = re.compile("以及|和(?![谐平睦])|与(?!会)|及(?![格时])")
DATE = re.compile(
    r"(?=[0-9今去本上下全年活近两三四五一])(?:[0-9]{4}年(?:[0-9]{1,2}月(?:[0-9]{1,2}日|底|初|份)?|[上下]半年|第?[一二三四1-4]季度|底|初|以来|度)?"
    r"|[0-9]{1,2}月(?:[0-9]{1,2}日|底|初|份)|今年以来|去年以来|今年|去年|本年度|上半年|下半年|全年|年初|年底|活动开展以来|近[两三四五几0-9]年来?|[一二两三四五]年来)"
)
PREFIX = re.compile(
    r"^(?:其中|共有|共|已有|已|先后|累计|即?[上前]述|分别[为是]|(?:原?计划|原定|实际|拟|应)(?="
    f"(?:{DATE.pattern})?{VERB.pattern})|(?:{DATE.pattern})(?={VERB.pattern}))+"
)
# 党组织分别为机关党委2个: what is counted begins behind it.
INSIDE = re.compile("^.*(?:分别[为是]|即上述|其中)(?=..)")
# Words that close the name of a body; the name itself is looked for backwards from there.
BODY = re.compile(
    "党委|党?工委|党组(?!织)|支部|总支|委员会|常委会|组织部|政府|领导小组|工作组|督导组|办公室|机关(?![党工])|学校|医院|公司|中心|法院|检察院|街道|班子成员|领导班子"
    "|全[国省市县区镇乡村校院局街]|我[国省市县区镇乡村校院局委会街]"
)
COUNT_OF = re.compile(rf"(?:共有|共|各|有)?[0-9{NUMERAL}]+[余多]?[个家支所处座]")
# 223个党员服务中心 are counted as well; 5个督导组 may act.
COUNTED_BODY = re.compile(f".*[0-9{NUMERAL}][个家支所处座][^0-9]*(?<!组)$")
NAME_END = re.compile(f".*[{re.escape(CLAUSE_ENDS)}了的在由向对为是和与经据按从给让使被把将]", re.DOTALL)
# What is measured, not counted, is named before the number.
MEASURED = (Kind.RATE, Kind.MONEY, Kind.PHYSICAL, Kind.TIME, Kind.YEAR, Kind.AGE, Kind.SCORE)
UNTRIMMED = " 和及与、的等共"


def clause_before(text: str, place: int) -> str:
    """The part of the clause that stands before a place."""
    low = max(0, place - BEHIND)
    return CLAUSE_SPLIT.split(text[low:place])[-1]


def head_behind(text: str, quantity: Quantity) -> tuple[str, int]:
    """The noun behind a measure word and where it ends; "" when a verb or the end of the clause follows."""
    place = quantity.end
    condition = CONDITION.match(text, place)
    if condition is not None:
        place = condition.end()
    quoted = QUOTED_HEAD.match(text, place)
    if quoted is not None:
        return quoted[0].strip("“”"), quoted.end()
    match = HEAD.match(text, place)
    if match is None:
        return "", quantity.end
    head = match[0]
    stop = STOP.search(head)
    if stop is not None:
        head = head[: stop.start()]
    done = head.find("了")
    if done > 1:
        head = head[: done - 2]
    kept = head.rstrip(UNTRIMMED)
    noun = kept.removeprefix("的")
    if not noun or noun in TAILS or noun == "中":
        return "", quantity.end
    return noun, (place + len(kept) if condition is None else quantity.end)


def noun_before(clause: str) -> str:
    """The noun that a following number counts: 共建立外出党员党组织21个 → 外出党员党组织."""
    clause = without_tails(_unused(clause))
    clause = INSIDE.sub("", clause)
    verbs = list(VERB.finditer(clause))
    for index in range(len(verbs) - 1, -1, -1):
        verb = verbs[index]
        if index and verb[0] in NOUNLIKE and verbs[index - 1].end() == verb.start():
            continue
        rest = PARTICLE.sub("", clause[verb.end() :])
        if len(rest) > 1:
            return PREFIX.sub("", rest)
    return PREFIX.sub("", clause)


def without_tails(clause: str) -> str:
    """A clause without the adverbs and verbs that stand between a counted thing and its number."""
    while True:
        for length in TAIL_LENGTHS.get(clause[-1:], ()):
            if clause[-length:] in TAILS:
                clause = clause[:-length]
                break
        else:
            return clause


def _unused(clause: str) -> str:
    """What is left of a clause behind an earlier number, its measure word and what joins them (8起, 58.3%和)."""
    used = DIGIT.match(clause)
    if used is None:
        return clause
    measured = measure_at(clause, used.end())
    rest = clause[used.end() + (len(measured[1]) if measured else 0) :]
    joined = JOINED.match(rest)
    return rest if joined is None else rest[joined.end() :]


def what_is_counted(text: str, quantity: Quantity) -> tuple[str, int]:
    """What the number counts, and where the passage with it ends."""
    measured = quantity.measure.kind in MEASURED
    head, end = (
        ("", quantity.end) if measured and not text.startswith("的", quantity.end) else head_behind(text, quantity)
    )
    if head:
        return head, end
    noun = noun_before(clause_before(text, quantity.start))
    if noun:
        return noun, quantity.end
    # 18类127条: the noun stands before the first of two counts.
    return "", quantity.end


def verb_before(text: str, quantity: Quantity) -> str:
    """The last verb of doing or making in the clause, or the one right behind."""
    found = ""
    low = max(0, quantity.start - AHEAD)
    low = max(low, *(text.rfind(mark, low, quantity.start) + 1 for mark in SENTENCE_ENDS))
    for match in VERB.finditer(text, low, quantity.start):
        found = match[0]
    if not found:
        ended = SENTENCE_END.search(text, quantity.end, min(len(text), quantity.end + AFTER))
        high = ended.start() if ended is not None else min(len(text), quantity.end + AFTER)
        behind = VERB.search(text, quantity.end, high)
        found = behind[0] if behind is not None else ""
    return found


class Narration:
    """Who acts and when, as a sentence tells it from left to right; every character is looked at once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._sentence = -1
        self._read = 0
        self.time = ""
        self.actor = ""

    def read_to(self, sentence: int, place: int) -> None:
        """Take in the sentence that starts at `sentence` up to a place."""
        if sentence != self._sentence:
            self._sentence, self._read, self.time, self.actor = sentence, sentence, "", ""
        for match in DATE.finditer(self._text, self._read, place):
            self.time = match[0]
        if not self.actor and (body := self._body(place)) is not None:
            low = max(sentence, body.start() - 10)
            cut = NAME_END.match(self._text, low, body.start())
            name = self._text[low if cut is None else cut.end() : body.end()].removeprefix("其中")
            self.actor = "" if COUNTED_BODY.match(name) else name
        self._read = max(self._read, place)

    def _body(self, place: int) -> re.Match[str] | None:
        """The first body named up to a place that is not itself what a number counts: 其中机关党委2个."""
        for body in BODY.finditer(self._text, self._read, place):
            if body[0][0] in "全我" or COUNT_OF.match(self._text, body.end()) is None:
                return body
        return None
