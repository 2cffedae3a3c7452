"""Reads what is wished of a ban as a wish about what it bans: 烟花禁放令不能松 wants less of 烟花, 探视限制放开吧 more of 探视."""

import re

# 限行 and 限购 are things by name: who wishes them away says so.
_BAN = "(?:禁止|禁令|禁[放燃烧养停行带]|限[制桌时])"
_NAMED = re.compile("[禁限]|不[让准许]")
# What the ban is called where it is named as a thing.
_CALLED = "(?:令|的?(?:规定|措施|政策|要求|做法|村规|规矩)|这条|范围)"
_DUE = "(?:还|也|都|就|仍|更|再|请|应该?|应当|该|要|得|必须|最好|可以|能不能|不如|趁早|早)"
_NOT = "(?:不能|不可以?|不要|不该|不应该?|不得|不许|千万别|别)"
_KEEP = (
    f"(?:{_NOT}(?:再|随便)?(?:放松|放宽|放开|松|取消|停|撤|废|解除)|(?:继续|坚持|严格|长期|一直)(?:执行|落实|实行|推行|贯彻|住|下去|搞下去)?"
    "|(?:执行|落实|管|查|抓)得?(?:再|更|要)+严[些点格]?|更严[些点格]?|再严[些点格]|从严|扩大|立得对|定得好)"
)
_LIFT = (
    "(?:放开|放宽[点些]?|松一?松|解除|解禁|取消|废[除止掉了]?|撤[销掉了]?|太(?:死板|死|严|绝对|不近人情)|不(?:合理|近人情|人性化?)"
    "|(?:没有?|毫无)必要|多余|别再?搞了?|没道理)"
)
_WHAT = r"(?P<what>[^，。！？；：,.!?;\s把将请]{2,8}?)"
_HOW = ("从严", "刀切", "一律", "全面")
_END = "(?=[了吧的啊呢]*(?:$|[，。！？；：,.!?;\\s]))"
_BEFORE = (
    "(?:(?P<keep>坚持|继续|严格执行|坚决?拥护|支持|赞成)|(?P<lift>放开|放宽|解除|取消|废除|松动|松一松))"
    f"(?:一下|了|掉)?对?{_WHAT}的?{_BAN}{_CALLED}*{_END}"
)
# 禁带手机这条该废, 烟花禁放令不能松, and 放宽烟花禁令.
_WAYS = tuple(
    re.compile(way)
    for way in (
        *(
            f"{begins}{_DUE}*(?:(?P<keep>{_KEEP})|(?P<lift>{_LIFT})){_END}"
            for begins in (f"(?:{_BAN}|不[让准许]带?){_WHAT}{_CALLED}", f"{_WHAT}的?{_BAN}{_CALLED}*")
        ),
        _BEFORE,
    )
)


def without_bans(line: str) -> str:
    """The line, a wish about a ban replaced by the same wish about what is banned."""
    if not _NAMED.search(line):
        return line
    for way in _WAYS:
        line = way.sub(_meant, line)
    return line


def _meant(found: "re.Match[str]") -> str:
    # 继续从严禁烧 names nothing that is banned.
    if found["what"].endswith(_HOW):
        return found[0]
    return f"{found['what']}要{'禁止' if found['keep'] else '允许'}"
