"""Makes opinions that are known to repeat one another: invented sentences, copied with the changes people make.

Beside each group of copies stand sentences that differ from it in one thing that matters (place, number, wish): these are
groups of their own. Nothing here is taken from the product's word lists or from the shared benchmark's generator.
"""

import importlib.util
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from types import ModuleType, SimpleNamespace
from unittest.mock import patch

from opencc import OpenCC

SHARED_GENERATOR = Path(__file__).resolve().parents[3] / "shared" / "bench" / "opinions_gen.py"

FIRST = "柳杨梅竹松枫桐槐荷菊兰茶稻麦棉桑石沙泉潭湾溪渡桥塔寺窑井关屯"
SECOND = "山河口头坪岗坡坝沟垭冲岭塘湖洲滩圩埠店集"
KINDS = ("村", "镇", "社区", "小区", "街道", "中学", "卫生院", "农场")
THINGS = (
    ("东边的水渠", "淤了好几年，天一旱下游十几户的秧就插不下去", "清淤", "改道"),
    ("幼儿园的围墙", "裂了一道手掌宽的缝，孩子们天天从旁边经过", "拆了重砌", "先拉警戒线"),
    ("食堂的晚饭", "六点一过就只剩冷菜，加班回来的人吃不上热的", "推迟到七点半收餐", "加一个热菜窗口"),
    ("值班表", "总是排同几个人，家里有老人小孩的根本走不开", "按科室轮流排", "给值夜班的补休"),
    ("图书角", "书还是十年前的，门也只在检查那天开", "换一批新书", "每周末开门"),
    ("班车", "早上那趟七点十分就走，住得远的同事赶不上", "晚发二十分钟", "加一趟车"),
    ("养老服务站", "说好的送餐停了三个月，几位独居老人只能煮面条", "恢复送餐", "请志愿者上门"),
    ("灌溉用电", "一到浇地就跳闸，抽水的机器烧坏了两台", "增容", "换一台变压器"),
    ("厂里的体检", "三年没有做过，接触粉尘的班组大家心里都没底", "每年做一次", "先查粉尘岗位"),
    ("打印费", "从二月起要自己垫，报销单退回来四次", "单位统一买纸", "取消审批单"),
    ("公厕", "水龙头一直关着，夏天的味道隔一条街都闻得到", "装上水表放水", "派人每天冲洗"),
    ("学生宿舍", "八个人一间没有电扇，晚上热得睡不着", "装电扇", "改成六人间"),
    ("培训通知", "头天晚上才发，第二天一早就要赶到城里", "提前一周通知", "改成网上听课"),
    ("菜市场门口", "三轮车停成一排，救护车进不来", "划出停车的地方", "早市时派人疏导"),
    ("冷库", "租金一年涨了两回，摘下来的果子放不起", "由合作社统一租", "冻结租金"),
    ("退休人员的医保卡", "换了新卡以后刷不出来，药店让去城里办", "在镇上设一个点", "派人上门换卡"),
)
DETAILS = (
    "我们找过两次，每次都说再等等。",
    "上个月开会时有人提过，记在本子上就没有下文了。",
    "去年冬天因为这件事还吵过一架，最后是几家自己凑钱对付过去的。",
    "不是不体谅难处，可总得有个准话，什么时候能办，谁来办。",
    "我问了旁边几个地方，人家去年就弄好了，花的钱也不多。",
    "家里老人为这事跑了一上午，回来腿疼了好几天。",
    "我把照片附在后面，一看就明白。",
)
OPENINGS = ("", "", "说个事，", "想说一下：", "各位好，", "我来反映一下，", "有件小事：", "麻烦看看，")
ENDINGS = ("", "", "谢谢。", "麻烦了", "等你们的消息。", "劳驾！", "别再拖了。", "[合十]", "\U0001f64f")
SLIPS = str.maketrans("的在再做作到道以已像象帐账须需座坐", "地再在作做道到已以象像账帐需须坐座")
SOUNDS = "了的呢就都也还很"
MARKS = ("，", ",", " ", "；", "、")
TO_TRADITIONAL = OpenCC("s2t")


@dataclass(frozen=True, slots=True)
class Kept:
    """One text and the number of its group."""

    text: str
    group: int


def made(count: int, *, seed: int) -> list[Kept]:
    """That many texts in a mixed order."""
    draw = random.Random(seed)  # noqa: S311 the same texts every time
    rows: list[Kept] = []
    for group, texts in enumerate(_groups(draw)):
        rows += [Kept(text, group) for text in texts]
        if len(rows) >= count:
            break
    rows = rows[:count]
    draw.shuffle(rows)
    return rows


