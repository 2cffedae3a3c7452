"""Decides whether a number with a measure word claims anything: names, slogans, dates, conditions and page furniture do not.

Rules are about grammar (what kind of measure word, how the number is written, what stands beside it), never about one text.
"""

from huiyin.text.cues import (
    ARMED,
    ASKED_OF,
    AT_A_GUESS,
    AVERAGED,
    BEAT,
    BEAT_ON,
    CANON,
    CONDITION,
    COUNTABLE_IN,
    EACH_PERIOD,
    EVENT_HELD,
    EVENT_IN,
    FOUNDED,
    HAN,
    HELD,
    LASTS,
    MADE,
    MOTTO_AT,
    NAMED_SYSTEM,
    ORDINALS,
    PAGE,
    PAGE_UNITS,
    RANKED,
    REMAINING,
    SERIES,
    SERIES_NOUN,
    SESSION,
    SLOGAN_AT,
    SPECIAL_DRIVE,
    STRUCTURAL_AT,
    STRUCTURAL_OPENS,
    THRESHOLD,
)
from huiyin.text.kinds_of_measure import CLAUSE_ENDS, RULES, before_it
from huiyin.text.measure_words import Kind, measure_at
from huiyin.text.numerals import DIGITS, NUMERAL
from huiyin.text.quantity import EXACT, Quantity
from huiyin.text.vocabulary import words

# Longest quoted phrase that is taken for a name or slogan; longer ones are speech.
NAME = 14
TITLE = 60
EVENT_COUNTED = frozenset("场次期")
STRUCTURED = frozenset("个项条类种")
# 打井两眼, 购车三辆: made and bought things whose number closes the clause.
MADE_THINGS = frozenset("眼口套部块片间笔张面台组支")
NO_NOUN = frozenset("的了是为有这那哪共成分抓好做到")
# Measure words a small Chinese numeral may stand before without more ado.
FREE = frozenset(
    words(
        "名 位 户 家 所 场 篇 份 件 起 例 座 栋 幢 台 辆 册 本 枚 盏 株 封 幅 宗 桩 趟 人 次 人次 户次 场次 件次 课时 学时 处 只 头 匹 棵 间"
    )
)
# 监察二处, 工程二期: an ordinal is written 二, a count 两.
NUMBERED = frozenset("处期所组部门室科院场次")
COUNTED_BY = {
    "户": words("企业 公司 商户 大户 工程 项目"),
    "家": words("企业 公司 单位 合作社 园区"),
    "个": words("项目 企业 基地 园区 村 单位"),
    "名": words("党员 干部 老人 人员 人群 群体"),
}
GOES_ON = (*NUMERAL, "“", "《")
NUMBERED_PARTS = frozenset("条款项节")
MULTIPLIED = frozenset("+×")
# What a page's count of its readers ends with.
PAGE_ENDS = frozenset("读击览问论气赞数量率:([|")


def counts(text: str, quantity: Quantity) -> bool:
    """Whether this number says how many or how much of something."""
    end, measure_end = quantity.end, quantity.measure_end
    if text[end : end + 1] in MULTIPLIED or (end != measure_end and text[measure_end : measure_end + 1] == "+"):
        return False
    if _named(text, quantity) or (quantity.word in NUMBERED_PARTS and _numbered_part(text, quantity)):
        return False
    kind = quantity.measure.kind
    if quantity.word == "度" and "电" not in text[max(0, quantity.start - 12) : quantity.measure_end + 3]:
        return False  # 11.5万度 of current; degrees of heat or of an angle are none
    rule = RULES.get(kind)
    if rule is not None and not rule(text, quantity):
        return False
    if kind is Kind.YEAR or kind is Kind.AGE:
        return True
    if kind is Kind.RATE or (kind is Kind.MONEY and quantity.western):
        return not _threshold(text, quantity)
    if quantity.western:
        return _western(text, quantity)
    return _chinese(text, quantity)


