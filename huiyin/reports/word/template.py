"""Report templates that an office edits in Word: checked for hand-typed numbers, filled with words and figures."""

import datetime
import re
from collections.abc import Collection, Mapping, Sequence

from jinja2.exceptions import SecurityError, TemplateError, UndefinedError

from huiyin.reports.word.attachments import insert_attachments
from huiyin.reports.word.bare_numbers import bare_numbers
from huiyin.reports.word.bookmarks import PREFIX, PROPERTY_PREFIX
from huiyin.reports.word.document import Attachment, FigureText, check_attachments
from huiyin.reports.word.elements import Writer, run_of
from huiyin.reports.word.leftovers import remove_empty_copy_lines
from huiyin.reports.word.ooxml import Element, q, run_tags, serialise
from huiyin.reports.word.package import (
    DOCUMENT,
    NotAWordFile,
    Parts,
    open_package,
    read_part,
    set_core_properties,
    set_custom_properties,
    write_package,
)
from huiyin.reports.word.reader import read_document
from huiyin.reports.word.template_check import RESERVED, TagCheck
from huiyin.reports.word.template_sandbox import MARK, Outputs, TemplateProblem, sandbox
from huiyin.reports.word.template_tags import find_tags, is_cut_by_structure, tags_in_text

_FILLED = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes)\.xml")
_WORDS = re.compile(r"word/[^/]+\.xml")
_TRACKED = ("w:ins", "w:del", "w:moveFrom", "w:moveTo")
_OPENERS = re.compile(r"\{[{%#]")


def render_template(
    template: bytes,
    context: Mapping[str, object],
    figures: Mapping[str, FigureText],
    *,
    written_at: datetime.datetime,
    attachments: Sequence[Attachment] = (),
    title: str = "",
    creator: str = "",
) -> bytes:
    """Fill an office's template. `context` gives words and dates by name, lists for loops; `figures` gives numbers.

    Attachments go where the template says `{{ attachments }}`, else to its end: a template cannot leave them out.
    Raises `TemplateProblem` with every fault found, or `NotAWordFile`.
    """
    check_attachments(attachments)
    if taken := sorted(RESERVED & context.keys()):
        raise TemplateProblem(f"名称“{'、'.join(taken)}”由系统保留，不能用作模板内容的名称，请换一个名称。")
    parts = _open_template(template)
    check = _check_tags(parts, context.keys(), figures.keys())
    if check.problems:
        raise TemplateProblem(*dict.fromkeys(check.problems))
    set_core_properties(parts, title=title, creator=creator, written_at=written_at)
    outputs = Outputs(check.labels, figures)
    try:
        filled = open_package(run_tags(write_package(parts), sandbox(outputs), context))
    except UndefinedError as error:
        raise TemplateProblem(str(error)) from error
    except SecurityError as error:
        raise TemplateProblem("模板里有标签要访问程序内部，系统已拒绝，请删去这个标签。") from error
    except TemplateError as error:
        raise TemplateProblem("模板的标签相互牵连，系统读不懂，请把标签逐个放在单独的段落或单元格里再试。") from error
    writer = _place_outputs(filled, outputs)
    remove_empty_copy_lines(filled)
    insert_attachments(filled, attachments, writer)
    set_core_properties(filled, title=title, creator=creator, written_at=written_at)
    set_custom_properties(filled, PROPERTY_PREFIX, writer.names.properties())
    return write_package(filled)


def check_template(
    template: bytes, known_figures: Collection[str], known_names: Collection[str] | None = None
) -> list[str]:
    """What an office has to mend before its template can be used, in sentences; nothing when all is well.

    `known_names` are the words a report of this kind offers; without it names are not checked.
    """
    try:
        parts = _open_template(template)
    except (NotAWordFile, TemplateProblem) as error:
        return str(error).split("\n")
    check = _check_tags(parts, known_names, known_figures)
    return list(dict.fromkeys([*check.problems, *_typed_numbers(parts)]))


def _open_template(template: bytes) -> Parts:
    parts = open_package(template)
    if "word/vbaProject.bin" in parts:
        raise TemplateProblem("模板带有宏，系统不接受，请另存为不带宏的 .docx 再上传。")
    root = read_part(parts, DOCUMENT)
    if any(True for _ in root.iter(*(q(name) for name in _TRACKED))):
        raise TemplateProblem("模板里还有没处理的修订，请在 Word 或 WPS 中全部接受或拒绝后再上传。")
    return parts


