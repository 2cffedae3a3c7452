"""考核红线: yardsticks by which nothing may be scored, each with its clause; found in what an appraisal asks. Pure.

Sources: rules.md §12 (领导批示、媒体刊发) and §13.1–13.2 (减负24 督检考, 国办函〔2026〕12号). Whoever asks people to grade, score
or compare anything asks here first. What is about having less of it (精简会议, 整治打卡) is no yardstick but the cure.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_RELIEF = "《整治形式主义为基层减负若干规定》（2024年）"
_APP = "《政务移动互联网应用程序规范化管理办法》（国办函〔2026〕12号）"


@dataclass(frozen=True)
class Yardstick:
    """One banned yardstick: what it is called, the clause, and the wordings by which it is known."""

    name: str
    clause: str
    wordings: re.Pattern[str]
    # Whether its words also name what is carried out: 落实批示 is work, 获得批示 is none.
    carried_out: bool = False
    # Whether it may be counted where nothing is graded: to have fewer meetings, one must know how many there are.
    countable: bool = False


@dataclass(frozen=True)
class Found:
    """A banned yardstick in a text: the words that gave it away."""

    yardstick: Yardstick
    words: str
    text: str

    @property
    def sentence(self) -> str:
        """Why it cannot be asked, with the clause."""
        return (
            f"“{self.text}”以{self.yardstick.name}为评价依据（“{self.words}”），不能使用："
            f"{self.yardstick.clause}。请改问工作实效，或删去这一项。"
        )


def _one(name: str, clause: str, *wordings: str, carried_out: bool = False, countable: bool = False) -> Yardstick:
    return Yardstick(name, clause, re.compile("|".join(wordings)), carried_out, countable)


_MANY = "(?:总?数量?|次数?|量|率|篇[数次]?|条[数次]?|件[数次]|份数|期数|个数|场次|场数|张数|字数|天数|本数|多少|排名|得分|加分|记分|计分|积分)"
YARDSTICKS = (
    _one(
        "点赞、转发、投票、阅读量", f"{_APP}：不得以点赞量、网络投票数、转发量、学习时长为考评依据",
        f"点赞(?:{_MANY})?", f"(?:转发|转载|阅读|浏览|点击|评论|播放){_MANY}", f"网络投票(?:{_MANY})?", f"粉丝{_MANY}", f"关注{_MANY}",
    ),
    _one(
        "学习时长、在线时长", f"{_APP}：不得设置统计在线时长等强制功能，不得以学习时长为考评依据",
        "(?:在线|学习|使用|登录|观看|挂机)时[长间]", f"(?:登录|上线|访问|日活|月活){_MANY}", "活跃(?:度|率|用户)", "学时(?:积分|排名|得分)",
    ),
    _one(
        "打卡签到", f"{_APP}：除安保、应急等外不得设置打卡签到功能", "打卡(?!机)", f"签到{_MANY}", "(?:轨迹|定位)(?:里程|次数|天数|打点)",
    ),
    _one(
        "积分排名", f"{_APP}：不得设置积分排名功能", "积分(?!落户|入学|入户|兑换商店)", "排行榜", "(?:名次|排名)(?:先后|情况|得分|通报)",
    ),
    _one(
        "安装、下载、使用率", f"{_APP}：不得强制推广下载、考核通报安装使用率、强制定期登录",
        f"(?:安装|下载|装机|注册|激活|推广|覆盖){_MANY}?(?:情况)?(?=.{{0,6}}(?:app|小程序|客户端|公众号|软件|平台))",
        f"(?:app|小程序|客户端|公众号|软件|平台).{{0,6}}?(?:安装|下载|装机|注册|激活|使用|关注|推广){_MANY}?",
        "装机(?:率|量|数)", "安装使用率",
    ),
    _one(
        "照片、视频和留痕", f"{_RELIEF}：不以是否拍照留痕评优劣；{_APP}：不得非必要强制上传工作照片、视频、轨迹",
        f"(?:照片|图片|视频|截图|影像|影像资料){_MANY}", "(?:上传|报送|提交|提供|拍摄)(?:工作)?(?:照片|视频|截图)", "拍照(?:留痕|打卡|上传)?",
        "(?:工作|过程|全程|处处|台账|材料|照片|图片)留痕", "留痕(?:情况|管理|资料|材料|率|数)", "工作痕迹", "痕迹(?:管理|资料|材料)",
    ),
    _one(
        "学习笔记和材料的篇数、字数", f"{_RELIEF}：不以学习笔记评优劣",
        "(?:学习|读书|会议|理论)笔记(?!本)", f"笔记(?!本).{{0,4}}?{_MANY}",
        "(?:心得|体会|心得体会|调研报告|材料|文章).{0,3}?(?:字数|篇数|数量|多少字|篇次)",
        "(?:撰写|手写|抄写).{0,8}?万?字",
    ),
    _one(
        "领导批示", f"{_RELIEF}：不得把获得领导批示作为督查检查考核内容",
        "(?:获得?|得到|受到|取得|争取)[^，。；]{0,10}?批示", "(?:肯定性?|表扬性?|正面|领导)批示", f"批示{_MANY}", "批示(?:情况)?$",
        carried_out=True,
    ),
    _one(
        "媒体刊发、信息采用", f"{_RELIEF}：不得把在刊物媒体刊发文章信息、经验做法作为督查检查考核内容",
        f"(?:媒体|报刊|刊物|报纸|电视|网站|新闻|宣传报道|宣传稿件?|稿件|信息|简报|经验做法|通讯).{{0,6}}?(?:刊发|刊登|刊载|发表|采用|录用|报道|上稿|用稿|报送|转发){_MANY}?",
        f"(?:刊发|刊登|刊载|上稿|用稿).{{0,8}}?{_MANY}", f"(?:信息|稿件|报道|简报){_MANY}",
    ),
    _one(
        "开会、发文的多少", f"{_RELIEF}：不以是否开会发文评优劣",
        "(?:开会|召开会议|会议|发文|印发文件|制发文件|制定文件|出台文件).{0,4}?(?:次数|数量|场次|场数|份数|件数|个数|期数|多少)",
        "是否(?:开会|发文|召开|印发|制定方案|制发|出台)",
        countable=True,
    ),
)  # fmt: skip
# About less of it, or about what was instructed being carried out: not a yardstick.
_CURE_BEFORE = re.compile(
    "(?:减少|精简|压减|压缩|控制|整治|纠正|取消|清理|防止|不得|不以|严禁|反对|治理|杜绝|克服|破除)[^，。；]{0,10}$"
)
_CURE_AFTER = re.compile(
    "^[^，。；]{0,6}?(?:减少|精简|压减|压缩|下降|控制|整治|清理|取消|治理|减负|问题|公开|安全|保护|真实性|准确性)"
)
_CARRIED_BEFORE = re.compile("(?:落实|办理|贯彻|督办|执行)[^，。；]{0,10}$")
_CARRIED_AFTER = re.compile("^[^，。；]{0,6}?(?:办理|落实|贯彻|督办|执行)")


def banned(text: str) -> Found | None:
    """The first banned yardstick that a text asks by; None when there is none."""
    plain = "".join(unicodedata.normalize("NFKC", text).lower().split())
    for yardstick in YARDSTICKS:
        for match in yardstick.wordings.finditer(plain):
            if not _is_meant(yardstick, plain[: match.start()], plain[match.end() :]):
                continue
            return Found(yardstick, match.group(), text.strip())
    return None


def objections(texts: Iterable[str]) -> list[Found]:
    """Every text that asks by a banned yardstick."""
    return [found for text in texts if (found := banned(text)) is not None]


def not_to_be_asked(labels: Iterable[str]) -> list[str]:
    """Why a form may not ask units for these; what only counts meetings and documents it may."""
    return [
        f"“{one.text}”要下级报{one.yardstick.name}（“{one.words}”），不能下发：{one.yardstick.clause}。请删去这一项。"
        for one in objections(dict.fromkeys(labels))
        if not one.yardstick.countable
    ]


def _is_meant(yardstick: Yardstick, before: str, after: str) -> bool:
    """Whether the words between `before` and `after` are asked for, and not having less of them."""
    if _CURE_BEFORE.search(before) or _CURE_AFTER.search(after):
        return False
    carried = _CARRIED_BEFORE.search(before) or _CARRIED_AFTER.search(after)
    return not (yardstick.carried_out and carried)