def _named(text: str, quantity: Quantity) -> bool:
    """Inside a title, or inside a short quoted phrase: part of a name."""
    start, end = quantity.start, quantity.end
    low = start - 30 if start > 30 else 0
    opened = text.rfind("“", low, start)
    if opened >= 0 and opened > text.rfind("”", low, start):
        closed = text.find("”", quantity.measure_end, quantity.measure_end + 30)
        length = closed - opened - 1 if closed >= 0 else None
        if (length is not None and length <= NAME) or (length is None and start - opened <= 8 and not quantity.western):
            return True
    if start and text[start - 1] == '"' and text.find('"', end, end + NAME) >= 0 and text[end : end + 1] != '"':
        return '"' in text[end : end + NAME]
    title = text.rfind("《", start - TITLE if start > TITLE else 0, start)
    return title >= 0 and title > text.rfind("》", max(0, start - TITLE), start) and "》" in text[end : end + TITLE]


def _numbered_part(text: str, quantity: Quantity) -> bool:
    """第3.1节和2.3条: places in a document, not how many."""
    if isinstance(quantity.value, float) and not quantity.scaled:
        return AVERAGED.search(before_it(text, quantity, 12)) is None
    behind = text[quantity.measure_end : quantity.measure_end + 2]
    if HAN.match(behind) is not None and not behind.startswith(("规定", "要求", "之", "的", "内容")):
        return False  # 第三款、5项措施
    return ORDINALS.search(before_it(text, quantity, 24)) is not None


def _motto(text: str, quantity: Quantity) -> bool:
    """1个中心、2个重点、3个突破: a slogan that counts its own parts, unless most of them are things."""
    if not ("1个" in text or "1项" in text or "1条" in text):
        return False
    low = max(0, quantity.start - 40)
    for found in SERIES.finditer(text, low, min(len(text), quantity.end + 40)):
        if found.start() <= quantity.number_start < found.end():
            nouns = SERIES_NOUN.findall(found[0])
            return 2 * sum(COUNTABLE_IN.match(noun) is not None for noun in nouns) < len(nouns)
    return False


def _threshold(text: str, quantity: Quantity) -> bool:
    """Whether the number is a condition on what another number counts."""
    if quantity.approx == EXACT:
        return False
    if ASKED_OF.match(text, quantity.end) is not None:
        return True
    if quantity.start != quantity.number_start and CONDITION.match(text, quantity.end):
        return True
    found = THRESHOLD.match(text, quantity.end - 2)
    if found is None:
        return False
    # 帮助200户以上企业解决融资: the firms themselves are counted, no firms of such a size.
    counted = COUNTED_BY.get(quantity.word)
    return counted is None or found[0][-1].isdigit() or not text.startswith(counted, quantity.end)


def _western(text: str, quantity: Quantity) -> bool:
    """Western digits count, unless the page or a list wrote them."""
    start = quantity.number_start
    behind = text[quantity.end : quantity.end + 16]
    unit = quantity.word
    if (
        text[start - 1 : start] in {"", "\n"}
        and text[quantity.measure_end - len(unit) - 1 : quantity.measure_end - len(unit)] == " "
    ):
        return False
    before = before_it(text, quantity, 12)
    last = before[-1:]
    if unit and unit[-1] in PAGE_UNITS and (last in PAGE_ENDS or last.isspace()) and PAGE.search(before):
        return False
    if unit == "页" and before.rstrip().endswith(("共", "当前", "第", "全文")):
        return False
    if unit in {"位", "名"} and RANKED.search(before[-5:]):
        return False
    structured = unit in STRUCTURED
    if (
        structured
        and behind[:1] in STRUCTURAL_OPENS
        and (STRUCTURAL_AT.match(behind) or (unit == "个" and quantity.value in range(11) and MOTTO_AT.match(behind)))
    ):
        # 开展6个专项整治 were carried out, 六个专项整治 are a campaign's name.
        return SPECIAL_DRIVE.match(behind) is not None and MADE.search(before) is not None
    if structured and quantity.value in range(10) and _motto(text, quantity):
        return False
    if quantity.value == 1 and behind[:1] == "1" and not (measure_at(behind, 1) and MADE.search(before)):
        return False  # 1户1策; but 立案1件1人
    if isinstance(quantity.value, float) and unit in FREE and unit not in {"件", "份"} and not quantity.scaled:
        return AVERAGED.search(before) is not None
    return quantity.approx == EXACT or not _threshold(text, quantity)


