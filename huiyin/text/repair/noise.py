"""What a web page or a forum puts round a text: navigation, source lines, image marks, floor numbers."""

import re
from collections.abc import Iterator

from huiyin.text.offsets import Edit
from huiyin.text.repair.signs import places

_DAY = r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?"
_ASIDE = r"[^。\s|｜【】\[\]]{0,30}"
# Whole lines, simplified or traditional. Each says what the line is; a line that says more than this is kept.
_LINES = re.compile(
    rf"""[ \t\u3000\ufeff]*(?:
      (?:首\s*[页頁]|当前位置|當前位置|您(?:现在|現在)?的位置|所在位置)\s*[>＞:：»][^。]{{0,80}}
    | (?:首\s*[页頁]|网站首页|返回首页)(?:[ \u3000|]+[^ \u3000。，,|]{{2,12}}){{2,}}
    | [上下]一(?:篇|页|頁|条|條)[:：]?[^。]{{0,40}}
    | (?:分享到|相关(?:链接|阅读|文章|推荐)|相關鏈接)[:：]?[^。]{{0,40}}
    | [^。]{{0,60}}(?:版权所有|版權所有|ICP备|ICP備|公网安备|技术支持[:：])[^。]{{0,60}}
    | 本帖最后由[^\n]{{0,40}}编辑
    | [|｜!\[\]()（）*_\s-]{1, 200}
    )[ \t\u3000]*""",
    re.VERBOSE,
)
# A row of small items, each furniture by itself: labels with their value, buttons, floors of a forum.
_LABEL = (
    r"(?:(?:发布|發布|更新|录入|上传|发表)?(?:时间|時間|日期)|(?:信息|文章|稿件)?(?:来源|來源)|稿源|作者|(?:责任)?(?:编辑|編輯)|責任編輯|责编"
    r"|(?:点击|點擊|浏览|瀏覽|阅读|閱讀|访问)(?:次?数|次數|量)?|人气|字号|字體|字体|录入|审核|发布者|发布人|上传者|供稿|撰稿)"
)
_BUTTON = (
    r"(?:打印(?:本页|此页|本文)?|(?:关|關)\s*(?:闭|閉)(?:窗口|本页)?|返回(?:顶部|列表|首页|上页)|收藏(?:本页)?|加入收藏|我要评论|推荐给?朋友?|只看该作者"
    r"|只看楼主|倒序浏览|正序浏览|阅读模式|显示全部楼层|回复|举报|引用|点赞|顶一下|评论|转发|分享|大|中|小)"
)
_FLOOR = r"(?:楼主|樓主|沙发|沙發|板凳|地板|\d{1,4}[楼樓#]|电梯直达)"
_ITEM = (
    rf"(?:{_LABEL}[:：]\s*(?:{_DAY}|{_ASIDE})次?|{_DAY}|{_FLOOR}|(?:发表于|發表於)[:：]?\s*{_DAY}|{_BUTTON}"
    rf"|【{_BUTTON}】|\[{_BUTTON}(?:\s{_BUTTON}){{0,3}}\]|【?{_LABEL}[:：][^\n。]{{0,30}}】)"
)
_ITEMS = re.compile(rf"[ \t\u3000]*{_ITEM}(?:[ \t\u3000|｜/]*{_ITEM}){{0,12}}[ \t\u3000|｜]*")
# A row of dates and sizes alone may be the author's: one of these makes it furniture.
_STRONG = re.compile(
    rf"{_LABEL}[:：]|{_FLOOR}|发表于|發表於|打印|(?:关|關)\s*(?:闭|閉)|返回|收藏|该作者|序浏览|举报|顶一下|点赞"
)
# What readers of a forum answer.
_ANSWER = re.compile(
    r"(?:谢谢|感谢|多谢)?(?:楼主|樓主|LZ|lz)(?:的?(?:分享|辛苦了?|好人|威武|给力|好帖))?[!！~～。.]*"
    r"|(?:顶|路过|学习了|支持一下|感谢分享|谢谢分享|回复看看|不错不错|好文章|收藏了|受教了|顶一个){1,3}[!！~～。.]*"
)
# Inside a line.
_INLINE = re.compile(
    r"!\[[^\]\n]{0,80}\]\([^)\n]{0,300}\)"
    r"|\[/?(?:size|color|font|align|b|i|u|url|quote|img|backcolor|p|table|tr|td|list|attach)(?:=[^\]\n]{0,80})?\]"
    r"|(?:导语|導語)[:：][^\n。]{0,80}(?:网友上传|網友上傳)[^\n。]{0,60}。"
    r"|(?:本文|文章)(?:来自|來自|来源于|來源於|由)[^\n。]{0,40}(?:整理|上传|上傳|提供|收集)[^\n。]{0,30}。"
)
# What a line of furniture begins with; few lines of a report begin so.
_OPENS = (
    r"(?:首\s*[页頁]|网站|返回|当前|當前|您|所在|[上下]一|分享|相[关關]|本帖|[|｜!\[\]()（）*_-][ \t\u3000|｜!\[\]()（）*_-]{0,80}(?:\n|\Z)"
    rf"|【|\[|{_LABEL}[:：]|{_BUTTON}|{_FLOOR}|\d{{4}}[-/.年]|[发發]表|谢谢|感谢|多谢|LZ|lz|顶|路过|学习了|支持一下|不错|好文|受教|评论)"
)
_FIRST, _LINE_OPENS = re.compile(rf"[ \t\u3000\ufeff]*{_OPENS}"), re.compile(rf"\n[ \t\u3000\r]*(?={_OPENS})")
# What the foot of a page holds somewhere in a line, and what stands inside lines.
_FOOT = ("版权所有", "版權所有", "ICP备", "ICP備", "公网安备", "技术支持")
# Rows of lone marks and letters that a forum strews in against copying: ) e# p6 p8 P& ~9 ]+ A" o
_STREWN = re.compile(r"(?<!\S)[!-~]{1,2}(?: [!-~]{1,2}){5,200}+(?: ?(?=\n|\Z)| (?=[^!-~ ])|(?=[^!-~ ]))")
_STREWN_MARKS = frozenset("~^|{}[]@#$&*_+=<>\\!?;:")
_STREWN_LEAST = 3
# Begins with a letter to look for: quick to tell that there are none.
_STREWN_HINT = re.compile(r" [!-~]{1,2} [!-~]{1,2} [!-~]{1,2} [!-~]{1,2} [!-~]{1,2}")
_INLINE_HINTS = ("![", "[", "导语", "導語", "本文", "文章")
_LONGEST = 200


