"""The templates an office starts from: closing report, bulletin, statistics; generic wording with tags to edit in Word.

A label names one figure. `{}` in it marks where the number goes (“梳理意见建议{}条”); without it the number follows.
"""

import datetime
from collections.abc import Sequence
from typing import Literal

from huiyin.reports.word import styles
from huiyin.reports.word.document import (
    Block,
    Cell,
    Column,
    Heading,
    OfficialDocument,
    Paragraph,
    SignatureLine,
    Table,
    Turned,
    check_figure_id,
    runs,
)
from huiyin.reports.word.elements import Writer
from huiyin.reports.word.ooxml import Element, q, serialise
from huiyin.reports.word.package import DOCUMENT, open_package, read_part, write_package
from huiyin.reports.word.render import render

TemplateKind = Literal["closing_report", "bulletin", "statistics"]

ATTACHMENTS_TAG = "{{ attachments }}"
# Templates carry no time of their own: the same codes give the same file.
_WRITTEN = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
_COMMON = frozenset({"campaign", "stage", "unit", "date", "reconstruction_label"})
# A report of one stage says so, one of the whole campaign says nothing of stages.
_OF_STAGE = "{% if stage %}（{{ stage }}）{% endif %}"
_MEANWHILE = "{% if stage %}{{ stage }}期间{% else %}活动期间{% endif %}"
NAMES: dict[TemplateKind, frozenset[str]] = {
    "closing_report": _COMMON
    | {"organ_mark", "document_number", "addressee", "basis", "begin", "end", "overview", "practices", "problems"}
    | {"next_steps", "signature", "copies_to", "printed_by"},
    "bulletin": _COMMON | {"bulletin", "number", "editor", "title", "paragraphs", "copies_to"},
    "statistics": _COMMON | {"filled_by", "checked_by", "unit_rows"},
}


def default_template(kind: TemplateKind, figures: Sequence[tuple[str, str]]) -> bytes:
    """A docx template of this kind; `figures` are (code, label) in the order in which they shall be told.

    `NAMES[kind]` lists the words its tags ask for. Lists of sentences: overview, practices, problems, next_steps,
    paragraphs. `unit_rows` holds one mapping a unit with `name` and `figures` (code → FigureText).
    """
    for code, _ in figures:
        check_figure_id(code)
    match kind:
        case "closing_report":
            document = _closing_report(figures)
        case "bulletin":
            document = _bulletin(figures)
        case "statistics":
            return render(_statistics(figures), written_at=_WRITTEN)
    return _with_attachment_mark(render(document, written_at=_WRITTEN))


def _closing_report(figures: Sequence[tuple[str, str]]) -> OfficialDocument:
    opening = (
        "根据{{ basis }}，{{ unit }}自{{ begin }}至{{ end }}开展了{{ campaign }}"
        + _OF_STAGE
        + "。现将有关情况报告如下。"
    )
    results = f"{_MEANWHILE}，{'；'.join(_sentence(code, label) for code, label in figures)}。" if figures else ""
    return OfficialDocument(
        organ_mark="{{ organ_mark }}",
        document_number="{{ document_number }}",
        title="{{ campaign }}" + _OF_STAGE + "总结报告",
        addressee="{{ addressee }}",
        reconstruction_label="{{ reconstruction_label }}",
        blocks=(
            Paragraph(runs(opening)),
            *_section("基本情况", "overview"),
            *_section("主要做法", "practices"),
            Heading(1, runs("取得的成效")),
            *([Paragraph(runs(results))] if results else []),
            Paragraph(runs("以上数据均出自台账，统计口径和未掌握情况见附件1，数据来源见附件2。")),
            *_section("存在的问题", "problems"),
            *_section("下一步打算", "next_steps"),
            Paragraph(runs("特此报告。")),
            Paragraph(()),
            Paragraph(runs("附件：1.数据口径和未掌握情况说明")),
            Paragraph(runs("　　　2.数据来源表")),
        ),
        signature="{{ signature }}",
        date="{{ date }}",
        copies_to=("{{ copies_to }}",),
        printed_by="{{ printed_by }}",
    )