def _chinese(text: str, quantity: Quantity) -> bool:
    """Chinese numerals count when they are composed, hedged, or stand before what can be counted."""
    unit = quantity.word
    kind = quantity.measure.kind
    before = before_it(text, quantity, 16)
    behind = text[quantity.measure_end : quantity.measure_end + 20]
    high = quantity.value[1] if isinstance(quantity.value, tuple) else quantity.value
    if high == 0 or (quantity.bare and quantity.approx == EXACT):
        return False
    if kind is Kind.MONEY:
        # 年产值超亿元企业: the sum says which firms are meant.
        return high >= 10 and not (quantity.bare and "\u4e00" <= behind[:1] <= "\u9fff" and behind[0] not in "的以左")
    if unit == "个" and (behind.startswith("好") or (quantity.approx == EXACT and AT_A_GUESS.match(behind))):
        return False  # 五个好党支部, 一万个理由
    if unit in NUMBERED and _spelt_out(text, quantity):
        return False  # 七一四所
    if unit in STRUCTURED and (SLOGAN_AT.match(behind) or behind.startswith(GOES_ON)):
        return False
    if unit == "次" and behind.startswith(("会议", "全会", "全体")) and SESSION.search(before):
        return False
    if unit in STRUCTURED and NAMED_SYSTEM.match(behind):
        return False
    if CANON.match(unit + behind) and ARMED.search(before):
        return False
    if unit == "周" and LASTS.search(before) is not None:
        return True  # 为期两周的培训
    if quantity.approx != EXACT or isinstance(quantity.value, tuple):
        return kind is not Kind.WESTERN
    if high >= 11:
        return kind is not Kind.WESTERN
    if high == 1:
        return kind is Kind.TIME or _single(before, behind, unit)
    if unit in STRUCTURED and REMAINING.search(before):
        return True
    if kind in (Kind.TIME, Kind.PHYSICAL):
        return True
    if unit != "个" and (
        BEAT.search(before) or (len(unit) == 1 and behind[:1] not in "名位" and BEAT_ON.match(behind[:2]) is not None)
    ):
        return False
    if unit in NUMBERED and text[quantity.number_start : quantity.number_start + 1] == "二":
        return False
    return _small(before, behind, unit)


def _spelt_out(text: str, quantity: Quantity) -> bool:
    """Whether a Chinese numeral is said digit by digit, as names and telephone numbers are."""
    run = text[quantity.number_start : quantity.number_start + 3]
    return len(run) == 3 and all(c in DIGITS for c in run)


def _single(before: str, behind: str, unit: str) -> bool:
    """一 counts an event that was held, or how often something must be held."""
    if unit in EVENT_COUNTED and behind[:1] in CLAUSE_ENDS and EVENT_HELD.search(before) is not None:
        return True  # 组织知识测试一次
    if unit in EVENT_COUNTED and EVENT_IN.match(behind) is not None and HELD.search(before) is not None:
        return not behind.startswith(("深刻", "生动", "“", "严肃", "全面", "难忘"))
    if unit == "次" and EACH_PERIOD.search(before) is not None:
        return True
    return unit in {"所", "座", "处"} and FOUNDED.search(before) is not None and COUNTABLE_IN.match(behind) is not None


def _small(before: str, behind: str, unit: str) -> bool:
    """两 to 十: free before persons and things, else only with a countable noun or a verb of making."""
    if (
        (unit in STRUCTURED or unit in MADE_THINGS)
        and behind[:1] in CLAUSE_ENDS
        and "\u4e00" <= before[-1:] <= "\u9fff"
    ):
        return before[-1] not in NO_NOUN  # 青年文明号三个、先进支部五个。
    if unit == "个":
        return COUNTABLE_IN.match(behind) is not None
    if unit == "件" and behind.startswith(("事", "大事", "小事", "要事", "难事", "好事", "衣")):
        return False
    if unit in FREE:
        return True
    if unit in {"项", "条"}:
        return (
            MADE.search(before) is not None
            and behind[:1] not in "，。；、"
            and not behind.startswith(("工作", "任务", "重点"))
        )
    return (
        unit in {"期", "轮", "支", "部", "门", "套", "块", "片", "节", "堂", "组"}
        and MADE.search(before) is not None
        and not behind.startswith("队伍")
    )
