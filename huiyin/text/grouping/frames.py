"""Takes the polite frame off a short text: what stands before and after what it says."""

import re

# In a longer text the frame weighs too little to matter.
SHORT = 12
LEAST = 2

WHO = "(?:党员|干部|群众|居民|村民|业主|住户|市民|家长|学生|教师|老师|职工|员工|党支部书记)"
BEFORE = re.compile(
    r"(?:尊敬的(?:各位)?(?:领导|书记|市长|县长|局长|主任)|(?:各位)?领导(?:您|你)们?好|(?:您|你)们?好|大家好"
    rf"|(?:作为|做为|(?:本人|我)是)(?:一[名个位])?.{{0,4}}?{WHO}"
    r"|(?:本人|我们?|个人|群众|大家)(?:普遍)?(?:强烈)?(?:觉得|认为|感觉|希望|建议|要求|反映|请求)"
    r"|在?.{0,2}(?:走访|调研|座谈|工作|谈心)(?:过程)?中(?:了解到|发现|听到)"
    r"|反映一?[个下]?(?:问题|情况)?|提一?[个点](?:意见|建议)|(?:我的)?(?:意见|建议)是"
    r"|请(?:领导|有关部门|相关部门)(?:重视|关注)"
    r"|(?:强烈)?建议|(?:诚恳)?希望|恳请|恳求|请求|要求|盼望|请(?!假|示))+"
)
AFTER = re.compile(
    r"(?:(?:非常|十分|多|万分)?(?:谢谢|感谢)(?:领导|大家|你们?|您|了)?|多谢|辛苦了?|拜托了?"
    r"|(?:敬?请|[希渴]?望|盼)(?:领导|上级|有关部门|相关部门)?(?:予以|给予|能)?(?:尽快|抓紧|尽早|认真)?"
    r"(?:重视|引起重视|关注|考虑|研究|采纳|解决|处理|回复|答复|落实)(?:一下|为盼)?"
    r"|盼复|(?:以上)?(?:意见|建议)?(?:仅)?供参考|不要只说不做|此致敬礼)+$"
)
# No ending of the kind is longer; looking only there keeps the search short.
END = 24
# Words that only sound along (路灯不亮了).
FILLERS = str.maketrans("", "", "的了吧啊呀呢嘛哦哈")


def core(text: str) -> str:
    """What a folded text says; a long text, or one that is nothing but its frame, stays whole."""
    if len(text) > SHORT:
        return text
    found = BEFORE.match(text)
    start = found.end() if found else 0
    ending = AFTER.search(text, max(start, len(text) - END))
    bare = text[start : ending.start() if ending else len(text)].translate(FILLERS)
    return bare if len(bare) >= LEAST else text
