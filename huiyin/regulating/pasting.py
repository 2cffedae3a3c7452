"""Pasted columns and Excel sheets of regulations: each row read, or refused with its reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.utils.translation import gettext as _

from huiyin.core.errors import Refused
from huiyin.ledgers.engine.excel.plain_lists import Cells, Line, as_text, day_of, read_lines
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Post, Unit
from huiyin.rectification.models import Problem
from huiyin.rectification.queries import problems_in_reach
from huiyin.regulating.deciding import Decided
from huiyin.regulating.models import Rule
from huiyin.regulating.queries import posts_for
from huiyin.regulating.registering import Entered

T = TypeVar("T", Post, Problem)
__all__ = ["COLUMNS", "as_text", "lines"]

COLUMNS = {
    "name": ("制度名称", "名称"), "document_no": ("文号",), "post": ("责任岗位", "责任职务"),
    "problem": ("对应问题编号", "对应问题", "问题编号"), "decision": ("清理结论", "结论"), "why": ("理由", "清理理由"),
    "decided_on": ("决定日期", "清理日期", "审批日期"), "meeting": ("审批会议", "审定会议"), "due_on": ("完成时限",),
    "review_on": ("复查日期",),
}  # fmt: skip
_DECISIONS = {str(label): value for value, label in Rule.Decision.choices} | {
    "继续有效": "keep", "修改": "amend", "废除": "repeal", "失效": "lapsed", "新订": "create", "制定": "create",
}  # fmt: skip


@dataclass(frozen=True)
class _Known:
    posts: Mapping[str, list[Post]]
    problems: Mapping[str, list[Problem]]


def lines(rows: list[list[str]], *, unit: Unit, actor: Reach) -> list[Line[Entered]]:
    """The columns in the order declared or under their headings; only the name must be there."""
    known = _Known(_grouped_posts(unit), _grouped_problems(actor))
    return read_lines(rows, COLUMNS, lambda cells: _entered(cells, known))


def _entered(cells: Cells, known: _Known) -> Entered:
    if not cells["name"]:
        raise Refused(_("没有制度名称。"))
    if len(cells["name"]) > 160 or len(cells["document_no"]) > 60:
        raise Refused(_("制度名称最多 160 个字，文号最多 60 个字。"))
    return Entered(
        cells["name"], cells["document_no"], _the_one(cells["post"], known.posts, _("职务")),
        _the_one(cells["problem"], known.problems, _("问题编号")), _decided(cells),
    )  # fmt: skip


def _decided(cells: Cells) -> Decided | None:
    told = [name for name in ("why", "decided_on", "meeting", "due_on", "review_on") if cells[name]]
    if not cells["decision"]:
        if told:
            raise Refused(_("写了理由、日期或会议，没有写清理结论。还没有结论的，这几格空着。"))
        return None
    decision = _DECISIONS.get("".join(cells["decision"].split()))
    if decision is None:
        raise Refused(
            _("清理结论“%(words)s”不认得。请写：%(known)s。")
            % {"words": cells["decision"], "known": "、".join(str(one.label) for one in Rule.Decision)}
        )
    if not cells["why"] or not cells["decided_on"]:
        raise Refused(_("有清理结论的，要写理由和决定日期。"))
    return Decided(
        decision, cells["why"], day_of(cells["decided_on"]), cells["meeting"],
        day_of(cells["due_on"]) if cells["due_on"] else None, day_of(cells["review_on"]) if cells["review_on"] else None,
    )  # fmt: skip


def _the_one(words: str, known: Mapping[str, list[T]], what: str) -> T | None:
    if not words:
        return None
    found = known.get("".join(words.split()), [])
    if not found:
        raise Refused(_("没有%(what)s“%(words)s”，请核对。") % {"what": what, "words": words})
    if len(found) > 1:
        raise Refused(_("%(what)s“%(words)s”不止一个，请空着，登记后再选。") % {"what": what, "words": words})
    return found[0]


def _grouped_posts(unit: Unit) -> dict[str, list[Post]]:
    """By unit and title; by title alone where that is not how somebody's unit and title are written (办公室主任)."""
    named: dict[str, list[Post]] = {}
    titled: dict[str, list[Post]] = {}
    for post in posts_for(unit):
        for key in {f"{post.unit.name}{post.title}", str(post)}:
            named.setdefault("".join(key.split()), []).append(post)
        titled.setdefault("".join(post.title.split()), []).append(post)
    return titled | named


def _grouped_problems(actor: Reach) -> dict[str, list[Problem]]:
    found: dict[str, list[Problem]] = {}
    for problem in problems_in_reach(actor):
        found.setdefault("".join(problem.code.split()), []).append(problem)
    return found