def _groups(draw: random.Random) -> Iterator[list[str]]:
    while True:
        words = _words(draw)
        original = _said(words)
        copies = 1 if draw.random() < 0.5 else min(200, 1 + int(draw.paretovariate(0.9)))
        yield [original, *(original if draw.random() < 0.2 else _changed(original, draw) for _ in range(copies - 1))]
        if draw.random() < 0.3:
            yield [_said(_other(words, draw))]


def _words(draw: random.Random) -> dict[str, str]:
    thing, trouble, *wishes = draw.choice(THINGS)
    return {
        "opening": draw.choice(OPENINGS),
        "place": _place(draw),
        "number": str(draw.randrange(1, 40)),
        "thing": thing,
        "trouble": trouble if draw.random() < 0.7 else trouble.split("，")[0],
        "details": "".join(draw.sample(DETAILS, draw.choice((0, 0, 0, 1, 1, 2)))),
        "wish": draw.choice(wishes),
        "ending": draw.choice(ENDINGS),
    }


def _place(draw: random.Random) -> str:
    return draw.choice(FIRST) + draw.choice(SECOND) + draw.choice(KINDS)


def _said(words: dict[str, str]) -> str:
    where = f"{words['place']}{words['number']}组的{words['thing']}"
    return f"{words['opening']}{where}{words['trouble']}。{words['details']}建议{words['wish']}。{words['ending']}"


def _other(words: dict[str, str], draw: random.Random) -> dict[str, str]:
    """The same with another place and thing, or another thing at the same place."""
    other = _words(draw)
    if draw.random() < 0.5:
        return {**words, "place": other["place"], "number": str(int(words["number"]) + 40), "wish": other["wish"]}
    return {**words, **{name: other[name] for name in ("thing", "trouble", "details", "wish")}}


def _changed(text: str, draw: random.Random) -> str:
    for change in draw.choices(CHANGES, k=draw.choice((1, 1, 2, 3))):
        text = change(text, draw) or text
    return text


def _drop(text: str, draw: random.Random) -> str:
    at = draw.randrange(len(text))
    return text[:at] + text[at + 1 :]


def _insert(text: str, draw: random.Random) -> str:
    at = draw.randrange(len(text))
    return text[:at] + draw.choice(SOUNDS) + text[at:]


def _swap(text: str, draw: random.Random) -> str:
    at = draw.randrange(max(1, len(text) - 1))
    return text[:at] + text[at : at + 2][::-1] + text[at + 2 :]


def _repunctuate(text: str, draw: random.Random) -> str:
    return text.replace("，", draw.choice(MARKS))


def _widen(text: str, draw: random.Random) -> str:
    return "".join(chr(ord(each) + 0xFEE0) if each.isascii() and each.isdigit() else each for each in text)


def _frame(text: str, draw: random.Random) -> str:
    return draw.choice(OPENINGS) + text + draw.choice(ENDINGS)


def _traditional(text: str, draw: random.Random) -> str:
    written: str = TO_TRADITIONAL.convert(text)
    return written


def _slip(text: str, draw: random.Random) -> str:
    return text.translate(SLIPS)


def _move(text: str, draw: random.Random) -> str:
    """Another order of the sentences, where there are several."""
    sentences = [each + "。" for each in text.split("。") if each]
    return "".join(draw.sample(sentences, len(sentences))) if len(sentences) > 3 else text


def _lengthen(text: str, draw: random.Random) -> str:
    return text + draw.choice(DETAILS) if len(text) > 80 else text


def _shorten(text: str, draw: random.Random) -> str:
    return text[: len(text) * 4 // 5] if len(text) > 80 else text


CHANGES: tuple[Callable[[str, random.Random], str], ...] = (
    _drop,
    _insert,
    _swap,
    _repunctuate,
    _widen,
    _frame,
    _traditional,
    _slip,
    _move,
    _lengthen,
    _shorten,
)


def shared(count: int, *, seed: int = 11) -> list[Kept]:
    """The texts of the shared benchmark's generator; none when it is not beside this work tree.

    It writes its table with a package that need not be installed here, so the table is caught on its way.
    """
    if not SHARED_GENERATOR.exists():
        return []
    caught: list[dict[str, list[str]]] = []
    table = SimpleNamespace(table=lambda columns: columns)
    writer = SimpleNamespace(write_table=lambda columns, *_, **__: caught.append(columns))
    common = SimpleNamespace(p=str)
    stand_ins = {"pyarrow": table, "pyarrow.parquet": writer, "common": common}
    table.parquet = writer
    with patch.dict(sys.modules, stand_ins), redirect_stdout(StringIO()):
        _loaded(SHARED_GENERATOR).main(count, seed)
    (columns,) = caught
    return [Kept(text, int(group)) for text, group in zip(columns["text"], columns["grp"], strict=True)]


def _loaded(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path}：无法作为程序读取。")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
