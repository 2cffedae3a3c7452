"""Whether the tags of a template are allowed, complete and properly nested, and what docxtpl shall read in their place.

Allowed are `{{ name }}`, `{{ figure('code') }}`, `for` and `if` with their ends, inside a paragraph, around whole
paragraphs (`{%p … %}`) or around whole table rows (`{%tr … %}`). A loop may stand inside one other loop.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from jinja2 import Environment, TemplateSyntaxError, nodes

from huiyin.reports.word.bare_numbers import bare_numbers
from huiyin.reports.word.ooxml import Element, q
from huiyin.reports.word.template_sandbox import ATTACHMENTS_MARK, Label
from huiyin.reports.word.template_tags import Tag

ATTACHMENTS = "attachments"
RESERVED = {"figure", "loop", ATTACHMENTS}
_GRAMMAR = Environment(autoescape=True)
_ALLOWED = (
    *(nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Const, nodes.Compare, nodes.Operand, nodes.And, nodes.Or),
    *(nodes.Not, nodes.Call, nodes.CondExpr, nodes.Filter, nodes.Test, nodes.Output, nodes.For, nodes.If),
    *(nodes.Tuple, nodes.Template, nodes.TemplateData),
)
_STATEMENT = re.compile(r"(for|if|elif)\s+(.+)|(else|endfor|endif)", re.DOTALL)
_FOR = re.compile(r"([^\W\d]\w*(?:\s*,\s*[^\W\d]\w*)*)\s+in\s+(.+)", re.DOTALL)
_MAX_LOOPS = 2
_Node = TypeVar("_Node", bound=nodes.Node)


@dataclass
class _Opened:
    word: str
    tag: Tag
    anchor: Element
    names: tuple[str, ...]


@dataclass
class TagCheck:
    """Goes through the tags in order and rewrites the good ones; `problems` collects sentences about the others.

    `known_names` and `known_figures` are None where they are not known beforehand.
    """

    known_names: Collection[str] | None
    known_figures: Collection[str] | None
    problems: list[str] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    _stack: list[_Opened] = field(default_factory=list)

    def admit(self, tag: Tag) -> None:
        found = len(self.problems)
        if tag.code.startswith(("-", "+")) or tag.code.endswith(("-", "+")):
            self._refuse(tag, "花括号旁不能写“-”或“+”，请删去")
        elif tag.kind == "output":
            self._output(tag)
        elif tag.kind == "statement":
            self._statement(tag)
        if len(self.problems) > found:
            tag.carrier.text = (tag.carrier.text or "").replace(tag.words, "", 1)

    def finish_part(self) -> None:
        """Whatever is still open at the end of a part has no end."""
        for opened in self._stack:
            self._refuse(opened.tag, f"缺少对应的 end{opened.word}，请补上")
        self._stack.clear()

    def _output(self, tag: Tag) -> None:
        if tag.code == ATTACHMENTS:
            self._attachments(tag)
        elif tag.prefix not in ("", "r"):
            self._refuse(tag, "花括号后不能直接写 p、tr、tc，请改为“{{ 名称 }}”")
        elif tag.code == "loop.index" and any(opened.word == "for" for opened in self._stack):
            self._replace(tag, "{{ loop.index|_row_number }}")
        elif (expression := self._expression(tag, f"{{{{ {tag.code} }}}}")) is not None:
            for constant in _printed_constants(expression):
                if not isinstance(constant, str) or bare_numbers(constant) or isinstance(expression, nodes.Const):
                    self._refuse(tag, f"打印的是手写内容“{constant}”，请直接写成文字；数字请改用 figure(指标编号)")
            self._replace(tag, f"{{{{ ({tag.code})|_output({self._label(tag)}) }}}}")

    def _attachments(self, tag: Tag) -> None:
        body = tag.anchor.getparent()
        if not tag.alone or self._stack or body is None or body.tag != q("w:body"):
            self._refuse(tag, "要单独占正文的一段，不能与别的文字同段，也不能放在表格、页眉或循环里")
        else:
            self._replace(tag, ATTACHMENTS_MARK)

    def _statement(self, tag: Tag) -> None:
        match = _STATEMENT.fullmatch(tag.code)
        if tag.prefix not in ("", "p", "tr") or match is None:
            self._refuse(
                tag, "不是系统支持的标签，只能用 for、if、elif、else、endfor、endif，前面可加 p（整段）或 tr（整行）"
            )
            return
        anchor = self._anchor(tag)
        if anchor is None:
            return
        word, argument = match[1] or match[3], match[2] or ""
        if word in ("for", "if"):
            self._open(tag, word, argument, anchor)
        else:
            self._continue(tag, word, argument, anchor)

    def _open(self, tag: Tag, word: str, argument: str, anchor: Element) -> None:
        names: tuple[str, ...] = ()
        if word == "for":
            loop = _FOR.fullmatch(argument)
            if loop is None:
                self._refuse(tag, "循环的写法应为“for 名称 in 列表”")
            elif sum(opened.word == "for" for opened in self._stack) == _MAX_LOOPS:
                self._refuse(tag, "循环最多套两层，请简化模板")
            elif self._expression(tag, f"{{{{ {loop[2]} }}}}") is not None:
                names = tuple(name.strip() for name in loop[1].split(","))
                self._replace(tag, _code(tag, f"for {loop[1]} in ({loop[2]})|_sequence({self._label(tag)})"))
        elif self._expression(tag, f"{{{{ {argument} }}}}") is not None:
            self._replace(tag, _code(tag, f"if {argument}"))
        self._stack.append(_Opened(word, tag, anchor, names))

    def _continue(self, tag: Tag, word: str, argument: str, anchor: Element) -> None:
        """elif, else and the ends must stand at the same level as what they belong to."""
        wanted = {"endfor": ("for",), "endif": ("if",), "elif": ("if",), "else": ("for", "if")}[word]
        opened = self._stack[-1] if self._stack else None
        if opened is None or opened.word not in wanted:
            self._refuse(tag, f"前面没有与它配对的 {'或'.join(wanted)}")
            return
        if opened.tag.prefix != tag.prefix or opened.anchor is not anchor:
            self._refuse(
                tag,
                f"与{opened.tag.place}的“{opened.tag.words}”不在同一层，两者要在同一段、同一单元格或同一张表里，写法要一致",
            )
        elif word != "elif" or self._expression(tag, f"{{{{ {argument} }}}}") is not None:
            self._replace(tag, _code(tag, f"{word} {argument}".strip()))
        if word.startswith("end"):
            self._stack.pop()

    def _anchor(self, tag: Tag) -> Element | None:
        """The element within which a pair of tags must stay so that what lies between is whole."""
        if not tag.prefix:
            return tag.anchor
        paragraph = next(tag.carrier.iterancestors(q("w:p")))
        if tag.prefix == "p":
            if not tag.alone:
                self._refuse(tag, "要单独占一段，同段的其他文字会丢失，请另起一段")
                return None
            return paragraph.getparent()
        row = next(paragraph.iterancestors(q("w:tr")), None)
        if row is None:
            self._refuse(tag, "带 tr 的标签只能写在表格的行里")
            return None
        if "".join(text.text or "" for text in row.iter(q("w:t"))).strip() != tag.words.strip():
            self._refuse(tag, "要单独占表格的一行，同行的其他文字会丢失，请另起一行")
            return None
        return row.getparent()

    def _expression(self, tag: Tag, source: str) -> nodes.Expr | None:
        """The expression in `source`, or None after saying what is wrong with it."""
        try:
            tree = _GRAMMAR.parse(source)
        except TemplateSyntaxError:
            self._refuse(tag, "写法有误，请检查括号、引号和名称")
            return None
        output = tree.body[0] if len(tree.body) == 1 else None
        if not isinstance(output, nodes.Output) or len(output.nodes) != 1:
            self._refuse(tag, "写法有误，一个标签里只能写一个名称或指标")
            return None
        problems = list(self._objections(output.nodes[0]))
        for problem in problems:
            self._refuse(tag, problem)
        return None if problems else output.nodes[0]

    def _objections(self, expression: nodes.Expr) -> Iterator[str]:
        inside = {"figure", *(name for opened in self._stack for name in opened.names)}
        if any(opened.word == "for" for opened in self._stack):
            inside.add("loop")
        called = {id(call.node) for call in _all(expression, nodes.Call)}
        for node in _all(expression, nodes.Node):
            match node:
                case nodes.Getattr() if node.attr.startswith("_"):
                    yield f"不能用“{node.attr}”，模板里不允许访问程序内部"
                case nodes.Getitem(arg=nodes.Const(value=str() as key)) if key.startswith("_"):
                    yield f"不能用“{key}”，模板里不允许访问程序内部"
                case nodes.Getattr(node=nodes.Call()) | nodes.Getitem(node=nodes.Call()):
                    yield "的 figure(…) 后面不能再接别的，指标只能整个打印"
                case nodes.Call():
                    yield from self._call(node)
                case nodes.Name(name="figure") if id(node) not in called:
                    yield "figure 后面要写指标编号，如 figure('D4.items')"
                case nodes.Name() if node.name not in inside and self._unknown(node.name):
                    yield f"里的“{node.name}”没有对应的内容，请核对名称"
                case nodes.Filter() if node.name != "default":
                    yield f"不能用“|{node.name}”，只能用 |default('…')"
                case nodes.Test() if node.name not in ("defined", "undefined", "none"):
                    yield f"不能用“is {node.name}”"
                case _ if not isinstance(node, _ALLOWED):
                    yield "里不能做运算、拼接或定义，只能写名称、指标和条件"

    def _call(self, call: nodes.Call) -> Iterator[str]:
        if not isinstance(call.node, nodes.Name) or call.node.name != "figure":
            yield "里只能调用 figure(指标编号)，不能调用别的"
        elif len(call.args) != 1 or call.kwargs or call.dyn_args or call.dyn_kwargs:
            yield "的 figure 括号里只写一个指标编号"
        elif isinstance(call.args[0], nodes.Const) and self.known_figures is not None:
            code = call.args[0].value
            if code not in self.known_figures:
                yield f"引用了不存在的指标编号“{code}”，请核对编号"

    def _unknown(self, name: str) -> bool:
        return name in RESERVED or (self.known_names is not None and name not in self.known_names)

    def _label(self, tag: Tag) -> int:
        self.labels.append(Label(tag.words, tag.place))
        return len(self.labels) - 1

    def _refuse(self, tag: Tag, reason: str) -> None:
        self.problems.append(f"模板{tag.place}的标签“{tag.words}”{reason}。")

    def _replace(self, tag: Tag, code: str) -> None:
        tag.carrier.text = (tag.carrier.text or "").replace(tag.words, code, 1)


def _code(tag: Tag, statement: str) -> str:
    return f"{{%{tag.prefix} {statement} %}}"


def _all(root: nodes.Node, kind: type[_Node]) -> Iterator[_Node]:
    if isinstance(root, kind):
        yield root
    yield from root.find_all(kind)


def _printed_constants(expression: nodes.Expr) -> Iterator[object]:
    """Values written into the tag itself that could reach the page."""
    match expression:
        case nodes.Const():
            yield expression.value
        case nodes.CondExpr():
            yield from _printed_constants(expression.expr1)
            if expression.expr2 is not None:
                yield from _printed_constants(expression.expr2)
        case nodes.And() | nodes.Or():
            yield from _printed_constants(expression.left)
            yield from _printed_constants(expression.right)
        case nodes.Filter():
            for argument in ([expression.node] if expression.node is not None else []) + expression.args:
                yield from _printed_constants(argument)
