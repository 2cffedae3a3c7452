"""What `python -m bench` may be asked for."""

import argparse
from dataclasses import dataclass
from pathlib import Path

STORES = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Options:
    """As asked for on the command line."""

    write: Path | None
    only: str
    scale: float
    stores: tuple[str, ...]
    rounds: int
    growth_million: bool


def read_options(words: list[str]) -> Options:
    """From the words of the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--write", type=Path, help="把结果写成这个文件；不填则打印")
    parser.add_argument("--only", default="", help="只做这些部分，逗号分隔")
    parser.add_argument("--scale", type=float, default=1.0, help="规模，1 为一万个单位、二十万条意见")
    parser.add_argument("--database", choices=(*STORES, "both"), default="both", help="用哪种数据库")
    parser.add_argument("--rounds", type=int, default=7, help="每个问题轮流问几次，取中位数")
    parser.add_argument("--growth-million", action="store_true", help="意见归并另测一百万条（几分钟，约 2 GB 内存）")
    said = parser.parse_args(words)
    if not 0 < said.scale <= 10:
        parser.error("--scale 应大于 0、不超过 10。")
    return Options(
        said.write, said.only, said.scale, STORES if said.database == "both" else (said.database,), said.rounds,
        said.growth_million,
    )  # fmt: skip
