# ruff: noqa: E501 - surnames and given names, one long line each
"""Names and sentences to draw from: made up, of the length and the kind that offices write."""

from bench.data.rows import Draw

_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康单仇解"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国文志玉兰红春梅海燕晓东立新永福德胜庆祥云飞雪松少波宏斌宁欣怡子涵雨轩浩然思远一鸣家辉锦程嘉禾若溪"
_PLACE = "青白东西南北大小新老上下金石龙凤清平安永兴长泰和仁义"
_SHAPE = "山河桥溪塘坪沟庄岭洲港田坝店湾楼台坑峰泉"

THINGS: tuple[tuple[str, str, str], ...] = (
    ("通村公路", "路面破损多年没有修", "尽快修补并落实管护"),
    ("办事窗口", "材料要求前后说得不一样", "把需要的材料一次告知"),
    ("各类会议", "一个接着一个，真正议事的不多", "合并同类会议，控制时长"),
    ("下发的文件", "层层转发，基层看不过来", "少发文，发管用的文"),
    ("工作群和填报系统", "同一组数字要报好几遍", "一次填报，各部门共用"),
    ("自来水", "夏天经常停水，水压也不够", "改造管网，停水提前通知"),
    ("路灯", "坏了半年没有人来修", "明确维修单位和时限"),
    ("垃圾清运", "三四天才来一次，气味很大", "增加清运次数"),
    ("学校食堂", "饭菜单一，价格不公开", "公开账目，请家长参加检查"),
    ("低保评定", "标准不清楚，群众有议论", "张榜公示，接受监督"),
    ("征地补偿款", "说好的时间到了还没有发", "列出清单，按时发放"),
    ("村卫生室", "常年缺药，医生不固定", "配齐常用药，安排医生轮值"),
    ("督导检查", "只看台账，不看实际效果", "多到现场，少看材料"),
    ("领导干部下基层", "走得快，听得少，问题没带回去", "住下来，带着问题走访"),
    ("公务接待", "陪同人员过多", "按标准接待，公开账目"),
    ("物业管理", "只收费，电梯坏了没人管", "加强监管，公布收支"),
    ("公交班次", "末班车太早，赶集日等不到车", "调整发车时间"),
    ("党员学习", "抄笔记多，联系工作少", "结合岗位学，讲身边的事"),
    ("农田水渠", "淤塞多年，灌溉用不上", "列入清淤计划"),
    ("夜间施工", "到半夜还在响，孩子没法休息", "规定时间，加强巡查"),
)
OPENINGS = ("", "", "", "反映一个问题：", "建议关注，", "希望重视：", "群众普遍反映，", "开会时大家提到，", "我们村")
MIDDLES = ("，", "，反映过几次没有结果，", "，今年尤其明显，", "，大家意见很大，", "；")
CLOSINGS = ("。", "。", "。", "！", "，盼回复。", "，请尽快解决。", "。谢谢。")
WINDS = ("形式主义", "官僚主义", "享乐主义", "奢靡之风", "其他")
CATEGORIES = (
    "文风会风", "检查考核", "调查研究", "联系群众", "办事效率", "服务态度", "政策落实", "工作作风", "公务接待", "公车管理",
    "办公用房", "选人用人", "党员管理", "村级组织", "民生保障", "基础设施", "环境卫生", "其他方面",
)  # fmt: skip


def place(draw: Draw) -> str:
    """A place's name of two or three characters."""
    first, second = draw.random.choice(_PLACE), draw.random.choice(_SHAPE)
    return first + second if draw.chance(0.7) else first + draw.random.choice(_PLACE) + second


def person(draw: Draw) -> str:
    """A person's name."""
    given = draw.random.choice(_GIVEN) + (draw.random.choice(_GIVEN) if draw.chance(0.75) else "")
    return draw.random.choice(_SURNAMES) + given


def opinion(draw: Draw) -> str:
    """What somebody said, some forty characters."""
    pick = draw.random.choice
    thing, wrong, wish = pick(THINGS)
    where = place(draw) + pick(("村", "镇", "社区", "小区", "街道")) if draw.chance(0.6) else ""
    since = f"从{draw.random.randint(2, 12)}月份起就是这样，" if draw.chance(0.25) else ""
    asked = f"建议{wish}" if draw.chance(0.8) else "请有关部门看一看"
    return pick(OPENINGS) + where + thing + wrong + pick(MIDDLES) + since + asked + pick(CLOSINGS)


def item(draw: Draw) -> str:
    """A consolidated item."""
    thing, wrong, wish = draw.random.choice(THINGS)
    return f"{place(draw)}等地{thing}{wrong}，{wish}"


def problem(draw: Draw) -> str:
    """A problem on the list."""
    thing, wrong, _wish = draw.random.choice(THINGS)
    return f"{thing}方面存在{wrong}的问题，{place(draw)}等处较为突出"


def measure(draw: Draw) -> str:
    """A measure."""
    thing, _wrong, wish = draw.random.choice(THINGS)
    return f"针对{place(draw)}{thing}问题，{wish}，{draw.random.randint(1, 4)}个月内见效并建立长效机制"
