"""Places that a reader should look at and no machine may change: swapped words, scrubbed years, destroyed characters."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from huiyin.text.repair.readings import LETTERS
from huiyin.text.repair.signs import places

# A dictionary was run over some texts: 则 became 那么, 服务 became 效劳. Only uses that no author writes are listed.
_SWAPS: tuple[tuple[str, str, str], ...] = (
    (r"(?:原|准|规|守|细|法|总|附|以身作)那么|(?<=实施细)那么", "那么", "则"),
    (r"效劳(?=型|大局|群众|基层|人民|中心|对象|意识|窗口|企业|发展|水平|质量|工作|体系)|为(?:人民|群众|民|企业)效劳", "效劳", "服务"),
    (r"广阔(?=[党干群组职师市农村居青妇人]\S)", "广阔", "广大"),
    (r"(?:经济|科学|跨越|持续|健康|全面|社会|协调|创新)开展(?=[，。、；的观和]|$)|开展观|谋开展|促开展", "开展", "发展"),
    (r"坚决性", "坚决", "坚定"),
    (r"(?:打|夯实|奠定|良好的?|坚实的?)(?:了)?根底", "根底", "基础"),
    (r"(?:存在|克服|改进)[^，。]{0,6}缺乏(?=[，。、；])", "缺乏", "不足"),
)  # fmt: skip
_YEARS = re.compile(r"(?:19|20)(?:\d{4}年|[x×X＊*]{1,2}年|(?<=20)[x×X＊*]{2})")
_DESTROYED = re.compile(
    rf"[?？\ufffd][{LETTERS}]{{1,6}}[)）]|\ufffd+|[\ue000-\uf8ff]+|(?:锟斤拷)+(?:锟斤?)?|烫{(4,)}|屯{(4,)}|\?{{1,2}}(?=[\u4e00-\u9fff,，。、；])"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SWAPPED = [(re.compile(pattern), was, proper) for pattern, was, proper in _SWAPS]
# As far as a pattern looks to either side of the swapped word.
_WINDOW = 12


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A place of the repaired text, what kind of doubt, and the sentence for the reader."""

    start: int
    end: int
    kind: str
    note: str


def suspicions(text: str) -> Iterator[Suspicion]:
    """Swapped words, scrubbed years and destroyed spots, each kind in order."""
    for pattern, was, proper in _SWAPPED:
        for at in places(text, was):
            window = max(0, at - _WINDOW)
            if any(
                match.start() <= at < match.end() for match in pattern.finditer(text, window, at + len(was) + _WINDOW)
            ):
                yield Suspicion(at, at + len(was), "swapped", f"“{was}”疑为“{proper}”被替换，原文未改，请人工核对。")
    for match in _YEARS.finditer(text):
        if not text[match.start() - 1 : match.start()].isdigit():
            yield Suspicion(match.start(), match.end(), "scrubbed", f"年份“{match[0]}”疑被涂改，无法还原。")
    for match in _DESTROYED.finditer(text):
        if (
            not match[0].startswith("?")
            or match[0].endswith((")", "）"))
            or _HAN.match(text[match.start() - 1 : match.start()])
        ):
            yield Suspicion(match.start(), match.end(), "destroyed", "此处文字已损坏，无法还原，不作猜测。")
