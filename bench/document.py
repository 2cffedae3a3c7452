"""The page docs/benchmarks.md: what was measured, beside what, by how much each aim is reached or missed."""

from collections.abc import Iterator
from dataclasses import dataclass

from bench import machine
from bench.options import Options
from bench.results import Answer, Fact, Found, Line

APART = "apart"
STORES = {"sqlite": "SQLite", "postgresql": "PostgreSQL", APART: "与数据库无关"}
FLAT = 1.5  # what a page may cost at ten times the data, of what it costs at a tenth

_HEAD = """# 性能对照

本页由 `make bench` 写成，请勿手工修改。产品的页面和函数，与同一连接上手写 SQL 得到的同样答案（Excel 与读、写工具本身）在同一次运行里
轮流各做一遍，每次都比较两边的答案，不同就停下；取中位数。

- **比值** = 产品 ÷（手写 SQL ＋ 模板）。墙钟、CPU 两个比值都不超过目标才写“达到”。CPU 含 PostgreSQL 为这个连接服务的进程。
- **模板** 是产品那一次里渲染模板所用的时间；只有函数、没有页面的行没有模板。
- **查询** 是一页里除会话、账号、权限以外的查询次数，目标 {queries} 次以内。
- 数据是造的（种子固定），按产品各个动词写出来的样子直接写表，然后用产品自己的核对和几项抽查检查过（见末尾）。
- 机器上同时有别的任务，各部分前后的负载列在表下；负载高于处理器数时，墙钟只宜看比值。
"""
QUERIES = 8


@dataclass(frozen=True)
class Run:
    """One store: at full size, and at a tenth of it."""

    full: Answer
    tenth: Answer


def page(runs: list[Run], missing: list[str], options: Options, *, grouping: Found | None, minutes: float) -> str:
    """The whole page; `grouping` is what no store has a part in."""
    lines = [_HEAD.format(queries=QUERIES), f"机器：{machine.sentence()}。版本：{machine.versions()}。", ""]
    for run in runs:
        answer = run.full
        lines.append(
            f"{STORES[answer.store]}{f' {answer.version}' if answer.version else ''}：{answer.sizes}；"
            f"造数据用 {answer.made_in:.0f} 秒，数据库 {answer.megabytes:,.0f} MB。"
        )
        lines.append("")
    lines += [f"{sentence}\n" for sentence in missing]
    if options.scale != 1:
        lines.append(f"**这次的规模是目标规模的 {options.scale:g} 倍，不能与目标相比。**\n")
    lines += _summary(runs)
    if grouping is not None:
        lines += told(APART, [grouping])
    for n in range(max((len(run.full.sections) for run in runs), default=0)):
        lines += _section([run.full.sections[n] for run in runs], [run.full.store for run in runs])
    if grouping is not None:
        lines += apart(grouping)
    for run in runs:
        lines += _growth(run)
    lines += _checks(runs)
    lines.append(f"全程 {minutes:.0f} 分钟。")
    return "\n".join(lines) + "\n"


def _summary(runs: list[Run]) -> Iterator[str]:
    """How many aims are reached, and each that is missed."""
    yield "## 一眼看完\n"
    for run in runs:
        yield from told(run.full.store, run.full.sections)


def told(store: str, sections: list[Found]) -> Iterator[str]:
    """One store's aims."""
    judged = [one for section in sections for one in section.judged()]
    missed = [one for one in judged if not one.reached]
    many = [line for section in sections for line in section.lines if (line.queries or 0) > QUERIES]
    absent = [name for section in sections for name in section.absent]
    yield f"**{STORES[store]}**：{len(judged)} 项有目标，{len(judged) - len(missed)} 项达到，{len(missed)} 项未达到。"
    yield ""
    for one in missed:
        value = f"{max(one.by_wall, one.by_cpu):.1f} 倍" if isinstance(one, Line) else f"{one.value:.0f} {one.unit}"
        yield f"- 未达到：{one.what}，{value}（目标 {one.aim:g}）{f'。{one.note}' if one.note else ''}"
    for line in many:
        yield f"- 查询多于 {QUERIES} 次：{line.what}，{line.queries} 次"
    if absent:
        yield f"- 缺少：未装对照库，{len(absent)} 项未比较：{'；'.join(absent)}。"
    yield ""


def apart(found: Found) -> list[str]:
    """A section that no store has a part in."""
    return list(_section([found], [APART]))


def _section(found: list[Found], stores: list[str]) -> Iterator[str]:
    yield f"## {found[0].title}\n"
    for one, store in zip(found, stores, strict=True):
        yield f"### {STORES[store]}\n"
        rival = "对照" if store == APART else "手写"
        yield f"| 项目 | 产品 墙钟／CPU | {rival} 墙钟／CPU | 模板 | 比值 墙钟／CPU | 目标 | 结论 | 查询 | 次数 |"
        yield "|---|--:|--:|--:|--:|--:|---|--:|--:|"
        yield from (_row(line) for line in one.lines)
        yield ""
        for fact in one.facts:
            yield _fact(fact)
        for note in dict.fromkeys([line.note for line in one.lines if line.note] + one.notes):
            yield f"- {note}。"
        yield f"- 负载：开始 {one.load[0]:.1f}，结束 {one.load[1]:.1f}。"
        yield ""


def _row(line: Line) -> str:
    cells = (
        line.what, f"{_ms(line.product.wall)}／{_ms(line.product.cpu)}", f"{_ms(line.rival.wall)}／{_ms(line.rival.cpu)}",
        _ms(line.template.wall) if line.template.wall else "—", f"{line.by_wall:.2f}／{line.by_cpu:.2f}",
        "—" if line.aim is None else f"≤ {line.aim:g}", _verdict(line.reached),
        "—" if line.queries is None else f"{line.queries}", str(line.runs),
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


def _fact(fact: Fact) -> str:
    aim = "" if fact.aim is None else f"（目标 ≤ {fact.aim:g}：{_verdict(fact.reached)}）"
    return f"- {fact.what}：{fact.value:.2f} {fact.unit}{aim}{f'。{fact.note}' if fact.note else ''}"


def _growth(run: Run) -> Iterator[str]:
    """The same pages at a tenth of the data and at all of it."""
    if not run.tenth.sections:
        return
    full = {line.key: line for section in run.full.sections for line in section.lines if line.key}
    tenth = {line.key: line for section in run.tenth.sections for line in section.lines if line.key}
    yield f"## 数据多十倍，翻页花多少：{STORES[run.full.store]}\n"
    yield "| 页 | 十分之一数据 墙钟／CPU（毫秒） | 全部数据 墙钟／CPU | 倍数 CPU | 目标 | 结论 |"
    yield "|---|--:|--:|--:|--:|---|"
    for key, line in full.items():
        small = tenth[key]
        times = line.product.cpu / small.product.cpu
        yield (
            f"| {line.what}（少时 {small.what.partition(' ')[2]}）| {_ms(small.product.wall)}／{_ms(small.product.cpu)} "
            f"| {_ms(line.product.wall)}／{_ms(line.product.cpu)} | {times:.2f} | ≤ {FLAT:g} | {_verdict(times <= FLAT)} |"
        )
    yield ""


def _checks(runs: list[Run]) -> Iterator[str]:
    yield "## 数据核对\n"
    for run in runs:
        yield f"{STORES[run.full.store]}：{'；'.join(run.full.checks)}，全部通过。"
        yield ""


def _verdict(reached: bool | None) -> str:
    return "—" if reached is None else "达到" if reached else "**未达到**"


def _ms(seconds: float) -> str:
    """Milliseconds with as many digits as mean something."""
    value = seconds * 1000
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"
