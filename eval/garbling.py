"""Garbles clean texts in the ways the sources are garbled, keeping count of the characters destroyed for good."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from random import Random

from opencc import OpenCC
from pypinyin import Style, pinyin

_HAN = re.compile(r"[\u4e00-\u9fff]")
# One byte is lost in about so many characters.
_LOSS = 500


@dataclass(frozen=True, slots=True)
class Garbled:
    """A garbled text, the clean one it was made of, and the places of the clean one that no longer stand in it."""

    text: str
    clean: str
    destroyed: frozenset[int] = frozenset()


Way = Callable[[Random, str], Garbled]


@lru_cache(maxsize=4)
def _converter(name: str) -> OpenCC:
    return OpenCC(name)


def traditional(_draw: Random, clean: str, *, script: str = "s2tw") -> Garbled:
    """Every character in traditional script, by machine."""
    return Garbled(_converter(script).convert(clean), clean)


def glossed(
    draw: Random,
    clean: str,
    *,
    script: str = "s2tw",
    style: Style = Style.TONE,
    share: float = 1.0,
    times: int = 1,
    brackets: str = "()",
    odd: bool = False,
) -> Garbled:
    """Traditional script with the reading behind each changed character (share 1) or behind any at random."""
    changed = _converter(script).convert(clean)
    readings = _readings(clean, style)
    out: list[str] = []
    for old, new, reading in zip(clean, changed, readings, strict=True):
        out.append(new)
        if reading and (old != new if share == 1.0 else draw.random() < share):
            said = reading.replace("g", "ɡ") if odd else reading
            out.append(f"{brackets[0]}{said}{brackets[1]}" * times)
    return Garbled("".join(out), clean)


def _readings(text: str, style: Style) -> list[str]:
    """For each character how it is read where it stands; nothing for what is no Chinese character."""
    found: list[str] = []
    for part in re.findall(r"[\u4e00-\u9fff]+|[^\u4e00-\u9fff]+", text):
        if _HAN.match(part):
            said = [each[0] for each in pinyin(part, style=style)]
            found += said if len(said) == len(part) else [""] * len(part)
        else:
            found += [""] * len(part)
    return found


def bytes_lost(
    draw: Random, clean: str, *, script: str = "", gloss: bool = False, kept: bool = False, eaten: bool = False
) -> Garbled:
    """GBK with one byte lost here and there, read on from there; `kept`: a question mark stands for the lost byte.

    `eaten`: where a first byte has no second, the reader takes the ASCII character behind it along.
    """
    # What the code table does not hold as two bytes an old page did not hold either.
    clean = clean.replace("\xa0", " ")
    source = (
        glossed(draw, clean, script=script).text if gloss else _converter(script).convert(clean) if script else clean
    )
    places = _places(source, clean) if gloss else list(range(len(clean)))
    raw: list[int] = []
    owners: list[int] = []
    destroyed: set[int] = set()
    quiet = 0
    for letter, place in zip(source, places, strict=True):
        pair = letter.encode("gb18030")
        quiet += 1
        # Two losses in one run give two runs; here each has room to end.
        if len(pair) == 2 and _HAN.match(letter) and quiet > _LOSS // 3 and draw.random() < 1 / _LOSS:
            lost = draw.randrange(2)
            left = bytes([0x3F]) if kept else b""
            pair = left + pair[1:] if lost == 0 else pair[:1] + left
            destroyed.add(place)
            quiet = 0
        raw += pair
        owners += [place] * len(pair)
    text, spoilt = _decoded(bytes(raw), owners, eaten=eaten)
    return Garbled(text, clean, frozenset(destroyed | spoilt))


def _places(source: str, clean: str) -> list[int]:
    """For each character of a glossed text the clean one it belongs to."""
    places: list[int] = []
    at = -1
    inside = False
    for letter in source:
        simple = _converter("tw2s").convert(letter)
        if not inside and at + 1 < len(clean) and (simple == clean[at + 1] or letter not in "("):
            at += 1
        elif letter == "(":
            inside = True
        places.append(at)
        if letter == ")" and inside:
            inside = False
    return places


def _decoded(raw: bytes, owners: list[int], *, eaten: bool) -> tuple[str, set[int]]:
    """Bytes as a lenient reader shows them, and whose bytes fitted nothing and are gone."""
    out: list[str] = []
    gone: set[int] = set()
    at = 0
    while at < len(raw):
        if raw[at] < 0x80:
            out.append(chr(raw[at]))
            at += 1
            continue
        pair = raw[at : at + 2]
        try:
            out.append(pair.decode("gb18030"))
            at += 2
        except UnicodeDecodeError:
            out.append("?")
            gone.add(owners[at])
            step = 2 if len(pair) == 2 and (eaten or pair[1] >= 0x80) else 1
            gone |= {owners[at + 1]} if step == 2 else set()
            at += step
    return "".join(out), gone


def gloss_between(draw: Random, clean: str) -> Garbled:
    """A machine that looks for characters byte by byte puts a reading behind a pair that straddles two characters."""
    clean = clean.replace("\xa0", " ")
    source = _converter("s2tw").convert(clean)
    raw, owners, destroyed = bytearray(), [], set()
    quiet = 0
    pairs = [letter.encode("gb18030") for letter in source]
    for at, pair in enumerate(pairs):
        raw += pair
        owners += [at] * len(pair)
        after = pairs[at + 1] if at + 1 < len(pairs) else b""
        quiet += 1
        if quiet < 80 or len(pair) != 2 or len(after) != 2 or not _HAN.match(source[at]):
            continue
        straddling = bytes((pair[1], after[0])).decode("gb18030", "replace")
        if (
            not _HAN.fullmatch(straddling)
            or _converter("tw2s").convert(straddling) == straddling
            or draw.random() < 0.8
        ):
            continue
        said = pinyin(straddling, style=Style.TONE)[0][0]
        # The first byte of the next character and the bracket fit nothing: one mark stands for both.
        raw += b"?" + f"{said})".encode("gb18030") + after[1:]
        owners += [at + 1] * (len(raw) - len(owners))
        pairs[at + 1] = b""
        destroyed.add(at + 1)
        quiet = 0
    text, spoilt = _decoded(bytes(raw), owners, eaten=True)
    return Garbled(text, clean, frozenset(destroyed | spoilt))


def chunked(draw: Random, clean: str, *, size: int = 150) -> Garbled:
    """Pasted in numbered chunks that cut sentences in two."""
    flat = clean.replace("\n", "")
    cut = [flat[at : at + size] for at in range(0, len(flat), size)]
    return Garbled("\n".join(f"{number}、{piece}" for number, piece in enumerate(cut, 1)), flat)


def wrapped(draw: Random, clean: str, *, width: int = 0, end: str = "\n") -> Garbled:
    """Broken at a fixed width."""
    width = width or draw.randrange(20, 41)
    lines = [line[at : at + width] for line in clean.split("\n") for at in range(0, len(line) or 1, width)]
    return Garbled(end.join(lines), clean.replace("\n", end))


def spaced(draw: Random, clean: str) -> Garbled:
    """Numbers of several digits and the title set apart digit by digit, letter by letter."""
    title = draw.choice(["关于作风建设情况的报告", "工作总结", "述职述廉报告", "学习实践活动回头看情况汇报"])
    body = re.sub(r"(?<![\d.])\d{2,}(?=[\u4e00-\u9fff])", lambda match: " ".join(match[0]), clean)
    return Garbled(f"{' '.join(title)}\n{body}", f"{title}\n{clean}")


def repeated(draw: Random, clean: str) -> Garbled:
    """Paragraphs that stand twice, right behind themselves; and a block of them that was pasted once more at the end.

    One paragraph alone that stands again far from the first may be the author's: that is no garbling.
    """
    lines = clean.split("\n")
    out: list[str] = []
    for line in lines:
        out.append(line)
        if len(line) >= _PARAGRAPH and draw.random() < 0.5:
            out.append(line)
    long = [at for at, line in enumerate(lines) if len(line) >= _PARAGRAPH]
    pairs = [at for at in long if at + 1 in long]
    if pairs:
        first = draw.choice(pairs)
        last = first + 2
        while last in long and draw.random() < 0.7:
            last += 1
        out += lines[first:last]
    return Garbled("\n".join(out), clean)


_PARAGRAPH = 40
_ABOVE = (
    "首页 > 党建工作 > 经验交流 > 正文\n发布时间：2014-03-05 09:12\n来源：本站 作者：佚名 点击数：358\n字体：[大 中 小]\n",
    "首页 | 机构概况 | 政务公开 | 工作动态 | 联系我们\n您现在的位置：首页 >> 工作总结 >> 浏览文章\n【字体：大 中 小】【打印】【关闭】\n",
    "楼主 发表于 2013-10-8 15:22:30 | 只看该作者 | 倒序浏览\n本帖最后由 小舟 于 2013-10-9 08:01 编辑\n",
    "![](/images/logo.gif)\n当前位置：网站首页 > 新闻中心\n2015年1月6日 阅读次数：1024 责任编辑：某某\n",
)
_BELOW = (
    "\n上一篇：没有了\n下一篇：教育实践活动简报第12期\n打印本页 关闭窗口\n版权所有 某某县人民政府 ICP备05000000号\n",
    "\n【返回顶部】【打印本页】【关闭窗口】\n主办：某某市委办公室 技术支持：某某网络公司\n",
    "\n沙发 发表于 2013-10-8 16:03\n顶一下\n3楼 发表于 2013-10-9 10:11\n楼主辛苦了\n",
)


def furnished(draw: Random, clean: str) -> Garbled:
    """With what a site or a forum puts round a text."""
    return Garbled(f"{draw.choice(_ABOVE)}{clean}{draw.choice(_BELOW)}", clean)


def html_page(draw: Random, clean: str) -> Garbled:
    """As a web page gives its source."""
    body = "".join(f"<p style='text-indent:2em'>&nbsp;&nbsp;{line}</p>\n" for line in clean.split("\n"))
    head = "<html><head><title>a</title><script>var n=100;</script><style>p{width:100%}</style></head><body>"
    return Garbled(f"{head}<div class='nav'></div>{body}</body></html>", clean)


def json_line(draw: Random, clean: str) -> Garbled:
    """As one string of a JSON dump."""
    inner = clean.replace("\n", "\\n").replace('"', '\\"')
    return Garbled(inner + "\\n\\n", clean)


def both(first: Way, second: Way, draw: Random, clean: str) -> Garbled:
    """One garbling upon another; what the first destroyed stays destroyed (only when it is the only one that does)."""
    made = first(draw, clean)
    again = second(draw, made.text)
    # The second must only add to or break up what it was given.
    return Garbled(again.text, made.clean if again.clean == made.text else _same(made, again), made.destroyed)


def _same(made: Garbled, again: Garbled) -> str:
    """What a second garbling did to the clean text for good: titles put before it, breaks taken out."""
    if again.clean == made.text.replace("\n", ""):
        return made.clean.replace("\n", "")
    if again.clean == made.text.replace("\n", "\r\n"):
        return made.clean.replace("\n", "\r\n")
    return again.clean[: len(again.clean) - len(made.text)] + made.clean


TRADITIONAL: dict[str, Way] = {
    f"繁体 {script}": partial(traditional, script=script) for script in ("s2t", "s2tw", "s2hk")
}
GLOSSED: dict[str, Way] = {
    "夹注拼音": glossed,
    "夹注拼音（s2hk）": partial(glossed, script="s2hk"),
    "夹注拼音，随处": partial(glossed, share=0.3),
    "夹注拼音，无声调": partial(glossed, style=Style.NORMAL),
    "夹注拼音，重复": partial(glossed, times=2),
    "夹注拼音，ɡ": partial(glossed, odd=True),
    "夹注拼音，全角括号": partial(glossed, brackets="（）"),
}
LOST: dict[str, Way] = {
    "失字节，简体": bytes_lost,
    "失字节，繁体": partial(bytes_lost, script="s2tw"),
    "失字节，繁体夹注": partial(bytes_lost, script="s2tw", gloss=True),
    "失字节留问号，简体": partial(bytes_lost, kept=True),
    "失字节留问号，繁体": partial(bytes_lost, script="s2tw", kept=True),
    "失字节留问号，繁体夹注": partial(bytes_lost, script="s2tw", gloss=True, kept=True),
    "失字节留问号，夹注括号被吞": partial(bytes_lost, script="s2tw", gloss=True, kept=True, eaten=True),
    "字间错插夹注": gloss_between,
}
LAID: dict[str, Way] = {
    "分段编号 100": partial(chunked, size=100),
    "分段编号 400": partial(chunked, size=400),
    "硬换行": wrapped,
    "硬换行 20": partial(wrapped, width=20),
    "硬换行 CRLF": partial(wrapped, end="\r\n"),
    "数字和标题加空格": spaced,
    "段落重复": repeated,
    "网站论坛杂项": furnished,
    "网页源码": html_page,
    "JSON 转义": json_line,
}
COMBINED: dict[str, Way] = {
    "夹注＋硬换行": partial(both, glossed, wrapped),
    "夹注＋分段编号": partial(both, glossed, chunked),
    "夹注＋杂项": partial(both, glossed, furnished),
    "繁体＋硬换行＋杂项": partial(both, partial(both, traditional, wrapped), furnished),
    "空格＋夹注": partial(both, spaced, glossed),
    "失字节留问号＋杂项": partial(both, partial(bytes_lost, script="s2tw", kept=True), furnished),
    "夹注失字节＋分段编号": partial(both, partial(bytes_lost, script="s2tw", gloss=True, kept=True), chunked),
    "夹注＋网页源码": partial(both, glossed, html_page),
    "杂项＋JSON 转义": partial(both, furnished, json_line),
    "段落重复＋硬换行": partial(both, repeated, wrapped),
}
WAYS: dict[str, Way] = TRADITIONAL | GLOSSED | LOST | LAID | COMBINED
