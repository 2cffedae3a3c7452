"""The patterns a number with a measure word is found by: its digits, what may follow it, and what stands before sums."""

import re

from huiyin.text.measure_words import FIRST, MEASURES, Kind, Measure
from huiyin.text.numerals import COMPOUND, COMPOUND_REST, NUMERAL

_FIGURE = rf"(?:{COMPOUND}|[0-9](?:[0-9,.]{{0,30}}[0-9])?[十百千万亿]{{0,3}})"
_CHARACTERS = rf"[{NUMERAL}]{{1,14}}(?:点[零一二三四五六七八九]{{1,6}}[万亿]?)?"
_RUN = rf"(?:{_FIGURE}|{_CHARACTERS})"
# People and households may stand behind 万 and 亿 without a measure word: 960多万贫困人口.
_PEOPLE = (
    "(?:(?:农村|城乡|城镇|贫困|困难|脱贫|常住|流动|外来|务工|参保|留守|老年|青年|青少年|普通|各族){0,3}"
    "(?:人口|群众|党员|干部|居民|农民|职工|村民|学生|师生|用户|网民|游客|人员|家庭|老人|儿童|妇女)"
    "|[\u4e00-\u9fff]{0,4}人民(?![币法政检代武]))"
)
# What may follow a numeral that counts: a measure word, "more", a range, a fraction; or the end after 万 and 亿.
_FOLLOWED = rf"(?:(?= ?[{re.escape(FIRST)}多余来几成分番半/\-至到~])|(?<=[万亿])(?=[,，。、；;)的\n]|\Z|{_PEOPLE}))"
# Begins with one set of characters to look for, which is many times quicker than five kinds of numerals apart.
# A numeral is read from its first character only, so that a run of a million digits is passed over, not tried again.
ANCHOR = re.compile(
    rf"[0-9{NUMERAL}半番](?:"
    rf"(?<=[0-9])(?<![0-9].)(?:{COMPOUND_REST}|(?:[0-9,.]{{0,30}}[0-9])?[十百千万亿]{{0,3}}){_FOLLOWED}"
    rf"|(?<=[{NUMERAL}])(?<![{NUMERAL}].)[{NUMERAL}]{{0,13}}(?:点[零一二三四五六七八九]{{1,6}}[万亿]?)?{_FOLLOWED}"
    r"|(?<=半)(?=[，。、,;；的]|数以上)|(?<=番)(?=[，。、,;；的]))"
)
TAIL = re.compile(r" ?([多余来几]?)([百千万亿]{0,2})([多余]?) ?")
RANGE = re.compile(rf" ?(-{{1,2}}|至|到) ?(?={_RUN})")
RUN = re.compile(_RUN)
FRACTION = re.compile(rf"([{NUMERAL}]{{1,4}})分之({_RUN})")
# 2/3以上, but not 6/25.
SLASH = re.compile(r"([1-9])/([2-9]|10)(?![0-9./%])")
SHARED = ("以上", "左右", "以下", "的", "强", "弱")
GONE = ("减少", "压缩", "精简", "增加", "下降", "提高", "缩减", "超过", "占", "约", "近", "达")
# 下降一成, 减少了一成
BEFORE_ONE_TENTH = (*"近约占降增长高少加减升低多", "降了", "少了", "增了", "长了", "高了", "减了")
PART = Measure("", Kind.RATE)
PEOPLE_COUNTED = Measure("", MEASURES["人"].kind)
# 六成 but not 一成立, 三成员.
TENTHS = re.compile(
    r"成(?!新(?![增建进办开创])|立|功|果|就|长|员|为|了|效|绩|都|套|本|熟|型|交|品|人|因|份|分|才|语|不变|倍|年)(半|[一二三四五六七八九](?![0-9个名项条年月]))?"
)
# A scale by itself counts only as 近万名, 上千人; 亿元以上项目 is a kind of project.
APPROACHING = (*"近上过超逾达", "不足", "不到")
PEOPLE = re.compile(_PEOPLE)
BARE_PEOPLE = re.compile(r"(?:人口|群众|党员|居民|农民|职工|学生|游客|用户|人数|就业)[^，。；、0-9]{0,8}$")
CLAUSE_ENDS = frozenset("，。；、,;)的\n") | {""}
BARE_MONEY = re.compile(
    r"(?:资金|投资|收入|税收|财政|金额|经费|产值|利润|贷款|捐款|补助|奖金|罚款|筹资|债务|投入|损失|拨款|造价|捐资|奖励|支出|缴费|款项|自筹|拨付|补贴|出资|筹措"
    r"|赔偿|花费|租金|价款|造价|(?<=[省市县区镇乡村局委])补)[^，。；、0-9]{0,6}$"
)