def _check_tags(parts: Parts, names: Collection[str] | None, figures: Collection[str] | None) -> TagCheck:
    """Check all tags, and leave in `parts` the form that docxtpl is to fill."""
    check = TagCheck(names, figures)
    for name in sorted(filter(_WORDS.fullmatch, parts), key=lambda each: (each != DOCUMENT, each)):
        if not _FILLED.fullmatch(name):
            if _OPENERS.search("".join(read_part(parts, name).itertext())):
                check.problems.append("模板的批注、尾注或其他附属部分里有标签，那里不能填内容，请把标签移到正文。")
            continue
        root = read_part(parts, name)
        _remove_old_figures(root)
        count = 0
        for found in find_tags(root):
            if isinstance(found, str):
                check.problems.append(found)
            else:
                check.admit(found)
                count += 1
        check.finish_part()
        parts[name] = serialise(root)
        xml = parts[name].decode()
        if not check.problems and (is_cut_by_structure(xml) or len(_OPENERS.findall(xml)) > count):
            check.problems.append("模板里有跨段落的花括号，或图片说明、域代码等隐蔽位置写有标签，请删去后重新填写。")
    return check


def _remove_old_figures(root: Element) -> None:
    """A template made from an issued report still has its bookmarks; they are not figures of the next one."""
    old = {mark.get(q("w:id")) for mark in root.iter(q("w:bookmarkStart")) if _is_figure(mark)}
    for mark in list(root.iter(q("w:bookmarkStart"), q("w:bookmarkEnd"))):
        parent = mark.getparent()
        if mark.get(q("w:id")) in old and parent is not None:
            parent.remove(mark)


def _is_figure(mark: Element) -> bool:
    return (mark.get(q("w:name")) or "").startswith(PREFIX)


def _typed_numbers(parts: Parts) -> list[str]:
    sentences = []
    for paragraph in read_document(parts).paragraphs:
        covered = [*tags_in_text(paragraph.text), *paragraph.row_numbers]
        sentences += [
            f"模板{paragraph.place}有手写数字“{found.text}”，报告中的数字应来自台账：请改为 {{{{ figure('指标编号') }}}}。"
            for found in bare_numbers(paragraph.text, covered)
        ]
    return sentences


def _place_outputs(parts: Parts, outputs: Outputs) -> Writer:
    """Put the printed values where their marks stand, figures with their bookmarks."""
    roots = {name: read_part(parts, name) for name in sorted(filter(_FILLED.fullmatch, parts))}
    marks = [mark for root in roots.values() for mark in root.iter(q("w:bookmarkStart"))]
    writer = Writer(next_bookmark=1 + max((int(mark.get(q("w:id")) or 0) for mark in marks), default=0))
    placed = 0
    for name in sorted(roots, key=lambda each: (each != DOCUMENT, each)):
        for run in list(roots[name].iter(q("w:r"))):
            if any(MARK.search(text.text or "") for text in run.findall(q("w:t"))):
                placed += _rewrite(run, outputs, writer)
        parts[name] = serialise(roots[name])
    if placed != len(outputs.printed):
        raise TemplateProblem("模板的结构使一部分内容无处可放，请把标签写在普通段落或表格里再试。")
    return writer


def _rewrite(run: Element, outputs: Outputs, writer: Writer) -> int:
    """Replace one run by runs that hold the values, in the look of the run; tells how many values it held."""
    look = run.find(q("w:rPr"))
    placed = 0
    for child in run:
        if child.tag == q("w:rPr"):
            continue
        if child.tag != q("w:t"):
            holder = run_of("", look)
            holder.append(child)
            run.addprevious(holder)
            continue
        for position, piece in enumerate(MARK.split(child.text or "")):
            value = outputs.printed[int(piece)] if position % 2 else piece
            placed += position % 2
            elements = writer.figure(value, look) if isinstance(value, FigureText) else [run_of(value, look)]
            for element in elements if value else []:
                run.addprevious(element)
    parent = run.getparent()
    if parent is not None:
        parent.remove(run)
    return placed
