"""Finds the noun that a number counts, in the words before it and in the words behind its measure word."""

import re
from functools import lru_cache

from huiyin.text.measure_words import Kind, measure_at
from huiyin.text.numerals import NUMERAL
from huiyin.text.quantity import Quantity
from huiyin.text.vocabulary import BETWEEN, DOING, MAKING, OPENING, STOPS, words

CLAUSE_ENDS = "，。；、,;:!?！？()“”…\n 【】|"
BEHIND = 28
# Clauses differ in their figures more than in their words: a noun that was found once is not looked for again.
REMEMBERED = 16_384

# Conditions between a measure word and its noun: 25名30岁以上优秀年轻干部.
CONDITION = re.compile(r"[0-9]{2}(?:周)?岁以[上下](?:的)?")
HEAD = re.compile(rf"的?[^{re.escape(CLAUSE_ENDS)}0-9]{{1,18}}")
QUOTED_HEAD = re.compile(r"“[^”\n]{1,12}”")
STOP = re.compile(
    "|".join(sorted(STOPS, key=len, reverse=True))
    + r"|获(?!奖)|被|已(?=$|[^婚故])|为(?=党员|群众|职工|基层|企业|困难)|对(?![象口照接联])"
    + r"|组成(?!员)|到(?![位期会场岗])|从(?![严业事教政军医警优简])|赴|划为|设岗|解决|"
    + "|".join(f"{numeral}[{NUMERAL}]*[名个次人项条篇户家]" for numeral in NUMERAL)
)
CLAUSE_END = re.compile(f".*[{re.escape(CLAUSE_ENDS)}]", re.DOTALL)
TAILS = frozenset(BETWEEN)
# For each last character the lengths to try, longest first.
TAIL_LENGTHS = {
    last: tuple(sorted({len(word) for word in BETWEEN if word[-1] == last}, reverse=True))
    for last in {word[-1] for word in BETWEEN}
}
# 党组织168个: here 组织 is what is counted.
_NO_NOUN = "".join(f"(?<!{kind}组织)" for kind in ("党", "[党群]团", "基层", "社会", "自治", "经济", "民间"))
_VERBS = [
    verb.replace("组织", f"组织{_NO_NOUN}") if verb.startswith("组织") else verb
    for verb in sorted((verb for verb in MAKING if len(verb) > 1), key=len, reverse=True)
]
_NO_VERB = "(?!员|部门?|生活|关系|委|系统|班|率|会$)"
VERB = re.compile(f"(?:{'|'.join(_VERBS)}){_NO_VERB}")
# Verbs that also begin a noun: 撰写调研报告, 举办培训活动.
NOUNLIKE = frozenset(
    words(
        "调研 培训 检查 督查 考察 建设 发展 整改 处分 处理 救助 帮扶 表彰 办理 辅导 慰问 走访 征求 资助 创建 抽查 解决"
    )
)
# Where a noun begins: behind a verb of making or of doing.
# Every alternative begins with a letter of its own: a clause is then passed over at the speed of one look.
ACTED = re.compile("|".join([*(verb + _NO_VERB for verb in _VERBS), *(f"{verb}(?!率|面|量)" for verb in DOING)]))
# What may open a clause before its noun: pronouns, adverbs, verbs; and what may close it.
LEAD = re.compile(
    r"^(?:[我他她]们?(?:还|已|将|又|先后|专门)*|本人|仅|和|及|并|还|又|全部|按规定|按要求|主动|[\"“”']"
    rf"|(?:{'|'.join(OPENING)})(?!率|面|量|组|会|点|资金|任务|工作|工程|项目|情况)|参加(?![^，]*的)|实有|[下上]属|再"
    r"|(?:支部|学校|医院|公司|[全我本][省市县区镇乡村校局院厅委])(?:现|共|下|实)?有)+(?=..)"
)
_THAN = (
    r"(?:于)?(?:[上去前]一?(?:学?年度?|学期|季度|月|届|次|轮)|全[国省市县区]|以往|往年|年初|活动前)"
    r"(?:度|同期|同月|平均|水平)?(?:相比|相较|的)?(?:净)?$"
)
COMPARED = re.compile(
    "|".join([*(with_ + _THAN for with_ in words("比 较 同 与 相比 同比")), "高于[^，]{2,6}$", "低于[^，]{2,6}$"])
)
FORMERLY = re.compile(
    r"[由从](?:过去|上年|去年|原来|年初|之前|当初|最初|前年|此前|[0-9]{4}年|活动前|整改前|最高时|的|度|同期)*$"
)
# 应到9人,实到8人
PRESENT = {"应": "应到人数", "实": "实到人数", "应到": "应到人数", "实到": "实到人数"}
# 把收集到的意见建议汇总归纳为18类
SORTED = re.compile(
    r"[把将](?:(?:收集|征求|征集|反馈|查摆|梳理)[出到]?的|所)?([^，把将]{2,14}?)(?:汇总|梳理|归纳|整理|分解|细化|划分|归并|合并)+[成为]?$"
)
QUOTED_BEFORE = re.compile(r"“([^“”\n]{2,14})”(?:等)?(?:共|达|已|计|有)?$")
PARTICLE = re.compile(
    r"^(?:其中|共有|共|已有|已|先后|累计|了|出了|出|到了|到|过|起|对|为|向|给|以|将|把|和|与|及|并|的(?=..))+"
)
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
# What is measured, not counted, is named before the number.
MEASURED = frozenset((Kind.RATE, Kind.MONEY, Kind.PHYSICAL, Kind.TIME, Kind.YEAR, Kind.AGE, Kind.SCORE))
# Verbs of one character that 了 may follow, and nouns that end as places do.
SINGLE_VERBS = frozenset("贴写送给交做挂种搭讲拍打走花捐占")
MADE = frozenset(verb for verb in (*MAKING, *DOING) if len(verb) > 1)
# One character that says no thing: 年均增长, 减为8项, 结了3151条; 其余2个 are of what was counted before.
NO_NOUNS = frozenset((*"年月季减增降升少多结存筹捐掉占用", "其余", "其他", "其它", "以上", "以下", "专门用"))
# 提高到今年(的98%): when, not what.
MOMENT = re.compile(
    r"(?:提高|提升|上升|增加|增长|下降|降低|减少|压缩|缩短|扩大|升|降|增|减)?[到至为]?(?:[今去前本当][年月期]|上年|上月|同期|目前|现在|现有|当前|年初|年底)?(?:同期)?"
)
AGED = re.compile(r"[0-9.]{1,6}(?:周?岁|万?元|人|亩|年)以[上下](?:的)?[^0-9，]*$")
# Words that end as places do: 集中 is no middle.
WHOLE_TAILS = tuple(
    words(
        """
        集中 高中 初中 其中 空中 家中 途中 手中 期中 城中 以上 线上 网上 海上 晚上 水上 路上 岗上 山上 陆上
        党内 境内 市内 室内 县内 国内 校内 体内 院内 以内 公里 邻里
        """
    )
)
# Units that count how often something was done.
EVENTS = frozenset(words("次 轮 场 场次 批次 趟次 回 趟 遍"))
UNTRIMMED = " 和及与、的等共第"


