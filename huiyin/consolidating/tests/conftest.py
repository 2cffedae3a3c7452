"""第一轮 of the county with forty-odd opinions on a few matters, as the machine finds them."""

from dataclasses import dataclass
from typing import Any

import pytest

from huiyin.consolidating import runs, working
from huiyin.consolidating.models import Card, Run
from huiyin.core.jobs import Progress
from huiyin.core.tests.replay import replayed
from huiyin.opinions.models import Piece
from huiyin.opinions.tests.conftest import Listening
from huiyin.opinions.tests.conftest import listening as listening

# What is said, in the order of the slips. 甲 to 丁 are four matters; 戊 stands against 丁; the last two stand alone.
SAID = {
    "甲": (
        "办事大厅中午没有人值班，跑了两趟都办不成。",
        "中午办事大厅窗口没人，办事要等到下午。",
        "建议办事大厅中午安排人值班，不要让群众白跑。",
        "大厅中午不办事，上班族只能请假去办。",
        "办事大厅窗口中午没有人，等了一个多小时。",
    ),
    "乙": (
        "城东路灯坏了一个多月没有人修，晚上很黑。",
        "路灯不亮，城东小区门口晚上看不见路。",
        "城东的路灯坏了很久，请尽快修好路灯。",
        "反映过几次路灯坏了，城东路灯一直没修。",
    ),
    "丙": (
        "会议太多，基层干部天天开会，没有时间办事。",
        "文件会议太多，一个星期开五个会。",
        "建议少开会、开短会，基层开会太多了。",
    ),
    "丁": ("建议食堂增加早餐品种。", "希望食堂增加早餐品种，现在太少。", "食堂应该增加早餐品种。"),
    "戊": ("建议取消食堂早餐。",),
    "己": ("希望图书馆周末也开门。", "河边的栏杆松了。"),
}
COPIED = "请求解决搅拌站夜里噪音扰民的问题，居民已经睡不好觉三个月了，盼望有关部门尽快处理。"


@dataclass
class Desk:
    """The round with its pieces by slip number, and the verbs' common keywords."""

    listening: Listening
    pieces: dict[str, Piece]

    def known(self) -> list[object]:
        """Itself and its parts (huiyin.core.tests.replay)."""
        return [self, *self.listening.known()]

    @property
    def board(self) -> dict[str, Any]:
        """The board: campaign and unit."""
        return {"campaign": self.listening.county.campaign, "unit": self.listening.county.root}

    def by(self, who: str = "office") -> dict[str, Any]:
        """Who acts, and when."""
        return {"actor": self.listening.county.reach(who), **self.listening.when()}

    def read(self, progress: Progress = lambda done, total: None) -> Run:
        """The machine reads the board, as the worker would."""
        run = runs.ask(**self.board, actor=self.listening.office, now=self.listening.county.now)
        working.work(run.uid, clock=lambda: self.listening.county.now, progress=progress)
        run.refresh_from_db()
        return run

    def card_of(self, number: str) -> Card:
        """The card that a slip's piece lies on."""
        return Card.objects.select_related("campaign", "unit").get(lines__piece=self.pieces[number])

    def uids(self, *numbers: str) -> list[Any]:
        """The keys of some slips' pieces."""
        return [self.pieces[number].pk for number in numbers]


@pytest.fixture
def desk(listening: Listening) -> Desk:
    """Every slip keyed in and triaged as an opinion; nothing read by the machine yet."""
    return replayed("desk", lambda: _desk(listening), on=listening, known=listening.known)


def _desk(listening: Listening) -> Desk:
    pieces = {
        f"{matter}-{number}": listening.piece(f"{matter}-{number}", words)
        for matter, said in SAID.items()
        for number, words in enumerate(said, 1)
    }
    for number, words in enumerate((COPIED, COPIED, COPIED.replace("盼望", "希望"), COPIED + "谢谢！"), 1):
        pieces[f"抄-{number}"] = listening.piece(f"抄-{number}", words)
    return Desk(listening, pieces)
