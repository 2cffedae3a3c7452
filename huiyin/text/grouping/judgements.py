"""Reads what is said of having a thing, or of doing without it, as a wish: 没有路灯很不方便, 家长会可有可无, 取消班车是错误的.

Nobody there asks for anything in so many words, and yet it is as plain as 请装路灯. Each saying names its thing at the
place marked THING; where that place is empty (摆设，撤了吧) the thing was named in the clause before.
"""

import re
from collections.abc import Iterator

from huiyin.text.grouping.things import thing_of, without_cues
from huiyin.text.grouping.wishes import AMOUNT, LENGTH, LEVEL, MOMENT, WANT

# The longest passage that names a thing, and the words that may stand between a thing and what is said of it.
_THING = r"(?P<thing>[^，。！？；：,.!?;\s]{2,16}?)"
_PEOPLE = "我们|咱们|大家|群众|居民|村民|职工|学生|家长|老人|孩子|基层|老百姓"
_MUCH = "真|真的|很|太|都|也|还是|实在|确实|非常|特别|十分|相当|挺|完全|简直|根本|纯粹"
_WHO = f"(?:{_PEOPLE}|人|生活|出行|办事|上班|晚上|心里|{_MUCH}|还|就|反而|反倒|倒|更|更加|一直){{0,4}}"
_VERY = f"(?:{_MUCH}|是|就是|真是|实在是|完全是|简直是|纯粹是|纯属|等于|属于){{0,2}}"
_END = "(?:[了的吧啊呢]{0,2})$"
_HARD = "(?:不方便|不便|不行|麻烦|难受|难办|受罪|不习惯|怎么办|咋办|咋整|不踏实|不放心|犯愁|犯难|遭罪|遭殃|闹心|添乱|乱了?套|更[乱累堵忙吵])"
# 需要规范夜市 wants it otherwise, not more of it.
_MENDED = "解决|改进|改善|说明|了解|注意|明确|规范|治理|整治|整改"
# What is for nothing.
_IDLE = (
    "浪费|浪费[钱电水人]|浪费时间|浪费资源|多余|白花钱|白搭|没意义|没意思|没有意义|没有用|没用|没啥用|没什么用|没人[用看去坐来]|无人问津|劳民伤财"
    "|形同虚设|摆设|累赘|走过场|瞎折腾|面子工程|形象工程|得不偿失|用不着|过剩|严重过剩|用处不大|意义不大|作用不大|必要性不大"
)
_WRONG = "(?:错误|错|不对|不妥|不妥当|欠妥|不应该|不应当|不可取|不合理|不负责任)"
_KEPT = "(?:保留|保持|增加|增设|坚持|恢复|继续)"
_GONE = "(?:取消|撤销|撤掉|停掉|停办|停止|关停|关闭|拆除|减少|压缩|砍掉|精简)"
# Having it is good or due, doing without it is bad.
_FOR = (
    f"(?:没有|没了|缺了|离了|少了){_THING}(?:了|以后|之后|的话)?[，,]?{_WHO}{_HARD}",
    f"(?:离不开|离不了|少不了|缺不了|急需|急缺|亟需|缺少|缺个|盼着有|盼个){_THING}{_END}",
    f"^(?:{_PEOPLE})?(?:{_MUCH}|还|迫切|更)?需要(?!{_MENDED}){_THING}{_END}",
    f"不能没(?:有)?{_THING}{_END}",
    f"{_THING}(?:是|真是|确实是|可是)(?:刚需|好事|大好事|好东西|必需|必需的|必须的){_END}",
    f"{_THING}(?<![不没无]){_VERY}(?<![不没无])(?:有必要|需要|有用|管用|实用|不可缺|越多越好|多多益善){_END}",
    f"{_THING}(?:不能没有|不能没|没有不行|没有可不行|缺不得|供不应求|一位难求|一座难求|抢不到|排不上)",
    f"(?:为什么|为何|怎么|咋)(?:就|还|一直|都)*没(?:有)?(?!人){_THING}{_END}",
    f"(?:什么时候|何时|啥时候|哪天)(?:才|才能|能|可以|会)*有{_THING}{_END}",
    f"{_THING}(?:怎么|咋|为什么|为何)(?:就|都|说)?(?:没有了|没了|不见了|停了|取消了|不办了|撤了|关了)",
    f"(?:要是|如果|若是|若|假如)(?:能|能够|再|早点|也)*有{_THING}(?:就|该)(?:好|多好)",
    f"(?:还是)?有{_THING}(?:总比没有|就是|还是|更|的)?好{_END}",
    f"(?:希望|盼望|盼|想|早点|早日|尽快|能够|能){{2,3}}有{_THING}{_END}",
    f"{_GONE}{_THING}(?:是|很|太|实在|非常)*{_WRONG}{_END}",
    f"(?:取消|解除|放开)对?{_THING}的?(?:限制|禁令){_END}",
    f"{_THING}(?:有什么不可以|有什么不好|有何不可|没什么不好|又不犯法)",
    f"{_THING}对.{{0,8}}(?:帮助|好处|作用|意义|用处)(?:很|非常|特别|真)?[大多]",
    f"{_THING}(?:让|给|为).{{0,8}}(?:带来|提供|方便)了?(?:很多|很大|极大|不少|许多)?(?:方便|便利|实惠|好处){_END}",
)
# Doing without it is as good, having it is bad or for nothing.
_AGAINST = (
    f"(?<!没)(?<!只)有了?{_THING}(?:以后|之后|后)?[，,]?{_WHO}{_HARD}",
    f"{_THING}(?:可有可无|越少越好)",
    f"{_THING}(?:绝对|坚决|肯定|万万|就是)(?:不行|不可以|不可|不能接受|要不得|使不得)",
    f"(?:为什么|为何|干嘛|干吗|何苦|何必|犯不着)(?:非)?(?:要)?(?:有|搞|弄|设){_THING}{_END}",
    f"{_KEPT}{_THING}(?:是|很|太|实在|非常)*{_WRONG}{_END}",
    f"没(?:有)?{_THING}(?:更|也|照样|反而|反倒|倒)+(?:好|行|清静|省心|一样|能)",
    f"(?:还是|宁可|宁愿|最好)没(?:有)?{_THING}{_END}",
    f"{_THING}{_VERY}(?:{_IDLE}){_END}",
    f"{_THING}对.{{0,8}}没(?:有)?(?:什么|啥|任何|多大|一点)?(?:帮助|好处|用处|用|意义|作用)",
    f"{_THING}给.{{0,8}}(?:带来|增加|造成|添)了?(?:很多|很大|极大|不少|许多)?(?:麻烦|负担|不便|困扰|压力|乱)",
    f"{_THING}(?:就|还是)?(?:算了|免了|拉倒|歇了)吧?$",
    f"^把{_THING}(?:撤|停|拆|关|取消|砍|搬走|挪走)了?(?:吧|算了|得了)?$",
)
# What a thing can have more or less of, by the words of its one way and of its other.
_DEGREES = (
    (LEVEL, "高|贵", "低|便宜|优惠|实惠"),
    (LENGTH, "长|久", "短"),
    (MOMENT, "晚|迟", "早"),
    (AMOUNT, "多|密|勤", "少|稀"),
    ("leniency", "宽|松|宽松|灵活", "严|紧|死|严格"),
    ("loudness", "响|大声", "轻|小声"),
    ("warmth", "热|暖和", "冷|凉快"),
    ("light", "亮", "暗"),
)
# What is paid is told by more and less too.
_FEE = r"(?P<thing>[^，。！？；：,.!?;\s]{1,12}?[费价钱票金])"
_PRICED = (
    (1, f"{_FEE}(?:也|早|还)*(?:该涨|收得?太少|交得?太少){_END}"),
    (-1, f"{_FEE}(?:也|早|还)*(?:该降|该便宜|收得?太多|交得?太多|交不起|收不起|贵得离谱|降一?降){_END}"),
)
_WISHED = "(?:可以|可不可以|能不能|能否|应该|应当|应|希望|最好|要|得|该|还|再|更|适当|稍微|往前|往后|收得|开得|办得|管得|定得|来得|搞){1,4}"
_TOO = "(?:收|开|办|管|定|卡|来|搞)?得?(?:实在|真的|还是|确实|有点|有些)?(?:太|过于|过分|过|偏|这么|那么)"


