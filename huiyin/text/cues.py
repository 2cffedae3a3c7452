"""The patterns that the grammar looks for around a number; each is tried on a window of a few characters only."""

import re

from huiyin.text.numerals import NUMERAL
from huiyin.text.vocabulary import (
    COUNTABLE,
    COUNTABLE_SHORT,
    EVENTS,
    MAKING,
    SLOGAN_ENDS,
    SLOGAN_WORDS,
    STRUCTURAL_NOUNS,
)

_ADJECTIVE = "(?:的|大|主要|重点|突出|关键|基本|具体|不同|重要|活动)?"
STRUCTURAL_AT = re.compile(f"{_ADJECTIVE}(?:{'|'.join(STRUCTURAL_NOUNS)})")
# What either of them begins with.
STRUCTURAL_OPENS = frozenset("的大主重突关基具不活") | {word[0] for word in (*STRUCTURAL_NOUNS, *SLOGAN_WORDS)}
SLOGAN_AT = re.compile(
    f"{_ADJECTIVE}(?:{'|'.join((*STRUCTURAL_NOUNS, *SLOGAN_WORDS))}|(?:{'|'.join(SLOGAN_ENDS)})(?![\u4e00-\u9fff]))"
)
MOTTO_AT = re.compile(f"(?:{'|'.join(word for word in SLOGAN_WORDS if len(word) > 1)})(?![\u4e00-\u9fff])")
_SHORT = "|".join(noun + (f"(?![{barred}])" if barred else "") for noun, barred in COUNTABLE_SHORT.items())
COUNTABLE_IN = re.compile(
    r"[^，。；、:,;!?！？\s“”《》()0-9]{0,14}?(?:" + "|".join(sorted(COUNTABLE, key=len, reverse=True)) + f"|{_SHORT})"
)
EVENT_IN = re.compile(r"[^，。；、:,;!?！？\s()0-9]{0,16}?(?:" + "|".join(EVENTS) + ")")
_MAKING = "|".join(sorted(MAKING, key=len, reverse=True))
MADE = re.compile(rf"(?:{_MAKING})(?:了|出|出了|过|起|起了)?[^，。；:,;!?！？\s]{{0,6}}$")
EVENT_HELD = re.compile(
    r"(?:召开|举办|举行|组织|开展|进行|听取|召集|参加)(?:了|过)?[^，。；:,;!?！？\s0-9]{0,10}(?:"
    + "|".join((*EVENTS, "测验", "参观", "活动"))
    + ")$"
)
# 兑现246条,其余三条…: what is left of a number.
REMAINING = re.compile(r"(?:其余|剩余|剩下|余下|另有|尚有|还剩)(?:的)?$")
HELD = re.compile(r"(?:召开|举办|举行|组织|开展|进行|作|做|上|讲|过|听取)了$")
FOUNDED = re.compile(r"(?:新建|建成|建立|成立|组建|设立|创办|兴建|修建)了$")
# 十七届人大二次会议: which meeting, not how many.
SESSION = re.compile(r"(?:届|人大|政协|代会|常委会|委员会)[^，。；、,;0-9]{0,4}$")
# 三个联系制度: a slogan that names a system.
NAMED_SYSTEM = re.compile(
    f"(?:{'|'.join((*SLOGAN_ENDS, *SLOGAN_WORDS))})(?:制度|机制|活动|工程|要求|建设|模式|工作|体系)"
)
EACH_PERIOD = re.compile(r"每(?:年|月|季度?|周|半年|学期|两个月|半月)[^，。；,;0-9]{0,14}$")
_COUNTER = "(?:次数|数量|量|数|率|人数)?"
# 点击:358次, 评论(12条): what a web page says of itself.
PAGE = re.compile(
    rf"(?:阅读|点击|浏览|访问|评论|人气|点赞){_COUNTER}\s?[:(\[|]?\s?$"
    rf"|(?:下载|回复|查看|转发|收藏|字数|热度|来源|回帖|跟帖|分享|投稿|显示){_COUNTER}\s?[:(\[|]\s?$"
)
PAGE_UNITS = frozenset("次条页人帖篇字")
LASTS = re.compile(
    r"(?:历时|历经|为期|长达|耗时|任期|聘期|学制|承包期|租期|合同期|使用期|保质期|坚持了?|持续了?|整整|周期|期限|工期|不少于|至少|服务期|用|用了|利用|时间|需|需要|达)$"
)
# 还有三个月不到100天: what is left, not what was spent.
LEFT = re.compile(r"(?:还有|还剩|只剩|仅剩|剩下|距)[^，。；,;]{0,8}$")
PERIOD = re.compile(
    r"(?:近|最近|过去|今后|未来|(?<!提)前|(?<!先)后|这|连续|每|同期|第|往|(?<![接线台地以之])下|头|几|再|首|满|党龄|工龄|司龄|缓刑|拘役"
    r"|有期徒刑|刑期|考验期)$"
)
SCORED = re.compile(
    r"(?:得分|积分|平均|平均分|总分|评分|均分|满意度|测评|考核|分值|满分|成绩|总评|指数|分别?为|达|达到|以|加|扣|扣了|计|考|评价)[^，。；,;0-9]{0,4}$"
)
RANKED = re.compile(r"(?:居|居全[国省市县区州镇校]|排名|名列|位列|分列|排在|位居|跻身|进入|前|第)\s?(?:前|第)?$")
AVERAGE_AGE = re.compile(r"(?:平均|均龄|年均|人均|年龄为|年龄)[^，。；,;0-9]{0,6}$")
# 5000万元以上项目23个: the first number says which ones are counted.
THRESHOLD = re.compile(
    r"(?:以上|以下|以内)(?:的)?"
    r"(?:有|[^，。；、,;0-9]{0,5}?(?:项目|企业|工程|基地|大户|园区|商品|公司|单位|村|合作社|学校|户|党员|干部|老人))"
    r"[^，。；、,;0-9]{0,3}[0-9]|(?:以上|以下)(?:规模|项目|企业|学历|职务|职称|群体|人群|人员|的(?:项目|企业|工程|人员|干部|老人))"
)
# 高于2500元/年的贫困户有69户: the same with the hedge before the number.
# 参学率低于95%的须补学: a condition that something follows from.
ASKED_OF = re.compile(
    r"的[，,]?(?:必?须|应(?!该)|一律|予以|给予|视为|取消|不得|不予|责令|按(?:规定|照)|由[^，。；]{2,8}(?:约谈|通报))"
)
CONDITION = re.compile(r"(?:/[年月日人户])?的[^，。；、,;0-9]{1,8}?(?:有|共|占|达)?[0-9]")
ARMED = re.compile(
    r"(?:执行|贯彻|落实|遵守|违反|中央|省委|市委|县委|区委|党委|严守|恪守|对照|学习|坚守|围绕|践行|触犯|不折不扣)[^，。；、:,;]{0,6}$"
)
CANON = re.compile(
    r"(?:条|项)(?:硬性|工作)?(?:规定|禁令|纪律|准则|原则|铁律|戒律|要求|举措|红线|权利|义务|标准|精神|意见|措施)"
)
# 三会一课, 七站八所, 一帮一: two small numerals beat time in a slogan.
BEAT = re.compile(rf"(?<![第{NUMERAL}])[{NUMERAL}双多][^{NUMERAL}，。；、,;:0-9\s]$")
BEAT_ON = re.compile(rf"[^{NUMERAL}，。；、,;:0-9\s]?[{NUMERAL}][^{NUMERAL}，。；、,;:0-9\s]")
# 100% in a style sheet or an attribute.
STYLED = re.compile(r"[A-Za-z]\s?[:=]\s?[\"']?$|[\"'=;{]\s?[\"']?$|[A-Za-z]$")
AVERAGED = re.compile(r"(?:平均|均|每)[^，。；,;0-9]{0,10}$")
SPECIAL_DRIVE = re.compile("专项(?:整治|行动)|专题活动")
HAN = re.compile("[\u4e00-\u9fff]")
# 以百分之百的努力: how, not how much.
WHOLEHEARTED = re.compile("的(?:努力|热情|热忱|信心|决心|投入|精力|状态|耐心|真诚|诚意|干劲|责任心|忠诚)")
COUNTED_AS_NAME = re.compile(r"[一二三四五六七八九十两0-9]个$")
# 第3.1节和2.3条: the second number goes on from an ordinal.
_ORDINAL = f"[0-9.{NUMERAL}]{{1,6}}(?:[章节条款项]|部分)"
ORDINALS = re.compile(rf"第{_ORDINAL}(?:[和、与及至或]{_ORDINAL})*[和、与及至或]$")
# 1个中心、2个重点、3个突破
SERIES = re.compile("(?<![0-9])1([个项条])[\u4e00-\u9fff]{2,4}(?:[、，,;；][2-9]\\1[\u4e00-\u9fff]{2,4})+")
SERIES_NOUN = re.compile("[0-9][个项条]([\u4e00-\u9fff]{2,4})")
# 一万个理由: a way of speaking.
AT_A_GUESS = re.compile("理由|借口|不(?:愿意|放心|同意)|为什么|放心|可能")
