"""Cuts opinions into words in simplified characters and says which of them carry what an opinion is about."""

import re
from collections.abc import Iterable, Sequence

import rjieba

from huiyin.text.folding import fold
from huiyin.text.grouping.listed import listed

# What an opinion is about is said well before this; a pasted report of 20,000 characters costs no more than a letter.
LONGEST = 2_000
# A lone half of a surrogate pair cannot be handed to the segmenter.
_LONE = re.compile("[\ud800-\udfff]")
_HAN = re.compile(r"[\u3400-\u9fff]")

Word = tuple[str, str]

# Nouns, verbs, adjectives, set phrases, places in the sense of position, times of day; never persons or places by name.
_CONTENT = frozenset("navjlizbstgq")
NAME_TAGS = frozenset(("nr", "ns", "nt", "nrt", "nrfg"))
# What every letter to an office says whatever it is about.
COMMON = frozenset(
    listed(
        """
    希望 建议 恳请 请求 要求 反映 问题 意见 情况 领导 谢谢 感谢 你好 您好 尊敬 提个 认为 觉得 感觉 个人 本人 我们
    你们 他们 大家 群众 老百姓 百姓 市民 居民 有关 有关部门 相关 相关部门 部门 政府 解决 处理 回复 答复 重视 关注
    引起 采纳 供参考 参考 以上 上级 尽快 抓紧 及时 严重 现在 目前 最近 近来 今年 去年 上半年 下半年 一直 已经 长期
    多次 没有 可以 能够 能否 是否 应该 应当 需要 必须 不能 进行 以及 因为 所以 但是 而且 如果 这样 这个 这种 那么
    什么 怎么 为什么 一个 一些 一下 一定 非常 特别 比较 很多 许多 时候 时间 今天 昨天 明天 每天 以来 之后 之前 影响
    很大 得不到 没人 请问 咨询 投诉 举报 关于 通过 作为 成为 以后 以前 其他 其它 书记 市长 县长 区长 局长 好 无
    暂无 没什么 望 盼 结果 受到 都是 还是 就是 不是 只是 但 同时 并且 另外 存在 方面 地方 事情
    """
    )
)


def simplified(texts: Sequence[str]) -> list[str]:
    """The texts on one line each, in simplified characters, cut to what is looked at."""
    lines = "\n".join(" ".join(text[:LONGEST].split()) for text in texts)
    return fold(_LONE.sub("\ufffd", lines)).split("\n") if texts else []


def tagged(line: str) -> list[Word]:
    """The words of a simplified line in order, punctuation too, each with its part of speech."""
    return rjieba.tag(line)


def carries(word: str, tag: str) -> bool:
    """Whether a word says something of what the opinion is about."""
    return (
        len(word) > 1
        and tag[0] in _CONTENT
        and tag not in NAME_TAGS
        and word not in COMMON
        and _HAN.search(word) is not None
    )


def content(line: Iterable[Word]) -> list[str]:
    """The words of a cut line that carry content, in order."""
    return [word for word, tag in line if carries(word, tag)]


def words(text: str) -> list[str]:
    """The content words of a text in simplified characters, in order."""
    return content(tagged(simplified([text])[0]))