def _sayings() -> Iterator[tuple[int, str, str]]:
    yield from ((sign, WANT, told) for sign, some in ((1, _FOR), (-1, _AGAINST)) for told in some)
    yield from ((sign, LEVEL, told) for sign, told in _PRICED)
    yield -1, "leniency", f"{_THING}(?:把关|审核|管理|执行|落实)?(?:不严|不严格|松懈){_END}"
    for sort, more, less in _DEGREES:
        for sign, words in ((1, more), (-1, less)):
            yield sign, sort, f"{_THING}{_WISHED}(?:{words})一?[点些](?:就好|才好|为好|好)?{_END}"
            yield -sign, sort, f"{_THING}{_TOO}(?:{words})(?:死|得慌|得很)?{_END}"


SAYINGS = tuple((sign, sort, re.compile(told)) for sign, sort, told in _sayings())
# One look tells of nearly every line that none of them stands in it.
ANY = re.compile("|".join(re.sub(r"\?P<thing>", "?:", told.pattern) for *_, told in SAYINGS))
SENTENCE, CLAUSE = re.compile(r"[。！？；.!?;\s…~～]+"), re.compile("[，,：:]")


def judgements(line: str) -> Iterator[tuple[tuple[str, ...], int, str]]:
    """Each thing judged in a simplified line, the way the judgement wants it (+1 or -1), and in what respect."""
    for sign, sort, match in _said(line):
        if thing := thing_of(without_cues(match["thing"])):
            yield thing, sign, sort


def ways_judged(line: str) -> list[str]:
    """The ways alone, cheaper."""
    return [f"{sign}{sort}" for sign, sort, _ in _said(line)]


def _said(line: str) -> Iterator[tuple[int, str, "re.Match[str]"]]:
    for sentence in SENTENCE.split(line):
        clauses = CLAUSE.split(sentence)
        for part in (sentence, *(clauses if len(clauses) > 1 else ())):
            if ANY.search(part):
                yield from ((sign, sort, match) for sign, sort, saying in SAYINGS if (match := saying.search(part)))