def _bulletin(figures: Sequence[tuple[str, str]]) -> OfficialDocument:
    results = f"截至{{{{ date }}}}，{'；'.join(_sentence(code, label) for code, label in figures)}。" if figures else ""
    return OfficialDocument(
        organ_mark="{{ bulletin }}",
        document_number="第{{ number }}期",
        imprint="{{ editor }}",
        title="{{ title }}",
        reconstruction_label="{{ reconstruction_label }}",
        blocks=(
            *_loop("paragraphs"),
            *([Paragraph(runs(results))] if results else []),
            Paragraph(runs("（{{ unit }}，{{ campaign }}{% if stage %}，{{ stage }}{% endif %}）")),
        ),
        date="{{ date }}",
        copies_to=("{{ copies_to }}",),
        printed_by="{{ editor }}",
    )


def _statistics(figures: Sequence[tuple[str, str]]) -> OfficialDocument:
    signature = SignatureLine("{{ unit }}", "{{ filled_by }}", "{{ checked_by }}", "{{ date }}")
    whole = Table(
        title="主要指标",
        columns=(Column("指标"), Column("数值", "right"), Column("计量单位", "center"), Column("备注")),
        rows=tuple(
            (runs(name), runs(_figure(code)), runs(unit or "—"), runs("")) for code, (name, unit) in _split(figures)
        ),
        signature_line=signature,
    )
    by_unit = Table(
        title="分单位情况",
        columns=(Column("序号", "center"), Column("单位"), *_unit_columns(figures), Column("备注")),
        rows=(
            _only_tag("{%tr for row in unit_rows %}", len(figures) + 3),
            (
                runs("{{ loop.index }}"),
                runs("{{ row.name }}"),
                *(runs(f"{{{{ row.figures['{code}'] }}}}") for code, _ in figures),
                runs(""),
            ),
            _only_tag("{%tr endfor %}", len(figures) + 3),
        ),
        footnote="注：无数字的填“—”，未报的留空。",
        signature_line=signature,
        numbered=False,
    )
    return OfficialDocument(
        title="{{ campaign }}" + _OF_STAGE + "统计表",
        reconstruction_label="{{ reconstruction_label }}",
        # Units side by side want a page turned sideways; the attachments stand upright again.
        blocks=(whole, Turned((by_unit,)), Paragraph(runs(ATTACHMENTS_TAG))),
        date="{{ date }}",
    )


def _only_tag(tag: str, width: int) -> tuple[Cell, ...]:
    """A row that holds nothing but a tag: docxtpl takes the row away and keeps what the tag says."""
    return (runs(tag), *(() for _ in range(width - 1)))


def _section(title: str, name: str) -> list[Block]:
    return [Heading(1, runs(title)), *_loop(name)]


def _loop(name: str) -> list[Block]:
    """One paragraph for each sentence in the list `name`."""
    return [
        Paragraph(runs(f"{{%p for line in {name} %}}")),
        Paragraph(runs("{{ line }}")),
        Paragraph(runs("{%p endfor %}")),
    ]


def _figure(code: str) -> str:
    return f"{{{{ figure('{code}') }}}}"


def _sentence(code: str, label: str) -> str:
    before, found, after = label.partition("{}")
    return f"{before}{_figure(code)}{after}" if found else f"{label}{_figure(code)}"


def _split(figures: Sequence[tuple[str, str]]) -> list[tuple[str, tuple[str, str]]]:
    parts = ((code, label.partition("{}")) for code, label in figures)
    return [(code, (before, after)) for code, (before, _, after) in parts]


def _unit_columns(figures: Sequence[tuple[str, str]]) -> list[Column]:
    return [Column(f"{name}（{unit}）" if unit else name, "right") for _, (name, unit) in _split(figures)]


def _with_attachment_mark(docx: bytes) -> bytes:
    """Attachments come after the date and before 版记: the paragraph that says so to the system."""
    parts = open_package(docx)
    root = read_part(parts, DOCUMENT)
    body = root.find(q("w:body"))
    assert body is not None
    mark = Writer().words(styles.FLUSH, ATTACHMENTS_TAG)
    colophon = next((each for each in body if each.find(f"{q('w:tblPr')}/{q('w:tblpPr')}") is not None), None)
    before: Element | None = colophon if colophon is not None else body.find(q("w:sectPr"))
    assert before is not None
    before.addprevious(mark)
    parts[DOCUMENT] = serialise(root)
    return write_package(parts)
