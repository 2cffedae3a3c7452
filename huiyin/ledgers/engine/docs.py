"""The documentation page of a ledger, written from its declaration."""

from collections.abc import Iterable, Sequence
from typing import Any

from huiyin.ledgers.engine.conditions import row_constraints
from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.excel.columns import Column, Kind
from huiyin.ledgers.engine.fields import columns_of, label_of
from huiyin.ledgers.themes import Theme

MADE = "本页由 `huiyin ledger-docs` 按台账声明生成，请勿手改。"
_KINDS = {
    Kind.TEXT: "文字",
    Kind.LONG_TEXT: "长文字",
    Kind.INTEGER: "整数",
    Kind.DECIMAL: "小数",
    Kind.DATE: "日期",
    Kind.CHOICE: "选项",
    Kind.BOOLEAN: "是否",
    Kind.UNIT: "单位",
}


def page_of(ledger: Ledger[Any]) -> str:
    """The page of one ledger, in Markdown."""
    columns = columns_of(ledger)
    parts = [
        f"# {ledger.name}",
        f"代号 `{ledger.code}`，归在“{ledger.theme.label}”。{ledger.about}",
        _table(("列", "字段", "类型", "必填", "说明", "也认这些表头"), [_row(column) for column in columns]),
        "## 规则\n\n" + "\n".join(f"- {rule}" for rule in _rules(ledger)),
        MADE,
    ]
    return "\n\n".join(parts) + "\n"


def index_of(themes: Iterable[tuple[Theme, Sequence[Ledger[Any]]]]) -> str:
    """The tables of all ledgers, one a theme."""
    parts = ["# 台账目录"]
    for theme, ledgers in themes:
        rows = [
            (f"[{one.name}]({one.code}.md)", f"`{one.code}`", "手工登记、导入" if one.by_hand else "办理环节自动记入", str(one.about))
            for one in ledgers
        ]  # fmt: skip
        parts += [f"## {theme.label}", _table(("台账", "代号", "怎样记入", "说明"), rows)]
    return "\n\n".join([*parts, MADE]) + "\n"


def _row(column: Column) -> tuple[str, ...]:
    notes = [column.help] if column.help else []
    if column.max_length and column.kind in (Kind.TEXT, Kind.LONG_TEXT):
        notes.append(f"最多 {column.max_length} 个字。")
    if column.decimals is not None:
        notes.append(f"保留 {column.decimals} 位小数。")
    if column.choices:
        notes.append(f"可填：{'、'.join(label for _code, label in column.choices)}。")
    return (
        column.label, f"`{column.name}`", _KINDS[column.kind], "是" if column.required else "否", "".join(notes) or "—",
        "、".join(column.aliases) or "—",
    )  # fmt: skip


def _rules(ledger: Ledger[Any]) -> Iterable[str]:
    if ledger.by_hand:
        yield "由有登记权限的人逐条登记，或用表格导入；也可由办理环节记入。"
        names = "、".join(f"“{label_of(ledger, name)}”" for name in ("unit", "fact_date", *ledger.key))
        yield f"{names}都相同的两行视为同一件事，不重复登记。"
        days = ledger.late_after.days
        yield f"事情发生后超过 {days} 天才登记的，列表上标“迟报”。" if days else "当天没有登记的，列表上标“迟报”。"
    else:
        yield "只由办理环节自动记入，不能手工登记或导入；内容有误，到原来的办理环节更正。"
    for sentence, _test, _columns in row_constraints(ledger.model):
        if not sentence.startswith("各栏的内容互相矛盾"):
            yield sentence
    for kind in ledger.budgeted:
        yield f"“{kind.label}”可定年度预算；超出预算的，登记时须写“超预算说明”，与超出的条目一起公开。"
    if ledger.sealed:
        yield "匿名意见不逐批列出，只公布总数：没有列表和导出，数字只在指标里给出。"
    elif ledger.filters:
        yield f"列表可按{'、'.join(f'“{label_of(ledger, name)}”' for name in ledger.filters)}筛选，另可按单位、日期筛选。"
    else:
        yield "列表可按单位、日期筛选。"
    if ledger.disclosure is None:
        yield "不对外公开。"
    else:
        shown = "、".join(f"“{label_of(ledger, name)}”" for name in ledger.disclosure.columns)
        yield f"经活动办公室逐条核对后，可对外公开的栏目：{shown}。其他栏目不公开。"
    if not ledger.sealed:
        yield "更正保留原来的内容、理由和更正人；作废的记录仍可查看，不计入任何数字。"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '／') for cell in line)} |" for line in lines)