def what_is_counted(text: str, quantity: Quantity) -> tuple[str, int]:
    """What the number counts, and where the passage with it ends; "" when nothing near says it (18类127条)."""
    if quantity.measure.kind not in MEASURED or text.startswith("的", quantity.end):
        head, end = head_behind(text, quantity)
        if head:
            return head, end
    noun = noun_before(clause_before(text, quantity.start), quantity.measure.unit in EVENTS)
    if not noun or (noun[0] == "占" and quantity.measure.kind is Kind.RATE):
        # “主题党日”10次: what is quoted right before the number is counted.
        quoted = QUOTED_BEFORE.search(text, max(0, quantity.start - 20), quantity.start)
        noun = quoted[1] if quoted is not None else ""
    return noun, quantity.end


def clause_before(text: str, place: int) -> str:
    """The part of the clause that stands before a place."""
    low = place - BEHIND if place > BEHIND else 0
    cut = CLAUSE_END.match(text, low, place)
    return text[low if cut is None else cut.end() : place]


def head_behind(text: str, quantity: Quantity) -> tuple[str, int]:
    """The noun behind a measure word and where it ends; "" when a verb or the end of the clause follows."""
    place = quantity.end
    condition = CONDITION.match(text, place) if text[place : place + 1].isdigit() else None
    if condition is not None:
        place = condition.end()
    match = HEAD.match(text, place)
    if match is None:
        quoted = QUOTED_HEAD.match(text, place)
        return (quoted[0].strip("“”"), quoted.end()) if quoted is not None else ("", quantity.end)
    noun, length = _noun_of(match[0])
    if not noun:
        return "", quantity.end
    return noun, (place + length if condition is None else quantity.end)