def noise_edits(text: str) -> Iterator[Edit]:
    """Whole lines that are a page's furniture, with their break, and marks inside lines."""
    lines = sorted(_furniture(text))
    if lines and _is_all(text, lines):
        # A text that is nothing but labels is no page round a text.
        lines = []
    hints = sorted({at for hint in _INLINE_HINTS for at in places(text, hint)})
    marks = [mark.span() for at in hints if (mark := _INLINE.match(text, at)) is not None]
    marks += [row.span() for row in _strewn(text) if len(_STREWN_MARKS & set(row[0])) >= _STREWN_LEAST]
    done = 0
    for start, end in sorted(lines + marks):
        if start >= done and end > start:
            yield Edit(start, end, "")
            done = end


def _is_all(text: str, lines: list[tuple[int, int]]) -> bool:
    """Whether nothing is said between some lines."""
    done = 0
    for start, end in [*lines, (len(text), len(text))]:
        if text[done:start].strip():
            return False
        done = end
    return True


def _strewn(text: str) -> Iterator[re.Match[str]]:
    """Rows of lone marks: one begins one or two letters before a space that several follow, or behind it."""
    place = 0
    while (hint := _STREWN_HINT.search(text, place)) is not None:
        at = hint.start()
        tries = (start for start in (at - 2, at - 1, at + 1) if start >= place)
        row = next((row for start in tries if (row := _STREWN.match(text, start)) is not None), None)
        if row is not None:
            yield row
        place = at + 1 if row is None else row.end()


def _furniture(text: str) -> set[tuple[int, int]]:
    """The lines that are furniture, each with its break."""
    starts = [0] if _FIRST.match(text) else []
    starts += [opening.start() + 1 for opening in _LINE_OPENS.finditer(text)]
    for word in _FOOT:
        at = text.find(word)
        while at >= 0:
            starts.append(text.rfind("\n", 0, at) + 1)
            at = text.find(word, at + _LONGEST)
    found: set[tuple[int, int]] = set()
    for start in set(starts):
        stop = text.find("\n", start, start + _LONGEST + 2)
        end = stop if stop >= 0 else len(text)
        said = text[start : min(end, start + _LONGEST + 1)].rstrip("\r")
        if len(said) <= _LONGEST and said.strip() and _is_furniture(said):
            found.add((start, min(end + 1, len(text))))
    return found


def _is_furniture(line: str) -> bool:
    """Whether a whole line is what a page or a forum puts round a text."""
    if _LINES.fullmatch(line) or _ANSWER.fullmatch(line.strip()):
        return True
    return bool(_STRONG.search(line) and _ITEMS.fullmatch(line))
