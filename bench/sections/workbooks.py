"""Excel: fifty thousand rows in and out through the product, beside reader, writer and store alone; memory, and the lock."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.db import connection

from bench.data.workbook import write_workbook
from bench.measuring import Rounds
from bench.results import Fact, Found, Line, Spent, middle
from bench.site import Site

AIM, MEMORY = 3.0, 300.0
Answer = dict[str, Any]  # as a task left it


def run(site: Site) -> Found:
    """Every task in a process of its own, product and rival in turn."""
    found = Found("workbooks", f"Excel 导入、导出 {site.sizes.sheet_rows:,} 行")
    rounds = Rounds.asked
    # Another process writes: nothing of ours may stand between it and the database.
    connection.close()
    imports, exports = [], []
    for number in range(rounds):
        path = write_workbook(site.folder / f"bench-{number}.xlsx", site.sizes.sheet_rows, number + 1)
        imports.append(_in_turn(number, ("import", path), ("read", path)))
        sheet = site.folder / f"{imports[-1]['import']['batch']}.xlsx"
        exports.append(_in_turn(number, ("export", sheet), ("write", sheet)) | {"insert": _task("insert", sheet)})
        path.unlink()
        sheet.unlink()
    _require(imports, exports, site.sizes.sheet_rows)
    found.lines += _lines(imports, exports)
    found.facts += _facts(imports, exports)
    return found


def _in_turn(number: int, *tasks: tuple[str, Path]) -> Answer:
    return {task: _task(task, path) for task, path in (tasks if number % 2 else tasks[::-1])}


def _task(task: str, path: Path) -> Answer:
    answer = path.with_suffix(".json")
    subprocess.run([sys.executable, "-m", "bench.excel", task, str(path), str(answer)], check=True)
    found: Answer = json.loads(answer.read_text(encoding="utf-8"))
    answer.unlink()
    return found


def _require(imports: list[Answer], exports: list[Answer], rows: int) -> None:
    """Product and rival read and wrote the same number of rows, all of them."""
    counts = {answer[task]["rows"] for answer in (*imports, *exports) for task in answer}
    if counts != {rows}:
        raise RuntimeError(f"应有 {rows} 行，实际 {sorted(counts)}")


def _lines(imports: list[Answer], exports: list[Answer]) -> list[Line]:
    def took(answers: list[Answer], *steps: tuple[str, str]) -> Spent:
        return middle(
            [Spent(*map(sum, zip(*(answer[task][step] for task, step in steps), strict=True))) for answer in answers]
        )

    read, insert = took(imports, ("read", "read")), took(exports, ("insert", "insert"))
    stage, commit = took(imports, ("import", "stage")), took(imports, ("import", "commit"))
    whole = took(imports, ("import", "stage"), ("import", "commit"))
    both = Spent(read.wall + insert.wall, read.cpu + insert.cpu)
    runs = len(imports)
    return [
        Line("读入、逐格检查、查重、暂存 ÷ 只读（calamine）", stage, read, AIM, runs=runs),
        Line("入账（一个事务）÷ 只写库（executemany）", commit, insert, AIM, runs=runs),
        Line("导入全程 ÷（只读＋只写库）", whole, both, AIM, runs=runs),
        Line(
            "导出 ÷ 只写表格（XlsxWriter 常量内存）", took(exports, ("export", "export")), took(exports, ("write", "write")), AIM,
            runs=runs,
        ),
    ]  # fmt: skip


def _facts(imports: list[Answer], exports: list[Answer]) -> list[Fact]:
    def most(answers: list[Answer], task: str, what: str) -> float:
        return max(float(answer[task][what]) for answer in answers)

    return [
        Fact("导入时高出空闲的内存（最高一次）", most(imports, "import", "memory"), "MB", MEMORY),
        Fact("导出时高出空闲的内存（最高一次）", most(exports, "export", "memory"), "MB", MEMORY),
        Fact("写事务从开始到提交（最长一次；SQLite 上这段时间别人等着写）", most(imports, "import", "lock"), "秒"),
    ]