@lru_cache(maxsize=REMEMBERED)
def _noun_of(head: str) -> tuple[str, int]:
    """The noun at the beginning of what follows a measure word, and how far it goes."""
    stop = STOP.search(head)
    if stop is not None:
        head = head[: stop.start()]
    done = head.find("了")
    if done > 1:
        head = head[: done - (1 if head[done - 1] in SINGLE_VERBS else 2)]  # 在建工地贴了, 单位开展了
    for length in (2, 3):
        if len(head) - length > 1 and head[-length:] in MADE and head[-length:] not in NOUNLIKE:
            head = head[:-length]  # 87家单位开展4轮指导
    kept = head.rstrip(UNTRIMMED)
    noun = kept.removeprefix("的")
    if len(noun) > 2 and noun.endswith(("中", "上", "里", "内")) and not noun.endswith(WHOLE_TAILS):
        noun, kept = noun[:-1], kept[:-1]
    return ("", 0) if not noun or noun in TAILS or noun == "中" else (noun, len(kept))


@lru_cache(maxsize=REMEMBERED)
def noun_before(clause: str, event: bool = False) -> str:
    """The noun that a following number counts: 共建立外出党员党组织21个 → 外出党员党组织.

    Where events are counted the deed is a part of it: 集中征求意见3轮 → 征求意见.
    """
    clause = FORMERLY.sub("", without_tails(clause))
    if (sorted_out := SORTED.search(clause)) is not None:
        return sorted_out[1]
    clause = FORMERLY.sub("", without_tails(_unused(clause)))
    clause = without_tails(COMPARED.sub("", clause))
    if "分别" in clause or "其中" in clause or "即上述" in clause:
        clause = INSIDE.sub("", clause)
    if clause in PRESENT:
        return PRESENT[clause]
    noun = _behind(LEAD, _behind_its_verb(_behind(LEAD, clause), event=event))
    dated = DATE.match(noun)
    noun = noun[dated.end() :] if dated is not None and len(noun) > dated.end() + 1 else noun
    return "" if noun in NO_NOUNS or noun[:1] == "被" or MOMENT.fullmatch(noun) else noun


def _behind_its_verb(clause: str, *, event: bool) -> str:
    """What follows the last verb that something follows; all of it where there is none."""
    verbs = list(ACTED.finditer(clause))
    for index in range(len(verbs) - 1, -1, -1):
        verb = verbs[index]
        before = verbs[index - 1] if index else None
        if before is not None and before.end() == verb.start() and verb[0] in NOUNLIKE and before[0] not in NOUNLIKE:
            continue
        rest = _behind(PARTICLE, clause[verb.end() :])
        if event and verb[0] in NOUNLIKE and len(rest) > 1:
            return clause[verb.start() :]
        if len(rest) > 1:
            return _behind(PREFIX, rest)
    return _behind(PREFIX, clause)


def _behind(opening: re.Pattern[str], words_: str) -> str:
    """Some words without an opening that is of no thing."""
    found = opening.match(words_)
    return words_ if found is None else words_[found.end() :]


def without_tails(clause: str) -> str:
    """A clause without the adverbs and verbs that stand between a counted thing and its number."""
    while True:
        for length in TAIL_LENGTHS.get(clause[-1:], ()):
            if clause[-length:] in TAILS:
                if length == 2 and len(clause) == 3 and clause.endswith("占比"):
                    return clause  # 药占比
                clause = clause[:-length]
                break
        else:
            return clause


def _unused(clause: str) -> str:
    """What is left of a clause behind an earlier number, its measure word and what joins them (8起, 58.3%和)."""
    used = DIGIT.match(clause)
    if used is None:
        return clause
    aged = AGED.search(clause)
    if aged is not None:
        return aged[0]  # 45岁以下年轻干部
    measured = measure_at(clause, used.end())
    rest = clause[used.end() + (len(measured[1]) if measured else 0) :]
    joined = JOINED.match(rest)
    return rest if joined is None else rest[joined.end() :]
